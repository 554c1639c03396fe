"""Receiving: a file comes in pieces that may break off anywhere, or at once from a form. It is told apart by its hash.

upload = begin(owner, commune_id, sha256, size, name="giay.jpg")
upload = put_chunk(upload, offset, pieces)      # as often as needed
upload = finish(upload)                          # when upload.received == upload.size
"""

import fcntl
import hashlib
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BufferedRandom
from pathlib import Path
from typing import IO
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Sum
from django.utils.translation import gettext as _

from thonso.core.base.clock import now
from thonso.core.base.errors import Stale
from thonso.core.base.ids import new_id
from thonso.core.base.refs import Ref
from thonso.core.files import rules, storage
from thonso.core.files.models import Upload
from thonso.core.files.sentences import refusal
from thonso.core.files.services.check import destroy, settle

# What one owner may have lying about that belongs to nothing yet: (files, bytes).
_ROOM = {
    "session": (60, 400 * rules.MIB),
    "assist": (120, 800 * rules.MIB),
    "account": (300, 2000 * rules.MIB),
    "record": (40, 120 * rules.MIB),
}
_BLOCK = 64 * 1024
# Bytes that only their opener can look into: no kind to tell, nothing to store before they are opened.
SEALED = "record"


class WrongOffset(Stale):
    """The piece does not follow what is here; `offset` is where the next one must begin."""

    def __init__(self, offset: int) -> None:
        super().__init__(_("The pieces of the file do not fit together. It will be sent on from where it stopped."))
        self.offset = offset


def begin(owner: Ref, commune_id: UUID, sha256: str, size: int, *, name: str = "", purpose: str = "") -> Upload:
    """The upload of this owner with this hash, new or as it stands. Raises Refused for a size no form accepts."""
    if not rules.is_sha256(sha256):
        raise refusal("wrong_hash")
    if size <= 0:
        raise refusal("empty")
    if size > rules.LARGEST:
        raise refusal("too_big")
    found = _find(owner, commune_id, sha256)
    if found is None:
        _check_room(owner, size)
        found = _create(owner, commune_id, sha256, size, name, purpose)
    if found.state == Upload.State.RECEIVING and found.size != size:
        # Announced wrongly the first time: the same bytes cannot have two sizes, so it begins again.
        Upload.objects.filter(pk=found.pk, state=Upload.State.RECEIVING).update(size=size, received=0, changed_at=now())
        found.refresh_from_db()
    return found


def put_chunk(upload: Upload, offset: int | None, pieces: Iterable[bytes]) -> Upload:
    """Add bytes from `offset` on (None: from the beginning, whatever is there). What came before a break-off stays.

    Raises WrongOffset, Refused (more than announced, or a kind that is never accepted), Unavailable (full disk: the
    upload is gone), Stale when another request is adding to it now.
    """
    with _alone(upload) as file:
        upload = _fresh(upload)
        if upload.state != Upload.State.RECEIVING:
            return upload
        if offset is None:
            offset = 0
        elif offset != min(upload.received, os.fstat(file.fileno()).st_size):
            raise WrongOffset(_mend(upload, file))
        _append(upload, file, offset, pieces)
    return _fresh(upload)


def finish(upload: Upload) -> Upload:
    """Check the hash, look into the file, scan and store it. Calling it again changes nothing. Raises as put_chunk."""
    with _alone(upload) as file:
        upload = _fresh(upload)
        if upload.state == Upload.State.REFUSED:
            raise refusal(upload.refusal)
        if upload.state != Upload.State.RECEIVING:
            return upload
        if upload.received != upload.size:
            raise WrongOffset(upload.received)
        if os.fstat(file.fileno()).st_size != upload.size:
            raise WrongOffset(_mend(upload, file))
        file.seek(0)
        if hashlib.file_digest(file, "sha256").hexdigest() != upload.received_sha256:
            destroy(upload)
            raise refusal("wrong_hash")
        return settle(upload)


def sealed_bytes(upload: Upload) -> bytes:
    """All bytes of a sealed upload, its hash checked. Raises WrongOffset while some are missing, Refused for a wrong hash."""
    with _alone(upload) as file:
        upload = _fresh(upload)
        if upload.received != upload.size or os.fstat(file.fileno()).st_size != upload.size:
            raise WrongOffset(_mend(upload, file))
        file.seek(0)
        found = file.read()
    if hashlib.sha256(found).hexdigest() != upload.received_sha256:
        destroy(upload)
        raise refusal("wrong_hash")
    return found


def drop_sealed(upload: Upload) -> None:
    """It was opened, and what was in it is an upload of its own."""
    destroy(upload)


@dataclass(frozen=True, slots=True)
class Spooled:
    """A file on its way: bytes on our disk that nobody refers to yet, with their hash and size."""

    path: Path
    sha256: str
    size: int


@contextmanager
def spooled(data: bytes | IO[bytes]) -> Iterator[Spooled]:
    """What came with a form, for as long as it is looked at: nothing of it stays. Raises Refused when it is too big."""
    temporary = storage.incoming(new_id(), ".form")
    try:
        yield Spooled(temporary, *_write_all(temporary, data))
    finally:
        storage.clear(temporary)


def store(owner: Ref, commune_id: UUID, data: bytes | IO[bytes], *, name: str = "", purpose: str = "") -> Upload:
    """A file that came with a form, all at once: received, checked and stored before this returns."""
    with spooled(data) as file:
        return store_spooled(owner, commune_id, file, name=name, purpose=purpose)


