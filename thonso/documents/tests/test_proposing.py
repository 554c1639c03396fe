"""What was read is proposed as people write it: no capitals of the page, kinds by their name, V/v before an official letter."""

from datetime import date
from io import BytesIO

import pytest
from django.test import Client
from django.urls import reverse

from tests.cast import BACKEND
from thonso.core import papers
from thonso.documents import services
from thonso.documents.proposing import kind_of, proposed, written
from thonso.documents.reading.rules import Found
from thonso.dossiers.tests.world import World
from thonso.sample.documents import _WAITING

DAY = date(2026, 11, 27)


def found(**values: str) -> dict[str, Found]:
    return {key: Found(value, 0, 0.1, 0.1, 0.4, 0.2) for key, value in values.items()}


@pytest.mark.parametrize(
    ("name", "known", "text", "as_written"),
    [
        ("SỞ NỘI VỤ", ["Sở Nội vụ"], "", "Sở Nội vụ"),
        ("SỞ KHOA HỌC VÀ CÔNG NGHỆ", [], "Nay Sở Khoa học và\nCông nghệ đề nghị", "Sở Khoa học và Công nghệ"),
        ("ỦY BAN NHÂN DÂN TỈNH LÀO CAI", [], "", "Ủy ban nhân dân tỉnh Lào Cai"),
        ("ỦY BAN NHÂN DÂN XÃ A MÚ SUNG", ["SỞ Y TẾ"], "", "Ủy ban nhân dân xã A Mú Sung"),
        ("Công ty Điện lực", [], "", "Công ty Điện lực"),
    ],
)
def test_an_organ_in_capitals_is_written_as_people_write_it(
    name: str, known: list[str], text: str, as_written: str
) -> None:
    assert written(name, known, text) == as_written


def test_a_title_in_capitals_is_the_kind_by_its_name() -> None:
    values = proposed(found(kind="QUYẾT ĐỊNH", code="12/QĐ-UBND", subject="Ban hành quy chế"), "", [], DAY)
    assert kind_of(values) == "Quyết định"
    assert values["subject"]["value"] == "Ban hành quy chế"


def test_a_numbered_document_without_a_title_is_an_official_letter() -> None:
    values = proposed(found(code="12/SNV", subject="báo cáo"), "", [], DAY)
    assert (kind_of(values), values["subject"]["value"]) == ("Công văn", "V/v báo cáo")
    assert kind_of(proposed({}, "", [], DAY)) == ""


@pytest.mark.django_db
@pytest.mark.usefixtures("monday")
def test_the_entry_of_a_real_letter_is_filled_in_with_its_places(client: Client, world: World) -> None:
    letter = papers.render("letter", {**_WAITING[0][1], "date": date(2026, 11, 20)})
    row = services.arrive(world.actor("thu"), world.units.commune, "ubnd", BytesIO(letter), "cv.pdf")
    client.force_login(world.cast["thu"], backend=BACKEND)
    page = client.get(reverse("documents:one", args=[row.pk])).content.decode()
    for words in (
        'value="Sở Khoa học và Công nghệ"', 'value="1206/SKHCN-CĐS"', 'value="20/11/2026"', 'value="Công văn"',
        "V/v báo cáo kết quả phủ sóng", 'value="Nguyễn Thành Công"', "Đọc ở trang 1, ô số 1.",
    ):  # fmt: skip
        assert words in page
    assert page.count("<rect ") == 6
