"""`thonso grant ROLE`: the rights of the application's role on PostgreSQL. Run it as the owner, after every migrate."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, connection

from thonso.operations import rights


class Command(BaseCommand):
    help = (
        "Give an existing role of PostgreSQL what servers and workers need: no table of its own, and only new rows in "
        "append-only tables. Run it as the owner of the tables, after each `migrate` or `restore`."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("role", help="made before by CREATE ROLE … LOGIN")
        parser.add_argument("--print", action="store_true", dest="only_print", help="print the SQL and do nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        if connection.vendor != "postgresql":
            raise CommandError("Only PostgreSQL has roles; the SQLite file belongs to whoever may write it.")
        if options["role"] == rights.current_role():
            raise CommandError("That is the owner itself: name the role that servers and workers connect as.")
        if options["only_print"]:
            connection.ensure_connection()
            for statement in rights.statements(options["role"]):
                self.stdout.write(statement.as_string(connection.connection) + ";")
            return
        try:
            guarded = rights.grant(options["role"])
        except rights.StillTooMuch as error:
            raise CommandError(f"Nothing was granted: {error}. Name a role that is made for servers alone.") from None
        except DatabaseError as error:
            raise CommandError(f"Nothing was granted: {str(error).strip()}") from None
        self.stdout.write(
            f"{options['role']} may work; {guarded} append-only tables take new rows from it and nothing else."
        )
