"""Number, symbol and date are a double only of one sender: every committee of a province writes 12/TB-UBND."""

import pytest
from django.test import Client

from thonso.documents.rules import may_be_one_sender
from thonso.documents.tests.intake import TYPED, act, dropped, registered

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]
TOLD = "Văn bản này hình như đã có trong sổ."
NOTE = {"code": "12/TB-UBND", "sender": "Ủy ban nhân dân xã A Mú Sung"}


@pytest.mark.parametrize(
    ("first", "second", "one"),
    [
        ("Sở Nội vụ", "SỞ NỘI VỤ", True),
        ("Sở Nội vụ", "Sở Nội vụ tỉnh Lào Cai", True),
        ("Sở Nội vụ Lào Cai", "Sở Nội vụ tỉnh Lào Cai", True),
        ("UBND xã A Mú Sung", "Ủy ban nhân dân xã A Mú Sung", True),
        ("HĐND tỉnh", "Hội đồng nhân dân tỉnh Lào Cai", True),
        ("Uỷ ban nhân dân xã Y Tý", "Ủy ban nhân dân xã Y Tý", True),
        ("", "Sở Nội vụ", True),
        ("", "", True),
        ("Ủy ban nhân dân xã A Mú Sung", "Ủy ban nhân dân xã Trịnh Tường", False),
        ("UBND xã Lào Cai", "UBND tỉnh Lào Cai", False),
        ("Sở Nội vụ", "Sở Tài chính", False),
        ("Sở Nội vụ", "Bộ Nội vụ", False),
    ],
)
def test_which_names_may_be_one_sender(first: str, second: str, one: bool) -> None:
    assert may_be_one_sender(first, second) is one
    assert may_be_one_sender(second, first) is one


def test_another_sender_with_the_same_number_symbol_and_date_is_no_double(thu: Client) -> None:
    registered(thu, **NOTE)
    row = registered(thu, **NOTE | {"sender": "Ủy ban nhân dân xã Trịnh Tường"})
    assert row.number == 2


def test_the_same_sender_written_shorter_is_asked_about(thu: Client) -> None:
    registered(thu, **NOTE)
    assert TOLD in act(thu, dropped(thu), "register", 422, **TYPED | NOTE | {"sender": "UBND xã A Mú Sung"})
