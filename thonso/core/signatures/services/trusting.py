"""Whom this installation believes: authorities and lists of revoked certificates that the administrator puts in.

They are files of the trust folder, one each, so that every check reads them at once; the journal says who put them there.
"""

import os
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from asn1crypto import crl, pem, x509  # type: ignore[import-untyped]
from cryptography import x509 as checked
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from django.utils.translation import gettext as _

from thonso.core.base.clock import now
from thonso.core.base.errors import Absent, Refused, Unavailable
from thonso.core.base.ids import stable_id
from thonso.core.base.refs import Ref
from thonso.core.base.text import clean
from thonso.core.journal.work import transact
from thonso.core.signatures import trust
from thonso.core.signatures.certificates import bodies, described, fingerprint, part

LARGEST = 5_000_000  # bytes; the revocation list of a large authority has some hundred thousand entries
# How a list says that it is of some certificates or reasons only, or of another's certificates (RFC 5280, 5.2.5).
_PARTS = (
    "only_contains_user_certs",
    "only_contains_ca_certs",
    "only_contains_attribute_certs",
    "only_some_reasons",
    "indirect_crl",
)


@dataclass(frozen=True, slots=True)
class Trusted:
    """One of the trust folder. `until`: end of validity, or when the next revocation list is due."""

    kind: trust.Kind
    name: str
    issuer: str
    fingerprint: str
    since: datetime
    until: datetime | None
    entries: int = 0  # of a revocation list
    usable: bool = True  # an intermediate whose root is missing vouches for nobody
    by_hand: bool = True  # put in here; False: laid into the folder with other things, and to be taken off there

    @property
    def over(self) -> bool:
        return self.until is not None and self.until < now()


def all_trusted() -> list[Trusted]:
    """Roots, then intermediates, then revocation lists, by name."""
    folder = trust.trust_folder()
    believed = trust.load()
    found = {}
    for one in trust.laid(folder):
        if one.kind is not None:
            by_hand = _path(folder, fingerprint(one.der), one.kind).name == one.path.name
            looked = _looked_at(one.der, one.kind, {*believed.roots, *believed.intermediates}, by_hand=by_hand)
            found[looked.fingerprint] = looked
    order = {"root": 0, "intermediate": 1, "crl": 2}
    return sorted(found.values(), key=lambda one: (order[one.kind], one.name))


def unusable() -> list[str]:
    """Names of files in the folder that cannot be read, or in part: no check uses what is damaged in them."""
    return sorted({one.path.name for one in trust.laid(trust.trust_folder()) if one.kind is None})


def look(data: bytes) -> Trusted:
    """What a file is that somebody wants to put in. Raises Refused for what is none of the three, ended or not vouched for."""
    der = _body(data)
    believed = trust.load()
    kind = trust.kind_of(der)
    if kind is None:
        raise _refuse(_("This file is neither a certificate nor a revocation list."))
    made = _looked_at(der, kind, {*believed.roots, *believed.intermediates})
    if made.kind == "crl":
        _check_list(der)
    elif not x509.Certificate.load(der).ca:
        raise _refuse(
            _("This is the certificate of a person or an office, not of an authority that issues certificates.")
        )
    elif made.over:
        raise _refuse(_("This certificate has ended. Please ask the authority for the present one."))
    elif made.kind == "root":
        _check_itself(der)
    elif not any(trust.issued(by, der) for by in (*believed.roots, *believed.intermediates)):
        raise _refuse(
            _("No authority on this list has signed this certificate. Please put in the one that issued it first.")
        )
    return made


def add(commune_id: UUID, actor: Ref, data: bytes, *, expected: str) -> Trusted:
    """Put an authority or a list in. For a root, `expected` is the SHA-256 fingerprint that the authority has published:
    it must be the file's, or nothing is believed. A newer list takes the place of the older one by the same key.
    """
    made, der = look(data), _body(data)
    typed = "".join(char for char in expected.upper() if char in "0123456789ABCDEF")
    if made.kind == "root" and typed != made.fingerprint:
        words = _("The fingerprint is not that of this file. Please compare with the one the authority has published.")
        raise Refused(words, fields={"fingerprint": [words]})
    folder = trust.trust_folder()
    older = _lists_of(folder, der) if made.kind == "crl" else []
    path = _path(folder, made.fingerprint, made.kind)
    if path.exists():
        raise _refuse(_("This is here already."))
    with transact(commune_id) as work:
        work.note("trust.added", actor, _ref(made), facts={"kind": made.kind, "sha256": made.fingerprint.lower()})
        _write(path, pem.armor("CERTIFICATE" if made.kind != "crl" else "X509 CRL", der))
    for one in older:
        one.unlink(missing_ok=True)
    return made


def remove(commune_id: UUID, actor: Ref, wanted: str, reason: str) -> Trusted:
    """Believe it no longer. Raises Absent, Refused without a reason."""
    reason = clean(reason, limit=200)
    if len(reason) < 5:
        raise Refused(_("Say why."), fields={"reason": [_("Too short.")]})
    made = by_fingerprint(wanted)
    folder = trust.trust_folder()
    with transact(commune_id) as work:
        work.note("trust.removed", actor, _ref(made), facts={"kind": made.kind, "sha256": made.fingerprint.lower()})
        _path(folder, made.fingerprint, made.kind).unlink()
    return made


