"""Who hears of a date that has moved, said truly: before, after, in the log, and where nobody can be reached."""

import html
from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils.html import strip_tags

from thonso.core.base import clock
from thonso.core.base.errors import Refused
from thonso.core.notices import services as notices
from thonso.core.notices.models import OutboxMessage
from thonso.core.workdays.models import Holiday
from thonso.core.workdays.services import add_holiday
from thonso.dossiers.models import Dossier, HamletTask, Party
from thonso.dossiers.services.filing import Filed
from thonso.dossiers.tests.test_extension import WHY, taken
from thonso.dossiers.tests.test_overview import seen
from thonso.dossiers.tests.test_redating import at_posting
from thonso.dossiers.tests.test_two_tabs import opened, sent
from thonso.dossiers.tests.world import MONDAY, World, file_sample, sample

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]
FLOOD = {"date": "26/11/2026", "name": "Nghỉ lũ", "kind": "holiday", "source": ""}
ATTENTION = "/quan-tri/can-xu-ly/"


def unreachable(world: World, done: Filed) -> None:
    """As a person filed who has neither phone nor account."""
    Dossier.objects.filter(pk=done.dossier_id).update(submitter_account_id=None, helper_account_id=None)
    Party.objects.filter(dossier_id=done.dossier_id, part="submitter").update(details="")


def followed(client: Client, path: str, form: dict[str, str]) -> str:
    return " ".join(html.unescape(strip_tags(client.post(path, form, follow=True).content.decode())).split())


def extended(client: Client, done: Filed) -> str:
    sent(client, done, "extend", opened(client, done, "extend"), **WHY)
    return seen(client, f"/ban/ho-so/{done.code}/")


def test_after_an_extension_it_says_by_which_way_the_news_goes(world: World, client: Client, sign_in) -> None:
    done = taken(world)
    sign_in(client, "trung")
    page = extended(client, done)
    assert "Báo tin cho người nộp: " in page
    assert "người trực ở thôn" not in page
    assert OutboxMessage.objects.filter(template="extended", state="queued").exists()
    assert not OutboxMessage.objects.filter(template="extended", state="dead").exists()


def test_where_nobody_can_be_reached_it_says_so_and_somebody_has_to_tell(world: World, client: Client, sign_in) -> None:
    done = taken(world)
    unreachable(world, done)
    sign_in(client, "trung")
    page = extended(client, done)
    assert "Người nộp không có số điện thoại: báo qua người trực ở thôn." in page
    assert "Báo tin cho người nộp" not in page
    row = OutboxMessage.objects.get(template="extended")
    assert (row.state, row.to, row.account_id) == ("dead", "", None)
    sign_in(client, "lan")
    stuck = seen(client, ATTENTION)
    assert "báo qua người trực ở thôn" in stuck
    assert "người nộp hồ sơ" in stuck
    assert f'href="/ban/ho-so/{done.code}/"' in client.get(ATTENTION).content.decode()
    assert "Gửi lại" not in stuck
    with pytest.raises(Refused):
        notices.resend(world.actor("lan"), row, token=row.token)
    notices.cancel(world.actor("lan"), row, token=row.token)  # told in another way
    assert "người trực ở thôn" not in seen(client, ATTENTION)


def test_the_page_that_asks_again_lists_each_dossier_with_both_dates(world: World, client: Client, sign_in) -> None:
    done = taken(world)
    before = world.dossier(done).due_at
    sign_in(client, "trung")
    page = followed(client, "/quan-tri/ngay-nghi/them/", FLOOD)
    assert done.code in page
    assert f"{clock.local(before):%d/%m/%Y}" in page.split(done.code)[1]
    assert "30/11/2026" in page.split(done.code)[1]
    assert world.dossier(done).due_at == before  # only asked
    assert not Holiday.objects.filter(name="Nghỉ lũ").exists()


def test_what_only_lies_near_the_date_is_not_listed(world: World, client: Client, sign_in) -> None:
    taken(world)
    sign_in(client, "trung")
    page = followed(client, "/quan-tri/ngay-nghi/them/", {**FLOOD, "date": "08/03/2027"})
    assert "Ngày hẹn sẽ đổi" not in page


def test_what_is_listed_beforehand_is_what_moves(world: World, client: Client, sign_in) -> None:
    done = taken(world)
    sign_in(client, "trung")
    page = followed(client, "/quan-tri/ngay-nghi/them/", FLOOD)
    followed(client, "/quan-tri/ngay-nghi/them/", {**FLOOD, "sure": "1"})
    assert f"{clock.local(world.dossier(done).due_at):%d/%m/%Y}" in page.split(done.code)[1]


