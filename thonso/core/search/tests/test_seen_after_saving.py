"""Who has just saved a record sees it under the reason given for that: once, and journalled like any opening."""

from uuid import uuid4

import pytest

from thonso.core.journal.models import Entry
from thonso.core.journal.work import body_of
from thonso.core.people import opening
from thonso.core.people.tests.conftest import household, person

WHY = "Giấy khai sinh mang đến quầy"
pytestmark = pytest.mark.django_db


@pytest.fixture
def row(bat_xat):
    return household(bat_xat.son_ha, person("Vàng A Tếnh", "1966", "male"))[1][0]


@pytest.fixture
def hoa(client, sign_in):
    sign_in(client, "hoa")
    return client


def save(client, row):
    form = {
        "full_name": row.full_name, "birth": "1966", "sex": "male", "relation": "head", "father_name": "Vàng A Lử",
        "reason": WHY, "transaction_id": str(uuid4()),
    }  # fmt: skip
    answer = client.post(f"/ban/dan-cu/nguoi/{row.pk}/sua/", form)
    assert answer.status_code == 302
    return answer.url


def opened(verb="resident.read"):
    return [body_of(entry)["purpose"] for entry in Entry.objects.filter(verb=verb).order_by("seq")]


def test_the_record_is_shown_after_saving_and_the_reading_is_journalled_with_the_reason(hoa, row):
    page = hoa.get(save(hoa, row)).content.decode()
    assert "Vàng A Lử" in page
    assert opened()[-1] == WHY


def test_the_household_is_shown_after_somebody_was_added(hoa, row):
    form = {"full_name": "Vàng A Pó", "birth": "1990", "sex": "male", "relation": "child", "reason": WHY}
    answer = hoa.post(f"/ban/dan-cu/ho/{row.household_id}/them/", {**form, "transaction_id": str(uuid4())})
    assert "Vàng A Pó" in hoa.get(answer.url).content.decode()
    assert opened("household.read") == [WHY]


def test_it_opens_once_only(hoa, row):
    url = save(hoa, row)
    hoa.get(url)
    before = opened()
    assert "Anh chị mở để làm gì?" in hoa.get(url).content.decode()
    assert opened() == before


def test_it_opens_no_other_record_and_is_gone_after_the_try(hoa, row, bat_xat):
    url = save(hoa, row)
    other = household(bat_xat.son_ha, person("Phàn A Chỉn", "1990", "male"))[1][0]
    before = opened()
    assert "Phàn A Chỉn" not in hoa.get(f"/ban/dan-cu/nguoi/{other.pk}/").content.decode()
    assert "Vàng A Lử" not in hoa.get(url).content.decode()
    assert opened() == before


def test_it_is_gone_after_a_minute(hoa, row, monkeypatch):
    url = save(hoa, row)
    monkeypatch.setattr(opening, "LASTS", -1)
    assert "Vàng A Lử" not in hoa.get(url).content.decode()


def test_it_is_not_for_who_signs_in_next_at_this_browser(hoa, sign_in, row):
    url = save(hoa, row)
    sign_in(hoa, "lan")
    assert "Anh chị mở để làm gì?" in hoa.get(url).content.decode()
