"""A registered death marks the person; her open dossiers say so; taken back, she and her household are as before."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.cast import BACKEND
from thonso.core.base.clock import today
from thonso.core.journal.models import Entry
from thonso.core.journal.work import transact
from thonso.core.people.models import Household, Membership, Resident
from thonso.core.people.services import split_household
from thonso.core.units.models import Unit
from thonso.core.units.services import merge
from thonso.dossiers.services.filing import Filed
from thonso.dossiers.tests.world import MAI_ID, SEED, World, resident, sample

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]
CONFIRMATION = "TS.000001"
DEAD = {"full_name": "Lý Thị Mai", "id_number": MAI_ID, "birth": "1968-05-12", "sex": "female"}
KIN = {"full_name": "Lý A Dũng", "id_number": "015081990044", "birth": "1981-12-25", "sex": "male"}
MADE = {"number": "27/2026", "dated": "2026-11-23", "signer": "Sùng Seo Phong", "system": "Phần mềm hộ tịch"}


def death(world: World, dead: dict[str, Any]) -> Filed:
    """A death declared at the desk, registered in the shared software, its result written down here."""
    kin = {"requester": KIN, "relation": "relative"}
    done = world.file("lan", sample("1.000656"), channel="desk", dead=dead, **kin)
    world.receive(done)
    world.act("binh", done, "take")
    world.act("binh", done, "advance")
    world.act("binh", done, "record_result", MADE)
    return done


def page(world: World, who: str, done: Filed) -> str:
    client = Client()
    client.force_login(world.cast[who], backend=BACKEND)
    return client.get(reverse("dossiers:detail", args=[done.code])).content.decode()


def test_the_register_has_it_and_what_is_open_offers_to_stop(world: World) -> None:
    mine = world.file("lan", sample(CONFIRMATION))
    world.receive(mine)
    world.act("hoa", mine, "take")
    assert world.dossier(mine).subject_resident_id == resident("Lý Thị Mai").pk
    death(world, DEAD)
    mai = resident("Lý Thị Mai")
    assert (mai.status, str(mai.left_on), mai.household_id) == ("died", "2026-11-18", None)
    assert Household.objects.get(pk=world.mai_home.pk).head_id == resident("Chảo Thị Sen").pk
    assert Entry.objects.filter(verb="resident.died").count() == 1
    shown = page(world, "hoa", mine)
    assert "Chủ hồ sơ đã mất" in shown
    assert "18/11/2026" in shown
    assert reverse("dossiers:act", args=[mine.code, "stop"]) in shown
    assert "Chủ hồ sơ đã mất" in page(world, "lan", mine)
    assert world.dossier(mine).state == "processing", "nothing stops by itself"


def test_taken_back_she_is_the_head_of_her_household_again_and_it_may_be_registered_anew(world: World) -> None:
    mine = world.file("lan", sample(CONFIRMATION))
    done = death(world, DEAD)
    result = world.dossier(done).results.get().result
    said = {"result": str(result.pk), "reason": "Ghi nhầm người, gia đình báo lại."}
    world.act("binh", done, "propose_revocation", said)
    world.act("hai", done, "approve_revocation", {"result": str(result.pk)})
    mai = resident("Lý Thị Mai")
    assert (mai.status, mai.left_on, mai.household_id, mai.relation) == ("here", None, world.mai_home.pk, "head")
    assert Household.objects.get(pk=world.mai_home.pk).head_id == mai.pk
    assert Membership.objects.filter(resident=mai, valid_to=None).count() == 1
    assert Entry.objects.filter(verb="resident.death_undone").count() == 1
    assert "Chủ hồ sơ đã mất" not in page(world, "lan", mine)
    world.act("binh", done, "record_result", MADE | {"number": "28/2026"})
    assert resident("Lý Thị Mai").status == "died"


def test_registered_twice_she_stays_dead_while_one_registration_stands(world: World) -> None:
    first, second = death(world, DEAD), death(world, DEAD)
    for done, status in ((second, "died"), (first, "here")):
        result = world.dossier(done).results.get().result
        said = {"result": str(result.pk), "reason": "Đăng ký hai lần cho một người."}
        world.act("binh", done, "propose_revocation", said)
        world.act("hai", done, "approve_revocation", {"result": str(result.pk)})
        assert resident("Lý Thị Mai").status == status


def test_a_household_of_one_ends_and_is_opened_again(world: World) -> None:
    done = death(
        world, {"full_name": "Phàn Thị Lở", "id_number": "015175990002", "birth": "1975-03-02", "sex": "female"}
    )
    assert Household.objects.get(pk=world.lo_home.pk).valid_to is not None
    result = world.dossier(done).results.get().result
    world.act(
        "binh", done, "propose_revocation", {"result": str(result.pk), "reason": "Ghi nhầm người khác trùng tên."}
    )
    world.act("hai", done, "approve_revocation", {"result": str(result.pk)})
    home = Household.objects.get(pk=world.lo_home.pk)
    assert (home.valid_to, home.head_id) == (None, resident("Phàn Thị Lở").pk)


def test_a_household_that_ended_is_opened_again_in_the_hamlet_of_today(world: World) -> None:
    done = death(
        world, {"full_name": "Phàn Thị Lở", "id_number": "015175990002", "birth": "1975-03-02", "sex": "female"}
    )
    old = world.lo_home.hamlet
    others = Unit.objects.filter(kind="hamlet", commune_id=world.commune_id, valid_to=None).exclude(pk=old.pk)
    with transact(world.commune_id) as work:
        fresh = merge(work, SEED, [old, others[0]], "Liên Hợp", today())
    result = world.dossier(done).results.get().result
    said = {"result": str(result.pk), "reason": "Ghi nhầm người khác trùng tên."}
    world.act("binh", done, "propose_revocation", said)
    world.act("hai", done, "approve_revocation", {"result": str(result.pk)})
    assert Household.objects.get(pk=world.lo_home.pk).hamlet_id == fresh.pk
    assert resident("Phàn Thị Lở").hamlet_id == fresh.pk


@pytest.mark.parametrize(
    "dead",
    [
        {"full_name": "Lý Thị Mai", "birth": "1968-05-12", "sex": "female"},
        {"full_name": "Lý Thị Mảy", "id_number": MAI_ID, "birth": "1968-05-12", "sex": "female"},
        {"full_name": "Lý Thị Mai", "id_number": "015168990099", "birth": "1968-05-12", "sex": "female"},
    ],
)
def test_nobody_is_marked_on_a_name_or_a_number_alone(world: World, dead: dict[str, Any]) -> None:
    death(world, dead)
    assert not Resident.objects.exclude(status="here").exists()


def test_what_contradicts_the_register_is_told_in_the_journal_and_the_death_stands(world: World) -> None:
    Resident.objects.filter(full_name="Lý Thị Mai").update(birth_date=date(2026, 11, 20))
    done = death(world, DEAD)
    assert world.dossier(done).state == "completed"
    assert resident("Lý Thị Mai").status == "here"
    assert Entry.objects.filter(verb="resident.death_doubtful").count() == 1


def test_a_household_that_split_meanwhile_leaves_the_dossier_as_it_was_filed(world: World) -> None:
    mine = world.file("lan", sample(CONFIRMATION))
    assert "hộ đã thay đổi" not in page(world, "lan", mine).lower()
    mai = resident("Lý Thị Mai")
    with transact(world.commune_id) as work:
        fresh = split_household(work, SEED, world.mai_home, [mai], mai)
    assert world.dossier(mine).household_id == world.mai_home.pk
    shown = page(world, "lan", mine)
    assert "Hộ đã thay đổi từ khi nộp hồ sơ" in shown
    assert fresh.code in shown


def test_a_death_recorded_by_hand_is_told_by_the_open_dossiers(world: World) -> None:
    mine = world.file("lan", sample(CONFIRMATION))
    mai = resident("Lý Thị Mai")
    heir = Resident.objects.filter(household=world.mai_home).exclude(pk=mai.pk)[0]
    form = {
        "transaction_id": "7b3f1c9e-6b1a-4a58-9d7e-2f4b8c1d0e78", "on": "20/11/2026",
        "reason": "Trích lục khai tử số 12/2026 phường Lào Cai", "heir": str(heir.pk),
    }  # fmt: skip
    client, url = Client(), f"/ban/dan-cu/nguoi/{mai.pk}/da-mat/"
    client.force_login(world.cast["hoa"], backend=BACKEND)
    shown = client.post(url, form).content.decode()
    asked = shown.split('name="asked" value="', 1)[1].split('"', 1)[0]
    assert client.post(url, {**form, "asked": asked}).status_code == 302
    told = page(world, "lan", mine)
    assert "đã mất" in told
    assert "20/11/2026" in told
    assert world.dossier(mine).state == "submitted"
