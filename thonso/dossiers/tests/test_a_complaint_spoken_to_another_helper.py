"""A complaint spoken to another helper: kept for leaders who had no hand in it, hidden from everybody else; no denunciation."""

import html
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from thonso.core.access.models import Assignment
from thonso.core.journal.models import Entry
from thonso.dossiers.models import Complaint
from thonso.dossiers.services import voice
from thonso.dossiers.services.filing import Filed
from thonso.dossiers.tests.world import World, file_sample, sample

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]
PAGE = "/thon/phan-anh/"
WORDS = "Bà đi lại bốn lần mà không ai nói còn thiếu giấy gì."


@pytest.fixture
def done(world: World) -> Filed:
    """Filed at the desk; received by cô Lan."""
    made = world.file("lan", sample("TS.000001"))
    world.receive(made)
    return made


def said(done: Filed, **changes: str) -> dict[str, str]:
    sent = {"kind": "complaint", "ma": done.code, "khoa": done.key, "words": WORDS, "transaction_id": str(uuid4())}
    return sent | changes


def test_the_helper_writes_it_down_and_sees_nothing_of_the_dossier(
    world: World, done: Filed, client: Client, sign_in: Any
) -> None:
    sign_in(client, "tu")
    assert f'href="{PAGE}"' in client.get("/thon/").content.decode()
    sent = said(done)
    first, again = (client.post(PAGE, sent) for _n in range(2))
    kept = Complaint.objects.get()
    assert (voice.words_of(kept), kept.spoken_to) == (WORDS, world.cast["tu"].full_name)
    for answer in (first, again):  # pressed twice: one complaint, the same code
        shown = html.unescape(answer.content.decode())
        assert voice.code_of(kept.pk)[:4] in shown
        assert world.dossier(done).subject_name not in shown
        assert WORDS not in shown
    assert WORDS not in "".join(Entry.objects.values_list("body", flat=True))
    assert client.get(f"/ban/ho-so/{done.code}/").status_code == 404


def test_leaders_without_a_hand_in_it_read_it_and_the_officer_does_not(
    world: World, done: Filed, client: Client, sign_in: Any
) -> None:
    sign_in(client, "tu")
    client.post(PAGE, said(done))
    for who, reads in (("hai", True), ("trung", True), ("lan", False), ("hoa", False), ("tu", False)):
        sign_in(client, who)
        for page in ("/ban/phan-anh/", f"/ban/ho-so/{done.code}/", "/thon/"):
            shown = html.unescape(client.get(page).content.decode())
            assert (WORDS in shown) == (reads and "phan-anh" in page), (who, page)
    sign_in(client, "hai")
    assert world.cast["tu"].full_name in html.unescape(client.get("/ban/phan-anh/").content.decode())


def test_whoever_had_a_hand_in_the_dossier_does_not_write_it_down(world: World, client: Client, sign_in: Any) -> None:
    helped = file_sample(world, sample("1.011607"))
    assert world.dossier(helped).helper_account_id == world.cast["tu"].pk
    sign_in(client, "tu")
    refused = client.post(PAGE, said(helped))
    assert refused.status_code == 422
    shown = html.unescape(refused.content.decode())
    assert "Anh chị đã làm hồ sơ này" in shown
    assert WORDS in shown
    assert not Complaint.objects.exists()
    # Another helper of the commune may.
    hamlet = Assignment.objects.get(account=world.cast["tu"], role="helper").unit
    Assignment.objects.create(
        account=world.cast["mai"], role="helper", unit=hamlet, commune_id=world.commune_id, tree="government",
        valid_from="2026-01-01", granted_by=world.cast["quantri"].pk,
    )  # fmt: skip
    sign_in(client, "mai")
    assert "Đã chuyển đến lãnh đạo" in html.unescape(client.post(PAGE, said(helped)).content.decode())


def test_of_a_denunciation_nothing_is_kept(done: Filed, client: Client, sign_in: Any) -> None:
    sign_in(client, "tu")
    before = Entry.objects.count()
    shown = html.unescape(client.post(PAGE, said(done, kind="denunciation")).content.decode())
    assert "nơi tiếp công dân" in shown
    assert WORDS not in shown
    assert not Complaint.objects.exists()
    assert Entry.objects.count() == before


@pytest.mark.parametrize(
    ("changes", "status"),
    [({"khoa": "12"}, 404), ({"ma": "TS-000000-0000"}, 404), ({"kind": "x"}, 422), ({"words": "  "}, 422)],
)
def test_what_is_wrong_is_told_and_nothing_typed_is_lost(
    done: Filed, client: Client, sign_in: Any, changes: dict[str, str], status: int
) -> None:
    sign_in(client, "tu")
    answer = client.post(PAGE, said(done, **changes))
    assert answer.status_code == status
    if "words" not in changes:
        assert WORDS in html.unescape(answer.content.decode())
    assert not Complaint.objects.exists()


def test_only_helpers_have_the_page(client: Client, sign_in: Any) -> None:
    for who in ("lan", "hai", "mai", "quantri"):
        sign_in(client, who)
        assert client.get(PAGE).status_code == 404
