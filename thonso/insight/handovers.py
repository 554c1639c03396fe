"""Hand-over lists of a day (practice.md 19, 22): what goes from the hamlet to the office, on to a division, back, and home.

They are made from what is known of each dossier and signed on paper at both ends. Of a paper the list says which one the
procedure asks for; what is really in the pouch is compared when it is signed.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from thonso.core import papers
from thonso.core.base.clock import now
from thonso.core.base.text import fold, in_sentence
from thonso.core.units.models import Unit
from thonso.dossiers import requirements
from thonso.dossiers.hamlet_reports import report_of
from thonso.dossiers.models import Dossier, HamletTask
from thonso.dossiers.printing import heads, journey
from thonso.insight import facts
from thonso.insight.rules.counting import Fate, fate
from thonso.insight.rules.periods import Span
from thonso.procedures.access import definitions

DOTS = "…………………………"
WAYS = {
    "thon-xa": "Thôn chuyển Trung tâm",
    "xa-chuyen-mon": "Trung tâm chuyển bộ phận chuyên môn",
    "chuyen-mon-xa": "Bộ phận chuyên môn trả kết quả cho Trung tâm",
    "xa-thon": "Trung tâm gửi kết quả về thôn",
}


@dataclass(frozen=True, slots=True)
class Item:
    """A dossier on a list. `carries`: the papers that go with it, or the result."""

    dossier: Dossier
    carries: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class HandOver:
    """One list: `key` names it within its way; `other` is the end that is not the one-stop office."""

    way: str
    key: str
    other: str
    person: str  # who hands over or takes at that end, as far as it is known
    items: tuple[Item, ...]

    @property
    def words(self) -> str:
        return f"{WAYS[self.way]}: {self.other}"


def of(commune: Unit, day: date) -> list[HandOver]:
    """Every list of the day, by way and then by the other end."""
    span = Span(day, day)
    found = facts.of([commune.pk], span, clocks=False)
    solved = {Fate.EARLY, Fate.ON_TIME, Fate.LATE}
    filed = [one.id for one in found.lives if one.channel == "assisted" and span.holds(one.filed_at)]
    received = [one.id for one in found.lives if span.holds(one.received_at)]
    answered = [one.id for one in found.lives if span.holds(one.completed_at) and fate(one, span, found.at) in solved]
    sent = list(HamletTask.objects.filter(commune=commune, kind=HamletTask.Kind.RETURN, asked_at__gte=span.start,
                                          asked_at__lt=span.end).select_related("hamlet"))  # fmt: skip
    wanted = {*filed, *received, *answered, *(one.dossier_id for one in sent)}
    rows = Dossier.objects.filter(pk__in=wanted).select_related("hamlet", "commune").prefetch_related("parties")
    known = rows.in_bulk()
    definitions(list({one.version_id for one in known.values()}))
    lists = [
        *_grouped("thon-xa", ((known[id_], _hamlet(known[id_]), _helper(known[id_])) for id_ in filed)),
        *_grouped("xa-chuyen-mon", ((known[id_], _office(known[id_]), "") for id_ in received)),
        *_grouped("chuyen-mon-xa", ((known[id_], _office(known[id_]), "") for id_ in answered)),
        *_home(sent, known),
    ]
    return [one for one in lists if one.items]


def _grouped(way: str, rows: Iterable[tuple[Dossier, str, str]]) -> list[HandOver]:
    found: dict[str, list[Item]] = defaultdict(list)
    people: dict[str, set[str]] = defaultdict(set)
    for dossier, other, person in rows:
        if other:
            found[other].append(Item(dossier, _result(dossier) if way == "chuyen-mon-xa" else _papers(dossier)))
            people[other] |= {person} if person else set()
    return [
        HandOver(way, fold(other), other, ", ".join(sorted(people[other])), tuple(found[other]))
        for other in sorted(found, key=fold)
    ]


def _home(sent: Sequence[HamletTask], known: dict[UUID, Dossier]) -> list[HandOver]:
    """Results on their way to a hamlet, each with who carries it."""
    found: dict[str, list[Item]] = defaultdict(list)
    people: dict[str, set[str]] = defaultdict(set)
    for task in sent:
        dossier = known[task.dossier_id]
        task.dossier = dossier
        found[task.hamlet.full_name].append(Item(dossier, _result(dossier)))
        people[task.hamlet.full_name].add(str(report_of(task).get("carried_by", "")))
    return [
        HandOver("xa-thon", fold(other), other, ", ".join(sorted(people[other] - {""})), tuple(found[other]))
        for other in sorted(found, key=fold)
    ]


def _hamlet(dossier: Dossier) -> str:
    return dossier.hamlet.full_name if dossier.hamlet else ""


def _helper(dossier: Dossier) -> str:
    found = heads.party(dossier, "helper")
    return found.name if found else ""


def _office(dossier: Dossier) -> str:
    """The division that works on it; '' where the one-stop office does all itself."""
    steps = requirements.definition(dossier).steps
    step = next((one for one in steps[1:] if one.kind in {"process", "external"}), None)
    return journey.OFFICE.get(step.role, "") if step else ""


def _papers(dossier: Dossier) -> str:
    return "; ".join(paper.name for paper in requirements.papers(dossier)) or "Tờ khai"


def _result(dossier: Dossier) -> str:
    return f"Kết quả: {in_sentence(dossier.procedure_name)}"


def pdf(commune: Unit, day: date, one: HandOver) -> bytes:
    """The list with the places where both ends sign."""
    desk = {"name": DOTS, "post": heads.desk(commune)}
    other = {"name": one.person or DOTS, "post": one.other}
    to_desk = one.way in {"thon-xa", "chuyen-mon-xa"}
    data: dict[str, Any] = {
        **heads.head(commune, now(), organ=heads.desk(commune)),
        "parent_organ": heads.unbroken(commune),
        "heading": "Danh sách bàn giao kết quả"
        if one.way in {"chuyen-mon-xa", "xa-thon"}
        else "Danh sách bàn giao hồ sơ",
        "subtitle": f"{one.words}, ngày {day:%d/%m/%Y}",
        "giver": other if to_desk else desk,
        "taker": desk if to_desk else other,
        "handed_at": now(),
        "rows": [
            {
                "code": item.dossier.official_code or item.dossier.code,
                "matter": item.dossier.procedure_name,
                "papers": item.carries,
                "person": item.dossier.subject_name,
                "address": _hamlet(item.dossier) or "–",
                "fee": item.dossier.fee_state == "paid",
            }
            for item in one.items
        ],
    }
    return papers.render("handover_list", data)
