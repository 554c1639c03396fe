"""The commune of these tests is the one of the dossiers'."""

import pytest

from thonso.dossiers.tests.conftest import (
    _standing,
    bat_xat,
    cast,
    committed_world,
    monday,
    standing_first,
    world,
)

__all__ = ["_standing", "bat_xat", "cast", "committed_world", "monday", "world"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    standing_first(items, "thonso/kiosk/tests/")
