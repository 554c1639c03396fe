"""Lists and looks over the API: whose they are, page by page, and what must never stand in them."""

import json
from uuid import uuid4

from tests.api.made import CONFIRMATION, HOA_ID, LO, RECOGNITION, MadeTestCase, bearer, helping_mai, signed_in
from thonso.dossiers.models import Dossier
from thonso.dossiers.queues import BY_KEY, PAGE
from thonso.dossiers.tests.world import MAI_ID, sample

NUMBERS = (MAI_ID, LO["id_number"], HOA_ID, "0912345678", "0912 345 678", "84912345678")


class LookingOverTheApi(MadeTestCase):
    @classmethod
    def make(cls) -> None:
        super().make()
        cls.mine = cls.world.file("mai", sample(CONFIRMATION), channel="online")
        cls.received = cls.world.file("lan", sample(CONFIRMATION))
        cls.world.receive(cls.received)
        cls.others = cls.world.file("lan", sample(RECOGNITION), head=LO)

    def test_a_queue_holds_what_waits_in_it(self) -> None:
        lan = bearer(self.world, "lan")
        waiting = lan.get("/api/v1/dossiers?queue=cho-tiep-nhan").json()["items"]
        assert {one["code"] for one in waiting} == {self.mine.code, self.others.code}
        hoa = bearer(self.world, "hoa").get("/api/v1/dossiers").json()["items"]
        assert [one["code"] for one in hoa] == [self.received.code]
        assert (hoa[0]["state"], hoa[0]["national_state"], hoa[0]["hamlet"]) == ("accepted", 2, "suoi-chai")

    def test_every_queue_answers_and_an_unknown_one_names_those_there_are(self) -> None:
        lan = bearer(self.world, "lan")
        for key in BY_KEY:
            assert lan.get(f"/api/v1/dossiers?queue={key}").status_code == 200, key
        refused = lan.get("/api/v1/dossiers?queue=khong-co")
        assert refused.status_code == 422
        assert "tat-ca" in refused.json()["errors"]["queue"][0]

    def test_a_list_is_searched_by_code_and_by_name_without_accents(self) -> None:
        lan = bearer(self.world, "lan")
        for words, code in (("phan thi lo", self.others.code), (self.mine.code.lower(), self.mine.code), ("MÂI", None)):
            items = lan.get("/api/v1/dossiers", {"queue": "tat-ca", "q": words}).json()["items"]
            assert not code or [one["code"] for one in items] == [code], words
        for words in ("%", "_", "\\", "'", "Lý' OR 1=1", "💥", "x" * 80):
            assert lan.get("/api/v1/dossiers", {"queue": "tat-ca", "q": words}).json()["items"] == [], words
        assert lan.get("/api/v1/dossiers", {"q": "x" * 81}).status_code == 422

    def test_pages_follow_each_other_without_gap_or_double(self) -> None:
        row = Dossier.objects.get(pk=self.received.dossier_id)
        for number in range(PAGE + 7):
            row.pk, row.code = uuid4(), f"TS-261122-{number:04d}"
            row.save(force_insert=True)
        lan, seen, cursor = bearer(self.world, "lan"), [], ""
        for _page in range(5):
            page = lan.get("/api/v1/dossiers", {"queue": "tat-ca", "cursor": cursor}).json()
            assert len(page["items"]) <= PAGE
            seen += [one["code"] for one in page["items"]]
            cursor = page["next"]
            if not cursor:
                break
        assert len(seen) == len(set(seen)) == PAGE + 10

    def test_a_cursor_that_is_none_begins_anew_and_never_breaks(self) -> None:
        lan, id_ = bearer(self.world, "lan"), uuid4()
        for cursor in (
            "x", "~", f"~{id_}", "2026-11-23~x", f"2026-11-23T09:00:00~{id_}", f"0001-01-01T00:00:00+14:00~{id_}",
            f"9999-12-31T23:59:59-12:00~{id_}", f"2026-11-23T09:00:00+07:00~{id_}", "' OR 1=1 --", "💥" * 50,
        ):  # fmt: skip
            for queue in ("tat-ca", "viec-cua-toi"):
                answer = lan.get("/api/v1/dossiers", {"queue": queue, "cursor": cursor})
                assert answer.status_code == 200, (cursor, answer.status_code)

    def test_no_list_and_no_look_holds_a_personal_number_or_an_answer(self) -> None:
        lan, mai = bearer(self.world, "lan"), bearer(self.world, "mai")
        done = Dossier.objects.get(pk=self.mine.dossier_id)
        for client in (lan, mai):
            for path in (
                "/api/v1/dossiers?queue=tat-ca",
                f"/api/v1/dossiers/{done.code}",
                f"/api/v1/dossiers/{done.code}/papers",
                f"/api/v1/track/{done.code}?key={self.mine.key}",
            ):
                text = client.get(path).content.decode()
                assert done.code in text
                for number in (*NUMBERS, "Trường PTDTBT", done.data_key, done.key_sealed):
                    assert number not in text, (path, number)
                if "track" not in path:
                    assert self.mine.key not in text, path

    def test_one_dossier_says_where_it_stands_and_why_its_day_is_what_it_is(self) -> None:
        one = bearer(self.world, "lan").get(f"/api/v1/dossiers/{self.received.code.lower()}").json()
        assert [event["kind"] for event in one["events"]] == ["filed", "check_paper", "receive"]
        assert one["events"][0]["who"] == "Nguyễn Thị Lan"
        assert one["due_at"] is not None
        assert {"start", "due"} <= {day["kind"] for day in one["explanation"]} | {"start"}
        assert one["explanation"][0]["date"] == "2026-11-23"

    def test_what_may_be_done_now_is_named_for_who_asks(self) -> None:
        path = f"/api/v1/dossiers/{self.received.code}"
        assert "take" in bearer(self.world, "hoa").get(path).json()["actions"]
        assert "take" not in bearer(self.world, "lan").get(path).json()["actions"]
        assert bearer(self.world, "mai").get(f"/api/v1/dossiers/{self.mine.code}").json()["actions"] == ["withdraw"]

    def test_its_owner_is_not_told_who_checked_what(self) -> None:
        self.world.act("lan", self.mine, "propose_refusal", {"reason": "Không thuộc thẩm quyền.", "basis": "Điều 5"})
        one = bearer(self.world, "mai").get(f"/api/v1/dossiers/{self.mine.code}").json()
        assert [event["kind"] for event in one["events"]] == ["filed"]
        assert {event["who"] for event in one["events"]} == {""}
        tracked = self.client.get(f"/api/v1/track/{self.mine.code}?key={self.mine.key}").json()
        assert [event["kind"] for event in tracked["events"]] == ["filed"]

    def test_the_own_list_of_a_villager_is_hers(self) -> None:
        items = bearer(self.world, "mai").get("/api/v1/dossiers?queue=tat-ca").json()["items"]
        assert {one["code"] for one in items} == {self.mine.code, self.received.code}
        for who in ("tu", "dung", "phung", "quantri", "tinh", "xuan", "son", "pao", "sen"):
            assert bearer(self.world, who).get("/api/v1/dossiers?queue=tat-ca").json() == {"items": [], "next": None}, (
                who
            )

    def test_missing_and_forbidden_look_the_same(self) -> None:
        for who in ("xuan", "quantri", "tinh", "tu", "dung"):
            client = bearer(self.world, who)
            forbidden = client.get(f"/api/v1/dossiers/{self.mine.code}")
            missing = client.get("/api/v1/dossiers/TS-261123-9999")
            assert forbidden.status_code == missing.status_code == 404
            assert forbidden.content == missing.content
            assert dict(forbidden.headers.items()) == dict(missing.headers.items())

    def test_in_a_session_for_one_citizen_another_one_is_not_there(self) -> None:
        tu = helping_mai(self.world)
        assert tu.get(f"/api/v1/dossiers/{self.others.code}").status_code == 404
        assert tu.get(f"/api/v1/dossiers/{self.mine.code}").status_code == 404  # filed by herself, not in this session
        assert json.loads(tu.get("/api/v1/dossiers?queue=tat-ca").content)["items"] == []

    def test_what_was_seen_is_not_kept_by_the_browser(self) -> None:
        for path in ("/api/v1/dossiers", f"/api/v1/dossiers/{self.mine.code}"):
            assert "no-store" in signed_in(self.world, "lan").get(path).headers["Cache-Control"]
