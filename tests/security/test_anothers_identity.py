"""One's own account with another person's name and number: no paper of that person comes out of it."""

from dataclasses import replace

import pytest
from django.urls import reverse

from tests.api.made import MadeTestCase
from tests.security.people import CONFIRMATION, LO_ID, browser, completed
from thonso.core.access.actors import Actor
from thonso.core.access.models import Account
from thonso.core.base.errors import Absent, Refused
from thonso.core.people.models import Resident
from thonso.dossiers import access
from thonso.dossiers.models import Dossier, Result
from thonso.dossiers.release import withheld
from thonso.dossiers.services.filing import Filed
from thonso.dossiers.services.moves import answers_of
from thonso.dossiers.tests.test_filing_pages import begun
from thonso.dossiers.tests.world import changed, sample

pytestmark = pytest.mark.django_db
LO = {"full_name": "Phàn Thị Lở", "id_number": LO_ID, "birth": "1975-03-02", "sex": "female"}
NEW_NUMBER = "015168990999"  # of a woman born in 1968, as the sample's
NOT_KNOWN = "Danh tính người nộp chưa đối chiếu"


class AnotherNumber(MadeTestCase):
    """Chị Mai is tied to her own number in the register. Registers are wrong and numbers change, so she may write another;
    nothing of whose it is comes out of it."""

    def test_the_review_names_the_parts_and_says_how_it_is_fetched(self) -> None:
        mai = browser(self.world, "mai")
        draft = begun(mai, CONFIRMATION)
        typed = {f"requester.{part}": said for part, said in LO.items() if part != "birth"}
        mai.post(reverse("dossiers:question", args=[draft, "requester"]), {**typed, "requester.birth": "02/03/1975"})
        page = mai.get(reverse("dossiers:check_answers", args=[draft])).content.decode()
        assert "họ và tên, số định danh, ngày sinh" in page
        assert "kết quả phải mang thẻ căn cước đến nhận" in page

    def test_the_paper_of_whose_number_it_is_opens_to_neither_account_nor_key(self) -> None:
        filed = self.world.file("mai", sample(CONFIRMATION), channel="online", requester=LO)
        self.world.receive(filed)
        assert self.world.dossier(filed).subject_resident_id == Resident.objects.get(full_name=LO["full_name"]).pk
        assert withheld_from(self.world.actor("mai"), self.world.dossier(filed))
        page = browser(self.world, "lan").get(reverse("dossiers:detail", args=[filed.code])).content.decode()
        assert NOT_KNOWN in page
        assert "<b>họ và tên, số định danh, ngày sinh</b>" in page
        assert "chính chủ hồ sơ" not in page

    def test_her_own_name_with_a_number_that_the_register_lacks_is_hers_until_an_officer_links_somebody_else(
        self,
    ) -> None:
        own = dict(sample(CONFIRMATION).answers["requester"], id_number=NEW_NUMBER)
        filed = self.world.file("mai", sample(CONFIRMATION), channel="online", requester=own)
        dossier = self.world.dossier(filed)
        assert dossier.subject_resident_id is None
        assert not withheld_from(self.world.actor("mai"), dossier)
        lo = Resident.objects.get(full_name=LO["full_name"])
        Dossier.objects.filter(pk=dossier.pk).update(subject_resident_id=lo.pk)
        assert withheld_from(self.world.actor("mai"), self.world.dossier(filed))

    def test_another_name_with_a_number_that_the_register_lacks_is_nobody_known(self) -> None:
        other = {**LO, "full_name": "Vàng Thị Dợ", "id_number": NEW_NUMBER, "birth": "1968-05-12"}
        filed = self.world.file("mai", sample(CONFIRMATION), channel="online", requester=other)
        assert withheld_from(self.world.actor("mai"), self.world.dossier(filed))


def withheld_from(actor: Actor, dossier: Dossier) -> str:
    return withheld(actor, dossier, answers_of(dossier))