def test_when_it_is_done_it_says_how_many_were_told_and_who_could_not_be(world: World, client: Client, sign_in) -> None:
    reached, alone = taken(world), taken(world)
    unreachable(world, alone)
    sign_in(client, "trung")
    page = followed(client, "/quan-tri/ngay-nghi/them/", {**FLOOD, "sure": "1"})
    assert "Đã gửi tin báo ngày mới cho người nộp của 1 hồ sơ" in page
    assert f"báo qua người trực ở thôn: {alone.code}." in page
    assert reached.code not in page
    assert OutboxMessage.objects.get(template="redated", state="dead").about_id == alone.dossier_id


def test_each_dossier_has_it_in_its_log_with_both_dates_and_why(world: World, client: Client, sign_in) -> None:
    done = taken(world)
    before = world.dossier(done)
    add_holiday(world.commune_id, date(2026, 11, 26), "Nghỉ lũ", actor=world.actor("trung").ref)
    after = world.dossier(done)
    event = after.events.get(kind="redate")
    assert (event.seq, after.revision) == (before.revision + 1, before.revision + 1)
    assert (event.from_state, event.to_state) == ("processing", "processing")
    said = f"{clock.local(after.due_at):%H:%M %d/%m/%Y} thay cho {clock.local(before.due_at):%H:%M %d/%m/%Y}"
    sign_in(client, "binh")
    assert f"{said}: Nghỉ lũ 26/11" in seen(client, f"/ban/ho-so/{done.code}/")
    client.post("/tra-cuu/", {"ma": done.code, "khoa": done.key})
    assert "Tính lại ngày hẹn" in seen(client, f"/tra-cuu/{done.code}/")


def test_a_form_opened_before_the_date_moved_is_old(world: World, client: Client, sign_in) -> None:
    done = taken(world)
    sign_in(client, "trung")
    form = opened(client, done, "extend")
    add_holiday(world.commune_id, date(2026, 11, 26), "Nghỉ lũ", actor=world.actor("trung").ref)
    late = sent(client, done, "extend", form, **WHY)
    assert late.status_code == 409
    assert "Nghỉ lũ 26/11" in html.unescape(late.content.decode())


def test_a_dossier_that_does_not_move_has_nothing_in_its_log(world: World) -> None:
    done = taken(world)
    add_holiday(world.commune_id, date(2027, 3, 8), "Nghỉ", actor=world.actor("trung").ref)
    assert not world.dossier(done).events.filter(kind="redate").exists()


def test_whom_only_the_helper_can_tell_and_whom_nobody_has_to_tell_are_named(
    world: World, client: Client, sign_in
) -> None:
    helped = taken(world)
    with clock.at(MONDAY + timedelta(hours=6)):
        waiting = file_sample(world, sample("1.004873", "valid"))  # to be received within the next day's office hours
    unreachable(world, helped)
    Dossier.objects.filter(pk=helped.dossier_id).update(helper_account_id=world.actor("tu").account_id)
    sign_in(client, "trung")
    page = followed(client, "/quan-tri/ngay-nghi/them/", {**FLOOD, "date": "25/11/2026", "sure": "1"})
    assert f"Chỉ báo được cho người hỗ trợ đã nộp hộ, để người ấy nói lại với bà con: {helped.code}." in page
    assert f"Chưa hẹn ngày với bà con nên không phải báo ai: {waiting.code}." in page
    assert "Đã gửi tin báo ngày mới cho người nộp" not in page


def test_a_day_off_that_would_make_up_for_a_missed_date_says_so(world: World, client: Client, sign_in) -> None:
    done = taken(world)
    due = world.dossier(done).due_at
    sign_in(client, "trung")
    with clock.at(due + timedelta(hours=1)):
        page = followed(client, "/quan-tri/ngay-nghi/them/", {**FLOOD, "date": f"{clock.local(due):%d/%m/%Y}"})
    assert "trong đó 1 hồ sơ đang trễ sẽ thành chưa trễ" in page
    with clock.at(due - timedelta(hours=1)):
        page = followed(client, "/quan-tri/ngay-nghi/them/", {**FLOOD, "date": f"{clock.local(due):%d/%m/%Y}"})
    assert done.code in page
    assert "đang trễ" not in page


def test_a_list_in_a_hamlet_that_comes_down_later_is_listed_and_the_hamlet_told(
    world: World, client: Client, sign_in
) -> None:
    done = at_posting(world)
    task = HamletTask.objects.get(dossier_id=done.dossier_id, kind="posting")
    day = f"{clock.local(task.started_at) + timedelta(days=1):%d/%m/%Y}"
    sign_in(client, "trung")
    with clock.at(task.started_at + timedelta(hours=1)):
        page = followed(client, "/quan-tri/ngay-nghi/them/", {**FLOOD, "date": day})
        assert "danh sách đang niêm yết ở thôn: 1" in page
        assert f"{clock.local(task.ends_at):%d/%m/%Y}" in page
        page = followed(client, "/quan-tri/ngay-nghi/them/", {**FLOOD, "date": day, "sure": "1"})
    assert f"Danh sách đang niêm yết ở thôn đổi ngày gỡ, đã báo về thôn: {done.code}." in page
