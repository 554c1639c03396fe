"""Codes of pre-printed slips: read however they are typed or scanned, and never taken for another."""

import pytest

from thonso.outreach.rules import LETTERS, check_letter, new_code, read


def test_a_code_is_read_as_typed_spoken_or_scanned() -> None:
    code = new_code()
    body = code.removeprefix("PH-").replace("-", "")
    for typed in (code, code.lower(), f"PH{body}", f"ph {body[:4]} {body[4:]}", f"https://xa.vn/tra-cuu/?ma={code}"):
        assert read(typed) == code


@pytest.mark.parametrize("typed", ["", "PH-", "TS-261109-0007", "PH-0000-0000", "PH-7K4M-92Q"])
def test_what_is_no_code_is_none(typed: str) -> None:
    assert read(typed) == ""


def test_a_wrong_letter_and_two_changed_over_are_found() -> None:
    body = "7K4M92Q"
    whole = body + check_letter(body)
    wrong = [whole[:n] + letter + whole[n + 1 :] for n in range(8) for letter in LETTERS if letter != whole[n]]
    wrong += [whole[:n] + whole[n + 1] + whole[n] + whole[n + 2 :] for n in range(6)]
    assert len(wrong) == 8 * 28 + 6
    assert [one for one in wrong if read(f"PH-{one[:4]}-{one[4:]}")] == []
