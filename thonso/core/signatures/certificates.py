"""What a certificate says, for pages, the command and the checks; pure, without settings or database."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from asn1crypto import crl, pem, x509  # type: ignore[import-untyped]
from cryptography import x509 as checked

from thonso.core.signatures.verdict import Trust


@dataclass(frozen=True, slots=True)
class Described:
    """A certificate in words. `serial` is hexadecimal; `fingerprint` SHA-256 in upper-case pairs, as offices print it."""

    subject: str
    organisation: str
    title: str
    issuer: str
    serial: str
    valid_from: datetime
    valid_to: datetime
    fingerprint: str


def described(certificate: x509.Certificate) -> Described:
    return Described(
        subject=part(certificate.subject, "common_name") or certificate.subject.human_friendly,
        organisation=part(certificate.subject, "organization_name"),
        title=part(certificate.subject, "title"),
        issuer=part(certificate.issuer, "common_name") or certificate.issuer.human_friendly,
        serial=f"{certificate.serial_number:x}",
        valid_from=certificate.not_valid_before,
        valid_to=certificate.not_valid_after,
        fingerprint=fingerprint(certificate.dump()),
    )


def fingerprint(der: bytes) -> str:
    return hashlib.sha256(der).hexdigest().upper()


def part(name: x509.Name, wanted: str) -> str:
    """One part of a distinguished name; several values of it with commas between."""
    value = name.native.get(wanted, "")
    return ", ".join(value) if isinstance(value, list) else str(value)


def from_pem(text: str) -> x509.Certificate:
    _name, _headers, der = pem.unarmor(text.encode())
    return x509.Certificate.load(der)


def bodies(data: bytes) -> list[bytes]:
    """The DER bodies of a file that holds one (DER) or several (PEM)."""
    return [body for _, _, body in pem.unarmor(data, multiple=True)] if pem.detect(data) else [data]


def revoked_since(certificate: x509.Certificate, trust: Trust) -> datetime | None:
    """Since when a list kept here names the certificate, whether or not it tells an address to ask; None when none does."""
    serial: int = certificate.serial_number
    for der in trust.revocation_lists:
        if crl.CertificateList.load(der).issuer != certificate.issuer or serial < 0:
            continue
        # Not asn1crypto here: it takes a second for a hundred thousand entries.
        entry = checked.load_der_x509_crl(der).get_revoked_certificate_by_serial_number(serial)
        if entry is not None:
            return entry.revocation_date_utc
    return None
