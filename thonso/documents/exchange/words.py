"""Findings and messages in words, for people."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from thonso.core.base.clock import local
from thonso.documents.exchange.findings import Finding, Unreadable
from thonso.documents.exchange.messages import BUSINESS, STATUSES, Document, Message, Organ, Status

REFUSED: Final = {
    "E_EMPTY": gettext_noop("The file is empty."),
    "E_SIZE": gettext_noop("The message is larger than this system takes."),
    "E_FILE_SIZE": gettext_noop("An attachment is larger than 50 MB, or all of them together are larger than 100 MB."),
    "E_ENCODING": gettext_noop("The message is neither in UTF-8 nor in UTF-16."),
    "E_DTD": gettext_noop("The message declares a document type or entities, which can harm this system."),
    "E_XML": gettext_noop("The file is damaged or is no XML."),
    "E_ROOT": gettext_noop("The file is XML, but no edXML message."),
    "E_HEADER": gettext_noop("The message has no MessageHeader."),
    "E_DEPTH": gettext_noop("Elements are nested too deeply within each other."),
    "E_ELEMENTS": gettext_noop("The message has far too many elements."),
    "E_TEXT": gettext_noop("The message has far too long a text."),
    "E_ATTACHMENTS": gettext_noop("The message has far too many attachments."),
    "E_BASE64": gettext_noop("The content of an attachment is damaged (no base64)."),
    "E_ZIP": gettext_noop("A compressed attachment would unpack to far more than it says or than is allowed."),
}
_TOLERATED: Final = {
    "T_BYTES_BEFORE": gettext_noop("There are other bytes before the XML."),
    "T_ENCODING": gettext_noop("The message says that it is in UTF-16 and is in UTF-8."),
    "T_AMPERSAND": gettext_noop("Characters & were not written as XML wants them."),
    "T_SPELLING": gettext_noop("An element is spelled otherwise than in the format."),
    "T_NAMESPACE": gettext_noop("The elements are not in the namespace of the format."),
    "T_SOAP": gettext_noop("The message is in a SOAP envelope."),
    "T_DAY": gettext_noop("A day or hour is written in another way."),
    "T_NULL": gettext_noop("“null” stands where a code of an organ belongs."),
    "T_TWICE": gettext_noop("A receiver is named twice."),
    "T_MISSING": gettext_noop("It is not said what is to be done with the document; it was taken for a new one."),
    "T_CONTENT_ID": gettext_noop("An attachment is named without “cid:”."),
}
# By the end of their path, the longest that fits.
_FIELDS: Final = {
    "From": gettext_noop("the sender"),
    "From.OrganId": gettext_noop("the code of the sender"),
    "From.OrganName": gettext_noop("the name of the sender"),
    "To": gettext_noop("the receivers"),
    "To.OrganId": gettext_noop("the code of a receiver"),
    "MessageHeader.DocumentId": gettext_noop("the identity of the document"),
    "Code": gettext_noop("number and symbol"),
    "CodeNumber": gettext_noop("the number"),
    "CodeNotation": gettext_noop("the symbol"),
    "PromulgationInfo": gettext_noop("place and day of issue"),
    "PromulgationDate": gettext_noop("the day of issue"),
    "DocumentType": gettext_noop("the kind of document"),
    "TypeName": gettext_noop("the kind of document"),
    "Subject": gettext_noop("the subject line"),
    "ResponseFor": gettext_noop("the document it is about"),
    "ReplacementInfoList": gettext_noop("the documents it replaces"),
    "BussinessDocType": gettext_noop("what is to be done with the document"),
    "TraceHeader": gettext_noop("the way the message went"),
    "AttachmentEncoded.Attachment": gettext_noop("the attachment"),
    "edXMLManifest.Reference": gettext_noop("the line of the attachment in the list"),
    "ContentTransferEncoded": gettext_noop("the content of the attachment"),
    "StatusCode": gettext_noop("the status code"),
    "Timestamp": gettext_noop("the hour"),
}


def refusal(refused: Unreadable) -> str:
    return _at(_(REFUSED[refused.code]), refused.where)


def error(finding: Finding) -> str:
    kind, _dot, path = finding.code.partition(".")
    said = _("Missing: %(field)s.") if kind == "N" else _("Not as it should be: %(field)s.")
    return _at(said % {"field": field_name(path)}, finding.where)


def tolerated(finding: Finding) -> str:
    return _at(_(_TOLERATED[finding.code]), finding.where)


def field_name(path: str) -> str:
    """How people call a field; its name on the wire where they have no word for it."""
    parts = path.split(".")
    ends = (".".join(parts[begin:]) for begin in range(len(parts)))
    return next((_(_FIELDS[end]) for end in ends if end in _FIELDS), parts[-1])


def lines(message: Message) -> Iterator[str]:
    """What it is, one fact a line."""
    shown = _of_status(message) if isinstance(message, Status) else _of_document(message)
    return (f"{label}: {text}" for label, text in shown if text)


def _of_document(document: Document) -> Iterator[tuple[str, str]]:
    yield _("Kind of message"), BUSINESS.get(document.business.type or 0, "")
    yield _("Reason"), document.business.reason
    yield _("Sender"), _organ(document.sender)
    yield _("Receivers"), "; ".join(map(_organ, document.receivers))
    yield _("Number and symbol"), "/".join(filter(None, (document.code.number, document.code.notation)))
    yield _("Day"), _when(document.promulgation.day)
    yield _("Kind of document"), document.type.name
    yield _("Subject (trích yếu)"), document.subject
    yield (
        _("Signed by"),
        " ".join(filter(None, (document.signer.competence, document.signer.position, document.signer.name))),
    )
    yield _("Due"), _when(document.due)


def _of_status(status: Status) -> Iterator[tuple[str, str]]:
    yield _("Status"), " ".join((status.code, STATUSES.get(status.code, ""))).strip()
    yield _("Sender"), _organ(status.sender)
    yield _("About"), status.response_for.code or status.response_for.document_id
    yield _("Hour"), _when(status.at)
    yield _("Note"), status.description


def _organ(organ: Organ) -> str:
    return f"{organ.name} ({organ.organ_id})" if organ.name and organ.organ_id else organ.name or organ.organ_id


def _when(moment: date | None) -> str:
    if isinstance(moment, datetime):
        return f"{local(moment):%d/%m/%Y %H:%M}"
    return f"{moment:%d/%m/%Y}" if moment else ""


def _at(said: Any, where: str) -> str:
    return f"{said} [{where}]" if where else str(said)
