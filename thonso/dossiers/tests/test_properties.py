"""What holds for every dossier however it is handled (code-style.md, "Properties held from the first day")."""

from datetime import date, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from thonso.core.access.policy_table import TABLE
from thonso.core.base import clock
from thonso.core.base.errors import DomainError
from thonso.core.units.models import CommuneProfile
from thonso.core.workdays.services import add_holiday, calendar_for
from thonso.dossiers import access, actions
from thonso.dossiers.models import AssistSession
from thonso.dossiers.rules.states import FINAL, LABEL, NATIONAL_CODE, OPEN, State
from thonso.dossiers.rules.transitions import BY_NAME, TRANSITIONS
from thonso.dossiers.services import assist, drafts
from thonso.dossiers.tests import test_recognition as story
from thonso.dossiers.tests.machine import LONG, Walk, data_for
from thonso.dossiers.tests.world import MAI_ID, MONDAY, World, sample
from thonso.procedures.access import version_on

pytestmark = pytest.mark.django_db
QUIET = {"suppress_health_check": list(HealthCheck), "database": None}


@pytest.mark.slow
@given(seed=st.integers(0, 2**32))
@settings(max_examples=20, phases=[Phase.generate], **QUIET)
def test_random_walks_break_nothing(world: World, seed: int) -> None:
    """A walk that fails is told as it was, with its seed: making it shorter would take minutes."""
    Walk(world, seed).run(60)


@pytest.mark.parametrize("seed", range(3))
def test_a_few_known_walks_break_nothing(world: World, seed: int) -> None:
    Walk(world, seed).run(60)


def test_every_state_has_an_exit_or_is_final_and_a_name_and_a_national_code() -> None:
    assert set(State) == set(LABEL) == set(NATIONAL_CODE)
    for state in OPEN:
        assert [t for t in TRANSITIONS if state in t.sources and t.target not in {None, state}], state
    for state in FINAL - {State.HANDED_OVER}:
        assert [t for t in TRANSITIONS if state in t.sources] == [], state
    assert [t.name for t in TRANSITIONS if State.HANDED_OVER in t.sources] == [
        *("correct_result", "propose_revocation", "approve_revocation", "reject_revocation"),
    ]


def test_every_state_is_reached_from_filing() -> None:
    reached, before = {State.SUBMITTED}, set()
    while reached != before:
        before = set(reached)
        reached |= {t.target for t in TRANSITIONS if t.target and t.sources & reached}
    assert reached == set(State)


def test_every_transition_has_somebody_who_may_and_a_way_to_do_it() -> None:
    acts = {rule.action for rule in TABLE if rule.kind == "dossier"}
    assert {t.policy for t in TRANSITIONS} <= acts
    assert set(actions.ACTIONS) | {"sign"} == set(BY_NAME)


def test_every_transition_is_made_by_somebody(world: World) -> None:
    """By walking: the union of what happens in these few dossiers is the whole table."""
    kinds: set[str] = set()
    for walk in (
        _confirmed,
        _recognised,
        _recorded,
        _paid,
        _transferred,
        _certified,
        _refused,
        _closed,
        _stopped,
        _withdrawn,
    ):
        with clock.at(MONDAY):
            done = walk(world)
        kinds |= set(world.dossier(done).events.values_list("kind", flat=True))
    # Papers are asked for in one way, whoever grants it.
    assert kinds == set(BY_NAME) - {"approve_supplement"} | {"filed"}


def _go(world: World, done, *steps: tuple[str, str]) -> None:
    for who, name in steps:
        world.act(who, done, name, data_for(name, world.dossier(done), clock.now()))


def _filed(world: World, code: str, **more):
    done = world.file("lan", sample(code), **more)
    _go(world, done, ("lan", "check_paper"))
    return done


