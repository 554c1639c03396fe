"""The commune of these tests stands once for each file, inside a transaction that every test is nested in.

Building it costs a second, so it is not done for every test: what a test writes is rolled back to the commune as built,
and the commune itself at the end of the file. A test with transactions of its own asks for `committed_world`.
"""

from collections.abc import Iterator
from copy import deepcopy
from datetime import date
from typing import Any

import pytest
from django.db import transaction

from tests.cast import Units, create_sample_accounts, make_units
from thonso.core.access.models import Account
from thonso.core.base import append_only, clock
from thonso.core.journal.work import transact
from thonso.core.people.models import Resident
from thonso.core.people.rules import Birth, Person
from thonso.core.people.services import add_resident
from thonso.core.workdays import calendars
from thonso.dossiers.services.filing import Filed
from thonso.dossiers.tests import heirs
from thonso.dossiers.tests.world import MONDAY, SEED, World, build, sample
from thonso.procedures import access as catalogue
from thonso.procedures import places


def _make() -> World:
    units = make_units()
    return build(units, create_sample_accounts(units.commune, units.hamlets))


def _forget() -> None:
    """What processes keep in memory of rows that are rolled back."""
    calendars.forget()
    catalogue.forget()
    places.forget()


@pytest.fixture
def monday() -> Iterator[None]:
    """It is the Monday on which the sample filings were made."""
    with clock.at(MONDAY):
        yield


@pytest.fixture(scope="module")
def _standing(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    whole = transaction.atomic()
    with django_db_blocker.unblock():
        whole.__enter__()
        made = _make()
    yield made
    with django_db_blocker.unblock():
        transaction.set_rollback(True)
        whole.__exit__(None, None, None)
    _forget()


@pytest.fixture
def committed_world(transactional_db: None) -> Iterator[World]:
    """The same commune, committed: for tests of races and of real servers, each in a file of their own."""
    _forget()
    yield _make()
    _forget()
    append_only.remove()  # the flush that follows is refused by the triggers, and puts them back itself


@pytest.fixture
def world(request: Any) -> Iterator[World]:
    if "committed_world" in request.fixturenames:
        yield request.getfixturevalue("committed_world")
    else:
        yield deepcopy(request.getfixturevalue("_standing"))
        calendars.forget()


@pytest.fixture
def bat_xat(world: World) -> Units:
    units: Units = world.units
    return units


@pytest.fixture
def cast(world: World) -> dict[str, Account]:
    return world.cast


@pytest.fixture
def pao(world: World) -> Resident:
    """Her grown-up son, in her household."""
    with transact(world.commune_id) as work:
        person = Person("Lý A Páo", "male", Birth(date(1990, 4, 2)), "child", id_number=heirs.PAO_ID)
        return add_resident(work, SEED, person, household=world.mai_home)


@pytest.fixture
def mine(world: World) -> Filed:
    """Chị Mai asks online, from her account, for the confirmation of her household; then she dies."""
    done = world.file_from_afar("mai", sample(heirs.CONFIRMATION), channel="online", for_whom="me")
    world.receive(done)
    world.act("hoa", done, "take")
    return done
