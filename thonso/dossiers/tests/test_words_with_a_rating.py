"""What people write with a rating reaches the leaders, and stays hidden from whoever had a hand in the dossier."""

from datetime import timedelta

import pytest
from django.test import Client

from thonso.core.access.actors import ANONYMOUS
from thonso.core.base.clock import now
from thonso.dossiers import access
from thonso.dossiers.models import Dossier
from thonso.dossiers.services import voice
from thonso.dossiers.services.filing import Filed
from thonso.dossiers.tests.test_overview import seen
from thonso.dossiers.tests.world import World, sample

pytestmark = pytest.mark.django_db
WORDS = "Cô ở quầy cáu gắt với mẹ tôi."


@pytest.fixture
def rated(world: World) -> Filed:
    done = world.file("lan", sample("TS.000001"))
    world.receive(done)
    world.act("hoa", done, "take")
    Dossier.objects.filter(pk=done.dossier_id).update(
        state="completed", completed_at=now(), due_at=now() + timedelta(days=1), holder_role="one_stop"
    )
    voice.rate(world.dossier(done), ANONYMOUS, 2, WORDS)
    return done


def test_leaders_and_the_director_read_them_where_they_look(
    world: World, rated: Filed, client: Client, sign_in
) -> None:
    for who in ("hai", "pho", "trung"):
        sign_in(client, who)
        for path in ("/ban/phan-anh/", f"/ban/ho-so/{rated.code}/"):
            text = seen(client, path)
            assert WORDS in text, (who, path)
            assert "Không hài lòng" in text, (who, path)


@pytest.mark.parametrize("who", ["lan", "hoa", "binh", "thu"])
def test_whoever_worked_on_it_never_does(world: World, rated: Filed, client: Client, sign_in, who: str) -> None:
    sign_in(client, who)
    for path in ("/ban/phan-anh/", f"/ban/ho-so/{rated.code}/"):
        assert WORDS not in client.get(path).content.decode(), path
    assert not access.ratings_with_words(world.actor(who)).exists()


def test_a_leader_with_a_hand_in_it_does_not_either(world: World, rated: Filed, client: Client, sign_in) -> None:
    Dossier.objects.filter(pk=rated.dossier_id).update(state="processing", holder_role="officer_social")
    world.act("trung", rated, "assign", {"assignee": str(world.cast["hoa"].pk)})
    assert not access.ratings_with_words(world.actor("trung")).exists()
    assert access.ratings_with_words(world.actor("hai")).count() == 1
    sign_in(client, "trung")
    assert WORDS not in client.get(f"/ban/ho-so/{rated.code}/").content.decode()


def test_a_rating_without_words_is_no_row(world: World, client: Client, sign_in) -> None:
    done = world.file("lan", sample("TS.000001"))
    Dossier.objects.filter(pk=done.dossier_id).update(state="completed", completed_at=now())
    voice.rate(world.dossier(done), ANONYMOUS, 5)
    assert not access.ratings_with_words(world.actor("hai")).exists()
    assert not access.ratings_with_words(world.actor("xuan")).exists()
