"""Preview and apply of the people's list, through the same reading of the rows."""

from collections import defaultdict
from dataclasses import dataclass, field, replace
from uuid import UUID

from thonso.core.base.clock import today
from thonso.core.base.errors import Refused
from thonso.core.base.refs import Ref
from thonso.core.journal.work import Work
from thonso.core.people import bulk, duplicates, services
from thonso.core.people.imports.reading import BATCH, COLUMNS, Item, Known
from thonso.core.people.models import Classification, Household, Resident
from thonso.core.people.rules import Family, Person
from thonso.core.units import sheets
from thonso.core.units.models import Unit
from thonso.core.units.sheets import Reject


@dataclass(slots=True)
class Preview:
    items: list[Item] = field(default_factory=list)
    rejects: list[Reject] = field(default_factory=list)
    duplicates: int = 0

    def count(self, action: str) -> int:
        return sum(item.action == action for item in self.items)

    @property
    def households(self) -> int:
        return len({item.household_code for item in self.items})

    @property
    def classes(self) -> int:
        return len({item.household_code for item in self.items if item.klass})


def preview(commune: Unit, content: bytes, *, own_household: UUID | None = None) -> Preview:
    """What `apply` would do, row by row. Writes nothing. Raises Refused when the file as a whole cannot be used.

    `own_household` is that of the person who imports: rows about it are left to somebody else.
    """
    sheet = sheets.read(content, COLUMNS)
    result = Preview(rejects=list(sheet.rejects))
    known = Known(commune, own_household)
    known.load(sheet.lines)
    for line in sheet.lines:
        try:
            result.items.append(known.item(line))
        except Refused as error:
            reasons = [str(text) for texts in error.fields.values() for text in texts] or [str(error.message)]
            result.rejects.append(Reject(line.number, " ".join(reasons)))
    result.rejects.sort(key=lambda reject: reject.line)
    return result


def apply(work: Work, actor: Ref, commune: Unit, content: bytes, *, own_household: UUID | None = None) -> Preview:
    """Write the rows without errors, all in this transaction; the preview is made anew against what is there now."""
    result = preview(commune, content, own_household=own_household)
    made = bulk.Rows()
    homes = {home.code: home for home in Household.objects.filter(commune=commune)}
    pairs: list[tuple[Item, Resident]] = []
    for items in _by_household(result):
        code, hamlet = items[0].household_code, items[0].hamlet
        if code in homes:
            pairs += [(item, bulk.make_person(made, homes[code], _undisputed(item), today())) for item in items]
        else:
            rows = bulk.make(hamlet, [_family(code, items)], today())
            made.extend(rows)
            pairs += list(zip(items, rows.residents, strict=True))
    bulk.write(made)
    _heads(work, actor, homes, made.residents)
    _classify(work, actor, commune, result)
    for item in result.items:
        if item.action == "filled" and item.resident:
            services.set_id_number(work, actor, item.resident, item.person.id_number)
    facts = {action: result.count(action) for action in ("new", "filled", "unchanged", "disputed")}
    work.note("people.imported", actor, Ref("unit", commune.id), facts={**facts, "rejected": len(result.rejects)})
    work.publish("residents.changed", residents=made.residents)
    for item, newcomer in pairs:
        if item.action == "disputed" and item.resident:
            duplicates.propose_same_number(work, actor, item.resident, newcomer, item.person.id_number)
    result.duplicates = result.count("disputed") + duplicates.propose_for(work, actor, commune.id, made.residents)
    return result


def _by_household(result: Preview) -> list[list[Item]]:
    groups: dict[str, list[Item]] = defaultdict(list)
    for item in result.items:
        if item.action in ("new", "disputed"):
            groups[item.household_code].append(item)
    return list(groups.values())


def _undisputed(item: Item) -> Person:
    return replace(item.person, id_number="") if item.action == "disputed" else item.person


def _family(code: str, items: list[Item]) -> Family:
    address = next((item.address for item in items if item.address), "")
    return Family(tuple(_undisputed(item) for item in items), code=code, address=address)


def _heads(work: Work, actor: Ref, homes: dict[str, Household], fresh: list[Resident]) -> None:
    """A household that was there without a head gets the one the file names."""
    headless = {home.id: home for home in homes.values() if home.head_id is None}
    for one in sorted(fresh, key=lambda row: row.relation != "head"):
        home = headless.pop(one.household_id, None) if one.household_id else None
        if home:
            services.set_head(work, actor, home, one)


def _classify(work: Work, actor: Ref, commune: Unit, result: Preview) -> None:
    wanted = {item.household_code: item.klass for item in result.items if item.klass}
    codes = sorted(wanted)
    for start in range(0, len(codes), BATCH):
        for home in Household.objects.filter(commune=commune, code__in=codes[start : start + BATCH]):
            klass = wanted[home.code]
            same = Classification.objects.filter(
                household=home, replaced_at=None, doubted_at=None, year=klass.year, klass=klass.klass
            )
            if not same.filter(decision_number=klass.decision_number, decision_date=klass.decision_date).exists():
                services.set_classification(work, actor, home, klass)
