"""A sealed photo arrives in pieces that may break off anywhere; whole, it is opened and becomes an upload like any other."""

from collections.abc import Iterable
from hashlib import sha256

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from thonso.core.access.actors import Actor
from thonso.core.base.errors import Absent, Refused
from thonso.core.base.refs import Ref
from thonso.core.files import services as files
from thonso.core.files.models import Upload
from thonso.offline import envelope, text
from thonso.offline.models import SealedBlob, SealedRecord
from thonso.offline.services.records import GoneOn, owner_of_photos, text_of

DAMAGED = gettext_lazy("This photo is damaged. Take it again.")


def arrived(record: SealedRecord, sealed: str) -> bool:
    return SealedBlob.objects.filter(record=record, sha256=sealed).exists()


def reached(record: SealedRecord, sealed: str) -> int | None:
    """How many bytes of a photo that is still on its way are here; None before the first."""
    found = Upload.objects.filter(owner_kind="record", owner_id=record.pk, received_sha256=sealed).first()
    return found.received if found else None


def add(record: SealedRecord, sealed: str, size: int, offset: int | None, pieces: Iterable[bytes]) -> Upload:
    """Raises WrongOffset, Refused, Unavailable, Stale as any upload does, GoneOn where a colleague has taken the record over."""
    if record.state == SealedRecord.State.TAKEN:
        raise GoneOn()
    if not any(one["sha256"] == sealed and one["size"] == size for one in record.blobs):
        raise Absent(_("This record names no such photo."))
    upload = files.begin(Ref("record", record.pk), record.commune_id, sealed, size, purpose="sealed")
    return files.put_chunk(upload, offset, pieces)


def open_whole(actor: Actor, record: SealedRecord, upload: Upload) -> None:
    """All of it is here: what was sealed becomes an upload like any other. Raises Refused for what is no photo.

    The sealed bytes go last: a crash in between is a photo that is opened twice and kept once.
    """
    own, found = text_of(record)
    photo = next((one for one in found.photos if one.box == upload.received_sha256), None)
    if photo is None:
        raise Absent(_("This record names no such photo."))
    kept = _store(actor, record, found, photo, _opened(own, record, photo, files.sealed_bytes(upload)))
    try:
        with transaction.atomic():
            SealedBlob.objects.create(record=record, sha256=upload.received_sha256, upload=kept)
    except IntegrityError:  # a twin was faster
        pass
    files.drop_sealed(upload)


def _opened(own: bytes, record: SealedRecord, photo: text.Photo, sealed: bytes) -> bytes:
    try:
        return envelope.open_bytes(own, sealed, envelope.about_photo(record.pk, photo.sha256))
    except envelope.NotOurs:
        raise Refused(DAMAGED) from None


def _store(actor: Actor, record: SealedRecord, found: text.Text, photo: text.Photo, plain: bytes) -> Upload:
    if sha256(plain).hexdigest() != photo.sha256:
        raise Refused(DAMAGED)
    owner = owner_of_photos(actor, record, found)
    return files.store(owner, record.commune_id, plain, name=photo.name or "anh.jpg", purpose=photo.paper)
