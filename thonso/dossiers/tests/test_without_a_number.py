"""Who has no card and no number is served at the desk, told by something else; and who fetches the result for another."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.cast import BACKEND
from thonso.core.base.errors import Refused
from thonso.dossiers.tests.world import World, changed, sample

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]
KNOWN = "mẹ của Lý Thị Mai ở Suối Chải, trưởng thôn Chảo Láo Tả biết"
MAI_S_MOTHER = {"full_name": "Lý Mùi Chản", "birth": "1940", "sex": "female"}
RECORD = {"number": "215/2026", "dated": "2026-11-23", "signer": "Sùng Seo Phong", "system": "Phần mềm hộ tịch"}


def test_the_desk_files_for_who_has_no_number(world: World, client: Client) -> None:
    """Not from afar, not with too little said; then it stands on the dossier what she is known by."""
    online, at_desk = sample("2.000635"), changed(sample("2.000635"), channel="desk")
    for who, one, extra in (
        ("lan", at_desk, {}),
        ("lan", at_desk, {"known_by": "bà cụ"}),
        ("mai", online, {"known_by": KNOWN}),
    ):
        with pytest.raises(Refused) as refusal:
            world.file(who, one, channel=one.channel, requester=MAI_S_MOTHER | extra)
        assert {"requester.id_number", "requester.known_by"} & set(refusal.value.fields)
    done = world.file("lan", at_desk, requester=MAI_S_MOTHER | {"known_by": KNOWN})
    client.force_login(world.cast["lan"], backend=BACKEND)
    shown = client.get(reverse("dossiers:detail", args=[done.code])).content.decode()
    assert "Không có số định danh; nhận biết bằng" in shown
    assert KNOWN in shown
    world.receive(done)
    assert world.dossier(done).state == "accepted"


def test_an_authorisation_that_is_over_fetches_nothing(world: World) -> None:
    done = world.file("lan", sample("2.000635"))
    world.receive(done)
    world.act("binh", done, "take")
    world.act("binh", done, "record_result", RECORD)
    another = {
        "way": "desk",
        "taken_by": "Vàng A Sử",
        "signed": True,
        "authority": "Giấy ủy quyền 01/11/2026, xã chứng thực",
    }
    for until in ("2026-11-22", "mai"):
        with pytest.raises(Refused) as refusal:
            world.act("lan", done, "hand_over", another | {"authority_until": until})
        assert list(refusal.value.fields) == ["authority_until"]
    world.act("lan", done, "hand_over", another | {"authority_until": "2026-11-23"})
    assert world.dossier(done).state == "handed_over"
