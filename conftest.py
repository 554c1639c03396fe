"""Fixtures every test may use."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
import time_machine

pytest_plugins = ["tests.cast", "tests.chromium"]

# A Thursday morning on which every procedure of the catalogue is in force. What ends with a year (a procedure, the classes
# of households) would else fail the tests of the next one; that it ends is tested by itself.
THE_DAY = datetime(2026, 11, 26, 3, 0, tzinfo=UTC)


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
