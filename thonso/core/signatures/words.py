"""The verdict in words: three questions, three answers, and why. Pages and the command say the same."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from thonso.core.signatures.verdict import SignatureAnswer, Verdict

_INTEGRITY = {
    "ok": gettext_noop("The content is exactly what was signed."),
    "broken": gettext_noop("The content or the signature has been damaged or changed. Do not rely on this file."),
    "unsigned": gettext_noop("The file has no digital signature."),
}
_CHANGES = {
    "none": gettext_noop("Nothing was changed after signing."),
    "allowed": gettext_noop("After signing, only changes that the signer allowed were made."),
    "suspicious": gettext_noop("Something was added or changed after signing. Ask the office that issued it."),
}
_IDENTITY = {
    "trusted": gettext_noop("The signer is confirmed by an authority that this office trusts."),
    "test": gettext_noop("Signed with a trial certificate: no legal value."),
    "unknown": gettext_noop("Who signed could not be confirmed. This does not mean that it is wrong."),
    "revoked": gettext_noop("The certificate of the signer has been revoked."),
}
_REASONS = {
    "unreadable": gettext_noop("The file is damaged and cannot be read to the end."),
    "too_costly": gettext_noop("The file is made so that it cannot be checked within reasonable time."),
    "too_many_signatures": gettext_noop("The file claims an impossible number of signatures."),
    "signature_removed": gettext_noop("Traces of a signature were found that is no longer in the document."),
    "bytes_after_end": gettext_noop("Data were appended after the end of the document."),
    "mixed_references": gettext_noop("The file is built so that programs may show different content."),
    "signature_unreadable": gettext_noop("The signature cannot be read or uses a method that is no longer safe."),
    "content_differs": gettext_noop("The signed content is not the content of the file."),
    "signature_invalid": gettext_noop("The signature does not match its certificate."),
    "covers_only_a_part": gettext_noop("The signature covers only a part of the file."),
    "changed_after_signing": gettext_noop("The document was changed after this signature."),
    "form_filled_after_signing": gettext_noop("Fields of the form were filled in after this signature."),
    "certificate_revoked": gettext_noop("The certificate has been revoked."),
    "certificate_expired": gettext_noop("The certificate has ended and no time-stamp proves when it was used."),
    "issuer_not_known": gettext_noop("The authority that issued the certificate is not on this office's list."),
    "revocation_not_known": gettext_noop("It could not be checked whether the certificate has been revoked."),
    "test_certificate": gettext_noop("The certificate comes from the demo's own authority."),
}
_TONES = {
    "ok": "good",
    "none": "good",
    "trusted": "good",
    "allowed": "neutral",
    "test": "warning",
    "unknown": "warning",
    "unsigned": "warning",
    "broken": "bad",
    "suspicious": "bad",
    "revoked": "bad",
}


@dataclass(frozen=True, slots=True)
class Line:
    """One question with its answer; `tone` is good, neutral, warning or bad."""

    question: str
    answer: str
    tone: str
    reasons: tuple[str, ...] = ()


def sentences(verdict: Verdict | SignatureAnswer) -> tuple[Line, Line, Line]:
    """Integrity, changes, identity: of the whole file or of one signature. Without a signature the last two say nothing."""
    whys = [_(_REASONS[reason]) for reason in verdict.reasons if reason in _REASONS]
    return (
        Line(_("Integrity"), _(_INTEGRITY[verdict.integrity]), _TONES[verdict.integrity], tuple(whys)),
        Line(_("Changes after signing"), _(_CHANGES[verdict.changes]), _TONES[verdict.changes]),
        Line(_("Identity of the signer"), _(_IDENTITY[verdict.identity]), _TONES[verdict.identity]),
    )
