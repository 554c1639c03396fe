"""Nhập bù: slips printed with numbers that nobody else gets, an outage that the director approves, each slip entered with its
true hour (practice.md 20)."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import F
from django.utils.translation import gettext as _

from thonso.core import crypto
from thonso.core.access import policy
from thonso.core.access.actors import Actor
from thonso.core.base.clock import now
from thonso.core.base.errors import Refused, Stale
from thonso.core.base.ids import new_id
from thonso.core.base.refs import Ref
from thonso.core.base.text import clean
from thonso.core.journal.work import transact
from thonso.core.numbers.services import next_tracking_codes
from thonso.counter.models import Outage, Slip, SlipBatch
from thonso.dossiers import late_entries, vault
from thonso.dossiers.late_entries import Late
from thonso.dossiers.models import Dossier, Draft

LABEL = "counter.slip"
MOST = 40  # on one pad: five sheets
LONGEST = timedelta(days=1)  # without power; longer is two outages
LATEST = timedelta(days=14)  # after it, nothing is entered any more (measure of our own)


def print_pad(actor: Actor, commune_id: UUID, count: int) -> SlipBatch:
    """Reserve `count` numbers of today and make the slips that bear them."""
    policy.require(actor, "enter", policy.New("outage", commune_id))
    if not 1 <= count <= MOST:
        words = _("Between 1 and %(most)d slips at once.") % {"most": MOST}
        raise Refused(words, fields={"count": [words]})
    made = [(id_ := new_id(), crypto.seal(LABEL, id_, vault.new_tracking_key())) for _n in range(count)]
    with transact(commune_id) as work:
        batch = SlipBatch.objects.create(commune_id=commune_id, printed_at=work.at, printed_by=actor.ref.id)
        codes = next_tracking_codes(work, commune_id, count)
        Slip.objects.bulk_create(
            Slip(id=id_, commune_id=commune_id, batch=batch, code=code, key_sealed=key)
            for code, (id_, key) in zip(codes, made, strict=True)
        )
        work.note("slip.pad_made", actor.ref, Ref("slip_batch", batch.pk), facts={"from": codes[0], "to": codes[-1]})
    return batch


def key_of(slip: Slip) -> str:
    return crypto.unseal(LABEL, slip.pk, slip.key_sealed)


def count_print(actor: Actor, batch: SlipBatch) -> int:
    """Note that it is printed now; gives how often it was before."""
    before = batch.prints
    with transact(batch.commune_id) as work:
        SlipBatch.objects.filter(pk=batch.pk).update(prints=F("prints") + 1)
        work.note("slip.printed", actor.ref, Ref("slip_batch", batch.pk), facts={"before": before})
    return before


def spoil(actor: Actor, slip: Slip, reason: str) -> None:
    """Written wrongly or lost: its number is never given to another."""
    policy.require(actor, "enter", slip)
    reason = clean(reason, limit=200)
    if len(reason) < 3:
        raise Refused(_("Say why this slip is not used."), fields={"reason": [_("Not filled in.")]})
    with transact(slip.commune_id) as work:
        if not Slip.objects.filter(pk=slip.pk, state=Slip.State.FREE).update(
            state=Slip.State.SPOILT, why_spoilt=reason
        ):
            raise Stale(_("This slip has been used or struck out already."))
        work.note("slip.spoilt", actor.ref, Ref("slip", slip.pk), facts={"code": slip.code})


def propose(actor: Actor, commune_id: UUID, began: datetime, ended: datetime, reason: str) -> Outage:
    """The power is back: when it was out, and why. Nothing is entered before the director agrees."""
    policy.require(actor, "enter", policy.New("outage", commune_id))
    errors: dict[str, list[Any]] = {}
    if ended > now():
        errors["ended"] = [_("That hour has not come yet.")]
    elif ended <= began:
        errors["ended"] = [_("It ended before it began. Please check both hours.")]
    elif ended - began > LONGEST:
        errors["began"] = [_("Longer than a day: write it down as two.")]
    elif now() - began > LATEST:
        errors["began"] = [_("That is more than 14 days ago: nothing of it can be entered any more.")]
    reason = clean(reason, limit=300)
    if len(reason) < 3:
        errors["reason"] = [_("Not filled in.")]
    if errors:
        raise Refused(_("Please check what is marked."), fields=errors)
    with transact(commune_id) as work:
        outage = Outage.objects.create(
            commune_id=commune_id, began_at=began, ended_at=ended, reason=reason,
            proposed_by=actor.ref.id, proposed_by_name=actor.name, proposed_at=work.at,
        )  # fmt: skip
        work.note("outage.proposed", actor.ref, Ref("outage", outage.pk))
    return outage


def decide(actor: Actor, outage: Outage, *, approve: bool) -> None:
    """The director of the centre agrees, or not; never to what she proposed herself."""
    policy.require(actor, "approve", outage)
    if outage.proposed_by == actor.ref.id:
        raise Refused(_("You proposed this yourself: another director approves it."))
    state = Outage.State.APPROVED if approve else Outage.State.REFUSED
    with transact(outage.commune_id) as work:
        rows = Outage.objects.filter(pk=outage.pk, state=Outage.State.PROPOSED)
        if not rows.update(state=state, decided_by_name=actor.name, decided_at=work.at):
            raise Stale(_("This has been decided already."))
        work.note(f"outage.{state.value}", actor.ref, Ref("outage", outage.pk))


def write_hour(actor: Actor, slip: Slip, outage: Outage, at: datetime) -> None:
    """The hour on the slip, within the outage: from then on the form can be filled in, and the dossier counts from it."""
    policy.require(actor, "enter", slip)
    if outage.state != Outage.State.APPROVED or outage.commune_id != slip.commune_id:
        raise Refused(
            _("The director has not approved this outage yet."), fields={"outage": [_("Please choose again.")]}
        )
    if slip.state != Slip.State.FREE or Dossier.objects.filter(pk=slip.pk).exists():
        raise Refused(_("This slip has been used or struck out already."), fields={"slip": [_("Please choose again.")]})
    if Draft.objects.filter(pk=slip.pk, filed_at=None).exists():
        raise Stale(_("This slip is being entered already: go on with the form that was begun."))
    if not outage.began_at <= at <= outage.ended_at:
        words = _("That hour is not within the outage.")
        raise Refused(words, fields={"hour": [words]})
    if now() - at > LATEST:
        words = _("That is more than 14 days ago: nothing of it can be entered any more.")
        raise Refused(words, fields={"hour": [words]})
    late_entries.check_hour(slip.commune_id, at, printed_at=slip.batch.printed_at, now=now())
    with transact(slip.commune_id) as work:
        if not Slip.objects.filter(pk=slip.pk, state=Slip.State.FREE).update(outage=outage, happened_at=at):
            raise Stale(_("This slip has been used or struck out already."))
        work.note("slip.hour_written", actor.ref, Ref("slip", slip.pk), facts={"at": at.isoformat()})


def late_of(commune_id: UUID, dossier_id: UUID) -> Late | None:
    """For the dossiers: the slip whose entry this filing is."""
    rows = Slip.objects.filter(pk=dossier_id, commune_id=commune_id, state=Slip.State.FREE)
    slip = rows.filter(outage__state=Outage.State.APPROVED).exclude(happened_at=None).select_related("batch").first()
    if slip is None or slip.happened_at is None:
        return None
    return Late(slip.happened_at, slip.batch.printed_at, code=slip.code, key=key_of(slip))


def used(work: Any, dossier: Dossier, **_more: Any) -> None:
    """Follows the filing inside its transaction. Raises Stale where the slip was struck out meanwhile."""
    slip = Slip.objects.filter(pk=dossier.pk)
    if dossier.entered_at is None or not slip.exists():
        return
    if not slip.filter(state=Slip.State.FREE).update(state=Slip.State.USED):
        raise Stale(_("This slip has been used or struck out already."))
