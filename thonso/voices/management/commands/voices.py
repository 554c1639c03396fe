"""`thonso voices synthesise --language vi`: a machine speaks what nobody has spoken yet, and somebody listens to it first."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from thonso.core.access.actors import system_actor
from thonso.core.base.errors import DomainError
from thonso.core.base.ids import stable_id
from thonso.core.journal.work import transact
from thonso.voices import machine, packs, phrases, services

AT_A_TIME = 20  # recordings in a transaction: nobody waits long for the journal


class Command(BaseCommand):
    help = "Texts spoken by a machine (espeak-ng), in Vietnamese only; they wait to be listened to."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("act", choices=["synthesise"])
        parser.add_argument("--language", required=True, help="vi; every other language is spoken by people")
        parser.add_argument("--most", type=int, default=50, metavar="N", help="the first N texts that have no sound")
        parser.add_argument(
            "--into", type=Path, metavar="FOLDER", help="keep files here (DIGEST.opus), none in the database"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["language"] != machine.LANGUAGE:
            raise CommandError(
                "A machine speaks Vietnamese only. Other languages are recorded by people: /thon/thu-am/."
            )
        commune_id, folder = stable_id("commune", settings.COMMUNE_CODE), options["into"]
        wanted = packs.standing(commune_id, machine.LANGUAGE, phrases.of(commune_id)).missing[: options["most"]]
        try:
            for start in range(0, len(wanted), AT_A_TIME):
                spoken = [(one.digest, machine.spoken(one.text)) for one in wanted[start : start + AT_A_TIME]]
                if folder:
                    _write(folder, spoken)
                else:
                    _keep(commune_id, spoken)
        except DomainError as error:
            raise CommandError(str(error.message)) from None
        told = f"in {folder}" if folder else "wait to be listened to: /thon/thu-am/nghe/"
        self.stdout.write(f"{len(wanted)} texts {told}.")


def _write(folder: Path, spoken: list[tuple[str, bytes]]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for digest, data in spoken:
        (folder / f"{digest}.opus").write_bytes(data)


def _keep(commune_id: Any, spoken: list[tuple[str, bytes]]) -> None:
    with transact(commune_id) as work:
        for digest, data in spoken:
            services.keep_machine_voice(work, system_actor("voices"), machine.LANGUAGE, digest, data)
