"""Digital signatures on PDFs: `sign`, `verify` (our own files), `verify_apart` (a stranger's file, in its own process).

pyHanko takes a second and 25 MB to load, so it is loaded at the first use and not by every server process.
"""

from thonso.core.signatures.keys import KeyRef
from thonso.core.signatures.verdict import Place, Role, SignatureAnswer, Trust, Verdict

__all__ = ["KeyRef", "Place", "Role", "SignatureAnswer", "Trust", "Verdict", "sign", "verify", "verify_apart"]


def sign(
    pdf: bytes,
    *,
    key: KeyRef,
    role: Role,
    name: str,
    title: str,
    image: bytes | None = None,
    box: Place | None = None,
) -> bytes:
    """One signature more on a PDF that this system made; see `signing.sign_recorded` for what it refuses."""
    from thonso.core.signatures import signing

    return signing.sign(pdf, key=key, role=role, name=name, title=title, image=image, box=box)


def verify(pdf: bytes) -> Verdict:
    """Check a file of our own. Raises Refused when it is not a PDF."""
    from thonso.core.signatures import checking, trust

    try:
        return checking.check(pdf, trust.load())
    except checking.NotPdf:
        raise _not_pdf() from None


def verify_apart(pdf: bytes) -> Verdict:
    """Check a file that anybody may have sent; costs about a second more. Raises Refused when it is not a PDF."""
    from thonso.core.signatures import apart, trust

    try:
        return apart.check_apart(pdf, trust.load())
    except apart.NotPdf:
        raise _not_pdf() from None


def _not_pdf() -> Exception:
    from django.utils.translation import gettext as _

    from thonso.core.base.errors import Refused

    return Refused(_("This file is not a PDF. Please choose the PDF that you received."))
