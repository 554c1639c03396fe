"""The time-stamp authority that signatures ask (RFC 3161): a try that shows what it answers."""

import asyncio
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime

from django.conf import settings
from django.utils.translation import gettext as _

from thonso.core.base.errors import Unavailable

SECONDS = 8


@dataclass(frozen=True, slots=True)
class Stamp:
    """What the authority answered: its hour, its name, and by how many seconds its clock differs from ours."""

    at: datetime
    authority: str
    issuer: str
    apart: float
    known: bool  # whether its issuer is on this installation's list


def address() -> str:
    return str(settings.TSA_URL or "")


def try_it() -> Stamp:
    """Ask for one stamp over random bytes. Raises Unavailable with what went wrong."""
    from pyhanko.sign.timestamps import HTTPTimeStamper, TimestampRequestError

    from thonso.core.signatures import trust
    from thonso.core.signatures.certificates import described

    if not address():
        raise Unavailable(_("No time-stamp authority is set (THONSO_TSA_URL)."))
    try:
        asked = HTTPTimeStamper(address(), timeout=SECONDS).async_timestamp(secrets.token_bytes(32), "sha256")
        token = asyncio.run(asked)
        signed = token["content"]
        at = signed["encap_content_info"]["content"].parsed["gen_time"].native
        certificates = [one.chosen for one in signed["certificates"]]
    except (TimestampRequestError, OSError, ValueError, TypeError, KeyError) as error:
        raise Unavailable(
            _("The time-stamp authority did not give a stamp (%(why)s). Signatures are made without one meanwhile.")
            % {"why": type(error).__name__}
        ) from None
    signer = next((one for one in certificates if _stamps(one)), certificates[0] if certificates else None)
    if signer is None:
        raise Unavailable(_("The stamp does not say who gave it."))
    believed = trust.load()
    subjects = [trust.certificate(der).subject for der in (*believed.roots, *believed.intermediates)]
    told = described(signer)
    return Stamp(
        at,
        told.subject,
        told.issuer,
        (at - datetime.now(UTC)).total_seconds(),
        any(one == signer.issuer for one in subjects),
    )


def _stamps(certificate: object) -> bool:
    usage = getattr(certificate, "extended_key_usage_value", None)
    return usage is not None and "time_stamping" in usage.native
