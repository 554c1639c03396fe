"""The counters of the sample commune: kinds of business, two counters, numbers in every state, a visit of today."""

from datetime import timedelta
from uuid import UUID

from thonso.core.access.actors import Actor
from thonso.core.base import clock
from thonso.core.base.ids import stable_id
from thonso.core.journal.work import transact
from thonso.core.people.models import Resident
from thonso.counter.models import Business, Counter
from thonso.counter.services import after_entry, bookings, setup, tickets, visits
from thonso.dossiers.models import Dossier
from thonso.procedures.access import published

KINDS = (
    ("A", "Hộ tịch, chứng thực"),
    ("B", "Chính sách, trợ giúp xã hội"),
    ("C", "Kinh doanh, đất đai, việc khác"),
    ("D", "Nhận kết quả"),
)
DRAWN = "ABAADBACBA"
BEFORE_OTHERS = {2: "elderly", 5: "merit", 8: "pregnant"}


def build_counter(commune_id: UUID, actors: dict[str, Actor]) -> None:
    """Drawn within the last half hour, or since midnight where the day is younger than that."""
    lan, trung = actors["lan"], actors["trung"]
    kinds = {letter: setup.set_business(trung, commune_id, letter, name) for letter, name in KINDS}
    one = setup.set_counter(trung, commune_id, 1, list(kinds.values()))
    setup.set_counter(trung, commune_id, 2, [kinds["B"], kinds["D"]], size="a4", copies=2)
    tickets.sit(lan, commune_id, one)
    one = Counter.objects.get(pk=one.pk)
    _numbers(lan, one, kinds)
    _outages(lan, trung, commune_id)
    _booked(lan, trung, commune_id)
    person = Resident.objects.filter(commune_id=commune_id, status="here", household__isnull=False).order_by("folded")
    served = next((one for one in person[:2] if one.pk != lan.resident_id), None)
    if served is not None:
        visit = visits.begin(lan, commune_id, name=served.full_name, details={}, resident=served)
        for dossier in Dossier.objects.filter(commune_id=commune_id, household_id=served.household_id)[:2]:
            visits.add(visit, dossier.pk)
        visits.end(lan, visit)


def _outages(lan: Actor, trung: Actor, commune_id: UUID) -> None:
    """A pad of yesterday morning, one outage that was approved and one that waits for the director."""
    day = clock.local(clock.now() - timedelta(days=1)).replace(minute=0, second=0, microsecond=0)
    with clock.at(day.replace(hour=7)):
        after_entry.print_pad(lan, commune_id, 8)
    with clock.at(day.replace(hour=16)):
        morning = after_entry.propose(
            lan, commune_id, day.replace(hour=8), day.replace(hour=10), "Điện lực cắt điện sửa đường dây"
        )
        after_entry.propose(lan, commune_id, day.replace(hour=14), day.replace(hour=15), "Mất mạng do mưa dông")
        after_entry.decide(trung, morning, approve=True)


def _booked(lan: Actor, trung: Actor, commune_id: UUID) -> None:
    """Two people in each half hour; three who rang the desk, on the first day that can be chosen."""
    bookings.set_rule(trung, commune_id, 2, 14)
    rule = bookings.rule_of(commune_id)
    day, _left = bookings.days(rule)[0]
    offered = {one.code for one in published(commune_id, clock.today())}  # some end with a year
    names = (("Giàng Thị Sua", "1.001612"), ("Tẩn Láo Tả", "1.011607"), ("Vàng Thị Mẩy", ""))
    for slot, (name, code) in zip(bookings.hours(rule, day), names, strict=False):
        with transact(commune_id) as work:
            bookings.book(work, lan, bookings.Wanted(slot.at, name, "", code if code in offered else "", "desk"))


def _numbers(lan: Actor, counter: Counter, kinds: dict[str, Business]) -> None:
    now, midnight = clock.now(), clock.local(clock.now()).replace(hour=0, minute=0, second=0, microsecond=0)
    first = max(now - timedelta(minutes=30), midnight)
    step = (now - first) / (len(DRAWN) + 4)
    for number, letter in enumerate(DRAWN):
        with clock.at(first + step * number):
            why = BEFORE_OTHERS.get(number, "")
            tickets.draw(lan.ref, kinds[letter], why, stable_id("sample-ticket", str(number)))
    for number in range(3):
        with clock.at(first + step * (len(DRAWN) + number)):
            called = tickets.call_next(lan, counter)
            if called is not None and number == 1:
                tickets.skip(lan, called)
