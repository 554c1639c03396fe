"""Going on with a form: where it was left, what stands before it is sent, and in whose words it asks."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from thonso.dossiers.models import Draft
from thonso.dossiers.services import drafts
from thonso.dossiers.tests.test_filing_pages import begun, words
from thonso.dossiers.tests.world import World, photo, sample

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]
SignIn = Callable[[Client, str], Any]


def started(client: Client, code: str, representation: str = "self") -> Draft:
    answer = client.post(reverse("dossiers:start", args=[code]), {"representation": representation})
    return Draft.objects.get(pk=answer["Location"].strip("/").split("/")[-1])


def test_a_question_passed_without_an_answer_is_not_asked_again(client: Client, world: World, sign_in: SignIn) -> None:
    sign_in(client, "mai")
    draft = started(client, "TS.000001")
    for key, value in (("is_head", "yes"), ("phone", "")):
        answer = client.post(reverse("dossiers:question", args=[draft.pk, key]), {key: value})
        assert answer.status_code == 302
    page = client.get(reverse("dossiers:fill", args=[draft.pk]))
    assert page["Location"] == reverse("dossiers:question", args=[draft.pk, "for_whom"])


def test_a_question_answered_wrongly_was_not_passed(client: Client, world: World, sign_in: SignIn) -> None:
    sign_in(client, "mai")
    draft = started(client, "TS.000001")
    assert client.post(reverse("dossiers:question", args=[draft.pk, "phone"]), {"phone": "12"}).status_code == 422
    assert "seen" not in drafts.people_of(Draft.objects.get(pk=draft.pk))


def test_a_form_begun_is_gone_on_with_by_a_button_and_no_dossier_is_missed(
    client: Client, world: World, sign_in: SignIn
) -> None:
    sign_in(client, "mai")
    draft = started(client, "TS.000001")
    text = client.get(reverse("dossiers:mine")).content.decode()
    assert f'<a class="btn" href="{reverse("dossiers:fill", args=[draft.pk])}">Làm tiếp' in text
    assert "Chưa có hồ sơ" not in text


def test_the_check_page_names_each_paper_and_the_capacity(client: Client, world: World, sign_in: SignIn) -> None:
    sign_in(client, "mai")
    draft = begun(client, "TS.000001")
    drafts.add_file(
        world.actor("mai"), Draft.objects.get(pk=draft), "authorisation", world.upload("mai", name="to.jpg")
    )
    text = words(client, "check_answers", draft)
    assert re.search(r"Giấy ủy quyền\s+to\.jpg", text)
    assert "Tư cách nộp" in text


def test_in_a_session_it_is_the_citizen_who_files(client: Client, world: World, sign_in: SignIn) -> None:
    sign_in(client, "tu")
    client.post(reverse("dossiers:helper_begin"), {"name": "Phàn Thị Lở", "consent": "spoken"})
    assert "Phàn Thị Lở nộp cho ai?" in words(client, "start", "TS.000001")
    assert "Người đại diện nộp cho tổ hợp tác" in words(client, "start", "2.002637")


def test_a_parent_is_not_offered_to_be_a_grandmother_or_the_child_to_be_found(
    client: Client, world: World, sign_in: SignIn
) -> None:
    sign_in(client, "mai")
    draft = started(client, "1.001193", "parent").pk
    assert "Ông, bà" not in words(client, "question", draft, "relation")
    assert "bỏ rơi" not in words(client, "question", draft, "child_case")
    wrong = client.post(reverse("dossiers:question", args=[draft, "relation"]), {"relation": "grandparent"})
    assert wrong.status_code == 422
    other = Client()
    sign_in(other, "sen")
    assert "Ông, bà" in words(other, "question", started(other, "1.001193", "relative").pk, "relation")


def test_the_place_of_a_question_is_said_without_a_total_that_answers_change(
    client: Client, world: World, sign_in: SignIn
) -> None:
    sign_in(client, "mai")
    draft = begun(client, "TS.000001")
    assert re.search(r"· câu 2 ", words(client, "question", draft, "is_head"))
    last = words(client, "question", draft, "truth")
    assert re.search(r"· câu \d+ ", last)
    assert not re.search(r"câu \d+ trong", last)


def test_what_is_still_asked_on_the_long_page_is_led_to(client: Client, world: World, sign_in: SignIn) -> None:
    sign_in(client, "mai")
    draft = started(client, "TS.000001").pk
    page = client.post(reverse("dossiers:fill_all", args=[draft]), {"is_head": "no"}).content.decode()
    assert '<a href="#f-head_name">Chủ hộ tên là gì?</a>' in page


def test_the_printed_request_says_no_questions(client: Client, world: World, sign_in: SignIn) -> None:
    sign_in(client, "tu")
    client.post(reverse("dossiers:helper_begin"), {"name": "Phàn Thị Lở", "consent": "spoken"})
    text = words(client, "sheet", begun(client, "1.011607"))
    assert "Nơi ở của hộ" in text
    assert "?" not in text.split("Kính gửi")[1].split("Tôi cam đoan")[0]


def test_a_photo_too_large_is_refused_in_the_words_of_a_photo(
    client: Client, world: World, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    from thonso.core.files import rules

    monkeypatch.setattr(rules, "LARGEST", 100)
    sign_in(client, "mai")
    draft = started(client, "1.001193", "parent")
    answers = {**sample("1.001193").answers, "proof": "certificate"}
    drafts.replace_answers(draft, {key: value for key, value in answers.items() if not key.endswith("_file")})
    path = reverse("dossiers:question", args=[draft.pk, "birth_certificate_file"])
    text = client.get(path).content.decode()
    assert "Ảnh tối đa 15 MB, PDF tối đa 25 MB mỗi tệp." in text
    file = SimpleUploadedFile("giay.jpg", photo(), "image/jpeg")
    text = client.post(path, {"birth_certificate_file": file}).content.decode()
    assert "Ảnh lớn hơn 15 MB" in text, re.findall("field__error.*", text)
    assert "Tệp PDF lớn hơn" not in text.replace("Tệp PDF {name} lớn hơn", "")
