"""What people type: a draft and the words beside an act, looked at before anything is written."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from thonso.core.base.errors import Refused
from thonso.core.base.text import clean
from thonso.core.files.rules import marked_secret
from thonso.documents import beside, kinds
from thonso.documents.organs import UNITS
from thonso.documents.outgoing import rules, setting
from thonso.documents.outgoing.models import Outgoing
from thonso.documents.rules import URGENCIES
from thonso.documents.secrecy import named_secret

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


def columns_of(draft: Draft, day: date) -> tuple[dict[str, Any], dict[str, list[Any]]]:
    """Kind, unit, capacity and urgency, those that are possible; and what is wrong with the others."""
    errors: dict[str, list[Any]] = {}
    kind = kinds.of(draft.kind, day)
    if kind is None or kind.family != "government" or kind.copy or kind.key in rules.NOT_WRITTEN:
        errors["kind"] = [_("Please choose from the list.")]
    elif "unit" in kind.symbol and draft.unit not in UNITS:
        errors["unit"] = [_("Choose who writes it: it stands in the number of this kind.")]
    if draft.capacity not in rules.CAPACITIES:
        errors["capacity"] = [_("Please choose from the list.")]
    if draft.urgency not in [str(degree) for degree in range(len(URGENCIES))]:
        errors["urgency"] = [_("Please choose from the list.")]
    unit = draft.unit if draft.unit in UNITS else ""
    urgency = int(draft.urgency) if "urgency" not in errors else 0
    columns = {"kind": draft.kind, "unit": unit, "capacity": draft.capacity, "urgency": urgency}
    return {name: value for name, value in columns.items() if name not in errors}, errors


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
    columns, wrong = columns_of(draft, day)
    errors |= wrong
    if errors:
        kind_of_refusal = Marked if any(SECRET in words for words in errors.values()) else Refused
        raise kind_of_refusal(_("Please check what is marked."), fields=errors)
    if row is not None and not setting.can_be_set(row, columns, texts):
        words = _("No page can be made of this text. Look at its longest lines again.")
        raise Refused(words, fields={"body": [words]})
    return columns, texts


def said(words: str, field: str = "words", *, required: bool = True) -> str:
    """Words beside an act. Raises Refused at that box, also for a mark of secrecy."""
    words = beside.said(words, field, required=required)
    if marked_secret(words.splitlines()):
        raise beside.refused(field, SECRET)
    return words
