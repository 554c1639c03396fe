"""What tests of the API and of the permission matrix share: a world made once a class, and browsers and programs in it.

It is a Monday in November 2026 for all of it, so that nothing here depends on the day on which the tests run.
"""

import json
from datetime import datetime
from typing import Any
from uuid import uuid4

from django.test import Client, TestCase

from tests.cast import BACKEND, make_units
from thonso.core.access.actors import system_actor
from thonso.core.access.services import create_token
from thonso.core.base import clock
from thonso.core.files.tests.making import png
from thonso.dossiers.tests.world import World, build, filing_of
from thonso.procedures.access import version_on
from thonso.procedures.samples import Sample
from thonso.sample.accounts import create_sample_accounts

MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=clock.HANOI)
PNG = png()
# A document that came on paper only, as a program brings it.
PAPER = {"organ": "ubnd", "paper": "true"}
LO = {"full_name": "Phàn Thị Lở", "id_number": "015175990002", "birth": "1975-03-02", "sex": "female"}
HOA_ID = "015185990003"
HOA = {"full_name": "Hoàng Thị Hoa", "id_number": HOA_ID, "birth": "1985-04-04", "sex": "female"}
CONFIRMATION, RECOGNITION, BIRTH, APPOINTMENT = "TS.000001", "1.011607", "1.001193", "2.000884"


class MadeTestCase(TestCase):
    """`cls.world` is made once; every test finds it as it was made."""

    world: World

    @classmethod
    def setUpClass(cls) -> None:
        super().setUpClass()
        cls.enterClassContext(clock.at(MONDAY))
        cls.make()

    @classmethod
    def make(cls) -> None:
        units = make_units()
        cls.world = build(units, create_sample_accounts(units.commune, units.hamlets))


def body_of(world: World, sample_: Sample, channel: str = "online", **changes: Any) -> dict[str, Any]:
    """What a program sends to PUT /dossiers/{uuid} for a sample of the catalogue."""
    offered = version_on(world.commune_id, sample_.code, clock.today())
    made = filing_of(world, sample_, offered.version_id, channel, uuid4())
    body = {
        "procedure": sample_.code,
        "version": str(offered.version_id),
        "hamlet": "suoi-chai",
        "channel": channel,
        "answers": dict(made.answers),
        "attachments": [],
        "subject": {"name": made.subject.name, **made.subject.details},
        "representation": sample_.representation,
    }
    plain: dict[str, Any] = json.loads(json.dumps(body | changes, default=str))
    return plain


def signed_in(world: World, who: str, **options: Any) -> Client:
    client = Client(**options)
    client.force_login(world.cast[who], backend=BACKEND)
    return client


def token_for(world: World, who: str, *scopes: str) -> str:
    by = system_actor("test")
    return create_token(by, world.commune_id, world.cast[who], name="test", scopes=list(scopes) or None).secret


def bearer(world: World, who: str, *scopes: str) -> Client:
    """A program with the rights of that account, and no cookies."""
    return Client(headers={"Authorization": f"Bearer {token_for(world, who, *scopes)}"})


def helping_mai(world: World, **options: Any) -> Client:
    """Tú's browser in an assisted session for Mai."""
    client = signed_in(world, "tu", **options)
    data = {"name": "Lý Thị Mai", "id_number": "015168990001", "consent": "spoken"}
    assert client.post("/thon/giup/", data).status_code == 302
    return client


def put_json(client: Client, path: str, body: Any, **headers: str) -> Any:
    text = body if isinstance(body, str | bytes) else json.dumps(body, ensure_ascii=False)
    return client.put(path, text, content_type="application/json", headers=headers)


def post_json(client: Client, path: str, body: Any, key: Any = None) -> Any:
    headers = {} if key is False else {"Idempotency-Key": str(key or uuid4())}
    return client.post(path, json.dumps(body, ensure_ascii=False), content_type="application/json", headers=headers)
