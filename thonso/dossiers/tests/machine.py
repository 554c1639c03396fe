"""Random walks of right acts by the right people over a few dossiers, and what must hold after every step."""

import random
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any, ClassVar
from uuid import uuid4

from django.db import transaction

from thonso.core.access.actors import Actor
from thonso.core.access.roles import STAFF_ROLES
from thonso.core.base import clock
from thonso.core.base.errors import DomainError, Refused
from thonso.core.journal.work import transact
from thonso.core.numbers.models import Issued, Register
from thonso.core.units.models import CommuneProfile
from thonso.core.workdays.calendars import calendar_for
from thonso.core.workdays.services import add_holiday
from thonso.dossiers import access, actions, heir, queues
from thonso.dossiers.models import Dossier, HamletTask
from thonso.dossiers.rules.replay import comparable, plain, replay
from thonso.dossiers.rules.states import FINAL, State
from thonso.dossiers.rules.transitions import BY_NAME
from thonso.dossiers.services import fees, hamlet, presence
from thonso.dossiers.services.moves import Act, allowed, look_at
from thonso.dossiers.tests.world import APPOINTMENTS, CODES, MAI_ID, MONDAY, World, sample

STAFF = ("lan", "trung", "binh", "hoa", "thu", "hai", "pho")
STRANGERS = ("xuan", "quantri", "tinh", "sen", "tu", "phung")
# These change nothing of where a dossier stands: having only them would be a dead end.
SIDE = {
    *("ask_payment", "record_payment", "void_payment", "check_paper", "assign", "record_official_code", "verify"),
    *("link_resident", "name_heir", "undo_heir", "correct_number"),
    *(
        "propose_extension",
        "extend",
        "reject_extension",
        "propose_supplement",
        "reject_supplement",
        "withdraw",
        "stop",
        "rebook",
        "give_up_correction",
        "propose_revocation",
        "reject_revocation",
    ),
}
LO = {"full_name": "Phàn Thị Lở", "id_number": "015175990002", "birth": "1975-03-02", "sex": "female"}
BESIDE = {
    "interpreter_name": "Chảo Thị Sen", "interpreter_id_number": "015190990007", "interpreter_language": "Dao",
    "witness1_name": "Vàng A Sử", "witness1_id_number": "015070990011",
    "witness2_name": "Giàng Thị Mỷ", "witness2_id_number": "015180990012", "no_interest": "1",
}  # fmt: skip
HEIR = {
    "died_on": MONDAY.date().isoformat(), "heir_name": "Lý A Dũng", "heir_id_number": "015081990044", "heir_birth": "25/12/1981",
    "heir_relation": "con", "paper": "Giấy khai tử số 27/2026", "reason": "Gia đình xin làm tiếp.",
}  # fmt: skip
LONG = "Lời giải thích đủ dài để người dân hiểu được."


