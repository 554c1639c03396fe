"""An hour at the counter: booked for oneself, by a helper, by telephone; never twice; moved, given back; and who comes."""

import html
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from thonso.core.access import policy
from thonso.core.access.actors import Actor
from thonso.core.base import clock
from thonso.core.base.errors import Absent, Refused, Stale
from thonso.core.journal.work import transact
from thonso.counter.models import Booking, Counter, Ticket
from thonso.counter.rules.slots import free_place, half_hours, slots
from thonso.counter.services import bookings, setup, tickets
from thonso.counter.services.bookings import Wanted
from thonso.dossiers.tests.world import MONDAY, World

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]
WEDNESDAY = MONDAY.replace(hour=8, minute=30) + timedelta(days=2)  # Tuesday is a day off
POOR = "1.011607"


@pytest.fixture
def open_desk(world: World) -> World:
    bookings.set_rule(world.actor("trung"), world.commune_id, 2, 10)
    return world


def hour(world: World, who: str, at: datetime, how: str = "self", name: str = "Lý Thị Mai", **more: Any) -> Booking:
    with transact(world.commune_id) as work:
        return bookings.book(work, world.actor(who), Wanted(at, name, how=how), **more)


def form(client: Client, **values: str) -> Any:
    body = {"transaction_id": str(uuid4()), "ngay": f"{WEDNESDAY:%Y-%m-%d}", "at": f"{WEDNESDAY:%Y-%m-%dT%H:%M}"}
    return client.post("/hen-gio/", {**body, "name": "Lý Thị Mai", **values})


def text(response: Any) -> str:
    return html.unescape(response.content.decode())


def test_half_hours_lie_within_the_office_and_full_ones_are_told() -> None:
    day = MONDAY.replace(hour=7, minute=30)
    spans = [(day, day + timedelta(hours=2, minutes=15)), (day + timedelta(hours=6), day + timedelta(hours=7))]
    found = half_hours(spans)
    assert [f"{one:%H:%M}" for one in found] == ["07:30", "08:00", "08:30", "09:00", "13:30", "14:00"]
    left = slots(spans, 2, {found[3]: 2, found[4]: 1}, day)
    assert [(f"{one.at:%H:%M}", one.left) for one in left] == [("08:30", 2), ("09:00", 0), ("13:30", 1), ("14:00", 2)]
    assert (free_place(2, [2]), free_place(2, [1, 2]), free_place(0, [])) == (1, 0, 0)


def test_who_books_from_the_page_of_a_procedure_comes_and_goes_before_others(
    open_desk: World, client: Client, sign_in: Any
) -> None:
    world = open_desk
    sign_in(client, "mai")
    for path in ("", "nop/"):
        assert f"/hen-gio/?thu-tuc={POOR}" in text(client.get(f"/thu-tuc/{POOR}/{path}"))
    page = text(client.get(f"/thu-tuc/{POOR}/"))
    assert page.count("/hen-gio/") == 1
    assert page.index("/nop/") < page.index("/hen-gio/") < page.index("Cần mang gì"), "beside the way to file"
    page = text(client.get(f"/hen-gio/?thu-tuc={POOR}&ngay={WEDNESDAY:%Y-%m-%d}"))
    assert "T4 25/11" in page
    assert "08:30" in page
    made = form(client, **{"thu-tuc": POOR, "phone": "0912 345 678"})
    assert made.status_code == 302
    page = text(client.get(made["Location"]))
    for said in ("08:30, thứ Tư, 25/11/2026", "Lý Thị Mai", "0912345678"):
        assert said in page
    kind = setup.set_business(world.actor("trung"), world.commune_id, "A", "Hộ tịch")
    counter = setup.set_counter(world.actor("trung"), world.commune_id, 1, [kind])
    tickets.sit(world.actor("lan"), world.commune_id, counter)
    row = Booking.objects.get()
    with clock.at(WEDNESDAY - timedelta(minutes=20)):
        sign_in(client, "lan")
        page = text(client.get("/ban/quay/"))
        assert "Giờ hẹn đặt trước hôm nay" in page
        assert "Lý Thị Mai" in page
        plain = tickets.draw(world.actor("lan").ref, kind, "", uuid4())
        for _again in range(2):
            client.post(f"/ban/quay/hen-gio/{row.pk}/den/")
        drawn = Ticket.objects.get(booking=row)
        assert "đã đến" in text(client.get("/ban/quay/"))
    with clock.at(WEDNESDAY - timedelta(minutes=5)):  # its hour has come: before the one who drew earlier
        assert tickets.call_next(world.actor("lan"), Counter.objects.get()) == drawn != plain


def test_the_last_place_goes_to_one_and_a_given_back_one_to_the_next(
    open_desk: World, client: Client, sign_in: Any
) -> None:
    world = open_desk
    first = hour(world, "mai", WEDNESDAY)
    hour(world, "lan", WEDNESDAY, "desk", "Giàng A Páo")
    sign_in(client, "dung")
    page = form(client, name="Trần Văn Dũng")
    assert page.status_code == 422
    assert "vừa có người đặt" in text(page)
    assert 'value="Trần Văn Dũng"' in text(page), "what was typed stays"
    with transact(world.commune_id) as work:
        bookings.cancel(work, world.actor("mai"), first)
    with pytest.raises(Stale), transact(world.commune_id) as work:
        bookings.cancel(work, world.actor("mai"), first)
    assert form(client, name="Trần Văn Dũng").status_code == 302
    assert sorted(Booking.objects.filter(end="").values_list("place", flat=True)) == [1, 2]


