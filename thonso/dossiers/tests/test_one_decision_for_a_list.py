"""A decision for a list is one thing to whoever drafts, submits, reads, signs, sends back or seals it."""

import json
import re
from datetime import date
from uuid import uuid4

import pytest
from django.test import Client

from thonso.core.base import clock
from thonso.core.base.errors import Absent, Refused, Stale
from thonso.core.base.text import fold
from thonso.core.people.models import Resident
from thonso.core.people.services import id_number_of
from thonso.dossiers import actions
from thonso.dossiers.models import Dossier, Result
from thonso.dossiers.services import drafting
from thonso.dossiers.services.filing import Filed
from thonso.dossiers.services.results import data_of
from thonso.dossiers.tests import test_recognition as recognition
from thonso.dossiers.tests.world import World

pytestmark = pytest.mark.django_db
PAGE, SIGNING = "/ban/quyet-dinh/", "/ban/ky/"


@pytest.fixture
def three(world: World) -> list[Filed]:
    return [recognition.ready_for_decision(world) for _n in range(3)]


@pytest.fixture(autouse=True)
def _the_day_of_the_decision():
    with clock.at(recognition.at(7.1)):
        yield


def draft(world: World, found: list[Filed]) -> Result:
    ids = [uuid4() for _one in found]
    return drafting.draft_recognition(world.actor("hoa"), [world.dossier(one) for one in found], ids)


def act(world: World, who: str, done: Filed, name: str, **data: object) -> dict:
    return actions.perform(world.actor(who), world.dossier(done), name, {**data, "whole_list": True}, uuid4())


def press(client: Client, done: Filed, name: str, **data: str) -> int:
    """As in the browser: open the page of the act, and send its form with what it hides."""
    at = f"/ban/ho-so/{done.code}/lam/{name}/"
    page = client.get(at).content.decode()
    form = page.split('<form class="form" method="post"', 1)[1]
    hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form))
    return client.post(at, {**hidden, **data}).status_code


def states(world: World, found: list[Filed]) -> list[tuple[str, str]]:
    return [(world.dossier(one).state, world.dossier(one).stage) for one in found]


def test_nothing_is_drafted_before_its_summary_was_seen(world: World, three, client: Client, sign_in) -> None:
    sign_in(client, "hoa")
    codes = [one.code for one in three]
    page = client.post(PAGE, {"code": codes}).content.decode()
    assert "03 hộ nghèo" in page
    assert all(code in page for code in codes)
    assert not Result.objects.exists()
    assert client.post(PAGE, {"code": codes, "seen": "1"}).status_code == 302
    assert Result.objects.filter(paper="decision").count() == 1


def test_without_a_household_nothing_is_drafted_and_it_is_said(world: World, three, client: Client, sign_in) -> None:
    sign_in(client, "hoa")
    answer = client.post(PAGE, {"seen": "1"})
    assert answer.status_code == 422
    assert "ít nhất một hộ" in answer.content.decode()


def test_what_is_drafted_is_marked_and_not_ticked_again(world: World, three, client: Client, sign_in) -> None:
    draft(world, three[:2])
    sign_in(client, "hoa")
    page = client.get(PAGE).content.decode()
    assert "đã soạn, chưa trình" in page
    assert f"/ban/ho-so/{three[0].code}/lam/propose/" in page or f"/ban/ho-so/{three[1].code}/lam/propose/" in page
    assert re.findall(r'type="checkbox" name="code" value="([^"]+)"', page) == [three[2].code]


def test_drafting_part_of_a_list_anew_says_whom_it_leaves_out_and_keeps_no_decision_that_names_them(
    world: World, three, client: Client, sign_in
) -> None:
    draft(world, three)
    sign_in(client, "hoa")
    page = client.post(PAGE, {"code": [one.code for one in three[:2]]}).content.decode()
    assert "Dự thảo trước sẽ bị bỏ" in page
    assert three[2].code in page
    client.post(PAGE, {"code": [one.code for one in three[:2]], "seen": "1"})
    assert Result.objects.get(paper="decision").stands_for.count() == 2
    assert not world.dossier(three[2]).results.exists()


