"""One form is one dossier: a second phone is told that it was sent, and a second form of the same kind is warned of."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from thonso.dossiers.models import Dossier, Draft
from thonso.dossiers.services import drafts
from thonso.dossiers.tests.test_filing_pages import begun, words
from thonso.dossiers.tests.world import MAI_ID, World, sample

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]
SignIn = Callable[[Client, str], Any]


def sent(client: Client) -> Dossier:
    draft = begun(client, "TS.000001")
    response = client.post(reverse("dossiers:check_answers", args=[draft]))
    assert response.status_code == 302, response.content.decode()
    return Dossier.objects.get(pk=draft)


@pytest.mark.parametrize("page", ["fill", "fill_all", "papers", "check_answers"])
def test_the_second_phone_reads_the_code_of_what_the_first_one_sent(
    client: Client, world: World, sign_in: SignIn, page: str
) -> None:
    sign_in(client, "mai")
    dossier = sent(client)
    other = Client()
    sign_in(other, "mai")
    response = other.get(reverse(f"dossiers:{page}", args=[dossier.pk]))
    assert response.status_code == 200
    text = response.content.decode()
    assert dossier.code in text
    assert reverse("dossiers:tracked", args=[dossier.code]) in text


def test_sending_it_once_more_from_there_files_nothing(client: Client, world: World, sign_in: SignIn) -> None:
    sign_in(client, "mai")
    dossier = sent(client)
    other = Client()
    sign_in(other, "mai")
    response = other.post(reverse("dossiers:check_answers", args=[dossier.pk]))
    assert response.status_code == 409
    assert dossier.code in response.content.decode()
    assert Dossier.objects.count() == 1


@pytest.mark.parametrize("who", ["sen", "lan", "tu"])
def test_a_stranger_does_not_learn_that_it_was_sent(client: Client, world: World, sign_in: SignIn, who: str) -> None:
    sign_in(client, "mai")
    dossier = sent(client)
    other = Client()
    sign_in(other, who)
    response = other.get(reverse("dossiers:fill", args=[dossier.pk]))
    assert response.status_code == 404
    assert dossier.code not in response.content.decode()


def test_a_second_form_of_the_same_kind_is_warned_of_and_may_still_be_sent(
    client: Client, world: World, sign_in: SignIn
) -> None:
    sign_in(client, "mai")
    first = begun(client, "TS.000001")
    warning = "Đang có một hồ sơ cùng thủ tục"
    assert warning not in words(client, "check_answers", first)
    client.post(reverse("dossiers:check_answers", args=[first]))
    code = Dossier.objects.get().code
    for page, arg in (("start", "TS.000001"), ("check_answers", begun(client, "TS.000001"))):
        text = words(client, page, arg)
        assert warning in text
        assert code in text
    assert warning not in words(client, "start", "1.004873")
    assert client.post(reverse("dossiers:check_answers", args=[Draft.objects.get(filed_at=None).pk])).status_code == 302
    assert Dossier.objects.count() == 2


def test_a_helper_is_warned_of_it_too_without_its_code(client: Client, world: World, sign_in: SignIn) -> None:
    sign_in(client, "mai")
    code = sent(client).code
    helper = Client()
    sign_in(helper, "tu")
    given = {"name": "Lý Thị Mai", "id_number": MAI_ID, "birth": "12/5/1968", "consent": "spoken"}
    helper.post(reverse("dossiers:helper_begin"), given)
    text = words(helper, "check_answers", begun(helper, "TS.000001"))
    assert "Đang có một hồ sơ cùng thủ tục" in text
    assert code not in text


def test_another_name_to_the_same_number_learns_nothing(client: Client, world: World, sign_in: SignIn) -> None:
    sign_in(client, "mai")
    sent(client)
    desk = Client()
    sign_in(desk, "lan")
    one = sample("TS.000001")
    desk.post(reverse("dossiers:start", args=["TS.000001"]) + "?kenh=desk", {"representation": "self"})
    draft = Draft.objects.get(filed_at=None)
    other = {**one.answers["requester"], "full_name": "Phàn Thị Khác"}
    drafts.replace_answers(draft, {**one.answers, "requester": other})
    assert "Đang có một hồ sơ cùng thủ tục" not in words(desk, "check_answers", draft.pk)
