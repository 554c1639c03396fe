"""What a person types is read as she means it, and the leaders' answer comes back to whoever complained, nobody else."""

from collections.abc import Callable
from uuid import uuid4

import pytest
from django.test import Client

from thonso.dossiers.models import Complaint
from thonso.dossiers.services import voice
from thonso.dossiers.services.filing import Filed
from thonso.dossiers.tests.world import World, sample

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]
SignIn = Callable[[Client, str], object]
WORDS, ANSWER = "Tôi phải chờ cả buổi sáng.", "Xã xin lỗi bà, đã nhắc bộ phận tiếp nhận."


@pytest.fixture
def done(world: World) -> Filed:
    filed = world.file("lan", sample("TS.000001"))
    world.receive(filed)
    return filed


def follow(client: Client, code: str, key: str) -> int:
    return client.post("/tra-cuu/", {"ma": code, "khoa": key}).status_code


@pytest.mark.parametrize("shape", ["{}", " {} ", "lower", "blanks", "joined", "long dashes"])
def test_a_code_is_read_however_it_is_typed(world: World, done: Filed, client: Client, shape: str) -> None:
    typed = {
        "lower": done.code.lower(),
        "blanks": done.code.replace("-", " "),
        "joined": done.code.replace("-", ""),
        "long dashes": done.code.replace("-", "–"),
    }.get(shape, shape.format(done.code))
    assert follow(client, typed, f"{done.key[:3]} {done.key[3:]}") == 302


def test_the_code_of_the_province_leads_there_too(world: World, done: Filed, client: Client) -> None:
    world.act("lan", done, "record_official_code", {"official_code": "H38.12.3-261123-0007"})
    assert follow(client, "h38.12.3-261123-0007", done.key) == 302
    assert follow(client, "H38.12.3-261123-0008", done.key) == 404


def complain(client: Client, done: Filed) -> Complaint:
    follow(client, done.code, done.key)
    client.post(f"/tra-cuu/{done.code}/phan-anh/", {"complaint": WORDS, "transaction_id": str(uuid4())})
    return Complaint.objects.get()


def test_the_browser_that_complained_reads_the_answer(world: World, done: Filed, client: Client) -> None:
    sent = complain(client, done)
    page = client.get(f"/tra-cuu/{done.code}/").content.decode()
    assert WORDS in page
    assert "Chưa trả lời" in page
    voice.answer(world.actor("hai"), sent, ANSWER)
    assert ANSWER in client.get(f"/tra-cuu/{done.code}/").content.decode()


def test_the_key_alone_shows_nobody_that_there_was_a_complaint(
    world: World, done: Filed, client: Client, sign_in: SignIn
) -> None:
    voice.answer(world.actor("hai"), complain(client, done), ANSWER)
    for who in ("", "tu", "lan"):
        other = Client()
        if who:
            sign_in(other, who)
        follow(other, done.code, done.key)
        page = other.get(f"/tra-cuu/{done.code}/").content.decode()
        assert done.code in page
        assert WORDS not in page
        assert ANSWER not in page


def test_a_wrong_code_on_a_paper_is_told_on_the_page_and_kept(client: Client) -> None:
    answer = client.get("/xac-minh/ABCD1234EFGH/")
    assert answer.status_code == 404
    assert 'value="ABCD1234EFGH"' in answer.content.decode()
    assert 'action="/xac-minh/"' in answer.content.decode()
