"""`thonso edxml check FILE [--json]`: what an edXML message says, which files it brings, and what is wrong in it.

Exit code 0 when nothing is wrong; 3 when it was read and something is (listed); 1 when it cannot be read at all.
"""

import json
import sys
from argparse import ArgumentParser
from dataclasses import asdict, replace
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from thonso.documents.exchange import words
from thonso.documents.exchange.findings import Finding, Unreadable
from thonso.documents.exchange.messages import Attachment, Document, Message
from thonso.documents.exchange.reading import Reading, read


class Command(BaseCommand):
    help = "Look into an edXML message. Exit codes: 0 done, 1 failed, 2 wrong use, 3 done with rejects."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        check = verbs.add_parser("check", help="read a message and say what is wrong in it")
        check.add_argument("file", type=Path)
        check.add_argument("--json", action="store_true", dest="as_json", help="print one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            with options["file"].open("rb") as file:
                reading = read(file)
        except OSError as error:
            raise CommandError(f"{options['file']}: {error.strerror}") from None
        except Unreadable as refused:
            if options["as_json"]:
                found = Finding(refused.code, refused.where)
                self._print({"kind": "unreadable", "header": {}, "attachments": [], "errors": [asdict(found)]})
            raise CommandError(f"{words.refusal(refused)} {refused.code}") from None
        if options["as_json"]:
            self._print(_as_json(reading))
        else:
            self._say(reading)
        if reading.errors:
            sys.exit(3)

    def _print(self, answer: dict[str, Any]) -> None:
        self.stdout.write(json.dumps(answer, ensure_ascii=False, default=lambda moment: moment.isoformat()))

    def _say(self, reading: Reading) -> None:
        for line in words.lines(reading.message):
            self.stdout.write(line)
        for one in _attachments(reading.message):
            kind = one.media_type or one.unacceptable
            self.stdout.write(_("Attachment: %(name)s, %(size)d bytes, %(kind)s") % {
                "name": one.name, "size": len(one.data), "kind": kind,
            })  # fmt: skip
        for tolerated in reading.tolerated:
            self.stdout.write(f"- {words.tolerated(tolerated)}")
        for error in reading.errors:
            self.stderr.write(words.error(error))
        if not reading.errors:
            self.stdout.write(_("Nothing is wrong in this message."))


def _as_json(reading: Reading) -> dict[str, Any]:
    message = reading.message
    # Without its files, whose bytes would be copied too.
    bare = replace(message, attachments=()) if isinstance(message, Document) else message
    header = asdict(bare)
    header.pop("attachments", None)
    return {
        "kind": "document" if isinstance(message, Document) else "status",
        "header": header,
        "attachments": [_attachment(one) for one in _attachments(message)],
        "errors": [asdict(one) for one in reading.errors],
        "tolerated": [asdict(one) for one in reading.tolerated],
    }


def _attachments(message: Message) -> tuple[Attachment, ...]:
    return message.attachments if isinstance(message, Document) else ()


def _attachment(one: Attachment) -> dict[str, Any]:
    return {
        "name": one.name,
        "description": one.description,
        "declared_type": one.declared_type,
        "type": one.media_type,
        "unacceptable": one.unacceptable,
        "size": len(one.data),
        "sha256": sha256(one.data).hexdigest(),
        "content_id": one.content_id,
        "zipped": one.zipped,
    }
