"""Phones of helpers: revoked when lost, opened again after a forgotten PIN, gone on with by a colleague, carried as a file."""

import json
from base64 import b64decode, b64encode
from collections.abc import Callable
from unittest.mock import Mock

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from thonso.core.base.errors import Stale
from thonso.core.journal.models import Entry
from thonso.dossiers.models import AssistSession, Dossier, Draft
from thonso.dossiers.services import drafts
from thonso.dossiers.tests.world import World, photo
from thonso.offline import intake
from thonso.offline.models import Device, SealedRecord
from thonso.offline.tests.phone import Phone, Record
from thonso.offline.tests.test_delivering import CONFIRMATION, RECOGNITION, record_of

pytestmark = pytest.mark.django_db
Browser = Callable[[str], Client]


def standing(phone: Phone) -> str:
    body = {"device": phone.told["id"], "token": phone.told["token"]}
    said = Client().post("/api/v1/offline/standing", body, content_type="application/json")
    state: str = said.json()["state"]
    return state


def test_a_revoked_phone_delivers_nothing_and_learns_why(world: World, phone: Phone, browser: Browser) -> None:
    record = record_of(world, CONFIRMATION)
    phone.deliver(record, sent=False)
    admin = browser("quantri")
    assert "L. T. M…" in admin.get(f"/thon/may-cua-toi/{phone.told['id']}/go/").content.decode()
    assert admin.post(f"/thon/may-cua-toi/{phone.told['id']}/go/", {"why": ""}).status_code == 422
    assert standing(phone) == "active"
    assert admin.post(f"/thon/may-cua-toi/{phone.told['id']}/go/", {"why": "Rơi xuống suối"}).status_code == 302
    assert phone.deliver(record).status_code == 401
    assert standing(phone) == "revoked"
    assert not Dossier.objects.filter(pk=record.id).exists()
    assert "Rơi xuống suối" in admin.get("/quan-tri/may/").content.decode()
    assert Entry.objects.filter(verb="device.revoked").count() == 1


def test_how_a_phone_stands_is_told_only_to_whoever_holds_its_token(phone: Phone) -> None:
    assert standing(phone) == "active"
    phone.told["token"] = "thonso_guessed"
    assert standing(phone) == "unknown"


def test_ones_own_phones_are_ones_own(phone: Phone, browser: Browser) -> None:
    assert "Máy của Tú" in browser("tu").get("/thon/may-cua-toi/").content.decode()
    assert "Máy của Tú" not in browser("dung").get("/thon/may-cua-toi/").content.decode()
    assert browser("dung").get(f"/thon/may-cua-toi/{phone.told['id']}/go/").status_code == 404
    assert browser("lan").get("/quan-tri/may/").status_code == 404


def test_six_phones_are_one_too_many(browser: Browser) -> None:
    tu = browser("tu")
    answers = [tu.post("/api/v1/offline/devices", {}, content_type="application/json").status_code for _n in range(6)]
    assert answers == [201] * 5 + [422]


def test_after_a_forgotten_pin_ones_own_drafts_open_again_and_nobody_elses(
    world: World, phone: Phone, browser: Browser
) -> None:
    record = record_of(world, CONFIRMATION)
    body = record.body(phone.told, sent=False)
    asked = {"records": [{"id": str(record.id), "key": body["key"], "wrapped": body["wrapped"]}]}
    said = browser("tu").post("/api/v1/offline/reopen", asked, content_type="application/json").json()
    assert b64decode(said["keys"][str(record.id)]) == record.own
    other = browser("dung").post("/api/v1/offline/reopen", asked, content_type="application/json")
    assert other.json() == {"keys": {}}
    with_token = phone.client.post("/api/v1/offline/reopen", asked, content_type="application/json", **phone.bearer)
    assert with_token.status_code == 404
    assert Entry.objects.filter(verb="sealed_record.reopened").count() == 1


