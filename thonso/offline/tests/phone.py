"""A phone in Python: it seals as the browser does, and delivers over HTTP with the token it was given."""

import json
import os
from base64 import b64encode
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from typing import Any
from uuid import UUID, uuid4

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.test import Client

from thonso.dossiers.tests.world import World, sample
from thonso.offline import envelope
from thonso.procedures.access import version_on

PIECE = 64 * 1024


@dataclass
class Phone:
    client: Client
    told: dict[str, Any]

    @classmethod
    def enrolled(cls, browser: Client) -> "Phone":
        said = browser.post("/api/v1/offline/devices", {"name": "Máy của Tú"}, content_type="application/json")
        assert said.status_code == 201, said.content
        return cls(Client(), said.json())

    @property
    def bearer(self) -> dict[str, str]:
        return {"HTTP_AUTHORIZATION": f"Bearer {self.told['token']}"}

    def deliver(self, record: "Record", *, sent: bool = True, **changes: Any) -> Any:
        body = record.body(self.told, sent=sent) | changes
        return self.client.put(
            f"/api/v1/offline/records/{record.id}", body, content_type="application/json", **self.bearer
        )

    def discard(self, record: "Record") -> Any:
        return self.client.delete(f"/api/v1/offline/records/{record.id}", **self.bearer)

    def put(self, record: "Record", name: str, data: bytes, offset: int | None = None, size: int | None = None) -> Any:
        headers = {} if offset is None else {"HTTP_UPLOAD_OFFSET": str(offset), "HTTP_UPLOAD_LENGTH": str(size)}
        return self.client.put(
            f"/api/v1/offline/records/{record.id}/blobs/{name}",
            data,
            content_type="application/octet-stream",
            **headers,
            **self.bearer,
        )

    def head(self, record: "Record", name: str) -> Any:
        return self.client.head(f"/api/v1/offline/records/{record.id}/blobs/{name}", **self.bearer)

    def send_photos(self, record: "Record") -> None:
        for name, sealed in record.sealed.items():
            assert self.put(record, name, sealed).status_code in {200, 201}


@dataclass
class Record:
    text: dict[str, Any]
    account: UUID
    id: UUID = field(default_factory=uuid4)
    own: bytes = field(default_factory=lambda: os.urandom(32))
    sealed: dict[str, bytes] = field(default_factory=dict)  # of a photo's sealed bytes → the bytes
    revision: int = 1
    _body: dict[str, Any] = field(default_factory=dict)

    def photograph(self, data: bytes, *, paper: str = "", name: str = "anh.jpg") -> str:
        """Its own hash, as a question keeps it."""
        plain = sha256(data).hexdigest()
        box = self._seal(data, envelope.about_photo(self.id, plain))
        hidden = sha256(box).hexdigest()
        self.sealed[hidden] = box
        self.text.setdefault("photos", []).append({"sha256": plain, "box": hidden, "name": name, "paper": paper})
        return plain

    def body(self, told: dict[str, Any], *, sent: bool) -> dict[str, Any]:
        if not self._body:
            wrapped = envelope.wrap(told["key"]["public"], self.own, self.account, self.id)
            box = self._seal(json.dumps(self.text, ensure_ascii=False).encode(), str(self.id))
            self._body = {"key": told["key"]["id"], "wrapped": wrapped, "box": b64encode(box).decode()}
        blobs = [{"sha256": name, "size": len(data)} for name, data in self.sealed.items()]
        return {**self._body, "revision": self.revision, "sent": sent, "blobs": blobs, "summary": "L. T. M…"}

    def rewritten(self, **changes: Any) -> "Record":
        """The same record, written further."""
        return Record(self.text | changes, self.account, self.id, self.own, self.sealed, self.revision + 1)

    def _seal(self, data: bytes, about: str) -> bytes:
        nonce = os.urandom(envelope.NONCE)
        return nonce + AESGCM(self.own).encrypt(nonce, data, about.encode())


def sealed(world: World, who: str, code: str, *, helped: dict[str, Any] | None = None, **changes: Any) -> Record:
    """A sample of the catalogue, filled in on this helper's phone for the person it is about."""
    one = sample(code)
    person = one.answers.get("requester") or one.answers["head"]
    session = {
        "id": str(uuid4()),
        "name": person["full_name"],
        "id_number": person.get("id_number", ""),
        "consent": "spoken",
        "started_at": "2026-11-23T01:00:00Z",
    }
    text = {
        "layout": 1,
        "helped": session | (helped or {}),
        "version": str(version_on(world.commune_id, code, date(2026, 11, 23)).version_id),
        "representation": one.representation,
        "answers": {**one.answers, **changes},
    }
    return Record(text, world.cast[who].pk)
