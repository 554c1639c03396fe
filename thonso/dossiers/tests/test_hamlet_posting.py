"""The list that hangs: what is printed, taken back on the same day, written down meanwhile, and kept in sight."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from thonso.core.base import clock
from thonso.core.journal.models import Entry
from thonso.dossiers.hamlet_reports import report_of
from thonso.dossiers.models import Dossier, HamletTask
from thonso.dossiers.services import hamlet
from thonso.dossiers.tests.world import MONDAY, World, sample

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]
SHEET = {"income_score": "120", "lack_score": "40", "proposal": "poor", "note": ""}
MINUTES = {"held_on": "23/11/2026", "chair": "Lý A Dũng", "secretary": "Tẩn Văn Tú", "invited": "9", "present": "8"}


def url(task: HamletTask) -> str:
    return reverse("dossiers:hamlet_task", args=[task.pk])


@pytest.fixture
def dung(world: World, client: Client, sign_in: Callable[..., Any]) -> Client:
    done = world.file("lan", sample("1.011607"))
    world.receive(done)
    world.act("hoa", done, "take")
    world.act("hoa", done, "advance", {"note": "Nhà cuối bản, qua suối."})
    sign_in(client, "dung")
    return client


def at_posting(dung: Client) -> HamletTask:
    review = HamletTask.objects.get(kind="review")
    sent = {**SHEET, "members": str(hamlet.asked_members(review))}
    assert "Đã gửi về xã. Tiếp theo: họp thôn." in dung.post(url(review), sent, follow=True).content.decode()
    dung.post(url(HamletTask.objects.get(kind="meeting")), {**MINUTES, "agree": "6"})
    return HamletTask.objects.get(kind="posting")


def test_the_task_shows_what_the_officer_wrote_and_a_date_of_its_own(dung: Client) -> None:
    review = HamletTask.objects.select_related("dossier").get(kind="review")
    assert "Nhà cuối bản, qua suối." in dung.get(url(review)).content.decode()
    assert review.due_at is not None
    assert review.due_at < review.dossier.due_at
    posting = at_posting(dung)
    assert "Nhà cuối bản" not in dung.get(url(posting)).content.decode()
    assert posting.due_at is not None
    assert review.due_at < posting.due_at < review.dossier.due_at


def test_the_printed_list_has_its_dates_before_it_goes_up_and_who_signs(dung: Client) -> None:
    text = dung.get(url(at_posting(dung))).content.decode()
    for words in ("STT", "23/11/2026", "27/11/2026", "ngày 23 tháng 11 năm 2026", "Lý A Dũng", "Treo ngày khác"):
        assert words in text


def test_pressed_by_mistake_it_is_taken_back_on_the_same_day_only(dung: Client) -> None:
    posting = at_posting(dung)
    dung.post(url(posting), {"do": "post"})
    with clock.at(MONDAY + timedelta(days=1)):
        assert dung.post(url(posting), {"do": "unpost"}).status_code == 422
    assert dung.post(url(posting), {"do": "unpost"}).status_code == 302
    posting.refresh_from_db()
    assert (posting.started_at, posting.ends_at) == (None, None)
    assert Entry.objects.filter(verb="hamlet_task.unposted").count() == 1
    assert dung.post(url(posting), {"do": "unpost"}).status_code == 422, "nothing hangs any more"


def test_objections_are_written_down_while_it_hangs_and_stay(dung: Client) -> None:
    posting = at_posting(dung)
    assert dung.post(url(posting), {"do": "objection", "objections": "x"}).status_code in {409, 422}, "not up yet"
    dung.post(url(posting), {"do": "post"})
    dung.post(url(posting), {"do": "objection", "objections": "Ông Páo: nhà còn trâu."})
    assert "Ông Páo: nhà còn trâu." in dung.get(url(posting)).content.decode()
    assert dung.post(url(posting), {"do": "unpost"}).status_code == 422, "something is written down"
    posting.refresh_from_db()
    with clock.at(posting.ends_at + timedelta(minutes=1)):
        dung.post(url(posting), {})
    posting.refresh_from_db()
    assert posting.done_at
    assert report_of(posting)["objections"] == "Ông Páo: nhà còn trâu."


def test_while_the_dossier_waits_for_a_paper_the_list_stays_in_sight(dung: Client) -> None:
    posting = at_posting(dung)
    dung.post(url(posting), {"do": "post"})
    Dossier.objects.filter(pk=posting.dossier_id).update(state="awaiting_supplement")
    assert "đang chờ bổ sung" in dung.get("/thon/").content.decode()
    page = dung.get(url(posting)).content.decode()
    assert "cứ để nguyên" in page
    assert 'name="objections"' not in page


def test_the_minutes_leave_lines_for_who_was_there_and_why_some_disagreed(dung: Client) -> None:
    at_posting(dung)
    text = dung.get(url(HamletTask.objects.get(kind="meeting"))).content.decode()
    for words in ("Mặt trận", "đoàn thể", "không đồng ý: <b>2</b>", "ngày 23 tháng 11 năm 2026"):
        assert words in text


def test_the_page_says_day_by_day_why_it_hangs_so_long(dung: Client) -> None:
    posting = at_posting(dung)
    dung.post(url(posting), {"do": "post", "transaction_id": "7f0c1c1e-6a63-4b0d-9b1a-3f0a6f8f2a11"})
    text = dung.get(url(posting)).content.decode()
    for words in ("Vì sao ngày này?", "bắt đầu, chưa tính", "27/11"):
        assert words in text
