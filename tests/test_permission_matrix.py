"""`permission_matrix.csv`, read by people and run over HTTP: every route against every member of the cast.

Columns: route (its name, or /path), method, arguments (`name=value`; a value may be a key of OBJECTS), the personas:
  ok    let in: anything but an error or a way to sign-in (what a form without data answers counts as let in)
  in    sent to the sign-in page        401  a program without sign-in       404  not there for this person
  NNN   exactly this status
`thonso routes --missing` prints rows for routes that are not in the file yet, as the gate alone would answer; what an
object behind a route adds (another commune's dossier) is put in by hand.
"""

import csv
from collections.abc import Callable
from copy import copy
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import NoReverseMatch, reverse

from thonso.core.access import gate
from thonso.core.access.management.commands.routes import PERSONAS, key_of

MATRIX = Path(__file__).with_name("permission_matrix.csv")
# Objects a route needs: fn(cast, bat_xat) → value for its argument. Wings add theirs here.
OBJECTS: dict[str, Callable[[Any, Any], Any]] = {
    "@suoi-chai": lambda cast, bat_xat: bat_xat.suoi_chai.pk,
    "@commune": lambda cast, bat_xat: bat_xat.commune.pk,
}


def rows() -> list[dict[str, str]]:
    with MATRIX.open(encoding="utf-8", newline="") as source:
        return list(csv.DictReader(source))


def test_every_route_stands_in_the_matrix_and_the_matrix_holds_no_other() -> None:
    known = {row["route"] for row in rows()}
    there = {key_of(name, path) for name, path, _pattern in gate.routes()}
    assert not there - known, "add with `thonso routes --missing`"
    assert not known - there, "no such route any more"


def address(row: dict[str, str], cast: Any, bat_xat: Any) -> str:
    arguments = dict(part.split("=", 1) for part in row["arguments"].split())
    values = {name: OBJECTS[v](cast, bat_xat) if v in OBJECTS else v for name, v in arguments.items()}
    if row["route"].startswith("/"):
        return row["route"]
    try:
        return reverse(row["route"], kwargs=values)
    except NoReverseMatch as error:
        raise AssertionError(f"{row['route']}: give its arguments in the matrix ({error})") from None


def answer(status: int, location: str) -> str:
    if status in {301, 302, 303} and location.startswith("/dang-nhap/?next="):
        return "in"
    return str(status)


def section(row: dict[str, str]) -> str:
    """Rows are run a part at a time, so that the cast is made and signed in once a part."""
    route = row["route"]
    return route.split(":")[0] if ":" in route else route.split("_")[0]


def signed_in(cast: Any) -> dict[str, Client]:
    clients = {who: Client() for who in PERSONAS}
    for who, client in clients.items():
        if who != "anonymous":
            client.force_login(cast[who], backend="allauth.account.auth_backends.AuthenticationBackend")
    return clients


@pytest.mark.django_db
@pytest.mark.parametrize("part", sorted({section(row) for row in rows()}))
def test_every_route_answers_each_person_as_the_matrix_says(part: str, cast: Any, bat_xat: Any) -> None:
    clients = signed_in(cast)
    wrong = []
    for row in (row for row in rows() if section(row) == part):
        url = address(row, cast, bat_xat)
        for who in PERSONAS:
            cookies = copy(clients[who].cookies)
            with transaction.atomic():
                response = clients[who].generic(row["method"], url)
                transaction.set_rollback(True)  # the next one finds everything as it was
            clients[who].cookies = cookies
            got, wanted = answer(response.status_code, response.headers.get("Location", "")), row[who]
            let_in = got != "in" and got not in {"401", "403", "404"} and not got.startswith("5")
            if not (let_in if wanted == "ok" else got == wanted):
                wrong.append(f"{row['method']} {url} as {who}: {got}, the matrix says {wanted}")
    assert not wrong, "\n".join(wrong)
