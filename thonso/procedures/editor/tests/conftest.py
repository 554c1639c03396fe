"""The administrator with a working copy of a procedure."""

import json
from collections.abc import Callable, Iterator
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings
from django.test import Client

from tests.cast import Units
from thonso.core.access.models import Account
from thonso.core.journal.work import transact
from thonso.procedures import access, catalogue, places, reading, services
from thonso.procedures.models import ProcedureVersion, WorkingCopy

LIST = "/quan-tri/thu-tuc/"
CODES = sorted(path.stem for path in (settings.CATALOGUE / "procedures").glob("*.yaml"))


@pytest.fixture(scope="session")
def sources() -> dict[str, dict[str, Any]]:
    return {definition.code: json.loads(text) for text, definition in catalogue.read_all()}


@pytest.fixture(params=CODES)
def source(request: Any, sources: dict[str, dict[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(json.dumps(sources[request.param]))
    return found


@pytest.fixture
def copies(sources: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """The definition of copies of civil-status papers, to be changed."""
    found: dict[str, Any] = json.loads(json.dumps(sources["2.000635"]))
    return found


@pytest.fixture
def offered(bat_xat: Units, sources: dict[str, dict[str, Any]]) -> Iterator[Units]:
    """Bát Xát takes dossiers for copies of civil-status papers, and for nothing else: the rest of the catalogue costs time."""
    access.forget()
    places.forget()
    version, _new = services.add_version(reading.canonical(sources["2.000635"]), "2.000635")
    with transact(bat_xat.commune.id) as work:
        services.publish(work, services.SYSTEM, bat_xat.commune.id, version.id, version.valid_from, keep_checks=True)
    yield bat_xat
    access.forget()


class Desk:
    """An administrator's browser, and the copy that is worked on."""

    def __init__(self, client: Client) -> None:
        self.client = client
        version = ProcedureVersion.objects.get(procedure__code="2.000635")
        answer = client.post(f"{LIST}{version.pk}/chep/", {"transaction_id": str(uuid4())})
        self.at = answer["Location"]
        self.copy = WorkingCopy.objects.get(pk=self.at.rstrip("/").rsplit("/", 1)[1])

    @property
    def now(self) -> WorkingCopy:
        self.copy.refresh_from_db()
        return self.copy

    @property
    def text(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.now.text)
        return found

    def page(self, path: str = "") -> str:
        answer = self.client.get(f"{self.at}{path}")
        assert answer.status_code == 200, (path, answer.status_code)
        return str(answer.content.decode())

    def filled(self, place: str) -> dict[str, Any]:
        """What the page of a place would send, as it is drawn."""
        drawn = self.client.get(f"{self.at}phan/{place}/").context
        values: dict[str, Any] = {"revision": str(drawn["copy"].revision), "transaction_id": str(uuid4())}
        for one in drawn["boxes"]:
            if one.box.kind == "condition":
                values[f"{one.box.at}.join"] = one.join
                for line in one.lines:
                    values |= {f"{line['name']}.test": line["test"], f"{line['name']}.number": line["number"]}
            elif one.box.kind == "parts":
                values |= {part["name"]: part["value"] for part in one.parts}
            elif one.box.kind in {"tick", "flag"}:
                values |= {one.box.at: "1"} if one.value else {}
            else:
                values[one.box.at] = one.value
        return values

    def save(self, place: str, **changed: Any) -> Any:
        """Through the page: what stands there, but for what is `changed` (dots written as __)."""
        values = self.filled(place) | {name.replace("__", "."): value for name, value in changed.items()}
        return self.send(f"phan/{place}/", {name: value for name, value in values.items() if value is not None})

    def send(self, path: str, values: dict[str, Any] | None = None) -> Any:
        given = {"revision": str(self.now.revision), "transaction_id": str(uuid4())} | (values or {})
        return self.client.post(f"{self.at}{path}", given)


@pytest.fixture
def desk(client: Client, sign_in: Callable[..., Account], offered: Units) -> Desk:
    sign_in(client, "quantri")
    return Desk(client)
