"""What the attacks share: browsers that do not raise, dossiers in the state an attack needs."""

from typing import Any
from uuid import uuid4

from django.test import Client

from tests.api.made import RECOGNITION, body_of, put_json, signed_in
from tests.cast import BACKEND
from thonso.core.base import clock
from thonso.dossiers.services.filing import Filed
from thonso.dossiers.tests import test_recognition as story
from thonso.dossiers.tests.world import World, sample

CONFIRMATION = "TS.000001"
MAI_ID, LO_ID = "015168990001", "015175990002"
NOBODY = "00000000-0000-4000-8000-000000000000"
POOR = {"full_name": "Lý Thị Mai", "id_number": MAI_ID, "birth": "1968-05-12", "sex": "female"}


def browser(world: World, who: str = "", **options: Any) -> Client:
    """A browser that sees a fault of the server as a person would: the page of 500."""
    client = Client(raise_request_exception=False, **options)
    if who:
        client.force_login(world.cast[who], backend=BACKEND)
    return client


def filed_online(world: World, who: str, **body: Any) -> Any:
    """PUT /dossiers/… of the confirmation as a program of this account sends it."""
    body_ = body_of(world, sample(CONFIRMATION), "online", **body)
    return put_json(browser(world, who), f"/api/v1/dossiers/{uuid4()}", body_)


def taken(world: World, **more: Any) -> Filed:
    filed = world.file("lan", sample(CONFIRMATION), **more)
    world.receive(filed)
    world.act("hoa", filed, "take")
    return filed


def drafted(world: World, who: str = "mai") -> Filed:
    """Filed by herself, drafted by the officer, not signed by anybody."""
    filed = world.file(who, sample(CONFIRMATION), channel="online")
    world.receive(filed)
    world.act("hoa", filed, "take")
    world.act("hoa", filed, "draft_result")
    return filed


def completed(world: World, filed: Filed | None = None) -> Filed:
    filed = filed or drafted(world)
    world.act("hoa", filed, "propose")
    world.sign("pho", filed)
    world.act("thu", filed, "seal")
    return filed


def listed_for_decision(world: World, head: dict[str, Any]) -> Filed:
    """A recognition that the hamlet has agreed on; the caller stands at story.at(7)."""
    with clock.at(story.MONDAY):
        done = world.file("lan", sample(RECOGNITION), head=head)
        world.receive(done)
        world.act("hoa", done, "take")
        world.act("hoa", done, "advance")
    with clock.at(story.at(1)):
        story.do_task(world, done, "review", story.REVIEW)
        story.do_task(world, done, "meeting", story.MEETING)
        story.post(world, done)
    with clock.at(story.at(4.5)):
        story.do_task(world, done, "posting", {"objections": ""})
    with clock.at(story.at(7)):
        world.act("hoa", done, "advance")
    return done


__all__ = ["browser", "completed", "drafted", "filed_online", "listed_for_decision", "signed_in", "taken"]
