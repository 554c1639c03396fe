"""A card from a photo of it. The photo is looked at in the child process and destroyed at once: no card is kept."""

from thonso.core.base.ids import new_id
from thonso.core.files import rules as file_rules
from thonso.core.files import sandbox, storage
from thonso.core.files.sentences import refusal
from thonso.core.identity.rules import Card, CardUnreadable, parse_card_text

_SECONDS = 10


def read_card_image(data: bytes) -> Card | None:
    """The card whose code is on the photo; None when no code can be found on it.

    Raises CardUnreadable when there is a code but not of a card, FileRefused when the bytes are no photo.
    """
    if len(data) > file_rules.LIMITS[file_rules.JPEG]:
        raise refusal("image_too_big")
    path = storage.incoming(new_id(), ".card")
    try:
        with storage.full_disk_is_unavailable(), storage.open_private(path) as out:
            out.write(data)
        codes = _codes(str(path))
    finally:
        storage.clear(path)
    return _card(codes) if codes else None


def _codes(path: str) -> list[str]:
    try:
        said = sandbox.run("thonso.core.files.workshop.codes", path, seconds=_SECONDS)[0]
    except sandbox.Broke:
        # Too slow counts as not found: the person is asked to come closer.
        return []
    if reason := said.get("refused"):
        raise refusal(str(reason))
    return [str(code) for code in said.get("codes", [])]


def _card(codes: list[str]) -> Card:
    """Other codes may be in the picture (on a shelf, on a screen): the first that is a card's counts."""
    last: CardUnreadable | None = None
    for code in codes:
        try:
            return parse_card_text(code)
        except CardUnreadable as unreadable:
            # A card that is damaged tells more than a code that is none.
            last = unreadable if last is None or last.reason == "not_a_card" else last
    assert last is not None  # _card is called with at least one code
    raise last
