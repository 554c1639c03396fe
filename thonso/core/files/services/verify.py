"""Giving out what is stored, and proving that it is still what was stored."""

import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO
from uuid import UUID

from django.utils.translation import gettext as _

from thonso.core.base.errors import Absent, Stale
from thonso.core.files import storage
from thonso.core.files.models import Upload


@dataclass(frozen=True, slots=True)
class Fault:
    """What `thonso verify` found wrong: missing | changed | readable_by_others | lost (bytes on their way are gone)."""

    commune_id: UUID
    upload_id: UUID
    kind: str


def open_stored(upload: Upload) -> IO[bytes]:
    """The stored bytes, for whoever has been let in (`files.access`). Raises Stale while it waits for the scanner."""
    _must_be_ready(upload)
    return _open(storage.place(upload.stored_sha256))


def open_thumb(upload: Upload) -> IO[bytes]:
    """The preview (JPEG, at most 320 pixels). Raises Absent when none could be made."""
    _must_be_ready(upload)
    return _open(storage.thumb_place(upload.stored_sha256))


def verify_all() -> Iterator[Fault]:
    """Read every stored file again and hold it against its hash; each file once, however many uploads share it."""
    last = ""
    bad = ""
    ready = Upload.objects.filter(state=Upload.State.READY).order_by("stored_sha256", "id")
    for upload in ready.only("id", "commune_id", "stored_sha256").iterator(chunk_size=500):
        if upload.stored_sha256 != last:
            last, bad = upload.stored_sha256, _wrong_with(upload.stored_sha256)
        if bad:
            yield Fault(upload.commune_id, upload.pk, bad)
    for upload in Upload.objects.filter(state=Upload.State.CHECKING).iterator(chunk_size=500):
        if not storage.incoming(upload.pk).exists():
            yield Fault(upload.commune_id, upload.pk, "lost")


def _wrong_with(sha256: str) -> str:
    path = storage.place(sha256)
    try:
        if path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
            return "readable_by_others"
        return "" if storage.sha256_of(path) == sha256 else "changed"
    except OSError:
        return "missing"


def _must_be_ready(upload: Upload) -> None:
    if upload.state != Upload.State.READY:
        raise Stale(_("The file is still being checked for viruses. Please try again later."))


def _open(path: Path) -> IO[bytes]:
    try:
        return path.open("rb")
    except FileNotFoundError:
        raise Absent(_("The file is not there.")) from None
