"""Results are for their owner and only when issued; a rating is the citizen's; a signature covers what was chosen."""

from contextlib import suppress
from uuid import uuid4

import pytest
from django.test import override_settings

from tests.api.made import HOA, MadeTestCase, post_json
from tests.cast import PASSWORD
from tests.security.people import CONFIRMATION, browser, completed, drafted, filed_online, listed_for_decision, taken
from thonso.core.access.models import Account
from thonso.core.access.services import delegate
from thonso.core.base import clock
from thonso.core.base.errors import DomainError
from thonso.core.journal.models import Entry
from thonso.core.journal.work import body_of as body_of_entry
from thonso.core.people.models import Resident
from thonso.dossiers.models import Complaint, Dossier, Rating, Result
from thonso.dossiers.services import drafting, results
from thonso.dossiers.services.filing import Filed
from thonso.dossiers.tests import test_recognition as story
from thonso.dossiers.tests.world import sample

pytestmark = pytest.mark.django_db


class Drafts(MadeTestCase):
    def test_the_owner_cannot_take_the_unsigned_draft_over_the_api(self) -> None:
        filed = drafted(self.world)
        result = Result.objects.get(stands_for__dossier_id=filed.dossier_id)
        mai = browser(self.world, "mai")
        assert mai.get(f"/ban/ho-so/{filed.code}/ket-qua/{result.pk}.pdf").status_code == 404
        assert mai.get(f"/api/v1/dossiers/{filed.code}/papers/{result.pk}.pdf").status_code == 404

    def test_the_owner_is_not_told_of_an_unsigned_draft_over_the_api(self) -> None:
        filed = drafted(self.world)
        listed = browser(self.world, "mai").get(f"/api/v1/dossiers/{filed.code}/papers").json()
        assert not [one for one in listed if one["kind"] == "confirmation"]

    def test_a_signed_paper_is_not_given_out_before_it_is_sealed_and_issued(self) -> None:
        filed = drafted(self.world)
        self.world.act("hoa", filed, "propose")
        self.world.sign("pho", filed)
        result = Result.objects.get(stands_for__dossier_id=filed.dossier_id)
        assert result.state == "signed"
        client = browser(self.world)
        client.post("/tra-cuu/", {"ma": filed.code, "khoa": filed.key})
        assert client.get(f"/tra-cuu/{filed.code}/ket-qua/{result.pk}.pdf").status_code == 404
        mai = browser(self.world, "mai")
        for path in (f"/ban/ho-so/{filed.code}/ket-qua/", f"/api/v1/dossiers/{filed.code}/papers/"):
            assert mai.get(f"{path}{result.pk}.pdf").status_code == 404, path

    def test_the_api_of_tracking_tells_no_more_than_the_page(self) -> None:
        """The page hides that a refusal is being thought about, who checked and what is drafted."""
        filed = drafted(self.world)
        told = browser(self.world).get(f"/api/v1/track/{filed.code}?key={filed.key}").json()
        assert not {one["kind"] for one in told["events"]} & {
            "check_paper",
            "draft_result",
            "propose_refusal",
            "assign",
        }

    def test_the_owner_is_told_no_more_over_the_api_than_on_the_page(self) -> None:
        filed = self.world.file("mai", sample(CONFIRMATION), channel="online")
        self.world.act("lan", filed, "propose_refusal", {"reason": "Không thuộc thẩm quyền của xã.", "basis": "Điều 5"})
        told = browser(self.world, "mai").get(f"/api/v1/dossiers/{filed.code}").json()
        assert "propose_refusal" not in {one["kind"] for one in told["events"]}


class Voices(MadeTestCase):
    def test_an_officer_cannot_rate_the_work_of_the_office_in_the_citizens_place(self) -> None:
        filed = completed(self.world)
        for who in ("lan", "hoa", "thu", "pho", "trung"):
            browser(self.world, who).post(f"/tra-cuu/{filed.code}/danh-gia/", {"score": "5"})
            assert not Rating.objects.filter(dossier_id=filed.dossier_id).exists(), who

    def test_an_officer_of_the_dossier_cannot_write_its_complaint(self) -> None:
        filed = completed(self.world)
        browser(self.world, "hoa").post(
            f"/tra-cuu/{filed.code}/phan-anh/", {"complaint": "Chị Lan làm chậm.", "transaction_id": str(uuid4())}
        )
        assert not Complaint.objects.filter(dossier_id=filed.dossier_id).exists()

    def test_the_citizen_and_the_holder_of_the_key_still_can(self) -> None:
        filed, other = completed(self.world), completed(self.world)
        browser(self.world, "mai").post(f"/tra-cuu/{filed.code}/danh-gia/", {"score": "4"})
        stranger = browser(self.world)
        stranger.post("/tra-cuu/", {"ma": other.code, "khoa": other.key})
        stranger.post(f"/tra-cuu/{other.code}/danh-gia/", {"score": "2"})
        assert sorted(Rating.objects.values_list("score", flat=True)) == [2, 4]


