"""Forged identifiers, replays and odd characters get a sentence, never a fault of the server, and tell nothing."""

from uuid import uuid4

import pytest

from tests.api.made import MadeTestCase, body_of, post_json, put_json
from tests.security.people import CONFIRMATION, browser, drafted, taken
from thonso.core.base import clock
from thonso.core.journal.models import Entry
from thonso.dossiers.models import Dossier, HamletTask, Party
from thonso.dossiers.tests import test_recognition as story
from thonso.dossiers.tests.world import sample

pytestmark = pytest.mark.django_db


class ForgedIds(MadeTestCase):
    def test_a_forged_transaction_id_is_refused_in_words(self) -> None:
        filed = self.world.file("mai", sample(CONFIRMATION), channel="online")
        mai = browser(self.world, "mai")
        for data in ({}, {"transaction_id": "x"}, {"transaction_id": "' OR 1=1"}):
            assert mai.post(f"/tra-cuu/{filed.code}/rut/", data).status_code in {400, 409, 422}, data
        self.world.act("lan", filed, "ask_supplement", {"papers": {"request": {"why": "missing", "note": ""}}})
        assert mai.post(f"/tra-cuu/{filed.code}/bo-sung/", {"transaction_id": "x"}).status_code in {400, 409, 422}
        assert self.world.dossier(filed).state == "awaiting_supplement"

    def test_a_forged_transaction_id_of_a_hamlet_task_is_refused_in_words(self) -> None:
        with clock.at(story.MONDAY):
            filed = story.to_the_hamlet(self.world)
            task = HamletTask.objects.get(dossier_id=filed.dossier_id)
            got = browser(self.world, "dung").post(f"/thon/viec/{task.pk}/", story.REVIEW | {"transaction_id": "x"})
        assert got.status_code in {400, 409, 422}

    def test_somebody_elses_dossier_id_is_refused_as_stale_and_tells_nothing(self) -> None:
        mine = self.world.file("mai", sample(CONFIRMATION), channel="online")
        body = body_of(self.world, sample(CONFIRMATION), "online")
        for who in ("phung", "xuan", "hoa"):
            got = put_json(browser(self.world, who), f"/api/v1/dossiers/{mine.dossier_id}", body)
            assert got.status_code == 409, f"{who}: {got.status_code}"
            assert mine.code not in got.content.decode()
            assert mine.key not in got.content.decode()

    def test_another_officers_transaction_id_does_not_give_her_answer(self) -> None:
        filed, id_ = self.world.file("lan", sample(CONFIRMATION)), uuid4()
        self.world.receive(filed)
        self.world.act("hoa", filed, "take")
        body = {"what": "Cư trú", "found": "Đúng."}
        assert (
            post_json(browser(self.world, "hoa"), f"/api/v1/dossiers/{filed.code}/verify", body, id_).status_code == 200
        )
        self.world.act("pho", filed, "assign", {"account": ""})
        got = post_json(browser(self.world, "xuan"), f"/api/v1/dossiers/{filed.code}/verify", body, id_)
        assert got.status_code == 404
        assert "Idempotent-Replayed" not in got.headers

    def test_one_transaction_id_used_by_two_people_on_one_dossier_is_no_fault(self) -> None:
        filed, id_ = taken(self.world), uuid4()
        reason = {"account": str(self.world.cast["hoa"].pk)}
        first = post_json(browser(self.world, "pho"), f"/api/v1/dossiers/{filed.code}/assign", reason, id_)
        second = post_json(browser(self.world, "hai"), f"/api/v1/dossiers/{filed.code}/assign", reason, id_)
        assert (first.status_code, second.status_code) == (200, 409)

    def test_files_of_a_supplement_without_their_fields_are_refused_in_words(self) -> None:
        filed = self.world.file("mai", sample(CONFIRMATION), channel="online")
        self.world.act("lan", filed, "ask_supplement", {"papers": {"request": {"why": "missing", "note": ""}}})
        mai = browser(self.world, "mai")
        for files in (
            [{}],
            [{"paper": "request"}],
            [{"sha256": "a" * 64}],
            [{"paper": "request", "sha256": "../../x"}],
        ):
            got = post_json(mai, f"/api/v1/dossiers/{filed.code}/supply", {"files": files})
            assert got.status_code == 422, f"{files}: {got.status_code}"

    def test_a_supplement_takes_only_papers_that_were_asked_for(self) -> None:
        filed = self.world.file("mai", sample(CONFIRMATION), channel="online")
        self.world.act("lan", filed, "ask_supplement", {"papers": {"request": {"why": "missing", "note": ""}}})
        sha = self.world.upload("mai")
        files = [{"paper": "request", "sha256": sha}, {"paper": "x" * 200, "sha256": sha}]
        got = post_json(browser(self.world, "mai"), f"/api/v1/dossiers/{filed.code}/supply", {"files": files})
        assert got.status_code == 422

    def test_how_a_paper_was_seen_is_one_of_three(self) -> None:
        filed = self.world.file("lan", sample(CONFIRMATION))
        body = {"papers": {"request": {"verdict": "valid", "seen": "in-a-dream-of-last-night"}}}
        got = post_json(browser(self.world, "lan"), f"/api/v1/dossiers/{filed.code}/check_paper", body)
        assert got.status_code == 422

    def test_another_persons_file_cannot_be_given_for_a_paper(self) -> None:
        from thonso.core.files.tests.making import jpeg

        sha = self.world.upload("phung", jpeg(), "bi-mat.jpg")
        filed = self.world.file("mai", sample(CONFIRMATION), channel="online")
        self.world.act("lan", filed, "ask_supplement", {"papers": {"request": {"why": "missing", "note": ""}}})
        files = [{"paper": "request", "sha256": sha}]
        got = post_json(browser(self.world, "mai"), f"/api/v1/dossiers/{filed.code}/supply", {"files": files})
        assert got.status_code == 422

    def test_a_version_that_was_never_published_here_cannot_be_filed(self) -> None:
        from thonso.procedures.models import ProcedureVersion

        body = body_of(self.world, sample(CONFIRMATION), "online")
        ProcedureVersion.objects.filter(pk=body["version"]).update(state="draft")
        got = put_json(browser(self.world, "mai"), f"/api/v1/dossiers/{uuid4()}", body)
        assert got.status_code in {404, 409, 422}

    def test_a_procedure_is_filed_only_where_it_is_offered(self) -> None:
        body = body_of(self.world, sample(CONFIRMATION), "online") | {"commune": "02686", "hamlet": None}
        put_json(browser(self.world, "mai"), f"/api/v1/dossiers/{uuid4()}", body)
        assert not Dossier.objects.filter(commune=self.world.units.other).exists()


