"""`thonso verify-pdf FILE [--json]`: separate answers on integrity, changes after signing and identity.

Exit code 0 when the file was checked, whatever was found; 1 when it cannot be read or is not a PDF.
"""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from thonso.core.base.errors import DomainError
from thonso.core.signatures import verify_apart
from thonso.core.signatures.words import sentences


class Command(BaseCommand):
    help = "Check the digital signatures of a PDF."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--json", action="store_true", dest="as_json", help="print one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            verdict = verify_apart(options["file"].read_bytes())
        except OSError as error:
            raise CommandError(f"{options['file']}: {error.strerror}") from None
        except DomainError as error:
            raise CommandError(str(error.message)) from None
        if options["as_json"]:
            self.stdout.write(json.dumps(verdict.as_json(), ensure_ascii=False))
            return
        for line in sentences(verdict):
            self.stdout.write(f"{line.question}: {line.answer}")
            for reason in line.reasons:
                self.stdout.write(f"  - {reason}")
        for one in verdict.signatures:
            self.stdout.write(f"{one.field_name}: {one.signer} {one.title} {one.time}".rstrip())