def by_fingerprint(wanted: str) -> Trusted:
    """One that was put in here. Raises Absent."""
    found = next((one for one in all_trusted() if one.fingerprint == wanted.upper() and one.by_hand), None)
    if found is None:
        raise Absent(_("This is not on the list."))
    return found


def _refuse(words: str) -> Refused:
    return Refused(words, fields={"file": [words]})


def _body(data: bytes) -> bytes:
    if len(data) > LARGEST:
        raise _refuse(_("This file is too large for a certificate or a revocation list."))
    try:
        parts = bodies(data)
    except ValueError:
        parts = []
    if len(parts) != 1:
        raise _refuse(
            _("Please choose a file with exactly one certificate or one revocation list (.cer, .crt, .pem, .crl).")
        )
    return parts[0]


def _looked_at(der: bytes, kind: trust.Kind, known: set[bytes], *, by_hand: bool = True) -> Trusted:
    if kind == "crl":
        return _looked_at_list(der, by_hand)
    told = described(x509.Certificate.load(der))
    return Trusted(
        kind=kind,
        name=told.subject,
        issuer=told.issuer,
        fingerprint=told.fingerprint,
        since=told.valid_from,
        until=told.valid_to,
        usable=der in known,
        by_hand=by_hand,
    )


def _looked_at_list(der: bytes, by_hand: bool) -> Trusted:
    issuer = crl.CertificateList.load(der).issuer
    inside = checked.load_der_x509_crl(der)  # counts a hundred thousand entries at once
    return Trusted(
        kind="crl",
        name=part(issuer, "common_name") or issuer.human_friendly,
        issuer=part(issuer, "common_name"),
        fingerprint=fingerprint(der),
        since=inside.last_update_utc,
        until=inside.next_update_utc,
        entries=len(inside),
        by_hand=by_hand,
    )


def _check_itself(der: bytes) -> None:
    """A root has signed itself."""
    try:
        one = checked.load_der_x509_certificate(der)
        one.verify_directly_issued_by(one)
    except (ValueError, TypeError, InvalidSignature):
        raise _refuse(_("The certificate is damaged: its signature is not its own.")) from None


def _check_list(der: bytes) -> None:
    """A revocation list is whole, and signed by an authority of ours; anybody else's would let strangers revoke."""
    listed = crl.CertificateList.load(der)
    scope = listed.issuing_distribution_point_value
    if listed.delta_crl_indicator_value is not None or (
        scope is not None and any(scope.native[part] for part in _PARTS)
    ):
        # It would take the place of the whole list, and who is revoked there would be good again.
        raise _refuse(
            _("This list tells only a part of what the authority has revoked. Please download its complete list.")
        )
    if _signing_key(der) is None:
        raise _refuse(
            _("No authority on this list has signed this revocation list. Please put in the authority first.")
        )


def _signing_key(der: bytes) -> Any:
    """The public key, of an authority that is believed, which signed the list; None when there is none."""
    believed = trust.load()
    issuer = crl.CertificateList.load(der).issuer
    for authority in (*believed.roots, *believed.intermediates):
        one = x509.Certificate.load(authority)
        if one.subject == issuer and trust.is_authority(one):
            key = checked.load_der_x509_certificate(authority).public_key()
            if _signed_with(key, der):
                return key
    return None


def _signed_with(key: Any, der: bytes) -> bool:
    try:
        return checked.load_der_x509_crl(der).is_signature_valid(key)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        return False


def _scope(listed: crl.CertificateList) -> bytes:
    """What the list says it is for; nothing when it is for all that the authority has issued."""
    said = listed.issuing_distribution_point_value
    return b"" if said is None else bytes(said.dump())


def _lists_of(folder: Path, der: bytes) -> list[Path]:
    """The lists put in here that the same key signed for the same place: an authority renews its key and keeps its name,
    and a large one divides its list over several addresses. Raises Refused when one is newer.
    """
    fresh, key = crl.CertificateList.load(der), _signing_key(der)
    found = []
    for one in trust.laid(folder):
        if one.kind != "crl" or one.path.name != _path(folder, fingerprint(one.der), "crl").name:
            continue
        listed = crl.CertificateList.load(one.der)
        if listed.issuer != fresh.issuer or _scope(listed) != _scope(fresh) or not _signed_with(key, one.der):
            continue
        if listed["tbs_cert_list"]["this_update"].native > fresh["tbs_cert_list"]["this_update"].native:
            raise _refuse(_("A newer revocation list of this authority is here already."))
        found.append(one.path)
    return found


def _path(folder: Path, digest: str, kind: trust.Kind) -> Path:
    return folder / f"{digest.lower()}{'.crl' if kind == 'crl' else '.pem'}"


def _write(path: Path, data: bytes) -> None:
    """Whole or not at all."""
    new = path.with_suffix(".new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644), "wb") as out:
            out.write(data)
            out.flush()
            os.fsync(out.fileno())
        new.replace(path)
    except OSError:
        raise Unavailable(
            _("The folder of trusted authorities cannot be written. Please tell whoever runs the server.")
        ) from None


def _ref(made: Trusted) -> Ref:
    return Ref("trusted", stable_id("trusted", made.fingerprint))
