"""The commune of these tests is the one of the dossiers'."""

from collections.abc import Callable

import pytest
from django.test import Client

from thonso.dossiers.tests.conftest import _standing, bat_xat, cast, committed_world, monday, world
from thonso.dossiers.tests.world import MONDAY, World
from thonso.offline.tests.phone import Phone
from thonso.offline.tests.there import CONFIRMATION, WEDNESDAY
from thonso.outreach.models import Enrolment, MobileDay

__all__ = ["_standing", "bat_xat", "cast", "committed_world", "monday", "world"]


@pytest.fixture
def phone(browser: Callable[[str], Client]) -> Phone:
    return Phone.enrolled(browser("tu"))


@pytest.fixture
def day(world: World) -> MobileDay:
    made = MobileDay.objects.create(
        commune_id=world.commune_id, hamlet=world.units.suoi_chai, place="Nhà văn hóa thôn", day=WEDNESDAY,
        starts="08:00", ends="11:30", officer=world.cast["lan"], procedures=[CONFIRMATION],
    )  # fmt: skip
    Enrolment.objects.create(
        commune_id=world.commune_id, day=made, name="Lý Thị Mai", folded="ly thi mai", procedure_code=CONFIRMATION,
        entered_by=world.cast["lan"].pk, at=MONDAY,
    )  # fmt: skip
    return made


@pytest.fixture
def laptop(browser: Callable[[str], Client]) -> Phone:
    return Phone.enrolled(browser("lan"))
