"""One box of an editing page: what it holds in the definition, how it is read from a form, and how its value is said. Pure.

A value that was not changed stays as it stood; an optional one that is left empty goes away.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from thonso.core.access.pages.shared import read_day
from thonso.core.base.errors import Refused
from thonso.core.base.text import clean
from thonso.procedures.editor import choosing, wording
from thonso.procedures.editor.places import Source
from thonso.procedures.forms.kinds.identity import part_labels
from thonso.procedures.forms.kinds.number import grouped

Choices = Callable[[Source], Iterable[tuple[str, Any]]]
Item = Mapping[str, Any]
Errors = dict[str, list[Any]]
MISSING: Any = object()
PARTS = ("id_number", "birth", "sex")


@dataclass(frozen=True)
class Box:
    """`kind`: line text lines paragraphs number half money sum tick flag choice ticks day month_day condition parts kept.

    `missing` is what the definition means when it does not say; `only` names the values of another box (`kind`, `does`)
    under which this one is asked.
    """

    at: str
    kind: str
    label: Any
    hint: Any = ""
    choices: Choices | None = None
    required: bool = False
    low: int = 0
    high: int = 0
    missing: Any = None
    only: frozenset[str] = frozenset()
    number: bool = False  # a choice whose values are numbers

    def asked(self, item: Item) -> bool:
        return not self.only or str(item.get("kind", item.get("does", ""))) in self.only

    def raw(self, item: Item) -> Any:
        """What the definition holds, MISSING when it does not say."""
        found: Any = item
        for name in self.at.split("."):
            found = found.get(name, MISSING) if isinstance(found, Mapping) else MISSING
        return found

    def value(self, item: Item) -> Any:
        """What the definition holds, or means."""
        found = self.raw(item)
        return self.missing if found is MISSING else found


def put(item: dict[str, Any], at: str, value: Any) -> None:
    """Set a value by its dotted name, or take it away; what held nothing else goes with it."""
    name, _dot, rest = at.partition(".")
    if not rest:
        if value is MISSING:
            item.pop(name, None)
        else:
            item[name] = value
        return
    inner = item.get(name)
    if not isinstance(inner, dict):
        if value is MISSING:
            return
        inner = item[name] = {}
    put(inner, rest, value)
    if not inner:
        del item[name]


def read(box: Box, data: Any, item: Item, source: Source, errors: Errors) -> Any:
    """The value that was given, MISSING for none; a sentence in `errors` for one that cannot be."""
    try:
        found = _READ[box.kind](box, data, item, source)
    except Refused as refusal:
        errors.setdefault(box.at, []).append(refusal.message)
        return MISSING
    if found is MISSING and box.required:
        errors.setdefault(box.at, []).append(
            _("Choose at least one.") if box.kind == "ticks" else _("This has not been filled in yet.")
        )
    if found is MISSING and box.value(item) in ([], ""):
        return box.raw(item)
    meant = box.missing if found is MISSING else found
    return box.raw(item) if meant == box.value(item) else MISSING if meant == box.missing else found


def _text(box: Box, data: Any, _item: Item, _source: Source) -> Any:
    text = clean(
        data.get(box.at, ""), limit=box.high or (400 if box.kind == "line" else 2000), multiline=box.kind != "line"
    )
    if text and len(text) < box.low:
        raise Refused(_("Too short: at least %(low)s characters.") % {"low": box.low})
    return text or MISSING


def _lines(box: Box, data: Any, _item: Item, _source: Source) -> Any:
    rows = clean(data.get(box.at, ""), limit=8000, multiline=True).split("\n")
    found = list(dict.fromkeys(row for row in rows if row))
    if any(len(one) > (box.high or 400) for one in found):
        raise Refused(_("The text is too long: at most %(limit)d characters.") % {"limit": box.high or 400})
    return found or MISSING


def _paragraphs(box: Box, data: Any, _item: Item, _source: Source) -> Any:
    rows = [one.strip() for one in clean(data.get(box.at, ""), limit=20_000, multiline=True).split("\n\n")]
    found = [one if box.high else " ".join(one.split()) for one in rows if one]
    if any(len(one) > (box.high or 400) for one in found):
        raise Refused(_("The text is too long: at most %(limit)d characters.") % {"limit": box.high or 400})
    return found or MISSING


def _kept(box: Box, _data: Any, item: Item, _source: Source) -> Any:
    """Shown, never changed here."""
    return box.raw(item)


def _number(box: Box, data: Any, _item: Item, _source: Source) -> Any:
    text = str(data.get(box.at, "")).strip().replace(" ", "")
    if not text:
        return MISSING
    if box.kind in {"money", "sum"}:
        text = text.replace(".", "").removesuffix("đ")
    whole, comma, half = text.replace(",", ".").partition(".")
    if not (whole.isascii() and whole.isdigit() and len(whole) < 12) or (
        comma and (box.kind != "half" or half not in "05")
    ):
        words = _("Write a number, with ,5 for a half.") if box.kind == "half" else _("Write a whole number in digits.")
        raise Refused(words)
    number = int(whole) + (0.5 if half == "5" else 0)
    if number < box.low or (box.high and number > box.high):
        raise Refused(_("Write a number from %(low)s to %(high)s.") % {"low": box.low, "high": box.high or "…"})
    return number


def _money(box: Box, data: Any, item: Item, source: Source) -> Any:
    found = _number(box, data, item, source)
    return None if found is MISSING else found  # an amount that is not known here


def _tick(box: Box, data: Any, _item: Item, _source: Source) -> Any:
    return bool(data.get(box.at))


def _flag(box: Box, data: Any, item: Item, _source: Source) -> Any:
    """ "Cần xác minh" can be set here, never taken away: a version's page does that, with the text and its day."""
    return bool(data.get(box.at) or box.value(item))


