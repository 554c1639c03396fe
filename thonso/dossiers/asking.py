"""What a page asks of an officer: plain fields, as data; and the boxes for whoever stands beside a person of a dossier."""

from dataclasses import dataclass, field
from typing import Any

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Ask:
    """A field of an action's form. `kind` text | textarea | number | money | date | hour | choice | select | secret (never
    part of the data) | file (a PDF; the data names it by its hash)."""

    name: str
    kind: str
    label: Any
    hint: Any = ""
    choices: tuple[tuple[str, Any], ...] = ()
    optional: bool = False
    limit: int = 1000


@dataclass(frozen=True, slots=True)
class ActionForm:
    title: Any
    text: Any = ""
    asks: tuple[Ask, ...] = field(default=())
    papers: str = ""  # "check" | "ask": the list of the procedure's papers is part of the form
    confirm: Any = ""  # what the button says, when not the transition's label


REASON = Ask("reason", "textarea", _("Reason, in words the person understands"), limit=1000)


def note(label: Any) -> tuple[Ask, ...]:
    """A few words that may be added."""
    return (Ask("note", "textarea", label, optional=True, limit=500),)


_BESIDE = (
    ("interpreter", _("Interpreter"), True),
    ("witness1", _("First witness"), False),
    ("witness2", _("Second witness"), False),
)
LANGUAGE = Ask(
    "interpreter_language", "text", _("Language interpreted"), _("Hmong, Dao, Giáy…"), optional=True, limit=40
)
NO_INTEREST = Ask(
    "no_interest", "tick", _("Each of them says to have no right, interest or duty in this matter"), optional=True
)
BESIDE = (
    *(
        ask
        for who, label, interprets in _BESIDE
        for ask in (
            Ask(f"{who}_name", "text", format_lazy("{}: {}", label, _("full name")), optional=True, limit=100),
            Ask(f"{who}_id_number", "text", format_lazy("{}: {}", label, _("ID number")), optional=True, limit=20),
            *((LANGUAGE,) if interprets else ()),
        )
    ),
    NO_INTEREST,
)
