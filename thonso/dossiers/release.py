"""When a signed result is given to whoever filed it as a file; the office, whose papers they are, is not asked here."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from thonso.core.access.actors import Actor
from thonso.dossiers import filer, on_paper
from thonso.dossiers.models import Dossier


def withheld(actor: Actor, dossier: Dossier, answers: Mapping[str, Any]) -> str:
    """Why the result is not downloaded (yet), in a sentence that says what to do; '' when it may be.

    A signature on paper comes before the result. And what was sent from an account of which nobody knows whether it is the
    owner's is handed over at the desk, beside the card: its account and the key of its slip open nothing.
    """
    if paper := on_paper.awaited(dossier, answers):
        return _("It can be downloaded once you have signed “%(paper)s” on paper.") % {"paper": paper.name}
    hers = actor.resident_id is not None and actor.resident_id == dossier.owner_resident_id
    if hers or filer.is_known(dossier) or filer.has_authority(dossier):
        return ""
    return _(
        "Fetch it at the Public Administration Centre with your ID card: this dossier was sent from an account that is not"
        " matched with its owner in the register of the commune yet, so it cannot be downloaded."
    )