def data_for(name: str, dossier: Dossier, at: datetime) -> dict[str, Any]:
    """What a person would write on the page of this act."""
    first = dossier.paper_keys[0]
    hour = calendar_for(dossier.commune_id).snap(at + timedelta(hours=1))
    when = {"day": hour.date().isoformat(), "hour": hour.strftime("%H:%M")}
    there = {"present": list(presence.asked(dossier, name))}
    in_force = dossier.results.filter(result__state="issued").first()
    return {
        "receive": {**(when if dossier.procedure_code in APPOINTMENTS else {}), **there},
        "rebook": when,
        "certify": {"signer": "Sùng Seo Phong", **there},
        "name_beside": BESIDE,
        "name_heir": HEIR,
        "correct_number": {"id_number": random.choice([MAI_ID, "015168990031", "015175990002"]), "reason": LONG},
        "undo_heir": {"reason": LONG},
        "record_official_code": {"official_code": f"H38.12.3-261123-{random.randrange(10000):04d}"},
        "link_resident": {"id_number": MAI_ID, "reason": LONG},
        "check_paper": {"papers": {key: {"verdict": "valid"} for key in dossier.paper_keys}},
        "cancel_reception": {"reason": LONG},
        "propose_refusal": {"reason": LONG, "basis": "Điều 5"},
        "ask_supplement": {"papers": {first: {"why": "missing", "note": LONG}}},
        "propose_supplement": {"papers": {first: {"why": "missing", "note": LONG}}},
        "withdraw": {"reason": LONG, "asked_by": random.choice(["paper", "spoken", "phone"])},
        "supply": {"brought": {first: "compared"}},
        "ask_payment": {"amount": "0", "exemption": "Hộ nghèo", "proof": "Giấy chứng nhận", "basis": "NQ 12/HĐND"}
        if random.randrange(3) == 0
        else {"amount": str(fees.full_fee(dossier) or 5000), "basis": "NQ 12/2026/NQ-HĐND"},
        "record_payment": {
            "way": "receipt",
            "reference": f"BL{random.randrange(10**7)}",
            "paid_on": clock.local(at).date().isoformat(),
        },
        "void_payment": {"reason": LONG},
        "recheck": {"outcome": random.choice(["poor", "near_poor", "none"]), "found": LONG},
        "verify": {"what": "Nơi cư trú", "found": "Đúng"},
        "consult": {"office": "Công an xã", "question": "Có cư trú không?", "days": "2"},
        "give_opinion": {"opinion": "Có."},
        "propose_extension": {"days": "2", "reason": LONG},
        "extend": {"days": "2", "reason": LONG},
        "stop": {"reason": LONG},
        "draft_result": {"answer": LONG},
        "send_back": {"note": "Sửa lại."},
        "record_result": {
            "number": "1/2026",
            "number_2": "2/2026",
            "dated": clock.local(at).date().isoformat(),
            "signer": "A",
            "system": "B",
        },
        "transfer": {"authority": "Công an xã"},
        "send_to_hamlet": {"carried_by": "Vàng A Sử"},
        "hand_over": {"way": "desk", "taken_by": heir.named(dossier), **there},
        "correct_result": {"anew": True, "reason": LONG, "result": str(getattr(in_force, "result_id", ""))},
        "propose_revocation": {"reason": LONG, "result": str(getattr(in_force, "result_id", ""))},
    }.get(name, {})


