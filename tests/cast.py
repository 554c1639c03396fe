"""The cast of every test: chị Mai, anh Tú, cô Lan and the others of `sample.accounts`, in a small tree of units."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from django.test import Client

from thonso.core.access.models import Account
from thonso.core.base.ids import stable_id
from thonso.core.base.text import fold
from thonso.core.units.models import Unit
from thonso.sample.accounts import PASSWORD, create_sample_accounts, sample_phone

__all__ = ["BACKEND", "PASSWORD", "Units", "create_sample_accounts", "make_units", "sample_phone"]
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@dataclass(frozen=True)
class Units:
    province: Unit
    commune: Unit  # xã Bát Xát
    other: Unit  # xã A Mú Sung, where the stranger works
    suoi_chai: Unit
    son_ha: Unit

    @property
    def hamlets(self) -> dict[str, Unit]:
        return {"suoi-chai": self.suoi_chai, "son-ha": self.son_ha}


def _unit(kind: str, code: str, name: str, full_name: str, parent: Unit | None, id_: object) -> Unit:
    path = f"{parent.path}.{code}" if parent else code
    unit = Unit(
        id=id_,
        kind=kind,
        code=code,
        name=name,
        full_name=full_name,
        folded=fold(name),
        parent=parent,
        path=path,
        valid_from=date(2025, 7, 1),
    )
    unit.commune_id = None if kind == "province" else unit.id if kind == "commune" else parent.commune_id
    return unit


def make_units() -> Units:
    province = _unit("province", "15", "Lào Cai", "Tỉnh Lào Cai", None, stable_id("province", "15"))
    commune = _unit("commune", "02683", "Bát Xát", "Xã Bát Xát", province, stable_id("commune", "02683"))
    other = _unit("commune", "02686", "A Mú Sung", "Xã A Mú Sung", province, stable_id("commune", "02686"))
    suoi_chai = _unit("hamlet", "suoi-chai", "Suối Chải", "Thôn Suối Chải", commune, stable_id("hamlet", "suoi-chai"))
    son_ha = _unit("hamlet", "son-ha", "Sơn Hà", "Thôn Sơn Hà", commune, stable_id("hamlet", "son-ha"))
    units = Units(province, commune, other, suoi_chai, son_ha)
    Unit.objects.bulk_create([province, commune, other, suoi_chai, son_ha])
    return units


@pytest.fixture
def bat_xat(db: None) -> Units:
    """Lào Cai with two communes, and two hamlets in Bát Xát."""
    return make_units()


@pytest.fixture
def cast(bat_xat: Units) -> dict[str, Account]:
    """All sample accounts by user name, with their posts."""
    return create_sample_accounts(bat_xat.commune, bat_xat.hamlets)


@pytest.fixture
def sign_in(cast: dict[str, Account]) -> Callable[[Client, str], Account]:
    """`sign_in(client, "lan")`: as if she had come through the sign-in page."""

    def go(client: Client, username: str) -> Account:
        account = cast[username]
        client.force_login(account, backend=BACKEND)
        return account

    return go


@pytest.fixture
def browser(world: Any) -> Callable[[str], Client]:
    """`browser("lan")`: signed in as her in whatever world the test lives; "" is nobody."""

    def go(who: str) -> Client:
        client = Client()
        if who:
            client.force_login(world.cast[who], backend=BACKEND)
        return client

    return go
