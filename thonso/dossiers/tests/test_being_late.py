"""What is late says in words what is late, since when and in whose hands; it stays visible when it is done."""

from datetime import timedelta

import pytest
from django.test import Client

from thonso.core.base import clock
from thonso.core.base.clock import now
from thonso.dossiers import presenting
from thonso.dossiers.models import Dossier
from thonso.dossiers.tests.test_overview import LATER, seen
from thonso.dossiers.tests.world import MONDAY, World, sample

pytestmark = pytest.mark.django_db


def of(world: World, **columns: object) -> Dossier:
    done = world.file("lan", sample("TS.000001"))
    world.receive(done)
    Dossier.objects.filter(pk=done.dossier_id).update(**columns)
    return world.dossier(done)


def words(dossier: Dossier) -> str:
    found = presenting.due(dossier)
    return found.words if found else ""


def test_late_reception_and_late_result_are_told_apart(world: World) -> None:
    waiting, received = world.dossier(world.file("lan", sample("TS.000001"))), of(world)
    with clock.at(LATER):
        assert words(waiting).startswith("Trễ tiếp nhận ")
        assert words(received).startswith("Trễ trả kết quả ")
        assert words(received).endswith("ngày làm việc")
    asked = of(world, state="awaiting_supplement", act_by=MONDAY)
    with clock.at(LATER):
        assert words(asked).startswith("Người nộp quá hạn ")


def test_late_by_an_hour_says_the_day_too(world: World) -> None:
    dossier = of(world)
    assert dossier.act_by is not None
    with clock.at(dossier.act_by + timedelta(minutes=5)):
        assert words(dossier) == f"Trễ trả kết quả từ {clock.local(dossier.act_by):%H:%M %d/%m}"


def test_a_result_that_came_late_says_so_for_ever(world: World) -> None:
    dossier = of(world, due_at=MONDAY, completed_at=MONDAY + timedelta(days=3), state="completed")
    assert words(dossier) == "Trả trễ 2 ngày làm việc"
    dossier.state = "handed_over"
    assert words(dossier) == "Trả trễ 2 ngày làm việc"
    dossier.completed_at = MONDAY + timedelta(minutes=20)
    assert words(dossier) == "Trả trễ trong ngày hẹn"
    dossier.completed_at = MONDAY
    assert presenting.due(dossier) is None


def test_the_list_of_late_ones_names_the_officer_or_the_post_and_the_date(
    world: World, client: Client, sign_in
) -> None:
    taken = of(world, assignee_id=world.cast["hoa"].pk, holder_role="officer_social")
    world.file("lan", sample("TS.000001"))
    with clock.at(LATER):
        for who in ("hai", "lan"):
            sign_in(client, who)
            text = seen(client, "/ban/ho-so/?hang=qua-han")
            assert "Hoàng Thị Hoa" in text, who
            assert "Chuyên viên tiếp nhận hồ sơ" in text, who
            assert f"{clock.local(taken.act_by):%H:%M %d/%m/%Y}" in text, who
        assert "Hoàng Thị Hoa" not in seen(client, "/ban/ho-so/?hang=viec-cua-toi")
        assert "Hoàng Thị Hoa" in client.get("/ban/ho-so/xuat.csv?hang=qua-han").content.decode()


def test_its_page_reminds_of_form_04_and_leads_there(world: World, client: Client, sign_in) -> None:
    dossier = of(world)
    world.act("hoa", world.filed[-1], "take")
    path = f"/ban/ho-so/{dossier.code}/"
    sign_in(client, "hoa")
    assert "mẫu số 04" not in seen(client, path)
    with clock.at(LATER):
        assert "mẫu số 04" in seen(client, path)
        notice = client.get(path).content.decode().split("mẫu số 04")[1].split("</p></div>")[0]
        assert any(f'href="{path}lam/{name}/">' in notice for name in ("extend", "propose_extension"))
        sign_in(client, "hai")
        assert "Người đang giữ hồ sơ đề nghị ngày hẹn mới" in seen(client, path)
        Dossier.objects.filter(pk=dossier.pk).update(state="completed", completed_at=now(), holder_role="one_stop")
        assert "mẫu số 04" not in seen(client, path)
        assert "Trả trễ" in seen(client, path)


def test_its_owner_reads_an_apology_where_it_is_followed(world: World, client: Client) -> None:
    dossier = of(world, due_at=MONDAY, completed_at=MONDAY + timedelta(days=3), state="completed")
    client.post("/tra-cuu/", {"ma": dossier.code, "khoa": world.filed[-1].key})
    text = seen(client, f"/tra-cuu/{dossier.code}/")
    assert "Trả trễ 2 ngày làm việc" in text
    assert "UBND xã xin lỗi bà con" in text
    assert f"{clock.local(MONDAY):%d/%m/%Y}" in text
    in_time = of(world, due_at=MONDAY, completed_at=MONDAY, state="completed")
    client.post("/tra-cuu/", {"ma": in_time.code, "khoa": world.filed[-1].key})
    assert "xin lỗi" not in seen(client, f"/tra-cuu/{in_time.code}/")
