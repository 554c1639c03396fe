"""Papers that were asked for, sent from the page: a mistake loses neither what was typed nor what was sent."""

import re
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from thonso.core.base import clock
from thonso.dossiers.tests.world import MONDAY, World, file_sample, photo, sample

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]
ASK = {"papers": {"previous_paper": {"why": "invalid", "note": "Không đọc được ngày cấp."}}}


@pytest.fixture
def page(world: World, client: Client, sign_in: Any) -> str:
    done = file_sample(world, sample("1.004873", "supplement"))
    world.receive(done)
    world.act("binh", done, "ask_supplement", ASK)
    sign_in(client, "mai")
    return reverse("dossiers:supply", args=[done.code])


def test_a_missing_paper_is_told_beside_its_box_and_the_note_is_kept(page: str, client: Client) -> None:
    answer = client.post(page, {"note": "Tôi gửi lại sau.", "transaction_id": str(uuid4())})
    text = answer.content.decode()
    assert answer.status_code == 422
    assert 'id="f-paper.previous_paper-error"' in text
    assert "Tôi gửi lại sau." in text


def test_a_file_that_came_need_not_be_chosen_again(page: str, client: Client, world: World) -> None:
    picture = SimpleUploadedFile("anh.jpg", photo(70), "image/jpeg")
    first = client.post(page, {"paper.previous_paper": picture, "transaction_id": "no id"}).content.decode()
    kept = re.search(r'name="kept.previous_paper" value="([0-9a-f]{64})" checked', first)
    assert kept, first
    with clock.at(MONDAY + timedelta(hours=2)):
        client.post(page, {"kept.previous_paper": kept[1], "transaction_id": str(uuid4())})
    assert world.filed[-1].code in page
    assert world.dossier(world.filed[-1]).state == "accepted"


def test_a_hash_of_somebody_else_s_file_sends_nothing(page: str, client: Client, world: World) -> None:
    theirs = world.upload("tu", photo(90))
    answer = client.post(page, {"kept.previous_paper": theirs, "transaction_id": str(uuid4())})
    assert answer.status_code == 422
    assert world.dossier(world.filed[-1]).state == "awaiting_supplement"
