"""thonso signing-key list | import FILE.p12 | end SERIAL: the same services as the pages, for who is at the server."""

import getpass
import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from thonso.core.access.actors import actor_of_account, system_actor
from thonso.core.access.management.units_arg import own_commune
from thonso.core.access.models import Account
from thonso.core.access.roles import LEADER_ROLES
from thonso.core.base.clock import local, now
from thonso.core.base.errors import DomainError
from thonso.core.journal.work import transact
from thonso.core.signatures import services
from thonso.core.signatures.access import committee_of
from thonso.core.signatures.keys import KeyRef
from thonso.core.signatures.management.shared import content_of, sentence
from thonso.core.signatures.models import SigningKey
from thonso.core.units.models import Unit


class Command(BaseCommand):
    help = "The commune's signing keys: list them, import a PKCS#12 file, end one."

    def add_arguments(self, parser: ArgumentParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        listed = verbs.add_parser("list")
        entered = verbs.add_parser("import", help="enter the key of a PKCS#12 file; the passphrase is asked for")
        entered.add_argument("file", type=Path)
        whose = entered.add_mutually_exclusive_group(required=True)
        whose.add_argument("--user", help="the key is this person's")
        whose.add_argument("--seal", action="store_true", help="the key is the seal of the commune")
        entered.add_argument("--title", default="", help="post as it stands under the signature")
        entered.add_argument("--passphrase-stdin", action="store_true", help="read it from standard input")
        ended = verbs.add_parser("end", help="no new signature with it from now on")
        ended.add_argument("serial")
        ended.add_argument("--reason", required=True)
        for verb in (listed, entered, ended):
            verb.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        commune = own_commune()
        try:
            answer = getattr(self, f"_{options['verb']}")(commune, options)
        except DomainError as error:
            raise CommandError(sentence(error)) from None
        if options["json"]:
            self.stdout.write(json.dumps(answer, ensure_ascii=False))
            return
        for row in answer.get("keys", [answer]):
            ended = f"  ended {row['ended']}" if row["ended"] else ""
            self.stdout.write(f"{row['serial']}  {row['kind']:8}{row['name']}  until {row['until']}{ended}")

    def _list(self, commune: Unit, options: dict[str, Any]) -> dict[str, Any]:
        rows = SigningKey.objects.filter(commune_id=commune.pk).order_by("name", "valid_from")
        return {"keys": [_row(one) for one in rows]}

    def _import(self, commune: Unit, options: dict[str, Any]) -> dict[str, Any]:
        path: Path = options["file"]
        content = content_of(path, services.LARGEST_FILE, "a PKCS#12 file")
        holder = self._holder(commune, options)
        secret = sys.stdin.readline().rstrip("\r\n") if options["passphrase_stdin"] else getpass.getpass("Passphrase: ")
        made = services.examine(KeyRef("sealed", path.name[-200:], secret or None, pkcs12=content), holder)
        with transact(commune.pk) as work:
            return _row(services.register_key(work, system_actor("command").ref, made, title=options["title"]))

    def _holder(self, commune: Unit, options: dict[str, Any]) -> services.Holder:
        if options["seal"]:
            return services.Holder(committee_of(commune.pk), unit_id=commune.pk)
        account = Account.objects.filter(username__iexact=options["user"]).first()
        posts = actor_of_account(account).grants if account else ()
        if account is None or not any(one.commune_id == commune.pk and one.role in LEADER_ROLES for one in posts):
            raise CommandError(
                f"{options['user']!r} is no leader of {commune.full_name}: only leaders sign with a key."
            )
        return services.Holder(account.full_name, account_id=account.pk)

    def _end(self, commune: Unit, options: dict[str, Any]) -> dict[str, Any]:
        key = SigningKey.objects.filter(commune_id=commune.pk, serial__iexact=options["serial"]).first()
        if key is None:
            raise CommandError(f"There is no signing key with the serial number {options['serial']!r}.")
        with transact(commune.pk) as work:
            services.retire_key(work, system_actor("command").ref, key, reason=options["reason"])
        key.refresh_from_db()
        return _row(key)


def _row(key: SigningKey) -> dict[str, Any]:
    over = key.retired_at if key.retired_at and key.retired_at <= now() else None
    return {
        "serial": key.serial, "kind": key.kind, "name": key.name, "title": key.title,
        "holder": "person" if key.account_id else "organisation",
        "from": local(key.valid_from).isoformat(), "until": local(key.valid_to).isoformat(),
        "ended": local(over).isoformat() if over else None,
    }  # fmt: skip
