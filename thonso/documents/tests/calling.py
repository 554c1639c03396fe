"""A program before the API: what it brings, reads and does."""

from typing import Any
from uuid import UUID, uuid4

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

from tests.api.made import post_json
from thonso.core.files.tests.making import pdf

DOCUMENTS = "/api/v1/documents"
ENTRY = {
    "sender": "Sở Nội vụ tỉnh Lào Cai", "code": "Số: 123 / SNV – CCHC", "dated": "2026-11-20", "kind": "Công văn",
    "subject": "V/v rà soát thủ tục hành chính", "urgency": 1, "due_on": "2026-12-10",
}  # fmt: skip


def put(client: Client, id_: UUID, data: bytes | None = None, name: str = "cv-123.pdf", **fields: Any) -> Any:
    form = {"organ": "ubnd", **fields}
    if data is not None:
        form["file"] = SimpleUploadedFile(name, data, "application/pdf")
    return client.put(f"{DOCUMENTS}/{id_}", encode_multipart(BOUNDARY, form), content_type=MULTIPART_CONTENT)


def brought(client: Client, **fields: Any) -> UUID:
    id_ = uuid4()
    answer = put(client, id_, pdf(f"Văn bản {id_}"), **fields)
    assert answer.status_code == 201, answer.content
    return id_


def on_paper(client: Client) -> UUID:
    id_ = uuid4()
    assert put(client, id_, paper="true").status_code == 201
    return id_


def act(client: Client, id_: Any, action: str, status: int = 200, key: UUID | None = None, **body: Any) -> Any:
    answer = post_json(client, f"{DOCUMENTS}/{id_}/{action}", body, key)
    assert answer.status_code == status, answer.content
    return answer


def registered(client: Client, **changed: Any) -> UUID:
    id_ = on_paper(client)
    act(client, id_, "register", **ENTRY | {"code": "", "sure": True} | changed)
    return id_


def one(client: Client, id_: Any, status: int = 200) -> Any:
    answer = client.get(f"{DOCUMENTS}/{id_}")
    assert answer.status_code == status, answer.content
    return answer.json()


def listed(client: Client, status: int = 200, **query: Any) -> Any:
    answer: HttpResponse = client.get(DOCUMENTS, query)
    assert answer.status_code == status, answer.content
    return answer.json()  # type: ignore[attr-defined]
