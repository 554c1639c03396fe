"""On PostgreSQL servers work as a role of their own, which cannot change what is append-only even without triggers."""

import json
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import pytest

from bench.house import House
from tests.faults.conftest import look
from tests.faults.filing import read_plan, send

pytestmark = [pytest.mark.slow, pytest.mark.own_clock, pytest.mark.postgres, pytest.mark.timeout(600)]


def as_role(url: str, role: str) -> str:
    parts = urlsplit(url)
    return urlunsplit(parts._replace(netloc=f"{role}@{parts.hostname}:{parts.port}"))


def warnings(home: House) -> str:
    found = json.loads(home.thonso("verify", "--all", "--json"))
    assert found["ok"]
    return " ".join(words for part in found["parts"] for words in part["warnings"])


def test_the_application_works_and_cannot_change_history(postgresql_home: House, tmp_path: Path) -> None:
    import psycopg
    from psycopg import errors

    home = postgresql_home
    owner = home.env["THONSO_DATABASE_URL"]
    role = f"app_{urlsplit(owner).path[1:]}"
    with psycopg.connect(owner, autocommit=True) as admin:
        admin.execute(f'CREATE ROLE "{role}" LOGIN')
    try:
        assert "thonso grant" in warnings(home)
        assert f'GRANT SELECT, INSERT ON "journal_entry" TO "{role}";' in home.thonso("grant", role, "--print")
        home.thonso("grant", role)
        home.thonso("grant", role)

        home.env["THONSO_DATABASE_URL"] = as_role(owner, role)
        plan = read_plan(home.data / "plan.jsonl")
        server = home.serve("--with-worker")
        assert [send(server.port, filing)[0] for filing in plan[:3]] == [201, 201, 201]
        assert server.get("/readyz")[0] == 200
        home.thonso("worker", "--once")
        assert len(look(home)) == 3
        assert "thonso grant" not in warnings(home)
        home.thonso("backup", str(tmp_path / "xa"))
        server.stop()

        # What the triggers forbid is now forbidden twice: take them off and look at the grant alone.
        with psycopg.connect(owner, autocommit=True) as admin:
            admin.execute("ALTER TABLE journal_entry DISABLE TRIGGER USER")
            admin.execute("ALTER TABLE dossiers_event DISABLE TRIGGER USER")
        with psycopg.connect(as_role(owner, role), autocommit=True) as worker:
            for act in [
                "UPDATE journal_entry SET body = ''",
                "DELETE FROM journal_entry",
                "TRUNCATE journal_entry",
                "DELETE FROM dossiers_event",
                "UPDATE procedures_procedureversion SET definition = definition",
                "ALTER TABLE journal_entry ENABLE TRIGGER USER",
                "DROP TRIGGER journal_entry_no_update ON journal_entry",
                "CREATE TABLE mine (a int)",
                "DELETE FROM django_migrations",
            ]:
                with pytest.raises(errors.InsufficientPrivilege):
                    worker.execute(act)
            worker.execute("UPDATE procedures_procedureversion SET state = state")
    finally:
        home.stop_all()
        with psycopg.connect(owner, autocommit=True) as admin:
            admin.execute(f'DROP OWNED BY "{role}"')
            admin.execute(f'DROP ROLE "{role}"')
