"""An officer's day in a hamlet without signal: taken in there by the desk's rules, with its true hour, when a line comes."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from thonso.core.access.models import Assignment
from thonso.core.base import clock
from thonso.core.base.errors import Stale
from thonso.core.files import services as files
from thonso.core.journal.models import Entry
from thonso.core.journal.work import transact
from thonso.dossiers import late_entries, taken_at
from thonso.dossiers.models import AssistSession, Attachment, Dossier
from thonso.dossiers.services.filing import Filed
from thonso.dossiers.tests.world import MONDAY, World, photo
from thonso.offline.models import SealedRecord
from thonso.offline.services import at_mobile, records
from thonso.offline.tests.phone import Phone, sealed
from thonso.offline.tests.there import (
    CONFIRMATION,
    EVENING,
    RECOGNITION,
    THERE,
    WEDNESDAY,
    helps_too,
    taken,
)
from thonso.outreach.models import Enrolment, MobileDay, TakenThere
from thonso.outreach.services import mobile

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]
Browser = Callable[[str], Client]


def test_it_takes_along_its_days_with_who_is_on_the_lists(day: MobileDay, browser: Browser) -> None:
    found = browser("lan").get("/thon/may/ngay/").json()
    (one,) = found["days"]
    assert (one["day"], one["hamlet"], one["place"]) == ("2026-11-25", day.hamlet.code, "Nhà văn hóa thôn")
    assert one["people"] == [{"id": str(day.enrolments.get().pk), "name": "Lý Thị Mai", "code": CONFIRMATION}]
    assert one["codes"] == day.procedures
    assert browser("hoa").get("/thon/may/ngay/").status_code == 404
    assert "days" not in browser("tu").get("/thon/may/ngay/").json()


def test_who_helps_in_a_hamlet_too_takes_along_both(world: World, day: MobileDay, browser: Browser) -> None:
    helps_too(world)
    found = browser("lan").get("/thon/may/ngay/").json()
    assert [one["id"] for one in found["days"]] == [str(day.pk)]
    assert "houses" in found
    Assignment.objects.filter(account=world.cast["lan"], role="one_stop").delete()
    assert "days" not in browser("lan").get("/thon/may/ngay/").json()


def test_it_is_filed_and_received_with_the_hour_of_the_hamlet(world: World, day: MobileDay, laptop: Phone) -> None:
    record = taken(world, day)
    with clock.at(EVENING):
        said = laptop.deliver(record)
    assert (said.status_code, said.json()["note"]) == (201, ""), said.json()
    dossier = Dossier.objects.get(pk=record.id)
    assert (dossier.channel, dossier.subject_name, dossier.helper_account_id) == ("desk", "Lý Thị Mai", None)
    assert (dossier.filed_at, dossier.received_at, dossier.entered_at) == (THERE, THERE, EVENING)
    assert dossier.due_at is not None
    assert said.json()["due"] == dossier.due_at.isoformat()
    assert AssistSession.objects.count() == 0  # she stood before the office itself
    assert set(TakenThere.objects.filter(day=day).values_list("act", flat=True)) == {"filed", "receive"}
    assert taken_at.words(dossier) == "Đăng ký lưu động ở thôn Suối Chải (Nhà văn hóa thôn)"
    assert Enrolment.objects.get(day=day).state == "done"
    day.refresh_from_db()
    assert day.state == "open"  # nobody could begin it there
    assert {"mobile_day.begun", "dossier.filed", "dossier.receive"} <= set(Entry.objects.values_list("verb", flat=True))
    row = SealedRecord.objects.get(pk=record.id)
    assert (row.state, row.box, row.reception) == ("filed", "", "")


def test_the_same_again_changes_nothing(world: World, day: MobileDay, laptop: Phone) -> None:
    record = taken(world, day)
    with clock.at(EVENING):
        first, again = laptop.deliver(record), laptop.deliver(record)
    assert (first.status_code, again.status_code) == (201, 200)
    assert (first.json()["code"], first.json()["due"]) == (again.json()["code"], again.json()["due"])
    assert Dossier.objects.get(pk=record.id).events.filter(kind="receive").count() == 1


def test_what_broke_off_between_filing_and_receiving_is_received_by_the_next_try(
    world: World, day: MobileDay, laptop: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    record = taken(world, day)
    with clock.at(EVENING):
        with monkeypatch.context() as broken:
            broken.setattr(records.at_mobile, "finish", _dies)
            with pytest.raises(KeyboardInterrupt):
                laptop.deliver(record)
        assert Dossier.objects.get(pk=record.id).state == "submitted"
        again = laptop.deliver(record)
    assert again.status_code == 200
    assert Dossier.objects.get(pk=record.id).received_at == THERE


def _dies(*_given: Any) -> str:
    raise KeyboardInterrupt


def test_what_cannot_be_received_is_filed_and_says_why(world: World, day: MobileDay, laptop: Phone) -> None:
    record = taken(world, day, papers={"no_such_paper": {"verdict": "valid"}})
    with clock.at(EVENING):
        said = laptop.deliver(record).json()
        again = laptop.deliver(record).json()
    assert Dossier.objects.get(pk=record.id).state == "submitted"
    assert "no_such_paper" in said["note"]
    assert again["note"] == said["note"]


def test_without_reception_it_waits_at_the_desk(world: World, day: MobileDay, laptop: Phone) -> None:
    record = taken(world, day, received=False)
    with clock.at(EVENING):
        assert laptop.deliver(record).status_code == 201
    dossier = Dossier.objects.get(pk=record.id)
    assert (dossier.state, dossier.filed_at, dossier.received_at) == ("submitted", THERE, None)


@pytest.mark.parametrize("hour", ["2026-11-24T03:00:00Z", "2026-11-25T14:00:00Z", "2026-11-25T10:59:00Z"])
def test_an_hour_that_cannot_be_true_is_that_of_its_arrival(
    world: World, day: MobileDay, laptop: Phone, hour: str
) -> None:
    """A wrong clock; and what arrives at once needs no second hour."""
    record = taken(world, day, at=hour)
    with clock.at(EVENING):
        assert laptop.deliver(record).status_code == 201
    dossier = Dossier.objects.get(pk=record.id)
    assert (dossier.filed_at, dossier.entered_at) == (EVENING, None)
    assert TakenThere.objects.filter(day=day, dossier=dossier).exists()


def test_where_the_register_of_that_hour_is_closed_it_counts_from_its_arrival(
    world: World, day: MobileDay, laptop: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(late_entries, "_closed", [lambda commune, at: "closed"])
    record = taken(world, day)
    with clock.at(EVENING):
        assert laptop.deliver(record).status_code == 201
    assert Dossier.objects.get(pk=record.id).entered_at is None


def test_photos_and_a_slip_come_along(world: World, day: MobileDay, laptop: Phone) -> None:
    record = taken(world, day, RECOGNITION)
    shas = [record.photograph(photo()), record.photograph(photo(90))]
    record.text["answers"]["signed_request"] = shas
    with clock.at(EVENING):
        assert laptop.deliver(record).status_code == 202
        laptop.send_photos(record)
        said = laptop.deliver(record)
    assert said.status_code == 201, said.json()
    assert Attachment.objects.filter(dossier=record.id).count() == 2


def test_a_day_of_a_colleague_and_a_record_without_one_are_refused(
    world: World, day: MobileDay, laptop: Phone, browser: Browser
) -> None:
    MobileDay.objects.filter(pk=day.pk).update(officer=world.cast["trung"])
    assert laptop.deliver(taken(world, day)).status_code == 404
    assert laptop.deliver(sealed(world, "lan", CONFIRMATION)).status_code == 422
    assert not Dossier.objects.exists()


def test_who_sits_there_is_told_what_is_wrong_with_her_name(world: World, day: MobileDay, laptop: Phone) -> None:
    record = taken(world, day)
    record.text["helped"]["phone"] = "12"
    with clock.at(EVENING):
        said = laptop.deliver(record)
    assert said.status_code == 422
    assert list(said.json()["errors"]) == ["helped.phone"]


def test_what_was_filed_only_is_received_at_the_desk_with_the_hour_of_the_desk(
    world: World, day: MobileDay, laptop: Phone
) -> None:
    record = taken(world, day, received=False)
    friday = EVENING + timedelta(days=2)
    with clock.at(EVENING):
        done = laptop.deliver(record).json()
    with clock.at(friday):
        world.receive(Filed(record.id, done["code"], done["key"]))
    dossier = Dossier.objects.get(pk=record.id)
    assert (dossier.filed_at, dossier.received_at) == (THERE, friday)
    assert list(TakenThere.objects.filter(dossier=dossier).values_list("act", flat=True)) == ["filed"]


def test_who_looks_at_it_at_the_desk_just_then_does_not_lose_the_reception(
    world: World, day: MobileDay, laptop: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    record, real, turns = taken(world, day), at_mobile._receive, []

    def crossed(*given: Any) -> None:
        turns.append(1)
        if len(turns) < 2:
            raise Stale("moved on")
        real(*given)

    monkeypatch.setattr(at_mobile, "_receive", crossed)
    with clock.at(EVENING):
        assert laptop.deliver(record).json()["note"] == ""
    assert Dossier.objects.get(pk=record.id).received_at == THERE
    monkeypatch.setattr(at_mobile, "_receive", lambda *given: (_ for _ in ()).throw(Stale("moved on")))
    other = taken(world, day)
    with clock.at(EVENING):
        assert "moved on" in laptop.deliver(other).json()["note"]
    assert Dossier.objects.get(pk=other.id).state == "submitted"


def test_the_decision_is_used_up_when_it_could_not_be_received(world: World, day: MobileDay, laptop: Phone) -> None:
    record = taken(world, day, papers={"no_such_paper": {"verdict": "valid"}})
    with clock.at(EVENING):
        laptop.deliver(record)
    row = SealedRecord.objects.get(pk=record.id)
    assert (row.reception, bool(row.note)) == ("", True)


def test_whose_name_was_set_right_by_the_card_is_served_on_the_list(
    world: World, day: MobileDay, laptop: Phone
) -> None:
    row = day.enrolments.get()
    Enrolment.objects.filter(pk=row.pk).update(name="Lý Mai", folded="ly mai")
    with clock.at(EVENING):
        laptop.deliver(taken(world, day, listed=str(row.pk)))
    row.refresh_from_db()
    assert row.state == "done"


def test_who_was_put_on_a_later_day_meanwhile_is_served_there_too(world: World, day: MobileDay, laptop: Phone) -> None:
    """The day was closed at the office before the laptop had sent what it brought."""
    later = MobileDay.objects.get(pk=day.pk)
    later.pk, later.day, later._state.adding = uuid4(), WEDNESDAY + timedelta(days=7), True
    later.save()
    actor = world.actor("lan")
    MobileDay.objects.filter(pk=day.pk).update(state="open")
    with clock.at(EVENING):
        with transact(world.commune_id) as work:
            mobile.close(work, actor, MobileDay.objects.get(pk=day.pk), later, "Hết giờ.")
        assert later.enrolments.get().state == "waiting"
        laptop.deliver(taken(world, day))
    assert later.enrolments.get().state == "done"


def test_a_day_that_has_not_come_is_not_begun(world: World, day: MobileDay, laptop: Phone) -> None:
    with clock.at(MONDAY):
        laptop.deliver(taken(world, day))
    day.refresh_from_db()
    assert day.state == "announced"


def test_who_helps_in_a_hamlet_too_brings_both(world: World, day: MobileDay, browser: Browser) -> None:
    helps_too(world)
    phone = Phone.enrolled(browser("lan"))
    assert phone.told["hamlet"]
    record = taken(world, day)
    with clock.at(EVENING):
        assert phone.deliver(record).status_code == 201
        assert phone.deliver(sealed(world, "lan", CONFIRMATION)).status_code == 201
    assert Dossier.objects.get(pk=record.id).channel == "desk"


def test_throwing_one_away_leaves_the_officers_other_files(world: World, day: MobileDay, laptop: Phone) -> None:
    other = files.store(world.actor("lan").ref, world.commune_id, photo(120), name="a.jpg", purpose="")
    record = taken(world, day, RECOGNITION)
    record.text["answers"]["signed_request"] = [record.photograph(photo())]
    assert laptop.deliver(record, sent=False).status_code == 202
    laptop.send_photos(record)
    said = laptop.client.delete(f"/api/v1/offline/records/{record.id}", **laptop.bearer)
    assert said.status_code == 204
    before = other.changed_at
    other.refresh_from_db()
    assert other.changed_at == before


def test_the_token_receives_nothing_that_it_did_not_bring(world: World, day: MobileDay, laptop: Phone) -> None:
    record = taken(world, day, received=False)
    with clock.at(EVENING):
        code = laptop.deliver(record).json()["code"]
        said = laptop.client.post(
            f"/api/v1/dossiers/{code}/receive", {}, content_type="application/json",
            HTTP_IDEMPOTENCY_KEY=str(uuid4()), **laptop.bearer,
        )  # fmt: skip
    assert said.status_code in {403, 404}
    assert Dossier.objects.get(pk=record.id).state == "submitted"


def test_a_day_tells_whether_anybody_ever_registered(world: World, day: MobileDay, browser: Browser) -> None:
    later = MobileDay.objects.get(pk=day.pk)
    later.pk, later.day, later._state.adding = uuid4(), WEDNESDAY + timedelta(days=7), True
    later.save()
    day.enrolments.update(state="done")
    found = browser("lan").get("/thon/may/ngay/").json()["days"]
    assert [(one["asked"], one["people"]) for one in found] == [(True, []), (False, [])]
