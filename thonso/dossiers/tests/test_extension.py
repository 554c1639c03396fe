"""A later date: proposed by the officer, granted by the director of the centre with a numbered apology, never in the past."""

from datetime import timedelta

import pytest
from django.test import Client

from tests.cast import BACKEND
from thonso.core.base import clock
from thonso.core.base.errors import Absent, Refused, Stale
from thonso.core.notices.models import OutboxMessage
from thonso.dossiers import queues
from thonso.dossiers.services import extension
from thonso.dossiers.tests.test_papers import drawn
from thonso.dossiers.tests.world import MONDAY, World, file_sample, sample

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]
WHY = {"days": "2", "reason": "Chờ kết quả xác minh của xã nơi cư trú trước đây."}
DUE = MONDAY.replace(day=27, hour=17, minute=0)  # the 24th is a holiday
LATE = DUE + timedelta(days=14)


def taken(world: World):
    done = file_sample(world, sample("1.004873"))
    world.receive(done)
    world.act("binh", done, "take")
    assert world.dossier(done).due_at == DUE
    return done


def proposed(world: World):
    done = taken(world)
    world.act("binh", done, "propose_extension", WHY)
    return done


def letter(world: World, done) -> str:
    return drawn(world, done, "form04")


def test_a_proposal_moves_nothing_and_tells_the_applicant_nothing(world: World) -> None:
    done = proposed(world)
    dossier = world.dossier(done)
    assert (dossier.due_at, dossier.extended, dossier.extension_proposed) == (DUE, 0, 2)
    assert dossier.holder_role == "officer_justice"
    assert not OutboxMessage.objects.filter(template="extended").exists()
    assert OutboxMessage.objects.get(template="extension_proposed").account_id == world.cast["trung"].pk


def test_the_director_finds_it_among_her_work_and_the_officer_keeps_it(world: World) -> None:
    done = proposed(world)
    for who in ("trung", "binh"):
        assert [d.code for d in queues.page(world.actor(who), "viec-cua-toi").rows] == [done.code], who
    world.act("trung", done, "extend")
    assert queues.page(world.actor("trung"), "viec-cua-toi").rows == []


def test_granted_as_proposed_it_moves_the_date_by_whole_working_days(world: World) -> None:
    done = proposed(world)
    world.act("trung", done, "extend")
    dossier = world.dossier(done)
    assert dossier.due_at == DUE + timedelta(days=4)  # over a weekend
    assert (dossier.extended, dossier.extension_proposed, dossier.act_by) == (2, 0, dossier.due_at)
    assert OutboxMessage.objects.filter(template="extended").exists()


def test_the_director_may_grant_fewer_days_in_other_words_or_without_a_proposal(world: World) -> None:
    done = proposed(world)
    world.act("trung", done, "extend", {"days": "1", "reason": "Xã A Mú Sung chưa trả lời công văn xác minh."})
    assert world.dossier(done).due_at == DUE + timedelta(days=3)
    assert "Xã A Mú Sung chưa trả lời" in letter(world, done)
    other = taken(world)
    world.act("trung", other, "extend", WHY)
    assert world.dossier(other).extended == 2


def test_not_granted_the_date_stands_and_the_officer_is_told(world: World) -> None:
    done = proposed(world)
    world.act("trung", done, "reject_extension", {"note": "Đủ giấy tờ rồi, cấp trong ngày."})
    dossier = world.dossier(done)
    assert (dossier.due_at, dossier.extension_proposed) == (DUE, 0)
    assert OutboxMessage.objects.filter(template="extension_rejected", account_id=world.cast["binh"].pk).count() == 1
    with pytest.raises(Refused):
        world.act("trung", done, "reject_extension")
    world.act("binh", done, "propose_extension", WHY)  # may be asked again


@pytest.mark.parametrize("who", ["binh", "hoa", "lan", "hai", "pho", "thu", "mai", "xuan", "quantri"])
def test_nobody_but_the_director_grants_it(world: World, who: str) -> None:
    done = proposed(world)
    for name in ("extend", "reject_extension"):
        with pytest.raises(Absent):
            world.act(who, done, name, WHY)


def test_only_who_holds_it_proposes_and_only_once_at_a_time(world: World) -> None:
    done = proposed(world)
    with pytest.raises(Refused):
        world.act("binh", done, "propose_extension", WHY)
    for who, error in (("hoa", Absent), ("trung", Absent), ("lan", Absent)):
        with pytest.raises(error):
            world.act(who, done, "propose_extension", WHY)


