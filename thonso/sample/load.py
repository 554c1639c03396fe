"""The sample commune, loaded once: units, people, accounts, calendar, catalogue, signing keys, and dossiers in every state."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.management import call_command

from thonso.core.access.actors import actor_of_account
from thonso.core.access.models import Account
from thonso.core.base.ids import stable_id
from thonso.core.units.models import Unit
from thonso.dossiers.models import Dossier
from thonso.procedures.services import load_catalogue
from thonso.sample.accounts import create_sample_accounts
from thonso.sample.commune import build_commune
from thonso.sample.counter import build_counter
from thonso.sample.documents import build_documents
from thonso.sample.dossiers import build_dossiers
from thonso.sample.keys import make_keys
from thonso.sample.neighbours import build_neighbours
from thonso.sample.outgoing import build_outgoing
from thonso.sample.outreach import build_outreach
from thonso.sample.roster import build_roster
from thonso.sample.tv import build_tv
from thonso.sample.voices import build_voices

Say = Callable[[str], Any]


def is_loaded() -> bool:
    commune = stable_id("commune", settings.COMMUNE_CODE)
    return Dossier.objects.filter(commune_id=commune).exists()


def load(say: Say = lambda line: None) -> None:
    """Idempotent and deterministic but for the day it is loaded on: the dossiers' past ends today."""
    if not Unit.objects.filter(pk=stable_id("province", "01")).exists():
        say("34 provinces, 3,321 communes")
        call_command("import_units", verbosity=0)
    call_command("load_holidays", verbosity=0)
    say("eight hamlets with their households")
    place = build_commune()
    accounts = create_sample_accounts(place["commune"], place["hamlets"])
    place = build_commune()  # again: ties the accounts that exist now to their residents
    build_roster(place["commune"], place["hamlets"], accounts)
    load_catalogue(place["commune"].pk)
    say("signing keys of the demo authority")
    make_keys(place["commune"], accounts)
    say("dossiers in every state")
    build_dossiers(place, accounts, say)
    say("the counters of the one-stop desk")
    build_counter(
        place["commune"].pk,
        {who: actor_of_account(Account.objects.get(pk=accounts[who].pk)) for who in ("lan", "trung")},
    )
    build_outreach(place["commune"], place["hamlets"], accounts)
    build_tv(place["commune"], place["hamlets"], accounts)
    build_neighbours(place["commune"], accounts)
    build_documents(place["commune"], accounts)
    build_outgoing(place["commune"], accounts)
    build_voices(place["commune"], accounts)
