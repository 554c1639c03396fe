"""How a question helps: it refuses what only another commune can do, leads on, and marks only what is wrong."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse

from thonso.dossiers.models import Draft
from thonso.dossiers.services import drafts
from thonso.dossiers.tests.test_filing_pages import begun
from thonso.dossiers.tests.world import World, sample
from thonso.procedures.access import version_on
from thonso.procedures.forms.kinds import Context
from thonso.procedures.places import RegisteredPlaces
from thonso.procedures.rendering import render_whole
from thonso.procedures.rules import evaluate

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]
SignIn = Callable[[Client, str], Any]


def helped(client: Client, name: str = "Phàn Thị Lở") -> None:
    client.post(reverse("dossiers:helper_begin"), {"name": name, "consent": "spoken"})


def started(client: Client, code: str, representation: str = "self") -> Draft:
    client.post(reverse("dossiers:start", args=[code]), {"representation": representation})
    return Draft.objects.filter(filed_at=None).latest("created_at")


def asked(client: Client, draft: UUID, key: str, data: dict[str, Any] | None = None) -> str:
    path = reverse("dossiers:question", args=[draft, key])
    response = client.post(path, data) if data is not None else client.get(path)
    assert response.status_code == (422 if data is not None else 200)
    return response.content.decode()


def test_a_household_of_another_commune_is_sent_there_at_the_question(
    client: Client, world: World, sign_in: SignIn
) -> None:
    sign_in(client, "tu")
    helped(client)
    draft = started(client, "TS.000001")
    other = world.units.other
    given = {"home.province": "15", "home.commune": other.code, "home.hamlet": ""}
    text = asked(client, draft.pk, "home", given)
    assert f"Anh chị nộp tại xã {other.name}" in text
    page = re.sub(r"<[^>]+>", " ", asked(client, draft.pk, "home"))
    assert "Anh chị nộp tại" not in page, "the sentence is said after a try, not before"


def test_in_a_session_the_hamlet_of_the_helper_is_chosen_and_not_said_to_be_from_a_register(
    client: Client, world: World, sign_in: SignIn
) -> None:
    sign_in(client, "tu")
    helped(client)
    draft = started(client, "TS.000001")
    text = asked(client, draft.pk, "home")
    assert re.search(r'<option value="suoi-chai" selected', text)
    assert "sổ của xã" not in text
    assert "Chỉ nhận hộ đang ở xã Bát Xát" in text
    assert 'name="home.province" value="15"' in text


@pytest.mark.parametrize("code", ["2.000815", "2.000884", "2.001019"])
def test_who_chooses_the_hamlet_of_a_meeting_may_live_anywhere(world: World, code: str) -> None:
    form = version_on(world.commune_id, code, date(2026, 11, 23)).definition.form
    context = Context(today=date(2026, 11, 23), channel="desk", commune="02683", places=RegisteredPlaces())
    text = render_whole(form, context)
    assert "Chỉ nhận hộ" not in text
    assert 'value="suoi-chai"' in text
    elsewhere = evaluate(
        form, {"place": "hamlet", "hamlet": {"province": "15", "commune": world.units.other.code}}, context
    )
    assert not any("hộ đang ở" in str(one) for said in elsewhere.errors.values() for one in said)


@pytest.mark.parametrize(("who", "page"), [("tu", "dossiers:start"), ("mai", "procedures:detail")])
def test_a_refusal_that_names_a_procedure_leads_there(
    client: Client, world: World, sign_in: SignIn, who: str, page: str
) -> None:
    sign_in(client, who)
    if who == "tu":
        helped(client)
    text = asked(client, begun(client, "TS.000001"), "klass", {"klass": "none"})
    assert f'href="{reverse(page, args=["1.011607"])}"' in text


def test_the_applicant_is_the_first_of_the_household(client: Client, world: World, sign_in: SignIn) -> None:
    sign_in(client, "tu")
    helped(client)
    draft = started(client, "1.011607")
    head = sample("1.011607").answers["head"]
    drafts.replace_answers(draft, {"head": head})
    text = asked(client, draft.pk, "members")
    assert f'value="{head["full_name"]}"' in text
    assert 'name="members.1' not in text


def test_a_new_person_is_where_the_page_comes_back(client: Client, world: World, sign_in: SignIn) -> None:
    sign_in(client, "tu")
    helped(client)
    draft = started(client, "1.011607")
    path = reverse("dossiers:question", args=[draft.pk, "members"])
    answer = client.post(path, {"members.0.full_name": "Vàng A Sử", "_add": "members"})
    assert answer["Location"] == f"{path}#f-members.1.full_name"
    assert 'id="f-members.1.full_name"' in client.get(path).content.decode()


def person(name: str, relation: str, birth: str = "1987", doing: str = "work") -> dict[str, str]:
    return {"full_name": name, "birth": birth, "sex": "male", "relation": relation, "doing": doing}


def posted(*people: dict[str, str]) -> dict[str, str]:
    return {f"members.{n}.{key}": value for n, row in enumerate(people) for key, value in row.items()}


def test_two_heads_of_a_household_are_marked_and_nobody_else(client: Client, world: World, sign_in: SignIn) -> None:
    sign_in(client, "tu")
    helped(client)
    draft = started(client, "1.011607").pk
    rows = (person("Vàng A Sử", "head"), person("Vàng A Páo", "child", "2010", "school"), person("Vàng A Dơ", "head"))
    text = asked(client, draft, "members", posted(*rows))
    wrong = re.findall(r'id="f-(members\.\d+\.\w+)-error"', text)
    assert wrong == ["members.0.relation", "members.2.relation"]
    assert "Người 3, là gì của chủ hộ: Mỗi hộ chỉ có một chủ hộ." in text
    assert 'class="field stack field--error"' not in text
    text = asked(client, draft, "members", posted(person("Vàng A Sử", "child")))
    assert "chưa có ai là chủ hộ" in text
    assert not re.findall(r'id="f-(members\.\d+\.\w+)-error"', text)


def test_a_grown_up_is_not_a_child_before_school(client: Client, world: World, sign_in: SignIn) -> None:
    sign_in(client, "tu")
    helped(client)
    draft = started(client, "1.011607").pk
    text = asked(client, draft, "members", posted(person("Vàng A Sử", "head", doing="small")))
    assert "Người 1, đang làm gì: Theo ngày sinh" in text


def test_a_number_out_of_reach_is_told_its_bounds(client: Client, world: World, sign_in: SignIn) -> None:
    sign_in(client, "mai")
    draft = begun(client, "TS.000001")
    assert "Anh chị ghi một số từ 1 đến 10." in asked(client, draft, "copies", {"copies": "hai"})


def test_the_only_question_of_a_page_is_not_said_again_in_its_error(
    client: Client, world: World, sign_in: SignIn
) -> None:
    sign_in(client, "mai")
    draft = started(client, "TS.000001").pk
    text = asked(client, draft, "is_head", {})
    body = re.sub(r"<title>.*?</title>", "", text, flags=re.S)
    assert body.count("Anh chị có phải là chủ hộ không?") == 1
    whole = client.post(reverse("dossiers:fill_all", args=[draft]), {}).content.decode()
    assert "Anh chị có phải là chủ hộ không? Anh chị chọn Có hoặc Không." in whole
    assert "Người đề nghị xác nhận, họ và tên: Anh chị chưa ghi họ và tên." in whole