class SharedDecision(MadeTestCase):
    """One decision stands for two households."""

    def two(self):
        one, other = (listed_for_decision(self.world, head) for head in (story.LO, HOA))
        with clock.at(story.at(7.1)):
            both = [self.world.dossier(f) for f in (one, other)]
            drafting.draft_recognition(self.world.actor("hoa"), both, [uuid4(), uuid4()])
            self.world.act("hoa", one, "propose")
        return one, other

    def test_signing_one_does_not_sign_the_decision_for_a_household_that_was_not_submitted(self) -> None:
        one, other = self.two()
        with clock.at(story.at(7.2)), suppress(DomainError):
            self.world.sign(story.world_signer(self.world, one), one)
        assert self.world.dossier(other).state == "processing"
        assert Result.objects.get(paper="decision").state == "draft"

    def test_a_leader_cannot_sign_a_decision_that_names_their_own_household(self) -> None:
        one, other = self.two()
        with clock.at(story.at(7.2)):
            self.world.act("hoa", other, "propose")
            who = story.world_signer(self.world, one)
            own = Resident.objects.get(full_name="Lý Thị Mai")
            Dossier.objects.filter(pk=other.dossier_id).update(
                household_id=own.household_id, subject_resident_id=own.pk
            )
            Account.objects.filter(pk=self.world.cast[who].pk).update(resident_id=own.pk)
            # The page of signing refuses the code of their own dossier; the other code carries the same decision.
            browser(self.world, who).post("/ban/ky/ky/", {"code": one.code, "unread": "1"})
        assert Result.objects.get(paper="decision").state == "draft"


class Register(MadeTestCase):
    """Somebody else's ID number in one's own filing."""

    def test_a_number_with_another_name_does_not_bring_that_household(self) -> None:
        """Phàn Thị Lở (not poor) types Mai's number: the confirmation must not be drafted from Mai's class."""
        filed = self.world.file(
            "lan",
            sample(CONFIRMATION),
            requester={
                "full_name": "Phàn Văn Gian",
                "id_number": "015168990001",
                "birth": "1968-05-12",
                "sex": "female",
            },
        )
        assert self.world.dossier(filed).household_id is None

    def test_the_subject_of_the_envelope_is_the_person_in_the_answers(self) -> None:
        """Over the API: the answers are about oneself, `subject` is a poor neighbour. One paper must not mix them."""
        liar = {"full_name": "Phàn Thị Lở", "id_number": "015175990002", "birth": "1975-03-02", "sex": "female"}
        answers = dict(sample(CONFIRMATION).answers) | {"requester": liar}
        got = filed_online(
            self.world, "phung", answers=answers, subject={"name": "Lý Thị Mai", "id_number": "015168990001"}
        )
        if got.status_code == 201:
            dossier = Dossier.objects.get(code=got.json()["code"])
            assert dossier.household_id != self.world.mai_home.pk

    def test_no_confirmation_is_drafted_for_one_person_from_the_class_of_another(self) -> None:
        liar = {"full_name": "Phàn Thị Lở", "id_number": "015175990002", "birth": "1975-03-02", "sex": "female"}
        answers = dict(sample(CONFIRMATION).answers) | {"requester": liar, "for_whom": "me"}
        answers.pop("member", None)
        subject = {"name": "Lý Thị Mai", "id_number": "015168990001"}
        got = filed_online(self.world, "phung", answers=answers, subject=subject)
        if got.status_code == 201:
            dossier = Dossier.objects.get(code=got.json()["code"])
            self.assert_nobody_else_is_confirmed(Filed(dossier.pk, dossier.code, got.json()["key"]))

    def test_an_honest_filing_of_that_shape_is_taken(self) -> None:
        """Holds the attacks of this class against being refused for another reason."""
        answers = dict(sample(CONFIRMATION).answers) | {"for_whom": "me"}
        answers.pop("member", None)
        assert filed_online(self.world, "phung", answers=answers).status_code == 201

    def test_no_confirmation_is_drafted_for_somebody_who_does_not_live_in_that_household(self) -> None:
        outsider = {"full_name": "Kẻ Ngoài Hộ", "birth": "2001-01-01", "sex": "male"}
        try:
            filed = self.world.file("mai", sample(CONFIRMATION), channel="online", member=outsider)
        except DomainError:
            return
        self.assert_nobody_else_is_confirmed(filed)

    def assert_nobody_else_is_confirmed(self, filed: Filed) -> None:
        self.world.receive(filed)
        self.world.act("hoa", filed, "take")
        try:
            self.world.act("hoa", filed, "draft_result")
        except DomainError:
            return
        data = results.data_of(Result.objects.get(stands_for__dossier_id=filed.dossier_id))
        names = {one["name"] for one in data["members"]}
        assert data["person"]["name"] in names, f"{data['person']['name']} is confirmed {data['klass']} with {names}"

    def test_a_number_alone_does_not_tell_in_which_hamlet_its_owner_lives(self) -> None:
        got = filed_online(
            self.world, "phung", hamlet=None, subject={"name": "Ai Đó Khác", "id_number": "015168990001"}
        )
        if got.status_code == 201:
            told = browser(self.world, "phung").get(f"/api/v1/dossiers/{got.json()['code']}").json()
            assert told["hamlet"] is None

    def test_a_stranger_cannot_put_a_dossier_among_somebody_elses(self) -> None:
        got = filed_online(self.world, "phung", subject={"name": "Ai Đó Khác", "id_number": "015168990001"})
        if got.status_code == 201:
            assert got.json()["code"] not in browser(self.world, "mai").get("/tai-khoan/ho-so/").content.decode()


