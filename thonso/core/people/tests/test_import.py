"""A list of residents from a spreadsheet: previewed, then applied; bad rows named, a second run changes nothing."""

import io
import time
import unicodedata
from datetime import date

import pytest
from openpyxl import Workbook

from thonso.core.base.errors import Refused
from thonso.core.journal.models import Entry
from thonso.core.journal.work import transact
from thonso.core.people import imports, services
from thonso.core.people.models import (
    Classification,
    Contact,
    DuplicateProposal,
    Ethnicity,
    Household,
    Membership,
    Resident,
)
from thonso.core.people.tests.conftest import MAI_ID, OFFICER
from thonso.core.people.views.imports import PEOPLE
from thonso.core.units import sheets

HEADINGS = ["Thôn", "Mã hộ", "Họ và tên", "Ngày sinh", "Giới tính", "Quan hệ với chủ hộ", "Số định danh cá nhân"]
MAI = ["Suối Chải", "SC-012", "Lý Thị Mai", "14/05/1968", "Nữ", "Chủ hộ", MAI_ID]
SU = ["Suối Chải", "SC-012", "Tẩn Láo Sử", "1965", "Nam", "Chồng", "015065990011"]
PHAM = ["Suối Chải", "SC-012", "Tẩn Thị Pham", date(2009, 9, 2), "nữ", "Con", ""]
LO = ["thôn suối chải", "SC-013", "PHÀN THỊ LỞ", "05/1979", "Nữ", "Chủ hộ", "015 179 990 017"]


def book(*rows, headings=HEADINGS) -> bytes:
    workbook = Workbook()
    page = workbook.active
    page.append(headings)
    for row in rows:
        page.append(list(row))
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def run(units, content, **options):
    with transact(units.commune.id) as work:
        return imports.apply(work, OFFICER, units.commune, content, **options)


def counts():
    return [
        m.objects.count()
        for m in (Household, Resident, Membership, Contact, Ethnicity, Classification, DuplicateProposal)
    ]


GOOD = book(MAI, SU, PHAM, LO)


def test_the_preview_counts_and_writes_nothing(bat_xat):
    preview = imports.preview(bat_xat.commune, GOOD)
    assert (preview.count("new"), preview.households, preview.rejects) == (4, 2, [])
    assert counts() == [0] * 7


def test_households_are_made_with_their_heads_people_and_memberships(bat_xat):
    run(bat_xat, GOOD)
    home = Household.objects.get(code="SC-012")
    assert home.head.full_name == "Lý Thị Mai"
    assert {(m.full_name, m.relation) for m in home.members.all()} == {
        ("Lý Thị Mai", "head"),
        ("Tẩn Láo Sử", "spouse"),
        ("Tẩn Thị Pham", "child"),
    }
    lo = Resident.objects.get(folded="phan thi lo")
    assert (lo.full_name, str(lo.birth), lo.hamlet_id) == ("Phàn Thị Lở", "05/1979", bat_xat.suoi_chai.id)
    assert Membership.objects.filter(valid_to=None).count() == 4
    assert services.find_by_id_number(bat_xat.commune.id, "015179990017") == lo


def test_the_same_file_twice_changes_nothing(bat_xat):
    run(bat_xat, GOOD)
    before = counts()
    again = run(bat_xat, GOOD)
    assert counts() == before
    assert again.count("unchanged") == 4


def test_every_bad_row_is_named_and_the_good_ones_are_entered(bat_xat):
    bad = [
        ["Không Có", "X-1", "Lý Thị A Na", "1990", "Nữ", "", ""],
        ["Suối Chải", "", "Lý Thị Ba", "1990", "Nữ", "", ""],
        ["Suối Chải", "SC-2", "Lý 4", "1990", "Nữ", "", ""],
        ["Suối Chải", "SC-2", "Lý Thị Năm", "31/02/1990", "Nữ", "", ""],
        ["Suối Chải", "SC-2", "Lý Thị Sáu", "1990", "x", "", ""],
        ["Suối Chải", "SC-2", "Lý Thị Bảy", "1990", "Nữ", "", "015068990023"],
        ["Suối Chải", "SC-012", "Người Thứ Hai", "1960", "Nam", "Chủ hộ", ""],
        MAI,
        ["Sơn Hà", "SC-012", "Lý Thị Tám", "1990", "Nữ", "", ""],
        ["Suối Chải", "SC-2", "=A1", "1990", "Nữ", "", ""],
        ["Suối Chải", "SC-2", "Lý\u202eThị Chín", "1990", "Nữ", "", ""],
    ]
    result = run(bat_xat, book(MAI, *bad, SU))
    assert [reject.line for reject in result.rejects] == list(range(3, 14))
    assert all(reject.reason for reject in result.rejects)
    assert set(Resident.objects.values_list("full_name", flat=True)) == {"Lý Thị Mai", "Tẩn Láo Sử"}


def test_a_number_cell_that_lost_its_zero_gets_it_back(bat_xat):
    run(bat_xat, book([*MAI[:6], 15168990023]))
    assert services.find_by_id_number(bat_xat.commune.id, MAI_ID) is not None


