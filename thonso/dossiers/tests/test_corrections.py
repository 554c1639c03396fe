"""A result that was wrong: corrected by a new paper from draft to hand-over, or taken back by a leader; the old one says so."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client

from thonso.core.access.models import Account
from thonso.core.base import clock
from thonso.core.base.errors import Absent, Refused, Stale
from thonso.core.notices.models import OutboxMessage
from thonso.core.papers.tests.test_every_kind import text_of
from thonso.dossiers import actions, presenting
from thonso.dossiers.models import Handover, Result
from thonso.dossiers.rules.replay import REPLAYED, plain, replay
from thonso.dossiers.services import results
from thonso.dossiers.services.filing import Filed
from thonso.dossiers.tests.world import MONDAY, World, sample

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]
WRONG = "Ghi sai tên đệm của người được xác nhận."


@pytest.fixture
def done(world: World) -> Filed:
    """A confirmation that has been handed over."""
    filed = world.file("lan", sample("TS.000001"))
    world.receive(filed)
    for who, name in (("hoa", "take"), ("hoa", "draft_result"), ("hoa", "propose")):
        world.act(who, filed, name)
    world.sign("pho", filed)
    world.act("thu", filed, "seal")
    world.act("lan", filed, "hand_over", {"way": "desk", "taken_by": "Lý Thị Mai"})
    return filed


def old_of(world: World, done: Filed) -> Result:
    return world.dossier(done).results.order_by("result_id").first().result


def newest(world: World, done: Filed) -> Result:
    return world.dossier(done).results.order_by("result_id").last().result


def begin(world: World, done: Filed, **more: str) -> None:
    data = {"result": str(old_of(world, done).pk), "reason": WRONG, **(more or {"anew": True})}
    world.act("hoa", done, "correct_result", data)


def finish(world: World, done: Filed) -> None:
    world.act("hoa", done, "propose")
    world.sign("pho", done)
    world.act("thu", done, "seal")


def test_the_draft_is_the_old_paper_with_what_was_wrong_put_right(world: World, done: Filed) -> None:
    before = results.data_of(old_of(world, done))
    begin(world, done, name="Lý Thị May")
    dossier, new = world.dossier(done), newest(world, done)
    assert (dossier.state, dossier.holder_role, dossier.returns_to) == ("processing", "officer_social", "handed_over")
    assert dossier.act_by is not None
    assert (new.state, new.number, new.corrects_id) == ("draft", "", old_of(world, done).pk)
    data = results.data_of(new)
    assert data["person"] == {**before["person"], "name": "Lý Thị May"}
    assert data["purpose"] == before["purpose"]
    assert not {"number", "date", "qr"} & set(data)
    assert old_of(world, done).state == "issued"  # in force until the new one is
    assert results.preview(new, world.actor("hoa"), dossier).startswith(b"%PDF")


def test_the_new_paper_is_signed_numbered_sealed_handed_over_and_the_old_one_is_replaced(
    world: World, done: Filed
) -> None:
    completed = world.dossier(done).completed_at
    begin(world, done, name="Lý Thị May")
    finish(world, done)
    old, new, dossier = old_of(world, done), newest(world, done), world.dossier(done)
    assert (old.state, old.replaced_by_id, old.ended_reason) == ("replaced", new.pk, WRONG)
    assert new.state == "issued"
    assert new.number != old.number
    assert (dossier.state, dossier.returns_to, dossier.completed_at) == ("completed", "", completed)
    world.act("lan", done, "hand_over", {"way": "desk", "taken_by": "Lý Thị Mai"})
    assert Handover.objects.filter(dossier_id=done.dossier_id).count() == 2
    made = replay(world.dossier(done).events.all())
    assert {c: made[c] for c in made} == {c: plain(getattr(world.dossier(done), c)) for c in made if c in REPLAYED}


def test_the_paper_itself_says_which_one_it_replaces(world: World, done: Filed) -> None:
    begin(world, done, name="Lý Thị May")
    finish(world, done)
    from thonso.core.files.services import open_stored

    with open_stored(newest(world, done).upload) as file:
        words = " ".join(text_of(file.read()).split())
    assert f"Thay thế giấy xác nhận thuộc hộ nghèo số {old_of(world, done).number}" in words
    assert "Lý Thị May" in words


def test_whoever_checks_the_old_paper_reads_what_took_its_place(world: World, done: Filed, client: Client) -> None:
    begin(world, done)
    page = client.get(f"/xac-minh/{old_of(world, done).check_code}/").content.decode()
    assert "Đã được thay" not in page
    finish(world, done)
    page = client.get(f"/xac-minh/{old_of(world, done).check_code}/").content.decode()
    assert newest(world, done).number in page
    assert WRONG in page
    page = client.get(f"/xac-minh/{newest(world, done).check_code}/").content.decode()
    assert WRONG not in page


def test_a_correction_may_be_drafted_anew_from_the_register(world: World, done: Filed) -> None:
    begin(world, done)
    world.act("hoa", done, "draft_result")
    assert newest(world, done).corrects_id == old_of(world, done).pk
    assert world.dossier(done).results.count() == 2
    finish(world, done)
    assert old_of(world, done).state == "replaced"


def test_a_correction_is_given_up_and_everything_is_as_it_was(world: World, done: Filed) -> None:
    begin(world, done, name="Lý Thị May")
    world.act("hoa", done, "give_up_correction")
    dossier = world.dossier(done)
    assert (dossier.state, dossier.holder_role, dossier.returns_to) == ("handed_over", "", "")
    assert dossier.results.get().result.state == "issued"


def test_while_it_is_corrected_nothing_else_is_done_to_it(world: World, done: Filed) -> None:
    begin(world, done)
    for who, name, data in (
        ("hoa", "ask_supplement", {"papers": {"id_card": {"why": "missing"}}}),
        ("hoa", "stop", {"reason": WRONG}),
        ("lan", "withdraw", {"reason": WRONG, "asked_by": "spoken"}),
        ("hoa", "propose_extension", {"days": "2", "reason": WRONG}),
        ("hoa", "transfer", {"authority": "Công an xã"}),
    ):
        with pytest.raises((Refused, Stale)):
            world.act(who, done, name, data)
    with pytest.raises(Stale):
        world.act("hoa", done, "correct_result", {"result": str(old_of(world, done).pk), "reason": WRONG})


def test_the_same_correction_sent_twice_is_one(world: World, done: Filed) -> None:
    hoa, id_ = world.actor("hoa"), uuid4()
    data = {"result": str(old_of(world, done).pk), "reason": WRONG, "anew": True}
    first = actions.perform(hoa, world.dossier(done), "correct_result", data, id_)
    again = actions.perform(hoa, world.dossier(done), "correct_result", data, id_)
    assert again == {**first, "replayed": True}
    assert world.dossier(done).results.count() == 2


def test_an_officer_alone_takes_nothing_back(world: World, done: Filed) -> None:
    data = {"result": str(old_of(world, done).pk), "reason": WRONG}
    world.act("hoa", done, "propose_revocation", data)
    assert old_of(world, done).state == "issued"
    for who in ("hoa", "lan", "trung", "thu", "xuan", "mai", "quantri"):
        with pytest.raises(Absent):
            world.act(who, done, "approve_revocation")
    with pytest.raises(Refused):
        world.act("hoa", done, "propose_revocation", data)


def test_a_leader_takes_it_back_with_the_officers_reason_and_everybody_is_told(
    world: World, done: Filed, client: Client
) -> None:
    world.act("hoa", done, "propose_revocation", {"result": str(old_of(world, done).pk), "reason": WRONG})
    told = OutboxMessage.objects.filter(template="revocation_proposed").values_list("account_id", flat=True)
    assert set(told) == {world.cast["hai"].pk, world.cast["pho"].pk}
    world.act("pho", done, "approve_revocation")
    result = old_of(world, done)
    assert (result.state, result.ended_reason, result.revocation_proposed_at) == ("revoked", WRONG, None)
    assert world.dossier(done).state == "handed_over"
    page = client.get(f"/xac-minh/{result.check_code}/").content.decode()
    assert "thu hồi" in page.lower()
    with pytest.raises((Refused, Stale)):
        world.act("pho", done, "approve_revocation")


def test_a_leader_lets_it_stand(world: World, done: Filed) -> None:
    world.act("hoa", done, "propose_revocation", {"result": str(old_of(world, done).pk), "reason": WRONG})
    world.act("hai", done, "reject_revocation", {"note": "Giấy đúng."})
    assert old_of(world, done).state == "issued"
    begin(world, done)


def test_whoever_proposed_it_does_not_approve_it_in_another_post(world: World, done: Filed) -> None:
    world.act("hoa", done, "propose_revocation", {"result": str(old_of(world, done).pk), "reason": WRONG})
    event = world.dossier(done).events.get(kind="propose_revocation")
    leader = world.actor("pho")
    leader = type(leader)(**{**{f: getattr(leader, f) for f in leader.__slots__}, "id": event.actor_id})
    with pytest.raises(Refused):
        actions.perform(leader, world.dossier(done), "approve_revocation", {}, uuid4())


def test_taking_back_asks_for_a_second_factor(world: World, done: Filed, client: Client, sign_in) -> None:
    world.act("hoa", done, "propose_revocation", {"result": str(old_of(world, done).pk), "reason": WRONG})
    sign_in(client, "pho")
    assert done.code in client.get("/ban/ky/").content.decode()
    Account.objects.filter(pk=world.cast["pho"].pk).update(is_sample=False)
    at = f"/ban/ho-so/{done.code}/lam/approve_revocation/"
    answer = client.post(at, {"transaction_id": str(uuid4())})
    assert answer.status_code in {302, 403}
    assert old_of(world, done).state == "issued"


def test_a_paper_made_elsewhere_is_not_drawn_here(world: World, done: Filed) -> None:
    other = world.file("lan", sample("1.001193"))
    world.receive(other)
    world.act("binh", other, "take")
    data = {"number": "215/2026", "dated": "2026-11-23", "signer": "Phó", "system": "Hộ tịch"}
    world.act("binh", other, "record_result", data)
    with pytest.raises(Refused):
        world.act(
            "binh", other, "correct_result", {"result": str(old_of(world, other).pk), "reason": WRONG, "anew": True}
        )


def test_a_correction_says_what_changes(world: World, done: Filed, client: Client, sign_in) -> None:
    sign_in(client, "hoa")
    at = f"/ban/ho-so/{done.code}/lam/correct_result/"
    data = {"transaction_id": str(uuid4()), "result": str(old_of(world, done).pk), "reason": WRONG, "name": " "}
    answer = client.post(at, data)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Ghi nội dung đúng vào dòng cần sửa" in page
    assert WRONG in page  # nothing typed is lost
    assert world.dossier(done).state == "handed_over"
    assert client.post(at, {**data, "anew": "1"}).status_code == 302
    assert newest(world, done).state == "draft"


def test_a_reason_too_short_is_told_how_long_it_must_be(world: World, done: Filed) -> None:
    for name in ("correct_result", "propose_revocation"):
        with pytest.raises(Refused) as refusal:
            world.act("hoa", done, name, {"result": str(old_of(world, done).pk), "reason": "sai", "anew": True})
        assert "ít nhất 10 ký tự" in str(refusal.value.message)


def test_who_decides_reads_which_paper_it_is_and_why(world: World, done: Filed, client: Client, sign_in) -> None:
    world.act("hoa", done, "propose_revocation", {"result": str(old_of(world, done).pk), "reason": WRONG})
    sign_in(client, "pho")
    result = old_of(world, done)
    for name in ("approve_revocation", "reject_revocation"):
        page = client.get(f"/ban/ho-so/{done.code}/lam/{name}/").content.decode()
        form = page.split("<h1", 1)[1].split("</form>", 1)[0]
        for words in (result.title, result.number, f"{result.dated:%d/%m/%Y}", WRONG, "Hoàng Thị Hoa"):
            assert words in form


def test_the_date_of_the_correction_is_told_from_the_date_of_the_result(
    world: World, done: Filed, client: Client, sign_in
) -> None:
    """Long after the date on which the result was to be returned, which it was."""
    with clock.at(MONDAY + timedelta(days=30)):
        begin(world, done, name="Lý Thị May")
        sign_in(client, "hoa")
        page = client.get(f"/ban/ho-so/{done.code}/").content.decode()
        dossier = world.dossier(done)
        assert "mẫu 04" not in page
        assert presenting.due(dossier).words.startswith("Đính chính xong trước")
        assert "Kết quả đã hẹn trả" in page
        assert not presenting.result_is_late(dossier)
    with clock.at(MONDAY + timedelta(days=40)):
        assert presenting.due(world.dossier(done)).words.startswith("Đính chính quá hạn")


@pytest.mark.parametrize("data", [{"reason": WRONG}, {"result": "x", "reason": WRONG}, {"reason": "sai"}])
def test_what_is_not_said_or_not_hers_is_refused(world: World, done: Filed, data) -> None:
    given = data if "result" in data or data["reason"] == WRONG else {**data, "result": str(old_of(world, done).pk)}
    with pytest.raises(Refused):
        world.act("hoa", done, "correct_result", {**given, "anew": True})
    assert world.dossier(done).state == "handed_over"


def test_the_officer_does_it_in_the_browser(world: World, done: Filed, client: Client, sign_in) -> None:
    sign_in(client, "hoa")
    page = client.get(f"/ban/ho-so/{done.code}/lam/correct_result/").content.decode()
    assert old_of(world, done).number in page
    data = {
        "transaction_id": str(uuid4()),
        "result": str(old_of(world, done).pk),
        "reason": WRONG,
        "name": "Lý Thị May",
    }
    assert client.post(f"/ban/ho-so/{done.code}/lam/correct_result/", data).status_code == 302
    assert newest(world, done).state == "draft"


def test_giving_up_what_nobody_corrects_is_refused(world: World) -> None:
    filed = world.file("lan", sample("TS.000001"))
    world.receive(filed)
    world.act("hoa", filed, "take")
    with pytest.raises(Refused, match="đính chính"):
        world.act("hoa", filed, "give_up_correction")
