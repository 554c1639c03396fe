"""Dossiers of the sample commune: filed, received, processed and returned through the same services as real ones,
with the clock set to their hour. The past of the last six weeks; deterministic but for the day it is loaded on.
"""

import random
from collections.abc import Callable
from datetime import datetime, time, timedelta
from typing import Any

from thonso.core.access.actors import actor_of_account
from thonso.core.access.models import Account
from thonso.core.base import clock
from thonso.core.base.errors import DomainError
from thonso.core.people.models import Resident
from thonso.core.signatures import services as keys
from thonso.core.units.models import Unit
from thonso.core.workdays.services import calendar_for
from thonso.dossiers import requirements
from thonso.dossiers.models import Dossier
from thonso.dossiers.scopes import keyholder
from thonso.dossiers.services import fees, signing, voice
from thonso.sample.cash import cash_sheets, closed_month
from thonso.sample.recognition import ESCAPING, HOUSEHOLDS, SURVEYED, escapes, recognitions, surveys
from thonso.sample.scene import Future, Later, Scene, check_all, file

COUNT = 120
DAYS_BACK = 42
# What becomes of a dossier, and how often: of the older ones (mostly finished), and of the last thirty.
OLDER = {"handed": 70, "sealed": 6, "refused": 5, "withdrawn": 5, "supplement": 4, "extended": 2}
RECENT = {
    "filed": 9,
    "received": 5,
    "taken": 6,
    "supplement": 3,
    "supplied": 2,
    "proposed": 4,
    "signed": 2,
    "sealed": 4,
    "handed": 4,
    "refused": 1,
}
LAST = 36
WEIGHTS = {"TS.000001": 10, "2.000635": 5, "1.004873": 4, "2.002637": 1, "1.001193": 4, "2.000884": 2}
# What should be found whatever chance gave: one that waits for its fee, one that comes at an hour, acts of civil status.
FOUND = (
    ("2.000635", "unpaid"),
    ("2.000884", "received"),
    ("2.000815", "received"),
    ("2.000815", "handed"),
    ("2.001019", "received"),
    ("2.000908", "taken"),
    ("2.000908", "handed"),
    ("2.002516", "supplement"),
    ("2.002516", "handed"),
    ("1.000656", "handed"),
    ("1.000656", "taken"),
    ("1.004884", "supplement"),
    ("1.004884", "sealed"),
    ("1.001022", "received"),
    ("1.000689", "handed"),
    ("1.004837", "taken"),
    ("1.001612", "unpaid"),
    ("1.001612", "handed"),
    ("1.001266", "taken"),
    ("1.002211", "proposed"),
    ("1.002211", "handed"),
    ("1.001776", "taken"),
    ("1.001731", "taken"),
    ("1.001731", "handed"),
    ("1.000894", "received"),
    ("1.000894", "sealed"),  # until both come to sign
)
THERE = ["person", "bearer"]  # whoever the procedure wants there
CONFIRMATION = "TS.000001"  # for those who are poor already
SIGNED_AGAIN = "Người dân đã ký lại tại quầy."
AUTHORITY = "H38.99.01"  # of the sample commune, as its profile says (`catalogue/sample/commune.yaml`); invented


