"""Synthetic volume for the benchmarks: dossiers by the million, spread over communes and working days, mostly closed.

The same seed makes the same dossiers (people, days, fates); only nonces and keys of what is sealed differ. Rows are
written in bulk past the services, so each batch is one journal entry; `thonso verify` holds over them all the same.
"""

import json
import random
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.core.management import call_command
from django.db import connection

from thonso.core import crypto
from thonso.core.access.actors import system_actor
from thonso.core.base.clock import HANOI, today
from thonso.core.base.ids import stable_id
from thonso.core.base.refs import Ref
from thonso.core.base.text import fold
from thonso.core.journal.models import Entry
from thonso.core.journal.work import transact
from thonso.core.numbers import rules as numbers
from thonso.core.numbers.services import TRACKING, take_many
from thonso.core.people.models import ID_LABEL
from thonso.core.units import services as units
from thonso.core.units.models import Unit
from thonso.core.units.rules import HamletData
from thonso.core.workdays.services import calendar_for
from thonso.dossiers import vault
from thonso.dossiers.models import Dossier, Event, Party
from thonso.dossiers.rules.replay import REPLAYED, plain
from thonso.dossiers.rules.states import FINAL, State
from thonso.dossiers.services.clock import reception_due
from thonso.procedures.access import Offered, published
from thonso.procedures.samples import load as samples
from thonso.procedures.services import load_catalogue
from thonso.sample.accounts import create_sample_accounts
from thonso.sample.bulk_rows import BulkTable
from thonso.sample.commune import SINCE, build_commune
from thonso.sample.families import synthetic_residents

Say = Callable[[str], Any]
A_YEAR = 20_000  # dossiers of one commune (performance.md)
WORKING_DAYS = 250
LONGEST = 5 * WORKING_DAYS
BATCH = 4000
HAMLETS = 4
WEIGHTS = {"TS.000001": 10, "2.000635": 4, "1.004873": 4, "1.001193": 4}
BY = system_actor("seed")
VERB = "dossiers.seeded"
UNIT_CODE = "H38.12.3"
OFFICER = "Nguyễn Thị Lan"
CHANNELS = {"assisted": 5, "online": 2, "desk": 3}
CLOSED = {"handed": 90, "refused": 3, "withdrawn": 4, "stopped": 3}
# Of those filed within the last working days: how many are still open, by their age in days.
STILL_OPEN = (1.0, 0.95, 0.8, 0.65, 0.5, 0.35, 0.25, 0.15, 0.1, 0.05)
OPEN = {"filed": 25, "received": 15, "taken": 30, "supplement": 10, "completed": 20}
FATES: dict[str, tuple[str, ...]] = {
    "filed": (),
    "received": ("receive",),
    "taken": ("receive", "take"),
    "supplement": ("receive", "ask_supplement"),
    "completed": ("receive", "take", "record_result"),
    "handed": ("receive", "take", "record_result", "hand_over"),
    "refused": ("propose_refusal", "approve_refusal"),
    "withdrawn": ("receive", "withdraw"),
    "stopped": ("receive", "stop"),
}
ASKED = '{"items": [{"name": "Giấy tờ tùy thân", "note": "Ảnh mờ, không đọc được số."}]}'
STATE_AFTER = {
    "receive": "accepted",
    "take": "processing",
    "ask_supplement": "awaiting_supplement",
    "record_result": "completed",
    "hand_over": "handed_over",
    "propose_refusal": "submitted",
    "approve_refusal": "refused_at_intake",
    "withdraw": "withdrawn",
    "stop": "stopped",
}


def communes(count_: int) -> list[Unit]:
    """The sample commune and, when more are asked for, others of the country: with hamlets and the catalogue on offer."""
    if not Unit.objects.filter(pk=stable_id("province", "01")).exists():
        call_command("import_units", verbosity=0, stdout=_Silent())
    call_command("load_holidays", verbosity=0, stdout=_Silent())
    place = build_commune()
    create_sample_accounts(place["commune"], place["hamlets"])
    first: Unit = place["commune"]
    others = Unit.objects.filter(kind=Unit.Kind.COMMUNE, valid_to=None).exclude(pk=first.pk)
    # Of one province first, in the order of their codes.
    near = others.filter(parent=first.parent).order_by("code")[: count_ - 1]
    found = [first, *near]
    if len(found) < count_:
        found += others.exclude(parent=first.parent).order_by("code")[: count_ - len(found)]
    for commune in found:
        load_catalogue(commune.pk)
        if commune.pk != first.pk and not Unit.objects.filter(commune=commune, kind=Unit.Kind.HAMLET).exists():
            _make_hamlets(commune)
    return found


class _Silent:
    def write(self, text: str) -> None:
        return


def _make_hamlets(commune: Unit) -> None:
    with transact(commune.pk) as work:
        for number in range(1, HAMLETS + 1):
            data = HamletData(name=f"Số {number}", code=f"so-{number}", valid_from=SINCE)
            id_ = stable_id("hamlet", f"{commune.code}:{number}")
            units.create_hamlet(work, BY.ref, commune, data, id_=id_)


