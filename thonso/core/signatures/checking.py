"""Checks a PDF's signatures against a given trust, without settings or database, so that it can also run apart.

The analysis of what changed after signing is pyHanko's: other checkers call a file valid whose text was painted over in
a later revision. On top of it: bytes after the end, a signature cut out of the form, and several ways to lie about
which bytes were signed.
"""

import hashlib
import io
import logging
import re
from datetime import UTC, datetime
from typing import Any, Literal

from asn1crypto import crl, x509  # type: ignore[import-untyped]
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import DiffResult, ModificationLevel, SuspiciousModification
from pyhanko.sign.validation import (
    EmbeddedPdfSignature,
    SignatureCoverageLevel,
    validate_pdf_signature,
    validate_pdf_timestamp,
)
from pyhanko.sign.validation.settings import KeyUsageConstraints
from pyhanko_certvalidator import ValidationContext

from thonso.core.signatures.certificates import part as part_of
from thonso.core.signatures.certificates import revoked_since
from thonso.core.signatures.verdict import (
    Changes,
    Identity,
    SignatureAnswer,
    Trust,
    Verdict,
    worst_change,
    worst_identity,
)

# pyHanko and its parts warn at length about every broken chain; the verdict says it.
for _name in ("pyhanko", "pyhanko_certvalidator"):
    logging.getLogger(_name).setLevel(logging.CRITICAL)

_HEADER = re.compile(rb"%PDF-\d\.\d")
_SIGNED_MARK = re.compile(rb"/ByteRange\s*\[")
MOST_SIGNATURES = 50


class NotPdf(Exception):
    """The bytes are not a PDF at all."""


def check(pdf: bytes, trust: Trust) -> Verdict:
    """Raises NotPdf. Everything else that is wrong with the file is an answer."""
    if not _HEADER.search(pdf[:1024]):
        raise NotPdf
    seal: dict[str, Any] = {"sha256": hashlib.sha256(pdf).hexdigest(), "size": len(pdf)}
    marked = bool(_SIGNED_MARK.search(pdf))
    try:
        reader = PdfFileReader(io.BytesIO(pdf), strict=False)
        embedded = list(reader.embedded_signatures)
    except Exception:  # a hostile file may raise anything from inside the parser
        return Verdict("broken", "suspicious", "unknown", reasons=("unreadable",), **seal)
    if not embedded:
        if marked or _signature_values_outside_the_form(reader):
            return Verdict("unsigned", "suspicious", "unknown", reasons=("signature_removed",), **seal)
        return Verdict("unsigned", "none", "unknown", **seal)
    if len(embedded) > MOST_SIGNATURES:
        return Verdict("broken", "suspicious", "unknown", reasons=("too_many_signatures",), **seal)

    names = {signature.field_name for signature in embedded}
    answers = tuple(_answer(signature, trust, names) for signature in embedded)
    reasons = _leftovers(reader, pdf, embedded)
    changes = worst_change([one.changes for one in answers])
    if reasons:
        changes = "suspicious"
    return Verdict(
        integrity="ok" if all(one.integrity == "ok" for one in answers) else "broken",
        changes=changes,
        identity=worst_identity([one.identity for one in answers if one.kind == "signature"]),
        signatures=answers,
        reasons=reasons,
        **seal,
    )


def _signature_values_outside_the_form(reader: PdfFileReader) -> bool:
    """A form that claims signatures (SigFlags) but lists none."""
    try:
        form = reader.root.get("/AcroForm")
        return bool(form and int(form.get("/SigFlags", 0)) & 1)
    except Exception:
        return True


def _leftovers(reader: PdfFileReader, pdf: bytes, embedded: list[EmbeddedPdfSignature]) -> tuple[str, ...]:
    """What the analysis of revisions does not see: bytes that belong to no revision, and mixed cross-reference tables."""
    reasons = []
    end = pdf.rfind(b"%%EOF")
    if end >= 0 and pdf[end + 5 :].strip(b"\r\n \t\x00"):
        reasons.append("bytes_after_end")
    last = max(_end_of(signature) for signature in embedded)
    tail = pdf[last:].strip(b"\r\n \t\x00")
    if tail and b"startxref" not in tail:
        reasons.append("bytes_after_end")
    if getattr(reader.xrefs, "hybrid_xrefs_present", False):
        reasons.append("mixed_references")
    return tuple(dict.fromkeys(reasons))


