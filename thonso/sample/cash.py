"""Cash sheets of the sample commune: most days closed and counter-signed, one that waits for the director, the last open; and
last month's register, closed."""

from datetime import date, datetime, time

from thonso.core.base import clock
from thonso.core.journal.work import transact
from thonso.dossiers.models import Dossier
from thonso.dossiers.services import fees
from thonso.insight import cash, months
from thonso.insight.services import cash as services
from thonso.insight.services import months as closing
from thonso.sample.scene import Scene

CLOSED_AT, SIGNED_AT = time(16, 45), time(16, 55)


def _taken_back(scene: Scene, day: date) -> None:
    """On the last of these days a payment is given back, and somebody is exempt."""
    paid = (
        Dossier.objects.filter(commune=scene.commune, fee_state="paid", state="completed").order_by("filed_at").first()
    )
    free = Dossier.objects.filter(commune=scene.commune, fee_state="", state="accepted", appointed_at=None)
    with clock.at(datetime.combine(day, time(15, 30), clock.HANOI)):
        if paid is not None:
            amount = paid.charges.get(state="paid").amount
            given_back = {"refund": "Phiếu chi 03", "refund_amount": str(amount), "payee": paid.subject_name}
            scene.do("trung", paid, "void_payment", {"reason": "Thu trùng: người dân đã nộp trên Cổng.", **given_back})
        for one in free[:20]:
            if fees.full_fee(one):
                why = {"exemption": "Người thuộc hộ nghèo", "proof": "Giấy chứng nhận hộ nghèo năm nay"}
                scene.do("lan", one, "ask_payment", {"amount": "0", **why})
                return


def cash_sheets(scene: Scene) -> None:
    """The days of the last month on which something was recorded, in their order, but for the last of them."""
    commune = scene.commune
    lately = cash.lately(commune.pk, clock.today())
    days = sorted(day for day in lately.open if day < clock.today())
    if len(days) < 3:
        return  # a commune that has just begun
    _taken_back(scene, days[-1])
    for day in days[:-1]:
        with clock.at(datetime.combine(day, CLOSED_AT, clock.HANOI)):
            found = cash.of(commune.pk, day)
            with transact(commune.pk) as work:
                sheet = services.close(
                    work, scene.actors["lan"], commune, day, count=len(found.lines), taken=found.taken
                )
        if day == days[-2]:
            break
        with clock.at(datetime.combine(day, SIGNED_AT, clock.HANOI)), transact(commune.pk) as work:
            services.countersign(work, scene.actors["trung"], sheet)


def closed_month(scene: Scene) -> None:
    """Last month, by the director; not in the first days of a month, when the sample still enters something into the last."""
    if clock.today().day > 4:
        first = months.before(clock.today().replace(day=1))
        found = closing.counted(scene.commune, first)
        with transact(scene.commune.pk) as work:
            closing.close(work, scene.actors["trung"], scene.commune, first, found, seen=found.seen)