def _choice(box: Box, data: Any, item: Item, source: Source) -> Any:
    given = data.get(box.at, "")
    if not given:
        return MISSING
    allowed = {str(value) for value, _label in options(box, source, item)}
    if given not in allowed:
        raise Refused(_("Choose one from the list."))
    return {"yes": True, "no": False}.get(given, given) if box.number else given


def _ticks(box: Box, data: Any, item: Item, source: Source) -> Any:
    allowed = [str(value) for value, _label in options(box, source, item)]
    given = [one for one in data.getlist(box.at) if one]
    if set(given) - set(allowed):
        raise Refused(_("Choose one from the list."))
    old = box.value(item)
    before = [one for one in old if one in given] if isinstance(old, list) else []
    found = before + [one for one in allowed if one in given and one not in before]
    return found or ([] if box.missing is MISSING else MISSING)  # a list that may be empty, but must be there


def _day(box: Box, data: Any, _item: Item, _source: Source) -> Any:
    errors: Errors = {}
    day = read_day(str(data.get(box.at, "")), errors, box.at)
    if errors:
        raise Refused(errors[box.at][0])
    return day.isoformat() if day else MISSING


def _month_day(box: Box, data: Any, _item: Item, _source: Source) -> Any:
    text = str(data.get(box.at, "")).strip()
    if not text:
        return MISSING
    day, _slash, month = text.partition("/")
    try:
        return f"{date(2024, int(month), int(day)):%m-%d}"
    except ValueError:
        raise Refused(_("Write day and month, for example 01/10.")) from None


def _condition(box: Box, data: Any, item: Item, source: Source) -> Any:
    old = box.value(item)
    found = choosing.groups(source, old, row_of(item))
    offered, kept = choosing.offered_in(found), choosing.kept_of(old)
    tests = []
    for line in posted_lines(box, data):
        if not line.test:
            continue
        try:
            tests.append(choosing.test_of(line, offered, kept))
        except LookupError:
            raise Refused(_("Choose one from the list.")) from None
        except ValueError:
            raise Refused(_("Write the number to compare with in the box beside, in digits.")) from None
    made = choosing.joined(data.get(f"{box.at}.join", "and"), tests)
    return MISSING if made is None else made