def _end_of(signature: EmbeddedPdfSignature) -> int:
    """The end of the last signed byte."""
    spans = [int(number) for number in signature.byte_range]
    return spans[-2] + spans[-1]


def _answer(signature: EmbeddedPdfSignature, trust: Trust, names: set[str]) -> SignatureAnswer:
    kind: Literal["signature", "timestamp"] = (
        "timestamp" if signature.sig_object_type == "/DocTimeStamp" else "signature"
    )
    try:
        status = _validate(signature, trust, kind)
    except Exception:
        # The bytes of the signature itself cannot be read: weak or unknown algorithm, cut short, not a signature.
        return SignatureAnswer(
            field_name=str(signature.field_name),
            kind=kind,
            role="unknown",
            integrity="broken",
            changes="suspicious",
            identity="unknown",
            reasons=("signature_unreadable",),
        )
    reasons: list[str] = []
    intact = bool(status.intact and status.valid)
    if not intact:
        reasons.append("content_differs" if not status.intact else "signature_invalid")
    changes = _changes(status, signature, names, reasons)
    identity = _identity(status, signature, trust, kind, reasons)
    moment, source = _time(status, signature)
    certificate: x509.Certificate = signature.signer_cert
    return SignatureAnswer(
        field_name=str(signature.field_name),
        kind=kind,
        role=_role(certificate),
        integrity="ok" if intact else "broken",
        # Of bytes that are not what was signed, nothing better can be said.
        changes=changes if intact else "suspicious",
        identity=identity if intact else "unknown",
        signer=_part(certificate, "common_name"),
        organisation=_part(certificate, "organization_name"),
        title=_part(certificate, "title"),
        time=moment.astimezone(UTC).isoformat() if moment else "",
        time_source=source,
        certificate_serial=f"{certificate.serial_number:x}",
        issuer=part_of(certificate.issuer, "common_name"),
        valid_from=certificate.not_valid_before.isoformat(),
        valid_to=certificate.not_valid_after.isoformat(),
        level="" if kind == "timestamp" else ("B-T" if source == "timestamp" else "B-B"),
        covers_whole_file=status.coverage == SignatureCoverageLevel.ENTIRE_FILE,
        reasons=tuple(reasons),
    )


def _validate(signature: EmbeddedPdfSignature, trust: Trust, kind: str, **context: Any) -> Any:
    if kind == "timestamp":
        return validate_pdf_timestamp(signature, validation_context=_context(trust, **context))
    status = validate_pdf_signature(
        signature,
        signer_validation_context=_context(trust, **context),
        ts_validation_context=_context(trust),
        # A person signs with non-repudiation, an organisation's seal often with digitalSignature alone.
        key_usage_settings=KeyUsageConstraints(
            key_usage={"digital_signature", "non_repudiation"}, match_all_key_usages=False
        ),
    )
    stamp = status.timestamp_validity
    if not context and stamp is not None and stamp.valid and stamp.intact and stamp.trusted and not status.trusted:
        # The certificate may have ended since: judge it at the proven time.
        later = _validate(signature, trust, kind, moment=stamp.timestamp)
        return later if later.trusted or later.revoked else status
    return status


def _context(trust: Trust, *, moment: datetime | None = None, strict: bool = False) -> ValidationContext:
    return ValidationContext(
        trust_roots=[x509.Certificate.load(der) for der in (*trust.roots, *trust.test_roots)],
        other_certs=[x509.Certificate.load(der) for der in trust.intermediates],
        crls=[crl.CertificateList.load(der) for der in trust.revocation_lists],
        allow_fetching=trust.may_fetch,
        revocation_mode="hard-fail" if strict else "soft-fail",
        moment=moment,
        retroactive_revinfo=moment is not None,
    )


def _changes(status: Any, signature: EmbeddedPdfSignature, names: set[str], reasons: list[str]) -> Changes:
    whole = status.coverage in (SignatureCoverageLevel.ENTIRE_FILE, SignatureCoverageLevel.ENTIRE_REVISION)
    if not whole or not _gap_is_the_signature(signature):
        reasons.append("covers_only_a_part")
        return "suspicious"
    difference = status.diff_result
    if isinstance(difference, SuspiciousModification) or status.docmdp_ok is False:
        reasons.append("changed_after_signing")
        return "suspicious"
    if not isinstance(difference, DiffResult) or difference.modification_level == ModificationLevel.NONE:
        return "none"
    if difference.modification_level > ModificationLevel.FORM_FILLING:
        reasons.append("changed_after_signing")
        return "suspicious"
    # A further signature, and what proves it for longer, are no change to what the first one said.
    if difference.changed_form_fields <= names:
        return "none"
    reasons.append("form_filled_after_signing")
    return "allowed"


