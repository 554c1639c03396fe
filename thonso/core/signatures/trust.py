"""Loads whom this installation believes: `trust/` holds real roots and revocation lists, `demo-ca/` the demo's own.

Real roots are put there by the administrator (PEM or DER, one or several a file); nothing is trusted by default.
"""

from pathlib import Path

from asn1crypto import pem  # type: ignore[import-untyped]
from django.conf import settings

from thonso.core.signatures.verdict import Trust

DEMO_FOLDER = "demo-ca"


def trust_folder() -> Path:
    return Path(settings.SIGNATURE_TRUST or settings.DATA / "trust")


def demo_folder() -> Path:
    return Path(settings.DATA) / DEMO_FOLDER


def load() -> Trust:
    """Read at every check: a root or a revocation list that was just put there counts at once."""
    real, demo = trust_folder(), demo_folder()
    return Trust(
        roots=_read(real, ("*.pem", "*.crt", "*.cer")),
        test_roots=_read(demo, ("root.pem",)),
        revocation_lists=_read(real, ("*.crl",)) + _read(demo, ("*.crl",)),
        may_fetch=bool(getattr(settings, "SIGNATURE_FETCH_REVOCATION", False)),
    )


def _read(folder: Path, patterns: tuple[str, ...]) -> tuple[bytes, ...]:
    found: list[bytes] = []
    for pattern in patterns:
        for path in sorted(folder.glob(pattern)) if folder.is_dir() else []:
            data = path.read_bytes()
            if pem.detect(data):
                found += [body for _, _, body in pem.unarmor(data, multiple=True)]
            else:
                found.append(data)
    return tuple(found)