def _confirmed(world: World):
    done = _filed(world, "TS.000001")
    _go(world, done, ("lan", "propose_refusal"), ("trung", "reject_refusal"), ("lan", "receive"))
    _go(world, done, ("lan", "cancel_reception"), ("lan", "receive"))
    _go(world, done, ("lan", "record_official_code"), ("lan", "assign"), ("hoa", "take"), ("hoa", "verify"))
    _go(world, done, ("hoa", "consult"), ("hoa", "give_opinion"), ("hoa", "propose_extension"))
    _go(
        world,
        done,
        ("trung", "reject_extension"),
        ("hoa", "propose_extension"),
        ("trung", "extend"),
        ("hoa", "draft_result"),
    )
    _go(world, done, ("hoa", "propose"), ("pho", "send_back"), ("hoa", "propose"))
    world.sign("pho", done)
    _go(world, done, ("thu", "seal"), ("lan", "send_to_hamlet"), ("lan", "hand_over"))
    _go(
        world,
        done,
        ("hoa", "correct_result"),
        ("hoa", "give_up_correction"),
        ("hoa", "propose_revocation"),
        ("pho", "reject_revocation"),
    )
    _go(world, done, ("hoa", "propose_revocation"), ("pho", "approve_revocation"))
    return done


def _recognised(world: World):
    done = _filed(world, "1.011607", head=story.LO)
    _go(world, done, ("lan", "receive"), ("hoa", "take"), ("hoa", "advance"))
    story.through_the_hamlet(world, done, "Ông Páo: nhà còn trâu.")
    with clock.at(MONDAY + timedelta(days=7)):
        _go(world, done, ("hoa", "recheck"))
    return done


def _recorded(world: World):
    done = _filed(world, "1.001193")
    _go(world, done, ("lan", "receive"), ("binh", "take"), ("binh", "ask_supplement"), ("lan", "supply"))
    _go(world, done, ("binh", "check_paper"), ("binh", "record_result"))
    return done


def _paid(world: World):
    done = _filed(world, "2.000635")
    _go(world, done, ("lan", "receive"))
    world.act("lan", done, "ask_payment", {"amount": "24000"})
    _go(world, done, ("lan", "record_payment"), ("trung", "void_payment"))
    return done


def _transferred(world: World):
    done = _filed(world, "2.002637")
    _go(world, done, ("lan", "receive"), ("binh", "take"), ("binh", "transfer"))
    return done


def _certified(world: World):
    done = _filed(world, "2.001019")
    _go(world, done, ("lan", "name_beside"), ("lan", "receive"), ("lan", "check_paper"))
    world.act("lan", done, "rebook", {"day": "2026-11-23", "hour": "15:00"})
    _go(world, done, ("lan", "certify"))
    return done


def _refused(world: World):
    done = _filed(world, "TS.000001")
    _go(world, done, ("lan", "propose_refusal"), ("trung", "approve_refusal"))
    return done


def _closed(world: World):
    done = _filed(world, "1.004873")
    _go(world, done, ("lan", "receive"))
    CommuneProfile.objects.filter(unit=world.units.commune).update(supplement_by="centre_director")
    _go(world, done, ("binh", "propose_supplement"), ("trung", "reject_supplement"))
    _go(world, done, ("binh", "propose_supplement"), ("trung", "approve_supplement"))
    CommuneProfile.objects.filter(unit=world.units.commune).update(supplement_by="")
    with clock.at(MONDAY + timedelta(days=90)):
        _go(world, done, ("binh", "expire"))
    return done


def _stopped(world: World):
    nobodys = {"full_name": "Lý Thị Mai", "id_number": "015168990009", "birth": "1968-05-12", "sex": "female"}
    done = _filed(world, "TS.000001", requester=nobodys)
    _go(world, done, ("lan", "link_resident"))
    world.act("lan", done, "correct_number", {"id_number": MAI_ID, "reason": "Gõ nhầm hai chữ số cuối."})
    _go(world, done, ("lan", "receive"), ("lan", "name_heir"), ("lan", "undo_heir"), ("trung", "stop"))
    return done


def _withdrawn(world: World):
    done = _filed(world, "1.004873")
    _go(world, done, ("lan", "withdraw"))
    return done


