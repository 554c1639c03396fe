"""thonso trust list | add FILE | remove FINGERPRINT: whom this installation believes, by the same services as the page."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from thonso.core.access.actors import system_actor
from thonso.core.access.management.units_arg import own_commune
from thonso.core.base.clock import local
from thonso.core.base.errors import DomainError
from thonso.core.signatures.management.shared import content_of, sentence
from thonso.core.signatures.services import trusting
from thonso.core.signatures.services.trusting import Trusted

LARGEST: int = 30_000_000  # bytes; the list of a large authority has some ten million


class Command(BaseCommand):
    help = "Authorities and revocation lists that this installation believes."

    def add_arguments(self, parser: ArgumentParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        listed = verbs.add_parser("list")
        added = verbs.add_parser("add", help="a root, an intermediate certificate or a revocation list")
        added.add_argument("file", type=Path)
        added.add_argument("--fingerprint", default="", help="SHA-256 that the authority published; needed for a root")
        removed = verbs.add_parser("remove")
        removed.add_argument("fingerprint")
        removed.add_argument("--reason", required=True)
        for verb in (listed, added, removed):
            verb.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            answer = getattr(self, f"_{options['verb']}")(options)
        except DomainError as error:
            raise CommandError(sentence(error)) from None
        if options["json"]:
            self.stdout.write(json.dumps(answer, ensure_ascii=False))
            return
        for row in answer.get("trusted", [answer]):
            until = f"  until {row['until']}" if row["until"] else ""
            self.stdout.write(f"{row['kind']:13}{row['fingerprint']}  {row['name']}{until}")
        for name in answer.get("unusable", []):
            self.stderr.write(f"{name} cannot be read.")

    def _list(self, options: dict[str, Any]) -> dict[str, Any]:
        return {"trusted": [_row(one) for one in trusting.all_trusted()], "unusable": trusting.unusable()}

    def _add(self, options: dict[str, Any]) -> dict[str, Any]:
        data = content_of(options["file"], LARGEST, "a certificate or a revocation list")
        made = trusting.add(own_commune().pk, system_actor("command").ref, data, expected=options["fingerprint"])
        return _row(made)

    def _remove(self, options: dict[str, Any]) -> dict[str, Any]:
        wanted = "".join(char for char in options["fingerprint"] if char.isalnum())
        return _row(trusting.remove(own_commune().pk, system_actor("command").ref, wanted, options["reason"]))


def _row(one: Trusted) -> dict[str, Any]:
    return {
        "kind": one.kind, "name": one.name, "issuer": one.issuer, "fingerprint": one.fingerprint,
        "since": local(one.since).isoformat(), "until": local(one.until).isoformat() if one.until else None,
        "usable": one.usable,
    }  # fmt: skip
