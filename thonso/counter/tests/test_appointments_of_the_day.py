"""Appointments beside the numbers: who is expected, who has come, who did not and gets another hour; and the printer."""

import html
import io
from datetime import timedelta
from typing import Any

import pikepdf
import pytest
from django.test import Client

from thonso.core.base import clock
from thonso.core.base.errors import Refused
from thonso.counter.models import Counter, Ticket
from thonso.counter.services import setup, tickets
from thonso.dossiers.tests.test_papers import received, slips, words
from thonso.dossiers.tests.world import MONDAY, World, sample

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]


def booked(world: World, day: str, hour: str) -> Any:
    done = world.file("lan", sample("2.000884"))
    world.act("lan", done, "receive", {"day": day, "hour": hour})
    return done


@pytest.fixture
def counter(world: World) -> Counter:
    trung, commune = world.actor("trung"), world.commune_id
    kind = setup.set_business(trung, commune, "A", "Hộ tịch")
    made = setup.set_counter(trung, commune, 1, [kind], size="a5x2", copies=2, shift=(2, -1.5))
    tickets.sit(world.actor("lan"), commune, made)
    return Counter.objects.get(pk=made.pk)


def test_who_comes_gets_a_number_and_who_does_not_gets_another_hour(
    world: World, counter: Counter, client: Client, sign_in: Any
) -> None:
    today, later = booked(world, "2026-11-23", "10:00"), booked(world, "2026-11-25", "09:30")
    sign_in(client, "lan")
    page = html.unescape(client.get("/ban/quay/").content.decode())
    assert today.code in page
    assert later.code not in page
    assert "sẽ đến" in page
    drawn = tickets.draw(world.actor("lan").ref, counter.businesses.get(), "", today.dossier_id)
    for _again in range(2):
        page = html.unescape(client.post(f"/ban/quay/hen/{today.code}/", follow=True).content.decode())
        assert "đã đến" in page
    assert Ticket.objects.filter(dossier_id=today.dossier_id).count() == 1
    with pytest.raises(Refused):
        tickets.came(world.actor("lan"), world.dossier(later), counter.businesses.get(), counter)
    with clock.at(MONDAY.replace(hour=9, minute=55)):  # its hour has come
        assert tickets.call_next(world.actor("lan"), counter).dossier_id == today.dossier_id
    with clock.at(MONDAY.replace(hour=10, minute=10) + timedelta(days=2)):
        page = html.unescape(client.get("/ban/quay/").content.decode())
        assert "không đến" in page
        assert f"/ban/ho-so/{later.code}/lam/rebook/" in page
        world.act("lan", later, "rebook", {"day": "2026-11-27", "hour": "10:00"})
        assert later.code not in html.unescape(client.get("/ban/quay/").content.decode())
    assert drawn.label == "A001"


def test_receipts_come_out_as_the_counter_is_set_up(
    world: World, counter: Counter, client: Client, sign_in: Any
) -> None:
    done = received(world)
    slip = slips(world, done)["form01"]
    path = f"/ban/ho-so/{done.code}/giay/form01/{slip.id}.pdf"
    sign_in(client, "lan")
    first = client.get(path).content
    assert "Liên 2: lưu" in words(first)
    with pikepdf.open(io.BytesIO(first)) as paper:
        assert paper.pages[0].mediabox[2] > paper.pages[0].mediabox[3]  # A5 twice on A4, across
        assert b"1 0 0 1 5.67 4.25 cm" in paper.pages[0].Contents[0].read_bytes()
    assert "In lại lần 1" in words(client.get(path).content)
    both = client.get(f"{path}?kho=a4").content
    with pikepdf.open(io.BytesIO(both)) as paper:
        assert len(paper.pages) == 2
    assert words(both).count(done.key) == 1  # the office's own copy bears no key
    assert "Liên 2: lưu" in words(both)
    sign_in(client, "hoa")  # sits at no counter: one A4 sheet, not moved
    with pikepdf.open(io.BytesIO(client.get(path).content)) as paper:
        assert len(paper.pages) == 1
