"""Who approves a refusal, an apology or a request for papers is each commune's own choice (practice.md 21)."""

import pytest
from django.test import Client

from thonso.core.base.errors import Absent, Refused
from thonso.core.journal.work import transact
from thonso.core.notices.models import OutboxMessage
from thonso.core.units.profile import set_commune_profile
from thonso.dossiers import access, queues
from thonso.dossiers.presenting import office_state
from thonso.dossiers.services.moves import allowed, look_at, payload_of
from thonso.dossiers.tests.test_papers import drawn
from thonso.dossiers.tests.world import World, file_sample, sample

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]
UNSIGNED = {"why": "invalid", "note": "Đơn chưa có chữ ký."}
LATER = {"days": "2", "reason": "Chờ kết quả xác minh của xã nơi cư trú trước đây."}
REFUSAL = {"reason": "Thửa đất này thuộc xã A Mú Sung, xin nộp tại xã đó.", "basis": "Điều 5"}


def choose(world: World, **who: str) -> None:
    with transact(world.commune_id) as work:
        set_commune_profile(work, world.cast["quantri"].ref, world.units.commune, **who)


def names(world: World, who: str, done) -> set[str]:
    dossier = world.dossier(done)
    return {one.name for one in allowed(world.actor(who), dossier, look_at(dossier))}


def to_do(world: World, who: str) -> list[str]:
    return [one.code for one in queues.page(world.actor(who), "viec-cua-toi").rows]


def paper(world: World, done) -> dict[str, dict[str, str]]:
    return {world.dossier(done).paper_keys[0]: UNSIGNED}


def at_the_desk(world: World):
    return file_sample(world, sample("TS.000001"))


def in_hand(world: World):
    done = file_sample(world, sample("1.004873"))
    world.receive(done)
    world.act("binh", done, "take")
    return done


def test_left_alone_the_director_decides_and_papers_are_asked_for_at_once(world: World) -> None:
    done = at_the_desk(world)
    assert "ask_supplement" in names(world, "lan", done)
    assert "propose_supplement" not in names(world, "lan", done)
    world.act("lan", done, "propose_refusal", REFUSAL)
    assert (world.dossier(done).approval_by, world.dossier(done).holder_role) == ("centre_director", "centre_director")


def test_a_request_for_papers_waits_for_approval_and_the_slip_names_who_proposed_it(world: World) -> None:
    choose(world, supplement_by="centre_director")
    done = in_hand(world)
    assert "ask_supplement" not in names(world, "binh", done)
    with pytest.raises(Refused, match="phải được duyệt"):
        world.act("binh", done, "ask_supplement", {"papers": paper(world, done)})
    world.act("binh", done, "propose_supplement", {"papers": paper(world, done), "basis": "Điều 9"})
    dossier = world.dossier(done)
    assert (dossier.state, dossier.assignee_id, dossier.supplements_asked) == ("processing", world.cast["binh"].pk, 0)
    assert str(office_state(dossier).words) == "Chờ Giám đốc duyệt bổ sung"
    assert OutboxMessage.objects.get(template="supplement_proposed").account_id == world.cast["trung"].pk
    assert done.code in to_do(world, "trung")
    assert done.code not in to_do(world, "hai")
    # Until it is decided nothing is passed on, and nothing else is proposed.
    for name in ("advance", "propose_extension", "propose_supplement"):
        with pytest.raises(Refused):
            world.act("binh", done, name, LATER | {"papers": paper(world, done)})

    world.act("trung", done, "approve_supplement")
    dossier = world.dossier(done)
    assert (dossier.state, dossier.supplement_proposed, dossier.approval_by) == ("awaiting_supplement", False, "")
    event = dossier.events.get(kind="ask_supplement")
    assert payload_of(event, dossier)["basis"] == "Điều 9"
    assert world.cast["binh"].full_name in drawn(world, done, "form02")
    assert OutboxMessage.objects.filter(template="supplement_asked").exists()


def test_one_that_is_not_approved_is_the_officers_again_and_the_applicant_hears_nothing(world: World) -> None:
    choose(world, supplement_by="leader")
    done = at_the_desk(world)
    world.act("lan", done, "propose_supplement", {"papers": paper(world, done)})
    with pytest.raises(Refused, match="đang chờ duyệt"):
        world.act("lan", done, "propose_refusal", REFUSAL)
    with pytest.raises(Absent):
        world.act("trung", done, "approve_supplement")
    world.act("pho", done, "reject_supplement", {"note": "Giấy này đã có trong cơ sở dữ liệu dân cư."})
    dossier = world.dossier(done)
    assert (dossier.supplement_proposed, dossier.approval_by, dossier.holder_role) == (False, "", "one_stop")
    assert OutboxMessage.objects.get(template="supplement_rejected").account_id == world.cast["lan"].pk
    assert not OutboxMessage.objects.filter(template="supplement_asked").exists()
    assert {one.kind for one in access.for_its_owner(dossier.events.all())} == {"filed"}
    world.receive(done)


