"""What an officer took in on a mobile day without signal: filed as at the desk with its true hour, and received as decided
there. The rules are the desk's; only the hour of entry is another."""

import json
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from thonso.core import crypto
from thonso.core.access.actors import Actor, actor_of_account
from thonso.core.access.models import Account
from thonso.core.base.clock import local, now
from thonso.core.base.errors import Absent, Refused, Stale
from thonso.core.base.ids import stable_id
from thonso.dossiers import access as dossiers
from thonso.dossiers import actions, requirements
from thonso.dossiers.late_entries import Late, why_closed
from thonso.dossiers.models import Dossier
from thonso.dossiers.rules.states import State as Standing
from thonso.offline.models import SealedRecord
from thonso.offline.text import Text
from thonso.outreach import access as outreach
from thonso.outreach.models import MobileDay

LABEL = "offline.record.reception"
AT_ONCE = timedelta(minutes=15)
"""What arrives sooner was filed when it arrived: nobody needs to be told of two hours."""


def columns(actor: Actor, record_id: UUID, found: Text) -> dict[str, Any]:
    """Where and when it was taken in, and what was decided there, as the record keeps it. Raises Refused, Absent."""
    taken = found.taken
    if taken is None:
        raise Refused(_("This record names no mobile day. Open it again from the list of the day and send it."))
    day = outreach.led_day(actor, taken.day)
    wanted = json.dumps({"papers": taken.papers, "present": taken.present}) if taken.received else ""
    return {
        "hamlet": day.hamlet,
        "mobile_day": day,
        "taken_at": _true_hour(day, taken.at),
        "reception": crypto.seal(LABEL, record_id, wanted) if wanted else "",
    }


def _true_hour(day: MobileDay, at: datetime) -> datetime | None:
    """The hour of the phone, where it can be true and its register is open; else it counts from when it arrives."""
    if local(at).date() != day.day or at > now() - AT_ONCE or why_closed(day.commune_id, at):
        return None
    return at


def late_of(commune_id: UUID, dossier_id: UUID) -> Late | None:
    """For the dossiers: whether this filing was taken in earlier on a mobile day."""
    rows = SealedRecord.objects.filter(pk=dossier_id, commune_id=commune_id, state__in=SealedRecord.OPEN)
    at = rows.exclude(mobile_day=None).values_list("taken_at", flat=True).first()
    return Late(at, printed_at=at) if at else None


def day_of(dossier_id: UUID) -> UUID | None:
    """For the mobile days: which of them this dossier belongs to."""
    return SealedRecord.objects.filter(pk=dossier_id).values_list("mobile_day", flat=True).first()


def people(found: Text, name: str, details: dict[str, str]) -> dict[str, Any]:
    """Who stood before the officer, as a form of the desk keeps it."""
    return {
        "representation": found.representation,
        "submitter": name,
        "id_number": details.get("id_number", ""),
        "phone": details.get("phone", ""),
        "beside": found.beside,
    }


def finish(record: SealedRecord, code: str) -> Any:
    """Receive it as it was decided there; done before, it stays. Gives the sentence why it waits at the desk instead, or ''."""
    if not record.reception:
        return ""
    wanted = json.loads(crypto.unseal(LABEL, record.pk, record.reception))
    officer = actor_of_account(Account.objects.get(pk=record.account_id))  # a phone's token alone receives nothing
    try:
        dossier = dossiers.by_code(officer, code, "receive")
        if dossier.state == Standing.SUBMITTED:
            _receive(officer, dossier, wanted)
    except (Refused, Absent) as refusal:
        sentences = [str(one) for said in getattr(refusal, "fields", {}).values() for one in said]
        why = " ".join(dict.fromkeys([str(refusal.message), *sentences]))
        return _("Filed, not yet received: %(why)s It waits at the one-stop desk.") % {"why": why}
    except Stale:
        pass  # somebody at the desk was faster
    SealedRecord.objects.filter(pk=record.pk).update(reception="")
    return ""


def _receive(officer: Actor, dossier: Dossier, wanted: dict[str, Any]) -> None:
    if wanted["papers"]:
        papers = {"papers": wanted["papers"]}
        actions.perform(officer, dossier, "check_paper", papers, stable_id("mobile-papers", str(dossier.pk)))
        dossier.refresh_from_db()
    here = {"at_once": True} if requirements.definition(dossier).appointment_only else {}
    there = {"present": wanted["present"], **here}
    actions.perform(officer, dossier, "receive", there, stable_id("mobile-receive", str(dossier.pk)))