def test_a_household_does_not_leave_a_list_that_is_with_the_leader(world: World, three) -> None:
    draft(world, three)
    world.act("hoa", three[0], "propose")
    with pytest.raises(Refused) as refusal:
        world.act("hoa", three[1], "draft_result", {"answer": "Hộ chưa đủ điểm theo chuẩn nghèo đa chiều."})
    assert three[0].code in str(refusal.value.message)
    assert Result.objects.get(paper="decision").stands_for.count() == 3


def test_from_the_page_of_one_household_the_whole_list_is_submitted(
    world: World, three, client: Client, sign_in
) -> None:
    draft(world, three)
    sign_in(client, "hoa")
    assert "Một quyết định cho 3 hộ" in client.get(f"/ban/ho-so/{three[1].code}/lam/propose/").content.decode()
    assert press(client, three[1], "propose", note="") == 302
    assert {state for state, _stage in states(world, three)} == {"awaiting_signature"}


def test_one_that_cannot_be_submitted_holds_the_list_and_is_named(world: World, three) -> None:
    draft(world, three)
    # Somebody else of the same post has the third in hand.
    Dossier.objects.filter(pk=three[2].dossier_id).update(assignee_id=world.cast["binh"].pk)
    with pytest.raises(Stale) as refusal:
        act(world, "hoa", three[0], "propose")
    assert three[2].code in str(refusal.value.message)
    assert {state for state, _stage in states(world, three)} == {"processing"}


def test_a_single_one_may_still_be_submitted_by_itself(world: World, three) -> None:
    draft(world, three)
    answer = world.act("hoa", three[0], "propose")
    assert set(answer) == {"code", "state", "revision"}
    assert [state for state, _stage in states(world, three)] == ["awaiting_signature", "processing", "processing"]
    act(world, "hoa", three[1], "propose")  # the rest of the list
    assert {state for state, _stage in states(world, three)} == {"awaiting_signature"}


def test_the_leader_sees_one_item_and_signs_it_with_one_tick(world: World, three, client: Client, sign_in) -> None:
    draft(world, three)
    act(world, "hoa", three[0], "propose")
    sign_in(client, "hai")
    page = client.get(SIGNING).content.decode()
    assert page.count('class="card sheet"') == 1
    assert "Quyết định cho 3 hộ" in page
    assert all(one.code in page for one in three)
    (code,) = re.findall(r'type="checkbox" name="code" value="([^"]+)"', page)
    assert page.count("/lam/send_back/") == 1
    ticked = client.get(SIGNING, {"ho-so": next(one.code for one in three if one.code != code)}).content.decode()
    assert re.search(r'name="code"[^>]* checked>', ticked)
    asked = client.post("/ban/ky/ky/", {"code": [code]}).content.decode()
    assert all(one.code in asked for one in three)
    client.post("/ban/ky/ky/", {"code": [code], "unread": "1"})
    assert {stage for _state, stage in states(world, three)} == {"seal"}
    assert Result.objects.filter(state="signed").count() == 4


def test_send_back_brings_the_whole_list_back(world: World, three, client: Client, sign_in) -> None:
    draft(world, three)
    act(world, "hoa", three[0], "propose")
    sign_in(client, "hai")
    assert press(client, three[2], "send_back", note="Sai tên một hộ.") == 302
    assert set(states(world, three)) == {("processing", "sum_up")}
    sign_in(client, "hoa")
    assert "đã soạn, chưa trình" in client.get(PAGE).content.decode()


def test_what_is_partly_signed_offers_no_way_back(world: World, three, client: Client, sign_in) -> None:
    """Over the interface for programs one alone may be signed: the decision with it."""
    draft(world, three)
    act(world, "hoa", three[0], "propose")
    world.sign("hai", three[0])
    sign_in(client, "hai")
    page = client.get(SIGNING).content.decode()
    assert three[1].code in page
    assert "/lam/send_back/" not in page


