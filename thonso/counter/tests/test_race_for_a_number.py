"""Two officers who call at once never get one number, and two who draw at once never the same (PostgreSQL, real threads)."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection, connections

from thonso.core.base import clock
from thonso.counter.models import Counter, Ticket
from thonso.counter.services import setup, tickets
from thonso.dossiers.tests.world import MONDAY, World

pytestmark = pytest.mark.postgres


def at_once(*jobs: Any) -> list[Any]:
    start = Barrier(len(jobs))

    def run(job: Any) -> Any:
        try:
            start.wait(timeout=30)
            with clock.at(MONDAY):
                return job()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(jobs)) as pool:
        return list(pool.map(run, jobs))


def test_no_number_is_called_twice_and_none_is_lost(committed_world: World) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("needs PostgreSQL")
    world = committed_world
    with clock.at(MONDAY):
        world.appoint("thu", "one_stop")
        trung, commune = world.actor("trung"), world.commune_id
        business = setup.set_business(trung, commune, "A", "Hộ tịch")
        actors = [world.actor(who) for who in ("lan", "thu")]
        for number, actor in enumerate(actors, 1):
            tickets.sit(actor, commune, setup.set_counter(trung, commune, number, [business]))
        drawn = at_once(*[lambda: tickets.draw(actors[0].ref, business, "", uuid4()).label for _n in range(6)])
        assert sorted(drawn) == [f"A{n:03d}" for n in range(1, 7)]
        press = uuid4()  # one press that came twice at once is one number
        twice = at_once(*[lambda: tickets.draw(actors[0].ref, business, "", press).label for _n in range(2)])
        drawn += {*twice}
        assert len(drawn) == 7
        counters = {one.officer_id: one for one in Counter.objects.all()}
        called: list[str] = []
        for _turn in range(4):
            found = at_once(*[lambda a=actor: tickets.call_next(a, counters[a.account_id]) for actor in actors])
            called += [one.label for one in found if one]
        assert sorted(called) == sorted(drawn)
        assert Ticket.objects.filter(state="called").count() == 1
