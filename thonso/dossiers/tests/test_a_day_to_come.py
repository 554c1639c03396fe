"""The day that somebody wants to come: open, not past, not too far off; else the next open day is named."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from thonso.core.base import clock
from thonso.core.base.clock import HANOI
from thonso.core.base.errors import Refused
from thonso.core.workdays.rules import Calendar
from thonso.dossiers.models import Draft
from thonso.dossiers.rules.visits import unfit_visits
from thonso.dossiers.services import drafts
from thonso.dossiers.tests.world import World, sample
from thonso.procedures.access import version_on

SignIn = Callable[[Client, str], Any]
CODE = "2.000884"
THURSDAY = datetime(2026, 11, 26, 13, 40, tzinfo=HANOI)


def problems(
    world: World, day: str, half: str = "morning", at: datetime = THURSDAY, **more: Any
) -> dict[str, list[str]]:
    form = version_on(world.commune_id, CODE, date(2026, 11, 23)).definition.form
    return unfit_visits(form, {"day": day, "part_of_day": half}, Calendar(**more), at)


@pytest.mark.django_db
def test_only_a_half_day_when_the_office_is_open_can_be_wished_for(world: World) -> None:
    assert problems(world, "2026-11-27") == {}
    assert problems(world, "2026-11-26", "afternoon") == {}
    assert problems(world, "2027-01-25") == {}
    assert "thứ Hai, 30/11/2026" in problems(world, "2026-11-28")["day"][0]
    assert "60 ngày" in problems(world, "2027-01-26")["day"][0]
    assert problems(world, "2030-11-26")["day"]
    past = problems(world, "2026-11-26", "morning")
    assert list(past) == ["part_of_day"]
    assert "thứ Sáu, 27/11/2026" in past["part_of_day"][0]
    evening = THURSDAY.replace(hour=17, minute=1)
    assert "hết giờ làm việc" in problems(world, "2026-11-26", "afternoon", evening)["day"][0]


@pytest.mark.django_db
def test_a_holiday_is_named_and_so_is_the_day_after_it(world: World) -> None:
    holidays = {date(2026, 11, 27): "Ngày hội bản"}
    (said,) = problems(world, "2026-11-27", holidays=holidays)["day"]
    assert "Ngày hội bản" in said
    assert "thứ Hai, 30/11/2026" in said


@pytest.mark.django_db
def test_half_a_day_is_answered_later_and_no_answer_is_wrong_yet(world: World) -> None:
    assert problems(world, "2026-11-27", "") == {}
    assert problems(world, "") == {}
    assert problems(world, "2026-11") == {}


@pytest.mark.django_db
def test_the_question_refuses_it_and_so_does_filing(client: Client, world: World, sign_in: SignIn) -> None:
    with clock.at(THURSDAY):
        sign_in(client, "mai")
        client.post(reverse("dossiers:start", args=[CODE]), {"representation": "self"})
        draft = Draft.objects.get()
        drafts.replace_answers(draft, dict(sample(CODE).answers))

        def answer(key: str, value: str) -> Any:
            return client.post(reverse("dossiers:question", args=[draft.pk, key]), {key: value})

        page = answer("day", "28/11/2026")
        assert page.status_code == 422
        assert "thứ Hai, 30/11/2026" in page.content.decode()
        assert answer("day", "26/11/2026").status_code == 302
        assert answer("part_of_day", "morning").status_code == 422
        assert answer("part_of_day", "afternoon").status_code == 302
        one = sample(CODE)
        with pytest.raises(Refused) as refused:
            world.file(
                replace(world.actor("mai"), resident_id=None),
                replace(one, answers={**one.answers, "day": "2026-11-28"}),
                channel="online",
            )
        assert list(refused.value.fields) == ["day"]
