"""`thonso keys`: make the key ring, show which keys it holds (never their bytes), renew and retire the sealing key."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from thonso.core.crypto import ring, rotation
from thonso.core.crypto.anchors import anchor_public_keys


class Command(BaseCommand):
    help = "The key ring: init, show-ids, rotate, retire."
    # `init` must run before there is a ring, which the system checks ask for.
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("act", choices=["init", "show-ids", "rotate", "retire"])
        parser.add_argument("key", nargs="?", default="", help="the key to retire, such as k1")
        parser.add_argument("--json", action="store_true", dest="as_json", help="print one JSON object")
        parser.add_argument("--batch", type=int, default=500, help="rows read at a time while re-encrypting")

    def handle(self, *args: Any, **options: Any) -> None:
        act = {"init": self._init, "show-ids": self._show, "rotate": self._rotate, "retire": self._retire}[
            options["act"]
        ]
        try:
            act(options)
        except ring.RingError as error:
            raise CommandError(str(error)) from None

    def _init(self, options: dict[str, Any]) -> None:
        ring.init()
        self._say(
            options,
            {"file": str(ring.path()), "current": ring.load().current},
            f"Made {ring.path()}. Keep a copy on paper or on a device in a safe: "
            "without it nothing sealed can be opened, and a backup of the database does not hold it.",
        )

    def _show(self, options: dict[str, Any]) -> None:
        kept = ring.load()
        keys = [{"id": name, "made": kept.made[name], "current": name == kept.current} for name in kept.ciphers]
        anchors = [
            {"id": name, "made": kept.made[name], "public": public} for name, public in anchor_public_keys().items()
        ]
        lines = [f"{key['id']}  {key['made']}{'  in use' if key['current'] else ''}" for key in keys]
        lines += [f"{anchor['id']}  {anchor['made']}  Ed25519 {anchor['public']}" for anchor in anchors]
        self._say(options, {"keys": keys, "anchors": anchors}, "\n".join(lines))

    def _rotate(self, options: dict[str, Any]) -> None:
        fresh = ring.rotate()
        results = rotation.reencrypt(batch=options["batch"])
        failed = sum(result.failed for result in results)
        self._say(
            options,
            {
                "current": fresh,
                "columns": [
                    {"column": r.column, "renewed": r.renewed, "left": r.left, "failed": r.failed} for r in results
                ],
            },
            "\n".join(
                [f"New key: {fresh}"]
                + [f"{r.column}: {r.renewed} renewed, {r.left} changed meanwhile, {r.failed} failed" for r in results]
            ),
        )
        if failed:
            raise CommandError(f"{failed} values could not be renewed; their old key stays in the ring.", returncode=3)

    def _retire(self, options: dict[str, Any]) -> None:
        if not options["key"]:
            raise CommandError("Name the key to retire, such as k1.", returncode=2)
        left = rotation.left_under(options["key"])
        if left:
            raise CommandError(f"{options['key']} is still needed: {json.dumps(left)}. Run `thonso keys rotate` first.")
        ring.retire(options["key"])
        self._say(
            options,
            {"retired": options["key"]},
            f"{options['key']} was taken out of the ring. Sessions begun under it end.",
        )

    def _say(self, options: dict[str, Any], body: dict[str, Any], text: str) -> None:
        self.stdout.write(json.dumps(body) if options["as_json"] else text)
