"""What a person reads while she files: pages of the form, in her words."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse

from thonso.core.access.models import Account
from thonso.core.notices.models import OutboxMessage
from thonso.dossiers.models import Dossier, Draft
from thonso.dossiers.services import drafts
from thonso.dossiers.tests.world import MAI_ID, World, sample
from thonso.procedures.access import version_on
from thonso.procedures.samples import with_attachments

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]
SignIn = Callable[[Client, str], Any]


def begun(client: Client, code: str, name: str = "valid") -> UUID:
    """A draft with the answers of a sample, begun on the page."""
    one = sample(code, name)
    client.post(reverse("dossiers:start", args=[code]), {"representation": one.representation})
    draft = Draft.objects.filter(filed_at=None).latest("created_at")
    drafts.replace_answers(draft, {**drafts.answers_of(draft), **one.answers})
    return draft.pk


def words(client: Client, name: str, *args: Any, status: int = 200) -> str:
    response = client.get(reverse(f"dossiers:{name}", args=args))
    assert response.status_code == status
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def test_the_fee_is_named_once(client: Client, world: World, sign_in: SignIn) -> None:
    sign_in(client, "mai")
    text = words(client, "check_answers", begun(client, "TS.000001"))
    assert "lệ phí Miễn phí" in text
    assert "Lệ phí:" not in text


def test_what_the_helper_wrote_at_the_start_is_not_said_to_come_from_a_card(
    client: Client, world: World, sign_in: SignIn
) -> None:
    sign_in(client, "tu")
    given = {"name": "Lý Thị Mai", "id_number": MAI_ID, "birth": "12/5/1968", "consent": "spoken"}
    assert client.post(reverse("dossiers:helper_begin"), given).status_code == 302
    client.post(reverse("dossiers:start", args=["TS.000001"]), {"representation": "self"})
    text = words(client, "check_answers", Draft.objects.get().pk)
    assert "ghi lúc bắt đầu giúp" in text
    assert "từ thẻ" not in text


def test_an_error_in_a_list_of_people_says_whose_it_is(client: Client, world: World, sign_in: SignIn) -> None:
    sign_in(client, "tu")
    client.post(reverse("dossiers:helper_begin"), {"name": "Phàn Thị Lở", "consent": "spoken"})
    draft = begun(client, "1.011607")
    answers = drafts.answers_of(Draft.objects.get(pk=draft))
    two = [{**row, "doing": None} for row in answers["members"][:2]]
    drafts.replace_answers(Draft.objects.get(pk=draft), {**answers, "members": two})
    page = client.post(
        reverse("dossiers:question", args=[draft, "members"]), {"members.0.doing": "", "members.1.doing": ""}
    )
    text = page.content.decode()
    for number in (1, 2):
        assert f"Người {number}, đang làm gì: Anh chị chọn một câu trả lời." in text


def test_a_request_that_must_be_signed_on_paper_is_printed_from_its_answers(
    client: Client, world: World, sign_in: SignIn
) -> None:
    sign_in(client, "tu")
    client.post(reverse("dossiers:helper_begin"), {"name": "Phàn Thị Lở", "consent": "spoken"})
    draft = begun(client, "1.011607")
    assert (
        reverse("dossiers:sheet", args=[draft])
        in client.get(reverse("dossiers:question", args=[draft, "signed_request"])).content.decode()
    )
    text = words(client, "sheet", draft)
    one = sample("1.011607").answers
    for said in ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Kính gửi: Ủy ban nhân dân xã Bát Xát", "điểm chỉ"):
        assert said in text
    for person in (one["head"], *one["members"]):
        assert person["full_name"] in text
    assert "Ảnh giấy đề nghị" not in text, "the photo of the sheet is not on the sheet"


def test_a_request_answered_here_has_no_sheet(client: Client, world: World, sign_in: SignIn) -> None:
    sign_in(client, "mai")
    words(client, "sheet", begun(client, "TS.000001"), status=404)


def test_a_paper_that_only_some_must_bring_is_marked_before_one_begins(
    client: Client, world: World, sign_in: SignIn
) -> None:
    sign_in(client, "mai")
    text = words(client, "start", "TS.000001")
    assert re.search(r"Giấy ủy quyền [^.]*\. tùy trường hợp", text)
    assert text.count("tùy trường hợp") == 1


def test_what_another_page_changed_is_shown_before_it_is_sent(client: Client, world: World, sign_in: SignIn) -> None:
    sign_in(client, "mai")
    id_ = begun(client, "TS.000001")
    at = reverse("dossiers:check_answers", args=[id_])
    first = re.findall(r'name="revision" value="(\d+)"', client.get(at).content.decode())
    draft = Draft.objects.get(pk=id_)
    drafts.replace_answers(draft, {**drafts.answers_of(draft), "phone": "0912345678"})
    again = client.post(at, {"revision": first[0]})
    assert again.status_code == 409
    page = again.content.decode()
    assert "tờ khai vừa được sửa ở một trang khác" in page
    assert "0912 345 678" in page
    assert not Dossier.objects.exists()
    (now,) = re.findall(r'name="revision" value="(\d+)"', page)
    assert client.post(at, {"revision": now}).status_code == 302
    assert Dossier.objects.count() == 1


def test_a_parent_who_registers_a_birth_is_told_by_the_phone_she_wrote(
    client: Client, world: World, sign_in: SignIn
) -> None:
    account = Account.objects.get(pk=world.cast["mai"].pk)
    sign_in(client, "mai")
    one = sample("1.001193")
    client.post(reverse("dossiers:start", args=[one.code]), {"representation": "parent"})
    draft = Draft.objects.get()
    files = {paper: [world.upload("mai")] for paper in one.attachments}
    definition = version_on(world.commune_id, one.code, date(2026, 11, 23)).definition
    answers = with_attachments(definition, one.answers, files)
    requester = {**answers["requester"], "full_name": account.full_name, "id_number": MAI_ID, "birth": "1968-05-12"}
    mother = {key: requester[key] for key in ("full_name", "id_number", "birth")}
    drafts.replace_answers(draft, {**answers, "requester": requester, "mother": mother, "phone": "0912345678"})
    sent = client.post(reverse("dossiers:check_answers", args=[draft.pk]))
    assert sent.status_code == 302, sent.content.decode()
    assert OutboxMessage.objects.filter(channel="sms", template="dossier_filed").count() == 1
