"""Who may say how it went: the owner, also through a helper, or whoever holds the slip; never those whose work it is."""

import pytest
from django.test import Client

from thonso.core.base.errors import Refused
from thonso.core.journal.models import Entry
from thonso.core.journal.work import body_of
from thonso.dossiers.models import Rating
from thonso.dossiers.services import voice
from thonso.dossiers.services.filing import Filed
from thonso.dossiers.tests.world import World, sample

pytestmark = pytest.mark.django_db


@pytest.fixture
def done(world: World) -> Filed:
    filed = world.file("lan", sample("TS.000001"))
    world.receive(filed)
    world.act("trung", filed, "stop", {"reason": "Không thuộc thẩm quyền của xã."})
    return filed


@pytest.mark.parametrize("who", ["lan", "trung", "hoa", "thu", "hai", "tu", "dung"])
def test_with_the_key_of_a_slip_no_official_and_no_helper_rates(
    world: World, done: Filed, client: Client, sign_in, who
) -> None:
    sign_in(client, who)
    client.post("/tra-cuu/", {"ma": done.code, "khoa": done.key})
    page = client.get(f"/tra-cuu/{done.code}/").content.decode()
    assert "/danh-gia/" not in page
    answer = client.post(f"/tra-cuu/{done.code}/danh-gia/", {"score": "5"})
    assert answer.status_code == 422
    assert not Rating.objects.exists()


def test_the_owner_signed_in_is_counted_as_such(world: World, done: Filed) -> None:
    assert voice.rate(world.dossier(done), world.actor("mai"), 4).channel == "account"
    (entry,) = Entry.objects.filter(verb="dossier.rated", object_id=done.dossier_id)
    assert body_of(entry)["facts"] == {"score": 4, "channel": "account"}
    assert voice.ratings(world.commune_id) == [("account", 1, 1), ("helper", 0, 0), ("key", 0, 0)]


def test_whoever_holds_the_slip_is_counted_apart(world: World, done: Filed, client: Client) -> None:
    client.post("/tra-cuu/", {"ma": done.code, "khoa": done.key})
    assert client.post(f"/tra-cuu/{done.code}/danh-gia/", {"score": "2"}).status_code == 302
    assert voice.ratings(world.commune_id)[2] == ("key", 1, 0)


def test_the_helper_rates_for_her_whom_he_helps_and_only_for_her(world: World) -> None:
    helping = world.helping("tu", "Lý Thị Mai")
    filed = world.file_from_afar(helping, sample("TS.000001"), channel="assisted")
    world.receive(filed)
    world.act("trung", filed, "stop", {"reason": "Không thuộc thẩm quyền của xã."})
    other = world.helping("tu", "Chảo Láo Tả")
    with pytest.raises(Refused):
        voice.rate(world.dossier(filed), other, 5)
    assert voice.rate(world.dossier(filed), helping, 5).channel == "helper"


def test_the_leaders_see_how_many_came_which_way(world: World, done: Filed, client: Client, sign_in) -> None:
    voice.rate(world.dossier(done), world.actor("mai"), 5)
    sign_in(client, "hai")
    assert "Đánh giá trong năm" in client.get("/ban/phan-anh/").content.decode()
