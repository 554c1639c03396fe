"""What a machine says in Vietnamese in the sample (`catalogue/sample/voices/vi`, made by `thonso voices synthesise`): listened to
by the village head, and called a machine's voice wherever it is heard. A text that was changed since has none."""

from django.conf import settings

from thonso.core.access.actors import actor_of_account, system_actor
from thonso.core.access.models import Account
from thonso.core.journal.work import transact
from thonso.core.units.models import Unit
from thonso.voices import machine, phrases, services
from thonso.voices.models import Recording

FOLDER = settings.ROOT / "catalogue/sample/voices" / machine.LANGUAGE


def build_voices(commune: Unit, accounts: dict[str, Account]) -> None:
    if Recording.objects.filter(commune=commune).exists():
        return
    wanted, dung = phrases.of(commune.pk), actor_of_account(accounts["dung"])
    with transact(commune.pk) as work:
        for file in sorted(FOLDER.glob("*.opus")):
            if file.stem in wanted:
                spoken = file.read_bytes()
                made = services.keep_machine_voice(work, system_actor("voices"), machine.LANGUAGE, file.stem, spoken)
                services.decide(work, dung, made, approve=True)