@pytest.mark.parametrize("wrong", [{"days": "0"}, {"days": "31"}, {"days": "-1"}, {"days": "hai"}, {"reason": "muộn"}])
def test_it_needs_a_reason_and_a_reasonable_date(world: World, wrong: dict[str, str]) -> None:
    done = taken(world)
    for who, name in (("binh", "propose_extension"), ("trung", "extend")):
        with pytest.raises(Refused):
            world.act(who, done, name, WHY | wrong)
    with pytest.raises(Refused):
        world.act("trung", done, "extend")  # nothing was proposed whose days could be meant


def test_when_the_date_is_over_the_new_one_is_counted_from_today(world: World) -> None:
    """Extended by one day, the apology of 26/11 promised the 9th of November."""
    done = taken(world)
    with clock.at(LATE):  # Friday, 11/12
        world.act("binh", done, "propose_extension", WHY | {"days": "1"})
        world.act("trung", done, "extend")
        dossier = world.dossier(done)
        assert dossier.due_at == LATE.replace(day=14)
        assert dossier.due_at > clock.now()
        said = letter(world, done)
    assert "17 giờ 00 phút, ngày 14 tháng 12 năm 2026" in said
    assert "đã quá thời hạn" in said


def test_a_proposal_that_waited_is_counted_from_the_day_it_is_granted(world: World) -> None:
    done = proposed(world)
    with clock.at(LATE):
        world.act("trung", done, "extend")
        assert world.dossier(done).due_at == LATE.replace(day=15)


def test_a_pause_after_the_date_was_over_does_not_make_it_earlier(world: World) -> None:
    done = taken(world)
    key = world.dossier(done).paper_keys[0]
    with clock.at(LATE - timedelta(days=4)):
        world.act("binh", done, "ask_supplement", {"papers": {key: {"why": "missing", "note": "Thiếu trang hai."}}})
    with clock.at(LATE - timedelta(days=1)):
        world.act("lan", done, "supply", {"brought": {key: "compared"}})
    with clock.at(LATE):
        world.act("trung", done, "extend", WHY | {"days": "1"})
        assert world.dossier(done).due_at == LATE.replace(day=14)


def test_what_can_be_chosen_is_what_comes_of_it(world: World) -> None:
    done = taken(world)
    for at in (MONDAY, LATE):
        with clock.at(at):
            offered = dict(extension.choices(world.dossier(done), at))
            assert len(offered) == extension.MOST
            assert min(offered.values()) > at
            granted, due_at = extension.later(world.dossier(done), 7, at)
            assert due_at == offered[7]
            assert granted >= 7


def test_letters_are_numbered_one_after_another(world: World) -> None:
    said = []
    for _n in range(2):
        done = proposed(world)
        world.act("trung", done, "extend")
        said.append(letter(world, done))
    assert ["01/TB-TTPVHCC" in said[0], "02/TB-TTPVHCC" in said[1]] == [True, True]
    assert all("Trần Quốc Trung" in one for one in said)


def test_a_second_time_is_the_directors_to_decide_and_the_page_says_so(world: World, client: Client) -> None:
    done = proposed(world)
    world.act("trung", done, "extend")
    world.act("binh", done, "propose_extension", WHY)
    client.force_login(world.cast["trung"], backend=BACKEND)
    page = client.get(f"/ban/ho-so/{done.code}/lam/extend/").content.decode()
    assert "đã gia hạn 1 lần" in page
    assert "Nguyễn Văn Bình" in page or "Bình" in page
    world.act("trung", done, "extend")
    assert world.dossier(done).extended == 4


def test_the_page_shows_every_date_before_anything_is_pressed(world: World, client: Client) -> None:
    done = taken(world)
    client.force_login(world.cast["binh"], backend=BACKEND)
    page = client.get(f"/ban/ho-so/{done.code}/lam/propose_extension/").content.decode()
    assert "2 ngày làm việc: đến 17:00 01/12/2026" in page
    answer = client.post(f"/ban/ho-so/{done.code}/lam/propose_extension/", WHY | {"days": ""})
    assert answer.status_code == 422
    assert WHY["reason"] in answer.content.decode()


def test_a_proposal_ends_with_what_it_was_about(world: World) -> None:
    done = proposed(world)
    world.act("trung", done, "stop", {"reason": "Người nộp đã chuyển đi nơi khác."})
    assert world.dossier(done).extension_proposed == 0
    with pytest.raises(Stale):
        world.act("trung", done, "extend")


def test_the_director_may_extend_while_it_waits_for_a_signature(world: World) -> None:
    done = world.file("lan", sample("TS.000001"))
    world.receive(done)
    for name in ("take", "draft_result", "propose"):
        world.act("hoa", done, name)
    with pytest.raises(Stale):
        world.act("hoa", done, "propose_extension", WHY)
    world.act("trung", done, "extend", WHY | {"days": "1"})
    assert world.dossier(done).state == "awaiting_signature"
