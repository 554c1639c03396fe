"""The fee of a dossier: asked for by the version of its procedure, exempted with a reason, recorded by its receipt, voided.

Nothing is cashed here, and never by VietQR: the licensed system or the national portal takes the money and gives the
number that is written down (practice.md 7).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import IntegrityError
from django.db.models import Q
from django.utils.translation import gettext as _

from thonso.core.base.clock import local
from thonso.core.base.errors import Refused, Stale
from thonso.core.base.text import clean
from thonso.core.web.words import money
from thonso.dossiers import requirements
from thonso.dossiers.models import Charge, Dossier, Event
from thonso.dossiers.rules.states import RUNNING, State
from thonso.dossiers.services import clock
from thonso.dossiers.services.moves import Act, answers_of, move
from thonso.procedures.definition import Fee
from thonso.procedures.forms.kinds import Context

# As licensed systems and the portal print them: letters, digits and signs between them, at least one digit that is not 0.
_REFERENCE = re.compile(r"(?=.*[1-9])[0-9A-Z](?:[0-9A-Z/._-]{1,58})[0-9A-Z]")
LARGEST = 100_000_000  # đồng; more than any fee of a commune: a slip of the finger


def full_fee(dossier: Dossier, answers: Mapping[str, Any] | None = None) -> int | None:
    """What the version asks of this filing before any exemption, in đồng; None where it does not know the amount.
    `answers` as filed, where the caller has opened them already."""
    return _sum(_fees(dossier, answers_of(dossier) if answers is None else answers))


def _fees(dossier: Dossier, answers: Mapping[str, Any]) -> tuple[tuple[Fee, int | None], ...]:
    context = Context(today=local(dossier.filed_at).date(), channel=dossier.channel, commune=dossier.commune.code)
    return requirements.definition(dossier).fees_for(answers, context)


def _sum(fees: tuple[tuple[Fee, int | None], ...]) -> int | None:
    amounts = [amount for _fee, amount in fees]
    return None if None in amounts else sum(amount for amount in amounts if amount)


def in_force(dossier: Dossier) -> Charge | None:
    return next((one for one in dossier.charges.all() if one.state != Charge.State.VOID), None)


def shown(dossier: Dossier) -> dict[str, Any]:
    """The charge in force as a page tells it; {} where there is none."""
    charge = in_force(dossier) if dossier.fee_state else None
    if charge is None:
        return {}
    return {
        "charge": charge,
        "way": Charge.Way(charge.way) if charge.way else "",
        "waits": dossier.status is State.PAYMENT,
    }


def foreseen(dossier: Dossier, answers: Mapping[str, Any]) -> dict[str, Any]:
    """What the procedure will ask for, before anybody has: the desk says it to whoever stands there. {} when it is over."""
    if dossier.status not in RUNNING or dossier.returns_to:
        return {}
    found = _fees(dossier, answers)
    return {"amount": _sum(found), "exemptions": any(fee.exemptions for fee, _amount in found)}


def unasked(dossier: Dossier, answers: Mapping[str, Any]) -> dict[str, Any]:
    """What whoever was received will pay, before anybody has asked for it. {} where it is nothing or not known, or once a
    charge says it, and while an appointment lies ahead: its words say what to bring."""
    to_come = dossier.appointed_at is not None and not dossier.served_at_once
    if dossier.received_at is None or to_come or in_force(dossier) is not None:
        return {}
    due = foreseen(dossier, answers)
    return due if due.get("amount") else {}


def ask(act: Act, amount: int, *, exemption: str = "", proof: str = "", basis: str = "") -> Event:
    """Ask for `amount` đồng: the version's fee, or less with an exemption in words and its proof. Nought is an exemption,
    and nothing is waited for. Where the version does not know the amount, `basis` says who set it.
    """
    dossier, full = act.dossier, full_fee(act.dossier)
    exemption, proof = clean(exemption, limit=500, multiline=True), clean(proof, limit=200)
    _check(full, amount, exemption, proof, clean(basis, limit=300))
    waits = amount > 0
    changes: dict[str, Any] = {"fee_state": Charge.State.ASKED if waits else Charge.State.EXEMPT}
    if waits:
        changes |= {"returns_to": dossier.state}
        if requirements.definition(dossier).payment.clock_stops:
            clock.open_pause(dossier, act.at, "payment")
            missed = clock.missed(dossier, act.at)
            changes |= {"due_at": missed, "act_by": missed}
    event = move(
        act,
        "ask_payment",
        to=State.PAYMENT if waits else dossier.status,
        changes=changes,
        facts={"amount": amount, "full": full},
        payload={"exemption": exemption, "proof": proof, "basis": clean(basis, limit=300)},
    )
    Charge.objects.create(
        dossier=dossier, commune_id=dossier.commune_id, full=full, amount=amount, state=changes["fee_state"],
        by_account_id=act.actor.ref.id, at=act.at,
    )  # fmt: skip
    return event


def _check(full: int | None, amount: int, exemption: str, proof: str, basis: str) -> None:
    if not 0 <= amount <= LARGEST:
        raise Refused(_("Write the amount in đồng."), fields={"amount": [_("Please check.")]})
    if full is None and amount and len(basis) < 5:
        raise Refused(
            _("The amount is not in the procedure: write which decision sets it."),
            fields={"basis": [_("Not filled in.")]},
        )
    if full is not None and amount > full:
        raise Refused(
            _("The procedure asks for %(amount)s, not for more.") % {"amount": money(full)},
            fields={"amount": [_("Please check.")]},
        )
    exempt = amount == 0 if full is None else amount < full
    lacking = [name for name, words, least in (("exemption", exemption, 5), ("proof", proof, 3)) if len(words) < least]
    if exempt and lacking:
        raise Refused(
            _("Less than the fee of the procedure: write why the person is exempt, and by which paper."),
            fields={name: [_("Not filled in.")] for name in lacking},
        )


@dataclass(frozen=True, slots=True)
class Receipt:
    """`reference`: number of the receipt of the licensed system, or the reference of the payment on the portal."""

    way: str
    reference: str
    paid_on: date
    amount: int | None = None  # đồng; left out: what is due


def record(act: Act, receipt: Receipt) -> Event:
    """The fee was paid, and here is the number that proves it. What waited for it goes on; the clock runs again."""
    dossier, charge = act.dossier, in_force(act.dossier)
    reference = _checked(act, receipt)
    if charge is None:
        full = full_fee(dossier)
        if not full:
            raise Refused(_("The procedure does not say how much: ask for the fee first, with what sets it."))
        charge = Charge(dossier=dossier, commune_id=dossier.commune_id, full=full, amount=full)
    if receipt.amount not in {None, charge.amount}:
        raise Refused(
            _("Due are %(amount)s. An exemption is written down when the fee is asked for.")
            % {"amount": money(charge.amount)},
            fields={"amount": [_("Please check.")]},
        )
    charge.state, charge.way, charge.reference = Charge.State.PAID, receipt.way, reference
    charge.paid_on, charge.by_account_id, charge.at = receipt.paid_on, act.actor.ref.id, act.at
    facts = {"amount": charge.amount, "way": receipt.way, "paid_on": receipt.paid_on.isoformat()}
    event = _go_on(act, "record_payment", Charge.State.PAID, facts, {"reference": reference})
    try:
        charge.save()
    except IntegrityError as taken:  # recorded for another dossier at the same moment
        raise _used("") from taken
    return event


def _checked(act: Act, receipt: Receipt) -> str:
    """The reference as it is kept; raises Refused for what proves nothing, or proves another dossier's payment."""
    if receipt.way not in Charge.Way.values:
        raise Refused(_("Choose how it was paid."), fields={"way": [_("Not chosen yet.")]})
    reference = _reference(receipt.reference)
    if not local(act.dossier.filed_at).date() <= receipt.paid_on <= local(act.at).date():
        raise Refused(
            _("The day of payment lies between the filing and today."), fields={"paid_on": [_("Please check.")]}
        )
    # One that was written down for the wrong dossier may be used for the right one; what was given back proves nothing.
    twin = Charge.objects.filter(
        Q(state=Charge.State.PAID) | Q(refunded__gt=0),
        commune_id=act.dossier.commune_id, way=receipt.way, reference=reference,
    )  # fmt: skip
    if (used := twin.select_related("dossier").first()) is not None:
        raise _used(used.dossier.code)
    return reference


