"""Drafts go when their time is over and not before, and the files they name stay as long as they do."""

from datetime import timedelta

import pytest

from thonso.core.base import clock
from thonso.core.files import services as files
from thonso.core.files.models import Upload
from thonso.core.journal.models import Entry
from thonso.core.notices import jobs, jobs_run
from thonso.core.notices.models import Job
from thonso.dossiers.models import AssistSession, Draft
from thonso.dossiers.services import assist, drafts
from thonso.dossiers.tests.test_assist import _begin
from thonso.dossiers.tests.test_drafts import begun
from thonso.dossiers.tests.world import MONDAY, World, photo, sample

pytestmark = pytest.mark.django_db
LATER = timedelta(days=31)


def tidy(after: timedelta) -> list:
    """The drafts that are left when the worker's turn comes so much later."""
    with clock.at(MONDAY + after):
        Job.objects.filter(name="dossiers.tidy").delete()
        Job.objects.create(
            commune_id=jobs.home_commune(), name="dossiers.tidy", run_after=clock.now(), created_at=clock.now()
        )
        for job in jobs_run.claim(20):
            assert jobs_run.run(job) == "done"
    return list(Draft.objects.values_list("pk", flat=True))


def test_a_draft_of_an_account_stays_ninety_days_after_its_last_change(world: World, settings) -> None:
    with clock.at(MONDAY):
        draft = begun(world)
    assert tidy(timedelta(days=90)) == [draft.pk]
    assert tidy(timedelta(days=90, minutes=1)) == []
    assert Entry.objects.filter(verb="draft.removed", object_id=draft.pk).count() == 1


def test_a_draft_of_an_ended_session_goes_at_the_next_turn_with_its_files(world: World) -> None:
    with clock.at(MONDAY):
        helper = world.helping("tu", "Lý Thị Mai")
        draft = _begin(world, helper)
        sha = world.upload(helper)
        drafts.add_file(helper, draft, "authorisation", sha)
        assert tidy(timedelta(minutes=20)) == [draft.pk]
        assist.end_session(helper, AssistSession.objects.get(ended_at=None))
    assert tidy(timedelta(minutes=1)) == []
    with clock.at(MONDAY + timedelta(hours=1)):
        assert files.sweep() == 1
    assert not Upload.objects.filter(received_sha256=sha).exists()


def test_a_session_that_ran_out_leaves_its_draft_a_day(world: World) -> None:
    with clock.at(MONDAY):
        draft = _begin(world, world.helping("tu", "Lý Thị Mai"))
    assert tidy(timedelta(hours=24)) == [draft.pk]
    assert tidy(timedelta(hours=25)) == []


def test_files_of_what_was_filed_in_the_session_stay(world: World) -> None:
    with clock.at(MONDAY):
        helper = world.helping("tu", "Chảo Láo Tả")
        world.file_from_afar(helper, sample("1.011607"), channel="assisted")
        kept = Upload.objects.exclude(kept_at=None).count()
        assert kept
        _begin(world, helper)
        assist.end_session(helper, AssistSession.objects.get(ended_at=None))
    assert tidy(timedelta(minutes=1)) == []
    with clock.at(MONDAY + LATER):
        files.sweep()
    assert Upload.objects.exclude(kept_at=None).count() == kept


def test_a_file_in_a_field_of_a_draft_is_not_swept_while_the_draft_lives(world: World) -> None:
    with clock.at(MONDAY):
        draft = begun(world)
        named, loose = world.upload("mai"), world.upload("mai", photo(9))
        assert named != loose
        drafts.replace_answers(draft, {"household": {"papers": [named]}})
    with clock.at(MONDAY + LATER):
        assert files.sweep() == 1
    assert list(Upload.objects.values_list("received_sha256", flat=True)) == [named]
