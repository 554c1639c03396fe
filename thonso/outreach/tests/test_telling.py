"""Nobody needs a phone: who cannot be reached is told by voice, and a result that nobody fetches is called after."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from thonso.core.base import clock
from thonso.dossiers.models import Dossier
from thonso.dossiers.tests.world import MONDAY, World, sample
from thonso.outreach.models import Call
from thonso.outreach.services import telling

CONFIRMATION = "TS.000001"


def text(answer: Any) -> str:
    return answer.content.decode()


def test_a_full_list_of_others_hides_nobody(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(telling, "MOST", 1)
    plain = sample(CONFIRMATION)
    filed = [world.file("lan", plain, phone=phone) for phone in ("0912345678", "")]
    for one in filed:
        world.act("lan", one, "ask_supplement", {"papers": {"request": {"why": "missing", "note": "Thiếu trang 2."}}})
    Dossier.objects.filter(code=filed[0].code).update(act_by=MONDAY)  # the first of all
    assert [one.dossier.code for one in telling.only_by_voice(world.commune_id)] == [filed[1].code]


def test_results_nobody_fetched_and_people_no_message_reaches(world: World, browser: Callable[[str], Client]) -> None:
    plain = sample(CONFIRMATION)
    silent = world.file("lan", plain, phone="")
    reached = world.file("lan", plain, phone="0912345678")
    for filed in (silent, reached):
        world.act("lan", filed, "ask_supplement", {"papers": {"request": {"why": "missing", "note": "Thiếu trang 2."}}})
    lan = browser("lan")
    names = [one.dossier.code for one in telling.only_by_voice(world.commune_id)]
    assert names == [silent.code]
    page = text(lan.get("/ban/bao-tin/"))
    assert silent.code in page
    assert reached.code not in page
    assert lan.post(f"/ban/bao-tin/{silent.code}/", {"outcome": "maybe"}).status_code == 422
    assert lan.post(f"/ban/bao-tin/{silent.code}/", {"outcome": "no_answer"}).status_code == 302
    assert silent.code in text(lan.get("/ban/bao-tin/"))
    assert lan.post(f"/ban/bao-tin/{silent.code}/", {"outcome": "through"}).status_code == 302
    assert telling.only_by_voice(world.commune_id) == []
    assert Call.objects.count() == 2
    assert browser("xuan").post(f"/ban/bao-tin/{silent.code}/", {"outcome": "reached"}).status_code == 404
    assert browser("hoa").get("/ban/bao-tin/").status_code == 404

    ready = world.file("lan", plain, phone="0912345678")
    world.receive(ready)
    for who, act in (("hoa", "take"), ("hoa", "draft_result"), ("hoa", "propose")):
        world.act(who, ready, act)
    world.sign("pho", ready)
    world.act("thu", ready, "seal")
    assert telling.unfetched(world.commune_id) == []
    with clock.at(MONDAY + timedelta(days=15)):
        assert [one.dossier.code for one in telling.unfetched(world.commune_id)] == [ready.code]
        assert ready.code in text(lan.get("/ban/bao-tin/"))
    world.act("lan", ready, "hand_over", {"way": "desk", "taken_by": world.dossier(ready).subject_name})
    assert telling.unfetched(world.commune_id, MONDAY + timedelta(days=60)) == []
