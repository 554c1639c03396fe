"""Fixtures every test may use."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine
from django.db.backends.signals import connection_created
from django.dispatch import receiver
from hypothesis import HealthCheck, settings

pytest_plugins = ["tests.cast", "tests.chromium"]

# How fast a machine is at that moment is no property of what is tested.
settings.register_profile("thonso", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("thonso")

# A Thursday morning on which every procedure of the catalogue is in force. What ends with a year (a procedure, the classes
# of households) would else fail the tests of the next one; that it ends is tested by itself.
THE_DAY = datetime(2026, 11, 26, 3, 0, tzinfo=UTC)


@receiver(connection_created)
def _backwards(connection: Any, **_kwargs: object) -> None:
    """Rows of which no order was asked come in one on SQLite that nobody is used to: who relies on one is found here and not
    on the day on which PostgreSQL moves a row."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA reverse_unordered_selects = ON")


OWN_TRANSACTIONS = {"committed_world", "transactional_db", "live_server"}


def pytest_collection_modifyitems(session: pytest.Session, items: list[pytest.Item]) -> None:
    """Whoever needs the commune of the dossiers' tests (or of an app that takes it from there) gets the standing one first,
    before the transaction of the test is opened."""
    for item in items:
        names = getattr(item, "fixturenames", [])
        if not {"world", "cast", "bat_xat"} & set(names) or {"_standing", *OWN_TRANSACTIONS} & set(names):
            continue
        if session._fixturemanager.getfixturedefs("_standing", item):
            names.insert(0, "_standing")


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    """All tests live on one day, with their fixtures, but for those that share it with another process or the disk."""
    if item.get_closest_marker("browser") or item.get_closest_marker("own_clock"):
        return (yield)
    with time_machine.travel(THE_DAY, tick=True):
        return (yield)


@pytest.fixture(autouse=True)
def _flush_append_only(request: pytest.FixtureRequest) -> Iterator[None]:
    """A test with transactions of its own ends in a flush, which append-only tables refuse: take their triggers off for
    that moment. `flush` sends post_migrate, which puts them back.
    """
    marker = request.node.get_closest_marker("django_db")
    if not (marker and marker.kwargs.get("transaction")):
        yield
        return
    request.getfixturevalue("transactional_db")
    yield
    from thonso.core.base import append_only

    append_only.remove()