def store_spooled(owner: Ref, commune_id: UUID, file: Spooled, *, name: str = "", purpose: str = "") -> Upload:
    """As `store`, of what somebody has looked at before."""
    upload = begin(owner, commune_id, file.sha256, file.size, name=name, purpose=purpose)
    with file.path.open("rb") as opened:
        upload = put_chunk(upload, None, iter(lambda: opened.read(_BLOCK), b""))
    return finish(upload)


# --- inside -----------------------------------------------------------------------------------------------------------


def _find(owner: Ref, commune_id: UUID, sha256: str) -> Upload | None:
    return Upload.objects.filter(
        commune_id=commune_id, owner_kind=owner.kind, owner_id=owner.id, received_sha256=sha256
    ).first()


def _create(owner: Ref, commune_id: UUID, sha256: str, size: int, name: str, purpose: str) -> Upload:
    at = now()
    try:
        with transaction.atomic():
            return Upload.objects.create(
                commune_id=commune_id,
                owner_kind=owner.kind,
                owner_id=owner.id,
                received_sha256=sha256,
                size=size,
                name=rules.tidy_name(name),
                purpose=purpose[:40],
                made_at=at,
                changed_at=at,
            )
    except IntegrityError:
        # The same phone sent it twice at once: both go on with the one row.
        found = _find(owner, commune_id, sha256)
        if found is None:
            raise
        return found


def _check_room(owner: Ref, size: int) -> None:
    if owner.kind not in _ROOM:
        return
    files, room = _ROOM[owner.kind]
    mine = Upload.objects.filter(owner_kind=owner.kind, owner_id=owner.id, kept_at=None)
    if mine.count() >= files or (mine.aggregate(total=Sum("size"))["total"] or 0) + size > room:
        raise refusal("too_many_files")


def _fresh(upload: Upload) -> Upload:
    found = Upload.objects.filter(pk=upload.pk).first()
    if found is None:
        raise WrongOffset(0)
    return found


@contextmanager
def _alone(upload: Upload) -> Iterator[BufferedRandom]:
    """One request at a time writes a file; the second is told so at once and not kept waiting."""
    path = storage.incoming(upload.pk)
    with storage.full_disk_is_unavailable(), storage.open_private(path) as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            same = path.stat().st_ino == os.fstat(file.fileno()).st_ino
        except (BlockingIOError, FileNotFoundError):
            same = False
        if not same:
            # Another request has it, or finished it between our opening and our locking.
            raise Stale(_("This file is being sent already. Please wait a moment."))
        try:
            yield file
        finally:
            _leave_nothing_empty(path)


def _leave_nothing_empty(path: Path) -> None:
    """Looking at an upload that is long stored must not leave an empty file behind."""
    if path.exists() and path.stat().st_size == 0:
        storage.clear(path)


def _mend(upload: Upload, file: BufferedRandom) -> int:
    """Where to go on: as far as both the row and the disk say (after a crash they may differ)."""
    there = min(upload.received, os.fstat(file.fileno()).st_size)
    if there != upload.received:
        Upload.objects.filter(pk=upload.pk, state=Upload.State.RECEIVING).update(received=there, changed_at=now())
    return there


def _append(upload: Upload, file: BufferedRandom, offset: int, pieces: Iterable[bytes]) -> None:
    reached = offset
    file.truncate(offset)
    file.seek(offset)
    source = iter(pieces)
    try:
        while True:
            try:
                piece = next(source, None)
            except OSError:
                # The line broke off. What is here already need not be sent again.
                break
            if piece is None:
                break
            if reached + len(piece) > upload.size:
                raise rules.Unacceptable("wrong_size")
            if reached == 0 and piece and upload.owner_kind != SEALED:
                _early(piece, upload.size)
            file.write(piece)
            reached += len(piece)
        file.flush()
        os.fsync(file.fileno())
    except rules.Unacceptable as error:
        destroy(upload, note=error.reason)
        raise refusal(error.reason) from None
    except OSError:
        # A full disk: make room again before telling.
        destroy(upload)
        raise
    changed = Upload.objects.filter(pk=upload.pk, state=Upload.State.RECEIVING).update(
        received=reached, changed_at=now()
    )
    if not changed:
        raise WrongOffset(0)


def _early(first: bytes, size: int) -> None:
    """Refuse what will never be accepted before the phone has sent all of it over a slow line."""
    if len(first) >= 16 or len(first) == size:
        rules.check_size(rules.sniff(first[: rules.HEAD_BYTES]), size)


def _too_big(head: bytes) -> str:
    """Why a file larger than any kind may be is refused: in the words of its own kind."""
    try:
        return "pdf_too_big" if rules.sniff(head) == rules.PDF else "image_too_big"
    except rules.Unacceptable as error:
        return error.reason


def _write_all(path: Path, data: bytes | IO[bytes]) -> tuple[str, int]:
    hasher = hashlib.sha256()
    size, head = 0, b""
    pieces = [data] if isinstance(data, bytes) else iter(lambda: data.read(_BLOCK), b"")
    with storage.full_disk_is_unavailable(), storage.open_private(path) as out:
        for piece in pieces:
            size += len(piece)
            head = head or piece[: rules.HEAD_BYTES]
            if size > rules.LARGEST:
                raise refusal(_too_big(head))
            hasher.update(piece)
            out.write(piece)
    return hasher.hexdigest(), size
