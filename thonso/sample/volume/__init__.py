"""Synthetic volume for the benchmarks: dossiers by the million, spread over communes and working days, mostly closed.

The same seed makes the same dossiers (people, days, fates); only nonces and keys of what is sealed differ. Rows are
written in bulk past the services, so each batch is one journal entry; `thonso verify` holds over them all the same.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from django.db import connection

from thonso.core.journal.models import Entry
from thonso.core.units.models import Unit
from thonso.sample.volume.maker import VERB, Day, Maker
from thonso.sample.volume.places import communes

__all__ = ["analyse", "communes", "days_for", "seed_dossiers"]

Say = Callable[[str], Any]
A_YEAR = 20_000  # dossiers of one commune (performance.md)
WORKING_DAYS = 250
LONGEST = 5 * WORKING_DAYS
BATCH = 4000


def days_for(total: int, communes_: int) -> int:
    """Over how many working days a commune's share lies: at its real rate, but half a year at least, five at most."""
    each = total / communes_
    return max(WORKING_DAYS // 2, min(LONGEST, round(each / A_YEAR * WORKING_DAYS)))


def seed_dossiers(
    total: int, seed: int, places: Sequence[Unit], *, days: int = 0, history: bool = True, say: Say = lambda line: None
) -> int:
    """Add `total` dossiers, an equal share to each commune; gives how many were added. The same seed adds nothing twice.

    Without `history` no people and events are made: enough for pages that read the dossiers' own rows, and far quicker.
    """
    days = days or days_for(total, len(places))
    made = 0
    for index, commune in enumerate(places):
        share = total // len(places) + (index < total % len(places))
        if _is_seeded(commune, seed):
            continue
        maker = Maker(commune, seed, history)
        for group in _batches(maker.days(share, days)):
            made += maker.write(group)
            if made // 100_000 != (made - BATCH) // 100_000:
                say(f"{made:,} dossiers")
    analyse()
    return made


def _batches(days: Iterator[Day]) -> Iterator[list[Day]]:
    group: list[Day] = []
    waiting = 0
    for day in days:
        group.append(day)
        waiting += day[1]
        if waiting >= BATCH:
            yield group
            group, waiting = [], 0
    if group:
        yield group


def _is_seeded(commune: Unit, seed: int) -> bool:
    known = Entry.objects.filter(commune_id=commune.pk, verb=VERB, object_id=commune.pk)
    return known.filter(body__contains=f'"seed":{seed},').exists()


def analyse() -> None:
    """After so many new rows the planner must look again, as autovacuum does by itself in time."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
