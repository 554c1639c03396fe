"""A small working commune, as the tests of dossiers build it."""

from collections.abc import Callable, Iterator

import pytest
from django.test import Client

from tests.cast import BACKEND, create_sample_accounts, make_units
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


@pytest.fixture
def browser(world: World) -> Callable[[str], Client]:
    """`browser("lan")`: signed in as her; "" is nobody."""

    def go(who: str) -> Client:
        client = Client()
        if who:
            client.force_login(world.cast[who], backend=BACKEND)
        return client

    return go
