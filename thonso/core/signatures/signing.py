"""Signs a PDF (PAdES B-B, B-T where a time-stamp authority is configured) with the signer's image in its place.

Only a PDF that has nothing to hide is signed: no script, no attachment, no earlier revision without a signature and no
object that no page shows, since such an object can be put in the place of the signed text later (shadow attack).
"""

import io
import logging
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal

from asn1crypto import x509  # type: ignore[import-untyped]
from django.conf import settings
from django.utils.translation import gettext as _
from PIL import Image
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.images import PdfImage
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.layout import AxisAlignment, InnerScaling, SimpleBoxLayoutRule
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import signers, timestamps
from pyhanko.sign.fields import SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.timestamps import TimestampRequestError
from pyhanko.stamp import StaticStampStyle

from thonso.core.base.errors import Refused
from thonso.core.base.text import fold
from thonso.core.signatures import checking, trust
from thonso.core.signatures.keys import KeyRef, open_key
from thonso.core.signatures.verdict import Place, Role

log = logging.getLogger(__name__)
_FIELD = {"person": "ChuKyNguoiKy", "organisation": "ConDauCoQuan"}
_FORBIDDEN_IN_ROOT = ("/OpenAction", "/AA", "/JavaScript", "/EmbeddedFiles", "/AF", "/XFA")
TEST_WORDS = "BẢN THỬ – KHÔNG CÓ GIÁ TRỊ PHÁP LÝ"
_IMAGE_PIXELS = 900


@dataclass(frozen=True, slots=True)
class Signed:
    """`level` is what was reached: without an answer from the time-stamp authority a B-T becomes a B-B, and says so."""

    pdf: bytes
    level: Literal["B-B", "B-T"]
    certificate: x509.Certificate
    downgraded: bool = False


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
    """The PDF with one signature more. See `sign_recorded`."""
    with open_key(key) as signer:
        return sign_recorded(pdf, signer=signer, role=role, name=name, title=title, image=image, box=box).pdf


def sign_recorded(
    pdf: bytes,
    *,
    signer: signers.Signer,
    role: Role,
    name: str,
    title: str,
    image: bytes | None = None,
    box: Place | None = None,
) -> Signed:
    """Sign and tell what was reached.

    `name` is the full name (or the organisation's) as printed and must be the certificate holder's. `image` is a PNG with
    a transparent ground; without `image` and `box` the signature is invisible. Raises Refused (wrong holder, ended
    certificate, a PDF that may not be signed) and Unavailable (a token that does not answer).
    """
    certificate = signer.signing_cert
    assert certificate is not None
    _check_holder(certificate, name)
    field_name = _check_file(pdf, role)
    metadata = signers.PdfSignatureMetadata(
        field_name=field_name,
        md_algorithm="sha256",
        subfilter=SigSeedSubFilter.PADES,
        name=name,
        reason=TEST_WORDS if _is_test(certificate) else (title or None),
    )
    style = _style(image) if image is not None and box is not None else None
    spec = None
    if box is not None and style is not None:
        corners = tuple(round(side) for side in (box.x1, box.y1, box.x2, box.y2))
        spec = SigFieldSpec(field_name, on_page=box.page, box=corners)

    def attempt(timestamper: timestamps.TimeStamper | None) -> bytes:
        writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
        engine = signers.PdfSigner(
            metadata, signer=signer, timestamper=timestamper, stamp_style=style, new_field_spec=spec
        )
        out: io.BytesIO = engine.sign_pdf(writer)
        return out.getvalue()

    address = str(getattr(settings, "TSA_URL", "") or "")
    if address:
        try:
            return Signed(attempt(timestamps.HTTPTimeStamper(address, timeout=8)), "B-T", certificate)
        except (TimestampRequestError, OSError) as error:
            # A time-stamp makes the signature last longer; its absence must not keep people from their paper.
            log.warning("No time-stamp from the authority, signed without: %s", type(error).__name__)
    return Signed(attempt(None), "B-B", certificate, downgraded=bool(address))


