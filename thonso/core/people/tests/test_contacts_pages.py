"""A telephone of a person, with whose it is, is entered, set right and ended by page; its number is never shown whole."""

from uuid import uuid4

import pytest

from thonso.core.journal.models import Entry
from thonso.core.people import services
from thonso.core.people.models import Contact
from thonso.core.people.tests.conftest import household, person

PHONE = "0912345678"


@pytest.fixture
def lan(client, sign_in):
    sign_in(client, "lan")
    return client


def at(row, contact=None):
    return f"/ban/dan-cu/nguoi/{row.pk}/dien-thoai/" + (f"{contact.pk}/" if contact else "")


def post(client, url, **values):
    return client.post(url, {"transaction_id": str(uuid4()), **values})


def now(row):
    rows = Contact.objects.filter(resident=row, valid_to=None).order_by("id")
    return [(services.phone_of(one), one.owner_kind, one.owner_name) for one in rows]


def test_a_number_is_entered_with_whose_it_is(lan, mai, bat_xat, act):
    assert "chưa có số điện thoại" in lan.get(at(mai)).content.decode()
    _home, [lo] = household(bat_xat.son_ha, person("Phàn Thị Lở", "1979"))
    act(services.add_contact, lo, PHONE)
    answer = post(lan, at(mai), phone="0912 345 678", owner_kind="neighbour", owner_name="phàn thị lở")
    assert answer.status_code == 302, answer.content.decode()
    assert now(mai) == [(PHONE, "neighbour", "Phàn Thị Lở")]
    page = lan.get(at(mai)).content.decode()
    assert "••• 678" in page
    assert "số của hàng xóm (Phàn Thị Lở)" in page
    assert "2 hộ" in page, "that it serves two homes stands where it was entered"
    assert PHONE not in page
    assert Entry.objects.filter(verb="contact.set", subject_id=mai.pk).count() == 1
    assert PHONE not in " ".join(Entry.objects.values_list("body", flat=True))


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"phone": ""}, "Anh chị ghi số điện thoại"),
        ({"phone": "12345"}, "“12345”"),
        ({"owner_kind": ""}, "chọn số của ai"),
        ({"owner_kind": "uncle"}, "chọn số của ai"),
        ({"owner_kind": "relative", "owner_name": ""}, "Ghi tên người có số này"),
        ({"owner_kind": "own"}, "thì để trống ô tên"),
        ({"owner_name": "🙂"}, "aria-invalid"),
        ({"owner_name": "x" * 120}, "aria-invalid"),
    ],
)
def test_what_is_wrong_is_told_and_nothing_typed_is_lost(lan, mai, typed, words):
    form = {"phone": PHONE, "owner_kind": "helper", "owner_name": "Chảo Láo Tả", **typed}
    answer = post(lan, at(mai), **form)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert words in page
    if "phone" not in typed:
        assert f'value="{PHONE}"' in page
    assert now(mai) == []


def test_the_owner_and_the_number_are_set_right_and_the_old_number_is_kept_as_ended(lan, mai, act):
    one = act(services.add_contact, mai, PHONE)
    page = lan.get(at(mai, one)).content.decode()
    assert "••• 678" in page
    assert PHONE not in page
    assert post(lan, at(mai, one), owner_kind="relative", owner_name="Tẩn Láo Sử").status_code == 302
    assert now(mai) == [(PHONE, "relative", "Tẩn Láo Sử")]
    assert post(lan, at(mai, one), phone="0987654321", owner_kind="own").status_code == 302
    assert now(mai) == [("0987654321", "own", "")]
    assert Contact.objects.filter(resident=mai).exclude(valid_to=None).count() == 1


def test_a_number_is_ended_once_and_may_be_entered_again(lan, mai, act):
    one = act(services.add_contact, mai, PHONE)
    assert post(lan, at(mai, one), end="1").status_code == 302
    assert now(mai) == []
    assert Entry.objects.filter(verb="contact.ended").count() == 1
    again = post(lan, at(mai, one), end="1")
    assert again.status_code == 409
    assert "đã được ghi thôi dùng" in again.content.decode()
    assert post(lan, at(mai), phone=PHONE, owner_kind="own").status_code == 302


def test_three_numbers_are_the_most(lan, mai, act):
    for end in "123":
        act(services.add_contact, mai, f"091234567{end}")
    assert "nhiều nhất ba số" in lan.get(at(mai)).content.decode()
    assert post(lan, at(mai), phone=PHONE, owner_kind="own").status_code == 422
    assert len(now(mai)) == 3


def test_a_number_of_somebody_else_is_not_there(lan, mai, bat_xat, act):
    _home, [lo] = household(bat_xat.son_ha, person("Phàn Thị Lở", "1979"))
    one = act(services.add_contact, lo, PHONE)
    assert lan.get(at(mai, one)).status_code == 404
    assert post(lan, at(mai, one), end="1").status_code == 404
    assert len(now(lo)) == 1


@pytest.mark.parametrize("name", ["mai", "tu", "dung", "quantri", "tinh", "xuan", "hai", None])
def test_it_is_for_those_who_set_records_right(client, sign_in, mai, act, name):
    one = act(services.add_contact, mai, PHONE)
    if name:
        sign_in(client, name)
    for url in (at(mai), at(mai, one)):
        for answer in (client.get(url), post(client, url, phone="0987654321", owner_kind="own")):
            assert answer.status_code in ({404} if name else {302, 403}), url
    assert now(mai) == [(PHONE, "own", "")]
