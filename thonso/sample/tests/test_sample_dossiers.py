"""The dossiers of the demo show the whole of the work: states, signed papers that can be checked, receipts, fees."""

from collections import Counter

import pytest

from thonso.core.base import clock
from thonso.dossiers import printing
from thonso.dossiers.models import Charge, Dossier, Result
from thonso.dossiers.rules.states import State
from thonso.dossiers.tests.world import MONDAY
from thonso.sample.load import load

# One story, since loading it takes a while.
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
