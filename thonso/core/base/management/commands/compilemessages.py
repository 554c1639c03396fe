"""Compile the translations with Babel, so that no gettext tools are needed on the machine."""

from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError


class Command(BaseCommand):
    help = "Compile every locale/*/LC_MESSAGES/django.po of the project."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        for source in sorted(Path(settings.ROOT / "thonso").rglob("locale/*/LC_MESSAGES/django.po")):
            target = source.with_suffix(".mo")
            if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
                continue
            try:
                with source.open("rb") as po:
                    catalog = read_po(po, locale=source.parts[-3], abort_invalid=True)
            except Exception as error:
                raise CommandError(f"{source}: {error}") from error
            with target.open("wb") as mo:
                write_mo(mo, catalog)
