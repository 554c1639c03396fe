"""Households of Suối Chải and Sơn Hà, entered through the services."""

from collections.abc import Callable
from datetime import date

import pytest

from thonso.core.base.ids import new_id
from thonso.core.base.refs import Ref
from thonso.core.journal.work import transact
from thonso.core.people import rules, services
from thonso.core.people.models import Household, Resident
from thonso.core.people.rules import Person
from thonso.core.units.models import Unit

OFFICER = Ref("account", new_id())
SINCE = date(2025, 7, 1)
MAI_ID = "015168990023"


def person(name: str = "Lý Thị Mai", birth: str = "14/05/1968", sex: str = "female", **more) -> Person:
    return Person(full_name=name, birth=rules.parse_birth(birth), sex=sex, **more)


def household(hamlet: Unit, *people: Person, code: str = "") -> tuple[Household, list[Resident]]:
    """A household with its people, the first as head unless one says so."""
    with transact(hamlet.commune_id) as work:
        home = services.add_household(work, OFFICER, hamlet, code=code, since=SINCE)
        rows = [services.add_resident(work, OFFICER, one, household=home) for one in people]
    home.refresh_from_db()
    for row in rows:
        row.refresh_from_db()
    return home, rows


@pytest.fixture
def mai(bat_xat) -> Resident:
    """Lý Thị Mai, head of a household of five."""
    _home, [row, *_rest] = household(
        bat_xat.suoi_chai,
        person(relation="head", id_number=MAI_ID, ethnicity="Dao"),
        person("Tẩn Láo Sử", "1965", "male", relation="spouse"),
        person("Chảo Mùi Nải", "1943", relation="parent"),
        person("Tẩn Thị Pham", "02/09/2009", relation="child"),
        person("Tẩn Văn Chiêu", "21/11/2012", "male", relation="child"),
        code="SC-012",
    )
    return row


@pytest.fixture
def act(bat_xat) -> Callable:
    """`act(services.move, resident, home)`: one service call in a transaction of the commune."""

    def run(verb, *args, **options):
        with transact(bat_xat.commune.id) as work:
            return verb(work, OFFICER, *args, **options)

    return run


@pytest.fixture
def hoa(client, sign_in):
    sign_in(client, "hoa")
    return client


@pytest.fixture
def sin(bat_xat):
    """Vàng Văn Sin, alone in SH-001."""
    return household(bat_xat.son_ha, person("Vàng Văn Sin", "1985", "male"), code="SH-001")[1][0]
