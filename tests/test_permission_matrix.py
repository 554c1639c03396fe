"""`permission_matrix.csv`, read by people and run over HTTP: every route against every member of the cast.

Columns: route (its name, or /path), method, arguments, then one column a person. `tu+mai` is Tú in an assisted session
for Mai. Dossiers and other things behind a route are real ones, made once by `api.everything.Everything`.

Arguments, between blanks (`@name` stands for the thing of that name in Everything):
  name=value   of the address     ?name=value   of the query     +name=value   a field of the form that is sent
  json:name    the JSON that is sent, by its name in `sent`      body:name     the same for a file

Answers:
  ok        the page or the data, or on to the page after it
  sign-in   to the sign-in page, or told to sign in again and send once more; for a program, 401
  absent    404: not there, or not for this person, which look the same; or asked for code and key of the dossier
  refused   known to this person, but not to be done by them, or not now: 400, 403, 405, 409, 422
Anything else (a fault of the server above all) is an error whatever the file says. A route that is not in the file is one
too: `thonso routes --missing` prints rows for it, as the gate alone would answer.
"""

import csv
import json
from collections.abc import Callable, Iterator
from copy import copy
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from django.db import transaction
from django.test import Client
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart
from django.urls import NoReverseMatch, reverse

from tests.api.everything import Everything
from tests.api.made import CONFIRMATION, PAPER, PNG, MadeTestCase, body_of, signed_in
from thonso.core.access import gate
from thonso.core.access.management.commands.routes import PERSONAS, key_of
from thonso.dossiers.tests.world import sample

MATRIX = Path(__file__).with_name("permission_matrix.csv")
HELPING = "tu+mai"
IDEMPOTENCY_KEY = "2b1d7c55-0d0e-4c7b-8f63-3a0a5d3f6a11"
Row = dict[str, str]


def rows() -> list[Row]:
    with MATRIX.open(encoding="utf-8", newline="") as source:
        return list(csv.DictReader(source))


def test_every_route_stands_in_the_matrix_and_the_matrix_holds_no_other() -> None:
    known = {row["route"] for row in rows()}
    there = {key_of(name, path) for name, path, _pattern in gate.routes()}
    assert not there - known, "add with `thonso routes --missing`"
    assert not known - there, "no such route any more"


def test_every_operation_of_the_api_stands_in_the_matrix_with_its_method() -> None:
    known = {(row["route"], row["method"]) for row in rows()}
    assert set(operations()) <= known


def test_every_person_has_a_column_and_every_cell_is_a_word() -> None:
    for row in rows():
        assert list(row)[3:] == list(PERSONAS)
        assert set(list(row.values())[3:]) <= {"ok", "sign-in", "absent", "refused"}, row


def operations() -> Iterator[tuple[str, str]]:
    from thonso.config.api import api

    for _prefix, router in api._routers:
        for view in router.path_operations.values():
            for operation in view.operations:
                for method in operation.methods:
                    yield f"api:{operation.view_func.__name__}", method


