"""Numbers drawn in the lobby or at the desk, called at the counters, shown on the screen: never a name."""

import html
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from thonso.core.base import clock
from thonso.core.base.errors import Absent, Refused, Stale
from thonso.core.journal.models import Entry
from thonso.counter.models import Counter, Ticket, Visit
from thonso.counter.rules.order import IN_A_ROW, Waiting, goes_ahead, in_order
from thonso.counter.services import setup, tickets
from thonso.dossiers.tests.test_papers import words
from thonso.dossiers.tests.world import MONDAY, World

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]
MINUTE = timedelta(minutes=1)


@pytest.fixture
def places(world: World) -> dict[str, Any]:
    """Two counters, two kinds of business; the second counter calls B alone. Lan sits at the first, Thu at the second."""
    world.appoint("thu", "one_stop")
    trung, commune = world.actor("trung"), world.commune_id
    a, b = (setup.set_business(trung, commune, letter, name) for letter, name in (("a", "Hộ tịch"), ("B", "Đất đai")))
    one, two = setup.set_counter(trung, commune, 1, [a, b]), setup.set_counter(trung, commune, 2, [b])
    tickets.sit(world.actor("lan"), commune, one)
    tickets.sit(world.actor("thu"), commune, two)
    return {"a": a, "b": b, "one": Counter.objects.get(pk=one.pk), "two": Counter.objects.get(pk=two.pk)}


def drawn(world: World, business: Any, why: str = "") -> Ticket:
    return tickets.draw(world.actor("lan").ref, business, why, uuid4())


def call(world: World, who: str, counter: Counter) -> str:
    found = tickets.call_next(world.actor(who), counter)
    return found.label if found else ""


# --- the rule ---------------------------------------------------------------------------------------------------------


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(
        st.tuples(
            st.integers(0, 50), st.sampled_from(["", "elderly", "merit"]), st.sampled_from([None, "here", "there"])
        ),
        max_size=12,
    ),
    st.integers(0, IN_A_ROW),
)
def test_everybody_gets_a_turn_and_nobody_is_overtaken_for_ever(rows: Any, before: int) -> None:
    at = MONDAY + timedelta(hours=1)
    line = [Waiting(n, MONDAY + minutes * MINUTE, why, wanted=to) for n, (minutes, why, to) in enumerate(rows)]
    order = in_order(line, "here", at, before)
    assert {one.id for one in order} == {one.id for one in line if one.wanted != "there"}
    free = [one for one in order if one.wanted is None]
    for plain in (one for one in free if not one.why):
        overtaken = [one for one in free[: free.index(plain)] if one.since > plain.since]
        earlier = sum(1 for one in free if not one.why and one.since <= plain.since)
        assert len(overtaken) <= IN_A_ROW * earlier
    for why in ("", "elderly"):
        same = [one.since for one in free if one.why == why]
        assert why or same == sorted(same)


def test_an_appointment_goes_ahead_when_its_hour_comes_and_not_before() -> None:
    booked = Waiting(1, MONDAY, "appointment", appointed_at=MONDAY + timedelta(hours=2))
    assert not goes_ahead(booked, MONDAY + timedelta(minutes=109))
    assert goes_ahead(booked, MONDAY + timedelta(minutes=110))


# --- drawing and calling ----------------------------------------------------------------------------------------------


def test_numbers_count_by_letter_and_begin_anew_each_day(world: World, places: Any) -> None:
    assert [drawn(world, places[k]).label for k in "aab"] == ["A001", "A002", "B001"]
    again = uuid4()
    twice = [tickets.draw(world.actor("lan").ref, places["a"], "", again).pk for _n in range(2)]
    assert twice[0] == twice[1]
    left = Ticket.objects.get(label="A002")
    with clock.at(MONDAY + timedelta(days=1)):
        assert tickets.waiting_at(places["one"], clock.now()) == []
        assert drawn(world, places["a"]).label == "A001"
        with pytest.raises(Stale):  # yesterday's number is over
            tickets.come_back(world.actor("lan"), left)
    with pytest.raises(Refused):
        drawn(world, setup.set_business(world.actor("trung"), world.commune_id, "A", "Hộ tịch", active=False))