def test_one_form_sent_twice_is_one_hour(open_desk: World, client: Client, sign_in: Any) -> None:
    sign_in(client, "mai")
    key = str(uuid4())
    assert form(client, transaction_id=key)["Location"] == form(client, transaction_id=key)["Location"]
    assert Booking.objects.count() == 1


def test_another_hour_frees_the_first(open_desk: World, client: Client, sign_in: Any) -> None:
    row = hour(open_desk, "mai", WEDNESDAY)
    sign_in(client, "mai")
    later = WEDNESDAY + timedelta(hours=1)
    assert "được trả lại khi đặt xong giờ mới" in text(client.get(f"/hen-gio/?doi={row.pk}"))
    assert form(client, doi=str(row.pk), at=f"{later:%Y-%m-%dT%H:%M}").status_code == 302
    row.refresh_from_db()
    assert row.end == "moved"
    assert Booking.objects.get(end="").at == later


@pytest.mark.parametrize(
    ("at", "says"),
    [
        (WEDNESDAY.replace(hour=12), "không đặt được nữa"),
        (MONDAY.replace(hour=9) + timedelta(days=1), "không đặt được nữa"),
        (WEDNESDAY.replace(minute=10), "không đặt được nữa"),
        (MONDAY - timedelta(hours=1), "không đặt được nữa"),
        (WEDNESDAY + timedelta(days=4), "không đặt được nữa"),
        (WEDNESDAY + timedelta(days=20), "không đặt được nữa"),
        (None, "Anh chị chọn giờ"),
    ],
    ids=["noon", "a day off", "crooked", "past", "Sunday", "too far", "none"],
)
def test_an_hour_at_which_nobody_is_served_is_refused(open_desk: World, at: datetime | None, says: str) -> None:
    with pytest.raises(Refused) as told, transact(open_desk.commune_id) as work:
        bookings.book(work, open_desk.actor("mai"), Wanted(at, "Lý Thị Mai"))
    assert says in str(told.value.fields["at"][0])


def test_nobody_keeps_a_whole_day(open_desk: World) -> None:
    for number in range(3):
        hour(open_desk, "mai", WEDNESDAY + timedelta(minutes=30 * number))
    with pytest.raises(Refused) as told:
        hour(open_desk, "mai", WEDNESDAY + timedelta(minutes=90))
    assert "đã đặt 3 giờ" in str(told.value.fields["at"][0])


def test_a_wrong_name_phone_or_procedure_stands_at_its_field(open_desk: World) -> None:
    wanted = Wanted(WEDNESDAY, "123", "12", "9.999999")
    with pytest.raises(Refused) as told, transact(open_desk.commune_id) as work:
        bookings.book(work, open_desk.actor("mai"), wanted)
    assert set(told.value.fields) == {"name", "phone", "procedure"}


def test_a_commune_that_books_no_hours_says_so(world: World, client: Client, sign_in: Any) -> None:
    sign_in(client, "mai")
    assert "hen-gio" not in text(client.get(f"/thu-tuc/{POOR}/nop/"))
    assert "không nhận đặt giờ" in text(client.get("/hen-gio/"))
    assert form(client).status_code == 422


def test_an_hour_is_for_who_booked_it_and_for_the_desk(open_desk: World, client: Client, sign_in: Any) -> None:
    world = open_desk
    row = hour(world, "mai", WEDNESDAY)
    for who, status in (("mai", 200), ("lan", 200), ("dung", 404), ("tu", 404), ("hoa", 404), ("quantri", 404)):
        browser = Client()
        sign_in(browser, who)
        assert browser.get(f"/hen-gio/{row.pk}/").status_code == status, who
        if status == 404:
            assert browser.post(f"/hen-gio/{row.pk}/huy/").status_code == 404, who
    anybody: Actor = world.actor("dung")
    with pytest.raises(Absent), transact(world.commune_id) as work:
        bookings.cancel(work, anybody, row)
    assert not policy.can(world.actor("hoa"), "book", row)


def test_who_gave_the_hour_back_is_not_given_a_number(open_desk: World) -> None:
    world = open_desk
    row = hour(world, "mai", WEDNESDAY)
    kind = setup.set_business(world.actor("trung"), world.commune_id, "A", "Hộ tịch")
    with pytest.raises(Refused):
        tickets.came(world.actor("lan"), row, kind, None)  # not today
    with transact(world.commune_id) as work:
        bookings.cancel(work, world.actor("mai"), row)
    with clock.at(WEDNESDAY), pytest.raises(Stale):
        tickets.came(world.actor("lan"), row, kind, None)
    assert not Ticket.objects.exists()


def test_how_many_come_is_set_where_the_counters_are(world: World, client: Client, sign_in: Any) -> None:
    sign_in(client, "trung")
    page = client.post("/quan-tri/quay/", {"part": "booking", "places": "21", "ahead": "14"})
    assert page.status_code == 422
    assert "Từ 0 đến 20 người" in text(page)
    assert 'value="21"' in text(page)
    assert client.post("/quan-tri/quay/", {"part": "booking", "places": "3", "ahead": "14"}).status_code == 302
    assert bookings.rule_of(world.commune_id).places == 3


def test_who_loses_a_race_that_only_the_database_saw_is_told_to_look_again(
    open_desk: World, client: Client, sign_in: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    hour(open_desk, "lan", WEDNESDAY, "desk", "Giàng A Páo")
    monkeypatch.setattr("thonso.counter.services.bookings.rules.free_place", lambda places, taken: 1)
    sign_in(client, "mai")
    page = form(client)
    assert page.status_code == 409
    assert "Người khác vừa ghi điều này" in text(page)
    assert Booking.objects.count() == 1
