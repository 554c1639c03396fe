"""thonso user add|reset|roles: accounts and their posts from the command line."""

import json
import secrets
import sys
from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from thonso.core.access import services
from thonso.core.access.actors import system_actor
from thonso.core.access.management.units_arg import own_commune, unit_named
from thonso.core.access.models import Account, Assignment
from thonso.core.access.roles import ROLES
from thonso.core.base.clock import today
from thonso.core.base.errors import DomainError

GIVEABLE = [role for role in ROLES if role not in {"citizen", "system"}]


class Command(BaseCommand):
    help = "Add an account, set a new password, or list, give and end roles."

    def add_arguments(self, parser: ArgumentParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        add = verbs.add_parser("add", help="a new account, with a role when --role is given")
        add.add_argument("name")
        add.add_argument("--full-name", required=True)
        add.add_argument("--role", choices=GIVEABLE)
        add.add_argument("--unit", help="02683, 02683/suoi-chai or a path; default: the commune of this server")
        add.add_argument("--post", default="", help="title of the post")
        add.add_argument("--phone")
        reset = verbs.add_parser("reset", help="a new password; every session of the account ends")
        reset.add_argument("name")
        reset.add_argument("--factors", metavar="REASON", help="also remove second factors, after seeing the person")
        for verb in (add, reset):
            verb.add_argument("--password-stdin", action="store_true", help="read it from standard input")
        roles = verbs.add_parser("roles", help="what an account may do; --give or --end changes it")
        roles.add_argument("name")
        roles.add_argument("--give", choices=GIVEABLE, metavar="ROLE")
        roles.add_argument("--unit")
        roles.add_argument("--post", default="")
        roles.add_argument("--from", dest="start", type=date.fromisoformat, metavar="YYYY-MM-DD")
        roles.add_argument("--until", type=date.fromisoformat, metavar="YYYY-MM-DD")
        roles.add_argument("--end", metavar="ROLE", choices=GIVEABLE, help="end this role (in --unit, or everywhere)")
        roles.add_argument("--reason", default="")
        for verb in (add, reset, roles):
            verb.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            answer = {"add": self._add, "reset": self._reset, "roles": self._roles}[options["verb"]](options)
        except DomainError as error:
            raise CommandError(str(error.message)) from None
        if options["json"]:
            self.stdout.write(json.dumps(answer, ensure_ascii=False, default=str))
            return
        for key, value in answer.items():
            if isinstance(value, list):
                for row in value:
                    self.stdout.write("  ".join(str(part) for part in row.values() if part))
            else:
                self.stdout.write(f"{key}: {value}")

    def _password(self, options: dict[str, Any]) -> tuple[str, bool]:
        if options["password_stdin"]:
            return sys.stdin.readline().rstrip("\n"), False
        return secrets.token_urlsafe(12), True

    def _add(self, options: dict[str, Any]) -> dict[str, Any]:
        by = system_actor("command")
        unit = unit_named(options["unit"]) if options["unit"] else own_commune()
        password, made = self._password(options)
        account = services.create_account(
            by,
            unit.commune_id or unit.pk,
            username=options["name"],
            full_name=options["full_name"],
            password=password,
            phone=options["phone"],
        )
        if options["role"]:
            services.grant(by, account, options["role"], unit, post_title=options["post"], reason="thonso user add")
        answer = {"name": account.username, "role": options["role"] or ""}
        return answer | ({"password": password} if made else {})

    def _reset(self, options: dict[str, Any]) -> dict[str, Any]:
        by = system_actor("command")
        account = self._account(options["name"])
        password, made = self._password(options)
        commune_id = own_commune().pk
        services.set_password(by, commune_id, account, password)
        answer: dict[str, Any] = {"name": account.username}
        if options["factors"]:
            answer["factors_removed"] = services.drop_factors(by, commune_id, account, reason=options["factors"])
        return answer | ({"password": password} if made else {})

    def _roles(self, options: dict[str, Any]) -> dict[str, Any]:
        by = system_actor("command")
        account = self._account(options["name"])
        unit = unit_named(options["unit"]) if options["unit"] else None
        if options["give"]:
            services.grant(
                by,
                account,
                options["give"],
                unit or own_commune(),
                valid_from=options["start"],
                valid_to=options["until"],
                post_title=options["post"],
                reason=options["reason"],
            )
        if options["end"]:
            held = [
                row
                for row in account.assignments.filter(role=options["end"])
                if row.holds_on(today()) and (unit is None or row.unit_id == unit.pk)
            ]
            if not held:
                raise CommandError(f"{account.username} does not hold {options['end']} there today.")
            for row in held:
                services.revoke(by, row, last_day=options["until"], reason=options["reason"])
        rows = Assignment.objects.filter(account=account).select_related("unit", "post").order_by("valid_from", "role")
        return {
            "name": account.username,
            "roles": [
                {
                    "role": row.role,
                    "unit": row.unit.path,
                    "post": row.post.title if row.post else "",
                    "from": row.valid_from.isoformat(),
                    "until": row.valid_to.isoformat() if row.valid_to else "",
                }
                for row in rows
            ],
        }

    def _account(self, name: str) -> Account:
        account = Account.objects.filter(username__iexact=name).first()
        if account is None:
            raise CommandError(f"There is no account {name!r}.")
        return account
