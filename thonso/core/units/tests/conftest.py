"""A commune with two hamlets, small enough to be read."""

from datetime import date
from decimal import Decimal

import pytest

from thonso.core.base.ids import new_id
from thonso.core.base.refs import Ref
from thonso.core.journal.work import transact
from thonso.core.units import services
from thonso.core.units.models import Unit
from thonso.core.units.rules import HamletData

ADMIN = Ref("account", new_id())


@pytest.fixture
def commune(db, tmp_path) -> Unit:
    """Xã Bát Xát from a list of its own; the shipped one is loaded in test_official_list."""
    path = tmp_path / "two.csv"
    lines = [
        "code,parent_code,level,kind,name,full_name",
        "15,,province,Tỉnh,Lào Cai,Tỉnh Lào Cai",
        "02683,15,commune,Xã,Bát Xát,Xã Bát Xát",
    ]
    path.write_text("\n".join(lines), encoding="utf-8")
    services.load_official(path)
    unit = services.commune_by_code("02683")
    assert unit is not None
    return unit


@pytest.fixture
def suoi_chai(commune) -> Unit:
    return make(commune, "Thôn Suối Chải", households=86, population=440, poor_households=64, distance_km=Decimal(20))


@pytest.fixture
def son_ha(commune) -> Unit:
    return make(commune, "Thôn Sơn Hà", households=112, population=486, distance_km=Decimal("3.5"))


def make(commune: Unit, name: str, since: date = date(2025, 7, 1), **figures) -> Unit:
    with transact(commune.id) as work:
        return services.create_hamlet(work, ADMIN, commune, HamletData(name=name, valid_from=since, **figures))
