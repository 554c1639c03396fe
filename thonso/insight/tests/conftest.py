"""The same standing commune as the tests of dossiers have."""

import pytest

from thonso.dossiers.tests.conftest import (  # noqa: F401
    OWN_TRANSACTIONS,
    _standing,
    bat_xat,
    cast,
    committed_world,
    monday,
    world,
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """As there: whoever needs the commune gets the standing one before the transaction of the test is opened."""
    for item in items:
        names = getattr(item, "fixturenames", None)
        if not names or not item.nodeid.startswith("thonso/insight/tests/") or "_standing" in names:
            continue
        if {"world", "cast", "bat_xat"} & set(names) and not OWN_TRANSACTIONS & set(names):
            names.insert(0, "_standing")
