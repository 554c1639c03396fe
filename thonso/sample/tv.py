"""Announcements in the sample: for every hamlet and for one, now and later. No TV is paired: that is a minute's work."""

from datetime import time, timedelta

from thonso.core.access.actors import actor_of_account
from thonso.core.access.models import Account
from thonso.core.base.clock import today
from thonso.core.journal.work import transact
from thonso.core.units.models import Unit
from thonso.tv import announcing
from thonso.tv.models import Announcement

COLD = (
    "Rét đậm từ ngày kia: che chuồng, trữ cỏ, giữ ấm cho trẻ",
    "Trâu bò già, bê nghé nhốt trong chuồng có che bạt, cho uống nước ấm pha muối.\n"
    "Không đốt than sưởi trong phòng kín.",
)
VACCINE = ("Tiêm phòng trâu bò, 7:30 tại sân nhà văn hóa thôn", "Mỗi nhà dắt trâu bò đến đúng giờ. Không mất tiền.")
MEETING = ("Họp thôn: làm đường lên xóm trên, góp công của mỗi nhà", "Nhà văn hóa thôn. Mỗi nhà một người.")
MAIZE = ("Giá ngô, sắn tuần này", "Ngô khô: 6.500 đ/kg\nNgô tươi: 3.000 đ/kg\nSắn củ tươi: 1.900 đ/kg")
TRADER = "người thu mua ở chợ Mường Hum (số liệu bịa)"
ROAD = ("Sáng thứ Bảy cả thôn dọn rãnh nước đường lên xóm trên", "Mỗi nhà một người, mang cuốc xẻng.")


def build_tv(commune: Unit, hamlets: dict[str, Unit], accounts: dict[str, Account]) -> None:
    if Announcement.objects.filter(commune=commune).exists():
        return
    lan, dung = actor_of_account(accounts["lan"]), actor_of_account(accounts["dung"])
    day, week = today(), timedelta(days=7)
    place = hamlets["suoi-chai"]
    with transact(commune.pk) as work:
        announcing.announce(work, dung, commune, announcing.Wanted(place, *ROAD, day, day + week))
        announcing.announce(work, lan, commune, announcing.Wanted(None, *COLD, day, day + week))
        announcing.announce(work, dung, commune, announcing.Wanted(place, *VACCINE, day + week, day + 2 * week))
        meets, sells = announcing.Kind.MEETING, announcing.Kind.PRICES
        at = announcing.Wanted(place, *MEETING, None, day + timedelta(days=2), meets, time(19, 30))
        announcing.announce(work, dung, commune, at)
        announcing.announce(work, dung, commune, announcing.Wanted(place, *MAIZE, None, None, sells, source=TRADER))
