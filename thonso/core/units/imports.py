"""Hamlets from a spreadsheet: a preview that writes nothing, then one transaction with the rows that have no errors."""

from collections.abc import Callable
from dataclasses import dataclass, field, fields
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from thonso.core.base.errors import Refused
from thonso.core.base.refs import Ref
from thonso.core.base.text import fold
from thonso.core.journal.work import Work
from thonso.core.units import rules, services, sheets
from thonso.core.units.models import Unit
from thonso.core.units.rules import HamletData
from thonso.core.units.sheets import Column, Line, Reject

COLUMNS = (
    Column("name", ("Tên thôn", "Thôn", "Tên", "Thôn, bản, tổ dân phố"), required=True, example="Thôn Suối Mẫu"),
    Column("code", ("Mã thôn", "Mã"), example="suoi-mau"),
    Column("households", ("Số hộ", "Hộ"), example="86"),
    Column("population", ("Số nhân khẩu", "Nhân khẩu", "Dân số", "Số dân"), example="440"),
    Column("poor_households", ("Số hộ nghèo", "Hộ nghèo"), example="60"),
    Column("near_poor_households", ("Số hộ cận nghèo", "Hộ cận nghèo"), example="8"),
    Column("distance_km", ("Cách trung tâm xã (km)", "Khoảng cách", "Cách xã", "Khoảng cách (km)"), example="20,5"),
    Column("latitude", ("Vĩ độ",), example="22,53120"),
    Column("longitude", ("Kinh độ",), example="103,80110"),
    Column("ethnic_groups", ("Dân tộc", "Thành phần dân tộc"), example="Dao: 300; Mông: 140"),
    Column("valid_from", ("Từ ngày", "Ngày thành lập"), example="01/07/2025"),
)


@dataclass(frozen=True, slots=True)
class Item:
    line: int
    data: HamletData
    action: str  # new | changed | unchanged
    hamlet: Unit | None = None


@dataclass(slots=True)
class Preview:
    items: list[Item] = field(default_factory=list)
    rejects: list[Reject] = field(default_factory=list)

    def count(self, action: str) -> int:
        return sum(item.action == action for item in self.items)


def preview(commune: Unit, content: bytes) -> Preview:
    """What `apply` would do, row by row. Writes nothing. Raises Refused when the file as a whole cannot be used."""
    sheet = sheets.read(content, COLUMNS)
    result = Preview(rejects=list(sheet.rejects))
    existing = list(services.hamlets(commune.id))
    by_code = {unit.code: unit for unit in existing}
    by_name = {key: unit for unit in existing for key in rules.name_keys(unit.full_name)}
    taken: dict[str, int] = {}
    for line in sheet.lines:
        try:
            data = _data(line)
            names = rules.name_keys(data.name)
            item = _item(commune, line, data, _find(by_code, by_name, data.code, names))
            keys = {*names, *([f"code:{data.code}"] if data.code else [])}
            twice = next((taken[key] for key in keys if key in taken), None)
            if twice:
                raise Refused(_("The same hamlet is already on line %(line)d.") % {"line": twice})
            taken |= dict.fromkeys(keys, line.number)
            result.items.append(item)
        except Refused as error:
            result.rejects.append(Reject(line.number, " ".join(_reasons(error))))
    result.rejects.sort(key=lambda reject: reject.line)
    return result


def apply(work: Work, actor: Ref, commune: Unit, content: bytes) -> Preview:
    """Write the rows that have no errors; the preview is made anew, so it holds against what is there now."""
    result = preview(commune, content)
    for item in result.items:
        if item.action == "new":
            services.create_hamlet(work, actor, commune, item.data)
        elif item.action == "changed":
            assert item.hamlet is not None
            services.update_hamlet(work, actor, item.hamlet, item.data)
    return result


def _find(by_code: dict[str, Unit], by_name: dict[str, Unit], code: str, names: set[str]) -> Unit | None:
    return by_code.get(code) or next((by_name[name] for name in names if name in by_name), None)


def _reasons(error: Refused) -> list[str]:
    """The sentences with the column each is about: many of them speak of "this number"."""
    said = [
        _("Column “%(column)s”: %(problem)s") % {"column": _TITLES[name], "problem": text}
        if name in _TITLES
        else str(text)
        for name, texts in error.fields.items()
        for text in texts
    ]
    return said or [str(error.message)]


_TITLES = {column.name: column.titles[0] for column in COLUMNS}


def _data(line: Line) -> HamletData:
    readers: dict[str, Callable[[str], Any]] = dict.fromkeys(rules.COUNTS, rules.parse_count)
    readers["distance_km"] = lambda text: rules.parse_decimal(text, 1)
    readers |= dict.fromkeys(("latitude", "longitude"), lambda text: rules.parse_decimal(text, 5))
    readers |= {"ethnic_groups": rules.parse_groups, "valid_from": _day}
    values: dict[str, Any] = {}
    wrong: dict[str, list[Any]] = {}
    for name, read in readers.items():
        try:
            values[name] = read(line[name])
        except Refused as refusal:
            wrong[name] = [refusal.message]
    if problem := rules.name_problem(line["name"]):
        wrong["name"] = [problem]
    if wrong:
        raise Refused(fields=wrong)
    return HamletData(name=line["name"], code=fold(line["code"]).replace(" ", "-"), **values)


def _day(text: str) -> date | None:
    if not text:
        return None
    try:
        return datetime.strptime(text, "%d/%m/%Y").date()  # noqa: DTZ007  (a calendar day has no time zone)
    except ValueError as error:
        raise Refused(_("“%(text)s” is not a date; write it like 01/07/2025.") % {"text": text}) from error


def _item(commune: Unit, line: Line, data: HamletData, hamlet: Unit | None) -> Item:
    if hamlet is None:
        problems = services.check(commune, data)
        if problems:
            raise Refused(fields=problems)
        return Item(line.number, data, "new")
    # A cell left empty keeps what is known: a file with two columns does not wipe the others.
    before = services.data_of(hamlet)
    kept = {
        f.name: getattr(data, f.name) if getattr(data, f.name) not in (None, "", {}) else getattr(before, f.name)
        for f in fields(HamletData)
        if f.name not in {"code", "valid_from", "name"}
    }
    merged = HamletData(name=hamlet.full_name, **kept)
    problems = services.check(commune, merged, hamlet)
    if problems:
        raise Refused(fields=problems)
    return Item(line.number, merged, "unchanged" if merged == before else "changed", hamlet)
