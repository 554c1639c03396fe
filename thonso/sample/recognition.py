"""Recognitions of the sample, each somewhere on its way: at the hamlet's review, on its board, ready for one decision,
recognised. They are of Suối Chải, whose village head is in the cast.
"""

from datetime import datetime, time, timedelta
from typing import Any

from thonso.core.base import clock
from thonso.core.journal.work import transact
from thonso.core.people.models import Resident
from thonso.core.signatures import services as keys
from thonso.core.workdays.services import calendar_for
from thonso.dossiers.models import Dossier, HamletTask
from thonso.dossiers.services import drafting, hamlet, signing
from thonso.dossiers.services.moves import Act, answers_of
from thonso.sample.scene import Scene, check_all, file

RECOGNITION, ESCAPE, AVERAGE, LOW_INCOME = "1.011607", "1.011608", "1.011609", "3.000412"
# How many working days ago each was filed, and how far it has come.
REVIEWED, POSTED, READY, RECOGNISED = 2, 4, (8, 8, 9), (16, 16)
HOUSEHOLDS = len(READY) + len(RECOGNISED) + 2
ESCAPING = 4  # poor households that ask to be recognised as such no longer: decided, two ready, one on the board
SURVEYED = 3  # households whose income is surveyed: one at home, one on the board of the committee, one ready
SURVEYS = {
    AVERAGE: {"income": "2.600.000", "proposal": "average"},
    LOW_INCOME: {"income": "1.400.000", "proposal": "low_income"},
}
SHEETS = {
    "none": {"income_score": "180", "lack_score": "10", "proposal": "none"},
    "poor": {"income_score": "120", "lack_score": "40", "proposal": "poor"},
    "near_poor": {"income_score": "130", "lack_score": "20", "proposal": "near_poor"},
}


def recognitions(scene: Scene, heads: list[Resident]) -> None:
    """HOUSEHOLDS of these are brought on their way; none where the procedure is not offered."""
    if len(heads) < HOUSEHOLDS:
        return
    one = _Way(scene)
    recognised = [one.to_the_decision(heads.pop(), ago, "poor") for ago in RECOGNISED]
    if None in recognised:
        return
    one.decide([dossier for dossier in recognised if dossier])
    for index, ago in enumerate(READY):
        one.to_the_decision(heads.pop(), ago, "near_poor" if index else "poor")
    one.to_the_board(heads.pop(), POSTED, "poor")
    one.to_the_hamlet(heads.pop(), REVIEWED)


def escapes(scene: Scene, heads: list[Resident]) -> None:
    """The same work in the hamlet for ESCAPING of these, who are poor or near-poor; each comes out of its list."""
    if len(heads) < ESCAPING:
        return
    one = _Way(scene, ESCAPE)
    decided = one.to_the_decision(heads[0], 15, "none")
    if decided is None:
        return
    one.decide([decided])
    for head in heads[1:3]:
        one.to_the_decision(head, 8, "none")
    one.to_the_board(heads[3], POSTED, "none")


def surveys(scene: Scene, heads: list[Resident]) -> None:
    """SURVEYED of these ask for a class that goes by income, and hangs at the seat of the committee."""
    if len(heads) < SURVEYED:
        return
    average = _Way(scene, AVERAGE)
    average.to_the_hamlet(heads[0], REVIEWED)
    average.surveyed(heads[1], 10)
    _Way(scene, LOW_INCOME).to_the_committee(heads[2], 4)


