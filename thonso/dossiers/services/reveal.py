"""Showing in full what lists and pages cover: for the work in hand or with a reason, journalled, never the value itself."""

from typing import Any

from django.utils.translation import gettext as _

from thonso.core.access import policy
from thonso.core.access.actors import Actor
from thonso.core.base.errors import Refused
from thonso.core.base.refs import Ref
from thonso.core.base.text import clean
from thonso.core.journal.services import record_read
from thonso.dossiers import requirements, vault
from thonso.dossiers.models import Dossier, Party
from thonso.dossiers.rules.states import FINAL
from thonso.dossiers.services.hands import holds


def task_in_hand(actor: Actor, dossier: Dossier) -> str:
    """What this actor has to do with the dossier now, as the reason for which it is read; '' for who has it not in hand."""
    if dossier.status in FINAL or holds(actor, dossier) is None:
        return ""
    step = requirements.step(dossier)
    return _("In hand: %(step)s") % {"step": step.name if step else dossier.procedure_name}


def people_in_full(actor: Actor, dossier: Dossier, purpose: str) -> list[tuple[Party, dict[str, Any]]]:
    """The people of a dossier with their numbers uncovered. Raises Absent, Refused without a reason."""
    policy.require(actor, "read_id", dossier)
    purpose = clean(purpose, limit=200) or task_in_hand(actor, dossier)
    if len(purpose) < 5:
        raise Refused(_("Say why you need to see it."), fields={"purpose": [_("Too short.")]})
    parties = list(dossier.parties.all())
    for party in parties:
        record_read(
            dossier.commune_id,
            actor.ref,
            Ref("party", party.pk),
            purpose,
            subject=Ref("resident", party.resident_id) if party.resident_id else None,
        )
    return [(party, vault.open_(dossier.data_key, "party", party.pk, party.details)) for party in parties]