class OddText(MadeTestCase):
    def test_digits_of_another_script_in_the_key_are_just_a_wrong_key(self) -> None:
        filed = self.world.file("lan", sample(CONFIRMATION))
        stranger = browser(self.world)
        answers = [
            stranger.post("/tra-cuu/", {"ma": code, "khoa": "١٢٣٤٥٦"}).status_code for code in (filed.code, "TS-1")
        ]
        assert answers == [422, 422], "the same answer, whether there is such a dossier or not"
        api = [stranger.get(f"/api/v1/track/{code}?key=١٢٣٤٥٦").status_code for code in (filed.code, "TS-1")]
        assert api == [404, 404]

    def test_a_check_code_with_a_slash_is_no_fault(self) -> None:
        for code in ("a/b", "../..", "?x", "%2e"):
            assert browser(self.world).post("/xac-minh/", {"code": code}, follow=True).status_code in {200, 404, 422}, (
                code
            )

    def test_a_line_break_in_an_address_does_not_reach_a_header(self) -> None:
        for code in ("X%0d%0aSet-Cookie:%20a=b", "X%0aA", "X&khoa=1#"):
            got = browser(self.world).get(f"/tra-cuu/{code}/")
            assert "\n" not in got.headers.get("Location", "")
            assert "Set-Cookie" not in {name for name, _v in got.items() if name == "a"}

    def test_next_leads_nowhere_outside(self) -> None:
        for there in ("https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)"):
            got = browser(self.world).post("/dang-nhap/thu/mai/", {"next": there})
            assert "evil" not in got.headers["Location"], there
            assert "javascript" not in got.headers["Location"], there

    def test_script_in_names_and_notes_is_text_on_every_page(self) -> None:
        evil = "<img src=x onerror=alert(1)>"
        filed = _named(self.world, evil)
        self.world.act("lan", filed, "ask_supplement", {"papers": {"request": {"why": "missing", "note": evil}}})
        lan, stranger = browser(self.world, "lan"), browser(self.world)
        stranger.post("/tra-cuu/", {"ma": filed.code, "khoa": filed.key})
        for client, path in (
            (lan, f"/ban/ho-so/{filed.code}/"), (lan, "/ban/ho-so/?hang=tat-ca"), (lan, f"/ban/ho-so/?q={evil}"),
            (stranger, f"/tra-cuu/{filed.code}/"), (stranger, f"/tra-cuu/{filed.code}/bo-sung/"),
            (stranger, f"/tra-cuu/?ma={evil[:24]}"), (stranger, f"/thu-tuc/?q={evil}"),
        ):  # fmt: skip
            answer = client.get(path)
            assert answer.status_code == 200, path
            assert "<img src=x" not in answer.content.decode(), path
            assert "script-src" in answer.headers["Content-Security-Policy"]
        assert lan.get(f"/ban/ho-so/{filed.code}/giay/form02/"
                       f"{self.world.dossier(filed).events.get(kind='ask_supplement').pk}.pdf").status_code == 200  # fmt: skip

    def test_a_name_that_is_markup_of_the_typesetter_is_printed_as_it_is(self) -> None:
        import pypdfium2

        evil = '#read("/etc/passwd") $x$ *b*'
        filed = _named(self.world, evil)
        event = self.world.dossier(filed).events.get(kind="filed").pk
        pdf = browser(self.world, "lan").get(f"/ban/ho-so/{filed.code}/giay/filing_note/{event}.pdf").content
        text = "".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(pdf))
        assert "#read(" in text
        assert "root:" not in text

    def test_formulas_in_names_are_text_in_both_exports(self) -> None:
        from io import BytesIO

        from openpyxl import load_workbook

        for name in ('=HYPERLINK("http://evil.example")', "+1+1", "@SUM(A1)", "-2"):
            _named(self.world, name)
        lan = browser(self.world, "lan")
        book = load_workbook(BytesIO(lan.get("/ban/ho-so/xuat.xlsx").content))
        cells = [cell for row in book.active.iter_rows() for cell in row]
        assert not [cell.value for cell in cells if cell.data_type == "f"]
        lines = lan.get("/ban/ho-so/xuat.csv").content.decode("utf-8-sig").splitlines()
        assert not [field for line in lines for field in line.split(",") if field[:1] in "=+@"[: len(field)] and field]


