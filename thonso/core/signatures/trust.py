"""Loads whom this installation believes: `trust/` holds real roots and revocation lists, `demo-ca/` the demo's own.

Real authorities are put there by the administrator (PEM or DER, one or several a file); nothing is trusted by default.
Only what signed itself is a root; an intermediate is believed when a root of the folder vouches for it.
"""

from pathlib import Path

from asn1crypto import x509  # type: ignore[import-untyped]
from cryptography import x509 as checked
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from django.conf import settings

from thonso.core.signatures.certificates import bodies
from thonso.core.signatures.verdict import Trust

DEMO_FOLDER = "demo-ca"


def trust_folder() -> Path:
    return Path(settings.SIGNATURE_TRUST or settings.DATA / "trust")


def demo_folder() -> Path:
    return Path(settings.DATA) / DEMO_FOLDER


def load() -> Trust:
    """Read at every check: a root or a revocation list that was just put there counts at once."""
    real, demo = trust_folder(), demo_folder()
    authorities = _read(real, ("*.pem", "*.crt", "*.cer"))
    roots = tuple(der for der in authorities if is_root(x509.Certificate.load(der)))
    return Trust(
        roots=roots,
        intermediates=_vouched_for(roots, [der for der in authorities if der not in roots]),
        test_roots=_read(demo, ("root.pem",)),
        revocation_lists=_read(real, ("*.crl",)) + _read(demo, ("*.crl",)),
        may_fetch=bool(getattr(settings, "SIGNATURE_FETCH_REVOCATION", False)),
    )


def _vouched_for(roots: tuple[bytes, ...], others: list[bytes]) -> tuple[bytes, ...]:
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


def _read(folder: Path, patterns: tuple[str, ...]) -> tuple[bytes, ...]:
    found: list[bytes] = []
    for pattern in patterns:
        for path in sorted(folder.glob(pattern)) if folder.is_dir() else []:
            found += bodies(path.read_bytes())
    return tuple(found)
