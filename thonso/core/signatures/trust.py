"""Loads whom this installation believes: `trust/` holds real roots and revocation lists, `demo-ca/` the demo's own.

Real authorities are put there by the administrator (PEM or DER, one or several a file); nothing is trusted by default.
Only what signed itself is a root; an intermediate is believed when a root of the folder vouches for it.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from asn1crypto import crl, x509  # type: ignore[import-untyped]
from cryptography import x509 as checked
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from django.conf import settings

from thonso.core.signatures.certificates import bodies, described
from thonso.core.signatures.verdict import Trust

DEMO_FOLDER = "demo-ca"
Kind = Literal["root", "intermediate", "crl"]
_SUFFIXES = {".pem", ".crt", ".cer", ".crl"}


@dataclass(frozen=True, slots=True)
class Laid:
    """What a file of the folder holds, once for each body; `kind` is None for what cannot be read, and counts nowhere."""

    path: Path
    der: bytes
    kind: Kind | None


def trust_folder() -> Path:
    return Path(settings.SIGNATURE_TRUST or settings.DATA / "trust")


def demo_folder() -> Path:
    return Path(settings.DATA) / DEMO_FOLDER


def load() -> Trust:
    """Read at every check: a root or a revocation list that was just put there counts at once."""
    real, demo = laid(trust_folder()), laid(demo_folder())
    roots = _of("root", real)
    return Trust(
        roots=roots,
        intermediates=_vouched_for(roots, _of("intermediate", real)),
        test_roots=_of("root", [one for one in demo if one.path.name == "root.pem"]),
        revocation_lists=_of("crl", real) + _of("crl", demo),
        may_fetch=bool(getattr(settings, "SIGNATURE_FETCH_REVOCATION", False)),
    )


def laid(folder: Path) -> list[Laid]:
    """What lies in the folder, by name. One bad file among them keeps nobody from signing or checking."""
    found = []
    for path in sorted(folder.iterdir()) if folder.is_dir() else []:
        if path.suffix in _SUFFIXES:
            try:
                parts = bodies(path.read_bytes())
            except (OSError, ValueError):
                parts = [b""]
            found += [Laid(path, der, kind_of(der)) for der in parts or [b""]]
    return found


def kind_of(der: bytes) -> Kind | None:
    """Which of the three it is, read as far as the checks will read it; None when it is none, or damaged."""
    try:
        certificate = x509.Certificate.load(der, strict=True)
        if described(certificate) and certificate.subject.hashable and certificate.issuer.hashable:
            return "root" if is_root(certificate) else "intermediate"
    except Exception:  # noqa: S110 (the parser raises whatever a damaged file makes it)
        pass
    try:
        checked.load_der_x509_crl(der)
        listed = crl.CertificateList.load(der, strict=True)
        if listed.issuer.hashable and listed["tbs_cert_list"]["this_update"].native:
            listed.issuing_distribution_point_value  # noqa: B018 (reads the extensions)
            return "crl"
    except Exception:  # noqa: S110 (as above)
        pass
    return None


def _of(kind: Kind, found: list[Laid]) -> tuple[bytes, ...]:
    return tuple(dict.fromkeys(one.der for one in found if one.kind == kind))


def _vouched_for(roots: tuple[bytes, ...], others: tuple[bytes, ...]) -> tuple[bytes, ...]:
    """Those of the others that a root stands over, directly or through one another."""
    believed = list(roots)
    while more := [der for der in others if der not in believed and any(issued(by, der) for by in believed)]:
        believed += more
    return tuple(believed[len(roots) :])


def issued(authority: bytes, der: bytes) -> bool:
    """Whether this authority signed that certificate: its name alone anybody can write into one."""
    if not is_authority(x509.Certificate.load(authority)):
        return False
    try:
        checked.load_der_x509_certificate(der).verify_directly_issued_by(checked.load_der_x509_certificate(authority))
    except (ValueError, TypeError, InvalidSignature, UnsupportedAlgorithm):
        return False
    return True


def certificate(der: bytes) -> x509.Certificate:
    return x509.Certificate.load(der)


def is_root(certificate: x509.Certificate) -> bool:
    return bool(certificate.self_signed != "no")


def is_authority(certificate: x509.Certificate) -> bool:
    """Whether it may stand over others; an old root does not say so."""
    return bool(certificate.ca) or is_root(certificate)
