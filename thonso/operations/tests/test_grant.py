"""`thonso grant` says that a role cannot change history only when that is so."""

from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from thonso.operations import rights

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.postgres,
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no roles"),
]
ROLE = "thonso_of_the_test"


@pytest.fixture(autouse=True)
def _role(db: None) -> None:
    run(f"CREATE ROLE {ROLE} LOGIN")


def run(statement: str) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchone()[0] if cursor.description else None


def may(right: str) -> bool:
    return bool(run(f"SELECT has_table_privilege('{ROLE}', 'journal_entry', '{right}')"))


def grant(role: str = ROLE) -> str:
    out = StringIO()
    call_command("grant", role, stdout=out)
    return out.getvalue()


def test_a_role_of_its_own_may_add_to_the_journal_and_no_more() -> None:
    assert "take new rows from it and nothing else" in grant()
    assert [right for right in ("INSERT", "UPDATE", "DELETE", "TRUNCATE") if may(right)] == ["INSERT"]
    assert rights.excessive(ROLE) == []


@pytest.mark.parametrize(
    ("before", "because"),
    [
        (f"ALTER ROLE {ROLE} SUPERUSER", "it is a superuser"),
        (f"GRANT {{owner}} TO {ROLE}", "a member of their owner"),
        (f"ALTER ROLE {ROLE} NOINHERIT; GRANT {{owner}} TO {ROLE}", "a member of their owner"),
        ("GRANT DELETE ON journal_entry TO PUBLIC", "1 append-only tables"),
        (f"CREATE ROLE others; GRANT TRUNCATE ON journal_entry TO others; GRANT others TO {ROLE}", "of another role"),
    ],
)
def test_a_role_that_could_change_history_all_the_same_is_refused_and_gets_nothing(before: str, because: str) -> None:
    run(before.format(owner=rights.current_role()))
    with pytest.raises(CommandError, match="Nothing was granted") as refused:
        grant()
    assert because in str(refused.value)
    granted = run(
        f"SELECT count(*) FROM information_schema.role_table_grants WHERE grantee = '{ROLE}' AND table_schema = 'public'"
    )
    assert granted == 0


def test_the_owner_is_told_by_who_it_is_now_and_not_by_the_settings() -> None:
    with pytest.raises(CommandError, match="That is the owner itself"):
        grant(str(run("SELECT current_user")))
    before, connection.settings_dict["USER"] = connection.settings_dict["USER"], ""
    try:
        with pytest.raises(CommandError, match="That is the owner itself"):
            grant(str(run("SELECT current_user")))
    finally:
        connection.settings_dict["USER"] = before
