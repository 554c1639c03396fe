"""What has to agree within a document, besides each field by itself. Used by both directions."""

from collections import Counter
from collections.abc import Iterator

from thonso.documents.exchange.findings import Finding, code_of
from thonso.documents.exchange.messages import NEW, RECALL, REPLACEMENT, UPDATE, Document


def faults(document: Document) -> Iterator[Finding]:
    """A document of its own has a file; what recalls or updates says which document, what replaces says which ones."""
    kind = document.business.type
    if kind in (NEW, REPLACEMENT) and not document.attachments:
        yield _missing("AttachmentEncoded.Attachment")
    if kind in (RECALL, UPDATE) and not document.response_for:
        yield _missing("MessageHeader.ResponseFor")
    if kind == REPLACEMENT and not document.business.replaced:
        yield _missing("TraceHeaderList.Bussiness.ReplacementInfoList")
    if not document.trace:
        yield _missing("TraceHeaderList.TraceHeader")
    ids = Counter(one.content_id for one in document.attachments if one.content_id)
    for index, one in enumerate(document.attachments, 1):
        if ids[one.content_id] > 1:
            where = f"AttachmentEncoded.Attachment[{index}].ContentId"
            yield Finding(code_of("R", where), where)


def _missing(where: str) -> Finding:
    return Finding(code_of("N", where), where)
