"""`thonso card read IMAGE [--json]`: the fields of the QR code on a photo of a citizen card, or why not."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from thonso.core.base.errors import DomainError
from thonso.core.identity import read_card_image


class Command(BaseCommand):
    help = "Read the QR code of a citizen card from a photo. It is not verified: anybody can print such a code."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("act", choices=["read"])
        parser.add_argument("image", type=Path)
        parser.add_argument("--json", action="store_true", dest="as_json", help="print one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            card = read_card_image(options["image"].read_bytes())
        except OSError as error:
            raise CommandError(f"{options['image']}: {error.strerror}") from None
        except DomainError as error:
            raise CommandError(str(error.message)) from None
        if card is None:
            raise CommandError("No QR code was found on the photo.")
        fields = card.as_json() | {"verified": False}
        if options["as_json"]:
            self.stdout.write(json.dumps(fields, ensure_ascii=False))
        else:
            for name, value in fields.items():
                self.stdout.write(f"{name}: {value if value is not None else ''}")