def test_many_drafts_open_again_with_one_look_at_the_communes_key(
    world: World, phone: Phone, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = []
    for _draft in range(3):
        record = record_of(world, CONFIRMATION)
        body = record.body(phone.told, sent=False)
        rows.append({"id": str(record.id), "key": body["key"], "wrapped": body["wrapped"]})
    seen = Mock(side_effect=intake.private_half)
    monkeypatch.setattr(intake, "private_half", seen)
    said = browser("tu").post("/api/v1/offline/reopen", {"records": rows}, content_type="application/json").json()
    assert (len(said["keys"]), seen.call_count) == (3, 1)


def test_a_photo_that_comes_after_a_colleague_went_on_is_told_so(world: World, phone: Phone, browser: Browser) -> None:
    record = record_of(world, RECOGNITION)
    record.text["answers"]["signed_request"] = [record.photograph(photo())]
    assert phone.deliver(record).status_code == 202, "sent, and its photo is on the way"
    assert browser("dung").post(f"/thon/do-dang/{record.id}/", {"consent": "spoken"}).status_code == 302
    ((name, sealed),) = record.sealed.items()
    late = phone.put(record, name, sealed)
    assert (late.status_code, "Đồng nghiệp" in late.json()["detail"]) == (410, True)


def test_a_colleague_goes_on_with_what_the_phone_kept_early(world: World, phone: Phone, browser: Browser) -> None:
    record = record_of(world, RECOGNITION)
    record.text["answers"]["signed_request"] = [record.photograph(photo())]
    phone.deliver(record, sent=False)
    phone.send_photos(record)
    colleague = browser("dung")
    assert "L. T. M…" in colleague.get("/thon/do-dang/").content.decode()
    at = f"/thon/do-dang/{record.id}/"
    assert colleague.get(at).status_code == 200
    assert colleague.post(at, {}).status_code == 422
    went = colleague.post(at, {"consent": "spoken"})
    draft = Draft.objects.get(owner_kind="assist", owner_id=AssistSession.objects.get(ended_at=None).pk)
    assert went.headers["Location"].endswith(f"/nop/{draft.pk}/")
    assert drafts.answers_of(draft)["signed_request"] == record.text["answers"]["signed_request"]
    assert colleague.get(f"/nop/{draft.pk}/kiem-tra/").status_code == 200
    late = phone.deliver(record.rewritten())
    assert (late.status_code, "Đồng nghiệp" in late.json()["detail"]) == (410, True)
    assert SealedRecord.objects.get(pk=record.id).box == ""
    assert Entry.objects.filter(verb="sealed_record.taken_over").count() == 1
    assert colleague.get(at).status_code == 404


def test_nothing_of_the_person_is_shown_before_she_agrees(world: World, phone: Phone, browser: Browser) -> None:
    record = record_of(world, CONFIRMATION)
    record.text["helped"]["id_number"] = "01008512345"
    record.text["helped"]["phone"] = "12"
    phone.deliver(record, sent=False)
    at = f"/thon/do-dang/{record.id}/"
    page = browser("dung").post(at, {"phone": "34"}).content.decode()
    assert "01008512345" not in page
    assert 'name="id_number"' not in page
    assert 'value="34"' in page  # what she typed herself stays
    assert not Entry.objects.filter(verb="sealed_record.read").exists()
    page = browser("dung").post(at, {"consent": "spoken"}).content.decode()
    assert 'value="01008512345"' in page
    read = Entry.objects.get(verb="sealed_record.read")
    assert (read.actor_id, read.object_id) == (world.cast["dung"].pk, record.id)


def test_what_fails_half_way_leaves_no_session_behind(
    world: World, phone: Phone, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    record = record_of(world, CONFIRMATION)
    phone.deliver(record, sent=False)
    monkeypatch.setattr(drafts, "begin", Mock(side_effect=Stale("no")))
    assert browser("dung").post(f"/thon/do-dang/{record.id}/", {"consent": "spoken"}).status_code == 422
    assert not AssistSession.objects.filter(ended_at=None).exists()
    assert SealedRecord.objects.get(pk=record.id).state == "draft"


def test_ones_own_is_gone_on_with_when_the_phone_is_lost(world: World, phone: Phone, browser: Browser) -> None:
    record = record_of(world, CONFIRMATION)
    phone.deliver(record, sent=False)
    assert "L. T. M…" in browser("tu").get("/thon/do-dang/").content.decode()
    assert browser("tu").post(f"/thon/do-dang/{record.id}/", {"consent": "spoken"}).status_code == 302


def test_what_was_begun_is_not_shown_to_another_hamlet(world: World, phone: Phone, browser: Browser) -> None:
    record = record_of(world, CONFIRMATION)
    phone.deliver(record, sent=False)
    assert browser("mai").get(f"/thon/do-dang/{record.id}/").status_code == 404
    SealedRecord.objects.update(hamlet=world.units.hamlets["son-ha"])
    assert browser("dung").get(f"/thon/do-dang/{record.id}/").status_code == 404


def carried(phone: Phone, *rows: Record, sent: bool = True) -> bytes:
    found = []
    for record in rows:
        body = record.body(phone.told, sent=sent)
        blobs = [{"sha256": name, "data": b64encode(data).decode()} for name, data in record.sealed.items()]
        found.append({**body, "id": str(record.id), "blobs": blobs})
    whole = {"thonso": "records", "layout": 1, "account": phone.told["account"], "records": found}
    return json.dumps(whole).encode()


def bring(client: Client, data: bytes) -> tuple[int, str]:
    said = client.post("/ban/tu-may/", {"file": SimpleUploadedFile("thonso.json", data)})
    return said.status_code, said.content.decode()


def test_the_file_of_a_dead_phone_is_taken_in_once(world: World, phone: Phone, browser: Browser) -> None:
    record = record_of(world, RECOGNITION)
    record.text["answers"]["signed_request"] = [record.photograph(photo())]
    data = carried(phone, record)
    status, said = bring(browser("lan"), data)
    dossier = Dossier.objects.get(pk=record.id)
    assert (status, dossier.code in said) == (200, True)
    assert dossier.helper_account_id == world.cast["tu"].pk
    assert dossier.attachments.count() == 1
    assert bring(browser("lan"), data)[0] == 200
    assert Dossier.objects.filter(pk=record.id).count() == 1
    assert phone.deliver(record).status_code == 200


@pytest.mark.parametrize("data", [b"", b"{}", b"[]", b'{"thonso":"records","layout":2}', b"\xff\xfe"])
def test_what_is_no_such_file_says_so(browser: Browser, data: bytes) -> None:
    assert bring(browser("lan"), data)[0] == 422


def test_a_damaged_record_in_the_file_says_so_and_the_others_are_taken(
    world: World, phone: Phone, browser: Browser
) -> None:
    good, bad = record_of(world, CONFIRMATION), record_of(world, CONFIRMATION)
    bad._body = {**bad.body(phone.told, sent=True), "box": "AAAA"}
    status, said = bring(browser("lan"), carried(phone, bad, good))
    assert (status, said.count("chưa nhận được")) == (200, 1)
    assert Dossier.objects.filter(pk=good.id).exists()
    assert not Dossier.objects.filter(pk=bad.id).exists()


@pytest.mark.parametrize(
    "spoiled", [{"revision": 1e400}, {"revision": -1}, {"wrapped": 7}, {"id": []}, {"blobs": [{}]}]
)
def test_what_is_no_row_says_so_and_the_others_are_taken(
    world: World, phone: Phone, browser: Browser, spoiled: dict[str, object]
) -> None:
    good, bad = record_of(world, CONFIRMATION), record_of(world, CONFIRMATION)
    whole = json.loads(carried(phone, bad, good))
    whole["records"][0] |= spoiled
    status, said = bring(browser("lan"), json.dumps(whole).encode())
    assert (status, "hỏng" in said) == (200, True)
    assert Dossier.objects.filter(pk=good.id).exists()


def test_only_the_desk_takes_files_in(browser: Browser) -> None:
    for who in ("tu", "mai", "hai", "binh"):
        assert browser(who).get("/ban/tu-may/").status_code == 404, who
    assert browser("lan").get("/ban/tu-may/").status_code == 200


def test_a_phone_of_a_helper_whose_post_has_ended_delivers_nothing(world: World, phone: Phone) -> None:
    world.cast["tu"].assignments.update(valid_to="2026-11-01")
    said = phone.deliver(record_of(world, CONFIRMATION))
    assert said.status_code == 404
    assert Device.objects.get(pk=phone.told["id"]).revoked_at is None


def test_what_every_phone_keeps_travels_again_only_where_it_has_changed(client: Client) -> None:
    for address in ("/thon/may/", "/thon/may/mau.json"):
        first = client.get(address)
        again = client.get(address, HTTP_IF_NONE_MATCH=first.headers["ETag"])
        assert (first.status_code, again.status_code, again.content) == (200, 304, b"")
        assert client.get(address, HTTP_IF_NONE_MATCH='"other"').status_code == 200