def test_the_clerk_seals_decision_and_certificates_in_one_go(world: World, three, client: Client, sign_in) -> None:
    draft(world, three)
    act(world, "hoa", three[0], "propose")
    world.sign("hai", *three)
    sign_in(client, "thu")
    assert press(client, three[1], "seal") == 302
    assert {state for state, _stage in states(world, three)} == {"completed"}
    papers = list(Result.objects.order_by("sealed_at"))
    assert papers[0].paper == "decision"
    assert {one.state for one in papers} == {"issued"}


def test_sent_twice_it_is_done_once(world: World, three) -> None:
    draft(world, three)
    id_, data = uuid4(), {"whole_list": True}
    first = actions.perform(world.actor("hoa"), world.dossier(three[0]), "propose", data, id_)
    again = actions.perform(world.actor("hoa"), world.dossier(three[0]), "propose", data, id_)
    assert again == {**first, "replayed": True}
    assert set(first["codes"]) == {one.code for one in three}


def test_who_may_not_moves_nothing_of_the_list(world: World, three) -> None:
    draft(world, three)
    act(world, "hoa", three[0], "propose")
    for who in ("lan", "thu", "binh", "xuan", "quantri", "hoa"):
        with pytest.raises((Absent, Stale)):
            act(world, who, three[0], "send_back", note="Sai tên một hộ.")
    assert {state for state, _stage in states(world, three)} == {"awaiting_signature"}


def test_over_the_interface_for_programs_it_is_a_field_of_the_act(world: World, three, client: Client, sign_in) -> None:
    draft(world, three)
    sign_in(client, "hoa")
    answer = client.post(
        f"/api/v1/dossiers/{three[0].code}/propose",
        json.dumps({"whole_list": True}),
        content_type="application/json",
        headers={"Idempotency-Key": str(uuid4())},
    )
    assert answer.status_code == 200
    assert set(answer.json()["codes"]) == {one.code for one in three}


def test_a_list_that_was_sent_back_says_why_where_it_waits(world: World, three, client: Client, sign_in) -> None:
    draft(world, three)
    act(world, "hoa", three[0], "propose")
    act(world, "hai", three[0], "send_back", note="Kiểm tra lại điểm B1 của hộ thứ hai.")
    sign_in(client, "hoa")
    assert "Kiểm tra lại điểm B1 của hộ thứ hai." in client.get(PAGE).content.decode()
    act(world, "hoa", three[0], "propose")
    assert "Kiểm tra lại điểm B1" not in client.get(PAGE).content.decode()


def test_whoever_seals_a_list_sees_and_opens_the_certificate_of_each(
    world: World, three, client: Client, sign_in
) -> None:
    draft(world, three)
    act(world, "hoa", three[0], "propose")
    world.sign("hai", *three)
    sign_in(client, "thu")
    page = client.get(f"/ban/ho-so/{three[0].code}/lam/seal/").content.decode()
    for one in three:
        own = world.dossier(one).results.get(result__paper="certificate_household").result
        address = f"/ban/ho-so/{one.code}/ket-qua/{own.pk}.pdf"
        assert f'href="{address}"' in page
        assert client.get(address).status_code == 200


def test_the_people_of_a_certificate_have_the_numbers_of_the_register(world: World, three) -> None:
    """Of whom it knows by name and year of birth; of the others the column stays empty."""
    dossier = world.dossier(three[0])
    first, *_others = drafting.answers_of(dossier)["members"]
    known = Resident.objects.filter(household_id=dossier.household_id).exclude(id_blind="").first()
    assert known is not None
    born = date(int(first["birth"][:4]), 1, 1)
    Resident.objects.filter(pk=known.pk).update(
        full_name=first["full_name"], folded=fold(first["full_name"]), birth_date=born, birth_year=born.year
    )
    draft(world, three[:1])
    own = world.dossier(three[0]).results.get(result__paper="certificate_household").result
    numbers = {member["name"]: member.get("id_number", "") for member in data_of(own)["members"]}
    assert numbers.pop(first["full_name"]) == id_number_of(known) != ""
    assert set(numbers.values()) == {""}
