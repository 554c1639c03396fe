"""One commune's synthetic dossiers, with their people and events, written in bulk."""

import random
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from thonso.core import crypto
from thonso.core.base.clock import HANOI, today
from thonso.core.base.refs import Ref
from thonso.core.base.text import fold
from thonso.core.journal.work import transact
from thonso.core.numbers import rules as numbers
from thonso.core.numbers.services import TRACKING, take_many
from thonso.core.people.models import ID_LABEL
from thonso.core.units import services as units
from thonso.core.units.models import Unit
from thonso.core.workdays.services import calendar_for
from thonso.dossiers import vault
from thonso.dossiers.models import Dossier, Event, Party
from thonso.dossiers.rules.replay import REPLAYED, plain
from thonso.dossiers.rules.states import FINAL, State
from thonso.dossiers.services.clock import reception_due
from thonso.procedures.access import published
from thonso.sample.bulk_rows import BulkTable
from thonso.sample.families import synthetic_residents
from thonso.sample.volume.lives import ASKED, CHANNELS, CLOSED, FATES, OPEN, STILL_OPEN, WEIGHTS, Kind, facts_of, pick
from thonso.sample.volume.places import BY

VERB = "dossiers.seeded"
OFFICER = "Nguyễn Thị Lan"
Day = tuple[date, int, int]  # the day, how many dossiers, its age in working days


class Maker:
    """Makes one commune's dossiers from one stream of chance."""

    def __init__(self, commune: Unit, seed: int, history: bool) -> None:
        self.commune, self.seed, self.history = commune, seed, history
        self.chance = random.Random(f"volume:{seed}:{commune.code}")  # noqa: S311 (invented dossiers, not secrets)
        self.hamlets = [unit.pk for unit in units.hamlets(commune.pk)]
        self.people = [p for family in synthetic_residents(600, 7) for p in family.people if p.id_number]
        self.blinds = {p.id_number: crypto.blind(ID_LABEL, p.id_number) for p in self.people}
        self.folded = {p.full_name: fold(p.full_name) for p in self.people}
        offered = [one for one in published(commune.pk, today()) if one.code in WEIGHTS]
        self.kinds = [Kind(one) for one in offered]
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
        kind: Kind = chance.choices(self.kinds, self.weights)[0]
        person = chance.choice(self.people)
        is_open = age < len(STILL_OPEN) and chance.random() < STILL_OPEN[age]
        fate = pick(chance, OPEN if is_open else CLOSED)
        id_ = self.id_at(filed_at)
        dossier = kind.columns | {
            "id": id_,
            "commune_id": self.commune.pk,
            "code": code,
            "channel": pick(chance, CHANNELS),
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

    def walk(self, dossier: dict[str, Any], kind: "Kind", fate: str) -> None:
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
                "facts": facts_of(dossier, kind),
                "payload": sealed,
                "actor_kind": BY.kind,
                "actor_id": BY.id,
                "actor_name": OFFICER,
                "transaction_id": dossier["id"],
                "at": at,
            }
        )