@given(k=st.integers(0, 12), wait=st.integers(0, 1), hour=st.integers(8, 11))
@settings(max_examples=20, **QUIET)
def test_a_pause_of_k_whole_working_days_moves_the_date_by_k(world: World, k: int, wait: int, hour: int) -> None:
    calendar = calendar_for(world.commune_id)
    asked = MONDAY.replace(hour=hour)
    asked = asked.replace(day=calendar.add(asked.date(), wait).day)
    supplied = clock.local(asked).replace(hour=hour) + (calendar.add(asked.date(), k) - asked.date())
    with transaction.atomic():
        with clock.at(MONDAY.replace(hour=7, minute=30)):
            done = _filed(world, "1.004873")
            _go(world, done, ("lan", "receive"))
        before = world.dossier(done).due_at
        with clock.at(asked):
            _go(world, done, ("binh", "ask_supplement"))
        with clock.at(supplied):
            _go(world, done, ("lan", "supply"))
        after = world.dossier(done).due_at
        transaction.set_rollback(True)
    assert calendar.working_days_between(before.date(), after.date()) == k
    assert after.timetz() == before.timetz()


@given(days=st.lists(st.integers(0, 40), max_size=4), code=st.sampled_from(["1.004873", "1.011607", "TS.000001"]))
@settings(max_examples=15, **QUIET)
def test_a_day_off_never_brings_a_date_nearer(world: World, days: list[int], code: str) -> None:
    with transaction.atomic():
        with clock.at(MONDAY):
            done = _filed(world, code, **({"head": story.LO} if code == "1.011607" else {}))
            _go(world, done, ("lan", "receive"))
            due = world.dossier(done).due_at
            for number in days:
                try:
                    add_holiday(
                        world.commune_id, MONDAY.date() + timedelta(days=number), LONG, actor=world.actor("trung").ref
                    )
                except DomainError:
                    continue
                moved = world.dossier(done).due_at
                assert moved >= due
                assert calendar_for(world.commune_id).is_working(clock.local(moved).date())
                due = moved
        transaction.set_rollback(True)


NAMES = ("Lý Thị Mai", "Phàn Thị Lở", "Chảo Láo Tả")
DOES = st.lists(st.tuples(st.sampled_from(["open", "end", "write", "late"]), st.sampled_from(NAMES)), max_size=14)


@given(does=DOES)
@settings(max_examples=25, **QUIET)
def test_nothing_of_one_citizen_shows_while_another_is_helped(world: World, does: list[tuple[str, str]]) -> None:
    """However sessions are opened, ended, forgotten and run out: what the helper sees is of the one he helps now."""
    version = version_on(world.commune_id, "TS.000001", date(2026, 11, 23)).version_id
    helper, at = world.actor("tu"), MONDAY
    with transaction.atomic():
        for what, name in does:
            with clock.at(at):
                here = access.open_session(helper)
                inside = world.inside(helper, here) if here else helper
                if what == "late":
                    at += timedelta(minutes=31)
                elif what == "end" and here:
                    assist.end_session(helper, here)
                elif what == "open":
                    _open(world, name)
                elif what == "write" and here:
                    words = {
                        "requester": {"full_name": here.citizen_name},
                        "school_name": f"Trường của {here.citizen_name}",
                    }
                    drafts.begin(
                        inside, commune_id=world.commune_id, version_id=version, channel="assisted",
                        people={"submitter": here.citizen_name}, answers=words, prefilled={},
                    )  # fmt: skip
            with clock.at(at):
                _sees_only_the_present_one(world, helper)
        transaction.set_rollback(True)


def _open(world: World, name: str) -> None:
    try:
        assist.open_session(world.actor("tu"), world.commune_id, name=name, details={}, consent="spoken")
    except DomainError:
        assert AssistSession.objects.filter(helper=world.cast["tu"], ended_at=None, expires_at__gt=clock.now()).exists()


def _sees_only_the_present_one(world: World, helper) -> None:
    here = access.open_session(helper)
    inside = world.inside(helper, here) if here else helper
    shown = " ".join(str([drafts.answers_of(d), drafts.people_of(d)]) for d in access.drafts_of(inside))
    for name in NAMES:
        if here is None or name != here.citizen_name:
            assert name not in shown
