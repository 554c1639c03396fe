"""What a phone sealed arrives: exactly once, whatever breaks off, and what is wrong comes back with the way to mend it."""

from base64 import b64decode
from collections.abc import Callable
from datetime import timedelta
from hashlib import sha256
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from thonso.core.base import clock
from thonso.core.base.clock import today
from thonso.core.files.models import Upload
from thonso.core.journal.models import Entry
from thonso.core.journal.work import transact
from thonso.dossiers.models import AssistSession, Attachment, Dossier
from thonso.dossiers.tests.test_a_draft_of_an_earlier_version import newer
from thonso.dossiers.tests.world import MONDAY, World, photo, sample
from thonso.offline import envelope
from thonso.offline.models import SealedBlob, SealedRecord
from thonso.offline.services import records
from thonso.offline.tests.phone import PIECE, Phone, Record, sealed
from thonso.outreach.models import PadSlip
from thonso.outreach.services import pads
from thonso.tv.models import Announcement

pytestmark = pytest.mark.django_db
Browser = Callable[[str], Client]
CONFIRMATION, RECOGNITION, MARRIAGE = "TS.000001", "1.011607", "1.000894"


def record_of(world: World, code: str, **changes: Any) -> Record:
    return sealed(world, "tu", code, **changes)


def test_a_sealed_record_is_filed_and_its_text_is_gone_from_the_record(world: World, phone: Phone) -> None:
    record = record_of(world, CONFIRMATION)
    said = phone.deliver(record)
    assert said.status_code == 201, said.json()
    dossier = Dossier.objects.get(pk=record.id)
    assert (said.json()["code"], dossier.channel, dossier.subject_name) == (dossier.code, "assisted", "Lý Thị Mai")
    assert dossier.helper_account_id == world.cast["tu"].pk
    session = AssistSession.objects.get(pk=dossier.assist_session_id)
    assert session.ended_at is not None
    assert str(session.device_id) == phone.told["id"]
    row = SealedRecord.objects.get(pk=record.id)
    assert (row.state, row.box, row.wrapped, row.summary) == ("filed", "", "", "")


def test_the_list_says_which_forms_need_a_number_and_they_are_filed_as_it_says(
    world: World, phone: Phone, client: Client
) -> None:
    numbered = {one["code"]: one["numbered"] for one in client.get("/thon/may/mau.json").json()["forms"]}
    for code, status in ((CONFIRMATION, 422), (MARRIAGE, 201)):
        person = {key: value for key, value in sample(code).answers["requester"].items() if key != "id_number"}
        record = record_of(world, code, helped={"id_number": ""}, requester=person, id_paper="chưa có")
        said = phone.deliver(record)
        assert (said.status_code, numbered[code]) == (status, status == 422), said.json()
        assert ("requester.id_number" in said.json().get("errors", {})) == numbered[code]


def test_the_same_again_gets_the_same_answer_and_files_nothing(world: World, phone: Phone) -> None:
    record = record_of(world, CONFIRMATION)
    first, again = phone.deliver(record), phone.deliver(record)
    assert (first.status_code, again.status_code) == (201, 200)
    assert {k: v for k, v in first.json().items() if k != "at"} == {k: v for k, v in again.json().items() if k != "at"}
    assert Dossier.objects.filter(pk=record.id).count() == 1


def test_after_a_crash_between_filing_and_its_mark_the_answer_is_the_same(world: World, phone: Phone) -> None:
    record = record_of(world, CONFIRMATION)
    said = phone.deliver(record).json()
    body = record.body(phone.told, sent=True)
    SealedRecord.objects.filter(pk=record.id).update(state="waiting", box=body["box"], wrapped=body["wrapped"])
    again = phone.deliver(record)
    assert (again.status_code, again.json()["code"], again.json()["key"]) == (200, said["code"], said["key"])


