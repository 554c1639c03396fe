"""Text at the edge: what is refused, how it is searched, how people are sorted."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thonso.core.base.errors import Refused
from thonso.core.base.text import clean, fold, person_sort_key


def test_decomposed_text_becomes_composed_and_blanks_are_tidied() -> None:
    assert clean(unicodedata.normalize("NFD", "  Lý   Thị Mai "), limit=100) == "Lý Thị Mai"


@pytest.mark.parametrize("bad", ["a\x00b", "a\u202eb", "a\u200bb", "\ud800", "\ufeffMai", "a\x1bb"])
def test_what_cannot_be_printed_is_refused(bad: str) -> None:
    with pytest.raises(Refused):
        clean(bad, limit=100)


def test_too_much_is_refused_with_the_limit() -> None:
    with pytest.raises(Refused, match="10"):
        clean("x" * 11, limit=10)


def test_lines_are_kept_only_where_they_are_wanted() -> None:
    assert clean("một\r\nhai", limit=20, multiline=True) == "một\nhai"
    assert clean("một\nhai", limit=20) == "một hai"


@given(st.text(alphabet="aăâbcdđeêghiklmnoôơpqrstuưvxyàáảãạầấẩẫậ ĐÂỘỮ", max_size=40))
def test_folding_twice_changes_nothing_and_leaves_no_marks(text: str) -> None:
    once = fold(text)
    assert fold(once) == once
    assert not any(unicodedata.combining(c) for c in unicodedata.normalize("NFD", once))


def test_names_meet_without_diacritics() -> None:
    assert fold("LÝ THỊ MAI") == fold("ly thi mai") == "ly thi mai"
    assert fold("Đặng Đức") == "dang duc"


def test_people_stand_by_given_name_in_vietnamese_order() -> None:
    people = ["Trần Văn Đức", "Lý Thị Mai", "Nguyễn Văn Ân", "Phạm Thị An", "Lê Văn Dũng", "Lý Thị Mại", "Bàn Văn Anh"]
    ordered = sorted(people, key=person_sort_key)
    assert ordered == [
        "Phạm Thị An",
        "Bàn Văn Anh",
        "Nguyễn Văn Ân",
        "Lê Văn Dũng",
        "Trần Văn Đức",
        "Lý Thị Mai",
        "Lý Thị Mại",
    ]
