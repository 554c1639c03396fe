"""A number that was typed wrongly: whoever holds the dossier links it with its owner in the register; answers stay."""

from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from thonso.core.access.models import Account
from thonso.core.base.errors import Absent, Refused, Stale
from thonso.core.journal.models import Entry
from thonso.core.journal.work import transact
from thonso.dossiers.actions import perform
from thonso.dossiers.rules.replay import comparable, plain, replay
from thonso.dossiers.services.filing import Filed
from thonso.dossiers.services.moves import payload_of
from thonso.dossiers.services.results import data_of
from thonso.dossiers.tests.world import MAI_ID, World, resident, sample

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]
WRONG = "015168990009"
MAI = {"full_name": "Lý Thị Mai", "birth": "1968-05-12", "sex": "female", "id_number": WRONG}
WHY = "Đã xem thẻ tại quầy, số khai bị gõ nhầm."


@pytest.fixture
def mistyped(world: World) -> Filed:
    """Received, and in hoa's hands, with a number that is nobody's."""
    done = world.file("lan", sample("TS.000001"), requester=MAI)
    world.receive(done)
    world.act("hoa", done, "take")
    return done


def chosen(name: str = "Lý Thị Mai") -> dict[str, Any]:
    return {"resident": str(resident(name).pk), "reason": WHY}


def test_after_linking_the_result_is_drafted_with_the_number_of_the_register(world: World, mistyped: Filed) -> None:
    with pytest.raises(Refused):
        world.act("hoa", mistyped, "draft_result")
    world.act("hoa", mistyped, "link_resident", chosen())
    dossier = world.dossier(mistyped)
    assert (dossier.subject_resident_id, dossier.household_id) == (resident("Lý Thị Mai").pk, world.mai_home.pk)
    world.act("hoa", mistyped, "draft_result")
    drafted = data_of(dossier.results.get().result)
    assert WRONG not in str(drafted)
    filed = dossier.events.get(kind="filed")
    assert payload_of(filed, dossier)["answers"]["requester"]["id_number"] == WRONG  # as it was filed


def test_it_may_be_found_by_the_number_on_the_card(world: World, mistyped: Filed) -> None:
    world.act("hoa", mistyped, "link_resident", {"id_number": MAI_ID, "reason": WHY})
    assert world.dossier(mistyped).subject_resident_id == resident("Lý Thị Mai").pk
    entry = Entry.objects.get(verb="dossier.link_resident")
    assert entry.subject_id == resident("Lý Thị Mai").pk
    assert MAI_ID not in entry.body
    assert WHY not in entry.body


def test_the_desk_links_before_reception_and_not_afterwards(world: World) -> None:
    done = world.file("lan", sample("TS.000001"), requester=MAI)
    with pytest.raises(Absent):  # it is not with her yet
        world.act("binh", done, "link_resident", chosen())
    with pytest.raises(Stale):
        world.act("hoa", done, "link_resident", chosen())
    world.act("lan", done, "link_resident", chosen())
    world.receive(done)
    world.act("hoa", done, "take")
    with pytest.raises(Stale):
        world.act("lan", done, "link_resident", chosen())


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({"reason": WHY}, "resident"),
        ({"resident": str(uuid4()), "reason": WHY}, "resident"),
        ({"resident": "không phải mã", "reason": WHY}, "resident"),
        ({"id_number": "015199990001", "reason": WHY}, "id_number"),
        ({"id_number": MAI_ID, "reason": "nhầm"}, "reason"),
        ({"id_number": MAI_ID}, "reason"),
    ],
)
def test_without_a_person_or_a_reason_nothing_is_linked(
    world: World, mistyped: Filed, data: dict[str, Any], field: str
) -> None:
    with pytest.raises(Refused) as refusal:
        world.act("hoa", mistyped, "link_resident", data)
    assert field in refusal.value.fields
    assert world.dossier(mistyped).subject_resident_id is None


def test_somebody_of_another_name_and_year_is_not_linked(world: World, mistyped: Filed) -> None:
    """Else one person's household would be opened with another's answers."""
    with pytest.raises(Refused, match="đều khác"):
        world.act("hoa", mistyped, "link_resident", chosen("Phàn Thị Lở"))


def test_nobody_links_with_their_own_household(world: World, mistyped: Filed) -> None:
    Account.objects.filter(pk=world.cast["hoa"].pk).update(resident_id=resident("Chảo Thị Sen").pk)
    with pytest.raises(Refused, match="đồng nghiệp"):
        world.act("hoa", mistyped, "link_resident", chosen())


