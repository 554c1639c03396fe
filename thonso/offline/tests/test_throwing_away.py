"""What was begun on a phone and thrown away there, or not touched for long, does not stay at the server."""

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client

from thonso.core.base import clock
from thonso.core.base.clock import now
from thonso.core.files import services as files
from thonso.core.files.models import Upload
from thonso.core.journal.models import Entry
from thonso.core.notices import jobs, jobs_run
from thonso.core.notices.models import Job
from thonso.dossiers.models import Dossier
from thonso.dossiers.tests.world import World, photo
from thonso.offline.models import Device, SealedRecord
from thonso.offline.tests.phone import PIECE, Phone, Record
from thonso.offline.tests.test_delivering import CONFIRMATION, RECOGNITION, record_of

pytestmark = pytest.mark.django_db
Browser = Callable[[str], Client]


def early(world: World, phone: Phone) -> Record:
    """Kept early, one photo whole and one half way."""
    record = record_of(world, RECOGNITION)
    record.text["answers"]["signed_request"] = [
        record.photograph(photo()),
        record.photograph(photo(90) + bytes(150_000)),
    ]
    assert phone.deliver(record, sent=False).status_code == 202
    whole, half = record.sealed.items()
    assert phone.put(record, *whole).status_code == 201
    assert phone.put(record, half[0], half[1][:PIECE], 0, len(half[1])).status_code == 202
    return record


def swept() -> int:
    files.sweep()
    return Upload.objects.count()


def test_what_was_thrown_away_on_the_phone_goes_here_too_with_its_photos(world: World, phone: Phone) -> None:
    record = early(world, phone)
    assert swept() == 2
    assert phone.discard(record).status_code == 204
    assert not SealedRecord.objects.filter(pk=record.id).exists()
    assert swept() == 0
    assert phone.discard(record).status_code == 404
    assert Entry.objects.filter(verb="sealed_record.discarded", object_id=record.id).count() == 1


def test_a_photo_that_another_form_of_the_same_person_holds_stays(world: World, phone: Phone) -> None:
    first = record_of(world, RECOGNITION)
    first.text["answers"]["signed_request"] = [first.photograph(photo())]
    second = record_of(world, RECOGNITION, signed_request=[])
    second.text["helped"] = first.text["helped"]
    second.text["answers"]["signed_request"] = [second.photograph(photo())]
    for record in (first, second):
        phone.deliver(record, sent=False)
        phone.send_photos(record)
    assert phone.discard(first).status_code == 204
    assert swept() == 1
    assert phone.deliver(second).status_code == 201


def test_what_is_filed_or_anothers_is_not_thrown_away(world: World, phone: Phone, browser: Browser) -> None:
    filed, kept = record_of(world, CONFIRMATION), record_of(world, CONFIRMATION)
    phone.deliver(filed)
    phone.deliver(kept, sent=False)
    other = Phone.enrolled(browser("dung"))
    assert other.discard(kept).status_code == 404
    assert SealedRecord.objects.filter(pk=kept.id).exists()
    assert phone.discard(filed).status_code == 204
    assert Dossier.objects.filter(pk=filed.id).exists()
    assert phone.deliver(filed).status_code == 200
    nowhere = phone.discard(Record(kept.text, kept.account, uuid4()))
    assert (nowhere.status_code, nowhere.json()["detail"]) == (404, other.discard(kept).json()["detail"])


def test_what_no_phone_has_touched_for_ninety_days_is_removed(world: World, phone: Phone) -> None:
    record = early(world, phone)
    for days, left in ((89, 1), (91, 0)):
        with clock.at(now() + timedelta(days=days)):
            Job.objects.filter(name="offline.tidy").delete()
            Job.objects.create(
                commune_id=jobs.home_commune(), name="offline.tidy", run_after=clock.now(), created_at=clock.now()
            )
            for job in jobs_run.claim(20):
                assert jobs_run.run(job) == "done"
            assert SealedRecord.objects.filter(pk=record.id).count() == left
    with clock.at(now() + timedelta(days=91)):
        assert swept() == 0
    assert Entry.objects.filter(verb="sealed_record.removed").count() == 1


def test_how_many_are_left_on_a_phone_is_told_record_by_record(world: World, phone: Phone) -> None:
    def waits() -> int:
        return Device.objects.get(pk=phone.told["id"]).waiting

    first, second = record_of(world, RECOGNITION), record_of(world, CONFIRMATION)
    first.text["answers"]["signed_request"] = [first.photograph(photo())]
    phone.deliver(first, waiting=1)
    assert waits() == 2  # its photo is missing
    phone.deliver(second, waiting=1)
    assert waits() == 1
    phone.deliver(record_of(world, CONFIRMATION), sent=False)
    assert waits() == 1  # kept early: nothing is said
    phone.send_photos(first)
    phone.deliver(first, waiting=0)
    assert waits() == 0
