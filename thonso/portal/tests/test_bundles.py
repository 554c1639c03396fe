"""A bundle is a guide for the public, and at the desk a code followed office by office; nothing is ever filed from here."""

from collections.abc import Callable
from datetime import date
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from tests.cast import BACKEND
from thonso.core.access.models import Account
from thonso.dossiers.tests.world import World, sample
from thonso.portal.models import Bundle, BundlePart
from thonso.procedures import bundles as catalogue

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]
BEGIN, LIST = reverse("portal:bundle_begin"), reverse("portal:bundles")
TYPED = {"key": "khai-sinh", "code": "G22.99-261120-0001", "name": "Vàng A Páo", "filed_on": "20/11/2026"}


@pytest.fixture
def lan(client: Client, sign_in: Callable[[Client, str], Account], world: World) -> Client:
    sign_in(client, "lan")
    return client


def begun(lan: Client, **changed: str) -> Bundle:
    assert lan.post(BEGIN, TYPED | changed).status_code == 302
    return Bundle.objects.order_by("-at", "-id")[0]


def tell(lan: Client, row: Bundle, part: str, state: str, note: str = "", was: str = "waiting") -> int:
    typed = {"part": part, f"state-{part}": state, f"note-{part}": note, "was": was}
    return lan.post(reverse("portal:bundle", args=[row.pk]), typed).status_code


def test_the_guides_hold_what_they_promise_and_name_procedures_that_there_are(lan: Client, client: Client) -> None:
    assert {one.key for one in catalogue.in_force(date(2026, 11, 23))} == {"khai-sinh", "khai-tu"}
    assert not catalogue.in_force(date(2025, 6, 30)), "a guide holds from its day on"
    for one in catalogue.every():
        assert one.verify, "nothing of it was compared with the law yet"
        page = Client().get(reverse("procedures:bundle", args=[one.key])).content.decode()
        assert all(part.name in page for part in one.parts)
        assert one.where in page
        assert "không nộp thay" in page
    assert Client().get(reverse("procedures:bundle", args=["khong-co"])).status_code == 404
    detail = Client().get(reverse("procedures:detail", args=["1.001193"])).content.decode()
    assert reverse("procedures:bundle", args=["khai-sinh"]) in detail
    other = Client().get(reverse("procedures:detail", args=["2.000884"])).content.decode()
    assert "lien-thong" not in other


def test_from_a_dossier_to_the_end_of_every_office(lan: Client, world: World) -> None:
    filed = world.file("lan", sample("1.001193"))
    address = f"{BEGIN}?ho-so={filed.code}"
    assert address in lan.get(reverse("dossiers:detail", args=[filed.code])).content.decode()
    page = lan.get(address).content.decode()
    assert world.dossier(filed).subject_name in page
    assert lan.post(address, TYPED).status_code == 302
    row = Bundle.objects.get()
    assert row.dossier_id == filed.dossier_id
    assert row.code in lan.get(LIST).content.decode()
    assert tell(lan, row, "birth", "done", "Số 12/2026") == 302
    assert tell(lan, row, "residence", "missing") == 422, "what is missing has to be said"
    assert tell(lan, row, "residence", "missing", "Thiếu giấy tờ về chỗ ở") == 302
    assert tell(lan, row, "residence", "done", was="missing") == 302
    row.refresh_from_db()
    assert row.closed_at is None
    assert tell(lan, row, "insurance", "refused", "Đã có thẻ ở nơi khác") == 302
    row.refresh_from_db()
    assert row.closed_at
    # An office that comes back to it opens it again.
    assert tell(lan, row, "insurance", "waiting", was="refused") == 302
    row.refresh_from_db()
    assert row.closed_at is None


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"key": "khac"}, "key"), ({"code": "??"}, "code"), ({"code": ""}, "code"), ({"name": ""}, "name"),
        ({"filed_on": "24/11/2026"}, "filed_on"), ({"filed_on": ""}, "filed_on"), ({"filed_on": "31/02/2026"}, "filed_on"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_at_its_field(lan: Client, changed: dict[str, str], field: str) -> None:
    response = lan.post(BEGIN, TYPED | changed)
    assert response.status_code == 422
    assert f"f-{field}-error" in response.content.decode()
    assert not Bundle.objects.exists()


def test_one_code_is_followed_once_and_two_presses_are_one(lan: Client) -> None:
    body = TYPED | {"transaction_id": str(uuid4())}
    assert [lan.post(BEGIN, body).status_code for _ in range(2)] == [302, 302]
    assert lan.post(BEGIN, TYPED | {"code": "g22.99-261120-0001"}).status_code == 422
    assert Bundle.objects.count() == 1


def test_a_page_that_is_older_than_what_was_heard_changes_nothing(lan: Client) -> None:
    row = begun(lan)
    assert tell(lan, row, "birth", "done") == 302
    assert tell(lan, row, "birth", "refused", "Không đúng nơi", was="waiting") == 409
    assert BundlePart.objects.get(bundle=row, key="birth").state == "done"
    assert tell(lan, row, "nothing", "done") == 404
    assert tell(lan, row, "birth", "burnt", was="done") == 422


def test_only_the_desk_of_the_own_commune_follows_it(lan: Client, world: World) -> None:
    row = begun(lan)
    for who in ("xuan", "binh", "mai", "trung", "tinh"):
        other = Client()
        other.force_login(world.cast[who], backend=BACKEND)
        assert other.get(reverse("portal:bundle", args=[row.pk])).status_code == 404, who
        assert tell(other, row, "birth", "done") == 404, who
    assert not BundlePart.objects.filter(bundle=row, state="done").exists()
