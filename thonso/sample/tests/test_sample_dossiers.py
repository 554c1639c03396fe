"""The dossiers of the demo show the whole of the work: states, signed papers that can be checked, receipts, fees."""

from collections import Counter
from datetime import datetime
from uuid import UUID

import pytest

from thonso.core.access.models import Account
from thonso.core.base import clock
from thonso.core.base.text import fold
from thonso.core.people.models import Resident
from thonso.core.units.models import Unit
from thonso.core.units.services import hamlets
from thonso.dossiers import printing
from thonso.dossiers.models import Charge, Dossier, HamletTask, Result
from thonso.dossiers.rules.states import State
from thonso.dossiers.services.drafting import awaiting_decision
from thonso.dossiers.tests.world import MONDAY
from thonso.insight import cash, facts, layouts, register, table
from thonso.insight.models import CashSheet
from thonso.insight.rules.counting import COUNTERS
from thonso.insight.rules.periods import named
from thonso.procedures.access import published
from thonso.sample.dossiers import COUNT, WEIGHTS
from thonso.sample.load import load
from thonso.sample.recognition import READY, RECOGNISED, RECOGNITION
from thonso.tv import panels

# One story and a few other days, since loading it takes a while.
pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def test_a_leader_who_looks_at_the_demo_finds_every_kind_of_thing() -> None:
    with clock.at(MONDAY.replace(hour=10)):
        load()
        states = Counter(Dossier.objects.values_list("state", flat=True))
        # Nobody waits long for an opinion, and nothing was closed or stopped in six weeks.
        assert set(State) - set(states) <= {State.CONSULTING, State.STOPPED, State.EXPIRED}, states
        signed = Result.objects.filter(paper="confirmation", state="issued")
        assert signed.count() >= 10
        assert Charge.objects.filter(state="paid").exists()
        received = Dossier.objects.exclude(received_at=None)
        with_code = received.exclude(official_code="")
        assert with_code.count() > received.count() / 2
        assert received.filter(official_code="").exists()  # for the desk to type one
        one = with_code.filter(appointed_at=None).first()
        assert "form01" in {slip.kind for slip in printing.slips_of(one, list(one.events.order_by("seq")))}
        assert Dossier.objects.exclude(appointed_at=None).exists()
        # Recognitions all along their way: one decision can be made at once, and a certificate is coming home.
        assert awaiting_decision(Dossier.objects.filter(procedure_code=RECOGNITION)).count() == len(READY)
        assert Result.objects.filter(paper="certificate_household", state="issued").count() == len(RECOGNISED)
        assert {"1.011608", "1.011609"} <= set(
            awaiting_decision(Dossier.objects.all()).values_list("procedure_code", flat=True)
        )
        tasks = HamletTask.objects.filter(done_at=None).values_list("kind", flat=True)
        assert Counter(tasks) == {"review": 2, "posting": 2, "return": 1}
        the_month_adds_up(one.commune_id)
        no_tv_names_anybody(one.commune_id)


def no_tv_names_anybody(commune_id: UUID) -> None:
    """What the TVs of the eight hamlets show, beside every name of the register and of those who work here."""
    names = {fold(name) for model in (Resident, Account) for name in model.objects.values_list("full_name", flat=True)}
    shown = {one.name: panels.of(one, clock.today()) for one in hamlets(commune_id)}
    assert {panel.slot for panel in shown["Suối Chải"]} >= {"meeting", "today", "prices", "mobile", "support", "guide"}
    words = fold(" ".join(str(panel) for found in shown.values() for panel in found))
    assert len(names) > 1500
    assert [name for name in names if f" {name} " in f" {words} " or f"'{name}" in words] == []


def the_month_adds_up(commune_id: UUID) -> None:
    """Every line of both months' tables, and of the days of fees what was recorded and closed."""
    for name in ("thang-truoc", "thang-nay"):
        span = named(name, clock.today())
        found = table.of(facts.of([commune_id], span), layouts.table(span.last), "linh-vuc")
        assert found.total.counted.total() > 0
        for line in (*found.lines, found.total):
            n = {key: sum(line.counted[kind] for kind in kinds) for key, kinds in COUNTERS.items()}
            assert n["carried"] + n["received"] == n["resolved"] + n["ended"] + n["in_process"], line.label
            assert len(table.opened(found.facts, "all", line.key)) == n["all"], line.label
        assert len(register.lives(Unit.objects.get(pk=commune_id), span)) == n["received"]
    assert all(n[key] for key in ("carried", "late", "early", "overdue", "paused"))
    sheets = CashSheet.objects.filter(commune_id=commune_id).order_by("day")
    assert sheets.count() > 5
    assert list(sheets.filter(countersigned_at=None)) == [sheets.last()]
    assert sum(one.taken for one in sheets) == sum(cash.as_closed(one).taken for one in sheets) > 0
    today = cash.lately(commune_id, clock.today())
    kinds_of_lines = {line.kind for day in today.open for line in cash.of(commune_id, day).lines}
    assert {"paid", "void", "exempt"} <= kinds_of_lines


@pytest.mark.parametrize("day", ["2026-12-31T23:30", "2027-01-01T00:30", "2027-02-10T10:00"])
def test_the_demo_is_as_full_on_the_last_night_of_a_year_in_the_next_one_and_at_tet(day: str) -> None:
    with clock.at(datetime.fromisoformat(day).replace(tzinfo=clock.HANOI)):
        load()
        dossiers = Dossier.objects.all()
        offered = {one.code for one in published(dossiers[0].commune_id, clock.today())}
        assert set(WEIGHTS) & offered <= set(dossiers.values_list("procedure_code", flat=True))
        assert dossiers.count() > 0.9 * COUNT
        assert Result.objects.filter(paper="confirmation", state="issued").count() >= 10
