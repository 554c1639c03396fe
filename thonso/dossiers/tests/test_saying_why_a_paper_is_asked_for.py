"""Who has given a paper is told what is wrong with it, on every page; and nobody finds valid what nobody can have seen."""

import pytest
from django.test import Client

from thonso.core.base.errors import Refused
from thonso.dossiers.models import Dossier
from thonso.dossiers.services.filing import Filed
from thonso.dossiers.tests.test_overview import seen
from thonso.dossiers.tests.test_papers import drawn
from thonso.dossiers.tests.test_supplement import BROUGHT, received
from thonso.dossiers.tests.world import World, file_sample, sample

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]
MISSING = {"papers": {"previous_paper": {"why": "missing", "note": ""}}}
WORDS = "Bản chụp thiếu trang hai."


def at_the_desk(world: World, verdict: str = "valid") -> Filed:
    """Found at the desk, without a file being made of it."""
    done = world.file("lan", sample("1.004873", "supplement"))
    world.check_all("lan", done)
    world.act("lan", done, "check_paper", {"papers": {"previous_paper": {"verdict": verdict, "seen": "compared"}}})
    return done


@pytest.mark.parametrize("verdict", ["valid", "invalid"])
def test_what_was_shown_at_the_desk_is_not_called_missing_without_a_word(world: World, verdict: str) -> None:
    done = at_the_desk(world, verdict)
    with pytest.raises(Refused) as refusal:
        world.act("lan", done, "ask_supplement", MISSING)
    assert "paper.previous_paper.note" in refusal.value.fields
    assert world.dossier(done).state == "submitted"


def test_what_never_came_is_missing_and_that_says_all(world: World) -> None:
    done = at_the_desk(world, "missing")
    world.act("lan", done, "ask_supplement", MISSING)
    assert world.dossier(done).state == "awaiting_supplement"


def test_what_was_brought_by_hand_counts_as_given(world: World) -> None:
    done = received(world)
    world.act("binh", done, "ask_supplement", {"papers": {"previous_paper": {"why": "invalid", "note": WORDS}}})
    world.act("lan", done, "supply", BROUGHT)
    Dossier.objects.filter(pk=done.dossier_id).update(supplements_asked=0)  # as where the law allows another request
    with pytest.raises(Refused) as refusal:
        world.act("binh", done, "ask_supplement", MISSING)
    assert "paper.previous_paper.note" in refusal.value.fields


def test_the_reason_stands_on_the_slip_on_the_public_page_and_in_the_log(world: World, client: Client, sign_in) -> None:
    done = at_the_desk(world)
    ask = {"papers": {"previous_paper": {"why": "missing", "note": WORDS}}, "basis": "Điều 22 Nghị định 123"}
    world.act("lan", done, "ask_supplement", ask)
    assert WORDS in drawn(world, done, "form02")
    client.post("/tra-cuu/", {"ma": done.code, "khoa": done.key})
    text = seen(client, f"/tra-cuu/{done.code}/")
    assert f"(thiếu): {WORDS}" in text
    sign_in(client, "lan")
    assert f"Thiếu. {WORDS}" in seen(client, f"/ban/ho-so/{done.code}/")  # also where a legal basis was written


def test_of_what_was_sent_from_afar_nobody_finds_valid_what_is_not_there(world: World) -> None:
    done = world.file("lan", sample("1.004873", "supplement"))
    Dossier.objects.filter(pk=done.dossier_id).update(channel="online")  # as from the time before files were asked for
    dossier = world.dossier(done)
    for how in ("electronic", "compared", "kept"):
        with pytest.raises(Refused):
            world.act("lan", done, "check_paper", {"papers": {"previous_paper": {"verdict": "valid", "seen": how}}})
    assert not dossier.checks.exists()


def test_left_unsaid_it_is_written_down_how_it_must_have_been_seen(world: World) -> None:
    at_desk = world.file("lan", sample("1.004873", "supplement"))
    world.act("lan", at_desk, "check_paper", {"papers": {"previous_paper": {"verdict": "valid"}}})
    assert world.dossier(at_desk).checks.get().seen == "compared"
    sent = file_sample(world, sample("1.004873", "supplement"))
    world.act("lan", sent, "check_paper", {"papers": {"previous_paper": {"verdict": "valid"}}})
    assert world.dossier(sent).checks.get().seen == "electronic"


def test_beside_a_paper_found_valid_at_the_desk_it_does_not_say_that_there_is_none(
    world: World, client: Client, sign_in
) -> None:
    done = at_the_desk(world)
    sign_in(client, "lan")
    named = seen(client, f"/ban/ho-so/{done.code}/").split("Giấy xác nhận tình trạng hôn nhân")
    row = next(part for part in reversed(named) if "Hợp lệ" in part)
    assert "chưa có" not in row.split("Hợp lệ")[0]
    assert "đối chiếu" in row.split("Hợp lệ")[0]
