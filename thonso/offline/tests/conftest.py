"""The commune of these tests is the one of the dossiers'."""

from collections.abc import Callable

import pytest
from django.test import Client

from thonso.dossiers.tests.conftest import _standing, bat_xat, cast, committed_world, monday, world
from thonso.offline.tests.phone import Phone

__all__ = ["_standing", "bat_xat", "cast", "committed_world", "monday", "world"]


@pytest.fixture
def phone(browser: Callable[[str], Client]) -> Phone:
    return Phone.enrolled(browser("tu"))