def test_another_body_under_the_same_id_is_refused(world: World, phone: Phone) -> None:
    record = record_of(world, CONFIRMATION)
    phone.deliver(record)
    changed = record.rewritten(answers={**record.text["answers"], "copies": "5"})
    assert phone.deliver(changed).status_code == 409


def test_the_text_comes_first_and_the_photos_in_pieces_that_break_off(world: World, phone: Phone) -> None:
    record = record_of(world, RECOGNITION)
    big = photo() + bytes(150_000)  # a JPEG with a long tail: three pieces
    shas = [record.photograph(big), record.photograph(photo(90))]
    record.text["answers"]["signed_request"] = shas
    said = phone.deliver(record)
    assert said.status_code == 202, said.json()["errors"]
    assert said.json()["state"] == "waiting"
    missing = said.json()["missing"]
    assert missing == list(record.sealed)
    first = record.sealed[missing[0]]
    assert phone.put(record, missing[0], first[:PIECE], 0, len(first)).status_code == 202
    wrong = phone.put(record, missing[0], first[10:20], 10, len(first))
    assert (wrong.status_code, wrong.headers["Upload-Offset"]) == (409, str(PIECE))
    assert phone.head(record, missing[0]).headers["Upload-Offset"] == str(PIECE)
    assert phone.put(record, missing[0], first[PIECE:], PIECE, len(first)).status_code == 201
    assert phone.head(record, missing[0]).headers["Upload-State"] == "ready"
    assert phone.put(record, missing[0], first).headers["Idempotent-Replayed"] == "true"
    assert phone.deliver(record).json()["missing"] == missing[1:]
    phone.send_photos(record)
    done = phone.deliver(record)
    assert done.status_code == 201, done.json()
    assert Attachment.objects.filter(dossier=record.id).count() == 2
    assert not Upload.objects.filter(owner_kind="record").exists()


def test_what_is_wrong_comes_back_before_any_photo_is_sent_with_the_key_to_mend_it(world: World, phone: Phone) -> None:
    record = record_of(world, RECOGNITION, home=None)
    record.text["answers"]["signed_request"] = [record.photograph(photo())]
    said = phone.deliver(record)
    assert said.status_code == 422
    assert said.json()["errors"].keys() == {"home"}
    assert said.json()["labels"]["home"]
    assert b64decode(said.json()["record_key"]) == record.own
    mended = record.rewritten(answers={**record.text["answers"], "home": sample(RECOGNITION).answers["home"]})
    assert phone.deliver(mended).status_code == 202
    phone.send_photos(mended)
    assert phone.deliver(mended).status_code == 201


def test_whom_she_helped_is_checked_like_on_a_page(world: World, phone: Phone) -> None:
    record = record_of(world, CONFIRMATION, helped={"name": "", "consent": ""})
    said = phone.deliver(record)
    assert said.status_code == 422
    assert said.json()["errors"].keys() == {"helped.name", "helped.consent"}
    assert not AssistSession.objects.filter(device_id=phone.told["id"]).exists()


def test_a_file_that_is_no_photo_is_refused_by_name(world: World, phone: Phone) -> None:
    record = record_of(world, RECOGNITION)
    record.text["answers"]["signed_request"] = [record.photograph(b"MZ" + bytes(2000))]
    (name,) = phone.deliver(record).json()["missing"]
    said = phone.put(record, name, record.sealed[name])
    assert said.status_code == 422
    assert not SealedBlob.objects.exists()


def test_kept_early_it_files_nothing_and_an_older_state_does_not_overwrite_it(world: World, phone: Phone) -> None:
    record = record_of(world, CONFIRMATION)
    later = record.rewritten(representation="self")
    assert phone.deliver(later, sent=False).status_code == 202
    assert phone.deliver(record, sent=False).status_code == 409
    assert not Dossier.objects.filter(pk=record.id).exists()
    assert SealedRecord.objects.get(pk=record.id).state == "draft"


