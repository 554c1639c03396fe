"""A colleague of the desk goes on with what an officer began on a mobile day."""

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client

from thonso.core.access.policy import kind_of
from thonso.core.access.testing import actions_of, assert_faces_agree
from thonso.core.base import clock
from thonso.core.base.errors import Stale
from thonso.core.journal.models import Entry
from thonso.core.journal.work import transact
from thonso.dossiers.models import Dossier, Draft
from thonso.dossiers.services import drafts
from thonso.dossiers.tests.world import World, photo
from thonso.offline.models import SealedRecord
from thonso.offline.services import taking_over
from thonso.offline.tests.phone import Phone, Record, sealed
from thonso.offline.tests.there import CONFIRMATION, EVENING, RECOGNITION, WEDNESDAY, helps_too, taken
from thonso.outreach.models import Enrolment, MobileDay, TakenThere
from thonso.outreach.services import mobile

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]
Browser = Callable[[str], Client]


def test_nobody_of_the_hamlet_goes_on_with_what_an_officer_began(
    world: World, day: MobileDay, laptop: Phone, browser: Browser
) -> None:
    record = taken(world, day)
    assert laptop.deliver(record, sent=False).status_code == 202
    page = browser("tu").get("/thon/do-dang/")
    assert page.context["rows"] == []
    assert browser("tu").get(f"/thon/do-dang/{record.id}/").status_code == 404


def begun(world: World, day: MobileDay, laptop: Phone) -> Record:
    """Kept early at the commune: the officer was still writing when her phone fell into the stream."""
    record = taken(world, day, RECOGNITION, received=False)
    record.text["answers"]["signed_request"] = [record.photograph(photo())]
    assert laptop.deliver(record, sent=False).status_code == 202
    laptop.send_photos(record)
    return record


def test_a_colleague_of_the_desk_goes_on_with_what_an_officer_began(
    world: World, day: MobileDay, laptop: Phone, browser: Browser
) -> None:
    record = begun(world, day, laptop)
    world.appoint("hoa", "one_stop")
    colleague = browser("hoa")
    at = f"/ban/luu-dong/do-dang/{record.id}/"
    page = colleague.get(f"/ban/luu-dong/{day.pk}/").content.decode()
    assert "L. T. M…" in page
    assert world.cast["lan"].full_name in page
    assert f'href="{at}"' in page
    assert colleague.get(at).status_code == 200
    went = colleague.post(at)
    draft = Draft.objects.get(owner_id=world.cast["hoa"].pk)
    assert went.headers["Location"].endswith(f"/nop/{draft.pk}/")
    assert (draft.channel, draft.owner_kind) == ("desk", "account")
    assert drafts.answers_of(draft)["signed_request"] == record.text["answers"]["signed_request"]
    assert drafts.people_of(draft)["submitter"] == record.text["helped"]["name"]
    assert colleague.get(f"/nop/{draft.pk}/kiem-tra/").status_code == 200
    row = SealedRecord.objects.get(pk=record.id)
    assert (row.state, row.box, row.wrapped, row.reception) == ("taken", "", "", "")
    entry = Entry.objects.get(verb="sealed_record.taken_over")
    assert (entry.actor_id, entry.object_id) == (world.cast["hoa"].pk, record.id)
    assert "L. T. M…" not in colleague.get(f"/ban/luu-dong/{day.pk}/").content.decode()
    assert colleague.get(at).status_code == 404
    assert laptop.deliver(record.rewritten()).status_code == 410


def test_what_is_wrong_of_the_person_is_mended_before_it_is_taken_over(
    world: World, day: MobileDay, laptop: Phone, browser: Browser
) -> None:
    record = taken(world, day)
    record.text["helped"]["phone"] = "12"
    assert laptop.deliver(record, sent=False).status_code == 202
    world.appoint("hoa", "one_stop")
    at = f"/ban/luu-dong/do-dang/{record.id}/"
    refused = browser("hoa").post(at)
    assert refused.status_code == 422
    assert 'name="phone"' in refused.content.decode()
    assert 'value="12"' in refused.content.decode()
    assert 'name="id_number"' not in refused.content.decode()  # what is right is not shown
    assert not Draft.objects.exists()
    assert browser("hoa").post(at, {"phone": "0912 345 678"}).status_code == 302
    assert drafts.people_of(Draft.objects.get())["phone"]
    read = Entry.objects.get(verb="sealed_record.read")
    assert (read.actor_id, read.object_id) == (world.cast["hoa"].pk, record.id)


def test_who_has_no_duties_at_the_desk_does_not_go_on_with_it(
    world: World, day: MobileDay, laptop: Phone, browser: Browser
) -> None:
    record = begun(world, day, laptop)
    at = f"/ban/luu-dong/do-dang/{record.id}/"
    for who in ("tu", "dung", "trung", "binh", "hoa", "hai", "xuan"):
        assert browser(who).get(at).status_code in {403, 404}, who
        assert browser(who).post(at).status_code in {403, 404}, who
    director = browser("trung").get(f"/ban/luu-dong/{day.pk}/")
    assert (director.status_code, "L. T. M…" in director.content.decode()) == (200, False)
    assert SealedRecord.objects.get(pk=record.id).state == "draft"


