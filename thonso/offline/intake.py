"""The commune's key pair for what phones seal: made when the first phone is enrolled, its private half sealed at rest."""

from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy

from thonso.core import crypto
from thonso.core.base.clock import now
from thonso.core.base.errors import Refused
from thonso.core.base.ids import new_id
from thonso.offline import envelope
from thonso.offline.models import IntakeKey

LABEL = "offline.intake.private"
NOT_OURS = gettext_lazy(
    "This record was sealed for somebody else, or is damaged. Export it to a file and take it to the commune."
)


def current(commune_id: UUID) -> IntakeKey:
    """The key that phones seal to from now on."""
    found = IntakeKey.objects.filter(commune_id=commune_id).first()
    return found or _make(commune_id)


def _make(commune_id: UUID) -> IntakeKey:
    id_ = new_id()
    public, private = envelope.make_pair()
    try:
        with transaction.atomic():
            return IntakeKey.objects.create(
                id=id_,
                commune_id=commune_id,
                public=public,
                private=crypto.seal(LABEL, id_, private),
                made_at=now(),
            )
    except IntegrityError:  # a twin was faster
        return IntakeKey.objects.get(commune_id=commune_id)


def private_half(commune_id: UUID, key_id: UUID) -> RSAPrivateKey:
    """Of this commune's key. Raises Refused where there is none."""
    key = IntakeKey.objects.filter(pk=key_id, commune_id=commune_id).first()
    if key is None:
        raise Refused(NOT_OURS)
    return envelope.private_of(crypto.unseal(LABEL, key.pk, key.private))


def open_key(commune_id: UUID, key_id: UUID, wrapped: str, account_id: UUID, record_id: UUID) -> bytes:
    """The record's own key. Raises Refused where it was not made for this account and record."""
    try:
        return envelope.unwrap(private_half(commune_id, key_id), wrapped, account_id, record_id)
    except envelope.NotOurs:
        raise Refused(NOT_OURS) from None
