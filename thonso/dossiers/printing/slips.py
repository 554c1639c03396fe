"""Slips of the one-stop desk, each drawn from the event that made it: the same event always gives the same slip."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from thonso.core import papers
from thonso.core.base.clock import now
from thonso.core.journal.models import Entry
from thonso.core.journal.work import body_of
from thonso.core.papers.sheets import together
from thonso.dossiers import approval, requirements
from thonso.dossiers.models import Dossier, Event
from thonso.dossiers.printing import heads
from thonso.dossiers.printing.slip_data import BUILDERS
from thonso.dossiers.rules.states import State
from thonso.dossiers.services.numbering import is_official


@dataclass(frozen=True, slots=True)
class Slip:
    """A paper that exists for a dossier. `id` is the event's; `kind` is one of core.papers."""

    id: UUID
    kind: str
    title: Any
    at: datetime


TITLES = {
    "filing_note": _("Filing note (not a receipt yet)"),
    "appointment_slip": _("Appointment slip"),
    "form01": _("Receipt and appointment"),
    "form02": _("Supplement request"),
    "form03": _("Refusal of reception"),
    "form04": _("Apology and extension"),
    "form05": _("Notice that processing has stopped"),
    "form06": _("Process control sheet"),
    "result_receipt": _("Receipt of the result"),
}
# Drawn as things stand now each time, so a second one is not a copy of the first.
ALWAYS_NEW = frozenset({"form06"})
MADE_BY = {
    "filed": "filing_note",
    "receive": "form01",
    "ask_supplement": "form02",
    "approve_refusal": "form03",
    "extend": "form04",
    "withdraw": "form05",
    "stop": "form05",
    "expire": "form05",
    "hand_over": "result_receipt",
}
TO_BE_SIGNED = _("Receipt of the result, to be signed when it is given")
# From these on the receipt of the result can travel with it, to be signed where it is given.
BEFORE_IT_IS_GIVEN = frozenset({"seal", "record_result", "certify", "send_to_hamlet"})
# The papers that an act leads to, although another act makes them; whoever goes on gets the key on hers.
OFFERED_BY = {act: {kind} for act, kind in (MADE_BY | {"send_to_hamlet": "result_receipt"}).items()}
OFFERED_BY |= {"approve_supplement": {"form02"}, "name_heir": {"filing_note", "form01", "appointment_slip"}}


def slips_of(dossier: Dossier, events: list[Event]) -> list[Slip]:
    """What can be printed now, newest last.

    The receipt (form 01) exists once the official code is known; until then the filing note stays, and so it does for an
    appointment, which is never a receipt (practice.md 1).
    """
    received = dossier.received_at is not None
    has_receipt = received and is_official(dossier) and not requirements.definition(dossier).appointment_only
    left_out = {"filed"} if has_receipt else {"receive"}
    if not received:
        left_out |= {
            "withdraw",
            "stop",
            "expire",
        }  # form 05 ends what was received; before that there is nothing to stop
    cancelled = max((event.seq for event in events if event.kind == "cancel_reception"), default=0)
    found = [
        Slip(event.pk, MADE_BY[event.kind], TITLES[MADE_BY[event.kind]], event.at)
        for event in events
        if event.kind in MADE_BY
        and event.kind not in left_out
        and not (event.kind == "receive" and event.seq < cancelled)  # that receipt holds no longer
    ]
    # The hour that holds: an earlier one, or one that has passed, is no paper to be found again.
    to_come = dossier.appointed_at is not None and dossier.appointed_at > now()
    set_ = [event for event in events if to_come and event.facts.get("appointed_at")]
    if set_:
        found.append(Slip(set_[-1].pk, "appointment_slip", TITLES["appointment_slip"], set_[-1].at))
    if dossier.status is State.COMPLETED and (ready := [e for e in events if e.kind in BEFORE_IT_IS_GIVEN]):
        found.append(
            Slip(
                ready[-1].pk, "result_receipt", _("Receipt of the result, to be signed when it is given"), ready[-1].at
            )
        )
    if received:
        last = events[-1]
        found.append(Slip(last.pk, "form06", TITLES["form06"], last.at))
    return found


def printed_before(dossier: Dossier, slip: Slip, layout: str = "a4") -> int:
    """How often this slip has been printed on this kind of sheet, as the journal tells: from the second time on it is
    marked "In lại lần n". The receipt on two A5 halves is another paper than the one on A4, and no reprint of it."""
    notes = Entry.objects.filter(
        commune_id=dossier.commune_id,
        object_kind="dossier",
        object_id=dossier.pk,
        verb="dossier.printed",
        at__gte=slip.at,
    )
    facts = [body_of(note)["facts"] for note in notes]
    this = (slip.kind, str(slip.id), layout)
    return sum((one.get("paper"), one.get("slip", this[1]), one.get("layout", "a4")) == this for one in facts)


def draft_of_refusal(dossier: Dossier) -> bytes | None:
    """Form 03 as it will be given out, for whoever decides; None while nobody proposes to refuse."""
    proposed = approval.proposal(dossier, "refusal")
    if proposed is None:
        return None
    data = BUILDERS["form03"](dossier, proposed)
    data["signer"] = heads.signed_by_director(dossier, proposed)
    del data["date"]  # it is dated when it is approved
    return papers.render("form03", data)


def render(dossier: Dossier, slip: Slip, *, layout: str = "a4", reprint: int | None = None, copies: int = 1) -> bytes:
    """The PDF of a slip. `layout` a4 or a5x2 (two copies on one sheet, receipt only). `reprint` left out is counted.
    `copies` 2: a receipt on A4 comes with the office's own, which bears no key.
    """
    event = Event.objects.get(pk=slip.id, dossier=dossier)
    data = BUILDERS[slip.kind](dossier, event)
    if reprint is None:
        reprint = 0 if slip.kind in ALWAYS_NEW else printed_before(dossier, slip, layout)
    if reprint:
        data["reprint"] = reprint
    if slip.kind == "form01":
        data["format"] = layout
        if layout == "a4":
            data["copy_note"] = "Liên 1: giao người nộp hồ sơ"
    first = papers.render(slip.kind, data)
    if slip.kind != "form01" or layout != "a4" or copies < 2:
        return first
    kept = {key: value for key, value in data.items() if key != "tracking_key"}
    return together([first, papers.render(slip.kind, kept | {"copy_note": "Liên 2: lưu"})])
