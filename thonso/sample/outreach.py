"""Mobile days and pads in the sample: to come, closed with somebody carried over, called off; slips used and free."""

from datetime import date, time, timedelta

from thonso.core.access.actors import Actor, actor_of_account
from thonso.core.access.models import Account
from thonso.core.base import clock
from thonso.core.journal.work import transact
from thonso.core.units.models import Unit
from thonso.core.workdays.calendars import calendar_for
from thonso.dossiers.models import Dossier
from thonso.outreach.models import MobileDay
from thonso.outreach.services import mobile, pads, pouch
from thonso.procedures.access import published

WISHED = ("2.000815", "2.000884", "1.001193", "TS.000001")


def build_outreach(commune: Unit, hamlets: dict[str, Unit], accounts: dict[str, Account]) -> None:
    if MobileDay.objects.filter(commune=commune).exists():
        return
    lan, tu = actor_of_account(accounts["lan"]), actor_of_account(accounts["tu"])
    today, calendar = clock.today(), calendar_for(commune.pk)
    coming = _open(today + timedelta(days=5), commune)
    past = calendar.next_working(today - timedelta(days=8))
    with clock.at(clock.now() - timedelta(days=12)):
        held = _announce(commune, lan, accounts["lan"], hamlets["suoi-chai"], past)
    following = _announce(commune, lan, accounts["lan"], hamlets["suoi-chai"], coming)
    far = _announce(commune, lan, accounts["lan"], hamlets["nam-pen"], _open(today + timedelta(days=12), commune))
    with transact(commune.pk) as work:
        mobile.enrol(work, tu, following, "Chảo Thị Mẩy", following.procedures[0])
        mobile.enrol(work, lan, following, "Lý Văn Sinh", following.procedures[-1])
        mobile.call_off(work, lan, far, None, "Đường vào thôn bị sạt lở, sẽ báo ngày khác.")
    then = clock.local(clock.now()).replace(year=past.year, month=past.month, day=past.day, hour=8)
    with clock.at(then), transact(commune.pk) as work:
        mobile.enrol(work, tu, held, "Tẩn Láo Tả", held.procedures[0])
        mobile.begin(work, lan, held)
        mobile.close(work, lan, held, following, "Mất điện từ 10 giờ, chưa kịp làm.")
    with transact(commune.pk) as work:
        pad = pads.make(work, lan, commune, hamlets["suoi-chai"], 1)
        filed = Dossier.objects.filter(commune=commune, channel="assisted").order_by("-filed_at")[:2]
        for dossier, slip in zip(filed, pads.free(pad)[:2], strict=False):
            pads.link_dossier(work, lan, dossier, slip.code)
    build_pouch(commune, accounts)


def _open(day: date, commune: Unit) -> date:
    while day in calendar_for(commune.pk).holidays:
        day += timedelta(days=1)
    return day


def _announce(commune: Unit, by: Actor, officer: Account, hamlet: Unit, day: date) -> MobileDay:
    offered = {one.code for one in published(commune.pk, day)}
    codes = [code for code in WISHED if code in offered] or sorted(offered)[:2]
    wanted = mobile.Wanted(hamlet, "Nhà văn hóa thôn", day, time(8), time(11, 30), officer, codes)
    with transact(commune.pk) as work:
        return mobile.announce(work, by, wanted)


def build_pouch(commune: Unit, accounts: dict[str, Account]) -> None:
    """Papers kept at the desk, one list taken by the division, one on its way; and what a helper holds, where there is any."""
    lan, tu, binh = (actor_of_account(accounts[who]) for who in ("lan", "tu", "binh"))
    with transact(commune.pk) as work:
        pouch.from_checks(work, lan)
        here = Dossier.objects.filter(commune=commune, channel="desk").order_by("-filed_at")[:60]
        kept = [one for one in here if one.is_running and pouch.may_be_carried(one)][
            : 5 - pouch.held(commune.pk, "desk").count()
        ]
        for dossier in kept:
            pouch.take(work, lan, dossier, pouch.may_be_carried(dossier)[0].key, original=True, place="desk")
        for way, taken in (("to_division", True), ("to_division", False)):
            rows = list(pouch.held(commune.pk, "desk")[:2])
            if rows:
                made = pouch.hand_over(work, lan, way, rows, accounts["binh"])
                if taken:
                    lines = list(made.lines.order_by("pk"))
                    notes = {line.pk: "Thiếu, quầy xem lại tủ hồ sơ." for line in lines[1:]}
                    pouch.take_list(work, binh, made, [lines[0].pk], notes)
        for dossier in Dossier.objects.filter(commune=commune, channel="assisted").order_by("-filed_at")[:10]:
            if dossier.is_running and (papers := pouch.may_be_carried(dossier)):
                pouch.take(work, tu, dossier, papers[0].key, original=True, place="helper")
                break
