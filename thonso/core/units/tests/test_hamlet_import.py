"""A spreadsheet of hamlets: previewed, then applied; a bad row is named with its line, and never half-done."""

import io

import pytest
from openpyxl import Workbook

from thonso.core.base.errors import Refused
from thonso.core.journal.work import transact
from thonso.core.units import imports, services, sheets
from thonso.core.units.models import Unit
from thonso.core.units.tests.conftest import ADMIN

HEADINGS = ["Tên thôn", "Mã thôn", "Số hộ", "Số nhân khẩu", "Số hộ nghèo", "Dân tộc", "Cách trung tâm xã (km)"]


def book(*rows, headings=HEADINGS) -> bytes:
    workbook = Workbook()
    page = workbook.active
    page.append(headings)
    for row in rows:
        page.append(list(row))
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def run(commune, content):
    with transact(commune.id) as work:
        return imports.apply(work, ADMIN, commune, content)


GOOD = book(
    ["Thôn Suối Chải", "suoi-chai", 86, 440, 64, "Dao: 300; Mông: 140", 20],
    ["Sơn Hà", None, "112", "486", None, None, "3,5"],
)


def test_the_preview_says_what_would_happen_and_writes_nothing(commune):
    preview = imports.preview(commune, GOOD)
    assert (preview.count("new"), preview.rejects) == (2, [])
    assert not Unit.objects.filter(kind="hamlet").exists()


def test_applying_writes_the_hamlets_with_their_figures(commune):
    run(commune, GOOD)
    suoi_chai = Unit.objects.get(code="suoi-chai")
    data = services.data_of(suoi_chai)
    assert (data.households, data.population, data.ethnic_groups) == (86, 440, {"Dao": 300, "Mông": 140})
    assert str(services.data_of(Unit.objects.get(code="son-ha")).distance_km) == "3.5"


def test_the_same_file_twice_changes_nothing(commune):
    run(commune, GOOD)
    again = run(commune, GOOD)
    assert (again.count("new"), again.count("changed"), again.count("unchanged")) == (0, 0, 2)
    assert Unit.objects.filter(kind="hamlet").count() == 2


def test_an_empty_cell_keeps_what_is_known(commune):
    run(commune, GOOD)
    run(commune, book(["Suối Chải", 87], headings=["Tên thôn", "Số hộ"]))
    data = services.data_of(Unit.objects.get(code="suoi-chai"))
    assert (data.households, data.population) == (87, 440)


def test_bad_rows_are_named_with_line_and_reason_and_the_good_ones_imported(commune):
    result = run(
        commune,
        book(
            ["Thôn Một", "mot", 10, 50, 3, "", 1],
            ["", "hai", 10, 50, 3, "", 1],
            ["Thôn Ba", "ba", 10, 50, 30, "", 1],
            ["Thôn Bốn", "bon", "mười", 50, 3, "", 1],
            ["Thôn Năm", "nam", 10, 50, 3, "rất nhiều", 1],
            ["Thôn Một", "mot-khac", 10, 50, 3, "", 1],
            ["Thôn Sáu", "Mã có dấu!", 10, 50, 3, "", 1],
            ["Thôn \u202eBảy", "bay", 10, 50, 3, "", 1],
        ),
    )
    assert [reject.line for reject in result.rejects] == [3, 4, 5, 6, 7, 8, 9]
    assert all(reject.reason for reject in result.rejects)
    assert [u.name for u in services.hamlets(commune.id)] == ["Một"]


def test_letters_written_apart_from_their_marks_meet_the_same_hamlet(commune):
    import unicodedata

    run(commune, GOOD)
    nfd = unicodedata.normalize("NFD", "Thôn Suối Chải")
    preview = imports.preview(commune, book([nfd, None, 86, 440, 64, None, None]))
    assert preview.count("unchanged") == 1


def test_a_formula_is_never_run_and_its_row_is_named(commune):
    result = imports.preview(commune, book(["Thôn Một", "mot", "=1+1", 50, 3, "", 1]))
    assert [reject.line for reject in result.rejects] == [2]
    assert not result.items


def test_a_csv_from_excel_with_semicolons_is_read(commune):
    text = "Tên thôn;Số hộ;Số nhân khẩu\nThôn Suối Chải;86;440\nThôn Sơn Hà;1.120;4.860\n"
    result = run(commune, text.encode("utf-8-sig"))
    assert result.count("new") == 2
    assert services.data_of(Unit.objects.get(code="son-ha")).households == 1120


def test_a_title_above_the_headings_does_no_harm(commune):
    workbook = Workbook()
    page = workbook.active
    for row in (["UBND XÃ BÁT XÁT"], [], ["DANH SÁCH THÔN"], ["STT", "TÊN THÔN", "SỐ HỘ"], [1, "Thôn Một", 20]):
        page.append(row)
    out = io.BytesIO()
    workbook.save(out)
    preview = imports.preview(commune, out.getvalue())
    assert [(item.line, item.data.households) for item in preview.items] == [(5, 20)]


def test_wrong_headings_are_refused_with_the_missing_ones_named(commune):
    with pytest.raises(Refused) as refusal:
        imports.preview(commune, book(["x", 1], headings=["Cột lạ", "Cột khác"]))
    assert "Tên thôn" in str(refusal.value.message)


def test_the_template_is_empty_until_it_is_filled_in(commune):
    content = sheets.template(imports.COLUMNS, "Thôn")
    with pytest.raises(Refused):
        imports.preview(commune, content)


def test_a_reason_names_the_column_it_is_about(commune):
    (reject,) = imports.preview(commune, book(["Thôn Mới", "moi", 40, "hai"])).rejects
    assert (reject.line, "Cột “Số nhân khẩu”" in reject.reason) == (2, True)
    content = book(["Thôn Mới", 40, 60], headings=["Tên thôn", "Số hộ", "Số hộ nghèo"])
    (reject,) = imports.preview(commune, content).rejects
    assert "Cột “Số hộ nghèo”: Số này nhiều hơn tổng số hộ của thôn." in reject.reason


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"%PDF-1.7\n%\xe2\xe3", "không phải bảng tính"),
        (b"\xff\xd8\xff\xe0 anh", "không phải bảng tính"),
        ("Kính gửi Ủy ban nhân dân xã\nDanh sách đính kèm.".encode(), "không có cột nào"),
    ],
)
def test_what_is_no_spreadsheet_is_called_so(commune, content: bytes, words: str):
    with pytest.raises(Refused, match=words):
        imports.preview(commune, content)