def test_the_desk_does_not_see_what_a_hamlet_team_began(world: World, browser: Browser) -> None:
    phone = Phone.enrolled(browser("tu"))
    record = sealed(world, "tu", CONFIRMATION)
    assert phone.deliver(record, sent=False).status_code == 202
    assert browser("lan").get(f"/ban/luu-dong/do-dang/{record.id}/").status_code == 404
    helps_too(world)
    assert browser("lan").get(f"/thon/do-dang/{record.id}/").status_code == 200  # as one of the team


def test_what_was_filed_meanwhile_is_not_taken_over(
    world: World, day: MobileDay, laptop: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    record = taken(world, day)
    assert laptop.deliver(record, sent=False).status_code == 202
    stale = SealedRecord.objects.select_related("commune").get(pk=record.id)
    with clock.at(EVENING):
        assert laptop.deliver(record).status_code == 201
    with pytest.raises(Stale):
        taking_over.take_over_there(world.actor("lan"), stale, {})
    assert not Draft.objects.exists()


def test_who_was_on_the_list_is_served_when_a_colleague_files_it(
    world: World, day: MobileDay, laptop: Phone, browser: Browser
) -> None:
    """Also under another name than that of the list, and where she was put on a later day meanwhile."""
    row = day.enrolments.get()
    Enrolment.objects.filter(pk=row.pk).update(name="Lý Mai", folded="ly mai")
    MobileDay.objects.filter(pk=day.pk).update(state="open")
    later = MobileDay.objects.get(pk=day.pk)
    later.pk, later.day, later.state, later._state.adding = uuid4(), WEDNESDAY + timedelta(days=7), "announced", True
    later.save()
    record = taken(world, day, listed=str(row.pk))
    assert laptop.deliver(record, sent=False).status_code == 202
    world.appoint("hoa", "one_stop")
    colleague = browser("hoa")
    with clock.at(EVENING):
        assert colleague.post(f"/ban/luu-dong/do-dang/{record.id}/").status_code == 302
        with transact(world.commune_id) as work:
            mobile.close(work, world.actor("lan"), MobileDay.objects.get(pk=day.pk), later, "Hết giờ.")
        draft = Draft.objects.get()
        filed = colleague.post(f"/nop/{draft.pk}/kiem-tra/", {"sure": "1"})
        assert filed.status_code == 302, filed.content.decode()
    dossier = Dossier.objects.get(pk=draft.pk)
    row.refresh_from_db()
    assert (row.state, row.dossier_id) == ("done", dossier.pk)
    assert later.enrolments.get().state == "done"
    assert not TakenThere.objects.exists()  # it was taken in at the desk
    assert SealedRecord.objects.get(pk=record.id).state == "taken"


def test_how_each_stands_is_said_before_it_is_taken_over(
    world: World, day: MobileDay, laptop: Phone, browser: Browser
) -> None:
    written, waits, back = taken(world, day), taken(world, day, RECOGNITION), taken(world, day)
    waits.text["answers"]["signed_request"] = [waits.photograph(photo())]
    back.text["helped"]["phone"] = "12"
    with clock.at(EVENING):
        assert laptop.deliver(written, sent=False).status_code == 202
        assert laptop.deliver(waits).status_code == 202
        assert laptop.deliver(back).status_code == 422
    desk = browser("lan")
    page = desk.get(f"/ban/luu-dong/{day.pk}/").content.decode()
    assert "Hồ sơ làm dở trong ngày này" in page
    for words in ("đang làm dở", "đã gửi, ảnh còn đang chuyển", "đã trả về máy để sửa"):
        assert page.count(f">{words}<") == 1, words
    warned = {
        record.id: "Hồ sơ đã gửi, ảnh còn đang chuyển"
        in desk.get(f"/ban/luu-dong/do-dang/{record.id}/").content.decode()
        for record in (written, waits, back)
    }
    assert warned == {written.id: False, waits.id: True, back.id: False}


def test_who_may_go_on_with_it_is_found_alike_one_by_one_and_in_a_list(
    world: World, day: MobileDay, laptop: Phone, browser: Browser
) -> None:
    assert laptop.deliver(taken(world, day), sent=False).status_code == 202
    assert Phone.enrolled(browser("tu")).deliver(sealed(world, "tu", CONFIRMATION), sent=False).status_code == 202
    everybody = [world.actor(who) for who in ("lan", "trung", "tu", "dung", "hoa", "xuan", "mai", "quantri")]
    actions = [*actions_of(kind_of(SealedRecord)), "no-such-action"]
    assert assert_faces_agree(SealedRecord, everybody, actions) > 0
    helps_too(world)
    assert assert_faces_agree(SealedRecord, [world.actor("lan")], actions) > 0
