import pytest

from thonso.dossiers.tests.world import World, build


@pytest.fixture
def world(bat_xat, cast) -> World:
    return build(bat_xat, cast)
