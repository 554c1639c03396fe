"""One helper, one citizen, for half an hour: what the helper sees then, and nothing of it afterwards."""

from datetime import timedelta

import pytest

from thonso.core.access import policy
from thonso.core.base import clock
from thonso.core.base.errors import Absent, Refused, Stale
from thonso.dossiers import access, sources
from thonso.dossiers.models import AssistSession
from thonso.dossiers.services import assist, drafts, filing
from thonso.dossiers.tests.world import MAI_ID, MONDAY, World, sample
from thonso.procedures.access import version_on

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]


def session_of(world: World) -> AssistSession:
    return AssistSession.objects.get(helper=world.cast["tu"], ended_at=None)


@pytest.mark.parametrize(
    ("name", "consent"), [("", "spoken"), (" \u200b ", "spoken"), ("Lý Thị Mai", ""), ("Lý Thị Mai", "yes")]
)
def test_it_needs_a_name_and_her_consent(world: World, name: str, consent: str) -> None:
    with pytest.raises(Refused):
        assist.open_session(world.actor("tu"), world.commune_id, name=name, details={}, consent=consent)


def test_one_at_a_time(world: World) -> None:
    world.helping("tu", "Lý Thị Mai")
    with pytest.raises(Stale):
        assist.open_session(world.actor("tu"), world.commune_id, name="Phàn Thị Lở", details={}, consent="spoken")


def test_after_half_an_hour_it_is_over_by_itself(world: World) -> None:
    helper = world.helping("tu", "Lý Thị Mai", id_number=MAI_ID)
    session = session_of(world)
    with clock.at(MONDAY + timedelta(minutes=31)):
        assert access.open_session(world.actor("tu")) is None
        assert world.inside(world.actor("tu"), session).assist is None
        world.helping("tu", "Phàn Thị Lở")
    assert helper.assist is not None
    assert AssistSession.objects.get(pk=session.pk).ended_at is not None


def test_more_time_is_asked_for_before_it_runs_out_and_by_nobody_else(world: World) -> None:
    world.helping("tu", "Lý Thị Mai")
    session = session_of(world)
    with pytest.raises(Absent):
        assist.extend_session(world.actor("dung"), session)
    with clock.at(MONDAY + timedelta(minutes=20)):
        assist.extend_session(world.actor("tu"), session)
    with clock.at(MONDAY + timedelta(minutes=45)):
        assert access.open_session(world.actor("tu")) is not None
    with pytest.raises(Absent):
        assist.end_session(world.actor("dung"), session)


def test_what_she_filed_is_his_to_see_only_while_he_helps_her(world: World) -> None:
    helper = world.helping("tu", "Lý Thị Mai", id_number=MAI_ID)
    done = world.file_from_afar(helper, sample("TS.000001"), channel="assisted")
    dossier = world.dossier(done)
    assert policy.can(helper, "read_answers", dossier)
    assert access.by_code(helper, done.code).pk == dossier.pk
    assist.end_session(helper, session_of(world))
    after = world.actor("tu")
    for action in ("read", "read_answers", "withdraw", "track", "print", "supplement"):
        assert not policy.can(after, action, dossier), action
    with pytest.raises(Absent):
        access.by_code(after, done.code)
    assert [d.code for d in access.filed_by_helper(after)] == [done.code]  # that it goes on, not what is in it


def test_the_next_citizen_brings_nothing_of_the_one_before(world: World) -> None:
    first = world.helping("tu", "Lý Thị Mai", id_number=MAI_ID)
    done = world.file_from_afar(first, sample("TS.000001"), channel="assisted")
    draft = _begin(world, first)
    photo = world.upload(first)
    second = world.helping("tu", "Phàn Thị Lở")
    assert access.drafts_of(second).count() == 0
    with pytest.raises(Absent):
        access.draft(second, draft.pk)
    with pytest.raises(Refused):
        drafts.add_file(second, _begin(world, second), "authorisation", photo)
    with pytest.raises(Absent):
        access.by_code(second, done.code)
    known = str(sources.for_session(second, session_of(world)))
    assert "Mai" not in known
    assert MAI_ID not in known


def test_a_number_without_the_name_that_belongs_to_it_opens_no_register(world: World) -> None:
    world.helping("tu", "Phàn Thị Lở", id_number=MAI_ID)
    found = sources.for_session(world.actor("tu"), session_of(world))
    assert "household" not in found
    assert "Lý Thị Mai" not in str(found)


def test_number_and_name_together_open_the_register_but_never_the_class(world: World) -> None:
    world.helping("tu", "Lý Thị Mai", id_number=MAI_ID)
    found = sources.for_session(world.actor("tu"), session_of(world))
    assert found["household"]["head_name"] == "Lý Thị Mai"
    assert "klass" not in found["household"]
    assert "poor" not in str(found)


def test_a_helper_outside_a_session_files_nothing_and_inside_not_for_himself(world: World) -> None:
    with pytest.raises((Absent, Refused)):
        world.file(world.actor("tu"), sample("TS.000001"), channel="assisted")
    inside = world.helping("tu", "Lý Thị Mai")
    with pytest.raises(Refused):
        world.file(inside, sample("TS.000001"), channel="online")
    with pytest.raises(Refused):
        world.file(inside, sample("TS.000001"), channel="desk")


def test_a_filing_that_was_on_its_way_when_the_session_ended_is_answered(world: World) -> None:
    helper = world.helping("tu", "Lý Thị Mai")
    done = world.file(helper, sample("TS.000001"), channel="assisted")
    assist.end_session(helper, session_of(world))
    again = world.file(helper, sample("TS.000001"), channel="assisted", id_=done.dossier_id)
    assert (again.code, again.key, again.replayed) == (done.code, done.key, True)


def _begin(world: World, actor):
    version = version_on(world.commune_id, "TS.000001", MONDAY.date()).version_id
    people = {"representation": "self", "submitter": actor.assist.citizen_name}
    return drafts.begin(
        actor,
        commune_id=world.commune_id,
        version_id=version,
        channel="assisted",
        people=people,
        answers={},
        prefilled={},
    )


def test_an_upload_of_hers_belongs_to_the_session_and_not_to_him(world: World) -> None:
    helper = world.helping("tu", "Lý Thị Mai")
    assert filing.upload_owner(helper).kind == "assist"
    assist.end_session(helper, session_of(world))
    assert filing.upload_owner(world.actor("tu")).kind == "account"
