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
from thonso.core.web.words import money
from thonso.dossiers import access as dossiers
from thonso.dossiers import actions, requirements
from thonso.dossiers.late_entries import Late, why_closed
from thonso.dossiers.models import Dossier, PaperCheck
from thonso.dossiers.rules.states import State as Standing
from thonso.dossiers.rules.visits import who_came_there
from thonso.dossiers.services import fees
from thonso.dossiers.services.moves import answers_of
from thonso.offline.models import SealedRecord
from thonso.offline.text import Taken, Text
from thonso.outreach import access as outreach
from thonso.outreach.models import MobileDay
from thonso.outreach.services import mobile
from thonso.procedures.forms.shape import Form
from thonso.procedures.places import RegisteredPlaces

LABEL, NOTE = "offline.record.reception", "offline.record.note"
AT_ONCE = timedelta(minutes=2)
"""What arrives sooner was filed when it arrived: nobody needs to be told of two hours."""


def columns(actor: Actor, record_id: UUID, taken: Taken) -> dict[str, Any]:
    """Where and when it was taken in, and what was decided there, as the record keeps it. Raises Absent."""
    day = outreach.led_day(actor, taken.day)
    wanted = json.dumps({"papers": taken.papers, "present": taken.present}) if taken.received else ""
    return {
        "hamlet": day.hamlet,
        "mobile_day": day,
        "taken_at": _true_hour(day, taken.at),
        "reception": crypto.seal(LABEL, record_id, wanted) if wanted else "",
        "listed": taken.listed,
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


def brought(dossier_id: UUID, act: str) -> tuple[UUID, UUID | None] | None:
    """For the mobile days: the one on which this was filed, or is received as it was decided there, and whom it is of on its
    list. What the desk receives later was not received there."""
    row = _record(dossier_id)
    if row is None or row.mobile_day_id is None or (act == "receive" and not row.reception):
        return None
    return row.mobile_day_id, row.listed


def served(record: SealedRecord, dossier: Dossier) -> None:
    """A colleague has filed it at the desk: it was not taken in on that day, yet she need not come again."""
    if record.mobile_day is not None:
        mobile.served(record.mobile_day, dossier, record.listed)


def received_there(dossier_id: UUID) -> bool | None:
    """For the clock: True while it is received as it was decided in the hamlet; None for what was not filed there."""
    row = _record(dossier_id)
    return None if row is None else bool(row.reception)


def _record(dossier_id: UUID) -> SealedRecord | None:
    rows = SealedRecord.objects.filter(pk=dossier_id).exclude(mobile_day=None)
    return rows.only("mobile_day", "listed", "reception").first()


def meeting(record: SealedRecord, form: Form, found: Text) -> dict[str, Any]:
    """Where and when she came, as a form that asks for an appointment keeps it: it is the day's to say, not the phone's."""
    if record.mobile_day is None or found.taken is None:
        return {}
    commune = record.commune.code
    hamlet = {
        "province": RegisteredPlaces().province_of(commune),
        "commune": commune,
        "hamlet": record.mobile_day.hamlet.code,
    }
    return who_came_there(form, record.mobile_day.day, local(found.taken.at), hamlet)


def people(found: Text, name: str, details: dict[str, str]) -> dict[str, Any]:
    """Who stood before the officer, as a form of the desk keeps it."""
    return {
        "representation": found.representation,
        "submitter": name,
        "id_number": details.get("id_number", ""),
        "phone": details.get("phone", ""),
        "beside": found.beside,
    }


def finish(record: SealedRecord) -> str:
    """Receive it as it was decided there, once. Gives the sentence why it waits at the desk instead, or ''."""
    if not record.reception:
        return crypto.unseal(NOTE, record.pk, record.note) if record.note else ""
    wanted = json.loads(crypto.unseal(LABEL, record.pk, record.reception))
    officer = actor_of_account(Account.objects.get(pk=record.account_id))
    why = _received(officer, Dossier.objects.values_list("code", flat=True).get(pk=record.pk), wanted)
    note = str(_("Filed, not yet received: %(why)s It waits at the one-stop desk.") % {"why": why}) if why else ""
    # The decision is used up either way: what the desk makes of it later is the desk's.
    SealedRecord.objects.filter(pk=record.pk).update(
        reception="", note=crypto.seal(NOTE, record.pk, note) if note else ""
    )
    return note


def _received(officer: Actor, code: str, wanted: dict[str, Any]) -> str:
    """Why not, or ''. Somebody at the desk may look at the same dossier just then: tried twice."""
    try:
        for last in (False, True):
            dossier = dossiers.by_code(officer, code, "receive")
            if dossier.state != Standing.SUBMITTED:
                return ""  # received already
            try:
                _receive(officer, dossier, wanted)
            except Stale:
                if last:
                    raise
            else:
                return ""
    except (Refused, Stale, Absent) as refusal:
        sentences = [str(one) for said in refusal.fields.values() for one in said]
        return " ".join(dict.fromkeys([str(refusal.message), *sentences]))
    return ""


def _receive(officer: Actor, dossier: Dossier, wanted: dict[str, Any]) -> None:
    if wanted["papers"]:
        papers = {"papers": wanted["papers"]}
        actions.perform(officer, dossier, "check_paper", papers, stable_id("mobile-papers", str(dossier.pk)))
        dossier.refresh_from_db()
    here = {}
    # The meeting is now: what the desk demands in it is demanded here.
    if requirements.definition(dossier).appointment_only:
        here = {"at_once": True}
        _refuse_unseen(dossier)
    there = {"present": wanted["present"], **here}
    actions.perform(officer, dossier, "receive", there, stable_id("mobile-receive", str(dossier.pk)))


def _refuse_unseen(dossier: Dossier) -> None:
    valid = set(dossier.checks.filter(verdict=PaperCheck.Verdict.VALID).values_list("paper_key", flat=True))
    if unseen := [one.name for one in requirements.papers(dossier) if one.required and one.key not in valid]:
        raise Refused(_("Not looked at on that day, or not valid: %(papers)s.") % {"papers": "; ".join(unseen)})


def fee_words(dossier: Dossier) -> str:
    """What whoever was received there has to pay, and where; '' where it is nothing, or was asked for already."""
    due = fees.unasked(dossier, answers_of(dossier)) if dossier.received_at else {}
    if not due:
        return ""
    where = _("Pay at the one-stop centre, where you get a receipt, or on the national portal.")
    exempt = _("Who is exempt or pays less brings the paper that proves it.") if due["exemptions"] else ""
    return " ".join(part for part in (f"{money(due['amount'])}.", where, exempt) if part)
