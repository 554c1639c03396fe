"""A refusal at the desk: proposed in words people understand, decided by the director, told with form 03."""

import re
from uuid import uuid4

import pytest
from django.test import Client

from thonso.core.base.errors import Absent, Refused, Stale
from thonso.core.notices.models import OutboxMessage
from thonso.dossiers.services.moves import payload_of
from thonso.dossiers.tests.test_papers import words
from thonso.dossiers.tests.world import World, file_sample, sample

pytestmark = pytest.mark.django_db
WHY = {"reason": "Thửa đất này thuộc xã A Mú Sung, xin nộp tại xã đó.", "basis": "Điều 5"}


def proposed(world: World):
    done = file_sample(world, sample("TS.000001"))
    world.act("lan", done, "propose_refusal", WHY)
    return done


@pytest.mark.parametrize("reason", ["", "không", "   ngắn   "])
def test_it_needs_a_reason_in_plain_words(world: World, reason: str) -> None:
    done = file_sample(world, sample("TS.000001"))
    with pytest.raises(Refused):
        world.act("lan", done, "propose_refusal", {"reason": reason, "basis": "Điều 5"})


def test_while_it_waits_for_the_director_nothing_else_happens_to_it(world: World) -> None:
    done = proposed(world)
    world.check_all("lan", done)
    for name in ("receive", "propose_refusal", "ask_supplement"):
        with pytest.raises(Refused):
            world.act("lan", done, name, WHY | {"papers": {"request": {"why": "missing"}}})
    assert world.dossier(done).holder_role == "centre_director"


def test_the_director_may_say_no_and_the_desk_goes_on(world: World) -> None:
    done = proposed(world)
    world.act("trung", done, "reject_refusal", {"note": "Thửa đất nằm ở thôn Suối Chải, tiếp nhận."})
    dossier = world.dossier(done)
    assert (dossier.holder_role, dossier.refusal_proposed) == ("one_stop", False)
    world.receive(done)


def test_nobody_approves_what_nobody_proposed(world: World) -> None:
    done = file_sample(world, sample("TS.000001"))
    with pytest.raises(Refused):
        world.act("trung", done, "approve_refusal")


@pytest.mark.parametrize("who", ["lan", "hoa", "pho", "xuan", "mai", "quantri"])
def test_only_the_director_decides(world: World, who: str) -> None:
    done = proposed(world)
    with pytest.raises(Absent):
        world.act(who, done, "approve_refusal")


def test_the_citizen_reads_the_very_words_and_is_told(world: World) -> None:
    done = proposed(world)
    world.act("trung", done, "approve_refusal")
    dossier = world.dossier(done)
    assert payload_of(dossier.events.get(kind="approve_refusal"), dossier)["reason"] == WHY["reason"]
    sent = OutboxMessage.objects.filter(template="refused")
    # By SMS to the citizen, and to the helper who filed it with her.
    assert sent.get(channel="inapp").account_id == world.cast["tu"].pk
    assert sent.filter(channel="sms").count() == 1
    assert sent.count() == 2
    assert WHY["reason"] not in str(list(sent.values()))


def test_whoever_shows_the_key_prints_form_03_with_its_basis(world: World, client: Client) -> None:
    done = proposed(world)
    client.post("/tra-cuu/", {"ma": done.code, "khoa": done.key})
    assert "TỪ CHỐI" not in words(client.get(f"/tra-cuu/{done.code}/phieu.pdf").content)
    world.act("trung", done, "approve_refusal")
    paper = words(client.get(f"/tra-cuu/{done.code}/phieu.pdf").content)
    assert "TỪ CHỐI" in paper
    assert WHY["basis"] in paper
    assert "Phiếu từ chối tiếp nhận" in client.get(f"/tra-cuu/{done.code}/").content.decode()


def test_after_reception_it_is_too_late_to_refuse(world: World) -> None:
    done = file_sample(world, sample("TS.000001"))
    world.receive(done)
    with pytest.raises(Stale):
        world.act("lan", done, "propose_refusal", WHY)


def test_the_applicant_may_still_withdraw_while_the_director_thinks(world: World) -> None:
    done = proposed(world)
    world.act("lan", done, "withdraw", {"reason": "Không cần nữa.", "asked_by": "spoken"})
    assert world.dossier(done).state == "withdrawn"
    with pytest.raises(Stale):
        world.act("trung", done, "approve_refusal")


def test_it_needs_the_basis_that_form_03_names(world: World) -> None:
    done = file_sample(world, sample("TS.000001"))
    for basis in ("", "  ", "Đ5"):
        with pytest.raises(Refused) as refusal:
            world.act("lan", done, "propose_refusal", WHY | {"basis": basis})
        assert "basis" in refusal.value.fields


def test_the_director_finds_it_told_in_the_list_and_decides_with_everything_before_her(
    world: World, client: Client, sign_in
) -> None:
    done = proposed(world)
    sign_in(client, "trung")
    assert "Chờ Giám đốc duyệt từ chối" in client.get("/ban/ho-so/").content.decode()
    page = client.get(f"/ban/ho-so/{done.code}/lam/approve_refusal/").content.decode()
    for said in (WHY["reason"], WHY["basis"], "Nguyễn Thị Lan"):
        assert said in page
    draft = client.get(f"/ban/ho-so/{done.code}/du-thao/form03.pdf")
    assert draft.content[:5] == b"%PDF-"
    assert client.get(f"/ban/ho-so/{done.code}/du-thao/form04.pdf").status_code == 404
    answer = client.post(
        f"/ban/ho-so/{done.code}/lam/approve_refusal/", {"transaction_id": str(uuid4())}, follow=True
    ).content.decode()
    assert re.search(r"ừ chối[^.<]*\. <a", answer)
    assert client.get(f"/ban/ho-so/{done.code}/du-thao/form03.pdf").status_code == 404


def test_nobody_else_reads_the_draft_and_outside_nobody_hears_of_the_proposal(
    world: World, client: Client, sign_in
) -> None:
    done = proposed(world)
    for who in ("lan", "hoa", "thu", "pho", "xuan"):
        sign_in(client, who)
        assert client.get(f"/ban/ho-so/{done.code}/du-thao/form03.pdf").status_code == 404, who
    sign_in(client, "mai")
    assert "Giám đốc duyệt" not in client.get("/tai-khoan/ho-so/").content.decode()


def test_who_may_not_do_something_is_not_told_that_the_dossier_moved_on(world: World, client: Client, sign_in) -> None:
    done = file_sample(world, sample("TS.000001"))
    sign_in(client, "lan")
    page = client.get(f"/ban/ho-so/{done.code}/lam/draft_result/").content.decode()
    assert "Hồ sơ đã có thay đổi" not in page
    assert "lúc này" in page or "không" in page