def test_a_number_is_called_again_skipped_comes_back_and_is_sent_on(world: World, places: Any) -> None:
    lan, one, two = world.actor("lan"), places["one"], places["two"]
    first, second, elderly = drawn(world, places["a"]), drawn(world, places["a"]), drawn(world, places["a"], "elderly")
    assert call(world, "lan", one) == elderly.label
    tickets.call_again(lan, elderly)
    assert Ticket.objects.get(pk=elderly.pk).calls == 2
    tickets.skip(lan, elderly)
    assert call(world, "lan", one) == first.label
    tickets.come_back(lan, elderly)
    with pytest.raises(Stale):
        tickets.come_back(lan, elderly)
    tickets.send_on(lan, first, counter=two)
    assert call(world, "lan", one) == elderly.label  # and not the one that was sent to the other counter
    assert call(world, "thu", two) == first.label
    assert call(world, "lan", one) == second.label
    assert Ticket.objects.get(pk=elderly.pk).state == "done"  # calling the next ends the one before
    tickets.send_on(lan, second, business=places["b"])
    assert call(world, "thu", two) == "A002"  # the number stays the same
    assert call(world, "lan", one) == ""
    with pytest.raises(Refused):
        tickets.send_on(lan, second)


def test_one_sits_at_one_counter_and_calls_there_alone(world: World, places: Any) -> None:
    lan, commune = world.actor("lan"), world.commune_id
    drawn(world, places["a"])
    with pytest.raises(Stale):
        tickets.sit(lan, commune, places["two"])
    with pytest.raises(Stale):
        tickets.call_next(lan, places["two"])
    with pytest.raises(Absent):
        tickets.sit(world.actor("hoa"), commune, places["one"])
    tickets.sit(lan, commune, None)
    with pytest.raises(Stale):
        tickets.call_next(lan, Counter.objects.get(pk=places["one"].pk))


# --- the lobby --------------------------------------------------------------------------------------------------------


def test_the_machine_in_the_lobby_draws_for_anybody_until_its_address_is_ended(
    world: World, places: Any, client: Client
) -> None:
    key = setup.new_lobby(world.actor("trung"), world.commune_id)
    page = html.unescape(client.get(f"/lay-so/{key}/").content.decode())
    assert "Hộ tịch" in page
    sent = {"business": "A", "why": "elderly", "transaction_id": str(uuid4())}
    shown = [client.post(f"/lay-so/{key}/", sent, follow=True).content.decode() for _n in range(2)]
    assert all("A001" in one for one in shown)
    ticket = Ticket.objects.get()
    assert ticket.why == "elderly"
    text = words(client.get(f"/lay-so/{key}/{ticket.pk}/ve.pdf").content)
    assert "A001" in text
    assert "Người cao tuổi" in text
    for wrong in ({"business": "Z"}, {"business": ""}, {"business": "A", "transaction_id": "x"}):
        assert client.post(f"/lay-so/{key}/", {"transaction_id": str(uuid4()), **wrong}).status_code == 422
    # Nobody but the machine claims an appointment.
    client.post(f"/lay-so/{key}/", {"business": "A", "why": "appointment", "transaction_id": str(uuid4())})
    assert Ticket.objects.get(label="A002").why == ""
    other = setup.new_lobby(world.actor("trung"), world.commune_id)
    assert client.get(f"/lay-so/{key}/").status_code == 404
    assert client.get(f"/lay-so/{other}/").status_code == 200
    setup.end_lobby(world.actor("trung"), world.commune_id)
    assert client.get(f"/lay-so/{other}/").status_code == 404


def test_a_script_cannot_empty_the_roll(world: World, places: Any, client: Client) -> None:
    key = setup.new_lobby(world.actor("trung"), world.commune_id)
    sent = [
        client.post(f"/lay-so/{key}/", {"business": "A", "transaction_id": str(uuid4())}).status_code
        for _n in range(32)
    ]
    assert sent[-1] == 429
    assert Ticket.objects.count() == 30


