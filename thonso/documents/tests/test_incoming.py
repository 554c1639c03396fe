"""What came is registered under a number; doubles are asked about, odd input is told, the register is found and printed."""

from datetime import date
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from thonso.core.files.tests.making import pdf
from thonso.core.journal.models import Entry
from thonso.core.journal.work import transact
from thonso.core.numbers.models import Issued
from thonso.documents import services
from thonso.documents.models import Incoming
from thonso.documents.tests.intake import DROP, LIST, TYPED, act, dropped, registered
from thonso.dossiers.tests.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]


def test_it_waits_then_has_the_next_number_of_the_year(thu: Client) -> None:
    first = registered(thu)
    second = registered(thu, code="7/KH-UBND", subject="Kế hoạch làm đường")
    assert (first.number, second.number, first.period) == (1, 2, "2026")
    assert first.code == "123/SNV-CCHC"
    assert first.dated == date(2026, 11, 20)
    page = thu.get(LIST).content.decode()
    assert "123/SNV-CCHC" in page
    assert "Kế hoạch làm đường" in page
    assert Entry.objects.filter(verb="incoming.registered").count() == 2


def test_the_same_form_sent_twice_is_one_number(thu: Client) -> None:
    row, key = dropped(thu), str(uuid4())
    act(thu, row, "register", **TYPED, transaction_id=key)
    act(thu, row, "register", **TYPED, transaction_id=key)
    assert Issued.objects.filter(object_id=row.pk).count() == 1


def test_what_somebody_else_registered_meanwhile_takes_no_second_number(thu: Client) -> None:
    row = dropped(thu)
    act(thu, row, "register", **TYPED)
    page = act(thu, row, "register", 409, **TYPED | {"code": "9/TB"})
    assert "Người khác vừa xử lý văn bản này" in page
    assert Issued.objects.filter(object_id=row.pk).count() == 1


@pytest.mark.parametrize(
    ("box", "typed", "says"),
    [
        ("sender", "", "Ghi cơ quan ban hành văn bản."),
        ("subject", "", "Ghi nội dung văn bản như trong trích yếu."),
        ("dated", "24/12/2026", "Ngày của văn bản chưa tới."),
        ("dated", "31/02/2026", "24/11/2026"),
        ("dated", "01/01/1026", "Không có văn bản nào cũ như vậy."),
        ("due_on", "01/11/2026", "Hạn trả lời không thể trước ngày của văn bản."),
        ("urgency", "9", "Hãy chọn trong danh sách."),
        ("copies", "nhiều", "một số từ 1 đến 999"),
        ("copies", "1000", "một số từ 1 đến 999"),
        ("copies", "0" * 9 + "199999", "một số từ 1 đến 999"),
        ("copies", "9" * 5000, "một số từ 1 đến 999"),
        ("subject", "x" * 501, "500"),
    ],
)
def test_bad_input_is_told_at_its_box_and_nothing_typed_is_lost(thu: Client, box: str, typed: str, says: str) -> None:
    row = dropped(thu)
    page = act(thu, row, "register", 422, **TYPED | {box: typed, "signer": "Nguyễn Văn Khuê"})
    assert says in page
    assert "Nguyễn Văn Khuê" in page
    row.refresh_from_db()
    assert row.state == "waiting"
    assert row.number is None
    assert not Issued.objects.filter(object_id=row.pk).exists()


def test_a_day_that_is_none_is_told_together_with_what_else_is_wrong(thu: Client) -> None:
    page = act(thu, dropped(thu), "register", 422, **TYPED | {"sender": "", "dated": "31/02/2026"})
    assert "Ghi cơ quan ban hành văn bản." in page
    assert "24/11/2026" in page


def test_a_double_is_shown_and_registered_only_when_somebody_says_it_is_another(thu: Client) -> None:
    first, row = registered(thu), dropped(thu)
    page = act(thu, row, "register", 422, **TYPED | {"code": "0123/SNV-CCHC"})
    assert "Văn bản này hình như đã có trong sổ." in page
    assert reverse("documents:one", args=[first.pk]) in page
    act(thu, row, "register", **TYPED, sure="1")
    row.refresh_from_db()
    assert row.number == 2


def test_a_document_that_is_returned_keeps_its_number_and_frees_its_double(thu: Client) -> None:
    row = registered(thu)
    assert "Ghi lý do trả lại." in act(thu, row, "send_back", 422, reason=" ")
    act(thu, row, "send_back", reason="Gửi nhầm, của xã Trịnh Tường")
    row.refresh_from_db()
    assert (row.state, row.number) == ("returned", 1)
    assert registered(thu).number == 2
    assert "Gửi nhầm, của xã Trịnh Tường" in thu.get(reverse("documents:one", args=[row.pk])).content.decode()