class ReadersOnly(MadeTestCase):
    """Looking changes nothing that can be used, and nobody can fill the journal by looking."""

    def test_a_get_never_moves_a_dossier(self) -> None:
        filed = drafted(self.world)
        revision = self.world.dossier(filed).revision
        lan, mai, pho = (browser(self.world, who) for who in ("lan", "mai", "pho"))
        for client, path in (
            (mai, f"/tra-cuu/{filed.code}/rut/"), (pho, "/ban/ky/ky/"), (lan, f"/ban/ho-so/{filed.code}/lam/assign/"),
            (mai, "/dang-xuat/"), (lan, "/thon/giup/ket-thuc/"), (mai, f"/tra-cuu/{filed.code}/danh-gia/"),
        ):  # fmt: skip
            client.get(path)
        assert self.world.dossier(filed).revision == revision
        assert mai.get("/tai-khoan/").status_code == 200, "a GET has signed her out"

    def test_a_stranger_cannot_fill_the_journal_by_asking_for_codes(self) -> None:
        filed = self.world.file("lan", sample(CONFIRMATION))
        stranger, before = browser(self.world), Entry.objects.count()
        for _n in range(30):
            stranger.get(f"/tra-cuu/{filed.code}/")
        assert Entry.objects.count() - before <= 10

    def test_a_post_without_the_token_of_the_form_changes_nothing(self) -> None:
        filed = self.world.file("mai", sample(CONFIRMATION), channel="online")
        mai = browser(self.world, "mai", enforce_csrf_checks=True)
        data = {"transaction_id": str(uuid4())}
        assert mai.post(f"/tra-cuu/{filed.code}/rut/", data).status_code == 403
        assert post_json(mai, f"/api/v1/dossiers/{filed.code}/withdraw", {}).status_code == 403
        assert self.world.dossier(filed).state == "submitted"
        screen = browser(self.world, enforce_csrf_checks=True)
        screen.post("/dang-nhap/thu/lan/")
        assert screen.get("/ban/ho-so/").status_code == 302


