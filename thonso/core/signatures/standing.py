"""How a signing key stands today, in words; and which keys end soon."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q
from django.utils.translation import gettext as _

from thonso.core.base.clock import local, now
from thonso.core.signatures import trust
from thonso.core.signatures.certificates import from_pem
from thonso.core.signatures.models import SigningKey
from thonso.core.signatures.services.signing import why_not
from thonso.core.signatures.verdict import Trust

WARN = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Standing:
    """`tone` as of `status_tag`; `over`: it signs no more and never will."""

    words: str
    tone: str
    over: bool = False
    ends_soon: bool = False


def of(key: SigningKey, believed: Trust, at: datetime | None = None) -> Standing:
    at = at or now()
    if key.retired_at is not None and key.retired_at <= at:
        return Standing(_("Retired on %(day)s") % {"day": _day(key.retired_at)}, "plain", over=True)
    if at > key.valid_to:
        return Standing(_("Certificate ended on %(day)s") % {"day": _day(key.valid_to)}, "late", over=True)
    if why_not(key, at, believed):
        later = at < key.valid_from
        words = (
            _("Certificate begins on %(day)s") % {"day": _day(key.valid_from)} if later else _("Certificate revoked")
        )
        return Standing(words, "soon" if later else "late")
    if key.retired_at is not None:
        return Standing(_("Signs until %(day)s") % {"day": _day(key.retired_at)}, "soon")
    if key.valid_to - at <= WARN:
        days = max((key.valid_to - at).days, 0)
        return Standing(_("%(days)d days left") % {"days": days}, "soon", ends_soon=True)
    return Standing(_("In use"), "ok")


def ending_soon(at: datetime | None = None) -> list[SigningKey]:
    """Keys in use whose certificate ends within 30 days, and that no newer one of the same holder replaces."""
    at = at or now()
    found = SigningKey.objects.filter(retired_at=None, valid_to__gt=at, valid_to__lte=at + WARN)
    return [key for key in found if not _followed(key)]


def _followed(key: SigningKey) -> bool:
    whose = Q(account=key.account_id) if key.account_id else Q(unit=key.unit_id)
    same = SigningKey.objects.filter(whose, commune_id=key.commune_id, retired_at=None)
    return same.filter(valid_to__gt=key.valid_to).exists()


def issuer_known(key: SigningKey, believed: Trust) -> bool:
    """Whether an authority this installation believes stands over the certificate."""
    issuer = from_pem(key.certificate).issuer
    known = [trust.certificate(der).subject for der in (*believed.roots, *believed.intermediates, *believed.test_roots)]
    return any(subject == issuer for subject in known)


def _day(moment: datetime) -> str:
    return local(moment).strftime("%d/%m/%Y")
