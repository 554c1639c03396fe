"""The story on the pages: Hoa writes and submits, Hai reads and signs, Thu seals; what goes wrong on the way is told."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from thonso.core.access.models import Assignment
from thonso.core.access.services.posts import lend
from thonso.core.base.clock import today
from thonso.core.journal.models import Entry
from thonso.documents.outgoing import services, setting
from thonso.documents.outgoing.models import Outgoing
from thonso.documents.outgoing.tests.conftest import BODY, DRAFT, Office

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]
As = Callable[[str], Client]


def at(name: str, *args: Any) -> str:
    return reverse(f"documents:{name}", args=args)


def body(client: Client, url: str, status: int = 200) -> str:
    response = client.get(url)
    assert response.status_code == status
    return response.content.decode()


def test_from_the_first_line_to_the_seal(as_: As, office: Office) -> None:
    hoa, hai, thu = as_("hoa"), as_("hai"), as_("thu")
    assert 'value="VHXH" selected' in body(hoa, at("begin"))  # whose officer she is
    first = {name: DRAFT[name] for name in ("kind", "unit", "capacity", "urgency", "subject")}
    response = hoa.post(at("begin"), first)
    row = Outgoing.objects.get()
    assert response.url == at("draft", row.pk)
    assert "Lưu: VT, VHXH" in body(hoa, response.url)
    response = hoa.post(at("draft", row.pk), {**DRAFT, "seen": "1", "stay": "1"})
    assert response.url == at("draft", row.pk)
    hoa.post(at("outgoing_present", row.pk), {"signer": str(office.id("hai")), "words": "Kính trình"})
    assert "chờ ký" in body(hai, at("outgoing"))
    turn = office.turn(row, "hai")
    assert "Đọc và ký" in body(hai, at("outgoing_one", row.pk))
    assert 'name="seen" value="2"' in body(hai, at("sign", turn.pk))
    hai.post(at("sign", turn.pk), {"seen": "2"})
    row.refresh_from_db()
    assert row.state == "signed"
    assert row.code in body(thu, at("outgoing"))
    assert row.code in body(thu, at("issue", row.pk))
    thu.post(at("issue", row.pk))
    for client in (hoa, hai, thu):
        page = body(client, at("outgoing_one", row.pk))
        assert "Đã phát hành" in page
        assert client.get(reverse("files:download", args=[row.__class__.objects.get().upload_id])).status_code == 200
    assert as_("binh").get(at("outgoing_one", row.pk)).status_code == 404


def test_what_is_wrong_comes_back_with_everything_typed(as_: As, office: Office) -> None:
    hoa = as_("hoa")
    response = hoa.post(
        at("begin"), {"kind": "cong-van", "unit": "", "subject": "", "capacity": "body", "urgency": "2"}
    )
    page = response.content.decode()
    assert response.status_code == 422
    assert page.count('aria-invalid="true"') == 2
    row = office.begin()
    response = hoa.post(at("draft", row.pk), {**DRAFT, "subject": " ", "body": "Nội dung đã gõ", "seen": "1"})
    assert response.status_code == 422
    assert "Nội dung đã gõ" in response.content.decode()
    response = hoa.post(at("outgoing_present", row.pk), {"signer": "x", "words": "Lời trình"})
    assert response.status_code == 422
    assert "Lời trình" in response.content.decode()


def test_a_draft_with_a_mark_of_secrecy_leaves_that_it_was_refused_and_nothing_of_it(as_: As, office: Office) -> None:
    row, hoa = office.begin(), as_("hoa")
    response = hoa.post(at("draft", row.pk), {**DRAFT, "body": "TUYỆT MẬT\nKế hoạch Z", "seen": "1"})
    assert response.status_code == 422
    entry = Entry.objects.get(verb="outgoing.refused_secret")
    assert "Kế hoạch Z" not in entry.body
    assert row.versions.count() == 1


def test_a_version_saved_meanwhile_is_shown_and_nothing_typed_is_lost(as_: As, office: Office) -> None:
    row, hoa = office.begin(), as_("hoa")
    office.save(row, seen=1, body="Bản của máy khác")
    response = hoa.post(at("draft", row.pk), {**DRAFT, "body": "Bản đang gõ", "seen": "1"})
    page = response.content.decode()
    assert response.status_code == 409
    assert "Bản đang gõ" in page
    assert at("compare", row.pk, 2) in page
    assert 'name="seen" value="2"' in page
    assert hoa.post(at("draft", row.pk), {**DRAFT, "body": "Bản đang gõ", "seen": "2"}).status_code == 302
    assert Outgoing.objects.get().version == 3


def test_what_was_typed_while_the_document_moved_on_is_not_lost(as_: As, office: Office) -> None:
    """Binh writes, Hoa takes it back, Binh saves."""
    row, binh = office.submit(office.begin(), checkers=("binh",)), as_("binh")
    office.act(services.take_back, "hoa", row)
    response = binh.post(at("draft", row.pk), {**DRAFT, "body": "Binh đã gõ", "seen": "1"})
    assert response.status_code == 409
    assert "Binh đã gõ" in response.content.decode()


def test_after_a_refusal_what_is_sent_next_is_another_change(as_: As, office: Office) -> None:
    """The answer to the first saving was lost; the second, with another text, bears its number."""
    row, hoa, same = office.begin(), as_("hoa"), str(uuid4())
    assert (
        hoa.post(at("draft", row.pk), {**DRAFT, "body": "Một", "seen": "1", "transaction_id": same}).status_code == 302
    )
    response = hoa.post(at("draft", row.pk), {**DRAFT, "body": "Hai", "seen": "1", "transaction_id": same})
    page = response.content.decode()
    assert response.status_code == 409
    assert same not in page
    assert "Hai" in page


def test_the_right_form_says_what_is_wrong(as_: As, office: Office) -> None:
    row, hoa = office.begin(), as_("hoa")
    page = hoa.post(at("ask", row.pk), {"question": "Thể thức?"}).content.decode()
    assert 'value="Thể thức?"' in page
    page = hoa.post(at("outgoing_own", row.pk, "drop"), {"why": ""}).content.decode()
    assert 'id="f-why-error"' in page
    assert 'id="f-words-error"' not in page
    typed = {"signer": str(office.id("hai")), "checker_1": str(office.id("lan")), "checker_2": str(office.id("binh"))}
    hoa.post(at("outgoing_present", row.pk), typed)
    order = row.tasks.order_by("place").values_list("account", flat=True)
    assert list(order) == [office.id("lan"), office.id("binh"), office.id("hai")]  # as they were chosen


def test_what_was_sent_back_says_so_first_and_what_was_written_stands_where_it_is_decided(
    as_: As, office: Office
) -> None:
    row = office.begin()
    office.act(services.ask, "hoa", row, [office.id("binh")], "Căn cứ đủ chưa?")
    assert "Căn cứ đủ chưa?" in body(as_("binh"), at("outgoing_one", row.pk)).partition("docpages")[0]
    office.act(services.opine, "binh", office.turn(row, "binh"), "Thiếu một căn cứ")
    office.submit(row)
    hai = as_("hai")
    page = body(hai, at("sign", office.turn(row, "hai").pk))
    assert "Thiếu một căn cứ" in page
    assert "Kính trình" in page
    assert at("outgoing_act", office.turn(row, "hai").pk, "send_back") in page
    office.act(services.send_back, "hai", office.turn(row, "hai"), "Bổ sung căn cứ")
    hoa = as_("hoa")
    assert "bị trả lại" in body(hoa, at("outgoing"))
    assert "Bổ sung căn cứ" in body(hoa, at("outgoing_one", row.pk)).partition("docpages")[0]
    office.submit(row)
    assert "Bị trả lại" not in body(hoa, at("outgoing_one", row.pk))


def test_the_clerk_gives_a_signed_document_back(as_: As, office: Office) -> None:
    row = office.submit(office.begin())
    as_("hai").post(at("sign", office.turn(row, "hai").pk), {"seen": "1"})
    thu = as_("thu")
    assert "Không phát hành được" in body(thu, at("outgoing_one", row.pk))
    assert thu.post(at("outgoing_give_back", row.pk), {"why": ""}).status_code == 422
    assert thu.post(at("outgoing_give_back", row.pk), {"why": "Sai tên"}).status_code == 302
    assert "Sai tên" in body(as_("hoa"), at("outgoing_one", row.pk))


def test_a_stand_in_reads_the_head_that_she_will_sign_under(as_: As, office: Office) -> None:
    row = office.submit(office.begin(), "hai")
    post, day = Assignment.objects.get(account=office.id("hai"), role="chairman"), today()
    hai = office.world.actor("hai")
    lend(hai, post, office.world.cast["pho"], valid_from=day, valid_to=day, reason="Đi họp.")
    assert setting.signing_role(row, office.world.actor("pho")) == setting.DEPUTY
    assert setting.signing_role(row, office.world.actor("hai")) == setting.CHAIR
    assert setting.signing_role(row, office.world.actor("hoa")) == setting.CHAIR


def test_the_pages_are_drawn_while_somebody_types_and_nothing_is_kept(as_: As, office: Office) -> None:
    row, hoa = office.begin(), as_("hoa")
    typed = {**DRAFT, "body": f"{BODY}\nĐiều 9. Sai số.", "unit": "x", "urgency": "99"}
    page = hoa.post(at("preview", row.pk), typed, headers={"HX-Request": "true"}).content.decode()
    assert page.count("data:image/png;base64,") == 1
    assert "Điều 9." in page
    assert "Điều 3." in page  # what would follow
    assert "<html" not in page
    assert "<html" in hoa.post(at("preview", row.pk), typed).content.decode()  # without JavaScript
    row.refresh_from_db()
    assert row.version == 1


def test_the_preview_of_anything_at_all_is_a_page(as_: As, office: Office) -> None:
    row, hoa = office.begin(), as_("hoa")
    for text in (
        "",
        "y" * 40_000,
        "\x00\ud7ff",
        "|\n||\n|--|--|",
        "\t\t\t",
        "PHỤ LỤC",
        "#let x = 1 $ * _ [",
        "x" * 5000,
        "| " * 400,
    ):
        assert hoa.post(at("preview", row.pk), {**DRAFT, "body": text, "subject": text[:50]}).status_code in {200, 400}


def test_what_a_version_changed_is_marked_word_by_word(as_: As, office: Office) -> None:
    row = office.begin()
    office.save(row, seen=1, body=BODY.replace("Suối Chải", "Tùng Sáng"))
    page = body(as_("hoa"), at("compare", row.pk, 2))
    assert "<del>Suối Chải.</del>" in page
    assert "<ins>Tùng Sáng.</ins>" in page
    assert as_("hoa").get(at("compare", row.pk, 1)).status_code == 404
    assert as_("hoa").get(at("compare", row.pk, 3)).status_code == 404


def test_a_version_is_a_file_to_be_read_on_paper(as_: As, office: Office) -> None:
    row = office.begin()
    response = as_("hoa").get(at("version", row.pk, 1))
    assert response.content.startswith(b"%PDF")
    assert as_("hoa").get(at("version", row.pk, 9)).status_code == 404
    picture = as_("hoa").get(at("outgoing_picture", row.pk, 1))
    assert picture.content.startswith(b"\x89PNG")
    assert as_("hoa").get(at("outgoing_picture", row.pk, 2)).status_code == 404


def test_a_reason_is_asked_for_at_its_box(as_: As, office: Office) -> None:
    row = office.submit(office.begin())
    turn = office.turn(row, "hai")
    response = as_("hai").post(at("outgoing_act", turn.pk, "send_back"), {"words": ""})
    assert response.status_code == 422
    assert 'id="f-words-error"' in response.content.decode()
    assert as_("hai").post(at("outgoing_act", turn.pk, "xoa"), {"words": "x"}).status_code == 404
    assert as_("hoa").post(at("outgoing_own", row.pk, "xoa"), {"words": "x"}).status_code == 404


def test_what_was_dealt_with_meanwhile_is_not_signed_twice(as_: As, office: Office) -> None:
    row = office.submit(office.begin())
    turn, hai = office.turn(row, "hai"), as_("hai")
    assert hai.post(at("sign", turn.pk), {"seen": "1"}).status_code == 302
    assert hai.get(at("sign", turn.pk)).url == at("outgoing_one", row.pk)
    assert as_("hoa").get(at("draft", row.pk)).status_code == 404  # nothing to write any more
    assert as_("thu").get(at("issue", office.begin().pk)).status_code == 404


def test_the_list_asks_the_same_for_one_as_for_ten(as_: As, office: Office) -> None:
    hoa = as_("hoa")

    def queries() -> int:
        hoa.get(at("outgoing"))
        with CaptureQueriesContext(
            connection,
        ) as seen:
            hoa.get(at("outgoing"))
        return len(seen)

    office.begin()
    one = queries()
    for _each in range(9):
        office.begin()
    assert queries() == one
