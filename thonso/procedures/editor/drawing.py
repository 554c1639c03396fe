"""An editing page as its template sees it: boxes with what stands or was typed in them, and lists with their rows. Pure."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from thonso.procedures import describing
from thonso.procedures.editor import boxes, choosing, fees, layout
from thonso.procedures.editor.boxes import PARTS, Box
from thonso.procedures.editor.layout import Part
from thonso.procedures.editor.places import NEW, Source, find, has, name_of
from thonso.procedures.editor.problems import Problem
from thonso.procedures.forms.kinds.identity import part_labels


@dataclass(frozen=True)
class Drawn:
    """One box. `lines` and `groups` of a condition; `parts` of a person."""

    box: Box
    value: Any
    errors: tuple[Any, ...] = ()
    options: list[Any] = field(default_factory=list)
    lines: list[dict[str, Any]] = field(default_factory=list)
    groups: list[dict[str, Any]] = field(default_factory=list)
    parts: list[dict[str, Any]] = field(default_factory=list)
    join: str = "and"

    @property
    def optional(self) -> bool:
        return not self.box.required and self.box.kind not in {"tick", "flag", "parts", "condition"}


@dataclass(frozen=True)
class Row:
    place: str
    name: str
    note: str
    wrong: int
    first: bool
    last: bool


def boxes_of(part: Part, item: Mapping[str, Any], place: str) -> tuple[Box, ...]:
    """The boxes to show; of a question that is to be made its kind and its words, the rest comes with the kind."""
    if place.endswith(f".{NEW}") and part.at.endswith("fields"):
        inside = part.at.count("fields") > 1
        kinds = [(key, words) for key, words in layout.KINDS.items()
                 if not (inside and key in {"group", "file", "signature", "consent"})]  # fmt: skip
        kind = Box("kind", "choice", _("Kind of question"), choices=lambda source: kinds, required=True)
        return (layout.FIELD[0], kind)
    return tuple(one for one in part.boxes if one.asked(item))


def draw(
    shown: Collection[Box], item: Mapping[str, Any], source: Source, errors: Mapping[str, list[Any]],
    typed: Any = None, only: Collection[str] | None = None,
) -> list[Drawn]:  # fmt: skip
    """`typed`: the form that was sent, for the boxes `only` (all when None); the others show what stands."""
    return [
        _drawn(one, item, source, tuple(errors.get(one.at, ())), typed if only is None or one.at in only else None)
        for one in shown
    ]


def _drawn(box: Box, item: Mapping[str, Any], source: Source, errors: tuple[Any, ...], typed: Any) -> Drawn:
    stands = box.value(item)
    if box.kind == "condition":
        return _condition(box, item, source, errors, typed)
    if box.kind == "parts":
        held = list(stands or ())
        names = part_labels()
        rows = []
        for part in PARTS:
            wish = typed.get(f"{box.at}.{part}", "") if typed is not None else (
                "must" if part in held else "may" if f"{part}?" in held else "")  # fmt: skip
            rows.append({"name": f"{box.at}.{part}", "label": names[part], "value": wish})
        return Drawn(box, None, errors, parts=rows)
    value = boxes.typed(box, stands)
    if typed is not None:
        value = typed.getlist(box.at) if box.kind == "ticks" else typed.get(box.at, "")
    if box.kind == "flag":
        value = bool(value) or bool(stands)
    options = boxes.options(box, source, item) if box.kind in {"choice", "ticks"} else []
    return Drawn(box, value, errors, options)


def _condition(box: Box, item: Mapping[str, Any], source: Source, errors: tuple[Any, ...], typed: Any) -> Drawn:
    stands = box.value(item)
    if typed is None:
        word, lines = choosing.split(stands)[0], choosing.lines(stands)
    else:
        word = typed.get(f"{box.at}.join", "and")
        lines = [one for one in boxes.posted_lines(box, typed) if one.test]
    lines = (lines + [choosing.Line()] * choosing.SPARE)[: choosing.MOST]
    rows = [
        {"name": f"{box.at}.{n}", "test": one.test, "number": one.number, "n": n + 1} for n, one in enumerate(lines)
    ]
    groups = choosing.groups(source, stands, boxes.row_of(item))
    return Drawn(box, None, errors, lines=rows, groups=groups, join=word)


def rows_of(part: Part, source: Source, place: str, problems: list[Problem]) -> list[Row]:
    """The things of a list, each with its name, a word about it, and how much is to be mended in it."""
    found = find(source, place) if has(source, place) else []
    rows = []
    for index, item in enumerate(found):
        at = f"{place}.{name_of(item, index)}"
        wrong = sum(one.place == at or one.place.startswith(f"{at}.") for one in problems)
        name = part.named(source, part.opened(item)) or str(part.one)
        rows.append(Row(at, name, _note(part, source, item), wrong, index == 0, index == len(found) - 1))
    return rows


def _note(part: Part, source: Source, item: Mapping[str, Any]) -> str:
    if part.at == "fees":
        return fees.shown(source, item).words
    if part.at == "steps":
        hours = str(item.get("hours", 0)).removesuffix(".0").replace(".", ",")
        who = describing.role_words().get(item.get("role", ""), "")
        return _("%(who)s · %(hours)s hours") % {"who": who, "hours": hours}
    if part.at.endswith("fields"):
        kind = str(layout.KINDS.get(item.get("kind", ""), ""))
        must = _("must be answered")
        return f"{kind} · {must}" if item.get("required") else kind
    if part.at == "form.sections":
        return _("%(count)d questions") % {"count": len(item.get("fields", ()))}
    if part.at == "papers":
        return _("only shown") if item.get("how") == "present" else _("handed in")
    if part.at == "legal_basis":
        return str(item.get("title", ""))
    return ""


def summary(part: Part, source: Source) -> str:
    """What the overview says of a part."""
    if part.at == "texts":
        return str(source["name"])
    if part.at == "timing":
        return str(source["time"].get("text", ""))
    if part.at == "ways":
        words = describing.channel_words()
        return " · ".join(words.get(one, one) for one in source["channels"])
    if part.at == "decision":
        return str(source["result"].get("decision", {}).get("about", ""))
    if part.at == "outcome":
        return " · ".join(one["title"] for one in source["result"]["papers"])
    things = find(source, part.at) if has(source, part.at) else []
    count = len(things)
    if part.at == "form.sections":
        questions = sum(len(one["fields"]) for one in source["form"]["sections"])
        return _("%(parts)d parts, %(questions)d questions") % {"parts": count, "questions": questions}
    names = "" if part.at == "form.rules" else "; ".join(part.named(source, part.opened(one)) for one in things)
    return f"{count}: {names}" if names else str(count)
