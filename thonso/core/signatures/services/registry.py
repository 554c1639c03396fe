"""Signing keys: looked into once (`examine`, outside any transaction), entered, given their picture, ended."""

import base64
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from asn1crypto import pem, x509  # type: ignore[import-untyped]
from django.db.models import Q
from django.utils.translation import gettext as _

from thonso.core import crypto
from thonso.core.base.clock import now
from thonso.core.base.errors import Refused, Stale
from thonso.core.base.ids import new_id
from thonso.core.base.refs import Ref
from thonso.core.base.text import clean, fold
from thonso.core.journal.work import Work
from thonso.core.signatures import trust
from thonso.core.signatures.certificates import part
from thonso.core.signatures.keys import KeyRef, open_key
from thonso.core.signatures.models import KEY_FILE, SigningKey
from thonso.core.signatures.services.signing import still_used, why_not

LARGEST_FILE = 100_000  # bytes; a PKCS#12 file with its chain has about 5,000
_USAGES = {"digital_signature", "non_repudiation"}


@dataclass(frozen=True, slots=True)
class Holder:
    """Whose key it is: a person's account, or the unit whose seal it is; `name` as printed under the signature."""

    name: str
    account_id: UUID | None = None
    unit_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Examined:
    """A key that opened, and whose certificate belongs to the holder and holds today."""

    key: KeyRef
    holder: Holder
    certificate: x509.Certificate


def examine(key: KeyRef, holder: Holder) -> Examined:
    """Open the key once. Raises Refused (wrong secret, another's name, a certificate that cannot sign), Unavailable."""
    if len(key.pkcs12) > LARGEST_FILE:
        raise Refused(_("This file is too large for a PKCS#12 file."), fields={"file": [_("Please choose another.")]})
    with open_key(key) as signer:
        certificate = signer.signing_cert
    assert certificate is not None
    name = clean(holder.name, limit=120)
    owner = part(certificate.subject, "common_name")
    if not name or f" {fold(name)} " not in f" {fold(owner)} ":
        raise Refused(
            _("The certificate belongs to %(holder)s, not to %(name)s.") % {"holder": owner, "name": name},
            fields={"name": [_("Must be the name in the certificate.")]},
        )
    usage = certificate.key_usage_value
    if usage is not None and not set(usage.native) & _USAGES:
        raise Refused(_("This certificate is not made for signing. Please choose the one for digital signatures."))
    made = Examined(key, Holder(name, holder.account_id, holder.unit_id), certificate)
    if reason := why_not(SigningKey(**_columns(made)), now(), trust.load()):
        raise Refused(reason)
    return made


def _columns(made: Examined) -> dict[str, Any]:
    """The columns of the row that the certificate and the key tell."""
    certificate = made.certificate
    roots = [x509.Certificate.load(der) for der in trust.load().test_roots]
    return {
        "account_id": made.holder.account_id,
        "unit_id": made.holder.unit_id,
        "name": made.holder.name,
        "kind": made.key.kind,
        "reference": clean(made.key.reference, limit=200),
        "certificate": pem.armor("CERTIFICATE", certificate.dump()).decode(),
        "serial": f"{certificate.serial_number:x}",
        "holder": part(certificate.subject, "common_name")[:200],
        "is_test": any(root.subject == certificate.issuer for root in roots),
        "valid_from": certificate.not_valid_before,
        "valid_to": certificate.not_valid_after,
    }


def register_key(work: Work, actor: Ref, made: Examined, *, title: str = "", image: bytes = b"") -> SigningKey:
    """Enter a key that was examined; once more with the same key changes nothing. Raises Refused when it is another's."""
    columns = _columns(made)
    found = SigningKey.objects.filter(commune_id=work.commune_id, serial=columns["serial"]).first()
    if found is not None:
        if (found.account_id, found.unit_id) == (made.holder.account_id, made.holder.unit_id) and not found.retired_at:
            return found
        raise Refused(_("This certificate has been registered before, or was retired. Please use a new certificate."))
    id_ = new_id()
    sealed = crypto.seal(KEY_FILE, id_, base64.b64encode(made.key.pkcs12).decode()) if made.key.pkcs12 else None
    row = SigningKey.objects.create(
        id=id_, commune_id=work.commune_id, sealed=sealed, title=clean(title, limit=120), image=image, **columns
    )
    work.note("signing_key.registered", actor, row.ref, facts={"serial": row.serial, "kind": row.kind})
    return row


def set_image(work: Work, actor: Ref, key: SigningKey, png: bytes) -> None:
    """The picture that stands on papers signed from now on; `png` comes from `pictures.made_ready`."""
    SigningKey.objects.filter(id=key.id).update(image=png)
    work.note("signing_key.pictured", actor, key.ref, facts={"serial": key.serial, "sha256": crypto.digest(png)})


def retire_key(work: Work, actor: Ref, key: SigningKey, *, reason: str, at: datetime | None = None) -> None:
    """No new signature with this key from `at` on (now); what it signed stays as it is, and stays checkable.

    `at` is not before now (a signature made meanwhile would hang in the air) and within the certificate's time. An end
    that was set for a later day may be brought forward, as when the token is stolen meanwhile, never put off. Raises
    Refused, and Stale when the key is over.
    """
    reason = clean(reason, limit=200)
    if len(reason) < 5:
        raise Refused(_("Say why the key is retired."), fields={"reason": [_("Too short.")]})
    at = at or work.at
    if at < work.at - timedelta(minutes=5) or at > key.valid_to:
        raise Refused(
            _("The day must be today or later, and before the certificate ends."), fields={"day": [_("Please check.")]}
        )
    at = max(at, work.at)
    later = SigningKey.objects.filter(Q(retired_at=None) | Q(retired_at__gt=at), id=key.id)
    if not later.update(retired_at=at, retired_reason=reason):
        if not SigningKey.objects.filter(still_used(work.at), id=key.id).exists():
            raise Stale(_("This key has been retired already."))
        words = _("It ends before that day already. Choose an earlier one, or leave the day empty: at once.")
        raise Refused(words, fields={"day": [words]})
    work.note("signing_key.retired", actor, key.ref, facts={"serial": key.serial, "at": at.isoformat()})
