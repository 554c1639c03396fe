"""A locked or absent database: the client is told to try again, nothing of the filing is kept, and later it goes through."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from urllib.parse import urlsplit, urlunsplit

import pytest

from bench.house import House
from tests.faults.conftest import look
from tests.faults.filing import Filing, read_plan, send

pytestmark = [pytest.mark.slow, pytest.mark.own_clock, pytest.mark.timeout(600)]


def refused_for_now(port: int, filing: Filing) -> None:
    status, body, headers = send(port, filing, timeout=120)
    assert (status, body["status"]) == (503, 503)
    assert headers["content-type"].startswith("application/problem+json")
    assert int(headers["retry-after"]) > 0
    assert body["detail"], "no words for the person"
    assert "Traceback" not in str(body)
    assert "sqlite" not in str(body).lower()


def accepted_once(home: House, port: int, filing: Filing) -> None:
    status, body, _headers = send(port, filing)
    assert status == 201
    assert {id_: row[0] for id_, row in look(home).items()} == {filing.id: body["code"]}
    assert body["code"].endswith("-0001"), "the attempt that failed took a number with it"
    assert "everything holds" in home.thonso("verify", "--all")


def test_a_locked_sqlite_file_is_told_and_nothing_is_lost(sqlite_home: House) -> None:
    filing = read_plan(sqlite_home.data / "plan.jsonl")[0]
    server = sqlite_home.serve()
    with closing(sqlite3.connect(sqlite_home.data / "thonso.sqlite3", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        refused_for_now(server.port, filing)
        other.execute("ROLLBACK")
    accepted_once(sqlite_home, server.port, filing)


@contextmanager
def away(home: House) -> Iterator[None]:
    """Nobody may connect to the database, and whoever was connected is thrown out."""
    import psycopg

    url = home.env["THONSO_DATABASE_URL"]
    name = urlsplit(url).path[1:]
    with psycopg.connect(urlunsplit(urlsplit(url)._replace(path="/postgres")), autocommit=True) as admin:
        admin.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS false')
        admin.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [name])
        yield
        admin.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS true')


@pytest.mark.postgres
def test_postgresql_away_is_told_and_nothing_is_lost(postgresql_home: House) -> None:
    home = postgresql_home
    filing = read_plan(home.data / "plan.jsonl")[0]
    server = home.serve()
    with away(home):
        refused_for_now(server.port, filing)
    accepted_once(home, server.port, filing)


@pytest.mark.postgres
def test_a_table_locked_on_postgresql_does_not_hold_the_client_for_ever(postgresql_home: House) -> None:
    import psycopg

    home = postgresql_home
    filing = read_plan(home.data / "plan.jsonl")[0]
    server = home.serve()
    with psycopg.connect(home.env["THONSO_DATABASE_URL"]) as other:
        other.execute("LOCK TABLE dossiers_dossier IN ACCESS EXCLUSIVE MODE")
        refused_for_now(server.port, filing)
        other.rollback()
    accepted_once(home, server.port, filing)