def test_while_a_request_waits_for_one_nothing_is_put_before_another(world: World) -> None:
    """Else a leader could grant a later date that nobody proposed, and the director had a decision that she cannot reach."""
    choose(world, supplement_by="leader")
    done = in_hand(world)
    world.act("binh", done, "propose_supplement", {"papers": paper(world, done)})
    for who in ("trung", "hai", "pho"):
        assert not {"extend", "reject_extension"} & names(world, who, done)
        with pytest.raises((Absent, Refused)):
            world.act(who, done, "extend", LATER)
    assert not {"consult", "ask_payment"} & names(world, "binh", done)
    world.act("pho", done, "reject_supplement")
    assert "extend" in names(world, "trung", done)
    assert "consult" in names(world, "binh", done)


def test_what_was_withdrawn_waits_for_nobody(world: World) -> None:
    done = at_the_desk(world)
    world.act("lan", done, "propose_refusal", REFUSAL)
    world.act("lan", done, "withdraw", {"reason": "Không cần nữa.", "asked_by": "spoken"})
    assert (world.dossier(done).refusal_proposed, world.dossier(done).approval_by) == (False, "")
    assert "duyệt" not in str(office_state(world.dossier(done)).words)


def test_where_leaders_decide_the_director_does_not_and_the_letter_is_the_centres(world: World) -> None:
    choose(world, refusal_by="leader")
    done = at_the_desk(world)
    world.act("lan", done, "propose_refusal", REFUSAL)
    for who in ("hai", "pho"):
        assert {"approve_refusal", "reject_refusal"} <= names(world, who, done)
        assert done.code in to_do(world, who)
    assert done.code not in to_do(world, "trung")
    with pytest.raises(Absent):
        world.act("trung", done, "approve_refusal")
    world.act("pho", done, "approve_refusal")
    letter = drawn(world, done, "form03")
    assert world.cast["trung"].full_name in letter
    assert world.cast["pho"].full_name not in letter


def test_a_later_date_that_leaders_grant_is_proposed_first(world: World) -> None:
    choose(world, extension_by="leader")
    done = in_hand(world)
    before = world.dossier(done).due_at
    with pytest.raises(Refused, match="lãnh đạo duyệt"):
        world.act("trung", done, "extend", LATER)
    world.act("binh", done, "propose_extension", LATER)
    assert str(office_state(world.dossier(done)).words) == "Chờ lãnh đạo duyệt gia hạn"
    with pytest.raises(Absent):
        world.act("trung", done, "extend")
    world.act("hai", done, "extend")
    dossier = world.dossier(done)
    assert dossier.due_at > before
    assert dossier.approval_by == ""
    assert world.cast["trung"].full_name in drawn(world, done, "form04")


def test_what_was_put_before_somebody_stays_there_when_the_commune_chooses_otherwise(world: World) -> None:
    choose(world, supplement_by="leader")
    done, other = in_hand(world), at_the_desk(world)
    world.act("binh", done, "propose_supplement", {"papers": paper(world, done)})
    choose(world, supplement_by="centre_director", extension_by="leader")
    world.act("lan", other, "propose_supplement", {"papers": paper(world, other)})
    assert (to_do(world, "hai"), to_do(world, "trung")) == ([done.code], [other.code])
    choose(world, supplement_by="")  # whoever proposed it may now ask by herself
    world.act("lan", other, "ask_supplement", {"papers": paper(world, other)})
    assert world.dossier(other).approval_by == ""
    world.act("hai", done, "approve_supplement")
    assert {world.dossier(one).state for one in (done, other)} == {"awaiting_supplement"}


def test_whoever_decides_reads_what_was_proposed(world: World, client: Client, sign_in) -> None:
    choose(world, supplement_by="centre_director")
    done = in_hand(world)
    world.act("binh", done, "propose_supplement", {"papers": paper(world, done), "basis": "Điều 9"})
    sign_in(client, "trung")
    page = client.get(f"/ban/ho-so/{done.code}/").content.decode()
    assert "Duyệt yêu cầu bổ sung" in page
    page = client.get(f"/ban/ho-so/{done.code}/lam/approve_supplement/").content.decode()
    for words in ("Đơn chưa có chữ ký.", "Điều 9", world.cast["binh"].full_name):
        assert words in page
    page = client.get(f"/ban/ho-so/{done.code}/lam/reject_supplement/").content.decode()
    assert "Công chức cần làm gì thay vào đó" in page
