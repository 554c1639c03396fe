"""An uploaded file between preview and apply: kept sealed for a day, for the one who uploaded it."""

import base64
from datetime import timedelta
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from thonso.core import crypto
from thonso.core.base.clock import now
from thonso.core.base.errors import Absent, Refused
from thonso.core.base.ids import new_id
from thonso.core.base.text import clean
from thonso.core.units.models import ImportBatch

LABEL = "import_batch.content"
KEEP = timedelta(days=1)


def keep(commune_id: UUID, actor_id: UUID, kind: str, file_name: str, content: bytes) -> ImportBatch:
    """Seal and keep an uploaded file until it is applied. Older ones that nobody applied are destroyed on the way."""
    ImportBatch.objects.filter(created_at__lt=now() - KEEP, applied_at=None).update(sealed="")
    id_ = new_id()
    try:
        name = clean(file_name, limit=150)
    except Refused:
        name = ""
    return ImportBatch.objects.create(
        id=id_,
        commune_id=commune_id,
        kind=kind,
        actor_id=actor_id,
        file_name=name or "import",
        digest=crypto.digest(content),
        sealed=crypto.seal(LABEL, id_, base64.b64encode(content).decode()),
        created_at=now(),
    )


def mine(actor_id: UUID, kind: str) -> QuerySet[ImportBatch]:
    return ImportBatch.objects.filter(actor_id=actor_id, kind=kind).order_by("-created_at")


def open_(actor_id: UUID, kind: str, batch_id: UUID) -> ImportBatch:
    """The batch when it is this person's own; Absent otherwise, and Refused once it was applied or destroyed."""
    batch = mine(actor_id, kind).filter(id=batch_id).first()
    if batch is None:
        raise Absent
    if not batch.sealed:
        raise Refused(_("This file was already imported or has expired. Choose the file again."))
    return batch


def content(batch: ImportBatch) -> bytes:
    return base64.b64decode(crypto.unseal(LABEL, batch.id, batch.sealed))


def close(batch: ImportBatch, *, imported: int, rejected: int) -> None:
    """Mark as applied, once: of two that race only one passes. Call inside the transaction that imports."""
    done = ImportBatch.objects.filter(id=batch.id, applied_at=None).update(
        applied_at=now(), imported=imported, rejected=rejected, sealed=""
    )
    if not done:
        raise Refused(_("This file was already imported or has expired. Choose the file again."))