def test_the_screen_shows_numbers_and_counters_and_refreshes_without_scripts(
    world: World, places: Any, client: Client
) -> None:
    drawn(world, places["a"])
    drawn(world, places["b"])
    call(world, "lan", places["one"])
    page = html.unescape(client.get("/goi-so/").content.decode())
    assert '<noscript><meta http-equiv="refresh" content="10">' in page
    assert 'class="is-new"' in page
    part = client.get("/goi-so/?phan=1").content.decode()
    assert "A001" in part
    assert "<html" not in part
    assert "Nguyễn Thị Lan" not in page
    with clock.at(MONDAY + timedelta(minutes=2)):
        assert 'class="is-new"' not in client.get("/goi-so/?phan=1").content.decode()


# --- the desk ---------------------------------------------------------------------------------------------------------


def test_a_number_leads_to_a_visit_and_ends_with_it(world: World, places: Any, client: Client, sign_in: Any) -> None:
    sign_in(client, "lan")
    assert "Quầy 1" in html.unescape(client.get("/ban/quay/").content.decode())
    client.post("/ban/quay/so/", {"business": "A", "why": "merit", "transaction_id": str(uuid4())})
    page = html.unescape(client.post("/ban/quay/goi/", follow=True).content.decode())
    assert "A001" in page
    assert "Thương binh" in page
    ticket = Ticket.objects.get()
    begun = client.post("/ban/quay/luot/moi/", {"name": "Lý Thị Mai", "ticket": str(ticket.pk)})
    visit = Visit.objects.get()
    assert begun.headers["Location"] == f"/ban/quay/luot/{visit.pk}/"
    assert Ticket.objects.get().visit_id == visit.pk
    client.post(f"/ban/quay/luot/{visit.pk}/ket-thuc/")
    assert Ticket.objects.get().state == "done"
    for what, status in (("vang", 409), ("khong-co", 404)):
        assert client.post(f"/ban/quay/so/{ticket.pk}/{what}/").status_code == status
    assert Entry.objects.filter(verb__startswith="ticket.").count() == 3
    sign_in(client, "xuan")
    assert client.post(f"/ban/quay/so/{ticket.pk}/goi-lai/").status_code == 404


def test_the_same_press_twice_calls_one_number(world: World, places: Any, client: Client, sign_in: Any) -> None:
    first, second = drawn(world, places["a"]), drawn(world, places["a"])
    sign_in(client, "lan")
    press = {"transaction_id": str(uuid4())}
    for _n in range(2):
        assert client.post("/ban/quay/goi/", press).headers["Location"] == "/ban/quay/"
    assert Ticket.objects.get(state="called") == first
    assert client.post("/ban/quay/goi/", {"transaction_id": str(uuid4())}).status_code == 302
    assert Ticket.objects.get(state="called") == second


def test_what_is_set_up_wrongly_is_said(world: World, client: Client, sign_in: Any) -> None:
    sign_in(client, "trung")
    page = "/quan-tri/quay/"
    for data in (
        {"part": "business", "letter": "O", "name": "Việc"},
        {"part": "business", "letter": "A", "name": " "},
        {"part": "counter", "number": "0", "size": "a4"},
        {"part": "counter", "number": "x", "size": "a4"},
        {"part": "counter", "number": "1", "size": "a4", "shift_x": "40"},
        {"part": "counter", "number": "1", "size": "a4", "shift_y": "hai"},
        {"part": "counter", "number": "1", "size": "a3"},
        {"part": "counter", "number": "1", "size": "a4", "copies": "9"},
    ):
        assert client.post(page, data).status_code == 422, data
    assert client.post(page, {"part": "business", "letter": "a", "name": "Hộ tịch"}).status_code == 302
    kept = {"part": "counter", "number": "1", "letters": "A", "size": "a4", "copies": "2", "shift_x": "-1,5"}
    assert client.post(page, kept).status_code == 302
    counter = Counter.objects.get()
    assert (counter.shift_x, counter.copies, [b.letter for b in counter.businesses.all()]) == (-15, 2, ["A"])
    assert "/lay-so/" in client.post(page, {"part": "lobby"}).content.decode()
