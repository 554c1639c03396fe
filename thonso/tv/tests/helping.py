"""A TV's browser, and a phone on which somebody is signed in."""

import json
import re
from typing import Any

from django.test import Client

from tests.cast import BACKEND
from thonso.core.access.models import Account
from thonso.dossiers.tests.world import World
from thonso.tv.models import PairingRequest


def phone(world: World, who: str) -> Client:
    client = Client()
    client.force_login(Account.objects.get(pk=world.cast[who].pk), backend=BACKEND)
    return client


def asking() -> tuple[Client, str]:
    """A TV that shows its code."""
    tv = Client()
    page = tv.get("/tv/")
    assert page.status_code == 200
    code = "".join(re.findall(r'class="tv__code"[^>]*>([^<]+)<', page.content.decode())[0].split())
    assert PairingRequest.objects.filter(code=code).exists()
    return tv, code


def type_code(client: Client, code: str, place: str = "Nhà văn hóa thôn", where: str = "thon", **more: str) -> Any:
    return client.post(f"/{where}/tv/ghep/", {"code": code, "place": place, **more})


def paired(world: World, who: str = "tu", place: str = "Nhà văn hóa thôn") -> Client:
    tv, code = asking()
    answer = type_code(phone(world, who), code, place)
    assert answer.status_code == 302, answer.content.decode()
    return tv


def stream(tv: Client, seen: str = "") -> dict[str, Any]:
    """The one event of an answer: its name, id and data; {} where it says that there is nothing new."""
    answer = tv.get("/tv/dong/", headers={"Last-Event-ID": seen} if seen else {})
    assert answer.status_code == 200
    assert answer.headers["Content-Type"].startswith("text/event-stream")
    text = answer.content.decode()
    assert re.match(r"retry: \d+\n\n", text)
    assert text.endswith("\n\n")
    fields = dict(line.split(": ", 1) for line in text.split("\n") if ": " in line and not line.startswith(":"))
    if "event" not in fields:
        return {}
    data = json.loads(fields["data"])
    return {"event": fields["event"], "id": fields.get("id", ""), "data": data}
