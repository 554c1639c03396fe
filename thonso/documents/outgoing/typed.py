"""What people type: a draft and the words beside an act, looked at before anything is written."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from thonso.core.base.errors import Refused
from thonso.core.base.text import clean
from thonso.core.files.rules import marked_secret
from thonso.documents import kinds
from thonso.documents.organs import UNITS
from thonso.documents.outgoing import rules, setting
from thonso.documents.outgoing.models import Outgoing
from thonso.documents.rules import URGENCIES
from thonso.documents.secrecy import named_secret

WORDS = 1000
SECRET = gettext_lazy(
    "This bears a mark of state secrecy. Such a document must not be written here: nothing of it was kept. Write it on a "
    "machine that is connected to no network, and clear this page."
)


class Marked(Refused):
    """What was typed bears a mark of secrecy; whoever shows this writes down that it was refused (`services.note_marked`)."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A draft as it was typed. `seen` is the version it was typed over (None for a new one)."""

    kind: str = ""
    unit: str = ""
    capacity: str = "body"
    urgency: str = "0"
    subject: str = ""
    addressees: str = ""
    body: str = ""
    recipients: str = ""
    seen: int | None = None


def checked(draft: Draft, day: date, row: Outgoing | None = None) -> tuple[dict[str, Any], dict[str, str]]:
    """The columns and the texts, of the kinds in force on that day. Raises Refused with every field that is wrong."""
    errors: dict[str, list[Any]] = {}
    texts: dict[str, str] = {}
    for name, limit in (*rules.LIMITS.items(), ("body", rules.LONGEST)):
        try:
            texts[name] = clean(getattr(draft, name), limit=limit, multiline=name != "subject", cells=name == "body")
        except Refused as refusal:
            errors[name] = [refusal.message]
    if not texts.get("subject") and "subject" not in errors:
        errors["subject"] = [_("Write what it is about, as its trích yếu says.")]
    for name, text in texts.items():
        if marked_secret(text.splitlines()) or (name == "subject" and named_secret(text)):
            errors[name] = [SECRET]
        elif any(len(word) > rules.LONGEST_WORD for word in text.split()):
            errors[name] = [
                _("One word is longer than %(count)d letters. Look at it again.") % {"count": rules.LONGEST_WORD}
            ]
    kind = kinds.of(draft.kind, day)
    if kind is None or kind.family != "government" or kind.copy or kind.key in rules.NOT_WRITTEN:
        errors["kind"] = [_("Please choose from the list.")]
    elif "unit" in kind.symbol and draft.unit not in UNITS:
        errors["unit"] = [_("Choose who writes it: it stands in the number of this kind.")]
    if draft.capacity not in rules.CAPACITIES:
        errors["capacity"] = [_("Please choose from the list.")]
    if draft.urgency not in [str(degree) for degree in range(len(URGENCIES))]:
        errors["urgency"] = [_("Please choose from the list.")]
    if any(SECRET in said_ for said_ in errors.values()):
        raise Marked(_("Please check what is marked."), fields=errors)
    if errors:
        raise Refused(_("Please check what is marked."), fields=errors)
    unit = draft.unit if draft.unit in UNITS else ""
    columns = {"kind": draft.kind, "unit": unit, "capacity": draft.capacity, "urgency": int(draft.urgency)}
    if row is not None and not setting.can_be_set(row, columns, texts):
        words = _("No page can be made of this text. Look at its longest lines again.")
        raise Refused(words, fields={"body": [words]})
    return columns, texts


def said(words: str, field_: str = "words", *, required: bool = True) -> str:
    """Words that somebody typed beside an act. Raises Refused at that box."""
    try:
        words = clean(words, limit=WORDS, multiline=True)
    except Refused as refusal:
        raise refused(field_, refusal.message) from None
    if marked_secret(words.splitlines()):
        raise refused(field_, SECRET)
    if required and len(words) < 2:
        raise refused(field_, _("Write a few words."))
    return words


def refused(field_: str, words: Any) -> Refused:
    return Refused(str(words), fields={field_: [words]})
