"""Where a filing costs nothing no payment is recorded, though another of the same procedure would cost something."""

import html
from typing import Any

import pytest
from django.test import Client

from thonso.core.base.errors import Refused
from thonso.dossiers.tests.world import World, sample

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]
PAID = {"way": "receipt", "reference": "BL26-0001", "paid_on": "2026-11-23"}


@pytest.mark.parametrize(
    ("copies", "costs"), [({"wants_copies": "no"}, False), ({"wants_copies": "yes", "copies": 2}, True)]
)
def test_recording_a_payment_is_offered_only_for_what_costs_something(
    world: World, client: Client, sign_in: Any, copies: dict[str, Any], costs: bool
) -> None:
    one = sample("1.000894")
    done = world.file("lan", one, **copies)
    world.check_all("lan", done)
    world.act("lan", done, "receive", {"present": ["person", "bearer"]})
    sign_in(client, "lan")
    page = html.unescape(client.get(f"/ban/ho-so/{done.code}/").content.decode())
    assert ("Ghi nhận đã nộp phí" in page) is costs
    if not costs:
        with pytest.raises(Refused):
            world.act("lan", done, "record_payment", PAID)