def _reference(typed: str) -> str:
    """As it is kept: in capitals and without blanks, so that one receipt is one number however it is typed."""
    reference = "".join(clean(typed, limit=60).split()).upper()
    if not reference:
        raise Refused(_("Write the number of the receipt."), fields={"reference": [_("Not filled in.")]})
    if not _REFERENCE.fullmatch(reference):
        words = _(
            "Write the number as it stands on the receipt: letters, digits and / . - _ only, for example BL26-0007421."
        )
        raise Refused(words, fields={"reference": [words]})
    return reference


def _used(code: str) -> Refused:
    words = (
        _("This receipt is already written down for dossier %(code)s.") % {"code": code}
        if code
        else _("This receipt has just been written down for another dossier.")
    )
    return Refused(words, fields={"reference": [_("Please check.")]})


@dataclass(frozen=True, slots=True)
class Refund:
    """Money given back: by which paper, how much in đồng, to whom."""

    paper: str = ""
    amount: int | None = None
    payee: str = ""

    def __bool__(self) -> bool:
        return bool(self.paper.strip() or self.payee.strip() or self.amount)


def void(act: Act, reason: str, refund: Refund | None = None) -> Event:
    """A demand or a recorded payment is taken back by an approver who did not make it; `refund` where money was given back:
    left out, the record alone was wrong. What waits for payment goes on."""
    reason, charge = clean(reason, limit=500, multiline=True), in_force(act.dossier)
    if charge is None:
        raise Stale(_("No fee is asked for or recorded."))
    if charge.by_account_id == act.actor.ref.id:
        raise Refused(_("Whoever wrote it down may not take it back: another person approves."))
    if len(reason) < 10:
        raise Refused(_("Say in plain words why it is taken back."), fields={"reason": [_("Too short.")]})
    facts: dict[str, Any] = {"amount": charge.amount, "was": charge.state}
    payload = {"reason": reason}
    if refund:
        paper, payee = clean(refund.paper, limit=100), clean(refund.payee, limit=100)
        _check_refund(charge, paper, refund.amount, payee)
        facts["refunded"] = refund.amount
        payload |= {"refund": paper, "payee": payee}
    event = _go_on(act, "void_payment", "", facts, payload)
    Charge.objects.filter(pk=charge.pk).update(state=Charge.State.VOID, refunded=facts.get("refunded"))
    return event