class AccountOfNobodyKnown(MadeTestCase):
    """An account that is tied to nobody in the register may file, but speaks for nobody."""

    def setUp(self) -> None:
        super().setUp()
        Account.objects.filter(pk=self.world.cast["mai"].pk).update(resident_id=None)

    def filed(self) -> Filed:
        filed = self.world.file("mai", sample(CONFIRMATION), channel="online")
        self.world.receive(filed)
        self.world.act("hoa", filed, "take")
        self.world.act("hoa", filed, "draft_result")
        return completed(self.world, filed)

    def result_of(self, filed: Filed) -> Result:
        return Result.objects.get(stands_for__dossier_id=filed.dossier_id)

    def test_the_result_is_downloaded_neither_from_the_account_nor_with_the_key(self) -> None:
        filed = self.filed()
        result = self.result_of(filed)
        mai, stranger = browser(self.world, "mai"), browser(self.world)
        stranger.post("/tra-cuu/", {"ma": filed.code, "khoa": filed.key})
        for client in (mai, stranger):
            assert client.get(f"/tra-cuu/{filed.code}/ket-qua/{result.pk}.pdf").status_code == 404
            page = client.get(f"/tra-cuu/{filed.code}/").content.decode()
            assert f"/ket-qua/{result.pk}.pdf" not in page
            assert "mang thẻ căn cước đến Trung tâm" in page
        assert mai.get(f"/ban/ho-so/{filed.code}/ket-qua/{result.pk}.pdf").status_code == 404
        assert mai.get(f"/api/v1/dossiers/{filed.code}/papers/{result.pk}.pdf").status_code == 404

    def test_the_page_that_follows_it_does_not_outlive_the_tie(self) -> None:
        filed = self.filed()
        link = f"/ket-qua/{self.result_of(filed).pk}.pdf"
        key = browser(self.world)
        key.post("/tra-cuu/", {"ma": filed.code, "khoa": filed.key})
        assert link not in key.get(f"/tra-cuu/{filed.code}/").content.decode()
        own = Resident.objects.get(full_name="Lý Thị Mai")
        accounts = Account.objects.filter(pk=self.world.cast["mai"].pk)
        accounts.update(resident_id=own.pk)
        assert link in key.get(f"/tra-cuu/{filed.code}/").content.decode()
        accounts.update(resident_id=None)
        assert link not in key.get(f"/tra-cuu/{filed.code}/").content.decode()

    def test_being_handed_over_to_its_owner_opens_nothing_for_the_account(self) -> None:
        filed = self.filed()
        self.world.act("lan", filed, "hand_over", {"way": "desk", "taken_by": "Lý Thị Mai"})
        with pytest.raises(Absent):
            access.result_of(self.world.actor("mai"), self.world.dossier(filed), self.result_of(filed).pk)

    def test_it_is_not_handed_over_electronically(self) -> None:
        filed = self.filed()
        with pytest.raises(Refused):
            self.world.act("lan", filed, "hand_over", {"way": "electronic", "taken_by": "Lý Thị Mai"})

    def test_the_desk_and_the_officer_are_warned_which_parts_differ(self) -> None:
        filed = self.world.file("mai", sample(CONFIRMATION), channel="online", requester=LO)
        lan = browser(self.world, "lan")
        for name, args in (("detail", []), ("act", ["check_paper"])):
            page = lan.get(reverse(f"dossiers:{name}", args=[filed.code, *args])).content.decode()
            assert NOT_KNOWN in page
            assert "<b>họ và tên</b>" in page
            assert "chính chủ hồ sơ" not in page
        self.world.receive(filed)
        page = browser(self.world, "hoa").get(reverse("dossiers:detail", args=[filed.code])).content.decode()
        assert NOT_KNOWN in page

    def test_once_the_account_is_tied_to_the_owner_it_is_hers(self) -> None:
        filed = self.filed()
        own = Resident.objects.get(full_name="Lý Thị Mai")
        Account.objects.filter(pk=self.world.cast["mai"].pk).update(resident_id=own.pk)
        got = browser(self.world, "mai").get(f"/tra-cuu/{filed.code}/ket-qua/{self.result_of(filed).pk}.pdf")
        assert got.status_code == 200
        page = browser(self.world, "lan").get(reverse("dossiers:detail", args=[filed.code])).content.decode()
        assert NOT_KNOWN not in page
        assert "chính chủ hồ sơ" in page


class FiledForAnother(MadeTestCase):
    def test_nothing_is_downloaded_before_the_desk_has_accepted_the_paper_of_authority(self) -> None:
        one = changed(sample("1.004873"), channel="online", representation="authorised")
        one = replace(one, attachments=(*one.attachments, "authorisation"))
        filed = self.world.file_from_afar("mai", one, channel="online")
        mai = self.world.actor("mai")

        def why() -> str:
            return withheld_from(mai, self.world.dossier(filed))

        assert "mang thẻ căn cước" in why()
        self.world.act("lan", filed, "check_paper", {"papers": {"authorisation": {"verdict": "invalid"}}})
        assert "mang thẻ căn cước" in why()
        self.world.act("lan", filed, "check_paper", {"papers": {"authorisation": {"verdict": "valid"}}})
        assert why() == ""
