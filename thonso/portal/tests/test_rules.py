"""The states of a dossier as the portal's lists write them."""

import pytest

from thonso.dossiers.rules.states import State
from thonso.portal import rules


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("Mới đăng ký", 1),
        ("dang xu ly (qua han)", 4),
        ("Được tiếp nhận", 2),
        ("Không được tiếp nhận", 3),
        ("Yêu cầu bổ sung giấy tờ", 5),
        ("Yêu cầu thực hiện nghĩa vụ tài chính", 6),
        ("Công dân yêu cầu rút hồ sơ", 7),
        ("Dừng xử lý", 8),
        ("Đã xử lý xong – chờ trả kết quả", 9),
        ("ĐÃ TRẢ KẾT QUẢ", 10),
        ("9", 9),
        ("12", None),
        ("", None),
        ("Chuyển liên thông", None),
    ],
)
def test_a_state_is_known_by_its_words_or_its_code(words: str, code: int | None) -> None:
    assert rules.code_of(words) == code


def test_every_state_here_fits_the_code_it_is_told_under_and_no_other_but_received_and_being_processed() -> None:
    for state in State:
        fitting = {code for code in range(1, 11) if rules.fits(state, code)}
        own = {rules.NATIONAL_CODE[state]}
        assert fitting == ({2, 4} if own & {2, 4} else own), state
        assert all(state.value in rules.states_of(code) for code in fitting)


def test_each_name_of_a_state_is_read_as_that_state() -> None:
    assert {rules.code_of(name): name for name in rules.NAMES.values()} == rules.NAMES
