"""A post ends in the middle of the work: what it opened is closed at that moment, and the reason is said."""

from datetime import timedelta
from typing import Any

import pytest

from tests.api.made import MONDAY, MadeTestCase, helping_mai, signed_in
from tests.security.people import CONFIRMATION, MAI_ID
from thonso.core.access.actors import system_actor
from thonso.core.access.models import Assignment
from thonso.core.access.services import disable, grant, revoke
from thonso.core.base import clock
from thonso.core.journal.models import Entry
from thonso.dossiers.models import AssistSession, Dossier, Draft
from thonso.dossiers.services.drafts import answers_of

pytestmark = pytest.mark.django_db
BY = system_actor("test")
ENDED = "Chức vụ của anh chị đã kết thúc"


class Helper(MadeTestCase):
    def setUp(self) -> None:
        self.tu = helping_mai(self.world, raise_request_exception=False)
        begun = self.tu.post(f"/thu-tuc/{CONFIRMATION}/nop/", {"representation": "self"})
        self.draft = begun.headers["Location"].split("/")[2]
        self.question = self.tu.get(begun.headers["Location"]).headers["Location"]
        assert "Lý Thị Mai" in self.tu.get(f"/nop/{self.draft}/tat-ca/").content.decode()

    def post(self) -> Assignment:
        return self.world.cast["tu"].assignments.get(role="helper")

    def kept(self) -> Any:
        draft = Draft.objects.get(pk=self.draft)
        return draft.revision, answers_of(draft)

    def assert_nothing_is_left_to_read_or_write(self, *, told: bool = True) -> None:
        before = self.kept()
        for path in (
            self.question,
            f"/nop/{self.draft}/",
            f"/nop/{self.draft}/tat-ca/",
            f"/nop/{self.draft}/kiem-tra/",
        ):
            for answer in (self.tu.get(path), self.tu.post(path, {"purpose": "vay vốn", "name": "Lý Thị Mai"})):
                if answer.status_code != 405:
                    assert answer.status_code == 404, f"{path}: {answer.status_code}"
                page = answer.content.decode()
                for words in ("Lý Thị Mai", MAI_ID, "0151 6899 0001"):
                    assert words not in page, f"{path}: {words}"
                if told and answer.status_code == 404:
                    assert ENDED in page
                    assert "Phiên giúp người dân đang mở cũng đã đóng theo" in page
        assert self.kept() == before
        assert not Dossier.objects.filter(pk=self.draft).exists()

    def test_a_post_that_is_ended_closes_the_session_at_once(self) -> None:
        revoke(BY, self.post(), reason="Hết chức vụ")
        self.assert_nothing_is_left_to_read_or_write()
        assert AssistSession.objects.get().ended_at == MONDAY
        assert Entry.objects.filter(verb="assist.post_ended").count() == 1
        for path in ("/thon/", "/thon/giup/ket-thuc/"):
            assert ENDED in self.tu.get(path).content.decode(), path

    def test_a_post_that_runs_out_by_its_date_opens_nothing_the_day_after(self) -> None:
        """Nobody acts at midnight, and the session would have gone on until ten past."""
        Assignment.objects.filter(pk=self.post().pk).update(valid_to=MONDAY.date())
        late = MONDAY.replace(hour=23, minute=50)
        AssistSession.objects.update(started_at=late, expires_at=late + timedelta(minutes=30))
        with clock.at(MONDAY.replace(hour=23, minute=59)):
            assert self.tu.get(f"/nop/{self.draft}/tat-ca/").status_code == 200
        with clock.at(late + timedelta(minutes=11)):
            self.assert_nothing_is_left_to_read_or_write()

    def test_a_last_day_to_come_leaves_the_session_open(self) -> None:
        revoke(BY, self.post(), last_day=MONDAY.date() + timedelta(days=3), reason="Hết chức vụ")
        assert self.tu.get(f"/nop/{self.draft}/tat-ca/").status_code == 200
        assert AssistSession.objects.get().ended_at is None

    def test_the_same_post_in_another_hamlet_does_not_open_it(self) -> None:
        row = self.post()
        other = next(one for one in self.world.units.hamlets.values() if one.pk != row.unit_id)
        grant(BY, self.world.cast["tu"], "helper", other)
        revoke(BY, row, reason="Chuyển thôn")
        self.assert_nothing_is_left_to_read_or_write(told=False)
        assert self.tu.post("/thon/giup/", {"name": "Phàn Thị Lở", "consent": "spoken"}).status_code == 302

    def test_a_locked_account_leaves_no_open_session(self) -> None:
        disable(BY, self.world.commune_id, self.world.cast["tu"], reason="Mất điện thoại")
        assert AssistSession.objects.get().ended_at == MONDAY

    def test_a_session_is_another_helpers_no_more_than_before(self) -> None:
        revoke(BY, self.world.cast["dung"].assignments.get(role="village_head"), reason="Hết chức vụ")
        assert AssistSession.objects.get().ended_at is None
        assert self.tu.get(f"/nop/{self.draft}/tat-ca/").status_code == 200


class Officer(MadeTestCase):
    def test_what_she_typed_is_on_the_page_that_says_that_her_post_has_ended(self) -> None:
        hoa = signed_in(self.world, "hoa", raise_request_exception=False)
        revoke(BY, self.world.cast["hoa"].assignments.get(role="officer_social"), reason="Chuyển công tác")
        for path in ("/ban/ho-so/TS-261123-0001/", "/ban/ho-so/TS-999999-9999/viec/propose/"):
            answer = hoa.post(path, {"note": "Hộ có hai người già.\nĐề nghị công nhận.", "revision": "3"})
            page = answer.content.decode()
            assert answer.status_code == 404
            assert ENDED in page
            assert "Hộ có hai người già." in page
            assert ">3<" not in page

    def test_who_has_another_post_or_never_had_one_is_told_nothing_of_it(self) -> None:
        row = self.world.cast["hoa"].assignments.get(role="officer_social")
        grant(BY, self.world.cast["hoa"], "clerk", self.world.units.commune)
        revoke(BY, row, reason="Chuyển công tác")
        for who in ("hoa", "mai"):
            page = signed_in(self.world, who, raise_request_exception=False).get("/khong-co/").content.decode()
            assert ENDED not in page
            assert "Không tìm thấy trang này" in page
