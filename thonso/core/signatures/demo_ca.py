"""A certificate authority for the demo and the tests, whose every name says that it has no legal value.

Made once below the data folder (`demo-ca/`, readable by the owner only): a root, a list of revoked certificates, and for
each signer a PKCS#12 file, its passphrase beside it, and a drawn signature or seal. It cannot exist in production.
"""

import os
import secrets
import warnings
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import NameOID
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from thonso.core.signatures.demo_pictures import draw_seal, draw_signature
from thonso.core.signatures.keys import KeyRef
from thonso.core.signatures.trust import DEMO_FOLDER, demo_folder

MARK = "BẢN THỬ"
ROOT_NAME = f"{MARK} – KHÔNG CÓ GIÁ TRỊ PHÁP LÝ – Thôn Số"
_YEARS = 5
_PAST = 120  # days


@dataclass(frozen=True, slots=True)
class DemoSigner:
    """Someone or something that signs in the demo; `slug` names the files."""

    slug: str
    name: str
    title: str
    organisation: str
    role: str = "person"  # or "organisation"


@dataclass(frozen=True, slots=True)
class DemoKey:
    key: KeyRef
    certificate_pem: str
    image: bytes


def issue(signer: DemoSigner) -> DemoKey:
    """The signer's key, made at the first call and the same afterwards."""
    folder = _folder()
    path = folder / f"{signer.slug}.p12"
    if not path.exists():
        _make_signer(folder, signer)
    return DemoKey(
        KeyRef("file", f"{DEMO_FOLDER}/{signer.slug}.p12"),
        (folder / f"{signer.slug}.pem").read_text(),
        (folder / f"{signer.slug}.png").read_bytes(),
    )


def issue_all(signers: Iterable[DemoSigner]) -> dict[str, DemoKey]:
    return {signer.slug: issue(signer) for signer in signers}


def revoke(slug: str) -> None:
    """Put the signer's certificate on the list of revoked ones; `verify` sees it at once."""
    folder = _folder()
    certificate = x509.load_pem_x509_certificate((folder / f"{slug}.pem").read_bytes())
    _write_list(folder, {*_revoked(folder), certificate.serial_number})


def _folder() -> Path:
    if not (settings.DEMO or settings.TEST):
        raise ImproperlyConfigured("The demo certificate authority cannot exist outside the demo.")
    folder = demo_folder()
    if not (folder / "root.pem").exists():
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        folder.chmod(0o700)
        _make_root(folder)
    return folder


def _write(path: Path, data: bytes) -> None:
    """Readable by the owner from the first byte on, and never half-written."""
    new = path.with_suffix(path.suffix + ".new")
    new.unlink(missing_ok=True)
    with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
        out.write(data)
    new.replace(path)


def _name(**parts: str) -> x509.Name:
    oids = {"common": NameOID.COMMON_NAME, "organisation": NameOID.ORGANIZATION_NAME, "title": NameOID.TITLE}
    # The limit of 64 is counted in bytes, which Vietnamese names of offices pass; real certificates pass it too.
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        found = [x509.NameAttribute(oids[part], value[:100], _validate=False) for part, value in parts.items() if value]
    return x509.Name([x509.NameAttribute(NameOID.COUNTRY_NAME, "VN"), *found])


def _builder(subject: x509.Name, issuer: x509.Name, public: ec.EllipticCurvePublicKey) -> x509.CertificateBuilder:
    now = datetime.now(UTC)
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(public)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=_PAST))  # the sample commune has a past
        .not_valid_after(now + timedelta(days=365 * _YEARS))
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public), critical=False)
    )


def _usage(*, signs: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=signs,
        content_commitment=signs,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=not signs,
        crl_sign=not signs,
        encipher_only=False,
        decipher_only=False,
    )


def _make_root(folder: Path) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    name = _name(common=ROOT_NAME, organisation=ROOT_NAME)
    certificate = (
        _builder(name, name, key.public_key())
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(signs=False), critical=True)
        .sign(key, hashes.SHA256())
    )
    _write(
        folder / "root.key",
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()),
    )
    # The certificate last: its presence says that the root is whole.
    _write(folder / "root.pem", certificate.public_bytes(serialization.Encoding.PEM))
    _write_list(folder, set())


def _root(folder: Path) -> tuple[ec.EllipticCurvePrivateKey, x509.Certificate]:
    key = serialization.load_pem_private_key((folder / "root.key").read_bytes(), None)
    assert isinstance(key, ec.EllipticCurvePrivateKey)
    return key, x509.load_pem_x509_certificate((folder / "root.pem").read_bytes())


def _make_signer(folder: Path, signer: DemoSigner) -> None:
    root_key, root = _root(folder)
    key = ec.generate_private_key(ec.SECP256R1())
    common = f"{MARK} – {signer.name}"
    whole = signer.role == "organisation"
    subject = _name(
        common=common,
        organisation=common if whole else f"{MARK} – {signer.organisation}",
        title="" if whole else signer.title,
    )
    certificate = (
        _builder(subject, root.subject, key.public_key())
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(signs=True), critical=True)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(root_key.public_key()), critical=False)
        .sign(root_key, hashes.SHA256())
    )
    passphrase = secrets.token_urlsafe(24)
    sealed = pkcs12.serialize_key_and_certificates(
        signer.slug.encode(), key, certificate, [root], serialization.BestAvailableEncryption(passphrase.encode())
    )
    _write(folder / f"{signer.slug}.png", draw_seal(signer.name) if whole else draw_signature(signer.name))
    _write(folder / f"{signer.slug}.pem", certificate.public_bytes(serialization.Encoding.PEM))
    _write(folder / f"{signer.slug}.pass", passphrase.encode())
    _write(folder / f"{signer.slug}.p12", sealed)


def _revoked(folder: Path) -> set[int]:
    path = folder / "root.crl"
    if not path.exists():
        return set()
    return {entry.serial_number for entry in x509.load_der_x509_crl(path.read_bytes())}


def _write_list(folder: Path, serials: set[int]) -> None:
    key, root = _root(folder)
    now = datetime.now(UTC)
    made = (
        x509.CertificateRevocationListBuilder()
        .issuer_name(root.subject)
        .last_update(now - timedelta(minutes=1))
        .next_update(now + timedelta(days=365 * _YEARS))
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(key.public_key()), critical=False)
        .add_extension(x509.CRLNumber(int(now.timestamp() * 1000)), critical=False)
    )
    for serial in sorted(serials):
        entry = x509.RevokedCertificateBuilder().serial_number(serial).revocation_date(now - timedelta(seconds=30))
        made = made.add_revoked_certificate(entry.build())
    _write(folder / "root.crl", made.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.DER))
