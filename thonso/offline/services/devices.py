"""A helper's phone: enrolled while there is signal, heard of when it delivers, revoked when it is lost."""

from datetime import timedelta
from typing import NamedTuple

from django.utils.translation import gettext as _

from thonso.core.access import policy
from thonso.core.access.actors import Actor
from thonso.core.access.models import Account, ApiToken
from thonso.core.access.services import create_token, revoke_token
from thonso.core.base.clock import now
from thonso.core.base.errors import Refused
from thonso.core.base.ids import new_id
from thonso.core.base.refs import Ref
from thonso.core.base.text import clean
from thonso.core.journal.work import transact
from thonso.offline.access import Station
from thonso.offline.models import Device

# What the token of a phone may do: deliver. It opens nobody's dossier, not even one it has filed.
SCOPES = ["dossier.file", "sealed_record.keep"]
DAYS = 90
AT_MOST = 5
_SEEN_EVERY = timedelta(minutes=5)


class Enrolled(NamedTuple):
    device: Device
    secret: str


def enrol(actor: Actor, station: Station, *, name: str) -> Enrolled:
    """A phone of one's own. Its token is given once; the phone keeps it under its PIN."""
    commune_id, hamlet = station.commune.pk, station.hamlet
    policy.require(actor, "enrol", policy.New("device", commune_id, hamlet.pk if hamlet else None))
    alive = Device.objects.filter(
        account_id=actor.id, revoked_at=None, token__revoked_at=None, token__expires_at__gt=now()
    )
    if alive.count() >= AT_MOST:
        raise Refused(_("You have %(count)d phones already. Take out one that you no longer use.") % {"count": AT_MOST})
    account = Account.objects.get(pk=actor.id)
    id_ = new_id()
    with transact(commune_id) as work:
        token, secret = create_token(actor, commune_id, account, name="device", scopes=SCOPES, days=DAYS)
        device = Device.objects.create(
            id=id_,
            commune_id=commune_id,
            hamlet=hamlet,
            account=account,
            token=token,
            name=clean(name, limit=60) or _("Phone"),
            enrolled_at=work.at,
            seen_at=work.at,
        )
        work.note("device.enrolled", actor.ref, Ref("device", id_))
    return Enrolled(device, secret)


def heard_of(device: Device, *, version: str, waiting: int | None) -> None:
    """It delivers now: until when its token holds moves on, and the commune sees what it still keeps, where it said so."""
    waiting = device.waiting if waiting is None else waiting
    fresh = now() - device.seen_at < _SEEN_EVERY
    if fresh and (device.version, device.waiting) == (version, waiting):
        return
    Device.objects.filter(pk=device.pk).update(seen_at=now(), version=version, waiting=waiting)
    ApiToken.objects.filter(pk=device.token_id, revoked_at=None).update(expires_at=now() + timedelta(days=DAYS))


def revoke(actor: Actor, device: Device, *, why: str) -> None:
    """Lost, stolen, given away: from now on it delivers nothing, and at its next contact it drops what it can read."""
    policy.require(actor, "revoke", device)
    why = clean(why, limit=200)
    if not why:
        raise Refused(_("Please say why."), fields={"why": [_("Please say why, for example lost on the way.")]})
    with transact(device.commune_id) as work:
        gone = Device.objects.filter(pk=device.pk, revoked_at=None)
        if gone.update(revoked_at=work.at, revoked_by=actor.ref.id, why=why):
            revoke_token(actor, device.commune_id, device.token)
            work.note("device.revoked", actor.ref, Ref("device", device.pk))


def standing(device: Device | None) -> str:
    """active, ended (to be enrolled again), revoked; unknown for a phone or token that is none of ours."""
    if device is None:
        return "unknown"
    if device.revoked_at is not None:
        return "revoked"
    alive = device.token.revoked_at is None and device.token.expires_at > now() and device.account.is_active
    return "active" if alive else "ended"
