"""Passwords that anybody would try first are refused; good ones pass."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thonso.core.access.passwords import is_weak


@pytest.mark.parametrize(
    "password",
    [
        "1234567890", "matkhau123", "Matkhau@2026", "batxat2026", "BatXat@123", "Bát Xát 2026", "thonso@2026",
        "laocai123456", "anhyeuem123", "Anh yêu em", "qwertyuiop", "aaaaaaaaaaaa", "abcabcabcabc", "p@ssw0rd123",
        "suoichai2025", "nguyenlan2026", "ubnd@batxat", "canboxa123", "iloveyou123", "0987654321", "thonso-demo",
    ],
)  # fmt: skip
def test_easy_ones_are_refused(password):
    assert is_weak(password, ("lan", "Nguyễn", "Thị", "Lan"))


@pytest.mark.parametrize(
    "password",
    [
        "trâu gặm cỏ non bờ suối",
        "con dao cun nương ngô gầy",
        "kẻng vỡ 7 bếp lửa",
        "vL9#kq2Zr8!x",
        "cơm lam mận chín",
    ],
)
def test_unrelated_words_and_random_ones_pass(password):
    assert not is_weak(password, ("lan", "Nguyễn", "Thị", "Lan"))


@given(st.text(max_size=80))
def test_any_text_gets_an_answer(text):
    assert is_weak(text) in {True, False}


@given(st.integers(0, 10**12))
def test_digits_behind_a_local_word_never_help(number):
    assert is_weak(f"batxat{number % 10_000}")