def test_letters_written_apart_from_their_marks_are_the_same_person(bat_xat):
    run(bat_xat, GOOD)
    nfd = [unicodedata.normalize("NFD", cell) if isinstance(cell, str) else cell for cell in MAI]
    assert run(bat_xat, book(nfd)).count("unchanged") == 1
    assert Resident.objects.count() == 4


def test_a_missing_number_is_filled_in_by_a_later_file(bat_xat):
    run(bat_xat, book([*MAI[:6], ""]))
    result = run(bat_xat, book(MAI))
    assert (result.count("filled"), Resident.objects.count()) == (1, 1)
    assert services.find_by_id_number(bat_xat.commune.id, MAI_ID).full_name == "Lý Thị Mai"


def test_a_new_person_joins_the_household_that_is_there(bat_xat, mai):
    run(bat_xat, book(["Suối Chải", "SC-012", "Tẩn Thị Coi", "2020", "Nữ", "Cháu", ""]))
    home = Household.objects.get(code="SC-012")
    assert (home.members.count(), home.head_id) == (6, mai.id)


def test_a_number_of_somebody_else_is_not_taken_over_but_proposed_side_by_side(bat_xat):
    run(bat_xat, book(MAI))
    content = book(["Sơn Hà", "SH-001", "Lù Thị Sen", "1968", "Nữ", "Chủ hộ", MAI_ID])
    result = run(bat_xat, content)
    assert result.count("disputed") == 1
    sen = Resident.objects.get(folded="lu thi sen")
    assert sen.id_number is None
    proposal = DuplicateProposal.objects.get()
    assert (proposal.reason, {proposal.first_id, proposal.second_id}) == (
        "same_id_number",
        {sen.id, Resident.objects.get(folded="ly thi mai").id},
    )
    before = counts()
    run(bat_xat, content)
    assert counts() == before


def test_classes_contacts_and_ethnic_groups_come_with_the_list(bat_xat):
    headings = [
        *HEADINGS,
        "Dân tộc",
        "Điện thoại",
        "Điện thoại của ai",
        "Phân loại hộ",
        "Năm phân loại",
        "Số quyết định",
        "Ngày quyết định",
    ]
    content = book(
        [*MAI, "Dao", 912345678, "Người thân", "Hộ nghèo", 2026, "215/QĐ-UBND", date(2025, 12, 19)], headings=headings
    )
    run(bat_xat, content)
    home = Household.objects.get()
    assert services.classification_on(home, date(2026, 5, 1)).klass == "poor"
    assert (Ethnicity.objects.get().name, services.phone_of(Contact.objects.get())) == ("Dao", "0912345678")
    before = counts()
    run(bat_xat, content)
    assert counts() == before


def test_rows_about_ones_own_household_are_left_to_somebody_else(bat_xat, mai):
    headings = [*HEADINGS, "Phân loại hộ", "Năm phân loại", "Số quyết định", "Ngày quyết định"]
    content = book([*MAI, "Hộ nghèo", 2026, "1/QĐ-UBND", date(2025, 12, 19)], headings=headings)
    result = run(bat_xat, content, own_household=mai.household_id)
    assert [reject.line for reject in result.rejects] == [2]
    assert not Classification.objects.exists()


def test_one_journal_entry_says_how_many_and_never_who(bat_xat):
    run(bat_xat, GOOD)
    entry = Entry.objects.get(verb="people.imported")
    assert '"new":4' in entry.body
    assert "Mai" not in entry.body


def test_wrong_headings_and_empty_templates_are_refused_whole(bat_xat):
    for content in (book(MAI, headings=list("abcdefg")), sheets.template(imports.COLUMNS, "Dân cư")):
        with pytest.raises(Refused):
            imports.preview(bat_xat.commune, content)


def test_ten_thousand_rows_are_entered_in_one_go(bat_xat):
    tie = ["Chủ hộ", "Con", "Con", "Con", "Con"]
    rows = [
        [
            "Suối Chải",
            f"SC-{n // 5:05d}",
            f"Lý Thị {'ABCDEGHIKLMNOP'[n % 14]}n",
            str(1940 + n % 80),
            "Nữ",
            tie[n % 5],
            "",
        ]
        for n in range(10_000)
    ]
    start = time.process_time()
    result = run(bat_xat, book(*rows))
    assert result.count("new") + len(result.rejects) == 10_000
    assert Resident.objects.count() == result.count("new")
    assert time.process_time() - start < 60


def test_the_button_counts_rows_and_a_class_is_no_row_of_its_own(bat_xat):
    headings = [*HEADINGS, "Phân loại hộ", "Năm phân loại", "Số quyết định", "Ngày quyết định"]
    row = [*MAI, "Hộ nghèo", 2026, "215/QĐ-UBND", date(2025, 12, 20)]
    preview = imports.preview(bat_xat.commune, book(row, headings=headings))
    assert PEOPLE.new(preview) == len(preview.items) == 1
