"""Announcements in the sample: for every hamlet and for one, now and later. No TV is paired: that is a minute's work."""

from datetime import timedelta

from thonso.core.access.actors import actor_of_account
from thonso.core.access.models import Account
from thonso.core.base.clock import today
from thonso.core.journal.work import transact
from thonso.core.units.models import Unit
from thonso.tv import services
from thonso.tv.models import Announcement

COLD = (
    "Rét đậm từ ngày kia: che chuồng, trữ cỏ, giữ ấm cho trẻ",
    "Trâu bò già, bê nghé nhốt trong chuồng có che bạt, cho uống nước ấm pha muối.\n"
    "Không đốt than sưởi trong phòng kín.",
)
VACCINE = ("Tiêm phòng trâu bò, 7:30 tại sân nhà văn hóa thôn", "Mỗi nhà dắt trâu bò đến đúng giờ. Không mất tiền.")
ROAD = ("Sáng thứ Bảy cả thôn dọn rãnh nước đường lên xóm trên", "Mỗi nhà một người, mang cuốc xẻng.")


def build_tv(commune: Unit, hamlets: dict[str, Unit], accounts: dict[str, Account]) -> None:
    if Announcement.objects.filter(commune=commune).exists():
        return
    lan, dung = actor_of_account(accounts["lan"]), actor_of_account(accounts["dung"])
    day, week = today(), timedelta(days=7)
    place = hamlets["suoi-chai"]
    with transact(commune.pk) as work:
        services.announce(work, dung, commune, services.Wanted(place, *ROAD, day, day + week))
        services.announce(work, lan, commune, services.Wanted(None, *COLD, day, day + week))
        services.announce(work, dung, commune, services.Wanted(place, *VACCINE, day + week, day + 2 * week))