def test_each_organ_counts_by_itself(thu: Client) -> None:
    registered(thu)
    file = SimpleUploadedFile("a.pdf", pdf("khác"), "application/pdf")
    thu.post(DROP, {"organ": "hdnd", "file": file})
    row = Incoming.objects.get(organ="hdnd")
    act(thu, row, "register", **TYPED)
    row.refresh_from_db()
    assert row.number == 1


@pytest.mark.parametrize(
    "query",
    ["nam=0000&tu=01/01/2026", "nam=9999", f"sau={'9' * 5000}", "sau=-1", "co-quan=khac", "nam=٢٠٢٦"],
)
def test_an_odd_address_is_a_page_all_the_same(thu: Client, query: str) -> None:
    assert thu.get(f"{LIST}?{query}").status_code == 200
    assert thu.get(f"{reverse('documents:export', args=['csv'])}?{query}").status_code in {200, 422}


def test_where_another_system_numbers_its_number_is_typed_and_never_comes_twice(thu: Client) -> None:
    url = reverse("documents:numbering", args=["ubnd"])
    assert "Ghi tên phần mềm khác." in thu.post(url, {"from": "other", "other": " "}).content.decode()
    assert thu.post(url, {"from": "other", "other": "VNPT-iOffice"}).status_code == 302
    row = dropped(thu)
    assert "VNPT-iOffice đã cấp" in act(thu, row, "register", 422, **TYPED)
    act(thu, row, "register", **TYPED, number="4711")
    row.refresh_from_db()
    assert row.number == 4711
    assert not Issued.objects.filter(object_id=row.pk).exists()
    other = dropped(thu)
    page = act(thu, other, "register", 422, **TYPED | {"code": "8/KH"}, number="4711")
    assert "Số đến 4711 đã có trong sổ năm nay." in page
    assert "VNPT-iOffice đã cấp" in act(
        thu, other, "register", 422, **TYPED | {"code": "8/KH"}, number="0" * 12 + "9" * 20
    )
    assert thu.post(url, {"from": "thonso"}).status_code == 302
    act(thu, other, "register", **TYPED | {"code": "8/KH"})
    other.refresh_from_db()
    assert other.number == 4712


def test_the_register_is_found_without_diacritics_and_by_number(thu: Client) -> None:
    registered(thu)
    registered(thu, code="7/KH-UBND", subject="Kế hoạch làm đường")
    page = thu.get(LIST, {"q": "ke hoach lam duong"}).content.decode()
    assert "7/KH-UBND" in page
    assert "123/SNV-CCHC" not in page
    assert "Không tìm thấy văn bản nào trong năm này" in thu.get(LIST, {"q": "không có đâu"}).content.decode()


def test_the_printed_register_has_every_column(thu: Client) -> None:
    registered(thu, note="Kèm 01 đĩa")
    sheet = thu.get(reverse("documents:export", args=["csv"])).content.decode()
    for words in ("Ngày đến", "Số đến", "Tác giả", "Số, ký hiệu", "Đơn vị hoặc người nhận", "Ký nhận", "Kèm 01 đĩa"):
        assert words in sheet
    assert thu.get(reverse("documents:export", args=["pdf"])).content.startswith(b"%PDF")
    assert thu.get(reverse("documents:export", args=["xlsx"])).status_code == 200
    assert thu.get(reverse("documents:export", args=["exe"])).status_code == 404
    assert Entry.objects.filter(verb="incoming_register.exported").count() == 3


def test_fewer_days_of_the_register_are_printed_by_themselves(thu: Client) -> None:
    registered(thu)
    url = reverse("documents:export", args=["csv"])
    assert "123/SNV-CCHC" not in thu.get(url, {"tu": "01/01/2026", "den": "31/01/2026"}).content.decode()
    assert "123/SNV-CCHC" in thu.get(url, {"tu": "01/01/2026"}).content.decode()


def test_urgent_at_once_the_rest_by_the_next_working_day(thu: Client) -> None:
    from thonso.core.workdays.rules import Calendar
    from thonso.documents.rules import register_by

    friday = date(2026, 11, 27)
    assert register_by(friday, 0, Calendar()) == date(2026, 11, 30)
    assert register_by(friday, 1, Calendar()) == friday


@pytest.mark.parametrize("many", [1, 12])
def test_a_page_of_the_register_asks_the_same_however_many_there_are(thu: Client, world: World, many: int) -> None:
    with transact(world.commune_id) as work:
        for count in range(many):
            row = services.begin_on_paper(work, world.actor("thu"), world.units.commune, "ubnd")
            typed = services.Typed(sender="Sở Y tế", subject=f"Việc {count}", code=f"{count}/SYT")
            services.register(work, world.actor("thu"), row, typed)
            services.begin_on_paper(work, world.actor("thu"), world.units.commune, "ubnd")
    thu.get(LIST)  # what is kept between requests
    with CaptureQueriesContext(connection) as asked:
        thu.get(LIST)
    assert len(asked) <= 13, "\n".join(one["sql"][:110] + "…" + one["sql"][-90:] for one in asked)
