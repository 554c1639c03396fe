"""Taking a result back touches the one paper that was named, and never what stands for other dossiers too."""

import re
from uuid import uuid4

import pytest
from django.test import Client

from thonso.core.base import clock
from thonso.core.base.errors import Refused, Stale
from thonso.core.journal.models import Entry
from thonso.core.people.services import classification_on
from thonso.dossiers import presenting, queues
from thonso.dossiers.models import Dossier, Result
from thonso.dossiers.rules.replay import REPLAYED, plain, replay
from thonso.dossiers.services import drafting
from thonso.dossiers.services.filing import Filed
from thonso.dossiers.tests import test_recognition as recognition
from thonso.dossiers.tests.test_signing_a_batch import submitted
from thonso.dossiers.tests.world import World, sample

pytestmark = pytest.mark.django_db
WRONG = "Ghi sai tên đệm của chủ hộ trong giấy."


@pytest.fixture
def recognised(world: World) -> list[Filed]:
    """Two households under one decision, each with a certificate of its own."""
    return recognition.recognised(world, 2)


@pytest.fixture(autouse=True)
def _the_next_day():
    with clock.at(recognition.at(8.1)):
        yield


def paper(world: World, done: Filed, kind: str) -> Result:
    return next(link.result for link in world.dossier(done).results.all() if link.result.paper == kind)


def propose(world: World, done: Filed, kind: str) -> None:
    data = {"result": str(paper(world, done, kind).pk), "reason": WRONG}
    world.act("hoa", done, "propose_revocation", data)


def test_what_stands_for_other_dossiers_is_not_taken_back_from_within_one(
    world: World, recognised: list[Filed]
) -> None:
    with pytest.raises(Refused) as refusal:
        propose(world, recognised[0], "decision")
    assert "quyết định mới" in str(refusal.value.message)
    assert paper(world, recognised[0], "decision").revocation_proposed_at is None


def test_nor_is_it_offered_and_the_page_says_why(
    world: World, recognised: list[Filed], client: Client, sign_in
) -> None:
    sign_in(client, "hoa")
    page = client.get(f"/ban/ho-so/{recognised[0].code}/lam/propose_revocation/").content.decode()
    assert f'value="{paper(world, recognised[0], "certificate_household").pk}"' in page
    assert f'value="{paper(world, recognised[0], "decision").pk}"' not in page
    assert "còn dùng cho hồ sơ khác" in page


def test_the_paper_that_was_named_is_taken_back_and_no_other(world: World, recognised: list[Filed]) -> None:
    one, other = recognised
    propose(world, one, "certificate_household")
    world.act("hai", one, "approve_revocation")
    taken = paper(world, one, "certificate_household")
    assert (taken.state, taken.ended_reason) == ("revoked", WRONG)
    assert {paper(world, other, kind).state for kind in ("decision", "certificate_household")} == {"issued"}


def test_a_proposal_of_another_dossier_is_not_approved_here(world: World, recognised: list[Filed]) -> None:
    """Even where the paper it names stands for this dossier as well (a decision proposed before this was refused)."""
    one, other = recognised
    propose(world, one, "certificate_household")
    Result.objects.filter(pk=paper(world, one, "decision").pk).update(revocation_proposed_at=clock.now())
    with pytest.raises(Stale):
        world.act("hai", other, "approve_revocation")
    world.act("hai", one, "approve_revocation")
    assert paper(world, one, "certificate_household").state == "revoked"
    assert paper(world, one, "decision").state == "issued"


def completed(world: World) -> Filed:
    done = submitted(world)
    world.sign("pho", done)
    world.act("thu", done, "seal")
    return done


def taken_back(world: World, done: Filed, kind: str) -> None:
    propose(world, done, kind)
    world.act("hai", done, "approve_revocation")


def test_with_its_only_result_taken_back_it_is_its_officers_again_and_hands_nothing_over(
    world: World, client: Client, sign_in
) -> None:
    done = completed(world)
    promised = world.dossier(done).due_at
    taken_back(world, done, "confirmation")
    dossier = world.dossier(done)
    assert (dossier.state, dossier.holder_role, dossier.completed_at) == ("processing", "officer_social", None)
    assert dossier.act_by == dossier.due_at == promised
    assert presenting.state(dossier).words == "Đã thu hồi kết quả"
    for name, data in (
        ("hand_over", {"way": "desk", "taken_by": "Lý Thị Mai"}),
        ("send_to_hamlet", {"carried_by": "Tẩn Văn Tú"}),
    ):
        with pytest.raises(Stale) as refusal:
            world.act("lan", done, name, data)
        assert "đã bị thu hồi" in str(refusal.value.message)
    made = replay(dossier.events.all())
    assert {c: made[c] for c in made} == {c: plain(getattr(dossier, c)) for c in made if c in REPLAYED}
    assert queues.counts(world.actor("lan"))["tra_ket_qua"] == 0
    client.post("/tra-cuu/", {"ma": done.code, "khoa": done.key})
    page = client.get(f"/tra-cuu/{done.code}/").content.decode()
    assert "Đã thu hồi kết quả" in page
    assert "Mời" not in page
    sign_in(client, "lan")
    page = client.get(f"/ban/ho-so/{done.code}/").content.decode()
    assert "Trả kết quả</a>" not in page
    assert "Gửi kết quả về thôn" not in page
    assert client.get(f"/ban/ho-so/{done.code}/lam/hand_over/").status_code == 409


