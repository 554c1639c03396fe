"""Filing over the API: by a program and by a browser, once and only once, refused with the field that is wrong."""

from uuid import uuid4

from tests.api.made import CONFIRMATION, PNG, MadeTestCase, bearer, body_of, helping_mai, put_json, signed_in
from thonso.core.base.ids import new_id
from thonso.core.files.rules import is_sha256
from thonso.core.journal.models import Entry
from thonso.core.notices.models import OutboxMessage
from thonso.dossiers.models import Dossier
from thonso.dossiers.tests.world import sample


class FilingOverTheApi(MadeTestCase):
    def setUp(self) -> None:
        self.id = uuid4()
        self.path = f"/api/v1/dossiers/{self.id}"
        self.body = body_of(self.world, sample(CONFIRMATION))

    def test_a_program_files_with_a_token_and_is_given_code_and_key(self) -> None:
        answer = put_json(bearer(self.world, "mai"), self.path, self.body)
        assert answer.status_code == 201, answer.content
        given = answer.json()
        assert given["id"] == str(self.id)
        assert given["code"].startswith("TS-261123-")
        assert len(given["key"]) == 6
        dossier = Dossier.objects.get(pk=self.id)
        assert (dossier.channel, dossier.submitter_account_id) == ("online", self.world.cast["mai"].pk)
        assert Entry.objects.filter(verb="dossier.filed", object_id=self.id).count() == 1

    def test_the_same_body_again_is_the_same_filing(self) -> None:
        client = bearer(self.world, "mai")
        first = put_json(client, self.path, self.body)
        messages = OutboxMessage.objects.count()
        again = put_json(client, self.path, self.body)
        assert (first.status_code, again.status_code) == (201, 200)
        assert "Idempotent-Replayed" not in first.headers
        assert again.headers["Idempotent-Replayed"] == "true"
        assert again.json() == first.json()
        assert Dossier.objects.filter(pk=self.id).count() == 1
        assert OutboxMessage.objects.count() == messages

    def test_another_body_under_the_same_id_is_refused_and_changes_nothing(self) -> None:
        client = bearer(self.world, "mai")
        put_json(client, self.path, self.body)
        self.body["answers"]["copies"] = "5"
        answer = put_json(client, self.path, self.body)
        assert answer.status_code == 409
        assert Dossier.objects.get(pk=self.id).revision == 0

    def test_an_id_that_someone_else_has_used_is_refused_and_tells_nothing(self) -> None:
        first = put_json(bearer(self.world, "mai"), self.path, self.body).json()
        for who in ("lan", "xuan"):
            answer = put_json(bearer(self.world, who), self.path, self.body)
            assert answer.status_code == 409, (who, answer.content)
            assert first["code"] not in answer.content.decode()
            assert first["key"] not in answer.content.decode()

    def test_a_browser_files_with_its_session_and_its_csrf_token(self) -> None:
        client = signed_in(self.world, "mai", enforce_csrf_checks=True)
        refused = put_json(client, self.path, self.body)
        assert refused.status_code == 403
        assert not Dossier.objects.filter(pk=self.id).exists()
        client.get("/tra-cuu/")
        token = client.cookies["csrf"].value
        assert put_json(client, self.path, self.body, **{"X-CSRFToken": "0" * 32}).status_code == 403
        assert put_json(client, self.path, self.body, **{"X-CSRFToken": token}).status_code == 201

    def test_a_token_needs_no_csrf_and_a_wrong_one_is_no_sign_in(self) -> None:
        client = bearer(self.world, "mai", "dossier.file")
        client.handler.enforce_csrf_checks = True
        assert put_json(client, self.path, self.body).status_code == 201
        wrong = put_json(client, self.path, self.body, Authorization="Bearer thonso_wrong")
        assert wrong.status_code == 401
        assert "WWW-Authenticate" in wrong.headers

    def test_a_token_that_may_only_read_files_nothing(self) -> None:
        answer = put_json(bearer(self.world, "mai", "dossier.read"), self.path, self.body)
        assert answer.status_code in {403, 404}
        assert not Dossier.objects.filter(pk=self.id).exists()

    def test_nobody_files_without_sign_in(self) -> None:
        answer = put_json(self.client, self.path, self.body)
        assert answer.status_code == 401

    def test_wrong_answers_are_named_by_their_field(self) -> None:
        self.body["answers"] |= {"klass": "none", "copies": "rất nhiều"}
        del self.body["answers"]["for_whom"]
        answer = put_json(bearer(self.world, "mai"), self.path, self.body)
        assert answer.status_code == 422
        assert {"klass", "copies", "for_whom"} <= set(answer.json()["errors"])
        assert not Dossier.objects.filter(pk=self.id).exists()

    def test_files_that_did_not_arrive_are_asked_for_again(self) -> None:
        self.body["attachments"] = [{"role": "request", "sha256": "0" * 64}]
        answer = put_json(bearer(self.world, "mai"), self.path, self.body)
        assert answer.status_code == 422
        assert "attachments" in answer.json()["errors"]

    def test_somebody_elses_file_is_as_if_it_had_not_arrived(self) -> None:
        from hashlib import sha256

        name = sha256(PNG).hexdigest()
        assert is_sha256(name)
        sent = bearer(self.world, "lan").put(f"/api/v1/blobs/{name}", PNG, content_type="image/png")
        assert sent.status_code == 201
        self.body["attachments"] = [{"role": "request", "sha256": name}]
        answer = put_json(bearer(self.world, "mai"), self.path, self.body)
        assert answer.status_code == 422
        assert "attachments" in answer.json()["errors"]

    def test_a_file_is_sent_in_pieces_and_then_attached(self) -> None:
        from hashlib import sha256

        mai, name = bearer(self.world, "mai"), sha256(PNG).hexdigest()
        path, half = f"/api/v1/blobs/{name}", len(PNG) // 2
        size = {"Upload-Length": str(len(PNG))}
        first = mai.put(path, PNG[:half], content_type="image/png", headers={**size, "Upload-Offset": "0"})
        assert (first.status_code, first.headers["Upload-Offset"]) == (202, str(half))
        assert mai.head(path).headers["Upload-Offset"] == str(half)
        skipped = mai.put(
            path, PNG[half + 1 :], content_type="image/png", headers={**size, "Upload-Offset": str(half + 1)}
        )
        assert (skipped.status_code, skipped.headers["Upload-Offset"]) == (409, str(half))
        rest = mai.put(path, PNG[half:], content_type="image/png", headers={**size, "Upload-Offset": str(half)})
        assert rest.status_code == 201
        self.body["attachments"] = [{"role": "request", "sha256": name}]
        answer = put_json(mai, self.path, self.body)
        assert answer.status_code == 201, answer.content
        attached = Dossier.objects.get(pk=self.id).attachments.get()
        assert (attached.paper_key, attached.upload.received_sha256) == ("request", name)

    def test_bytes_that_are_not_what_their_name_says_are_refused(self) -> None:
        answer = bearer(self.world, "mai").put(f"/api/v1/blobs/{'a' * 64}", PNG, content_type="image/png")
        assert answer.status_code == 422

    def test_a_paper_that_the_procedure_does_not_know_is_refused(self) -> None:
        from hashlib import sha256

        mai, name = bearer(self.world, "mai"), sha256(PNG).hexdigest()
        mai.put(f"/api/v1/blobs/{name}", PNG, content_type="image/png")
        self.body["attachments"] = [{"role": "land_certificate", "sha256": name}]
        answer = put_json(mai, self.path, self.body)
        assert answer.status_code == 422
        assert "paper.land_certificate" in answer.json()["errors"]

    def test_a_helper_files_in_an_open_session_only_and_a_retry_after_its_end_gives_the_first_answer(self) -> None:
        tu = helping_mai(self.world)
        self.body["channel"] = "assisted"
        first = put_json(tu, self.path, self.body)
        assert first.status_code == 201, first.content
        tu.post("/thon/giup/ket-thuc/")
        again = put_json(tu, self.path, self.body)
        assert (again.status_code, again.json()) == (200, first.json())
        assert put_json(tu, f"/api/v1/dossiers/{uuid4()}", self.body).status_code == 422
        assert tu.get(f"/api/v1/dossiers/{first.json()['code']}").status_code == 404

    def test_a_token_of_the_helper_never_acts_for_the_citizen_of_his_browser(self) -> None:
        helping_mai(self.world)
        self.body["channel"] = "assisted"
        assert put_json(bearer(self.world, "tu"), self.path, self.body).status_code == 422

    def test_only_the_desk_files_as_the_desk(self) -> None:
        self.body["channel"] = "desk"
        for who, status in (("mai", 422), ("hoa", 422), ("xuan", 422), ("lan", 201)):
            assert put_json(bearer(self.world, who), self.path, self.body).status_code == status, who

    def test_an_unknown_place_procedure_or_version_is_refused_in_words(self) -> None:
        mai = bearer(self.world, "mai")
        for change, status in (
            ({"commune": "99999"}, 422),
            ({"hamlet": "khong-co"}, 422),
            ({"version": str(new_id())}, 404),
            ({"procedure": "1.999999", "version": None}, 404),
            ({"representation": "organisation"}, 422),
        ):
            answer = put_json(mai, self.path, self.body | change)
            assert answer.status_code == status, (change, answer.content)
            assert answer.json()["detail"]
        assert not Dossier.objects.filter(pk=self.id).exists()

    def test_a_commune_takes_only_what_it_offers(self) -> None:
        """The other commune has published nothing: a version of ours is no version of theirs."""
        self.body |= {"commune": "02686", "hamlet": None}
        assert put_json(bearer(self.world, "mai"), self.path, self.body).status_code in {404, 422}

    def test_the_procedure_that_is_named_is_the_one_of_the_version(self) -> None:
        self.body["procedure"] = "1.001193"
        assert put_json(bearer(self.world, "mai"), self.path, self.body).status_code == 422
