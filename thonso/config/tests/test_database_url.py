"""THONSO_DATABASE_URL: what it may say, and that what it says reaches the server."""

from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import connection

from thonso.config.databases import limit_statements, parse

HERE = Path("/nowhere")


def test_sqlite_is_a_file_in_the_data_folder_or_where_it_is_told() -> None:
    assert parse("sqlite:", HERE)["NAME"] == "/nowhere/thonso.sqlite3"
    assert parse("sqlite:////srv/x.sqlite3", HERE)["NAME"] == "/srv/x.sqlite3"


def test_options_of_postgresql_are_passed_on_and_a_lock_is_never_waited_for_without_end() -> None:
    found = parse("postgresql://a:b%40c@db.lan:5433/xa?sslmode=verify-full&sslrootcert=/etc/ca.pem", HERE)
    assert (found["USER"], found["PASSWORD"], found["HOST"], found["PORT"], found["NAME"]) == (
        "a", "b@c", "db.lan", "5433", "xa",
    )  # fmt: skip
    assert found["OPTIONS"] == {
        "connect_timeout": 10,
        "sslmode": "verify-full",
        "sslrootcert": "/etc/ca.pem",
        "prepare_threshold": 2,
        "options": "-c lock_timeout=10s",
    }


def test_the_operators_own_options_come_last_and_so_win() -> None:
    found = parse("postgresql://a@b/c?options=-c%20lock_timeout%3D3s", HERE)
    limit_statements(found)
    assert found["OPTIONS"]["options"] == "-c statement_timeout=30s -c lock_timeout=10s -c lock_timeout=3s"


def test_statements_are_not_kept_planned_behind_a_pooler_that_cannot() -> None:
    assert parse("postgresql://a@b/c?prepare=no", HERE)["OPTIONS"]["prepare_threshold"] is None


def test_a_socket_is_named_as_host() -> None:
    assert parse("postgresql:///xa?host=/run/postgresql", HERE)["OPTIONS"]["host"] == "/run/postgresql"


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("mysql://a/b", "must begin with"),
        ("postgresql://a@b/c?sslmod=require", "sslmod is not known"),
        ("postgresql://a@b/c?sslmode", "write options as"),
        ("sqlite:?mode=ro", "takes no options"),
    ],
)
def test_what_is_not_understood_stops_the_start(url: str, said: str) -> None:
    with pytest.raises(ImproperlyConfigured, match=said):
        parse(url, HERE)


@pytest.mark.postgres
@pytest.mark.django_db
def test_the_server_really_gives_up_a_lock() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("needs PostgreSQL")
    with connection.cursor() as cursor:
        cursor.execute("SHOW lock_timeout")
        assert cursor.fetchone() == ("10s",)
        # A command may take its time.
        cursor.execute("SHOW statement_timeout")
        assert cursor.fetchone() == ("0",)
