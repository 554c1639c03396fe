"""The only way to phones and what they sent: it loads and authorises in one step."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from thonso.core import crypto
from thonso.core.access import policy
from thonso.core.access.actors import Actor, Grant
from thonso.core.base.errors import Absent
from thonso.core.units.models import Unit
from thonso.dossiers import access as dossiers
from thonso.offline.models import Device, SealedRecord
from thonso.outreach.models import MobileDay


@dataclass(frozen=True, slots=True)
class Station:
    """From where somebody works without signal: a helper from her hamlet; an officer, `hamlet` None, from the mobile day
    that each record names, as it does for who is both."""

    commune: Unit
    hamlet: Unit | None = None

    @property
    def officer(self) -> bool:
        return self.hamlet is None


def station_of(actor: Actor, device: Device | None = None) -> Station:
    """That for which the phone was made ready, where one delivers. Raises Absent for who neither helps in a hamlet nor sits
    at the one-stop desk."""
    if device is not None:
        return Station(device.commune, device.hamlet)
    found = dossiers.hamlet_of(actor)
    if found is not None and found.commune is not None:
        return Station(found.commune, found)
    desk = next((one.commune_id for one in actor.grants if one.role == "one_stop" and one.commune_id), None)
    commune = Unit.objects.filter(pk=desk).first() if desk else None
    if commune is None:
        raise Absent(_("This page is for helpers of a hamlet and officers of the one-stop desk."))
    return Station(commune)


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
    rows = Device.objects.select_related("commune", "hamlet")
    return rows.filter(token_id=token_id, account_id=actor.id, revoked_at=None).first()


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
    return _to_take_over(actor).filter(mobile_day=None)


def left_open_there(actor: Actor, day: MobileDay) -> QuerySet[SealedRecord]:
    """What officers began on this mobile day and have not sent, for who sits at the desk."""
    return _to_take_over(actor).filter(mobile_day=day)


def left_open_one(actor: Actor, record_id: UUID, *, there: bool = False) -> SealedRecord:
    """`there`: of a mobile day, and not of a hamlet's team. Raises Absent."""
    rows = _to_take_over(actor).filter(pk=record_id, mobile_day__isnull=not there)
    found = rows.select_related("commune", "hamlet", "mobile_day").first()
    if found is None:
        raise no_record()
    return found


def _to_take_over(actor: Actor) -> QuerySet[SealedRecord]:
    rows = SealedRecord.objects.filter(policy.visible(actor, "take_over", SealedRecord), state__in=SealedRecord.OPEN)
    return rows.select_related("account").order_by("-changed_at", "pk")


def _of_team(actor: Actor, grant: Grant, row: SealedRecord) -> bool:
    return row.mobile_day_id is None and grant.unit_id is not None and row.hamlet_id == grant.unit_id


def _of_desk(actor: Actor, grant: Grant, row: SealedRecord) -> bool:
    return row.mobile_day_id is not None and grant.commune_id is not None and row.commune_id == grant.commune_id


def register() -> None:
    """Whose a record is to go on with: the hamlet's team's, or the desk's that led a day there."""
    policy.register_scope(
        "sealed_record", SealedRecord, "hamlet", test=_of_team,
        q=lambda actor, grant: Q(hamlet_id=grant.unit_id, mobile_day=None) if grant.unit_id else policy.NOTHING,
    )  # fmt: skip
    policy.register_scope(
        "sealed_record", SealedRecord, "mobile_day", test=_of_desk,
        q=lambda actor, grant: (
            Q(commune_id=grant.commune_id, mobile_day__isnull=False) if grant.commune_id else policy.NOTHING
        ),
    )  # fmt: skip
