"""The rights of the application's own role on PostgreSQL: what servers and workers need, and no more.

The owner of the tables runs `migrate`, `init`, `restore` and `grant`; servers and workers connect as another role, which
cannot take off a trigger, and on append-only tables may add rows only.
"""

from typing import Any

from django.db import connection, transaction
from psycopg import sql

from thonso.core.base import append_only

_READ_ONLY = ["django_migrations"]


def statements(role: str) -> list[sql.Composed]:
    """In this order, in one transaction. First everything is taken away, so that running it again repairs."""
    who = sql.Identifier(role)

    def say(text: str, **names: Any) -> sql.Composed:
        return sql.SQL(text).format(role=who, **names)

    found = [
        say("GRANT CONNECT ON DATABASE {base} TO {role}", base=sql.Identifier(str(connection.settings_dict["NAME"]))),
        sql.SQL("REVOKE CREATE ON SCHEMA public FROM PUBLIC").format(),
        say("REVOKE ALL ON SCHEMA public FROM {role}"),
        say("GRANT USAGE ON SCHEMA public TO {role}"),
        say("REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {role}"),
        say("GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {role}"),
    ]
    protected = append_only.protected()
    for table in sorted(connection.introspection.table_names()):
        name = sql.Identifier(table)
        if table in _READ_ONLY:
            found.append(say("GRANT SELECT ON {table} TO {role}", table=name))
        elif table in protected:
            found.append(say("GRANT SELECT, INSERT ON {table} TO {role}", table=name))
            if columns := protected[table]:
                listed = sql.SQL(", ").join(map(sql.Identifier, columns))
                found.append(say("GRANT UPDATE ({columns}) ON {table} TO {role}", table=name, columns=listed))
        else:
            found.append(say("GRANT SELECT, INSERT, UPDATE, DELETE ON {table} TO {role}", table=name))
    return found


class StillTooMuch(Exception):
    """The role can change what is append-only, whatever is granted to it; the words say by what."""


def current_role() -> str:
    """Who this connection works as, whatever its settings name."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        return str(cursor.fetchone()[0])


def grant(role: str) -> int:
    """Give the role its rights; gives how many tables only take new rows. Raises DatabaseError, and StillTooMuch when it has
    others of another origin; then nothing was granted.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        for statement in statements(role):
            cursor.execute(statement)
        if weak := excessive(role):
            cursor.execute("SELECT rolsuper FROM pg_roles WHERE rolname = %s", [role])
            by = (
                "it is a superuser"
                if cursor.fetchone()[0]
                else "it is a member of their owner or of another role that may, or everybody (PUBLIC) may"
            )
            raise StillTooMuch(f"{role} could still change {len(weak)} append-only tables ({weak[0]} …): {by}")
    return len(append_only.protected())


def excessive(role: str = "") -> list[str]:
    """Append-only tables that the role (without one: that of this connection) could change or empty, were it not for the
    triggers: by a right of its own or another's, or because it may become their owner.
    """
    if connection.vendor != "postgresql":
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT t FROM unnest(%s::text[]) AS t JOIN pg_class c ON c.oid = t::regclass, "
            "(SELECT coalesce(nullif(%s, ''), current_user)::name AS role) AS who "
            "WHERE has_table_privilege(role, c.oid, 'DELETE, TRUNCATE, UPDATE') OR pg_has_role(role, c.relowner, 'MEMBER') "
            "ORDER BY t",
            [[f'public."{table}"' for table in append_only.protected()], role],
        )
        return [row[0] for row in cursor.fetchall()]
