"""A small working commune, as the tests of dossiers build it."""

from collections.abc import Iterator

import pytest

from tests.cast import create_sample_accounts, make_units
from thonso.core.base import clock
from thonso.core.workdays import calendars
from thonso.dossiers.tests.world import MONDAY, World, build
from thonso.procedures import access as catalogue
from thonso.procedures import places


@pytest.fixture
def world(db: None) -> Iterator[World]:
    units = make_units()
    with clock.at(MONDAY):
        yield build(units, create_sample_accounts(units.commune, units.hamlets))
    calendars.forget()
    catalogue.forget()
    places.forget()
