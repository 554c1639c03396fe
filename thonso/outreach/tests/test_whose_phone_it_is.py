"""Whose a telephone is stands where staff see the number: on the dossier, in the register, on the list of calls."""

import html
from collections.abc import Callable

import pytest
from django.test import Client

from thonso.core.journal.work import transact
from thonso.core.people.models import Resident
from thonso.core.people.services import add_contact, phones
from thonso.dossiers.models import Dossier
from thonso.dossiers.tests.world import World, sample

pytestmark = pytest.mark.django_db
PHONE = "+84912345678"


def known(world: World, resident: Resident, kind: str, name: str = "", phone: str = PHONE) -> None:
    with transact(world.commune_id) as work:
        add_contact(work, world.actor("lan").ref, resident, phone, kind, name)


def two_households(world: World) -> tuple[Resident, Resident]:
    rows = list(Resident.objects.filter(commune_id=world.commune_id).order_by("id"))
    first = rows[0]
    second = next(one for one in rows if (one.household_id or one.pk) != (first.household_id or first.pk))
    return first, second


def test_owner_and_number_of_households_are_told(world: World) -> None:
    first, second = two_households(world)
    known(world, first, "own")
    assert phones.whose(world.commune_id, [PHONE], first.pk) == {PHONE: "số của chính người này"}
    assert phones.whose(world.commune_id, [PHONE])[PHONE] == f"số của {first.full_name}"
    known(world, second, "neighbour", "Lý A Páo")
    said = phones.whose(world.commune_id, [PHONE], second.pk)[PHONE]
    assert said.startswith("số của hàng xóm (Lý A Páo)")
    assert "dùng chung cho 2 hộ: hỏi họ tên, năm sinh" in said
    assert phones.whose(world.units.other.pk, [PHONE]) == {}
    assert phones.whose(world.commune_id, ["+84987654321"]) == {}


def test_staff_read_it_before_they_call(world: World, browser: Callable[[str], Client]) -> None:
    first, second = two_households(world)
    known(world, first, "own")
    known(world, second, "relative", "Lý A Dũng")
    known(world, second, "neighbour", "Chảo Thị Sen", "+84987000111")
    reached = world.file("lan", sample("TS.000001"), phone="0912345678")
    silent = world.file("lan", sample("TS.000001"), phone="")
    Dossier.objects.filter(pk__in=[reached.dossier_id, silent.dossier_id]).update(subject_resident_id=second.pk)
    world.act("lan", silent, "ask_supplement", {"papers": {"request": {"why": "missing", "note": "Thiếu trang 2."}}})
    lan = browser("lan")
    shown = lan.post(f"/ban/ho-so/{reached.code}/xem/", {"purpose": "gọi báo thiếu giấy tờ"})
    page = html.unescape(shown.content.decode())
    assert "số của người nhà (Lý A Dũng); dùng chung cho 2 hộ" in page
    told = html.unescape(lan.get("/ban/bao-tin/").content.decode())
    assert "số của hàng xóm (Chảo Thị Sen)" in told
    assert "0987000111" not in told.replace(" ", "")