def test_who_died_or_was_merged_is_not_offered(world: World, mistyped: Filed) -> None:
    mai = resident("Lý Thị Mai")
    type(mai).objects.filter(pk=mai.pk).update(status="moved")
    with pytest.raises(Refused):
        world.act("hoa", mistyped, "link_resident", chosen())


def test_the_same_again_is_one_act(world: World, mistyped: Filed) -> None:
    id_ = uuid4()
    first = perform(world.actor("hoa"), world.dossier(mistyped), "link_resident", chosen(), id_)
    again = perform(world.actor("hoa"), world.dossier(mistyped), "link_resident", chosen(), id_)
    assert again == {**first, "replayed": True}
    assert world.dossier(mistyped).events.filter(kind="link_resident").count() == 1
    with pytest.raises(Refused, match="rồi"):
        world.act("hoa", mistyped, "link_resident", chosen())


def test_the_page_finds_links_and_says_who_did_it(world: World, mistyped: Filed, client: Client, sign_in: Any) -> None:
    sign_in(client, "hoa")
    path = f"/ban/ho-so/{mistyped.code}/gan/"
    assert path in client.get(f"/ban/ho-so/{mistyped.code}/lam/draft_result/").content.decode()
    page = client.get(path).content.decode()
    mai = str(resident("Lý Thị Mai").pk)
    assert f'value="{mai}"' in page
    assert MAI_ID not in page
    answer = client.post(path, {"transaction_id": str(uuid4()), "resident": mai, "reason": "?"})
    assert answer.status_code == 422
    looked = client.post(path, {"look": "1", "number": MAI_ID, "reason": WHY})
    assert (looked.status_code, f'value="{mai}"' in looked.content.decode()) == (200, True)
    assert WHY in looked.content.decode()
    assert f"dossier {mistyped.code}" in Entry.objects.filter(verb="resident.read").latest("seq").body
    nobody = client.post(path, {"look": "1", "number": "015199990001"})
    assert (nobody.status_code, "Không có ai" in nobody.content.decode()) == (422, True)
    done = client.post(path, {"transaction_id": str(uuid4()), "resident": mai, "reason": WHY, "q": "Lý Thị Mai"})
    assert done.url == f"/ban/ho-so/{mistyped.code}/"
    shown = client.get(done.url).content.decode()
    assert "Lý Thị Mai, 12/05/1968" in shown
    assert f"{world.cast['hoa'].full_name} gắn" in shown
    assert WHY in shown


def test_an_old_page_is_told_what_happened_meanwhile(
    world: World, mistyped: Filed, client: Client, sign_in: Any
) -> None:
    sign_in(client, "hoa")
    before = world.dossier(mistyped).revision
    world.act("hoa", mistyped, "verify", {"what": "Nơi cư trú", "found": "Đúng"})
    answer = client.post(
        f"/ban/ho-so/{mistyped.code}/gan/", {"transaction_id": str(uuid4()), "revision": str(before), **chosen()}
    )
    assert answer.status_code == 409
    assert world.dossier(mistyped).subject_resident_id is None


@pytest.mark.parametrize("who", ["xuan", "tinh", "pho", "thu", "trung", "binh", "mai", "tu", "quantri"])
def test_a_stranger_finds_nothing(world: World, mistyped: Filed, client: Client, sign_in: Any, who: str) -> None:
    sign_in(client, who)
    path = f"/ban/ho-so/{mistyped.code}/gan/"
    assert client.get(path).status_code == 404
    assert client.post(path, {"transaction_id": str(uuid4()), **chosen()}).status_code == 404
    assert client.post(path, {"look": "1", "number": MAI_ID}).status_code == 404


def test_who_no_longer_holds_it_is_sent_back_to_the_dossier(
    world: World, mistyped: Filed, client: Client, sign_in: Any
) -> None:
    sign_in(client, "lan")
    answer = client.get(f"/ban/ho-so/{mistyped.code}/gan/")
    assert answer.url == f"/ban/ho-so/{mistyped.code}/"


def test_dossiers_of_a_double_belong_to_the_record_that_is_kept(world: World, mistyped: Filed) -> None:
    """And their history says so: what is stored follows from the events, as the verifier compares it."""
    world.act("hoa", mistyped, "link_resident", chosen())
    kept, gone = resident("Chảo Thị Sen"), resident("Lý Thị Mai")
    with transact(world.commune_id) as work:
        work.publish("resident.merged", kept=kept, gone=gone)
    dossier = world.dossier(mistyped)
    assert dossier.subject_resident_id == kept.pk
    told = replay(dossier.events.all())
    stored = {name: plain(getattr(dossier, name)) for name in comparable(told) if name in told}
    assert stored == {name: told[name] for name in stored}
    assert dossier.events.get(kind="double_merged").seq == dossier.revision
