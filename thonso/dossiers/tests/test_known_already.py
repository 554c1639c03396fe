"""What is known of whoever files is not asked again, and what contradicts it is pointed out to her."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from thonso.core.access import phone
from thonso.core.access.models import Account
from thonso.dossiers.models import Draft
from thonso.dossiers.services import drafts
from thonso.dossiers.tests.test_filing_pages import words
from thonso.dossiers.tests.world import MAI_ID, World, sample

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]
SignIn = Callable[[Client, str], Any]
WARNING = "Khác với tài khoản của anh chị"


def started(client: Client, code: str, representation: str) -> Draft:
    client.post(reverse("dossiers:start", args=[code]), {"representation": representation})
    return Draft.objects.filter(filed_at=None).latest("created_at")


def test_the_phone_one_signs_in_with_is_filled_in_and_not_said_to_be_from_the_register(
    client: Client, world: World, sign_in: SignIn
) -> None:
    account = Account.objects.get(pk=world.cast["mai"].pk)
    phone.put(account, "+84912345678", verified=True)
    account.save()
    sign_in(client, "mai")
    draft = started(client, "TS.000001", "self")
    assert drafts.answers_of(draft)["phone"] == "0912345678"
    assert "phone" not in drafts.prefilled_of(draft)["sources"]


def test_a_phone_given_to_the_helper_is_filled_in(client: Client, world: World, sign_in: SignIn) -> None:
    sign_in(client, "tu")
    given = {"name": "Phàn Thị Lở", "consent": "spoken", "phone": "0987 654 321"}
    client.post(reverse("dossiers:helper_begin"), given)
    assert drafts.answers_of(started(client, "TS.000001", "self"))["phone"] == "0987654321"


def test_a_mother_who_registers_a_birth_is_known_as_who_comes_and_as_the_mother(
    client: Client, world: World, sign_in: SignIn
) -> None:
    sign_in(client, "mai")
    draft = started(client, "1.001193", "parent")
    answers = drafts.answers_of(draft)
    assert answers["requester"]["id_number"] == MAI_ID
    assert answers["home"]["hamlet"] == "suoi-chai"
    page = client.get(reverse("dossiers:question", args=[draft.pk, "mother"])).content.decode()
    assert 'value="Lý Thị Mai"' in page
    drafts.replace_answers(draft, {**answers, "father_known": "married"})
    page = client.get(reverse("dossiers:question", args=[draft.pk, "father"])).content.decode()
    assert 'value="Lý Thị Mai"' not in page


def test_who_files_for_another_is_not_filled_in_as_the_other(client: Client, world: World, sign_in: SignIn) -> None:
    sign_in(client, "mai")
    assert "requester" not in drafts.answers_of(started(client, "1.004873", "authorised"))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({}, ""),
        ({"full_name": "Lý Thị Khác"}, "họ và tên"),
        (
            {"full_name": "Lý Thị Khác", "birth": "1970", "id_number": "015170990001"},
            "họ và tên, số định danh, ngày sinh",
        ),
        ({"birth": "1968-06"}, "ngày sinh"),
        ({"birth": "1968"}, ""),
        ({"id_number": "015168990019"}, "số định danh"),
    ],
)
def test_what_contradicts_the_account_is_pointed_out_before_sending(
    client: Client, world: World, sign_in: SignIn, change: dict[str, str], said: str
) -> None:
    sign_in(client, "mai")
    draft = started(client, "TS.000001", "self")
    answers = {**sample("TS.000001").answers, "requester": {**drafts.answers_of(draft)["requester"], **change}}
    drafts.replace_answers(draft, answers)
    text = words(client, "check_answers", draft.pk)
    assert (WARNING in text) is bool(said)
    assert said in text.split(WARNING)[-1]
