"""The result reaches its owner, with proof."""

from typing import Any

from django.utils.translation import gettext as _

from thonso.core.base.errors import Refused
from thonso.core.base.ids import new_id
from thonso.core.base.text import clean
from thonso.dossiers import vault
from thonso.dossiers.models import Event, Handover
from thonso.dossiers.services.moves import Act, move


def hand_over(act: Act, *, way: str, taken_by: str, details: dict[str, Any] | None = None) -> Event:
    """Handed to `taken_by`; someone other than the owner needs an authorisation, which is named in `details`."""
    taken_by = clean(taken_by, limit=100)
    details = details or {}
    if way not in Handover.Way.values:
        raise Refused(_("Choose how it was handed over."), fields={"way": [_("Not chosen yet.")]})
    if not taken_by:
        raise Refused(_("Write who took it."), fields={"taken_by": [_("Not filled in.")]})
    if taken_by.casefold() != act.dossier.subject_name.casefold() and not str(details.get("authority", "")).strip():
        raise Refused(
            _("Somebody else may take it only with an authorisation: write which."),
            fields={"authority": [_("Not filled in.")]},
        )
    event = move(
        act,
        "hand_over",
        changes={"handed_over_at": act.at},
        facts={"way": way},
        payload={"taken_by": taken_by, **details},
    )
    id_ = new_id()
    Handover.objects.create(
        id=id_,
        dossier=act.dossier,
        way=way,
        taken_by=taken_by,
        details=vault.close(act.dossier.data_key, "handover", id_, details),
        by_account_id=act.actor.ref.id,
        at=act.at,
    )
    return event
