"""What is sent to every route by whoever tries to change something: everything that may be typed, with her things in it."""

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

from tests.api.made import CONFIRMATION, PAPER, body_of
from tests.security import sweep
from tests.security.hers import ID, NAME, PHONE, Hers
from tests.security.sweep import TWINS, Guess
from thonso.core.files.models import Upload
from thonso.core.notices.models import InAppNotice
from thonso.dossiers.models import Result
from thonso.dossiers.tests.world import sample

KEY = "2b1d7c55-0d0e-4c7b-8f63-3a0a5d3f6a11"
CARD = "{}||{}|12051968|Nữ|Thôn Suối Chải, xã Bát Xát, tỉnh Lào Cai|01012022"
# Whoever asks for less takes what it asks for.
WORDS: dict[str, Any] = {
    "khoa": "000000", "password": "thonso-demo-sai", "consent": "spoken", "representation": "self",
    "papers": {paper: {"verdict": "valid", "why": "missing", "note": "Thiếu."} for paper in ("request", "id_card")},
    "reason": "Không thuộc thẩm quyền của xã.", "why": "Gửi nhầm.", "note": "Xem lại.",
    "days": 2, "what": "Cư trú", "found": "Đúng.",
    "office": "Công an xã", "question": "Có không?", "opinion": "Có.", "way": "desk", "taken_by": "Hờ Mí Pó",
    "purpose": "Đối chiếu thẻ", "score": 5, "words": "Chậm quá, chờ mãi", "complaint": "Chậm quá, chờ mãi",
    "answer": "Đã nhắc bộ phận", "official_code": "H38.12.3-261123-0009", "day": "2026-11-26", "hour": "10:00",
    "amount": "24.000", "paid_on": "2026-11-23", "reference": "BL 1", "proposal": "poor", "income_score": "120",
    "lack_score": "40", "members": "4", "sure": "1", "secret": "", "token": "0",
    "paper.request": "valid", "paper.id_card": "valid", "transaction_id": KEY,
}  # fmt: skip
Sent = dict[str, Any]


class Try(NamedTuple):
    guess: Guess
    verb: str
    sent: Sent
    instead: Sent  # the same with things that are not there


def tries(hers: Hers) -> Iterator[Try]:
    """Each guess by POST; the first of each route by the other writing methods too."""
    real, absent = _of_hers(hers), _not_there()
    bodies = {send: (send(WORDS | real), send(WORDS | absent)) for send in (_json, _form)}
    given, instead = tuple(_texts(real)), tuple(_texts(absent))
    filed = _json(body_of(hers.world, sample(CONFIRMATION), "online"))
    brought = {"data": encode_multipart(BOUNDARY, PAPER), "content_type": MULTIPART_CONTENT}
    puts = {"api:file_dossier": (filed, filed), "api:put_document": (brought, brought)}
    tried = set[str]()
    for guess in sweep.guesses(hers, acting=True):
        name = guess.route.name
        sent = bodies[_json if name.startswith("api:") or name == "files:blob" else _form]
        whole = replace(guess, given=(*guess.given, *given), instead=(*guess.instead, *instead))
        for verb in ("POST",) if name in tried else ("POST", "PUT", "DELETE", "PATCH"):
            yield Try(whole, verb, *(puts.get(name, sent) if verb == "PUT" else sent))
        tried.add(name)


def _of_hers(hers: Hers) -> dict[str, Any]:
    return {
        "ma": hers.codes[0],
        "code": hers.codes[0],
        "codes": hers.codes[:2],
        "id": str(hers.all(InAppNotice)[0].pk),
        "result": str(hers.all(Result)[-1].pk),
        "files": [{"paper": "request", "sha256": hers.all(Upload)[0].received_sha256}],
        **_person(NAME, ID, PHONE),
    }


def _not_there() -> dict[str, Any]:
    return {
        "ma": TWINS["code"],
        "code": TWINS["code"],
        "codes": [TWINS["code"]],
        "id": TWINS["uuid"],
        "result": TWINS["uuid"],
        "files": [{"paper": "request", "sha256": TWINS["sha"]}],
        **_person(TWINS["text"], TWINS["number"], TWINS["phone"]),
    }


def _person(name: str, number: str, phone: str) -> dict[str, str]:
    return {
        "name": name,
        "q": name,
        "id_number": number,
        "phone": phone,
        "login": phone,
        "text": CARD.format(number, name),
    }


def _texts(typed: dict[str, Any]) -> Iterator[str]:
    for value in typed.values():
        for one in value if isinstance(value, list) else [value]:
            yield one["sha256"] if isinstance(one, dict) else one


def _json(body: dict[str, Any]) -> Sent:
    data = json.dumps(body, ensure_ascii=False, default=str)
    return {"data": data, "content_type": "application/json", "headers": {"Idempotency-Key": KEY}}


def _form(body: dict[str, Any]) -> Sent:
    data = urlencode({name: value for name, value in body.items() if isinstance(value, str | int)})
    return {"data": data, "content_type": "application/x-www-form-urlencoded"}
