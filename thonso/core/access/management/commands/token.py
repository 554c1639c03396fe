"""thonso token create --user NAME [--scope …]: a bearer token for the API, printed once."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from thonso.core.access import services
from thonso.core.access.actors import actor_of_account, system_actor
from thonso.core.access.management.units_arg import own_commune
from thonso.core.access.models import Account
from thonso.core.base.errors import DomainError


class Command(BaseCommand):
    help = "Make a bearer token for the API. It is printed once and kept nowhere."

    def add_arguments(self, parser: ArgumentParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        create = verbs.add_parser("create")
        create.add_argument("--user", required=True)
        create.add_argument("--scope", action="append", help="'dossier.read', 'dossier.*'; default everything")
        create.add_argument("--name", default="api")
        create.add_argument("--days", type=int, default=services.TOKEN_DAYS)
        create.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        account = Account.objects.filter(username__iexact=options["user"]).first()
        if account is None:
            raise CommandError(f"There is no account {options['user']!r}.")
        commune_id = actor_of_account(account).home_commune() or own_commune().pk
        try:
            made = services.create_token(
                system_actor("command"),
                commune_id,
                account,
                name=options["name"],
                scopes=options["scope"],
                days=options["days"],
            )
        except DomainError as error:
            raise CommandError(str(error.message)) from None
        if options["json"]:
            answer = {"token": made.secret, "scopes": made.row.scopes, "expires": made.row.expires_at.isoformat()}
            self.stdout.write(json.dumps(answer))
        else:
            self.stdout.write(made.secret)
