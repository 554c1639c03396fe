"""The only way to phones and what they sent: it loads and authorises in one step."""

from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from thonso.core import crypto
from thonso.core.access import policy
from thonso.core.access.actors import Actor
from thonso.core.base.errors import Absent
from thonso.core.units.models import Unit
from thonso.dossiers import access as dossiers
from thonso.offline.models import Device, SealedRecord


def hamlet_of(actor: Actor) -> Unit:
    """The hamlet in which this person helps today. Raises Absent."""
    found = dossiers.hamlet_of(actor)
    if found is None or found.commune_id is None:
        raise Absent(_("This page is for helpers of a hamlet."))
    return found


def device(actor: Actor, device_id: UUID, action: str = "read") -> Device:
    rows = Device.objects.filter(policy.visible(actor, action, Device)).select_related("hamlet", "account", "token")
    found = rows.filter(pk=device_id).first()
    if found is None:
        raise Absent(_("There is no such phone, or it is not for you."))
    return found


def devices(actor: Actor) -> QuerySet[Device]:
    rows = Device.objects.filter(policy.visible(actor, "read", Device)).select_related("hamlet", "account")
    return rows.order_by("-seen_at", "pk")


def over_devices(actor: Actor) -> Actor:
    """Whoever looks after the phones of a commune, not only after her own. Raises Absent for others."""
    policy.require(actor, "read", policy.New("device", actor.home_commune()))
    return actor


def own_device(actor: Actor, token_id: UUID | None) -> Device | None:
    """The phone whose token this request bears."""
    if token_id is None:
        return None
    return Device.objects.filter(token_id=token_id, account_id=actor.id, revoked_at=None).first()


def kept_of(device: Device) -> QuerySet[SealedRecord]:
    """What the server holds of a phone that was loaded above, and has not filed."""
    return SealedRecord.objects.filter(device=device, state__in=SealedRecord.OPEN).order_by("-changed_at", "pk")


def holder_of(device_id: UUID, token: str) -> Device | None:
    """The phone, for whoever holds its token, also one that is not taken any more."""
    digest = crypto.digest(token.encode())
    return Device.objects.select_related("token", "account").filter(pk=device_id, token__token_digest=digest).first()


def own_record(actor: Actor, record_id: UUID) -> SealedRecord | None:
    """What this account's phone sent of it before. Raises Absent for another's."""
    found = SealedRecord.objects.select_related("hamlet").filter(pk=record_id).first()
    if found is not None and found.account_id != actor.account_id:
        raise no_record()
    return found


def no_record() -> Absent:
    return Absent(_("There is no such record, or it is not for you."))


def left_open(actor: Actor) -> QuerySet[SealedRecord]:
    """What the team began in one's hamlet and has not sent, also oneself: the phone may be lost."""
    rows = SealedRecord.objects.filter(policy.visible(actor, "take_over", SealedRecord))
    return rows.filter(state__in=SealedRecord.OPEN).select_related("account").order_by("-changed_at", "pk")


def left_open_one(actor: Actor, record_id: UUID) -> SealedRecord:
    found = left_open(actor).filter(pk=record_id).select_related("commune", "hamlet").first()
    if found is None:
        raise no_record()
    return found
