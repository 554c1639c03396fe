"""After a whole story no column of the database holds a number, a phone, a key or an answer in plain, nor do logs."""

import logging
from uuid import UUID, uuid4

import pytest
from django.apps import apps
from django.db import models

from tests.api.made import MadeTestCase, post_json
from tests.security.people import CONFIRMATION, MAI_ID, browser, completed
from thonso.core.access import limits
from thonso.core.journal.models import Entry
from thonso.dossiers.tests.world import sample

pytestmark = pytest.mark.django_db
SECRET = "BÍMẬT"  # in every note that somebody writes
PHONE = "0912345678"


class Kept(MadeTestCase):
    def story(self):
        world = self.world
        filed = world.file("mai", sample(CONFIRMATION), channel="online", phone=PHONE)
        act = world.act
        act("lan", filed, "ask_supplement",
            {"papers": {"request": {"why": "missing", "note": f"{SECRET} {MAI_ID}"}}, "basis": SECRET})  # fmt: skip
        act("mai", filed, "supply", {"files": [{"paper": "request", "sha256": world.upload("mai")}], "note": SECRET})
        papers = {key: {"verdict": "valid", "note": f"{SECRET} {MAI_ID}"} for key in world.dossier(filed).paper_keys}
        act("lan", filed, "check_paper", {"papers": papers})
        act("lan", filed, "receive")
        act("hoa", filed, "take")
        act("hoa", filed, "verify", {"what": SECRET, "found": f"{SECRET} {MAI_ID}"})
        act("hoa", filed, "consult", {"office": "Công an xã", "question": SECRET, "days": 1})
        act("hoa", filed, "give_opinion", {"opinion": SECRET})
        act("hoa", filed, "draft_result")
        completed(world, filed)
        client = browser(world)
        client.post("/tra-cuu/", {"ma": filed.code, "khoa": filed.key})
        client.post(f"/tra-cuu/{filed.code}/danh-gia/", {"score": "3", "words": SECRET})
        client.post(
            f"/tra-cuu/{filed.code}/phan-anh/", {"complaint": f"{SECRET} {SECRET}", "transaction_id": str(uuid4())}
        )
        act("lan", filed, "hand_over", {"way": "desk", "taken_by": "Lý Thị Mai", "shown": f"CCCD {MAI_ID} {SECRET}"})
        browser(world, "lan").get(f"/ban/ho-so/{filed.code}/")
        tu = browser(world, "tu")
        tu.post("/thon/giup/", {"name": "Lý Thị Mai", "id_number": MAI_ID, "phone": PHONE, "consent": "spoken"})
        begun = tu.post(f"/thu-tuc/{CONFIRMATION}/nop/", {"representation": "self"})
        tu.get(begun.headers["Location"] + "tat-ca/")
        return filed

    def test_no_column_holds_what_should_be_sealed(self) -> None:
        filed = self.story()
        wanted = {SECRET, MAI_ID, PHONE, "+84912345678", "Trường PTDTBT"}
        found = set()
        for model in apps.get_models():
            for row in model._base_manager.all():
                for field in model._meta.concrete_fields:
                    value = getattr(row, field.attname)
                    if isinstance(value, UUID) or isinstance(field, (models.DateTimeField, models.BooleanField)):
                        continue
                    text = str(value)
                    if any(word in text for word in wanted) or text == filed.key:
                        found.add(f"{model._meta.label}.{field.name}")
        assert found - CATALOGUE == set()

    def test_no_entry_of_the_journal_names_anybody(self) -> None:
        self.story()
        words = (SECRET, MAI_ID, PHONE, "Lý Thị Mai", "Chảo Thị Sen", "Hoàng", "Trường")
        wrong = [(e.verb, word) for e in Entry.objects.all() for word in words if word in e.body]
        assert wrong == []

    def test_the_reason_of_opening_a_file_is_not_free_text_from_the_address(self) -> None:
        """`?purpose=` of a GET goes into a chain that can never be changed again."""
        from thonso.core.files.models import Upload

        upload = Upload.objects.get(received_sha256=self.world.upload("mai"))
        browser(self.world, "mai").get(f"/tep/{upload.pk}/?purpose=Phàn Văn A 015168990001")
        assert "015168990001" not in Entry.objects.order_by("seq").last().body

    def test_the_page_of_a_dossier_covers_numbers_until_a_reason_is_given(self) -> None:
        filed = self.world.file("mai", sample(CONFIRMATION), channel="online", phone=PHONE)
        for who in ("lan", "hoa", "pho", "trung", "thu"):
            page = browser(self.world, who).get(f"/ban/ho-so/{filed.code}/").content.decode()
            assert MAI_ID not in page, who
            assert PHONE not in page, who

    def test_who_may_not_read_answers_sees_no_words_of_sealed_notes(self) -> None:
        """The clerk seals; the policy gives her no `read_answers`."""
        filed = self.world.file("lan", sample(CONFIRMATION))
        self.world.receive(filed)
        self.world.act("hoa", filed, "take")
        self.world.act("hoa", filed, "verify", {"what": "Thu nhập", "found": SECRET})
        assert SECRET not in browser(self.world, "thu").get(f"/ban/ho-so/{filed.code}/").content.decode()

    def test_the_reveal_form_and_its_page_speak_of_the_same_field(self) -> None:
        filed = self.world.file("lan", sample(CONFIRMATION))
        self.world.receive(filed)  # out of her hands
        lan = browser(self.world, "lan")
        page = lan.get(f"/ban/ho-so/{filed.code}/xem/").content.decode()
        assert MAI_ID not in page
        name = "why" if 'name="why"' in page else "purpose"
        got = lan.post(f"/ban/ho-so/{filed.code}/xem/", {name: "So với thẻ căn cước tại quầy"})
        assert got.status_code == 200
        assert MAI_ID in got.content.decode()

    def test_logs_hold_no_value_that_was_typed(self) -> None:
        import io

        out = io.StringIO()
        handler = logging.StreamHandler(out)
        logging.getLogger().addHandler(handler)
        self.addCleanup(logging.getLogger().removeHandler, handler)
        mai = browser(self.world, "mai")
        filed = self.world.file("mai", sample(CONFIRMATION), channel="online")
        for data in ({"transaction_id": MAI_ID}, {"transaction_id": SECRET, "reason": MAI_ID}):
            mai.post(f"/tra-cuu/{filed.code}/rut/", data)
            mai.post("/tra-cuu/", {"ma": filed.code, "khoa": filed.key})
        mai.post("/xac-minh/", {"code": f"{MAI_ID}/x"})
        post_json(mai, f"/api/v1/dossiers/{filed.code}/supply", {"files": [{"x": MAI_ID}]})
        mai.put(f"/api/v1/dossiers/{uuid4()}", f'{{"x": "{MAI_ID}"', content_type="application/json")
        for word in (MAI_ID, SECRET, filed.key):
            assert word not in out.getvalue()


