"""The helper after her session, in a new session, and the next person at the same screen."""

from uuid import uuid4

import pytest

from tests.api.made import MadeTestCase, body_of, helping_mai, put_json
from tests.security.people import CONFIRMATION, MAI_ID, browser, completed
from thonso.core.files.tests.making import png
from thonso.dossiers.models import Dossier, Draft, Result
from thonso.dossiers.services.filing import Filed
from thonso.dossiers.tests.world import sample

pytestmark = pytest.mark.django_db


class Helper(MadeTestCase):
    def setUp(self) -> None:
        self.tu = helping_mai(self.world, raise_request_exception=False)
        id_ = uuid4()
        answer = put_json(self.tu, f"/api/v1/dossiers/{id_}", body_of(self.world, sample(CONFIRMATION), "assisted"))
        assert answer.status_code == 201, answer.content
        self.filed = Filed(id_, answer.json()["code"], answer.json()["key"])
        begun = self.tu.post(f"/thu-tuc/{CONFIRMATION}/nop/", {"representation": "self"})
        self.draft = begun.headers["Location"].split("/")[2]
        sent = self.tu.put("/api/v1/blobs/" + _sha(), png(), content_type="application/octet-stream")
        self.upload = sent.json()["id"]

    def addresses(self) -> list[str]:
        code, event = self.filed.code, self.world.dossier(self.filed).events.get(kind="filed").pk
        return [
            f"/nop/{self.draft}/", f"/nop/{self.draft}/tat-ca/", f"/nop/{self.draft}/kiem-tra/",
            f"/nop/{self.draft}/giay-to/", f"/nop/xong/{code}/", f"/nop/xong/{code}/phieu.pdf",
            f"/tra-cuu/{code}/phieu.pdf", f"/tra-cuu/{code}/bo-sung/", f"/ban/ho-so/{code}/",
            f"/ban/ho-so/{code}/giay/filing_note/{event}.pdf", f"/tep/{self.upload}/", f"/tep/{self.upload}/nho/",
            f"/api/v1/dossiers/{code}", f"/api/v1/dossiers/{code}/papers",
            f"/api/v1/dossiers/{code}/papers/{event}.pdf?kind=filing_note",
        ]  # fmt: skip

    def assert_nothing_of_mai(self) -> None:
        for path in self.addresses():
            answer = self.tu.get(path)
            assert answer.status_code == 404, f"{path}: {answer.status_code}"
        answer = self.tu.get(f"/tra-cuu/{self.filed.code}/")
        assert answer.status_code == 302, "the page of following is open"
        for path in ("/thon/", "/thon/giup/", "/tai-khoan/ho-so/", "/tai-khoan/thong-bao/", "/thon/giup/chon/"):
            page = self.tu.get(path, follow=True).content.decode()
            assert "Lý Thị Mai" not in page, path
            assert MAI_ID not in page, path

    def test_old_addresses_show_nothing_after_the_end(self) -> None:
        self.tu.post("/thon/giup/ket-thuc/", {"sure": "1"})
        self.assert_nothing_of_mai()

    def test_old_addresses_show_nothing_in_a_session_for_somebody_else(self) -> None:
        self.tu.post("/thon/giup/ket-thuc/", {"sure": "1"})
        opened = self.tu.post("/thon/giup/", {"name": "Phàn Thị Lở", "consent": "spoken"})
        assert opened.status_code == 302
        self.assert_nothing_of_mai()

    def test_a_key_that_was_typed_in_the_session_is_forgotten_at_its_end(self) -> None:
        """She followed an older dossier for Mai: code and key opened it in this browser."""
        self.tu.post("/tra-cuu/", {"ma": self.filed.code, "khoa": self.filed.key})
        assert self.tu.get(f"/tra-cuu/{self.filed.code}/").status_code == 200
        self.tu.post("/thon/giup/ket-thuc/", {"sure": "1"})
        self.assert_nothing_of_mai()

    def test_a_session_that_ran_out_is_as_good_as_ended(self) -> None:
        from datetime import timedelta

        from tests.api.made import MONDAY
        from thonso.core.base import clock

        self.tu.post("/tra-cuu/", {"ma": self.filed.code, "khoa": self.filed.key})
        with clock.at(MONDAY + timedelta(minutes=31)):
            self.assert_nothing_of_mai()

    def test_somebody_elses_number_with_a_wrong_name_fills_in_nothing_of_the_register(self) -> None:
        self.tu.post("/thon/giup/ket-thuc/", {"sure": "1"})
        self.tu.post("/thon/giup/", {"name": "Phàn Thị Lở", "id_number": MAI_ID, "consent": "spoken"})
        begun = self.tu.post(f"/thu-tuc/{CONFIRMATION}/nop/", {"representation": "self"})
        page = self.tu.get(begun.headers["Location"] + "tat-ca/").content.decode()
        for word in ("Lý Thị Mai", "Chảo Thị Sen", "14/05/1968", "theo sổ dân cư"):
            assert word not in page, word

    def test_a_session_for_one_citizen_does_not_file_for_another(self) -> None:
        """The consent, the banner and the journal say Mai; the API must not take another subject."""
        body = body_of(self.world, sample(CONFIRMATION), "assisted")
        body["subject"] = {"name": "Phàn Thị Lở", "id_number": "015175990002"}
        got = put_json(self.tu, f"/api/v1/dossiers/{uuid4()}", body)
        assert got.status_code == 422

    def test_an_assisted_dossier_stays_in_the_commune_of_the_session(self) -> None:
        body = body_of(self.world, sample(CONFIRMATION), "assisted") | {"commune": "02686", "hamlet": None}
        put_json(self.tu, f"/api/v1/dossiers/{uuid4()}", body)
        assert not Dossier.objects.filter(commune=self.world.units.other).exists()

    def test_more_time_leads_nowhere_outside(self) -> None:
        got = self.tu.post("/thon/giup/them-gio/", headers={"Referer": "https://evil.example/phish"})
        assert not got.headers["Location"].startswith("https://evil.example")

    def test_a_helper_whose_post_has_ended_files_no_more(self) -> None:
        self.world.cast["tu"].assignments.all().delete()
        before = Dossier.objects.count()
        put_json(self.tu, f"/api/v1/dossiers/{uuid4()}", body_of(self.world, sample(CONFIRMATION), "assisted"))
        assert Dossier.objects.count() == before

    def test_the_draft_of_a_session_is_not_reachable_by_the_helpers_token(self) -> None:
        from tests.api.made import bearer

        program = bearer(self.world, "tu")
        assert program.get(f"/nop/{self.draft}/tat-ca/").status_code == 404
        assert program.get(f"/api/v1/dossiers/{self.filed.code}").status_code == 404
        assert Draft.objects.filter(pk=self.draft).exists()


class SharedPC(MadeTestCase):
    def test_the_key_is_not_remembered_for_the_next_person_all_day(self) -> None:
        """A kiosk: Mai followed her dossier without an account and walked away."""
        from datetime import timedelta

        from tests.api.made import MONDAY
        from thonso.core.base import clock

        filed = completed(self.world)
        screen = browser(self.world)
        screen.post("/tra-cuu/", {"ma": filed.code, "khoa": filed.key})
        result = Result.objects.get(stands_for__dossier_id=filed.dossier_id)
        with clock.at(MONDAY + timedelta(hours=3)):
            assert screen.get(f"/tra-cuu/{filed.code}/").status_code == 302
            assert screen.get(f"/tra-cuu/{filed.code}/ket-qua/{result.pk}.pdf").status_code in {302, 404}

    def test_signing_in_does_not_inherit_the_keys_of_the_one_before(self) -> None:
        filed = completed(self.world)
        screen = browser(self.world)
        screen.post("/tra-cuu/", {"ma": filed.code, "khoa": filed.key})
        screen.post("/dang-nhap/thu/phung/")
        assert screen.get(f"/tra-cuu/{filed.code}/").status_code == 302


def _sha() -> str:
    import hashlib

    return hashlib.sha256(png()).hexdigest()
