"""The commune of these tests is the one of the dossiers'; its clerk is signed in."""

from collections.abc import Callable

import pytest
from django.test import Client

from thonso.core.access.models import Account
from thonso.dossiers.tests.conftest import _standing, bat_xat, cast, committed_world, monday, world
from thonso.dossiers.tests.world import World

__all__ = ["_standing", "bat_xat", "cast", "committed_world", "monday", "world"]


@pytest.fixture
def as_(sign_in: Callable[[Client, str], Account], world: World) -> Callable[[str], Client]:
    """A browser of somebody's own."""

    def as_(who: str) -> Client:
        client = Client()
        sign_in(client, who)
        return client

    return as_


@pytest.fixture
def thu(client: Client, sign_in: Callable[[Client, str], Account], world: World) -> Client:
    sign_in(client, "thu")
    return client
