"""The same file sent many times at once, on PostgreSQL with real threads: one upload, and it is whole."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from thonso.core.base import append_only
from thonso.core.base.errors import DomainError, Stale
from thonso.core.base.refs import Ref
from thonso.core.files import services
from thonso.core.files.models import Upload
from thonso.core.files.tests import making
from thonso.core.files.tests.conftest import COMMUNE

pytestmark = pytest.mark.postgres
THREADS = 8


@pytest.fixture
def committing(transactional_db: None) -> Iterator[None]:
    """The append-only triggers would refuse the flush after the test, which puts them back itself."""
    yield
    append_only.remove()


@pytest.mark.usefixtures("committing")
def test_one_phone_sending_a_file_in_eight_tabs_has_it_once(mai: Ref) -> None:
    data = making.jpeg(800, 600)
    gate = Barrier(THREADS)

    def send(_: int) -> str:
        try:
            gate.wait(timeout=60)
            return services.store(mai, COMMUNE, data).state
        except DomainError as error:
            return type(error).__name__
        finally:
            connection.close()

    with ThreadPoolExecutor(THREADS) as pool:
        outcomes = set(pool.map(send, range(THREADS)))
    assert "ready" in outcomes
    assert outcomes <= {"ready", Stale.__name__, "WrongOffset"}
    assert Upload.objects.get().state == Upload.State.READY
    assert list(services.verify_all()) == []


@pytest.mark.usefixtures("committing")
def test_many_people_sending_the_same_paper_share_the_stored_bytes() -> None:
    from thonso.core.base.ids import new_id

    data = making.pdf()
    gate = Barrier(THREADS)

    def send(_: int) -> str:
        try:
            gate.wait(timeout=60)
            return services.store(Ref("account", new_id()), COMMUNE, data).state
        finally:
            connection.close()

    with ThreadPoolExecutor(THREADS) as pool:
        assert set(pool.map(send, range(THREADS))) == {"ready"}
    assert Upload.objects.count() == THREADS
    assert list(services.verify_all()) == []