def _check_refund(charge: Charge, paper: str, amount: int | None, payee: str) -> None:
    """Paper, amount and payer together, and never more than was paid. Raises Refused."""
    if charge.state != Charge.State.PAID:
        raise Refused(_("Nothing was paid, so nothing is given back."), fields={"refund": [_("Please check.")]})
    lacking = [name for name, given in (("refund", paper), ("refund_amount", amount), ("payee", payee)) if not given]
    if lacking:
        raise Refused(
            _("Money that is given back needs all three: the paper, the amount and who got it."),
            fields={name: [_("Not filled in.")] for name in lacking},
        )
    if not 0 < (amount or 0) <= charge.amount:
        words = _("At most %(amount)s were paid.") % {"amount": money(charge.amount)}
        raise Refused(words, fields={"refund_amount": [words]})


def _go_on(act: Act, name: str, fee_state: str, facts: dict[str, Any], payload: dict[str, Any]) -> Event:
    """The act itself; a dossier that waits for payment goes back to where it was, its clock running from here."""
    dossier, changes, to = act.dossier, {"fee_state": fee_state}, None
    if dossier.status is State.PAYMENT:
        to = State(dossier.returns_to)
        changes = {**changes, **clock.resumed(dossier, to, act.at), "returns_to": ""}
    return move(act, name, to=to, changes=changes, facts=facts, payload=payload)
