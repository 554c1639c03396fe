"""The only way to phones and what they sent: it loads and authorises in one step."""

from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from thonso.core.access import policy
from thonso.core.access.actors import Actor
from thonso.core.access.roles import HAMLET_ROLES
from thonso.core.base.errors import Absent
from thonso.core.units.models import Unit
from thonso.offline.models import Device, SealedRecord


def hamlet_of(actor: Actor) -> Unit:
    """The hamlet in which this person helps today. Raises Absent."""
    unit_id = next((g.unit_id for g in actor.grants if g.role in HAMLET_ROLES and g.unit_id), None)
    found = Unit.objects.select_related("commune").filter(pk=unit_id).first() if unit_id else None
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


def own_device(actor: Actor, token_id: UUID | None) -> Device | None:
    """The phone whose token this request bears."""
    if token_id is None:
        return None
    return Device.objects.filter(token_id=token_id, account_id=actor.account_id, revoked_at=None).first()


def own_record(actor: Actor, record_id: UUID) -> SealedRecord | None:
    """What this account's phone sent of it before. Raises Absent for another's."""
    found = SealedRecord.objects.select_related("hamlet").filter(pk=record_id).first()
    if found is not None and found.account_id != actor.account_id:
        raise Absent(_("There is no such record, or it is not for you."))
    return found


def left_open(actor: Actor, hamlet_id: UUID) -> QuerySet[SealedRecord]:
    """What others of the team began in this hamlet and have not sent."""
    rows = SealedRecord.objects.filter(policy.visible(actor, "take_over", SealedRecord), hamlet_id=hamlet_id)
    rows = rows.filter(state__in=("draft", "waiting", "refused"))
    return rows.exclude(account_id=actor.account_id).order_by("-changed_at", "pk")