def _check_holder(certificate: x509.Certificate, name: str) -> None:
    now = datetime.now(UTC)
    if not certificate.not_valid_before <= now <= certificate.not_valid_after:
        raise Refused(_("The certificate of this key is not valid today. Please use another key."))
    holder = str(certificate.subject.native.get("common_name", ""))
    if not name.strip() or f" {fold(name)} " not in f" {fold(holder)} ":
        raise Refused(
            _("The certificate belongs to %(holder)s, not to %(name)s. Nothing was signed.")
            % {"holder": holder, "name": name}
        )


def _is_test(certificate: x509.Certificate) -> bool:
    issuers = [x509.Certificate.load(der) for der in trust.load().test_roots]
    return any(root.subject == certificate.issuer for root in issuers)


def _check_file(pdf: bytes, role: Role) -> str:
    """The name of the field to make. Raises Refused when the PDF may not be signed."""
    refuse = Refused(_("This PDF cannot be signed as it is. Please make it again from the document."))
    try:
        reader = PdfFileReader(io.BytesIO(pdf), strict=True)
        taken = {one.field_name for one in reader.embedded_signatures}
        root: generic.DictionaryObject = reader.root
        names = root.get("/Names", {})
        hidden = reader.encrypted or any(key in root or key in names for key in _FORBIDDEN_IN_ROOT)
        if taken:
            verdict = checking.check(pdf, trust.load())
            hidden = hidden or verdict.integrity != "ok" or verdict.changes != "none"
        else:
            hidden = hidden or reader.xrefs.total_revisions != 1 or "/AcroForm" in root or _orphans(reader)
    except checking.NotPdf:
        raise refuse from None
    except Exception as error:
        raise refuse from error
    if hidden:
        raise refuse
    return next(f"{_FIELD[role]}{n}" for n in range(1, len(taken) + 2) if f"{_FIELD[role]}{n}" not in taken)


def _orphans(reader: PdfFileReader) -> bool:
    """Whether the file holds objects that cannot be reached from its trailer."""
    reached: set[Any] = set()
    open_: list[Any] = [reader.trailer.raw_get(key) for key in ("/Root", "/Info") if key in reader.trailer]
    while open_:
        value = open_.pop()
        if isinstance(value, generic.IndirectObject):
            if value.reference in reached:
                continue
            reached.add(value.reference)
            value = value.get_object()
        if isinstance(value, generic.DictionaryObject):
            open_ += [value.raw_get(key) for key in value]
        elif isinstance(value, generic.ArrayObject):
            open_ += [value.raw_get(index) for index in range(len(value))]
    everything = set(reader.xrefs.explicit_refs_in_revision(0))
    # Cross-reference and object streams hold the others; nobody points at them.
    streams = {
        ref
        for ref in everything - reached
        if isinstance(found := reader.get_object(ref), generic.StreamObject)
        and found.get("/Type") in ("/XRef", "/ObjStm")
    }
    return bool(everything - reached - streams)


def _style(image: bytes) -> StaticStampStyle:
    try:
        with Image.open(io.BytesIO(image), formats=["PNG"]) as opened:
            if max(opened.size) > 5000:
                raise ValueError("too large")
            picture = opened.convert("RGBA")
    except Exception as error:
        raise Refused(_("The picture of the signature or seal must be a PNG with a transparent ground.")) from error
    # 900 pixels over 50 mm are 450 dots an inch: more would only make every signed paper heavier.
    picture.thumbnail((_IMAGE_PIXELS, _IMAGE_PIXELS))
    return StaticStampStyle(
        border_width=0,
        background=PdfImage(picture),
        background_opacity=1.0,
        background_layout=SimpleBoxLayoutRule(
            x_align=AxisAlignment.ALIGN_MID,
            y_align=AxisAlignment.ALIGN_MID,
            inner_content_scaling=InnerScaling.STRETCH_TO_FIT,
        ),
    )