@pytest.mark.parametrize("spoil", ["wrapped", "box", "key", "id", "layout"])
def test_what_was_sealed_for_another_or_is_damaged_says_so(world: World, phone: Phone, spoil: str) -> None:
    record = record_of(world, CONFIRMATION)
    if spoil == "layout":
        record.text["layout"] = 99
    if spoil == "id":  # sealed under another record's id
        body = record.body(phone.told, sent=True)
        record.id, record._body = uuid4(), body
    changes: dict[str, Any] = {
        "wrapped": {"wrapped": "AAAA"},
        "box": {"box": "AAAA" * 20},
        "key": {"key": str(uuid4())},
    }
    said = phone.deliver(record, **changes.get(spoil, {}))
    assert said.status_code == 422
    assert said.json()["detail"]
    assert not SealedRecord.objects.exists()


def test_the_token_of_a_phone_delivers_and_reads_nothing(world: World, phone: Phone) -> None:
    record = record_of(world, CONFIRMATION)
    code = phone.deliver(record).json()["code"]
    assert phone.client.get(f"/api/v1/dossiers/{code}", **phone.bearer).status_code == 404
    assert phone.client.get("/thon/", **phone.bearer).status_code in {302, 404}


def test_another_helper_cannot_touch_it(world: World, phone: Phone, browser: Browser) -> None:
    record = record_of(world, CONFIRMATION)
    phone.deliver(record, sent=False)
    other = Phone.enrolled(browser("dung"))
    assert other.deliver(record).status_code in {404, 422}
    assert other.head(record, "a" * 64).status_code == 404


def test_nobody_but_helpers_and_the_desk_enrol_a_phone(browser: Browser) -> None:
    for who in ("mai", "hoa", "hai", ""):
        said = browser(who).post("/api/v1/offline/devices", {"name": "x"}, content_type="application/json")
        assert said.status_code in {401, 404}, who


def test_the_session_of_the_phone_stands_in_the_journal(world: World, phone: Phone) -> None:
    record = record_of(world, CONFIRMATION)
    phone.deliver(record)
    verbs = set(Entry.objects.values_list("verb", flat=True))
    assert {"device.enrolled", "assist.opened", "dossier.filed"} <= verbs


def slip_of(world: World) -> str:
    with transact(world.commune_id) as work:
        pad = pads.make(work, world.actor("lan"), world.units.commune, world.units.suoi_chai, 1)
    return pads.free(pad)[0].code


def test_the_slip_in_the_persons_hand_follows_what_the_phone_filed(world: World, phone: Phone) -> None:
    record = record_of(world, CONFIRMATION)
    record.text["slip"] = slip_of(world).lower()
    said = phone.deliver(record)
    assert said.status_code == 201, said.json()
    assert str(PadSlip.objects.get(dossier_id__isnull=False).dossier_id) == str(record.id)
    assert phone.deliver(record).status_code == 200


def test_a_slip_that_was_used_comes_back_before_anything_is_filed(world: World, phone: Phone) -> None:
    first, second = record_of(world, CONFIRMATION), record_of(world, CONFIRMATION)
    first.text["slip"] = second.text["slip"] = slip_of(world)
    assert phone.deliver(first).status_code == 201
    said = phone.deliver(second)
    assert (said.status_code, list(said.json()["errors"])) == (422, ["slip"])
    assert not Dossier.objects.filter(pk=second.id).exists()
    other = second.rewritten(slip="")
    assert phone.deliver(other).status_code == 201


def test_who_stands_beside_goes_along_and_is_judged(world: World, phone: Phone) -> None:
    record = record_of(world, CONFIRMATION)
    record.text["beside"] = {
        "interpreter_name": "Chảo Láo Ú",
        "interpreter_id_number": "015090000016",
        "no_interest": "1",
    }
    said = phone.deliver(record)
    assert (said.status_code, list(said.json()["errors"])) == (422, ["interpreter_language"])
    mended = record.rewritten(beside={**record.text["beside"], "interpreter_language": "Dao"})
    assert phone.deliver(mended).status_code == 201
    assert Dossier.objects.get(pk=record.id).parties.filter(part="interpreter").count() == 1


