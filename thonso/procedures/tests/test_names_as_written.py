"""A name is a name and an ethnic group is letters, wherever a form asks for them."""

import pytest

from thonso.procedures.forms.kinds import KINDS, Context
from thonso.procedures.forms.shape import Field
from thonso.procedures.tests.making import TODAY

CONTEXT = Context(today=TODAY)


def parsed(written: str, typed: str):
    return KINDS["text"].parse(typed, Field("k", "text", "Tên", max_length=100, written=written), CONTEXT)


@pytest.mark.parametrize("typed", ["x😀", "12345", "Lý Thị Mai 2", "<b>", "a" * 101, "aaaa"])
def test_what_is_no_name_is_refused(typed: str) -> None:
    value, errors = parsed("name", typed)
    assert value is None
    assert errors[""]


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("lý thị mai", "Lý Thị Mai"),
        ("LÝ A SỬ", "Lý A Sử"),
        ("H’Hen Niê", "H’Hen Niê"),
        ("Y-Krông Êban", "Y-Krông Êban"),
    ],
)
def test_a_name_is_kept_as_names_are_written(typed: str, kept: str) -> None:
    assert parsed("name", typed) == (kept, {})


@pytest.mark.parametrize("typed", ["12345 😀", "Dao 2", "-", "Dao😀", "<b>"])
def test_what_is_no_word_is_refused(typed: str) -> None:
    value, errors = parsed("letters", typed)
    assert value is None
    assert errors[""]


@pytest.mark.parametrize("typed", ["Dao", "Khơ-mú", "H'Mông", "Hmông (Mèo)", "Xơ-đăng", "La Hủ", "Ba-na", "Việt Nam"])
def test_ethnic_groups_and_nationalities_pass(typed: str) -> None:
    assert parsed("letters", typed) == (typed, {})
