"""Codes by which a device is taken in: shown on it, typed by somebody who may. Written here only."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from thonso.core.access import limits
from thonso.core.access.actors import Actor
from thonso.core.base.clock import now
from thonso.core.base.errors import TooMany, Unavailable
from thonso.tv import rules
from thonso.tv.models import PairingRequest

MOST_WAITING = 300
TRIES, IN_SECONDS = 10, 600


def ask(kind: str, digest: str) -> PairingRequest:
    """A new code for the browser whose cookie has this hash; what has run out is swept. Raises TooMany, Unavailable."""
    PairingRequest.objects.filter(expires_at__lte=now()).delete()
    if PairingRequest.objects.count() >= MOST_WAITING:
        words = _("Too many devices wait for their code just now. Please try again in ten minutes.")
        raise TooMany(words, retry_after=600)
    for _try in range(5):
        code, until = rules.new_code(), now() + rules.CODE_LIVES
        try:
            with transaction.atomic():
                return PairingRequest.objects.create(kind=kind, code=code, digest=digest, expires_at=until)
        except IntegrityError:
            continue
    raise Unavailable(_("No code could be made. Please try again."))


def count_try(kind: str, by: Actor) -> None:
    """Before the transaction, which would take the count back with itself. Raises TooMany."""
    limits.hit(f"{kind}:code:{by.id}", TRIES, IN_SECONDS)


def was_right(kind: str, by: Actor) -> None:
    """Inside the transaction that uses it: a code that was right is no try at guessing one."""
    limits.forgive(f"{kind}:code:{by.id}", IN_SECONDS)


def claim(kind: str, code: str) -> str | None:
    """The digest of the cookie of that browser which shows this code; None when none does. Nobody gets it a second time."""
    rows = PairingRequest.objects.filter(kind=kind, code=rules.read_code(code), expires_at__gt=now())
    waiting = rows.first()
    # Deleted, not read: the same code typed by two people at once is one device.
    if waiting is None or not PairingRequest.objects.filter(pk=waiting.pk).delete()[0]:
        return None
    return waiting.digest
