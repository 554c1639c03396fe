"""Two offices answer at once and were the last: the bundle is over (PostgreSQL, real threads)."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event
from time import sleep

import pytest
from django.db import connection, connections

from thonso.core.base import clock
from thonso.core.journal.work import transact
from thonso.dossiers.tests.world import MONDAY, World
from thonso.portal import bundles
from thonso.portal.models import Bundle

pytestmark = pytest.mark.postgres
TYPED = {"key": "khai-sinh", "code": "G22.99-261120-0001", "name": "Vàng A Páo", "filed_on": "20/11/2026"}


def test_the_last_two_answers_at_once_end_it(committed_world: World) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("needs PostgreSQL")
    world, lan = committed_world, committed_world.actor("lan")
    with clock.at(MONDAY), transact(world.commune_id) as work:
        row = bundles.begin(work, lan, world.units.commune, None, TYPED)
        bundles.told(work, lan, row, {"part": "birth", "state": "done"})
    heard = Event()

    def tell(part: str, *, first: bool) -> None:
        try:
            if not first:
                assert heard.wait(timeout=30)
            with clock.at(MONDAY), transact(world.commune_id) as work:
                bundles.told(work, lan, row, {"part": part, "state": "done", "was": "waiting"})
                if first:
                    heard.set()
                    sleep(0.5)  # the other one comes meanwhile
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        for one in (pool.submit(tell, "residence", first=True), pool.submit(tell, "insurance", first=False)):
            one.result()
    assert Bundle.objects.get().closed_at is not None
