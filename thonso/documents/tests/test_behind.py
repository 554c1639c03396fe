"""What is overdue or due soon, with whoever has it: for the clerk and the leaders, longest overdue first."""

from collections.abc import Callable
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from thonso.core.access.models import Account, Assignment
from thonso.core.base import clock
from thonso.core.journal.work import transact
from thonso.documents import access, routing, services
from thonso.documents.models import DocumentTask, Incoming
from thonso.documents.tests.intake import LIST
from thonso.documents.tests.test_routing import nine
from thonso.documents.views import behind
from thonso.dossiers.tests.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]
URL = reverse("documents:behind")
FRIDAY, TUESDAY = date(2026, 12, 4), date(2026, 12, 8)


def given(world: World, subject: str, due_on: date | None) -> Incoming:
    with transact(world.commune_id) as work:
        row = services.begin_on_paper(work, world.actor("thu"), world.units.commune, "ubnd")
        row = services.register(work, world.actor("thu"), row, services.Typed("Sở Tư pháp", "", "", subject))
        wanted = routing.Wanted("Giao đồng chí Bình", world.cast["binh"].pk, due_on=due_on)
        routing.instruct(work, world.actor("hai"), row, wanted)
    return row


@pytest.fixture
def rows(world: World) -> list[Incoming]:
    days = (("Việc trễ", FRIDAY), ("Việc sắp đến", date(2026, 12, 9)), ("Việc còn lâu", date(2026, 12, 24)))
    return [given(world, subject, day) for subject, day in days] + [given(world, "Việc không hạn", None)]


def test_the_clerk_and_the_leaders_see_who_has_it_and_how_late(
    as_: Callable[[str], Client], world: World, rows: list[Incoming]
) -> None:
    with clock.at(nine(TUESDAY)):
        for who in ("thu", "hai", "pho"):
            page = as_(who).get(URL).content.decode()
            assert page.index("Việc trễ") < page.index("Việc sắp đến")
            assert "trễ 2 ngày làm việc" in page
            assert world.cast["binh"].full_name in page
            assert "Việc còn lâu" not in page
            assert "Việc không hạn" not in page


def test_over_a_weekend_it_is_overdue_without_a_working_day(as_: Callable[[str], Client], rows: list[Incoming]) -> None:
    with clock.at(nine(date(2026, 12, 5))):
        page = as_("thu").get(URL).content.decode()
        assert "quá hạn" in page
        assert "ngày làm việc</" not in page


def test_it_is_reached_from_the_register_and_from_the_leaders_work(
    as_: Callable[[str], Client], rows: list[Incoming]
) -> None:
    with clock.at(nine(TUESDAY)):
        for who, where in (("thu", LIST), ("hai", LIST), ("hai", reverse("documents:work"))):
            assert f'href="{URL}"' in as_(who).get(where).content.decode()
        assert f'href="{URL}"' not in as_("binh").get(reverse("documents:work")).content.decode()
        assert as_("binh").get(URL).status_code == 404


def test_what_is_done_is_not_listed(as_: Callable[[str], Client], world: World, rows: list[Incoming]) -> None:
    with transact(world.commune_id) as work:
        routing.finish(work, world.actor("binh"), DocumentTask.objects.get(incoming=rows[0]), "Đã xong")
    with clock.at(nine(TUESDAY)):
        assert "Việc trễ" not in as_("thu").get(URL).content.decode()


def test_the_register_says_who_has_it_and_by_when(
    as_: Callable[[str], Client], world: World, rows: list[Incoming]
) -> None:
    with clock.at(nine(TUESDAY)):
        page = as_("thu").get(LIST).content.decode()
        assert world.cast["binh"].full_name in page
        assert "04/12/2026" in page


def test_pages_end_and_an_odd_address_is_the_first(
    as_: Callable[[str], Client], rows: list[Incoming], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(behind, "PAGE", 1)
    with clock.at(nine(TUESDAY)):
        thu = as_("thu")
        first = thu.get(URL).content.decode()
        assert "Việc trễ" in first
        assert "Việc sắp đến" not in first
        task = DocumentTask.objects.get(incoming=rows[0])
        second = thu.get(URL, {"sau": f"2026-12-04~{task.pk}"}).content.decode()
        assert "Việc sắp đến" in second
        assert "Việc trễ" not in second
        for odd in ("x", "2026-12-04~", "~", "2026-99-01~" + str(task.pk)):
            assert "Việc trễ" in thu.get(URL, {"sau": odd}).content.decode()


def test_what_nobody_can_do_comes_before_the_clerk_and_the_leader_until_it_is_given_anew(
    as_: Callable[[str], Client], world: World, rows: list[Incoming]
) -> None:
    said = "Không ai đang làm"
    assert said not in as_("thu").get(URL).content.decode()
    Assignment.objects.filter(account=world.cast["binh"]).update(valid_to=date(2026, 11, 22))
    for who in ("thu", "hai"):
        page = as_(who).get(URL).content.decode()
        assert said in page
        assert "Việc không hạn" in page
        assert f'href="{URL}"' in as_(who).get(LIST).content.decode()
    for row in rows:
        with transact(world.commune_id) as work:
            routing.instruct(work, world.actor("hai"), row, routing.Wanted("Giao bà Hoa", world.cast["hoa"].pk))
    assert said not in as_("thu").get(URL).content.decode()


def test_what_needs_a_push_for_two_reasons_counts_once(world: World, rows: list[Incoming]) -> None:
    Assignment.objects.filter(account=world.cast["binh"]).update(valid_to=date(2026, 11, 22))
    with clock.at(nine(TUESDAY)):
        assert access.pushed(world.actor("thu")) == 4


def test_a_locked_account_does_nothing_either(world: World, rows: list[Incoming]) -> None:
    Account.objects.filter(pk=world.cast["binh"].pk).update(is_active=False)
    assert access.unheld(world.actor("thu")).count() == 4


@pytest.mark.parametrize("many", [1, 8])
def test_it_asks_the_same_however_many_there_are(as_: Callable[[str], Client], world: World, many: int) -> None:
    for count in range(many):
        given(world, f"Việc {count}", FRIDAY)
    with clock.at(nine(TUESDAY)):
        thu = as_("thu")
        thu.get(URL)
        with CaptureQueriesContext(connection) as asked:
            thu.get(URL)
    assert len(asked) <= 11, "\n".join(one["sql"][:150] for one in asked)
