"""Who has to come in person is told at every step, and the act does not go through until somebody says they were there."""

import copy
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.cast import BACKEND
from thonso.core.base.errors import Refused
from thonso.core.journal.work import transact
from thonso.dossiers import printing
from thonso.dossiers.printing.slip_data import BUILDERS
from thonso.dossiers.tests.world import World, changed, sample
from thonso.procedures import access, catalogue, reading
from thonso.procedures.services import SYSTEM, add_version, publish

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]
BOTH = "Hai bên cùng ký vào Sổ và Giấy chứng nhận trước công chức."
SOURCE = "Bịa ra để thử"
RECORD = {"number": "215/2026", "dated": "2026-11-23", "signer": "Sùng Seo Phong", "system": "Phần mềm hộ tịch"}


def wedding(code: str = "1.004873", **changes: Any) -> dict[str, Any]:
    """A procedure of the civil status as if it were one for which two people have to come."""
    raw = next(one.raw for _text, one in catalogue.read_all() if one.code == code)
    return {**copy.deepcopy(dict(raw)), "code": "9.000894", "version": "2026-07.1", **changes}


PRESENCE = [
    {"who": "both_parties", "at": "signing", "why": BOTH, "source": SOURCE},
    {"who": "both_parties", "at": "return", "why": "Giấy trao cho cả hai.", "source": SOURCE},
    {"who": "person", "at": "reception", "why": "Xuất trình giấy tờ tùy thân.", "source": SOURCE,
     "when": {"equals": ["@channel", "desk"]}},
]  # fmt: skip


@pytest.mark.parametrize(
    ("code", "presence", "said"),
    [
        ("1.004873", [{**PRESENCE[0], "at": "filing"}], "cannot file from afar"),
        ("1.004873", [PRESENCE[0], PRESENCE[0]], "twice"),
        ("2.000635", PRESENCE[:1], "cannot have it sent"),
        ("2.000884", [{**PRESENCE[2]}], "asked for from afar"),
    ],
)
def test_a_definition_cannot_promise_the_opposite(code: str, presence: list[dict[str, Any]], said: str) -> None:
    with pytest.raises(reading.DefinitionError, match=said):
        reading.check(wedding(code, presence=presence))


@pytest.fixture
def married(world: World) -> Iterator[World]:
    source = wedding(presence=PRESENCE)
    definition = reading.check(source)
    with transact(world.commune_id) as work:
        version, _new = add_version(reading.canonical(source), definition.code)
        publish(work, SYSTEM, world.commune_id, version.pk, definition.valid_from, keep_checks=True)
    access.forget()
    yield world
    access.forget()


def test_two_people_come_for_one_paper(married: World, client: Client) -> None:
    """At reception whoever files, at the end both; told on the page, the receipt, the desk's page and in the history."""
    world = married
    page = client.get(reverse("procedures:detail", args=["9.000894"])).content.decode()
    assert BOTH in page
    done = world.file("lan", changed(sample("1.004873"), code="9.000894", channel="desk"))
    world.check_all("lan", done)
    with pytest.raises(Refused) as refusal:
        world.act("lan", done, "receive")
    assert list(refusal.value.fields) == ["present_person"]
    world.act("lan", done, "receive", {"present_person": "1"})
    dossier = world.dossier(done)
    received = dossier.events.get(kind="receive")
    assert received.facts["present"] == ["person"]
    assert any(BOTH in line for line in BUILDERS["form01"](dossier, received)["presence"])
    assert b"%PDF" in printing.render(dossier, printing.Slip(received.pk, "form01", "", received.at))[:8]
    world.act("binh", done, "take")
    world.act("binh", done, "record_result", RECORD)

    client.force_login(world.cast["lan"], backend=BACKEND)
    form = client.get(reverse("dossiers:act", args=[done.code, "hand_over"])).content.decode()
    assert "Cả hai bên có mặt khi ký" in form
    assert form.count('name="present_both_parties"') == 1, "once, whatever they come for"
    assert 'value="post"' not in form
    owner = world.dossier(done).subject_name
    for given, box in (
        ({"way": "desk"}, "present_both_parties"),
        ({"way": "desk", "present": ["person"]}, "present_both_parties"),
        ({"way": "post", "present": ["both_parties"]}, "way"),
        ({"way": "electronic", "present": ["both_parties"]}, "way"),
    ):
        with pytest.raises(Refused) as refusal:
            world.act("lan", done, "hand_over", {"taken_by": owner, "signed": True, **given})
        assert box in refusal.value.fields
    with pytest.raises(Refused):
        world.act("lan", done, "send_to_hamlet", {"carried_by": "Vàng Thị Tú"})
    given = {"way": "desk", "taken_by": owner, "signed": True, "present": ["both_parties"]}
    world.act("lan", done, "hand_over", given)
    shown = client.get(reverse("dossiers:detail", args=[done.code])).content.decode()
    assert "Có mặt: cả hai bên" in shown
    assert shown.count("đã có mặt") == 3


def test_what_asks_nobody_to_come_asks_nothing(world: World) -> None:
    done = world.file("lan", sample("TS.000001"))
    world.receive(done)
    event = world.dossier(done).events.get(kind="receive")
    assert "present" not in event.facts
    assert "presence" not in BUILDERS["form01"](world.dossier(done), event)
