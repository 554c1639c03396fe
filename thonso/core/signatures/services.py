"""The only code that writes signing keys and records of signatures.

Signing computes for a tenth of a second: sign first, then `record` inside the transaction that stores the file.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from asn1crypto import pem, x509  # type: ignore[import-untyped]
from django.db.models import Q
from django.utils.translation import gettext as _

from thonso.core.base.clock import now
from thonso.core.base.errors import Absent, Refused
from thonso.core.base.refs import Ref
from thonso.core.base.text import clean, fold
from thonso.core.journal.work import Work
from thonso.core.signatures import trust
from thonso.core.signatures.keys import KeyRef, open_key
from thonso.core.signatures.models import SignatureRecord, SigningKey
from thonso.core.signatures.verdict import Place, Verdict


@dataclass(frozen=True, slots=True)
class SignedFile:
    """A signed PDF with what `record` needs."""

    pdf: bytes
    key: SigningKey
    level: str
    verdict: Verdict


def register_key(
    work: Work,
    actor: Ref,
    *,
    account_id: UUID | None = None,
    unit_id: UUID | None = None,
    key: KeyRef,
    name: str,
    title: str = "",
    image: bytes,
) -> SigningKey:
    """Enter a key after opening it once. Its certificate must be valid today and name the holder. Raises Refused."""
    signer = open_key(key)
    certificate = signer.signing_cert
    assert certificate is not None
    holder = str(certificate.subject.native.get("common_name", ""))
    name = clean(name, limit=120)
    if not name or f" {fold(name)} " not in f" {fold(holder)} ":
        raise Refused(
            _("The certificate belongs to %(holder)s, not to %(name)s.") % {"holder": holder, "name": name},
            fields={"name": [_("Must be the name in the certificate.")]},
        )
    if not certificate.not_valid_before <= now() <= certificate.not_valid_after:
        raise Refused(_("The certificate of this key is not valid today. Please use another key."))
    roots = [x509.Certificate.load(der) for der in trust.load().test_roots]
    serial = f"{certificate.serial_number:x}"
    found = SigningKey.objects.filter(commune_id=work.commune_id, serial=serial).first()
    if found is not None:
        return found
    row = SigningKey.objects.create(
        commune_id=work.commune_id,
        account_id=account_id,
        unit_id=unit_id,
        kind=key.kind,
        reference=key.reference,
        certificate=pem.armor("CERTIFICATE", certificate.dump()).decode(),
        serial=serial,
        holder=holder[:200],
        name=name,
        title=clean(title, limit=120),
        image=image,
        is_test=any(root.subject == certificate.issuer for root in roots),
        valid_from=certificate.not_valid_before,
        valid_to=certificate.not_valid_after,
    )
    work.note("signing_key.registered", actor, row.ref, facts={"serial": row.serial, "kind": row.kind})
    return row


def retire_key(work: Work, actor: Ref, key: SigningKey, *, reason: str) -> None:
    """No new signature with this key; what it signed stays as it is."""
    SigningKey.objects.filter(id=key.id, retired_at=None).update(retired_at=work.at)
    work.note("signing_key.retired", actor, key.ref, facts={"serial": key.serial, "reason": reason})


def key_of_account(commune_id: UUID, account_id: UUID, *, at: datetime | None = None) -> SigningKey:
    """The person's newest key that can sign now. Raises Absent."""
    return _newest(Q(commune_id=commune_id, account_id=account_id), at)


def key_of_unit(commune_id: UUID, unit_id: UUID, *, at: datetime | None = None) -> SigningKey:
    """The organisation's seal key. Raises Absent."""
    return _newest(Q(commune_id=commune_id, unit_id=unit_id), at)


def _newest(whose: Q, at: datetime | None) -> SigningKey:
    moment = at or now()
    usable = SigningKey.objects.filter(whose, retired_at=None, valid_from__lte=moment, valid_to__gte=moment)
    found = usable.order_by("-valid_from", "-id").first()
    if found is None:
        raise Absent(_("There is no signing key for this person. Please tell the administrator."))
    return found


def sign_with(key: SigningKey, pdf: bytes, *, box: Place | None = None, passphrase: str | None = None) -> SignedFile:
    """Sign as the holder of `key`, with the picture kept for it in `box`. Writes nothing. Raises Refused, Unavailable."""
    from thonso.core.signatures import checking, signing

    done = signing.sign_recorded(
        pdf,
        key=KeyRef("file" if key.kind == "file" else "pkcs11", key.reference, passphrase),
        role="person" if key.account_id else "organisation",
        name=key.name,
        title=key.title,
        image=bytes(key.image) or None,
        box=box,
    )
    if f"{done.certificate.serial_number:x}" != key.serial:
        raise Refused(_("The key on this server is not the one that was registered. Nothing was signed."))
    return SignedFile(done.pdf, key, done.level, checking.check(done.pdf, trust.load()))


def record(work: Work, actor: Ref, obj: Ref, signed: SignedFile) -> SignatureRecord:
    """Keep what was signed, with its verdict. Raises Refused when our own check does not call it whole."""
    if signed.verdict.integrity != "ok" or signed.verdict.changes == "suspicious":
        raise Refused(_("The signature did not come out whole. Please sign again."))
    row = SignatureRecord.objects.create(
        commune_id=work.commune_id,
        object_kind=obj.kind,
        object_id=obj.id,
        key=signed.key,
        sha256=signed.verdict.sha256,
        level=signed.level,
        verdict=signed.verdict.as_json(),
        at=work.at,
    )
    work.note(
        "document.signed", actor, obj, facts={"sha256": row.sha256, "serial": signed.key.serial, "level": row.level}
    )
    return row


def record_of_file(sha256: str) -> SignatureRecord | None:
    """The latest record of a file by its digest: whether it is one of ours at all."""
    return SignatureRecord.objects.filter(sha256=sha256).order_by("-at").first()