def test_its_officer_drafts_it_anew_and_it_is_handed_over_after_all(world: World, client: Client, sign_in) -> None:
    done = completed(world)
    taken_back(world, done, "confirmation")
    sign_in(client, "hoa")
    page = client.get(f"/ban/ho-so/{done.code}/").content.decode()
    assert "Kết quả đã bị thu hồi trước khi trả" in page
    assert "Soạn kết quả" in page
    assert "/lam/stop/" in page
    for name in ("draft_result", "propose"):
        world.act("hoa", done, name)
    world.sign("pho", done)
    world.act("thu", done, "seal")
    assert (world.dossier(done).state, world.dossier(done).result_revoked) == ("completed", False)
    world.act("lan", done, "hand_over", {"way": "desk", "taken_by": world.dossier(done).subject_name})


def test_or_its_officer_closes_it(world: World) -> None:
    done = completed(world)
    taken_back(world, done, "confirmation")
    world.act("hoa", done, "stop", {"reason": "Hộ không thuộc diện được xác nhận."})
    assert world.dossier(done).state == "stopped"
    assert presenting.state(world.dossier(done)).words == "Đã thu hồi kết quả"


def test_what_was_handed_over_before_stays_so(world: World) -> None:
    done = completed(world)
    world.act("lan", done, "hand_over", {"way": "desk", "taken_by": "Lý Thị Mai"})
    taken_back(world, done, "confirmation")
    assert world.dossier(done).state == "handed_over"


def test_the_decision_for_the_list_is_nothing_to_hand_over_by_itself(world: World, recognised: list[Filed]) -> None:
    one, other = recognised
    taken_back(world, one, "certificate_household")
    assert (world.dossier(one).state, paper(world, one, "decision").state) == ("processing", "issued")
    with pytest.raises(Stale):
        world.act("lan", one, "hand_over", {"way": "desk", "taken_by": world.dossier(one).subject_name})
    assert queues.counts(world.actor("lan"))["tra_ket_qua"] == 1
    world.act("lan", other, "hand_over", {"way": "desk", "taken_by": world.dossier(other).subject_name})


def test_a_certificate_in_place_of_one_taken_back_rests_on_the_same_decision(
    world: World, recognised: list[Filed], client: Client, sign_in
) -> None:
    one = recognised[0]
    decision = paper(world, one, "decision")
    taken_back(world, one, "certificate_household")
    sign_in(client, "hoa")
    assert one.code not in client.get("/ban/quyet-dinh/").content.decode()
    assert f"/ban/ho-so/{one.code}/lam/draft_result/" in client.get(f"/ban/ho-so/{one.code}/").content.decode()
    for name in ("draft_result", "propose"):
        world.act("hoa", one, name)
    world.sign(recognition.world_signer(world, one), one)
    world.act("thu", one, "seal")
    new = world.dossier(one).results.get(result__paper="certificate_household", result__state="issued").result
    assert new.rests_on_id == decision.pk
    assert Result.objects.filter(paper="decision").count() == 1
    held = classification_on(world.lo_home, clock.today())
    assert held is not None
    assert held.decision_number == decision.number


def test_a_class_whose_certificate_was_taken_back_confirms_nothing_until_it_is_looked_at(
    world: World, client: Client, sign_in
) -> None:
    [one] = recognition.recognised(world)
    assert classification_on(world.lo_home, clock.today()) is not None
    taken_back(world, one, "certificate_household")
    assert classification_on(world.lo_home, clock.today()) is None
    home = f"/ban/dan-cu/ho/{world.lo_home.pk}/"
    sign_in(client, "hoa")
    page = client.post(home, {"purpose": "kiểm tra diện của hộ"}).content.decode()
    assert "giấy đã thu hồi, cần xem lại" in page
    assert "đang áp dụng" not in page
    asked = world.file("lan", sample("TS.000001"))
    world.receive(asked)
    world.act("hoa", asked, "take")
    Dossier.objects.filter(pk=asked.dossier_id).update(household_id=world.lo_home.pk)
    with pytest.raises(Refused) as refusal:
        world.act("hoa", asked, "draft_result")
    assert "cần xem lại" in str(refusal.value.message)


