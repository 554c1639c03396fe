"""What somebody takes home who is to come at an hour, and the word sent before it."""

import html
import json
from datetime import timedelta

import pytest
from django.test import Client

from thonso.core import crypto
from thonso.core.base import clock
from thonso.core.journal.work import transact
from thonso.core.notices import jobs, jobs_run
from thonso.core.notices.labels import CONTEXT
from thonso.core.notices.models import OutboxMessage
from thonso.core.notices.models.jobs import JobState
from thonso.dossiers import printing
from thonso.dossiers.services.filing import Filed
from thonso.dossiers.tests.test_papers import words
from thonso.dossiers.tests.test_procedure_appointment import HOUR, THURSDAY, booked
from thonso.dossiers.tests.test_telling_of_a_new_date import unreachable
from thonso.dossiers.tests.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]


def slip_of(world: World, done: Filed) -> printing.Slip:
    dossier = world.dossier(done)
    found = [
        s for s in printing.slips_of(dossier, list(dossier.events.order_by("seq"))) if s.kind == "appointment_slip"
    ]
    assert len(found) == 1
    return found[0]


def remind(world: World) -> list[dict[str, str]]:
    with transact(world.commune_id) as work:
        jobs.enqueue(work, "dossiers.remind")
    (job,) = jobs_run.claim(1)
    assert jobs_run.run(job) == JobState.DONE
    rows = OutboxMessage.objects.filter(template="appointment")
    return [json.loads(crypto.unseal(CONTEXT, row.pk, row.context)) for row in rows]


def test_the_slip_says_when_where_and_what_to_bring(world: World) -> None:
    done = booked(world)
    text = words(printing.render(world.dossier(done), slip_of(world, done)))
    assert "PHIẾU HẸN LÀM VIỆC" in text
    assert "26/11/2026" in text or "26 tháng 11 năm 2026" in text
    assert "Bản Vược" in text
    assert done.code in text
    assert done.key not in text


def test_another_hour_is_another_slip_and_the_old_one_is_gone(world: World) -> None:
    done = booked(world)
    first = slip_of(world, done)
    world.act("lan", done, "rebook", HOUR | {"hour": "10:00"})
    second = slip_of(world, done)
    assert second.id != first.id
    assert "10 giờ 00" in words(printing.render(world.dossier(done), second)) or "10:00" in words(
        printing.render(world.dossier(done), second)
    )


def test_whoever_shows_the_key_prints_it(world: World) -> None:
    done = booked(world)
    client = Client()
    client.post("/tra-cuu/", {"ma": done.code, "khoa": done.key})
    answer = client.get(f"/tra-cuu/{done.code}/phieu.pdf")
    assert "PHIẾU HẸN LÀM VIỆC" in words(answer.content)


def test_the_person_is_reminded_the_day_before_and_once(world: World) -> None:
    booked(world)
    assert remind(world) == []
    with clock.at(THURSDAY - timedelta(hours=20)):
        first = remind(world)
        assert first
        assert {one["at"] for one in first} == {"09:00 26/11/2026"}
        assert remind(world) == first


def test_of_an_hour_that_was_changed_only_the_new_one_is_told(world: World) -> None:
    done = booked(world)
    world.act("lan", done, "rebook", {"day": "2026-11-27", "hour": "10:00"})
    with clock.at(THURSDAY - timedelta(hours=20)):
        assert remind(world) == []
    with clock.at(THURSDAY + timedelta(hours=20)):
        assert {one["at"] for one in remind(world)} == {"10:00 27/11/2026"}


def test_nobody_is_reminded_of_what_was_withdrawn_or_is_past(world: World) -> None:
    done = booked(world)
    with clock.at(THURSDAY + timedelta(minutes=1)):
        assert remind(world) == []
    world.act("lan", done, "withdraw", {"reason": "Không cần nữa.", "asked_by": "phone"})
    with clock.at(THURSDAY - timedelta(hours=20)):
        assert remind(world) == []


def test_the_hour_is_told_when_it_is_set_and_when_it_is_another(world: World) -> None:
    done = booked(world)
    assert heard() == {"09:00 26/11/2026"}
    world.act("lan", done, "rebook", HOUR | {"hour": "10:00"})
    assert heard() == {"09:00 26/11/2026", "10:00 26/11/2026"}
    # It is no promise of a result, and says nothing of a receipt to bring.
    assert not OutboxMessage.objects.filter(template="dossier_received").exists()


def test_who_cannot_be_told_of_another_hour_is_told_by_somebody(world: World) -> None:
    done = booked(world)
    unreachable(world, done)
    world.act("lan", done, "rebook", HOUR | {"hour": "10:00"})
    assert OutboxMessage.objects.get(template="appointment_set", state="dead").about_id == done.dossier_id


def test_an_hour_that_has_passed_invites_nobody(world: World) -> None:
    done = booked(world)
    client = Client()
    with clock.at(THURSDAY + timedelta(days=1)):
        client.post("/tra-cuu/", {"ma": done.code, "khoa": done.key})
        page = html.unescape(client.get(f"/tra-cuu/{done.code}/").content.decode())
    assert "Đã qua giờ hẹn" in page
    assert "Mời anh chị đến đúng giờ hẹn" not in page


def heard() -> set[str]:
    rows = OutboxMessage.objects.filter(template="appointment_set")
    return {json.loads(crypto.unseal(CONTEXT, row.pk, row.context))["at"] for row in rows}
