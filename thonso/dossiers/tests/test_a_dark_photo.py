"""A photo on which nothing can be read is asked about once, wherever it is sent; whoever insists may send it."""

import io
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from thonso.dossiers.models import Draft
from thonso.dossiers.services import drafts
from thonso.dossiers.tests.test_filing_pages import begun
from thonso.dossiers.tests.test_sending_papers_again import ASK
from thonso.dossiers.tests.world import World, photo, sample

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]
ASKED = "không đọc được"


def black() -> SimpleUploadedFile:
    out = io.BytesIO()
    Image.new("RGB", (640, 480)).save(out, "JPEG")
    return SimpleUploadedFile("den.jpg", out.getvalue(), "image/jpeg")


def test_at_a_question_and_then_it_goes_on(client: Client, world: World, sign_in: Any) -> None:
    sign_in(client, "tu")
    client.post(reverse("dossiers:helper_begin"), {"name": "Phàn Thị Lở", "consent": "spoken"})
    draft = begun(client, "1.011607")
    at = reverse("dossiers:question", args=[draft, "signed_request"])
    first = client.post(at, {"signed_request.new": black()})
    assert first.status_code == 422
    assert ASKED in first.content.decode()
    (kept,) = drafts.answers_of(Draft.objects.get(pk=draft))["signed_request"]
    assert f'value="{kept}" checked' in first.content.decode(), "it need not be chosen again"
    assert client.post(at, {"signed_request": [kept]}).status_code == 302


def test_a_good_photo_is_not_asked_about(client: Client, world: World, sign_in: Any) -> None:
    sign_in(client, "tu")
    client.post(reverse("dossiers:helper_begin"), {"name": "Phàn Thị Lở", "consent": "spoken"})
    draft = begun(client, "1.011607")
    at = reverse("dossiers:question", args=[draft, "signed_request"])
    picture = SimpleUploadedFile("anh.jpg", photo(), "image/jpeg")
    assert client.post(at, {"signed_request.new": picture}).status_code == 302


def test_among_papers_that_were_asked_for(client: Client, world: World, sign_in: Any) -> None:
    done = world.file("mai", sample("TS.000001"), channel="online")
    world.act("lan", done, "ask_supplement", {"papers": {"request": ASK["papers"]["previous_paper"]}})
    sign_in(client, "mai")
    at = reverse("dossiers:supply", args=[done.code])
    first = client.post(at, {"paper.request": black(), "transaction_id": str(uuid4())})
    assert first.status_code == 422
    assert ASKED in first.content.decode()
    assert world.dossier(done).state == "awaiting_supplement"
    kept = first.content.decode().split('name="kept.request" value="')[1][:64]
    assert client.post(at, {"kept.request": kept, "transaction_id": str(uuid4())}).status_code == 302
    assert world.dossier(done).state != "awaiting_supplement"