class Assigning(MadeTestCase):
    def test_a_dossier_cannot_be_assigned_to_an_account_that_does_not_hold_the_post(self) -> None:
        filed = taken(self.world)
        for who in (str(uuid4()), str(self.world.cast["xuan"].pk), str(self.world.cast["phung"].pk)):
            post_json(browser(self.world, "pho"), f"/api/v1/dossiers/{filed.code}/assign", {"account": who})
            assert str(self.world.dossier(filed).assignee_id) != who

    def test_an_unbounded_number_of_days_is_refused(self) -> None:
        filed = taken(self.world)
        body = {"office": "Công an xã", "question": "Có cư trú không?", "days": 10_000_000}
        assert post_json(browser(self.world, "hoa"), f"/api/v1/dossiers/{filed.code}/consult", body).status_code == 422


class Delegated(MadeTestCase):
    def test_an_act_done_for_a_lender_says_so_in_the_journal(self) -> None:
        held = self.world.cast["hoa"].assignments.get(role="officer_social")
        today = clock.today()
        delegate(self.world.actor("hai"), held, self.world.cast["binh"], valid_from=today, valid_to=today)
        filed = self.world.file("lan", sample(CONFIRMATION))
        self.world.receive(filed)
        self.world.act("binh", filed, "take")
        entry = Entry.objects.get(object_id=filed.dossier_id, verb="dossier.take")
        assert body_of_entry(entry)["acting_for"] == ["account", str(self.world.cast["hoa"].pk)]


class Sealing(MadeTestCase):
    def test_the_seal_of_the_committee_cannot_be_put_on_by_a_token(self) -> None:
        from tests.api.made import bearer

        filed = drafted(self.world)
        self.world.act("hoa", filed, "propose")
        self.world.sign("pho", filed)
        post_json(bearer(self.world, "thu"), f"/api/v1/dossiers/{filed.code}/seal", {})
        assert Result.objects.get(stands_for__dossier_id=filed.dossier_id).sealed_at is None

    def test_signing_without_a_fresh_factor_signs_nothing(self) -> None:
        filed = drafted(self.world)
        self.world.act("hoa", filed, "propose")
        Account.objects.filter(pk=self.world.cast["pho"].pk).update(is_sample=False)
        browser(self.world, "pho").post("/ban/ky/ky/", {"code": filed.code, "unread": "1"})
        assert Result.objects.get(stands_for__dossier_id=filed.dossier_id).state == "draft"


class Production(MadeTestCase):
    """What is there for the demo only, as a server in production answers."""

    def test_routes_of_the_demo_are_not_there(self) -> None:
        with override_settings(DEMO=False, TEST=False):
            for path in ("/hop-thu-thu/", "/thanh-phan/"):
                assert browser(self.world).get(path).status_code == 404, path
            assert browser(self.world).post("/dang-nhap/thu/lan/").status_code == 404

    def test_a_sample_account_does_not_sign_in_with_the_printed_password(self) -> None:
        """A data folder of the demo under another WSGI server than `thonso serve`, which asks the system checks."""
        screen = browser(self.world)
        with override_settings(DEMO=False, TEST=False):
            screen.post("/dang-nhap/", {"login": "mai", "password": PASSWORD})
            assert screen.get("/tai-khoan/").status_code == 302

    def test_a_changed_phone_stands_in_the_journal(self) -> None:
        from thonso.core.access.adapter import AccountAdapter

        before = Entry.objects.filter(verb="account.phone_set").count()
        AccountAdapter().set_phone(self.world.cast["mai"], "+84911222333", True)
        assert Entry.objects.filter(verb="account.phone_set").count() == before + 1