class _Way:
    """The steps of one recognition, each at its hour so many working days ago."""

    def __init__(self, scene: Scene, code: str = RECOGNITION) -> None:
        self.code = code
        self.scene, calendar, day = scene, calendar_for(scene.commune.pk), clock.today()
        self.days: list[Any] = [day]
        while len(self.days) <= max(RECOGNISED):
            day -= timedelta(days=1)
            if calendar.is_working(day):
                self.days.append(day)

    def at(self, ago: int, hour: int, minute: int = 0) -> Any:
        return clock.at(datetime.combine(self.days[ago], time(hour, minute), clock.HANOI))

    def to_the_hamlet(self, head: Resident, ago: int) -> Dossier | None:
        scene = self.scene
        dossier = file(scene, head, self.code, datetime.combine(self.days[ago], time(8, 10), clock.HANOI))
        if dossier is None:
            return None
        with self.at(ago, 9):
            check_all(scene, dossier)
            scene.do("lan", dossier, "receive")
        with self.at(ago, 10):
            scene.do("hoa", dossier, "take")
            scene.do("hoa", dossier, "advance")
        return dossier

    def to_the_board(self, head: Resident, ago: int, klass: str) -> Dossier | None:
        """Reviewed the next day; the day after, the hamlet meets in the evening and the list goes up."""
        dossier = self.to_the_hamlet(head, ago)
        if dossier is None:
            return None
        with self.at(ago - 1, 15):
            self._hamlet(dossier, {**SHEETS[klass], "members": str(_members(dossier)), "again": "1"})
        with self.at(ago - 2, 20):
            held_on = f"{self.days[ago - 2]:%d/%m/%Y}"
            people = {
                "chair": self._name("dung"),
                "secretary": self._name("tu"),
                "invited": "86",
                "present": "71",
                "agree": "68",
            }
            self._hamlet(dossier, {"held_on": held_on, **people})
            self._hamlet(dossier, None)
        return dossier

    def to_the_decision(self, head: Resident, ago: int, klass: str) -> Dossier | None:
        dossier = self.to_the_board(head, ago, klass)
        if dossier is None:
            return None
        with self.at(ago - 6, 8):
            self._hamlet(dossier, {"objections": ""})
        with self.at(ago - 6, 9):
            self.scene.do("hoa", dossier, "advance", {"note": "Không có khiếu nại."})
        return dossier

    def to_the_committee(self, head: Resident, ago: int) -> Dossier | None:
        """Surveyed the next day; the day after, the list goes up at the committee."""
        dossier = self.to_the_hamlet(head, ago)
        if dossier is None:
            return None
        with self.at(ago - 1, 15):
            members = str(len(answers_of(dossier).get("members") or ()) or 3)
            self._hamlet(dossier, {**SURVEYS[self.code], "members": members, "again": "1"})
        with self.at(ago - 2, 9):
            self.scene.do("hoa", dossier, "advance", {"note": "Đã kiểm tra phiếu khảo sát."})
        return dossier

    def surveyed(self, head: Resident, ago: int) -> Dossier | None:
        dossier = self.to_the_committee(head, ago)
        if dossier is None:
            return None
        with self.at(ago - 8, 9):
            self.scene.do("hoa", dossier, "advance", {"note": "Không có khiếu nại."})
            self.scene.do("hoa", dossier, "advance")
        return dossier

    def decide(self, dossiers: list[Dossier]) -> None:
        """One decision and a certificate for each; the first was fetched at the desk, the other is on its way home."""
        scene, ago = self.scene, max(RECOGNISED) - 7
        with self.at(ago, 9):
            drafting.draft_recognition(
                scene.actors["hoa"], self._fresh(dossiers), [scene.id("decision") for _d in dossiers]
            )
            for dossier in dossiers:
                scene.do("hoa", dossier, "propose")
        with self.at(ago, 10):
            chairman = scene.actors["hai"]
            with keys.in_hand(keys.key_of_account(scene.commune.pk, chairman.ref.id)) as hand:
                signing.sign(chairman, self._fresh(dossiers), [scene.id("sign") for _d in dossiers], hand=hand)
        with self.at(ago, 14):
            for dossier in dossiers:
                scene.do("thu", dossier, "seal")
        fetched, *sent = dossiers
        with self.at(ago - 2, 9):
            scene.do("lan", fetched, "hand_over", {"way": "desk", "taken_by": fetched.subject_name})
        with self.at(1, 14):
            for dossier in sent:
                scene.do("lan", dossier, "send_to_hamlet", {"carried_by": self._name("dung")})

    def _name(self, who: str) -> str:
        return self.scene.actors[who].name

    def _hamlet(self, dossier: Dossier, report: dict[str, str] | None) -> None:
        """The task that is open now: done with this report, or, without one, the list hung up."""
        actor = self.scene.actors["dung"]
        task = HamletTask.objects.select_related("dossier__commune", "dossier__hamlet", "hamlet").get(
            dossier=dossier, done_at=None
        )
        with transact(task.commune_id) as work:
            act = Act(work, actor, task.dossier, self.scene.id("hamlet"))
            if report is None:
                hamlet.start(act, task)
            else:
                hamlet.finish(act, task, hamlet.read_report(task, report))

    def _fresh(self, dossiers: list[Dossier]) -> list[Dossier]:
        return list(
            Dossier.objects.select_related("commune", "hamlet").filter(pk__in=[d.pk for d in dossiers]).order_by("pk")
        )


def _members(dossier: Dossier) -> int:
    return len(answers_of(dossier)["members"])