def test_what_rests_on_a_decision_goes_with_it(world: World) -> None:
    """Of a list of one household: then the decision may be taken back from its dossier."""
    [one] = recognition.recognised(world)
    taken_back(world, one, "decision")
    assert {paper(world, one, kind).state for kind in ("decision", "certificate_household")} == {"revoked"}
    assert world.dossier(one).state == "processing"
    assert classification_on(world.lo_home, clock.today()) is None
    assert drafting.awaiting_decision(Dossier.objects.filter(pk=one.dossier_id)).exists()  # for another decision


def test_the_decision_takes_effect_before_any_certificate_that_rests_on_it(world: World) -> None:
    found = [recognition.ready_for_decision(world) for _n in range(2)]
    with clock.at(recognition.at(7.1)):
        drafting.draft_recognition(world.actor("hoa"), [world.dossier(one) for one in found], [uuid4() for _o in found])
        for one in found:
            world.act("hoa", one, "propose")
        world.sign("hai", *found)
        world.act("thu", found[0], "seal")
        states = [paper(world, one, "certificate_household").state for one in found]
        decision = paper(world, found[0], "decision")
        assert (decision.state, states) == ("issued", ["issued", "signed"])
        assert decision.sealed_at is not None
        assert decision.sealed_at <= paper(world, found[0], "certificate_household").sealed_at
        world.act("thu", found[1], "seal")
    assert paper(world, found[1], "certificate_household").state == "issued"
    assert Entry.objects.filter(verb="household.classified", object_id=world.lo_home.pk).count() == 2  # once for each


def test_with_nothing_left_to_take_back_it_is_not_offered(
    world: World, recognised: list[Filed], client: Client, sign_in
) -> None:
    """The decision that is still in force stands for others."""
    one = recognised[0]
    taken_back(world, one, "certificate_household")
    sign_in(client, "hoa")
    for _again in range(2):
        assert "/lam/propose_revocation/" not in client.get(f"/ban/ho-so/{one.code}/").content.decode()
        Dossier.objects.filter(pk=one.dossier_id).update(state="handed_over", holder_role="", holder_unit_id=None)
    assert client.get(f"/ban/ho-so/{one.code}/lam/propose_revocation/").status_code == 409


def test_a_decision_for_one_household_alone_may_go_after_its_certificate(world: World, client: Client, sign_in) -> None:
    [one] = recognition.recognised(world)
    world.act("lan", one, "hand_over", {"way": "desk", "taken_by": world.dossier(one).subject_name})
    taken_back(world, one, "certificate_household")
    taken_back(world, one, "decision")
    assert paper(world, one, "decision").state == "revoked"
    sign_in(client, "hoa")
    assert "/lam/propose_revocation/" not in client.get(f"/ban/ho-so/{one.code}/").content.decode()


def test_the_leader_sees_which_paper_and_why_and_it_is_counted(
    world: World, recognised: list[Filed], client: Client, sign_in
) -> None:
    sign_in(client, "hai")
    before = reading_counts(client)
    propose(world, recognised[0], "certificate_household")
    page = client.get("/ban/ky/").content.decode().split("<main")[1]
    assert paper(world, recognised[0], "certificate_household").number in page
    assert WRONG in page
    assert reading_counts(client) == before + 1


def reading_counts(client: Client) -> int:
    """The number beside "To sign" in the navigation."""
    page = client.get("/ban/ky/").content.decode()
    found = re.search(r'href="/ban/ky/"(?:(?!</a>).)*?>(\d+)<', page, re.DOTALL)
    return int(found[1]) if found else 0


def test_the_decision_that_is_left_holds_for_the_other_households(
    world: World, recognised: list[Filed], client: Client, sign_in
) -> None:
    one, other = recognised
    taken_back(world, one, "certificate_household")
    sign_in(client, "hoa")
    assert "Còn hiệu lực với các hộ khác" in client.get(f"/ban/ho-so/{one.code}/").content.decode()
    assert "với các hộ khác" not in client.get(f"/ban/ho-so/{other.code}/").content.decode()


def test_the_household_says_how_its_class_holds_again(world: World, client: Client, sign_in) -> None:
    [one] = recognition.recognised(world)
    taken_back(world, one, "certificate_household")
    sign_in(client, "hoa")
    page = client.post(f"/ban/dan-cu/ho/{world.lo_home.pk}/", {"purpose": "kiểm tra diện của hộ"}).content.decode()
    assert "Diện của hộ cần xem lại" in page
    assert 'href="/ban/dan-cu/nhap/"' in page.split("<main")[1]


def test_the_sentence_after_proposing_says_that_it_was_sent(
    world: World, recognised: list[Filed], client: Client, sign_in
) -> None:
    sign_in(client, "hoa")
    at = f"/ban/ho-so/{recognised[0].code}/lam/propose_revocation/"
    form = dict(re.findall(r'name="(transaction_id|revision)" value="([\w-]+)"', client.get(at).content.decode()))
    data = {"result": str(paper(world, recognised[0], "certificate_household").pk), "reason": WRONG}
    assert "Đã gửi đề nghị" in client.post(at, {**form, **data}, follow=True).content.decode()
