"""The sheets the hamlet fills in: what is known stands there, what cannot be is refused, what looks odd is asked about once."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from thonso.core.base import clock
from thonso.core.base.errors import Refused
from thonso.dossiers.models import HamletTask
from thonso.dossiers.services import hamlet
from thonso.dossiers.tests.world import World, sample

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]
SHEET = {"income_score": "120", "lack_score": "40", "members": "4", "proposal": "poor", "note": ""}
MINUTES = {"held_on": "23/11/2026", "chair": "Lý A Dũng", "secretary": "Tẩn Văn Tú", "invited": "9", "present": "8"}


@pytest.fixture
def review(world: World) -> HamletTask:
    done = world.file("lan", sample("1.011607"))
    world.receive(done)
    world.act("hoa", done, "take")
    world.act("hoa", done, "advance")
    return HamletTask.objects.select_related("dossier", "hamlet").get(dossier_id=done.dossier_id)


def of(review: HamletTask) -> dict[str, str]:
    return {**SHEET, "members": str(hamlet.asked_members(review))}


def refused(task: HamletTask, given: dict[str, Any]) -> dict[str, Any]:
    with pytest.raises(Refused) as caught:
        hamlet.read_report(task, given)
    return caught.value.fields


def test_the_number_of_people_is_there_from_the_request(review: HamletTask, client: Client, sign_in: Any) -> None:
    sign_in(client, "dung")
    text = client.get(reverse("dossiers:hamlet_task", args=[review.pk])).content.decode()
    asked = len(sample("1.011607").answers["members"])
    assert f'value="{asked}"' in text
    assert "theo giấy đề nghị" in text


@pytest.mark.parametrize(("box", "figure"), [("income_score", "9999"), ("lack_score", "1000"), ("members", "99")])
def test_a_figure_that_cannot_be_is_refused(review: HamletTask, box: str, figure: str) -> None:
    assert list(refused(review, {**of(review), box: figure, "again": "1"})) == [box]


@pytest.mark.parametrize(
    ("box", "figure"), [("lack_score", "35"), ("lack_score", "130"), ("members", "9"), ("proposal", "none")]
)
def test_what_looks_odd_is_asked_about_once_and_told_to_the_officer(review: HamletTask, box: str, figure: str) -> None:
    odd = {**of(review), box: figure}
    assert list(refused(review, odd)) == [box, "again"]
    assert hamlet.read_report(review, {**odd, "again": "1"})["doubts"]
    assert "doubts" not in hamlet.read_report(review, of(review))


def test_mistakes_come_in_the_order_of_the_sheet(review: HamletTask) -> None:
    review.kind = HamletTask.Kind.MEETING
    assert list(refused(review, {})) == ["held_on", "chair", "secretary", "invited", "present", "agree"]


def test_the_meeting_page_says_what_is_to_be_agreed_to_and_who_chairs(
    world: World, review: HamletTask, client: Client, sign_in: Callable[..., Any]
) -> None:
    sign_in(client, "dung")
    client.post(reverse("dossiers:hamlet_task", args=[review.pk]), of(review))
    meeting = HamletTask.objects.get(kind="meeting")
    text = client.get(reverse("dossiers:hamlet_task", args=[meeting.pk])).content.decode()
    for words in ("Hộ nghèo", ">120<", ">40<", 'value="Lý A Dũng"'):
        assert words in text


def test_the_list_that_is_hung_up_carries_the_heading_of_an_official_paper(
    world: World, review: HamletTask, client: Client, sign_in: Callable[..., Any]
) -> None:
    sign_in(client, "dung")
    client.post(reverse("dossiers:hamlet_task", args=[review.pk]), of(review))
    meeting = HamletTask.objects.get(kind="meeting")
    client.post(reverse("dossiers:hamlet_task", args=[meeting.pk]), {**MINUTES, "agree": "8"})
    posting = reverse("dossiers:hamlet_task", args=[HamletTask.objects.get(kind="posting").pk])
    text = client.get(posting).content.decode()
    for words in ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", "Xã Bát Xát", "Thôn Suối Chải"):
        assert words in text
    client.post(posting, {"do": "post"})
    assert "27/11/2026" in client.get(posting).content.decode(), "three working days; the 24th is a holiday"


def test_the_minutes_are_printed_from_what_was_written_and_found_from_the_posting(
    world: World, review: HamletTask, client: Client, sign_in: Callable[..., Any]
) -> None:
    sign_in(client, "dung")
    client.post(reverse("dossiers:hamlet_task", args=[review.pk]), of(review))
    meeting = reverse("dossiers:hamlet_task", args=[HamletTask.objects.get(kind="meeting").pk])
    client.post(meeting, {**MINUTES, "agree": "8", "note": "Bà con nhất trí."})
    posting = reverse("dossiers:hamlet_task", args=[HamletTask.objects.get(kind="posting").pk])
    assert meeting in client.get(posting).content.decode()
    text = client.get(meeting).content.decode()
    for words in ("Biên bản", "Tẩn Văn Tú", "Bà con nhất trí.", "Hộ nghèo", "02 bản", "để niêm yết công khai"):
        assert words in text


def test_minutes_of_a_meeting_that_did_not_agree_say_so(
    world: World, review: HamletTask, client: Client, sign_in: Callable[..., Any]
) -> None:
    sign_in(client, "dung")
    client.post(reverse("dossiers:hamlet_task", args=[review.pk]), of(review))
    meeting = reverse("dossiers:hamlet_task", args=[HamletTask.objects.get(kind="meeting").pk])
    client.post(meeting, {**MINUTES, "agree": "2", "again": "1"})
    text = client.get(meeting).content.decode()
    assert "chưa thống nhất" in text
    assert "để niêm yết" not in text


@pytest.mark.parametrize(
    ("income", "lack", "proposal"),
    [("140", "30", "poor"), ("140", "20", "near_poor"), ("141", "120", "none"), ("0", "0", "near_poor")],
)
def test_what_the_scores_say_is_not_asked_about_and_anything_else_is(
    review: HamletTask, income: str, lack: str, proposal: str
) -> None:
    sheet = {**of(review), "income_score": income, "lack_score": lack}
    assert "doubts" not in hamlet.read_report(review, {**sheet, "proposal": proposal})
    for other in {"poor", "near_poor", "none"} - {proposal}:
        assert list(refused(review, {**sheet, "proposal": other})) == ["proposal", "again"]


def test_thresholds_that_ran_out_are_shown_and_asked_about_no_more(
    review: HamletTask, client: Client, sign_in: Any
) -> None:
    page = reverse("dossiers:hamlet_task", args=[review.pk])
    sign_in(client, "dung")
    assert "Từ 140 điểm trở xuống" in client.get(page).content.decode()
    with clock.at(datetime(2027, 1, 4, 9, tzinfo=clock.HANOI)):
        assert "doubts" not in hamlet.read_report(review, {**of(review), "proposal": "none", "lack_score": "35"})
        sign_in(client, "dung")
        text = client.get(page).content.decode()
    assert "Chưa có ngưỡng điểm" in text
    assert "140 điểm" not in text


def test_a_meeting_before_the_review_was_done_is_refused(review: HamletTask, client: Client, sign_in: Any) -> None:
    sign_in(client, "dung")
    client.post(reverse("dossiers:hamlet_task", args=[review.pk]), of(review))
    meeting = HamletTask.objects.get(kind="meeting")
    minutes = {**MINUTES, "agree": "8"}
    assert list(refused(meeting, {**minutes, "held_on": "22/11/2026"})) == ["held_on"]
    assert list(refused(meeting, {**minutes, "held_on": "01/01/2020"})) == ["held_on"]
    assert hamlet.read_report(meeting, minutes)["held_on"] == "23/11/2026"


def test_a_vote_that_fails_is_told_to_the_hamlet_and_to_the_officer(
    world: World, review: HamletTask, client: Client, sign_in: Callable[..., Any]
) -> None:
    sign_in(client, "dung")
    client.post(reverse("dossiers:hamlet_task", args=[review.pk]), of(review))
    meeting = HamletTask.objects.get(kind="meeting")
    home = client.post(
        reverse("dossiers:hamlet_task", args=[meeting.pk]), {**MINUTES, "agree": "2", "again": "1"}, follow=True
    ).content.decode()
    assert "2/8 hộ đồng ý, chưa đủ một nửa: rà soát lại và họp lại." in home
    again = HamletTask.objects.get(kind="review", done_at=None)
    text = client.get(reverse("dossiers:hamlet_task", args=[again.pk])).content.decode()
    for words in ("2/8 hộ đồng ý", ">120<", "Hộ nghèo"):
        assert words in text
    sign_in(client, "hoa")
    page = client.get(reverse("dossiers:detail", args=[review.dossier.code])).content.decode()
    for words in (", lần 2", "Chưa đủ một nửa đồng ý", "lại: cuộc họp chưa đủ một nửa"):
        assert words in page


VOTE = {**MINUTES, "invited": "60", "present": "40", "agree": "30"}


def held(review: HamletTask) -> HamletTask:
    review.kind = HamletTask.Kind.MEETING
    return review


@pytest.mark.parametrize(
    ("odd", "boxes"),
    [
        ({"present": "5", "agree": "5"}, ["present", "again"]),
        ({"agree": "10"}, ["agree", "again"]),
        ({"present": "20", "agree": "5"}, ["present", "agree", "again"]),
    ],
)
def test_a_meeting_few_came_to_or_that_fails_is_asked_about_once(
    review: HamletTask, odd: dict[str, str], boxes: list[str]
) -> None:
    assert list(refused(held(review), {**VOTE, **odd})) == boxes
    assert hamlet.read_report(review, {**VOTE, **odd, "again": "1"})["doubts"]
    assert "doubts" not in hamlet.read_report(review, VOTE)


def test_each_contradiction_is_named_with_its_figures(review: HamletTask) -> None:
    found = refused(held(review), {**MINUTES, "invited": "30", "present": "40", "agree": "50", "again": "1"})
    assert list(found) == ["present", "agree"]
    assert "40 hộ dự, nhiều hơn 30" in found["present"][0]
    assert "50 hộ đồng ý, nhiều hơn 40" in found["agree"][0]
    assert "chưa phải là họp" in refused(review, {**MINUTES, "present": "0", "agree": "0"})["present"][0]


@pytest.mark.parametrize("typed", ["-5", "5,5", "năm"])
def test_what_is_no_figure_is_told_what_one_is(review: HamletTask, typed: str) -> None:
    assert "từ 0 trở lên" in refused(held(review), {**VOTE, "agree": typed})["agree"][0]


@pytest.mark.parametrize("typed", ["x😀", "12345", "a" * 154])
def test_who_chairs_has_a_name(review: HamletTask, typed: str) -> None:
    assert list(refused(held(review), {**VOTE, "chair": typed, "secretary": typed})) == ["chair", "secretary"]


def test_after_a_failed_vote_the_new_review_is_not_born_late(
    world: World, review: HamletTask, client: Client, sign_in: Callable[..., Any]
) -> None:
    sign_in(client, "dung")
    client.post(reverse("dossiers:hamlet_task", args=[review.pk]), of(review))
    with clock.at(datetime(2026, 12, 20, 19, 30, tzinfo=clock.HANOI)):
        at = reverse("dossiers:hamlet_task", args=[HamletTask.objects.get(kind="meeting").pk])
        vote = {**MINUTES, "held_on": "20/12/2026", "invited": "60", "present": "50", "agree": "10"}
        asked = client.post(at, vote)
        assert asked.status_code == 422
        assert "10/50 hộ đồng ý" in asked.content.decode()
        assert client.post(at, {**vote, "again": "1"}).status_code == 302
        again = HamletTask.objects.get(kind="review", done_at=None)
        assert again.due_at is not None
        assert again.due_at > clock.now()
        assert "Quá hạn" not in client.get("/thon/").content.decode()
