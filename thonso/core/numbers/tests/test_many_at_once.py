"""Fifty threads, each with its own connection, take numbers of one book on PostgreSQL: no gap and no number twice."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from threading import Barrier
from typing import TypeVar
from uuid import UUID, uuid4

import pytest
from django.db import connection

from thonso.core.base.refs import Ref
from thonso.core.journal.work import Work, transact
from thonso.core.numbers import services
from thonso.core.numbers.models import Issued

pytestmark = [pytest.mark.postgres, pytest.mark.usefixtures("committing")]

BAT_XAT = UUID(int=1)
BOOK = {"organ": "ubnd", "book": "qd", "period": "2026"}
THREADS = 50
T = TypeVar("T")


def at_once(job: Callable[[int], T], threads: int = THREADS) -> list[T]:
    gate = Barrier(threads)

    def run(index: int) -> T:
        try:
            gate.wait(timeout=60)
            return job(index)
        finally:
            connection.close()

    with ThreadPoolExecutor(threads) as pool:
        return list(pool.map(run, range(threads)))


def test_fifty_threads_get_fifty_numbers_without_a_gap() -> None:
    def job(_: int) -> list[int]:
        taken = []
        for _turn in range(4):
            with transact(BAT_XAT) as work:
                taken.append(services.take(work, commune_id=BAT_XAT, **BOOK))
        return taken

    numbers = [number for taken in at_once(job) for number in taken]
    assert sorted(numbers) == list(range(1, THREADS * 4 + 1))


def test_half_of_them_roll_back_and_there_is_still_no_gap() -> None:
    class GiveUp(Exception):
        pass

    def job(index: int) -> int | None:
        try:
            with transact(BAT_XAT) as work:
                number = services.issue(work, commune_id=BAT_XAT, obj=Ref("document", uuid4()), **BOOK)
                if index % 2:
                    raise GiveUp
                return number.number
        except GiveUp:
            return None

    numbers = sorted(number for number in at_once(job) if number is not None)
    assert numbers == list(range(1, THREADS // 2 + 1))
    assert sorted(Issued.objects.values_list("number", flat=True)) == numbers


def test_batches_do_not_overlap() -> None:
    def job(index: int) -> list[int]:
        with transact(BAT_XAT) as work:
            return list(services.take_many(work, index % 5 + 1, commune_id=BAT_XAT, **BOOK))

    batches = at_once(job)
    numbers = [number for batch in batches for number in batch]
    assert sorted(numbers) == list(range(1, len(numbers) + 1))
    assert all(batch == list(range(batch[0], batch[-1] + 1)) for batch in batches)


def test_tracking_codes_of_one_day_are_all_different() -> None:
    at = datetime(2026, 11, 24, 3, tzinfo=UTC)

    def job(_: int) -> str:
        with transact(BAT_XAT) as work:
            return services.next_tracking_code(Work(work.commune_id, at), BAT_XAT)

    assert sorted(at_once(job)) == [f"TS-261124-{n:04d}" for n in range(1, THREADS + 1)]