def build_dossiers(place: dict[str, Any], accounts: dict[str, Account], say: Callable[[str], Any]) -> None:
    commune = place["commune"]
    scene = Scene(
        commune,
        {name: actor_of_account(Account.objects.get(pk=a.pk)) for name, a in accounts.items()},
        random.Random(2683),  # noqa: S311 (sample data, nothing secret)
    )
    heads = Resident.objects.filter(commune=commune, relation="head", status="here", id_number__isnull=False)
    heads = heads.exclude(pk__in=list(place["residents"].values())).select_related("hamlet", "household").order_by("id")
    poor = heads.filter(
        household__classifications__klass__in=["poor", "near_poor"], household__classifications__year=clock.today().year
    )
    pools = {True: list(poor.distinct()), False: list(heads.exclude(pk__in=poor.values("pk")))}
    for pool in pools.values():
        scene.chance.shuffle(pool)
    near = [head for head in pools[False] if head.hamlet_id == place["hamlets"]["suoi-chai"].pk]
    neighbours, asked = near[:HOUSEHOLDS], near[HOUSEHOLDS : HOUSEHOLDS + SURVEYED]
    pools[False] = [head for head in pools[False] if head not in neighbours and head not in asked]
    escaping = [head for head in pools[True] if head.hamlet_id == place["hamlets"]["suoi-chai"].pk][:ESCAPING]
    pools[True] = [head for head in pools[True] if head not in escaping]
    moments = _moments(commune, scene.chance)
    for index, moment in enumerate(moments):
        code = scene.chance.choices(list(WEIGHTS), list(WEIGHTS.values()))[0]
        ends = RECENT if index >= len(moments) - LAST else OLDER
        end = scene.chance.choices(list(ends), list(ends.values()))[0]
        pool = pools[code == CONFIRMATION]
        if pool:
            _one(scene, pool.pop(), code, end, moment, index)
    for extra, (code, end) in enumerate(FOUND):
        moment = moments[len(moments) // 2 if end == "handed" else -LAST]  # what has ended began some days ago
        _one(scene, pools[False].pop(), code, end, moment, COUNT + extra)
    recognitions(scene, neighbours)
    escapes(scene, escaping)
    surveys(scene, asked)
    cash_sheets(scene)
    closed_month(scene)
    say(f"{Dossier.objects.filter(commune=commune).count()} dossiers")


def _moments(commune: Unit, chance: random.Random) -> list[datetime]:
    """Office hours of working days of the last weeks, in order; the last ones within today's or the last working day."""
    calendar, last = calendar_for(commune.pk), clock.today()
    days = [last - timedelta(days=n) for n in range(1, DAYS_BACK)]
    working = [day for day in days if calendar.is_working(day)]
    found = [
        datetime.combine(
            working[min(index // 18, 1)] if index < LAST else chance.choice(working[2:]),
            time(chance.choice([7, 8, 8, 9, 9, 10, 13, 14, 15]), chance.randrange(60)),
            clock.HANOI,
        )
        for index in range(COUNT)
    ]
    return sorted(found)


def _one(scene: Scene, person: Resident, code: str, end: str, moment: datetime, index: int) -> None:
    """One dossier from its filing to `end`, a few office hours between the steps; what the law forbids, it leaves."""
    try:
        dossier = file(scene, person, code, moment)
        if dossier is None or end == "filed":
            return
        later = Later(scene.commune, moment, scene.chance)
        _walk(scene, dossier, end, later, index)
    except (DomainError, Future):
        # A sample that cannot go on (its time has not come yet, the household is not poor) stays where it is.
        return


def _of_province(scene: Scene, dossier: Dossier, later: Later, index: int) -> dict[str, Any]:
    """What the desk types at reception: the code of the province's system, which three in four have already; and the
    hour of an appointment."""
    if requirements.definition(dossier).appointment_only:
        day = later.calendar.add(clock.local(later.at).date(), 1)
        return {"day": day.isoformat(), "hour": f"{8 + index % 3:02d}:00"}
    return {} if index % 4 == 0 else {"official_code": f"{AUTHORITY}-{later.at:%y%m%d}-{7000 + index}"}


# What an officer fills in when a decision is drafted.
FILLED_IN = {"deceased_name": "Phàn Thị Ghển, sinh năm 1941", "amount": "10.800.000"}
WHO = {"officer_social": "hoa", "chairman": "hai", "deputy_chairman": "pho"}


def _who(dossier: Dossier, kind: str) -> str:
    """Who of the cast does the first step of that kind."""
    step = next(step for step in requirements.definition(dossier).steps if step.kind == kind)
    return WHO.get(step.role, "binh")


def _walk(scene: Scene, dossier: Dossier, end: str, later: Later, index: int) -> None:
    if end == "refused":
        with later.step(1):
            why = {
                "reason": "Gia đình thường trú ở xã A Mú Sung: xin nộp tại xã đó.",
                "basis": f"Thẩm quyền giải quyết của thủ tục {dossier.procedure_code} đã công bố",
            }
            scene.do("lan", dossier, "propose_refusal", why)
        with later.step(1):
            scene.do("trung", dossier, "approve_refusal")
        return
    with later.step(1):
        check_all(scene, dossier)
        scene.do("lan", dossier, "receive", _of_province(scene, dossier, later, index))
    if end == "received":
        return
    if end == "unpaid":
        with later.step(1):
            asked = {"amount": str(fees.full_fee(dossier) or 50_000), "basis": "Nghị quyết của Hội đồng nhân dân tỉnh"}
            scene.do("lan", dossier, "ask_payment", asked)
        return
    if fees.full_fee(dossier):
        with later.step(0.2):
            receipt = {
                "way": "receipt",
                "reference": f"BL{later.at:%y}-{4100 + index}",
                "paid_on": later.at.date().isoformat(),
            }
            scene.do("lan", dossier, "record_payment", receipt)
    if requirements.definition(dossier).appointment_only:
        _certified(scene, dossier, later)
        return
    if end == "withdrawn":
        with later.step(3):
            scene.do("lan", dossier, "withdraw", {"reason": "Người dân không còn nhu cầu.", "asked_by": "spoken"})
        return
    officer = _who(dossier, "process")
    with later.step(1.5):
        scene.do(officer, dossier, "take")
    if end == "taken":
        return
    if end in {"supplement", "supplied"}:
        with later.step(1):
            key = dossier.paper_keys[0]
            ask = {"papers": {key: {"why": "invalid", "note": "Chưa ký tên, thiếu ngày tháng."}}}
            scene.do(officer, dossier, "ask_supplement", ask)
        if end == "supplement":
            return
        with later.step(16):
            way = "kept" if dossier.channel == "desk" else "compared"
            scene.do("lan", dossier, "supply", {"brought": {key: way}, "note": SIGNED_AGAIN})
        return
    if end == "extended":
        with later.step(2):
            why = {"days": "2", "reason": "Chờ kết quả xác minh của xã nơi cư trú trước đây."}
            scene.do(officer, dossier, "propose_extension", why)
        with later.step(0.1):
            scene.do("trung", dossier, "extend")
        return
    _to_the_end(scene, dossier, end, later, officer, index)


def _certified(scene: Scene, dossier: Dossier, later: Later) -> None:
    """The person came at the hour, signed before the officer, and took the paper home."""
    fresh = Dossier.objects.get(pk=dossier.pk)
    later.at = fresh.appointed_at or later.at
    with later.step(0.2):
        check_all(scene, dossier)
        scene.do("lan", dossier, "certify", {"signer": "Sùng Seo Phong", "book": "1", "present": THERE})
        scene.do("lan", dossier, "hand_over", {"way": "desk", "taken_by": dossier.subject_name})


def _to_the_end(scene: Scene, dossier: Dossier, end: str, later: Later, officer: str, index: int) -> None:
    if requirements.definition(dossier).result.kind != "drafted_here":
        with later.step(2):
            number = {
                "number": f"{200 + index}/{later.at:%Y}",
                "number_2": f"{40 + index}/{later.at:%Y}",  # of the second paper, where there are two
                "dated": later.at.date().isoformat(),
                "signer": "Sùng Seo Phong",
            }
            scene.do(officer, dossier, "record_result", {**number, "system": "Phần mềm hộ tịch điện tử dùng chung"})
    else:
        with later.step(1):
            scene.do(officer, dossier, "draft_result", FILLED_IN)
            scene.do(officer, dossier, "propose")
        if end == "proposed":
            return
        with later.step(1):
            fresh = Dossier.objects.select_related("commune", "hamlet").get(pk=dossier.pk)
            leader = scene.actors[_who(dossier, "sign")]
            with keys.in_hand(keys.key_of_account(fresh.commune_id, leader.ref.id)) as hand:
                signing.sign(leader, [fresh], [scene.id("sign")], hand=hand)
        if end == "signed":
            return
        with later.step(1):
            scene.do("thu", dossier, "seal")
    if end == "sealed":
        return
    with later.step(6):
        way = "hamlet" if index % 3 == 0 else "desk"
        scene.do("lan", dossier, "hand_over", {"way": way, "taken_by": dossier.subject_name})
        fresh = Dossier.objects.get(pk=dossier.pk)
        if index % 2 == 0:
            voice.rate(fresh, keyholder(fresh, fresh.subject_name), scene.chance.choice([5, 5, 5, 4, 4, 3]))
