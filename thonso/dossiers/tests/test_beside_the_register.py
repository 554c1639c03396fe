"""The register beside a dossier: a number that may be mistyped, and the household before anything is confirmed."""

from datetime import date
from typing import Any

import pytest
from django.test import Client

from thonso.core.journal.models import Entry
from thonso.core.journal.work import transact
from thonso.core.people.access import NumberDoubt, number_doubt
from thonso.core.people.rules import Birth, Klass
from thonso.core.people.services import set_classification
from thonso.dossiers.tests.world import MAI_ID, SEED, World, resident, sample

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]
ANOTHER = "cùng ngày sinh trong dữ liệu của xã nhưng số định danh khác"
MAI = {"full_name": "Lý Thị Mai", "birth": "1968-05-12", "sex": "female"}
WRONG = "015168990009"


def page(client: Client, sign_in: Any, who: str, path: str) -> str:
    sign_in(client, who)
    return client.get(path).content.decode()


def test_the_desk_is_told_of_a_number_that_another_record_contradicts(
    world: World, client: Client, sign_in: Any
) -> None:
    done = world.file("lan", sample("TS.000001"), requester={**MAI, "id_number": WRONG})
    for path in ("", "lam/check_paper/"):
        html = page(client, sign_in, "lan", f"/ban/ho-so/{done.code}/{path}")
        assert ANOTHER in html
        assert MAI_ID not in html
    world.receive(done)
    assert ANOTHER in page(client, sign_in, "hoa", f"/ban/ho-so/{done.code}/")


def test_and_of_one_that_stands_under_another_name(world: World, client: Client, sign_in: Any) -> None:
    done = world.file("lan", sample("TS.000001"), requester={**MAI, "full_name": "Lý Thị Mài", "id_number": MAI_ID})
    done2 = world.file("lan", sample("TS.000001"), requester={**MAI, "full_name": "Vàng Thị Sua", "id_number": MAI_ID})
    assert "là của người có họ tên khác" not in page(client, sign_in, "lan", f"/ban/ho-so/{done.code}/")  # folded
    html = page(client, sign_in, "lan", f"/ban/ho-so/{done2.code}/")
    assert "là của người có họ tên khác" in html
    assert "Lý Thị Mai" not in html.split("<h1", 1)[1]


def test_whoever_filed_learns_nothing_of_who_is_in_the_register(world: World, client: Client, sign_in: Any) -> None:
    done = world.file("lan", sample("TS.000001"), requester={**MAI, "id_number": WRONG})
    client.post("/tra-cuu/", {"ma": done.code, "khoa": done.key})
    assert ANOTHER not in client.get(f"/tra-cuu/{done.code}/").content.decode()
    for who in ("pho", "thu", "trung"):  # they check no papers
        assert ANOTHER not in page(client, sign_in, who, f"/ban/ho-so/{done.code}/")


@pytest.mark.parametrize(
    ("birth", "number", "told"),
    [
        (Birth(date(1968, 5, 12)), WRONG, NumberDoubt.OTHER_NUMBER),
        (Birth(date(1968, 1, 1), "year"), WRONG, NumberDoubt.OTHER_NUMBER),
        (Birth(date(1968, 5, 13)), WRONG, None),
        (Birth(date(1969, 5, 12)), WRONG, None),
        (Birth(date(1968, 5, 12)), MAI_ID, None),
    ],
)
def test_only_what_both_know_of_a_birth_is_compared(world: World, birth: Birth, number: str, told: Any) -> None:
    assert number_doubt(world.actor("lan"), world.commune_id, "lý thị mai", birth, number) is told


@pytest.mark.parametrize("who", ["xuan", "tu", "mai", "quantri", "thu"])
def test_a_stranger_asks_in_vain(world: World, who: str) -> None:
    told = number_doubt(world.actor(who), world.commune_id, "Phàn Thị Lở", Birth(date(1975, 3, 2)), WRONG)
    assert told is None


def test_the_officer_reads_the_household_before_drafting(world: World, client: Client, sign_in: Any) -> None:
    with transact(world.commune_id) as work:
        before = Klass(2025, "near_poor", decision_number="98/QĐ-UBND", decision_date=date(2024, 12, 10))
        set_classification(work, SEED, world.mai_home, before)
    done = world.file("lan", sample("TS.000001"))
    world.receive(done)
    world.act("hoa", done, "take")
    read = Entry.objects.filter(verb="household.read").count()
    html = page(client, sign_in, "hoa", f"/ban/ho-so/{done.code}/lam/draft_result/")
    for words in (
        "112/QĐ-UBND",
        "98/QĐ-UBND",
        "đang có hiệu lực",
        "Chảo Thị Sen",
        "01/09/2012",
        "Phân loại hộ theo từng năm",
    ):
        assert words in html
    assert html.count("đang có hiệu lực") == 1
    assert Entry.objects.filter(verb="household.read").count() == read + 1
    assert Entry.objects.filter(verb="classification.read").exists()
    assert f"dossier {done.code}" in Entry.objects.filter(verb="household.read").latest("seq").body
    assert "Chảo Thị Sen" in page(client, sign_in, "hoa", f"/ban/ho-so/{done.code}/lam/verify/")


def test_a_dossier_without_a_household_says_so_before_drafting(world: World, client: Client, sign_in: Any) -> None:
    done = world.file("lan", sample("TS.000001"), requester={**MAI, "id_number": WRONG})
    world.receive(done)
    world.act("hoa", done, "take")
    html = page(client, sign_in, "hoa", f"/ban/ho-so/{done.code}/lam/draft_result/")
    assert "Chưa gắn với dữ liệu dân cư" in html
    assert ANOTHER in html


def test_who_may_not_know_the_class_sees_the_people_alone(world: World, client: Client, sign_in: Any) -> None:
    done = world.file("lan", sample("2.000635"))
    world.receive(done)
    world.act("binh", done, "take")
    dossier = world.dossier(done)
    type(dossier).objects.filter(pk=dossier.pk).update(household_id=world.mai_home.pk)
    html = page(client, sign_in, "binh", f"/ban/ho-so/{done.code}/lam/verify/")
    assert "Chảo Thị Sen" in html
    assert "112/QĐ-UBND" not in html
    assert "Phân loại hộ" not in html
    assert resident("Chảo Thị Sen").household_id == world.mai_home.pk
