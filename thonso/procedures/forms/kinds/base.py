"""What a kind of field can do. One small module a kind; all of them pure, none of them asks the database."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from django.utils.translation import gettext as _

from thonso.core.base.errors import Refused
from thonso.core.base.text import clean
from thonso.procedures.forms.shape import Field

# Where an unprintable character was typed: shown to the person, and refused until it is retyped.
UNREADABLE = "\ufffd"
Errors = dict[str, list[str]]


class Places(Protocol):
    """Names of units, given from outside so that forms stay pure."""

    def provinces(self) -> Sequence[tuple[str, str]]: ...
    def communes(self, province: str) -> Sequence[tuple[str, str]]: ...
    def hamlets(self, commune: str) -> Sequence[tuple[str, str]]: ...
    def province_of(self, commune: str) -> str: ...
    def find(self, text: str) -> Sequence[tuple[str, str, str]]:
        """Communes by name, with or without diacritics: (province, commune, full name)."""
        ...


class NoPlaces:
    """Stands in where no register of units is at hand: every code passes as its own name."""

    def provinces(self) -> Sequence[tuple[str, str]]:
        return ()

    def communes(self, province: str) -> Sequence[tuple[str, str]]:
        return ()

    def hamlets(self, commune: str) -> Sequence[tuple[str, str]]:
        return ()

    def province_of(self, commune: str) -> str:
        return ""

    def find(self, text: str) -> Sequence[tuple[str, str, str]]:
        return ()


NO_PLACES = NoPlaces()


@dataclass(frozen=True, slots=True)
class Context:
    """Facts of this filing that rules and kinds may look at.

    `channel` online | assisted | desk | post; `representation` self | parent | guardian | authorised | relative |
    organisation; `commune` the code of the commune that is asked.
    """

    today: date
    channel: str = "online"
    representation: str = "self"
    commune: str = ""
    places: Places = NO_PLACES

    @property
    def facts(self) -> Mapping[str, Any]:
        return {
            "today": self.today,
            "channel": self.channel,
            "representation": self.representation,
            "commune": self.commune,
        }


class Kind:
    """The base: a value is None when nothing was given; `parse` of a parsed value gives the same value again."""

    name = ""
    # Statements are read, not answered.
    answerable = True

    def parse(self, raw: Any, field: Field, context: Context) -> tuple[Any, Errors]:
        """The canonical value of what a page or a JSON body gave, and sentences by sub-path ("" is the field)."""
        raise NotImplementedError

    def missing(self, field: Field) -> Errors:
        """What to say when nothing was given and something must be; the page names the question beside it."""
        return {"": [_("This has not been filled in yet.")]}

    def text(self, value: Any, field: Field, context: Context) -> str:
        """How the value reads on paper and on the summary page."""
        return str(value)

    def schema(self, field: Field) -> dict[str, Any]:
        """JSON Schema of the canonical value, for the API."""
        raise NotImplementedError

    def view(self, field: Field, value: Any, context: Context) -> dict[str, Any]:
        """What its template needs besides the field and the value."""
        return {}

    def typed(self, value: Any) -> str:
        """What to put back into the box when the value cannot be read: the very keystrokes."""
        return one_text(value) or ""

    def mask(self, text: str) -> str:
        """How the value reads where it must not be shown in full."""
        return text


def one_text(raw: Any) -> str | None:
    """The single text that was given; None when there is none or it is something else."""
    if isinstance(raw, list) and len(raw) == 1:
        raw = raw[0]
    if isinstance(raw, bool) or raw is None:
        return None
    if isinstance(raw, int | float):
        return str(raw)
    return raw if isinstance(raw, str) else None


def tidy(raw: Any, *, limit: int, multiline: bool = False) -> tuple[str, list[str]]:
    """Clean text, or why not. Blank when nothing was given."""
    text = one_text(raw)
    if text is None:
        return "", [] if raw in (None, "", [], {}) else [_("This answer has the wrong form. Please type it again.")]
    if UNREADABLE in text:
        return "", [_("A character here cannot be read (shown as �). Please delete it and type it again.")]
    try:
        return clean(text, limit=limit, multiline=multiline), []
    except Refused as error:
        return "", [str(error.message)]


def under(prefix: str, errors: Errors) -> Errors:
    return {f"{prefix}.{path}" if path else prefix: found for path, found in errors.items()}