def posted_lines(box: Box, data: Any) -> list[choosing.Line]:
    return [choosing.Line(str(data.get(f"{box.at}.{n}.test", "")), str(data.get(f"{box.at}.{n}.number", "")))
            for n in range(choosing.MOST)]  # fmt: skip


def row_of(item: Item) -> str:
    """The group whose rows a rule is about, when all its targets are in one."""
    groups = {target.split(".*.")[0] if ".*." in target else "" for target in item.get("targets", ())}
    return groups.pop() if len(groups) == 1 else ""


def _parts(box: Box, data: Any, item: Item, _source: Source) -> Any:
    found = ["full_name"]
    for part in PARTS:
        wish = data.get(f"{box.at}.{part}", "")
        found += [part] if wish == "must" else [f"{part}?"] if wish == "may" else []
    old = box.value(item)
    return old if isinstance(old, list) and set(old) == set(found) else found


_READ: dict[str, Callable[[Box, Any, Item, Source], Any]] = {
    "line": _text, "text": _text, "lines": _lines, "number": _number, "half": _number, "money": _money, "sum": _number,
    "tick": _tick, "flag": _flag, "choice": _choice, "ticks": _ticks, "day": _day, "month_day": _month_day,
    "condition": _condition, "parts": _parts, "paragraphs": _paragraphs, "kept": _kept,
}  # fmt: skip


def options(box: Box, source: Source, item: Item) -> list[tuple[str, Any]]:
    """What can be chosen; what stands there and is no choice any more is offered too, so that nothing is lost unseen."""
    found = [(str(value), label) for value, label in (box.choices(source) if box.choices else ())]
    old = box.value(item)
    if box.number and isinstance(old, bool):
        old = "yes" if old else "no"
    for one in old if isinstance(old, list) else [old]:
        if isinstance(one, str) and one and one not in {value for value, _label in found}:
            words = _("it is filled in by itself; how is kept")
            found.append((one, words if one == "compute" else _("%(key)s (not there any more)") % {"key": one}))
    return found


def say(box: Box, value: Any, source: Source, item: Item) -> str:
    """The value in words, for the comparison and for lists."""
    if value in (None, "", []) and box.kind != "money":
        return _("always") if box.kind == "condition" else _("(empty)")
    if box.kind == "money":
        return _("not known") if value is None else _("%(amount)s đồng") % {"amount": grouped(int(value))}
    if box.kind in {"tick", "flag"}:
        return _("yes") if value else _("no")
    if box.kind == "condition":
        return wording.condition(source, value)
    if box.kind in {"lines", "paragraphs"}:
        return "; ".join(value)
    if box.kind in {"choice", "ticks"}:
        labels = dict(options(box, source, item))
        keys = [{True: "yes", False: "no"}.get(one, one) if box.number else one
                for one in (value if isinstance(value, list) else [value])]  # fmt: skip
        return "; ".join(str(labels.get(str(one), one)) for one in keys)
    if box.kind == "parts":
        names, may = part_labels(), _("may be left empty")
        said = [(names.get(one.rstrip("?"), one), one.endswith("?")) for one in value]
        return ", ".join(f"{name} ({may})" if optional else name for name, optional in said)
    return str(typed(box, value))


def typed(box: Box, value: Any) -> Any:
    """The value as it stands in its box."""
    if value is None or value is MISSING:
        return ""
    if box.kind in {"lines", "paragraphs"}:
        return ("\n" if box.kind == "lines" else "\n\n").join(value)
    if box.kind == "day":
        return f"{date.fromisoformat(value):%d/%m/%Y}" if _is_day(value) else value
    if box.kind == "month_day":
        return "/".join(reversed(value.split("-")))
    if box.kind in {"money", "sum"}:
        return grouped(int(value))
    if box.kind == "half":
        return str(value).removesuffix(".0").replace(".", ",")
    if box.number and isinstance(value, bool):
        return "yes" if value else "no"
    return value


def wishes() -> list[tuple[str, str]]:
    """How a part of a person is asked."""
    return [("must", _("Must be answered")), ("may", _("May be left empty"))]


def _is_day(value: str) -> bool:
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return True