# Shipped data: the catalogue itself.
CATALOGUE = {"procedures.ProcedureVersion.definition", "procedures.ProcedureVersion.text"}


class Limits(MadeTestCase):
    def test_a_prefix_of_ipv6_is_one_place(self) -> None:
        """Whoever rents one line has 2^64 addresses: the limit by place must count the /64."""
        filed = self.world.file("lan", sample(CONFIRMATION))
        seen = _places(lambda addr: browser(self.world, REMOTE_ADDR=addr).post(
            "/tra-cuu/", {"ma": filed.code, "khoa": "100000"}))  # fmt: skip
        assert seen == {"track-from:2001:db8:1:2::"}

    def test_a_prefix_of_ipv6_is_one_place_for_the_api_too(self) -> None:
        seen = _places(lambda addr: browser(self.world, REMOTE_ADDR=addr).get("/api/v1/track/TS-1?key=1"))
        assert seen == {"track-from:2001:db8:1:2::"}

    def test_a_prefix_of_ipv6_is_one_place_for_checking_papers(self) -> None:
        seen = _places(lambda addr: browser(self.world, REMOTE_ADDR=addr).get("/xac-minh/ABCDEFGHJKLM/"), "check:")
        assert len(seen) == 1

    def test_forwarded_addresses_of_a_stranger_are_not_believed(self) -> None:
        seen = _places(
            lambda addr: browser(self.world, REMOTE_ADDR="192.0.2.1", headers={"X-Forwarded-For": addr}).get(
                "/api/v1/track/TS-1?key=1"
            )
        )
        assert seen == {"track-from:192.0.2.1"}

    def test_the_key_of_one_code_is_guessed_ten_times_however_the_code_is_written(self) -> None:
        filed = self.world.file("lan", sample(CONFIRMATION))
        ways = (filed.code, filed.code.lower(), f" {filed.code} ", filed.code.replace("-", "- "))
        statuses = [
            browser(self.world).post("/tra-cuu/", {"ma": ways[n % 4], "khoa": f"{n:06d}"}).status_code
            for n in range(12)
        ]
        assert statuses[-1] == 429

    def test_a_resident_cannot_file_without_end(self) -> None:
        from tests.security.people import filed_online

        statuses = [filed_online(self.world, "phung").status_code for _n in range(60)]
        assert 429 in statuses


def _places(knock, prefix: str = "track-from:") -> set[str]:
    """The keys under which knocks from several addresses of one /64 are counted."""
    seen: set[str] = set()
    before = limits.hit

    def hit(key: str, limit: int, per_seconds: int) -> None:
        if key.startswith(prefix):
            seen.add(key)
        before(key, limit, per_seconds)

    limits.hit = hit
    try:
        for last in ("1", "2", "ffff:ffff:ffff:1"):
            tail = f"2001:db8:1:2::{last}" if ":" not in last else f"2001:db8:1:2:{last}"
            knock(tail)
    finally:
        limits.hit = before
    return seen