class Matrix(MadeTestCase):
    """Rows are run a part at a time. Nothing that a request did is there for the next one."""

    everything: Everything
    clients: dict[str, Client]

    @classmethod
    def make(cls) -> None:
        super().make()
        cls.everything = Everything(cls.world)
        cls.clients = {who: signed_in(cls.world, who) for who in cls.world.cast}
        cls.clients |= {"anonymous": Client(), HELPING: cls.everything.helper}

    def run_rows(self, part: str) -> None:
        wrong = []
        for row in (row for row in rows() if section(row) == part):
            for who in PERSONAS:
                got = self.answer(row, who)
                if word(got) != row[who]:
                    where = f"{row['method']} {row['route']} {row['arguments']}"
                    wrong.append(f"{where} as {who}: {got.status_code} is {word(got)}, the matrix says {row[who]}")
        assert not wrong, "\n".join(wrong)

    def answer(self, row: Row, who: str) -> Any:
        client = self.clients[who]
        cookies = copy(client.cookies)
        with transaction.atomic():
            response = client.generic(row["method"], **self.request(row))
            if hasattr(response, "streaming_content"):
                # Read to its end: closing it by hand would drop the connection that holds this transaction (PostgreSQL).
                b"".join(response.streaming_content)
            transaction.set_rollback(True)
        client.cookies = cookies
        return response

    def request(self, row: Row) -> dict[str, Any]:
        path, query, form = {}, {}, {}
        sent: dict[str, Any] = {}
        for part in row["arguments"].split():
            if part.startswith(("json:", "body:")):
                sent = self.sent(part)
                continue
            name, _equals, value = part.partition("=")
            value = self.everything.values[value[1:]] if value.startswith("@") else value
            kind, name = (name[0], name[1:]) if name[0] in "?+" else ("", name)
            {"?": query, "+": form, "": path}[kind][name] = value
        if form or (row["method"] == "POST" and not sent):
            sent = {"data": urlencode(form), "content_type": "application/x-www-form-urlencoded"}
        return {"path": address(row["route"], path), "query_params": query, **sent}

    def sent(self, part: str) -> dict[str, Any]:
        if part == "body:png":
            return {"data": PNG, "content_type": "image/png"}
        if part == "body:paper":
            return {"data": encode_multipart(BOUNDARY, PAPER), "content_type": MULTIPART_CONTENT}
        data = self.bodies()[part.removeprefix("json:")]()
        headers = {"Idempotency-Key": IDEMPOTENCY_KEY}
        return {"data": json.dumps(data), "content_type": "application/json", "headers": headers}

    def bodies(self) -> dict[str, Callable[[], Any]]:
        world = self.world
        file = {"paper": "request", "sha256": self.everything.values["sha-of-mai"]}
        return {
            "nothing": lambda: {},
            "no-records": lambda: {"records": []},
            "standing": lambda: {"device": self.everything.values["device"], "token": "thonso_guessed"},
            "online": lambda: body_of(world, sample(CONFIRMATION), "online"),
            "assisted": lambda: body_of(world, sample(CONFIRMATION), "assisted"),
            "desk": lambda: body_of(world, sample(CONFIRMATION), "desk"),
            "checked": lambda: {"papers": {"request": {"verdict": "valid"}, "id_card": {"verdict": "valid"}}},
            "ask": lambda: {"papers": {"request": {"why": "missing", "note": "Thiếu trang hai."}}},
            "supply": lambda: {"files": [file]},
            "reason": lambda: {
                "reason": "Không thuộc thẩm quyền của xã.",
                "basis": "Điều 5",
                "note": "Xem lại ngày cấp.",
            },
            "account": lambda: {"account": str(world.cast["hoa"].pk)},
            "verify": lambda: {"what": "Cư trú", "found": "Đang ở thôn Suối Chải."},
            "consult": lambda: {"office": "Công an xã", "question": "Có cư trú không?", "days": 2},
            "opinion": lambda: {"opinion": "Có cư trú tại thôn."},
            "extend": lambda: {"days": 2, "reason": "Mưa lũ, đường vào thôn bị sạt."},
            "record": lambda: {
                "number": "12/2026",
                "dated": "2026-11-23",
                "signer": "Sùng Seo Phong",
                "system": "Hộ tịch",
            },
            "transfer": lambda: {"authority": "Sở Tư pháp", "reference": "15/GM"},
            "hour": lambda: {"day": "2026-11-26", "hour": "10:00"},
            "certify": lambda: {"signer": "Sùng Seo Phong", "note": "", "book": 1, "present": ["person"]},
            "code": lambda: {"official_code": "H38.12.3-261123-0009"},
            "revoke": lambda: {
                "result": self.everything.values["result-completed"],
                "reason": "Sai năm sinh của con.",
                "anew": True,
            },
            "review": lambda: {"income_score": "120", "lack_score": "40", "members": "4", "proposal": "poor"},
            "codes": lambda: {"codes": [self.everything.values["completed"]]},
            "purpose": lambda: {"purpose": "đối chiếu căn cước tại quầy"},
            "rating": lambda: {"score": 5},
            "complaint": lambda: {"words": "Phải chờ lâu quá."},
            "answer": lambda: {"answer": "Xã đã nhắc bộ phận."},
            "entry": lambda: {"sender": "Sở Y tế", "subject": "Tiêm phòng", "sure": True},
            "leader": lambda: {"leader": str(world.cast["hai"].pk)},
            "instruction": lambda: {"words": "Xem xét", "lead": str(world.cast["binh"].pk)},
            "answer-words": lambda: {"words": "Đã trả lời bằng văn bản."},
            "hand-over": lambda: {"way": "desk", "taken_by": "Lý Thị Mai"},
        }


def section(row: Row) -> str:
    route = row["route"]
    return route.split(":")[0] if ":" in route else route.strip("/").split("_")[0]


def address(route: str, arguments: dict[str, str]) -> str:
    if route.startswith("/"):
        return route
    try:
        return reverse(route, kwargs=arguments)
    except NoReverseMatch as error:
        raise AssertionError(f"{route}: give its arguments in the matrix ({error})") from None


def word(response: Any) -> str:
    status, location = response.status_code, response.headers.get("Location", "")
    if status == 401 or (status == 302 and location.startswith("/dang-nhap/?next=")):
        return "sign-in"
    # A form keeps what was typed on the page that tells to sign in beside it.
    if status == 403 and b'href="/dang-nhap/?next=' in response.content:
        return "sign-in"
    if status == 404 or (status == 302 and location.startswith("/tra-cuu/?ma=")):
        return "absent"
    if status in {400, 403, 405, 409, 422}:
        return "refused"
    return "ok" if status < 400 else f"a fault ({status})"


def _one(part: str) -> Callable[[Matrix], None]:
    def test(self: Matrix) -> None:
        self.run_rows(part)

    return test


for _part in sorted({section(row) for row in rows()}):
    setattr(Matrix, f"test_{_part}_answers_each_person_as_the_matrix_says", _one(_part))
