"""The rows of the people's list: columns, words, and what each row means against what is already there."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext as _

from thonso.core.base.clock import today
from thonso.core.base.errors import Refused
from thonso.core.base.text import fold
from thonso.core.people import build, rules
from thonso.core.people.models import Household, Resident
from thonso.core.people.rules import Klass, Person
from thonso.core.units import rules as unit_rules
from thonso.core.units import services as unit_services
from thonso.core.units.models import Unit
from thonso.core.units.sheets import Column, Line

COLUMNS = (
    Column("hamlet", ("Thôn", "Tên thôn", "Thôn, bản, tổ dân phố", "Thôn/bản"), required=True, example="Suối Chải"),
    Column("household", ("Số hộ", "Mã hộ", "Số thứ tự hộ", "Hộ số"), required=True, example="SC-012"),
    Column("full_name", ("Họ và tên", "Họ tên", "Họ, chữ đệm và tên"), required=True, example="Lý Thị Mẫu"),
    Column("birth", ("Ngày sinh", "Ngày, tháng, năm sinh", "Năm sinh"), required=True, example="14/05/1968"),
    Column("sex", ("Giới tính", "Nam/Nữ"), required=True, example="Nữ"),
    Column("relation", ("Quan hệ với chủ hộ", "Quan hệ"), example="Chủ hộ"),
    Column("id_number", ("Số định danh cá nhân", "Số căn cước", "Số CCCD", "CCCD", "Số CMND"), example="015168990001"),
    Column("ethnicity", ("Dân tộc",), example="Dao"),
    Column("father_name", ("Họ tên cha", "Cha"), example="Lý Văn Cha"),
    Column("mother_name", ("Họ tên mẹ", "Mẹ"), example="Phàn Thị Mẹ"),
    Column("spouse_name", ("Họ tên vợ, chồng", "Vợ/chồng", "Họ tên vợ/chồng"), example="Tẩn Văn Chồng"),
    Column("address", ("Địa chỉ", "Chỗ ở"), example="Nhóm 2"),
    Column("phone", ("Điện thoại", "Số điện thoại"), example="0912345678"),
    Column("phone_owner", ("Điện thoại của ai",), example="Người thân"),
    Column("phone_owner_name", ("Tên chủ điện thoại",), example="Lý Văn Con"),
    Column("klass", ("Phân loại hộ", "Diện hộ"), example="Hộ nghèo"),
    Column("class_year", ("Năm phân loại",), example="2026"),
    Column("decision_number", ("Số quyết định",), example="215/QĐ-UBND"),
    Column("decision_date", ("Ngày quyết định",), example="20/12/2025"),
)
BATCH = 500


@dataclass(frozen=True, slots=True)
class Item:
    """A row that can be entered. `resident` is who is already there, or who holds the disputed number."""

    line: int
    person: Person
    action: str  # new | filled | unchanged | disputed
    hamlet: Unit
    household_code: str
    address: str = ""
    klass: Klass | None = None
    resident: Resident | None = None
    warnings: tuple[str, ...] = ()


def _number(line: Line) -> str:
    """The ID number of a row. A cell that was stored as a number has lost the zero it began with."""
    digits = rules.digits_of(line["id_number"])
    return digits.zfill(12) if "id_number" in line.numeric and 10 <= len(digits) <= 11 else digits


def _phone(line: Line) -> str:
    text = line["phone"]
    return f"0{text}" if "phone" in line.numeric and len(text) == 9 else text


def _day(text: str) -> date | None:
    if not text:
        return None
    try:
        return datetime.strptime(text, "%d/%m/%Y").date()  # noqa: DTZ007  (a calendar day has no time zone)
    except ValueError as error:
        raise Refused(_("“%(text)s” is not a date; write it like 01/07/2025.") % {"text": text}) from error


class Known:
    """What the rows are held against: the hamlets, households and people of the commune, and the rows before."""

    def __init__(self, commune: Unit, own_household: UUID | None) -> None:
        self.commune = commune
        self.own_household = own_household
        hamlets = list(unit_services.hamlets(commune.id))
        self.hamlets = {key: unit for unit in hamlets for key in unit_rules.name_keys(unit.full_name)}
        self.hamlets |= {unit.code: unit for unit in hamlets}
        rows = list(Household.objects.filter(commune=commune).only("id", "code", "hamlet_id", "head_id", "valid_to"))
        self.homes = {home.code: home for home in rows}
        self.places = {home.code: home.hamlet_id for home in rows}
        self.headed = {home.code for home in rows if home.head_id}
        self.by_blind: dict[str, Resident] = {}
        self.by_name: dict[tuple[str, int, str], Resident] = {}
        self.merged: dict[tuple[str, int, UUID], Resident] = {}
        self.numbers: dict[str, int] = {}
        self.names: dict[tuple[str, str, str], int] = {}

    def load(self, lines: list[Line]) -> None:
        """The people the rows may already be: by ID number, and by name within the same household."""
        mine = Resident.objects.filter(commune=self.commune)
        blinds = [build.id_blind(number) for line in lines if (number := _number(line))]
        for start in range(0, len(blinds), BATCH):
            self.by_blind |= {str(row.id_blind): row for row in mine.filter(id_blind__in=blinds[start : start + BATCH])}
        codes = sorted({line["household"] for line in lines} & set(self.homes))
        for start in range(0, len(codes), BATCH):
            rows = mine.filter(household__code__in=codes[start : start + BATCH]).select_related("household")
            self.by_name |= {(row.folded, row.birth_year, row.household.code): row for row in rows if row.household}
        for row in mine.filter(status=Resident.Status.MERGED).select_related("merged_into"):
            if row.merged_into:
                self.merged[row.folded, row.birth_year, row.merged_into.id] = row.merged_into

    def item(self, line: Line) -> Item:
        """One row as it would be entered. Raises Refused with every reason why it cannot."""
        problems: list[str] = []
        hamlet = self._hamlet(line["hamlet"], problems)
        code = line["household"]
        if not code or len(code) > 20:
            problems.append(_("Give the household a number of at most 20 characters."))
        person = self._person(line, problems)
        klass = self._klass(line, problems)
        home = self.homes.get(code)
        if hamlet and self.places.get(code, hamlet.id) != hamlet.id:
            problems.append(_("Household %(code)s is in another hamlet.") % {"code": code})
        if home and home.valid_to:
            problems.append(_("Household %(code)s has ended; give another number.") % {"code": code})
        if home and home.id == self.own_household:
            problems.append(_("This is your own household. Another person must enter it."))
        if problems or hamlet is None or person is None:
            raise Refused(" ".join(problems))
        self._once(line, person, code)
        action, resident, warnings = self._match(person, code)
        if person.relation == "head" and action in ("new", "disputed"):
            if code in self.headed:
                raise Refused(_("Household %(code)s already has a head.") % {"code": code})
            self.headed.add(code)
        self.places[code] = hamlet.id
        asks = [text for check in rules.check_person(person).values() for text in check.warnings]
        notes = (*asks, *warnings)
        return Item(line.number, person, action, hamlet, code, line["address"][:200], klass, resident, notes)

    def _hamlet(self, text: str, problems: list[str]) -> Unit | None:
        keys = [*unit_rules.name_keys(text), fold(text).replace(" ", "-")] if 0 < len(text) <= 100 else []
        unit = next((self.hamlets[key] for key in keys if key in self.hamlets), None)
        if unit is None:
            problems.append(_("There is no hamlet “%(name)s” in the commune.") % {"name": text[:100]})
        return unit

    def _person(self, line: Line, problems: list[str]) -> Person | None:
        try:
            person = Person(
                full_name=rules.tidy_name(line["full_name"]),
                sex=rules.parse_sex(line["sex"]),
                birth=rules.parse_birth(line["birth"]),
                relation=rules.parse_relation(line["relation"]),
                id_number=_number(line),
                ethnicity=line["ethnicity"][:40],
                father_name=rules.tidy_name(line["father_name"]),
                mother_name=rules.tidy_name(line["mother_name"]),
                spouse_name=rules.tidy_name(line["spouse_name"]),
                phone=rules.parse_phone(_phone(line)) if line["phone"] else "",
                phone_owner=rules.parse_owner(line["phone_owner"]),
                phone_owner_name=rules.tidy_name(line["phone_owner_name"]),
            )
        except Refused as error:
            problems.append(str(error.message))
            return None
        problems += [text for check in rules.check_person(person).values() for text in check.errors]
        return person

    def _klass(self, line: Line, problems: list[str]) -> Klass | None:
        if not line["klass"]:
            return None
        try:
            year = unit_rules.parse_count(line["class_year"]) or today().year
            klass = Klass(year, rules.parse_class(line["klass"]), line["decision_number"], _day(line["decision_date"]))
        except Refused as error:
            problems.append(str(error.message))
            return None
        wrong = [text for texts in rules.check_klass(klass, today()).values() for text in texts]
        problems += wrong
        return None if wrong else klass

    def _once(self, line: Line, person: Person, code: str) -> None:
        number, name = person.id_number, (fold(person.full_name), str(person.birth), code)
        twice = self.numbers.get(number) if number else self.names.get(name)
        if twice:
            text = _("The same person or ID number is already on line %(line)d.")
            raise Refused(text % {"line": twice})
        if number:
            self.numbers[number] = line.number
        self.names[name] = line.number

    def _match(self, person: Person, code: str) -> tuple[str, Resident | None, tuple[str, ...]]:
        folded = fold(person.full_name)
        holder = self.by_blind.get(build.id_blind(person.id_number)) if person.id_number else None
        there = self.by_name.get((folded, person.birth.year, code))
        if holder is not None:
            if holder.folded == folded and holder.birth_year == person.birth.year:
                return "unchanged", holder, ()
            there = there or self.merged.get((folded, person.birth.year, holder.id))
            if there is not None:
                return "unchanged", there, (_("The ID number of this row belongs to another record."),)
            return "disputed", holder, (_("Another person of the commune already has this ID number."),)
        if there is None:
            return "new", None, ()
        if not person.id_number:
            return "unchanged", there, ()
        if there.id_number is None:
            return "filled", there, ()
        return "new", None, (_("The household already has a person of this name with another ID number."),)