def days_for(total: int, communes_: int) -> int:
    """Over how many working days a commune's share lies: at its real rate, but half a year at least, five at most."""
    each = total / communes_
    return max(WORKING_DAYS // 2, min(LONGEST, round(each / A_YEAR * WORKING_DAYS)))


def seed_dossiers(
    total: int, seed: int, places: Sequence[Unit], *, days: int = 0, history: bool = True, say: Say = lambda line: None
) -> int:
    """Add `total` dossiers, an equal share to each commune; gives how many were added. The same seed adds nothing twice.

    Without `history` no people and events are made: enough for pages that read the dossiers' own rows, and far quicker.
    """
    days = days or days_for(total, len(places))
    made = 0
    for index, commune in enumerate(places):
        share = total // len(places) + (index < total % len(places))
        if _is_seeded(commune, seed):
            continue
        maker = _Maker(commune, seed, history)
        for group in _batches(maker.days(share, days)):
            made += maker.write(group)
            if made // 100_000 != (made - BATCH) // 100_000:
                say(f"{made:,} dossiers")
    analyse()
    return made


Day = tuple[date, int, int]  # the day, how many dossiers, its age in working days


def _batches(days: Iterator[Day]) -> Iterator[list[Day]]:
    group: list[Day] = []
    waiting = 0
    for day in days:
        group.append(day)
        waiting += day[1]
        if waiting >= BATCH:
            yield group
            group, waiting = [], 0
    if group:
        yield group


class _Maker:
    """Makes one commune's dossiers from one stream of chance."""

    def __init__(self, commune: Unit, seed: int, history: bool) -> None:
        self.commune, self.seed, self.history = commune, seed, history
        self.chance = random.Random(f"volume:{seed}:{commune.code}")  # noqa: S311 (invented dossiers, not secrets)
        self.hamlets = [unit.pk for unit in units.hamlets(commune.pk)]
        self.people = [p for family in synthetic_residents(600, 7) for p in family.people if p.id_number]
        self.blinds = {p.id_number: crypto.blind(ID_LABEL, p.id_number) for p in self.people}
        self.folded = {p.full_name: fold(p.full_name) for p in self.people}
        offered = [one for one in published(commune.pk, today()) if one.code in WEIGHTS]
        self.kinds = [_Kind(one) for one in offered]
        self.weights = [WEIGHTS[one.code] for one in offered]
        self.calendar = calendar_for(commune.pk)
        self.dossiers, self.parties, self.events = BulkTable(Dossier), BulkTable(Party), BulkTable(Event)

    def days(self, share: int, days: int) -> Iterator[Day]:
        """Working days up to yesterday, oldest first, with an equal share each."""
        working: list[date] = []
        day = today()
        while len(working) < days:
            day -= timedelta(days=1)
            if self.calendar.is_working(day):
                working.append(day)
        for index, one in enumerate(reversed(working)):
            number = share * (index + 1) // days - share * index // days
            if number:
                yield one, number, days - 1 - index

    def write(self, group: list[Day]) -> int:
        organ, book = TRACKING
        made = 0
        with transact(self.commune.pk) as work:
            for day, number, age in group:
                key = numbers.day_key(day)
                taken = take_many(work, number, commune_id=self.commune.pk, organ=organ, book=book, period=key)
                reception = reception_due(self.commune.pk, datetime.combine(day, time(8), HANOI))
                for place in taken:
                    self.one(day, numbers.tracking_code(day, place), age, reception)
                made += number
            for table in (self.dossiers, self.parties, self.events):
                table.flush()
            facts = {"dossiers": made, "seed": self.seed, "until": group[-1][0].isoformat()}
            work.note(VERB, BY.ref, Ref("unit", self.commune.pk), facts=facts)
        return made

    def one(self, day: date, code: str, age: int, reception: datetime | None) -> None:
        chance = self.chance
        filed_at = datetime.combine(day, time(7, 30), HANOI) + timedelta(seconds=chance.randrange(8 * 3600))
        kind: _Kind = chance.choices(self.kinds, self.weights)[0]
        person = chance.choice(self.people)
        is_open = age < len(STILL_OPEN) and chance.random() < STILL_OPEN[age]
        fate = _pick(chance, OPEN if is_open else CLOSED)
        id_ = self.id_at(filed_at)
        dossier = kind.columns | {
            "id": id_,
            "commune_id": self.commune.pk,
            "code": code,
            "channel": _pick(chance, CHANNELS),
            "hamlet_id": chance.choice(self.hamlets),
            "state": State.SUBMITTED.value,
            "holder_unit_id": self.commune.pk,
            "subject_name": person.full_name,
            "subject_folded": self.folded[person.full_name],
            "filed_at": filed_at,
            "act_by": reception or filed_at,
            "data_key": vault.new_data_key(id_),
            "key_sealed": vault.close_tracking_key(id_, f"{chance.randrange(1_000_000):06d}"),
        }
        self.walk(dossier, kind, fate)
        self.dossiers.add(dossier)
        if self.history:
            for part in ("subject", "submitter"):
                party = self.id_at(filed_at)
                details = vault.close(dossier["data_key"], "party", party, {"id_number": person.id_number})
                self.parties.add(
                    {
                        "id": party,
                        "dossier_id": id_,
                        "part": part,
                        "name": person.full_name,
                        "details": details,
                        "id_blind": self.blinds[person.id_number],
                        "representation": "self" if part == "submitter" else "",
                    }
                )

    def id_at(self, moment: datetime) -> UUID:
        """A version 7 identifier of that moment, from the stream of chance."""
        bits = self.chance.getrandbits(74)
        millis = int(moment.timestamp() * 1000)
        return UUID(int=millis << 80 | 0x7 << 76 | (bits >> 62) << 64 | 0b10 << 62 | (bits & (1 << 62) - 1))

    def walk(self, dossier: dict[str, Any], kind: "_Kind", fate: str) -> None:
        """From filing to its fate by transitions of the table, some hours between the steps."""
        at: datetime = dossier["filed_at"]
        began = {name: dossier[name] for name in ("state", "stage", "holder_role", "holder_unit_id")}
        self.event(dossier, 0, "filed", "", at, began, kind.answers)
        for seq, act in enumerate(FATES[fate], start=1):
            at += timedelta(hours=self.chance.randint(1, 12))
            before, changes = dossier["state"], kind.changes(act, at, dossier["code"])
            dossier.update(changes)
            if dossier["state"] in FINAL:
                dossier["act_by"] = None
            dossier["revision"] = seq
            self.event(dossier, seq, act, before, at, changes, ASKED if act == "ask_supplement" else "")

    def event(
        self, dossier: dict[str, Any], seq: int, kind: str, before: str, at: datetime, changes: dict[str, Any],
        payload: str = "",
    ) -> None:  # fmt: skip
        if not self.history:
            return
        id_ = self.id_at(at)
        sealed = crypto.seal_with(dossier["data_key"], "dossiers.event", id_, payload) if payload else ""
        self.events.add(
            {
                "id": id_,
                "commune_id": self.commune.pk,
                "dossier_id": dossier["id"],
                "seq": seq,
                "kind": kind,
                "from_state": before,
                "to_state": dossier["state"],
                "changes": {name: plain(value) for name, value in changes.items() if name in REPLAYED},
                "facts": _facts(dossier, kind),
                "payload": sealed,
                "actor_kind": BY.kind,
                "actor_id": BY.id,
                "actor_name": OFFICER,
                "transaction_id": dossier["id"],
                "at": at,
            }
        )


class _Kind:
    """A procedure as synthetic dossiers use it: the columns that are the same in all of them, and what its steps set."""

    def __init__(self, offered: Offered) -> None:
        definition = offered.definition
        first = definition.steps[0]
        self.working = next(step for step in definition.steps[1:] if step.kind in {"process", "external"})
        self.last = definition.steps[-1]
        self.answers = json.dumps({"answers": dict(samples(offered.code)["valid"].answers)}, default=str)
        self.columns: dict[str, Any] = {
            "procedure_code": definition.code,
            "procedure_name": definition.name,
            "version_id": offered.version_id,
            "case_key": definition.cases[0].key,
            "paper_keys": [paper.key for paper in definition.papers if paper.required][:3],
            "stage": first.key,
            "holder_role": first.role,
            "roles": f" {' '.join(dict.fromkeys(step.role for step in definition.steps))} ",
        }

    def changes(self, act: str, at: datetime, code: str) -> dict[str, Any]:
        changes: dict[str, Any] = {"state": STATE_AFTER[act]}
        if act == "receive":
            due = at + timedelta(days=3)
            here = {"stage": self.working.key, "holder_role": self.working.role, "assignee_id": None}
            # As if the province's system had counted along with us.
            official = f"{UNIT_CODE}-{code.removeprefix('TS-')}"
            changes |= {**here, "received_at": at, "due_at": due, "act_by": due, "official_code": official}
        elif act == "propose_refusal":
            changes["refusal_proposed"] = True
        elif act == "ask_supplement":
            changes |= {"returns_to": "accepted", "supplements_asked": 1}
        elif act == "record_result":
            here = {"stage": self.last.key, "holder_role": self.last.role, "assignee_id": None}
            changes |= {**here, "completed_at": at}
        elif act == "hand_over":
            changes["handed_over_at"] = at
        if changes["state"] in FINAL:
            changes |= {"holder_role": "", "holder_unit_id": None, "assignee_id": None}
            if act != "hand_over":
                changes["completed_at"] = at
        return changes


def _facts(dossier: dict[str, Any], kind: str) -> dict[str, Any]:
    if kind == "filed":
        return {"channel": dossier["channel"]}
    return {"due_at": dossier["due_at"].isoformat()} if kind == "receive" else {}


def _is_seeded(commune: Unit, seed: int) -> bool:
    known = Entry.objects.filter(commune_id=commune.pk, verb=VERB, object_id=commune.pk)
    return known.filter(body__contains=f'"seed":{seed},').exists()


def _pick(chance: random.Random, weighted: dict[str, int]) -> str:
    return chance.choices(list(weighted), list(weighted.values()))[0]


def analyse() -> None:
    """After so many new rows the planner must look again, as autovacuum does by itself in time."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
