"""Acts over the API: once, not on what has moved on, and refused with the field that is wrong."""

from uuid import uuid4

from tests.api.made import BIRTH, CONFIRMATION, PNG, MadeTestCase, bearer, body_of, post_json, put_json, signed_in
from thonso.core.journal.models import Entry
from thonso.dossiers.models import Dossier, Event
from thonso.dossiers.tests.world import sample


class ActsOverTheApi(MadeTestCase):
    @classmethod
    def make(cls) -> None:
        super().make()
        cls.filed = cls.world.file("lan", sample(CONFIRMATION))
        cls.checked = cls.world.file("lan", sample(CONFIRMATION))
        cls.world.check_all("lan", cls.checked)
        cls.taken = cls.world.file("lan", sample(CONFIRMATION))
        cls.world.receive(cls.taken)
        cls.world.act("hoa", cls.taken, "take")

    def path(self, filed, action: str) -> str:
        return f"/api/v1/dossiers/{filed.code}/{action}"

    def revision(self, filed) -> int:
        return Dossier.objects.get(pk=filed.dossier_id).revision

    def test_a_receipt_moves_the_dossier_on_and_says_so(self) -> None:
        lan = bearer(self.world, "lan")
        answer = post_json(lan, self.path(self.checked, "receive"), {})
        assert answer.status_code == 200, answer.content
        assert answer.json() == {"code": self.checked.code, "state": "accepted", "revision": 2}
        assert Entry.objects.filter(verb="dossier.receive", object_id=self.checked.dossier_id).count() == 1

    def test_the_same_act_again_gives_the_first_answer_and_does_nothing(self) -> None:
        lan, key = bearer(self.world, "lan"), uuid4()
        first = post_json(lan, self.path(self.checked, "receive"), {}, key)
        again = post_json(lan, self.path(self.checked, "receive"), {}, key)
        assert again.json() == first.json()
        assert again.headers["Idempotent-Replayed"] == "true"
        assert Event.objects.filter(dossier_id=self.checked.dossier_id, kind="receive").count() == 1

    def test_the_same_key_with_another_body_or_for_another_dossier_is_refused(self) -> None:
        lan, key = bearer(self.world, "lan"), uuid4()
        good = {"papers": {"request": {"verdict": "valid"}}}
        assert post_json(lan, self.path(self.filed, "check_paper"), good, key).status_code == 200
        bad = {"papers": {"request": {"verdict": "invalid"}}}
        assert post_json(lan, self.path(self.filed, "check_paper"), bad, key).status_code == 409
        assert post_json(lan, self.path(self.checked, "check_paper"), good, key).status_code == 409
        assert self.revision(self.filed) == 1

    def test_the_key_of_a_colleague_is_not_ones_own(self) -> None:
        key, body = uuid4(), {"papers": {"request": {"verdict": "valid"}}}
        assert post_json(bearer(self.world, "lan"), self.path(self.filed, "check_paper"), body, key).status_code == 200
        answer = post_json(bearer(self.world, "hoa"), self.path(self.filed, "check_paper"), body, key)
        assert answer.status_code == 409, answer.content

    def test_without_a_key_nothing_is_done(self) -> None:
        lan = bearer(self.world, "lan")
        answer = post_json(lan, self.path(self.checked, "receive"), {}, key=False)
        assert answer.status_code == 422
        assert "Idempotency-Key" in answer.json()["errors"]
        assert post_json(lan, self.path(self.checked, "receive"), {}, key="1").status_code == 422
        assert self.revision(self.checked) == 1

    def test_a_dossier_that_has_moved_on_is_not_moved_again(self) -> None:
        lan = bearer(self.world, "lan")
        answer = post_json(lan, self.path(self.taken, "receive"), {})
        assert answer.status_code == 409
        assert answer.json()["detail"]
        assert self.revision(self.taken) == 3

    def test_what_is_missing_is_named(self) -> None:
        hoa, lan = bearer(self.world, "hoa"), bearer(self.world, "lan")
        for client, filed, action, body, field in (
            (hoa, self.taken, "verify", {}, "what"),
            (hoa, self.taken, "propose_extension", {"days": 0, "reason": "Mưa lũ, đường sạt."}, "days"),
            (hoa, self.taken, "propose_extension", {"days": 2, "reason": "x"}, "reason"),
            (hoa, self.taken, "consult", {"office": "Công an xã"}, "question"),
            (lan, self.filed, "check_paper", {"papers": {"request": {"verdict": "?"}}}, "paper.request"),
            (lan, self.filed, "ask_supplement", {"papers": {}}, "papers"),
        ):
            answer = post_json(client, self.path(filed, action), body)
            assert answer.status_code == 422, (action, answer.content)
            assert field in answer.json()["errors"], (action, answer.json())

    def test_numbers_beyond_all_reason_are_refused_at_once(self) -> None:
        hoa = bearer(self.world, "hoa")
        for days in (10**9, 10**18, -5, 2**63):
            for action, body in (
                ("consult", {"office": "Công an xã", "question": "Có cư trú không?", "days": days}),
                ("propose_extension", {"reason": "Mưa lũ, đường vào thôn bị sạt.", "days": days}),
            ):
                answer = post_json(hoa, self.path(self.taken, action), body)
                assert answer.status_code == 422, (action, days)

    def test_an_action_that_is_none_or_not_ones_own_is_not_there(self) -> None:
        hoa = bearer(self.world, "hoa")
        for action in ("no_such_action", "sign", "filed", "delete", "receive"):
            assert post_json(hoa, self.path(self.taken, action), {}).status_code == 404, action
        for action in ("x", "A" * 200, "drop-table", "a b"):
            assert post_json(hoa, self.path(self.taken, action), {}).status_code in {404, 422}, action

    def test_a_dossier_is_assigned_to_someone_who_can_do_it(self) -> None:
        trung = bearer(self.world, "trung")
        for account in (str(uuid4()), str(self.world.cast["xuan"].pk), str(self.world.cast["mai"].pk), "x"):
            answer = post_json(trung, self.path(self.taken, "assign"), {"account": account})
            assert answer.status_code == 422, (account, answer.content)
        good = {"account": str(self.world.cast["hoa"].pk)}
        assert post_json(trung, self.path(self.taken, "assign"), good).status_code == 200

    def test_papers_are_supplied_with_files_of_ones_own(self) -> None:
        from hashlib import sha256

        mai, id_ = bearer(self.world, "mai"), uuid4()
        code = put_json(mai, f"/api/v1/dossiers/{id_}", body_of(self.world, sample(CONFIRMATION))).json()["code"]
        lan, path = bearer(self.world, "lan"), f"/api/v1/dossiers/{code}"
        asked = post_json(lan, f"{path}/ask_supplement", {"papers": {"request": {"why": "missing", "note": ""}}})
        assert asked.json()["state"] == "awaiting_supplement"
        name = sha256(PNG).hexdigest()
        lan.put(f"/api/v1/blobs/{name}", PNG, content_type="image/png")
        files = [{"paper": "request", "sha256": name}]
        assert post_json(mai, f"{path}/supply", {"files": files}).status_code == 422  # lan's, not mai's
        for wrong in ([{}], [{"paper": "request"}], [{"paper": 1, "sha256": 2}], "x", [None], files * 40):
            assert post_json(mai, f"{path}/supply", {"files": wrong}).status_code == 422, wrong
        mai.put(f"/api/v1/blobs/{name}", PNG, content_type="image/png")
        stranger = bearer(self.world, "phung")
        assert post_json(stranger, f"{path}/supply", {"files": files}).status_code == 404
        foreign = [{"paper": "land_certificate", "sha256": name}, *files]
        assert post_json(mai, f"{path}/supply", {"files": foreign}).status_code == 422
        given = post_json(mai, f"{path}/supply", {"files": files})
        assert (given.status_code, given.json()["state"]) == (200, "submitted")

    def test_a_result_of_another_system_is_recorded_with_a_day_that_has_been(self) -> None:
        filed = self.world.file("lan", sample(BIRTH))
        self.world.receive(filed)
        self.world.act("binh", filed, "take")
        self.world.act("binh", filed, "advance")
        binh, path = bearer(self.world, "binh"), self.path(filed, "record_result")
        body = {"number": "12/2026", "signer": "Sùng Seo Phong", "system": "Hộ tịch"}
        for day in ("2026-11-24", "31/12/2026", "2026-02-30", "", "0000-00-00"):
            assert post_json(binh, path, {**body, "dated": day}).status_code == 422, day
        assert post_json(binh, path, {**body, "dated": "2026-11-23", "number": " "}).status_code == 422
        assert post_json(binh, path, {**body, "dated": "2026-11-23"}).json()["state"] == "completed"

    def test_a_session_acts_only_with_its_csrf_token(self) -> None:
        lan = signed_in(self.world, "lan", enforce_csrf_checks=True)
        assert post_json(lan, self.path(self.checked, "receive"), {}).status_code == 403
        assert self.revision(self.checked) == 1

    def test_a_token_does_only_what_it_was_given(self) -> None:
        reader = bearer(self.world, "lan", "dossier.read")
        assert reader.get(f"/api/v1/dossiers/{self.checked.code}").status_code == 200
        assert post_json(reader, self.path(self.checked, "receive"), {}).status_code == 404
        assert post_json(bearer(self.world, "lan", "unit.*"), self.path(self.checked, "receive"), {}).status_code == 404
        assert self.revision(self.checked) == 1
