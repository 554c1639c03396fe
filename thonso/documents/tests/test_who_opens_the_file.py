"""The file of a document is opened by the document's rules: whoever dropped it in has no key of her own to it."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from thonso.core.access.models import Assignment
from thonso.documents.models import Incoming
from thonso.documents.tests.intake import dropped, registered
from thonso.documents.tests.test_routing import instructed
from thonso.dossiers.tests.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]


def status(client: Client, row: Incoming) -> int:
    assert row.upload is not None
    return client.get(reverse("files:download", args=[row.upload.pk])).status_code


def ended(world: World, who: str) -> None:
    """Her posts ended yesterday; as an official of another organ of the commune she can still sign in."""
    Assignment.objects.filter(account=world.cast[who]).update(valid_to=date(2026, 11, 22))


def test_who_dropped_it_in_opens_it_as_long_as_she_keeps_the_book(thu: Client, world: World) -> None:
    waits, row = dropped(thu), registered(thu)
    assert (status(thu, waits), status(thu, row)) == (200, 200)
    ended(world, "thu")
    assert status(thu, waits) == 404
    assert status(thu, row) == 404
    assert row.upload is not None
    assert thu.get(reverse("files:own_thumb", args=[row.upload.received_sha256])).status_code == 404


def test_who_has_a_part_in_it_opens_the_file(thu: Client, world: World, as_: object) -> None:
    row = registered(thu)
    assert callable(as_)
    assert status(as_("binh"), row) == 404
    instructed(world, row)
    assert status(as_("binh"), row) == 200
