"""A PC that becomes one for everybody."""

import re
from typing import Any

from django.test import Client

from thonso.dossiers.tests.world import World
from thonso.tv.tests.helping import phone

HOME, DONE, HERE = "/may-chung/", "/may-chung/xong/", "/may-chung/con-dung/"


def asking() -> tuple[Client, str]:
    """A PC that shows its code."""
    pc = Client()
    page = pc.get(HOME)
    assert page.status_code == 200
    return pc, "".join(re.findall(r'class="pair-code[^>]*>([^<]+)<', page.content.decode())[0].split())


def type_code(client: Client, code: str, place: str = "Nhà văn hóa thôn", where: str = "thon", **more: str) -> Any:
    return client.post(f"/{where}/may-chung/ghep/", {"code": code, "place": place, **more})


def paired(world: World, who: str = "tu", where: str = "thon", **more: str) -> Client:
    pc, code = asking()
    answer = type_code(phone(world, who), code, where=where, **more)
    assert answer.status_code == 302, answer.content.decode()
    return pc


def in_lobby(world: World) -> Client:
    return paired(world, "lan", "ban", place="Sảnh chờ một cửa")
