"""`thonso init`: a real commune on an empty database, with its first administrator. Nothing of the sample is loaded."""

import secrets
from argparse import ArgumentParser
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from thonso.core.access.actors import system_actor
from thonso.core.access.models import Account
from thonso.core.access.services import create_account, grant
from thonso.core.base.clock import today
from thonso.core.base.ids import stable_id
from thonso.core.base.text import in_sentence
from thonso.core.journal.work import transact
from thonso.core.units.models import CommuneProfile, Unit
from thonso.core.units.services import set_commune_profile
from thonso.procedures.services import load_catalogue


class Command(BaseCommand):
    help = "Prepare the database for one commune: units, days off, catalogue, first administrator. Safe to run again."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--commune", required=True, help="official code, e.g. 02683")
        parser.add_argument("--admin", required=True, help="user name of the first administrator")
        parser.add_argument("--admin-name", default="", help="full name; the user name when left out")

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.DEMO:
            raise CommandError("The demo has its own commune: use `make demo`.")
        if settings.COMMUNE_CODE and options["commune"] != settings.COMMUNE_CODE:
            raise CommandError(f"THONSO_COMMUNE is {settings.COMMUNE_CODE}, not {options['commune']}.")
        call_command("migrate", verbosity=0, interactive=False)
        call_command("import_units", verbosity=0)
        call_command("load_holidays", verbosity=0)
        commune = Unit.objects.filter(pk=stable_id("commune", options["commune"])).first()
        if commune is None:
            raise CommandError(f"There is no commune {options['commune']} in the official list.")
        actor = system_actor("init")
        with transact(commune.pk) as work:
            if not CommuneProfile.objects.filter(unit=commune).exists():
                name = f"Trung tâm Phục vụ hành chính công {in_sentence(commune.full_name)}"
                set_commune_profile(work, actor.ref, commune, office_name=name, place_name=commune.name)
        loaded = load_catalogue(commune.pk)
        self._administrator(actor, commune, options)
        self.stdout.write(
            f"Procedures offered: {len(loaded.published)}; waiting to be verified: {len(loaded.waiting)}."
        )
        self.stdout.write(
            "Before the first paper is signed: the clerk and the desk say at /ban/so-so/ where their number books stand."
        )

    def _administrator(self, actor: Any, commune: Unit, options: dict[str, Any]) -> None:
        if Account.objects.filter(username__iexact=options["admin"]).exists():
            self.stdout.write(f"{options['admin']} is there already; nothing changed.")
            return
        password = secrets.token_urlsafe(12)
        account = create_account(
            actor,
            commune.pk,
            username=options["admin"],
            full_name=options["admin_name"] or options["admin"],
            password=password,
        )
        grant(
            actor,
            account,
            "administrator",
            commune,
            valid_from=today() - timedelta(days=1),
            post_title="Quản trị hệ thống",
        )
        # Printed once, kept nowhere: it is to be changed at the first sign-in, together with a second factor.
        self.stdout.write(f"Administrator {account.username}, password (once): {password}")