class Walk:
    """One commune, at most three dossiers, and a clock that only goes on. The same seed walks the same way."""

    def __init__(self, world: World, seed: int) -> None:
        self.world, self.chance = world, random.Random(seed)
        self.at = MONDAY
        self.filed: list[Any] = []
        self.due: dict[Any, datetime] = {}
        self.said: list[str] = []  # what happened, for who has to find out why
        deciders = ("centre_director", "leader")
        self.chosen = {
            "refusal_by": self.chance.choice(deciders),
            "extension_by": self.chance.choice(deciders),
            "supplement_by": self.chance.choice(("", *deciders)),
        }
        self.actors: dict[str, Actor] = {name: self.world.actor(name) for name in (*STAFF, *STRANGERS, "mai", "dung")}

    def run(self, steps: int) -> None:
        """Walk, and look at everything after every step; all of it is rolled back."""
        with transaction.atomic():
            CommuneProfile.objects.filter(unit=self.world.units.commune).update(**self.chosen)
            self.file()
            for _n in range(steps):
                (step,) = self.chance.choices(list(self.weights), list(self.weights.values()))
                try:
                    step(self)
                    self.look()
                except Exception:
                    print("\n".join(self.said))
                    raise
            self.done()
            transaction.set_rollback(True)

    def done(self) -> None:
        """For who counts what was reached."""

    def one(self) -> Dossier:
        return self.world.dossier(self.chance.choice(self.filed))

    def file(self) -> None:
        if len(self.filed) == 3:
            return
        code = self.chance.choice(CODES)
        more = {"head": LO} if code == "1.011607" else {}
        # A sample names days: some weeks later its form refuses it, and in the new year its procedure.
        with clock.at(self.at), suppress(Refused):
            self.filed.append(self.world.file(self.actors["lan"], sample(code), **more))
        self.said.append(f"{self.at} file {code}")

    def time_goes_on(self) -> None:
        self.at += timedelta(hours=self.chance.choice([1, 2, 5, 20, 50, 400]))

    def a_day_off_is_added(self) -> None:
        day = clock.local(self.at).date() + timedelta(days=self.chance.randrange(20))
        with suppress(Refused), clock.at(self.at):
            add_holiday(self.world.commune_id, day, "Nghỉ lũ", actor=self.actors["trung"].ref)
            self.said.append(f"{self.at} day off {day}")

    def somebody_does_what_is_allowed(self) -> None:
        dossier, actor = self.one(), self.actors[self.chance.choice((*STAFF, "mai"))]
        with clock.at(self.at):
            names = [t.name for t in allowed(actor, dossier, look_at(dossier)) if t.name in actions.ACTIONS]
            if names:
                self.act(actor, dossier, self.chance.choice(names))

    def it_goes_on_its_way(self) -> None:
        """The next step of the usual way, by whoever may make it: so that walks come far."""
        dossier = self.one()
        with clock.at(self.at):
            look = look_at(dossier)
            may = [(actor, t) for actor in self.actors.values() for t in allowed(actor, dossier, look)]
            ways = [(actor, t.name) for actor, t in may if t.tone == "primary" and t.name in actions.ACTIONS]
            if look.papers_open and dossier.status in {State.SUBMITTED, State.ACCEPTED}:
                ways = [(actor, t.name) for actor, t in may if t.name == "check_paper"]
            if not look.result_drafted:
                ways += [(actor, t.name) for actor, t in may if t.name == "draft_result"]
            if ways:
                actor, name = self.chance.choice(ways)
                self.act(actor, dossier, name)

    def act(self, actor: Actor, dossier: Dossier, name: str) -> None:
        id_, data = uuid4(), data_for(name, dossier, self.at)
        self.said.append(f"{self.at} {actor.name} {name} {dossier.code} ({dossier.state}/{dossier.stage})")
        try:
            answer = actions.perform(actor, dossier, name, data, id_)
        except Refused:
            fresh = Dossier.objects.get(pk=dossier.pk)
            assert fresh.revision == dossier.events.count() - 1  # a refusal leaves nothing behind
            return
        again = actions.perform(actor, self.world.dossier_of(dossier.pk), name, data, id_)
        assert again == {**answer, "replayed": True}
        assert dossier.events.filter(transaction_id=id_).count() == 1
        if name == "rebook":
            self.due.pop(dossier.pk, None)

    def the_hamlet_works(self) -> None:
        dossier = self.one()
        task = HamletTask.objects.filter(dossier=dossier, done_at=None).select_related("dossier", "hamlet").first()
        if task is None:
            return
        report = {
            "review": {"proposal": "poor"},
            "meeting": {"invited": 9, "present": 8, "agree": 3 + dossier.revision % 4, "chair": "A", "secretary": "B"},
            "posting": {"objections": self.chance.choice(["", "", LONG])},
            "return": {"taken_by": dossier.subject_name},
        }[task.kind]
        with clock.at(self.at), suppress(DomainError), transact(self.world.commune_id) as work:
            act = Act(work, self.actors["dung"], task.dossier, uuid4())
            if task.kind in {"posting", "return"} and task.started_at is None:
                hamlet.start(act, task)
            else:
                hamlet.finish(act, task, report)

    def the_leader_signs(self) -> None:
        dossier = self.one()
        if dossier.status is State.SIGNATURE and not look_at(dossier).result_signed:
            with clock.at(self.at):
                who = {"chairman": "hai", "deputy_chairman": "pho"}[dossier.holder_role]
                self.world.sign(who, next(done for done in self.filed if done.dossier_id == dossier.pk))
                self.said.append(f"{self.at} {who} sign {dossier.code}")

    def nobody_does_what_is_not_allowed(self) -> None:
        dossier, who = self.one(), self.chance.choice((*STRANGERS, *STAFF))
        name, actor = self.chance.choice(sorted(actions.ACTIONS)), self.actors[who]
        with clock.at(self.at):
            if name in {t.name for t in allowed(actor, dossier, look_at(dossier))}:
                return
            try:
                actions.perform(actor, dossier, name, data_for(name, dossier, self.at), uuid4())
            except DomainError:
                assert Dossier.objects.get(pk=dossier.pk).revision == dossier.revision
            else:
                raise AssertionError(f"{who} did {name} in {dossier.state}/{dossier.stage}")

    weights: ClassVar[dict[Callable[["Walk"], None], int]] = {
        it_goes_on_its_way: 14,
        somebody_does_what_is_allowed: 5,
        the_hamlet_works: 5,
        the_leader_signs: 3,
        nobody_does_what_is_not_allowed: 3,
        time_goes_on: 3,
        a_day_off_is_added: 1,
        file: 1,
    }

    # What must hold.

    def look(self) -> None:
        self.the_present_is_made_again_from_the_events()
        self.every_open_dossier_stands_in_exactly_one_queue()
        self.every_open_dossier_can_go_on()
        self.a_clock_stands_only_while_papers_are_awaited()
        self.no_date_moves_earlier()
        self.numbers_have_no_gap()

    def all(self) -> list[Dossier]:
        return [self.world.dossier(done) for done in self.filed]

    def the_present_is_made_again_from_the_events(self) -> None:
        for dossier in self.all():
            events = list(dossier.events.order_by("seq"))
            assert [event.seq for event in events] == list(range(dossier.revision + 1))
            made, defaults = replay(events), Dossier()
            for column in comparable(made):
                assert made.get(column, plain(getattr(defaults, column))) == plain(getattr(dossier, column)), column

    def every_open_dossier_stands_in_exactly_one_queue(self) -> None:
        for dossier in self.all():
            assert bool(dossier.holder_role) == (dossier.status not in FINAL)
            rows = Dossier.objects.filter(pk=dossier.pk)
            seen = {
                role
                for name in STAFF
                for role in [r for r in STAFF_ROLES if self.actors[name].has(r)]
                if rows.filter(queues.mine(self.actors[name])).exists() and role == dossier.holder_role
            }
            if dossier.status in FINAL:
                assert not any(rows.filter(queues.mine(self.actors[name])).exists() for name in STAFF)
            elif dossier.holder_role == "village_head":
                tasks = access.hamlet_tasks(self.actors["dung"]).filter(dossier=dossier)
                hangs = dossier.status is State.SUPPLEMENT and any(task.started_at for task in tasks)
                assert tasks.count() == (1 if dossier.status is State.PROCESSING or hangs else 0)
            else:
                assert seen == {dossier.holder_role}

    def every_open_dossier_can_go_on(self) -> None:
        for dossier in self.all():
            if dossier.status in FINAL:
                continue
            with clock.at(self.at + timedelta(days=90)):
                look = look_at(dossier)
                names = {t.name for actor in self.actors.values() for t in allowed(actor, dossier, look)}
            if dossier.status is State.PAYMENT:
                assert {"record_payment", "void_payment"} <= names
                continue
            at_hamlet = dossier.holder_role == "village_head" and look.hamlet_tasks_open
            to_look_at = look.papers_open or look.supplied_open
            assert (names & set(BY_NAME)) - SIDE or at_hamlet or to_look_at, (dossier.state, dossier.stage, names)

    def a_clock_stands_only_while_papers_are_awaited(self) -> None:
        for dossier in self.all():
            paused = dossier.pauses.filter(end=None).exists()
            waits = dossier.status in {State.SUPPLEMENT, State.PAYMENT}
            assert paused == (waits and dossier.received_at is not None)
            running = dossier.received_at is not None and dossier.status not in FINAL and not waits
            missed = waits and dossier.due_at is not None and dossier.due_at < self.at  # late before it began to wait
            assert (dossier.due_at is not None) == (running or missed) or dossier.status in FINAL
            if dossier.status not in FINAL | {State.PAYMENT}:
                assert dossier.act_by is not None

    def no_date_moves_earlier(self) -> None:
        for dossier in self.all():
            if dossier.due_at is not None:
                assert dossier.due_at >= self.due.get(dossier.pk, dossier.due_at)
                self.due[dossier.pk] = dossier.due_at

    def numbers_have_no_gap(self) -> None:
        codes = sorted(d.code for d in Dossier.objects.all())
        for day in {code[:9] for code in codes}:
            assert [c for c in codes if c.startswith(day)] == [
                f"{day}-{n:04d}" for n in range(1, 1 + sum(c.startswith(day) for c in codes))
            ]
        for register in Register.objects.exclude(book="tracking"):
            given = Issued.objects.filter(register_id=register.pk).order_by("number").values_list("number", flat=True)
            assert list(given) == list(range(1, register.last + 1))
