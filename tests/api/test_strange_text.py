"""What people and programs send that is no proper text: each gets a sentence and changes nothing, or is kept as text."""

import json
import unicodedata
from uuid import uuid4

from tests.api.made import CONFIRMATION, MadeTestCase, bearer, body_of, post_json, put_json
from thonso.dossiers.models import Dossier, Party
from thonso.dossiers.tests.world import sample


class StrangeTextOverTheApi(MadeTestCase):
    def setUp(self) -> None:
        self.path = f"/api/v1/dossiers/{uuid4()}"
        self.body = body_of(self.world, sample(CONFIRMATION))
        self.mai = bearer(self.world, "mai")

    def _named(self, name: object) -> int:
        self.body["subject"]["name"] = name
        self.body["answers"]["requester"]["full_name"] = name
        answer = put_json(self.mai, f"/api/v1/dossiers/{uuid4()}", self.body)
        assert answer.headers["Content-Type"].startswith(("application/json", "application/problem+json"))
        return answer.status_code

    def test_nul_and_half_a_surrogate_are_refused_wherever_they_stand(self) -> None:
        for bad in ("Lý\\u0000Mai", "Lý \\ud800 Mai"):
            for text in (
                json.dumps(self.body, ensure_ascii=False).replace("Lý Thị Mai", bad),
                json.dumps({**self.body, "answers": {"BAD": 1}}).replace("BAD", bad),
            ):
                answer = put_json(self.mai, self.path, text)
                assert answer.status_code in {400, 422}, (bad, answer.content)
                assert answer.headers["Content-Type"] == "application/problem+json"
        assert self.mai.get("/api/v1/dossiers?q=%00").status_code == 400
        assert not Dossier.objects.exists()

    def test_letters_in_pieces_become_whole_letters(self) -> None:
        name = unicodedata.normalize("NFD", "Lý Thị Mai")
        assert self._named(name) == 201
        assert Dossier.objects.get().subject_name == "Lý Thị Mai"
        assert {party.name for party in Party.objects.all()} == {"Lý Thị Mai"}

    def test_direction_marks_and_invisible_letters_are_refused(self) -> None:
        for mark in ("\u202e", "\u200b", "\u2066", "\ufeff", "\u200f", "\x07"):
            assert self._named(f"Lý{mark}Mai") == 422, ascii(mark)

    def test_a_name_of_blanks_or_marks_alone_is_no_name(self) -> None:
        for name in (" ", "\t \n", "\u00a0", "\u3000"):
            assert self._named(name) == 422, ascii(name)

    def test_one_word_forty_letters_and_a_smile_are_names_or_refused_in_words(self) -> None:
        assert self._named("Mai") == 201
        assert self._named("Nguyễn Hoàng Công Tằng Tôn Nữ Thị Bích Ngọc") == 201
        assert self._named("Mai 🙂") in {201, 422}

    def test_a_name_of_a_hundred_letters_fits_and_of_more_does_not(self) -> None:
        assert self._named(" ".join(["Ấm" * 4] * 11)) == 201
        assert self._named("Ấ" * 101) == 422
        assert self._named(unicodedata.normalize("NFD", "Ấ" * 100)) in {201, 422}
        assert self._named("A" * 200_000) == 422

    def test_what_is_no_text_is_no_name(self) -> None:
        for name in (None, 7, [], {}, True):
            assert self._named(name) == 422, name

    def test_a_wrong_number_on_a_card_is_refused_and_nothing_is_told_about_it(self) -> None:
        for number in ("1", "12345678901", "abcdefghijkl", "015168990001\u202e", "000000000000"):
            self.body["subject"]["id_number"] = number
            answer = put_json(self.mai, self.path, self.body)
            assert answer.status_code == 422, (number, answer.content)
            assert any("id_number" in name for name in answer.json()["errors"]), answer.content

    def test_a_number_typed_with_blanks_is_the_same_number(self) -> None:
        self.body["subject"]["id_number"] = "015 168 990 001"
        assert put_json(self.mai, self.path, self.body).status_code == 201
        assert Dossier.objects.get().household_id == self.world.mai_home.pk

    def test_json_that_is_none_is_not_understood(self) -> None:
        for text in ("", "{", "[]", "null", "nein", '{"procedure": NaN}', b"\xff\xfe{}", "[" * 100_000):
            answer = put_json(self.mai, self.path, text)
            assert answer.status_code in {400, 422}, (text[:20], answer.status_code)
            assert answer.headers["Content-Type"] == "application/problem+json"

    def test_answers_of_the_wrong_kind_are_refused(self) -> None:
        for answers in (
            {"requester": "Lý Thị Mai"},
            {"requester": [1, 2]},
            {"copies": {"a": 1}},
            {"copies": 10**400},
            {"copies": 1e308},
            {"home": []},
            {"truth": None},
            {"no_such_question": "x"},
            {"signature": {"way": "drawn", "strokes": "x" * 300_000}},
            {"": ""},
        ):
            answer = put_json(self.mai, self.path, {**self.body, "answers": self.body["answers"] | answers})
            assert answer.status_code in {201, 422}, (str(answers)[:60], answer.status_code, answer.content[:300])
            self.path = f"/api/v1/dossiers/{uuid4()}"

    def test_a_body_of_many_megabytes_is_refused_before_it_is_read(self) -> None:
        self.body["answers"]["purpose"] = "x" * 4_000_000
        answer = put_json(self.mai, self.path, self.body)
        assert answer.status_code in {400, 413}
        assert answer.headers["Content-Type"] == "application/problem+json"

    def test_ids_and_codes_that_are_none_are_not_found_or_refused(self) -> None:
        lan = bearer(self.world, "lan")
        for path in (
            "/api/v1/dossiers/TS-999999-9999",
            "/api/v1/dossiers/%2e%2e%2f",
            "/api/v1/dossiers/' OR 1=1 --",
            "/api/v1/dossiers/Lý",
            "/api/v1/dossiers/" + "A" * 300,
            "/api/v1/dossiers/TS-999999-9999/papers",
            f"/api/v1/dossiers/TS-999999-9999/papers/{uuid4()}.pdf",
            "/api/v1/dossiers/TS-999999-9999/papers/1.pdf",
        ):
            answer = lan.get(path)
            assert answer.status_code in {404, 405, 422}, (path, answer.status_code)
            assert answer.headers["Content-Type"] == "application/problem+json", path
        assert put_json(lan, "/api/v1/dossiers/1", self.body).status_code in {404, 405, 422}

    def test_text_of_actions_is_looked_at_too(self) -> None:
        done = self.world.file("lan", sample(CONFIRMATION))
        lan, path = bearer(self.world, "lan"), f"/api/v1/dossiers/{done.code}"
        for body in (
            {"reason": "\u202eKhông thuộc thẩm quyền"},
            {"reason": "x" * 100_000},
            {"reason": 7},
            {"reason": []},
        ):
            answer = post_json(lan, f"{path}/propose_refusal", body)
            assert answer.status_code == 422, (str(body)[:40], answer.status_code)
        for papers in (
            {"request": {"verdict": "x" * 500}},
            {"request": {"verdict": "valid", "seen": "x" * 500}},
            {"request": {"verdict": "valid", "note": "x" * 5000}},
            {"x" * 5000: {"verdict": "valid"}},
            {"request": {}},
            {"request": None},
            [],
        ):
            answer = post_json(lan, f"{path}/check_paper", {"papers": papers})
            assert answer.status_code == 422, (str(papers)[:60], answer.status_code, answer.content[:200])
        assert Dossier.objects.get(pk=done.dossier_id).revision == 0