def test_my_day_is_taken_along_and_says_no_more_than_the_pages(world: World, browser: Browser) -> None:
    said = browser("tu").get("/thon/may/ngay/").json()
    assert said.keys() == {"at", "account", "announcements", "tasks", "turns", "tell", "houses", "voices"}
    assert said["voices"]["dao"] == "chưa có câu nào"
    assert [one["at"] for one in said["houses"]] == ["chưa ai giúp"] * 2
    assert browser("mai").get("/thon/may/ngay/").status_code == 404
    with transact(world.commune_id) as work:
        commune = world.units.commune
        Announcement.objects.create(
            commune=commune, title="Tiêm phòng", first=today(), last=today(), written_at=work.at, written_by=commune.pk
        )
    assert [one["title"] for one in browser("tu").get("/thon/may/ngay/").json()["announcements"]] == ["Tiêm phòng"]


def test_a_photo_that_was_taken_away_since_comes_back_to_be_taken_again(world: World, phone: Phone) -> None:
    record = record_of(world, RECOGNITION)
    record.text["answers"]["signed_request"] = [record.photograph(photo())]
    phone.deliver(record)
    phone.send_photos(record)
    Upload.objects.filter(received_sha256=record.text["photos"][0]["sha256"]).update(state=Upload.State.REFUSED)
    said = phone.deliver(record)
    assert (said.status_code, bool(said.json()["record_key"])) == (422, True)
    assert "chụp lại" in said.json()["detail"]


def test_a_photo_that_is_not_the_one_it_was_named_as_is_refused(world: World, phone: Phone) -> None:
    record = record_of(world, RECOGNITION)
    plain = record.photograph(photo())
    sealed = record._seal(photo(90), envelope.about_photo(record.id, plain))
    hidden = sha256(sealed).hexdigest()
    record.sealed = {hidden: sealed}
    record.text["photos"][0]["box"] = hidden
    record.text["answers"]["signed_request"] = [plain]
    phone.deliver(record)
    assert phone.put(record, hidden, sealed).status_code == 422


def test_whoever_was_faster_between_keeping_and_filing_has_it(
    world: World, phone: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A colleague takes it over while the same is being filed: one of the two, never both."""
    record = record_of(world, CONFIRMATION)
    keep = records._keep

    def overtaken(*given: Any) -> Any:
        kept = keep(*given)
        SealedRecord.objects.filter(pk=record.id).update(state="taken")
        return kept

    monkeypatch.setattr(records, "_keep", overtaken)
    said = phone.deliver(record)
    assert (said.status_code, "Đồng nghiệp" in said.json()["detail"]) == (410, True)
    assert not Dossier.objects.filter(pk=record.id).exists()
    assert SealedRecord.objects.get(pk=record.id).state == "taken"


@pytest.mark.parametrize("layout", [[1], {"a": 1}, None, "1", 99])
def test_a_layout_that_is_none_says_what_to_do(world: World, phone: Phone, layout: Any) -> None:
    record = record_of(world, CONFIRMATION)
    record.text["layout"] = layout
    assert phone.deliver(record).status_code == 422


@pytest.mark.usefixtures("monday")
@pytest.mark.parametrize(("weeks", "status"), [(1, 201), (6, 422)])
def test_a_form_begun_out_of_reach_is_taken_as_it_was_begun(
    world: World, phone: Phone, weeks: int, status: int
) -> None:
    """Another version has taken its place meanwhile. A phone that claims to have been away for months is not believed."""
    record = record_of(world, CONFIRMATION)
    newer(world)
    with clock.at(MONDAY + timedelta(weeks=weeks)):
        said = phone.deliver(record)
    assert said.status_code == status, said.json()
