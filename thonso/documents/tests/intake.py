"""The clerk before the page: what she drops in, types and sends."""

from typing import Any
from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from thonso.core.files.tests.making import pdf
from thonso.documents.models import Incoming

LIST, DROP = reverse("documents:incoming"), reverse("documents:drop")
TYPED = {
    "sender": "Sở Nội vụ tỉnh Lào Cai", "code": "Số: 123 / SNV – CCHC", "dated": "20/11/2026", "kind": "Công văn",
    "subject": "V/v rà soát thủ tục hành chính", "urgency": "0", "copies": "1",
    "looked": "1",
}  # fmt: skip


def dropped(thu: Client, data: bytes = b"", name: str = "cv-123.pdf", **more: Any) -> Incoming:
    file = SimpleUploadedFile(name, data or pdf(f"Văn bản {uuid4()}"), "application/pdf")
    response = thu.post(DROP, {"organ": "ubnd", "file": file, **more})
    assert response.status_code == 302, response.content.decode()
    return Incoming.objects.order_by("-arrived_at", "-id")[0]


def act(thu: Client, row: Incoming, what: str, status: int = 302, **typed: str) -> str:
    response = thu.post(reverse(f"documents:{what}", args=[row.pk]), typed)
    assert response.status_code == status, response.content.decode()
    return response.content.decode()


def registered(thu: Client, **changed: str) -> Incoming:
    row = dropped(thu)
    act(thu, row, "register", **TYPED | changed)
    row.refresh_from_db()
    return row