def _gap_is_the_signature(signature: EmbeddedPdfSignature) -> bool:
    """The only bytes left out of what is signed are the signature's own."""
    start, first, second, _ = (int(number) for number in signature.byte_range)
    return start == 0 and second - first == len(signature.pkcs7_content) * 2 + 2


def _identity(status: Any, signature: EmbeddedPdfSignature, trust: Trust, kind: str, reasons: list[str]) -> Identity:
    if status.revoked or _listed_as_revoked(status, signature, trust):
        reasons.append("certificate_revoked")
        return "revoked"
    path = status.validation_path
    if not status.trusted or path is None:
        certificate: x509.Certificate = signature.signer_cert
        if certificate.not_valid_after < datetime.now(UTC):
            reasons.append("certificate_expired")
        else:
            reasons.append("issuer_not_known")
        return "unknown"
    anchor = path.trust_anchor.certificate.dump() if path.trust_anchor.certificate else b""
    if anchor in trust.test_roots:
        reasons.append("test_certificate")
        return "test"
    if not _revocation_is_known(status, signature, trust, kind):
        reasons.append("revocation_not_known")
        return "unknown"
    return "trusted"


def _listed_as_revoked(status: Any, signature: EmbeddedPdfSignature, trust: Trust) -> bool:
    """On a list kept here, whether or not the certificate names an address to ask (pyHanko looks only then).

    A time-stamp from before the revocation keeps the signature good.
    """
    stamp = getattr(status, "timestamp_validity", None)
    proven = stamp.timestamp if stamp is not None and stamp.trusted else None
    since = revoked_since(signature.signer_cert, trust)
    return since is not None and (proven is None or proven >= since)


def _revocation_is_known(status: Any, signature: EmbeddedPdfSignature, trust: Trust, kind: str) -> bool:
    """Whether somebody has said that the certificate was not revoked; silence is not an answer."""
    stamp = getattr(status, "timestamp_validity", None)
    moment = stamp.timestamp if stamp is not None and stamp.trusted else None
    for at in (None, moment):
        try:
            strict = _context(trust, strict=True, moment=at)
            if kind == "timestamp":
                again = validate_pdf_timestamp(signature, validation_context=strict)
            else:
                again = validate_pdf_signature(
                    signature,
                    signer_validation_context=strict,
                    ts_validation_context=_context(trust),
                    key_usage_settings=KeyUsageConstraints(
                        key_usage={"digital_signature", "non_repudiation"}, match_all_key_usages=False
                    ),
                    skip_diff=True,
                )
        except (PdfError, ValueError):
            return False
        if again.trusted:
            return True
        if moment is None:
            break
    return False


def _time(
    status: Any, signature: EmbeddedPdfSignature
) -> tuple[datetime | None, Literal["timestamp", "claimed", "none"]]:
    if signature.sig_object_type == "/DocTimeStamp":
        return status.timestamp, "timestamp" if status.trusted else "claimed"
    stamp = status.timestamp_validity
    if stamp is not None and stamp.valid and stamp.intact:
        # A stamp by somebody we do not know proves nothing more than the signer's own clock.
        return stamp.timestamp, "timestamp" if stamp.trusted else "claimed"
    claimed = status.signer_reported_dt
    return (claimed, "claimed") if claimed else (None, "none")


def _role(certificate: x509.Certificate) -> Literal["person", "organisation", "unknown"]:
    """An organisation's certificate names the organisation itself; a person's has the person as common name."""
    name, organisation = _part(certificate, "common_name"), _part(certificate, "organization_name")
    if _part(certificate, "given_name") or _part(certificate, "surname") or _part(certificate, "title"):
        return "person"
    if name and name == organisation:
        return "organisation"
    return "person" if name else "unknown"


def _part(certificate: x509.Certificate, part: str) -> str:
    return part_of(certificate.subject, part)
