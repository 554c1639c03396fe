"""Authorities and revocation lists under any name: what a stranger can make, and what a real one may issue."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

DER = serialization.Encoding.DER
LONG_AGO = datetime(2024, 6, 1, tzinfo=UTC)


def name(common: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common)])


@dataclass(frozen=True)
class Forged:
    """A certificate of an authority with its key, self-signed or claiming any issuer."""

    key: ec.EllipticCurvePrivateKey
    certificate: x509.Certificate

    @property
    def der(self) -> bytes:
        return self.certificate.public_bytes(DER)

    def revocation_list(
        self, serials: Iterable[int], *, days_ago: float = 0, extensions: Sequence[x509.ExtensionType] = ()
    ) -> bytes:
        issued = datetime.now(UTC) - timedelta(days=days_ago)
        made = (
            x509.CertificateRevocationListBuilder()
            .issuer_name(self.certificate.subject)
            .last_update(issued)
            .next_update(issued + timedelta(days=30))
        )
        # One by one the builder copies its list each time: for a hundred thousand that is minutes.
        made._revoked_certificates = [
            x509.RevokedCertificateBuilder().serial_number(serial).revocation_date(LONG_AGO).build()
            for serial in serials
        ]
        for extension in extensions:
            made = made.add_extension(extension, critical=True)
        return made.sign(self.key, hashes.SHA256()).public_bytes(DER)


def forged(subject: x509.Name, issuer: x509.Name | None = None) -> Forged:
    key = ec.generate_private_key(ec.SECP256R1())
    today = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer or subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(today - timedelta(days=1))
        .not_valid_after(today + timedelta(days=99))
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
    )
    return Forged(key, made.sign(key, hashes.SHA256()))
