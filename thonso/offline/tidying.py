"""What is kept for a record that is not settled: its photos are not swept while it waits."""

from uuid import UUID

from thonso.offline.models import SealedBlob, SealedRecord


def held_uploads(ids: list[UUID]) -> set[UUID]:
    rows = SealedBlob.objects.filter(upload__in=ids, record__state__in=SealedRecord.OPEN)
    return set(rows.values_list("upload", flat=True))