class Absentees(MadeTestCase):
    def test_what_is_missing_and_what_is_forbidden_give_the_same_page(self) -> None:
        filed = self.world.file("lan", sample(CONFIRMATION))
        upload = str(self.world.upload("mai"))
        assert upload
        for who in ("xuan", "quantri", "mai", "tu", "dung", "phung", "tinh"):
            client = browser(self.world, who)
            for real, none in (
                (f"/ban/ho-so/{filed.code}/", "/ban/ho-so/TS-261123-9999/"),
                (f"/api/v1/dossiers/{filed.code}", "/api/v1/dossiers/TS-261123-9999"),
                (f"/nop/xong/{filed.code}/", "/nop/xong/TS-261123-9999/"),
            ):
                if who == "mai":
                    continue  # it is about her
                one, other = client.get(real), client.get(none)
                assert one.status_code == other.status_code == 404, f"{who} {real} {one.status_code}"
                assert _same(one, filed.code) == _same(other, "TS-261123-9999"), f"{who} {real}"

    def test_the_stranger_the_administrator_and_the_observer_find_nothing_of_mai(self) -> None:
        filed = drafted(self.world)
        words = ("Lý Thị Mai", filed.code, "015168990001")
        for who in ("xuan", "quantri", "tinh", "phung", "son"):
            client = browser(self.world, who)
            for path in (
                "/ban/ho-so/?hang=tat-ca", f"/ban/ho-so/?hang=tat-ca&q={filed.code}", "/ban/ho-so/?hang=tat-ca&q=mai",
                "/ban/ho-so/xuat.csv", "/ban/ho-so/xuat.xlsx", "/ban/ky/", "/ban/quyet-dinh/", "/tai-khoan/ho-so/",
                "/tai-khoan/thong-bao/", "/quan-tri/can-xu-ly/", "/quan-tri/don-vi/", "/ban/dan-cu/trung/", "/thon/",
                "/api/v1/dossiers", "/api/v1/dossiers?queue=tat-ca&q=mai", f"/xac-minh/{filed.code}/",
            ):  # fmt: skip
                body = client.get(path).content.decode(errors="replace")
                for word in words:
                    assert word not in body or f"q={word}" in path, f"{who} {path}: {word}"


def _named(world, name: str):
    """The form refuses such names; whatever else lets one in, it must stay text."""
    filed = world.file("lan", sample(CONFIRMATION))
    Dossier.objects.filter(pk=filed.dossier_id).update(subject_name=name)
    Party.objects.filter(dossier_id=filed.dossier_id).update(name=name)
    return filed


def _same(answer, code: str) -> str:
    import re

    text = answer.content.decode().replace(code, "CODE")
    return re.sub(r'(nonce|value)="[^"]*"|CSRFToken": "[^"]*"', "", text)
