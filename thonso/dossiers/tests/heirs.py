"""Chị Mai has died, and her son Páo goes on with what she asked for."""

from django.test import Client
from django.urls import reverse

from tests.cast import BACKEND
from thonso.dossiers.printing import heads
from thonso.dossiers.services.filing import Filed
from thonso.dossiers.tests.world import World

CONFIRMATION, COPY, MARITAL = "TS.000001", "2.000908", "1.004873"
PAO_ID = "015090990021"
HEIR = {
    "died_on": "2026-11-23", "heir_name": "Lý A Páo", "heir_id_number": PAO_ID, "heir_birth": "1990",
    "heir_relation": "con trai", "heir_phone": "0912 345 678", "reason": "Gia đình xin làm tiếp.",
    "paper": "Giấy khai tử số 27/2026, văn bản thỏa thuận của những người thừa kế ngày 20/11/2026",
}  # fmt: skip


def page(world: World, who: str, done: Filed, *more: str) -> str:
    client = Client()
    client.force_login(world.cast[who], backend=BACKEND)
    to = reverse("dossiers:act", args=[done.code, *more]) if more else reverse("dossiers:detail", args=[done.code])
    return client.get(to).content.decode()


def key(world: World, done: Filed) -> str:
    return heads.tracking_key(world.dossier(done))
