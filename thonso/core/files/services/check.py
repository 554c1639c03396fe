"""Checking: the file is opened in the workshop, shown to the scanner, stored, and only then readable by others."""

from datetime import timedelta
from pathlib import Path
from typing import Any

from thonso.core.access.actors import system_actor
from thonso.core.base.clock import now
from thonso.core.base.errors import Unavailable
from thonso.core.files import sandbox, scan, storage
from thonso.core.files.models import Upload
from thonso.core.files.rules import PDF, Unacceptable
from thonso.core.files.sentences import refusal
from thonso.core.journal.work import transact

_WORKSHOP = "thonso.core.files.workshop"
# A waiting file is tried again after this long.
_AGAIN = timedelta(seconds=20)


def settle(upload: Upload) -> Upload:
    """All bytes are here and the hash is right: refuse (nothing stays), let it wait for the scanner, or store it."""
    path = storage.incoming(upload.pk)
    try:
        seen = _examine(path)
        verdict = scan.scan(path)
        if not verdict.clean:
            raise Unacceptable("virus")
        return _store(upload, path, seen)
    except Unacceptable as error:
        destroy(upload, note=error.reason)
        raise refusal(error.reason) from None
    except scan.ScannerDown:
        return _wait(upload)
    except Unavailable:
        destroy(upload)
        raise
    finally:
        storage.clear(*_made_beside(path))


def look_into(path: Path) -> str:
    """What `settle` would refuse, told before anybody refers to the file; gives its media type. Raises Refused, Unavailable."""
    try:
        return str(_examine(path)["media_type"])
    except Unacceptable as error:
        raise refusal(error.reason) from None
    finally:
        storage.clear(*_made_beside(path))


def recheck_waiting(limit: int = 20) -> int:
    """Try files again that wait for the scanner; gives how many were decided. The worker calls it every half minute."""
    decided = 0
    waiting = Upload.objects.filter(state=Upload.State.CHECKING, changed_at__lte=now() - _AGAIN).order_by("changed_at")
    for upload in waiting[:limit]:
        if not _claim(upload):
            continue
        if not _recheck(upload):
            # The scanner is still away: the others would only wait for it as well.
            break
        decided += 1
    return decided


def destroy(upload: Upload, *, note: str = "") -> None:
    """Remove the bytes, then the row. With `note` the journal keeps that something was refused, and why; never what."""
    storage.clear(storage.incoming(upload.pk), *_made_beside(storage.incoming(upload.pk)))
    with transact(upload.commune_id) as work:
        Upload.objects.filter(pk=upload.pk).delete()
        if note:
            work.note("file.refused", upload.owner, upload.ref, facts={"reason": note})


# --- inside -----------------------------------------------------------------------------------------------------------


def _examine(path: Path) -> dict[str, Any]:
    try:
        said = sandbox.run(_WORKSHOP, str(path), str(path))
    except sandbox.Broke:
        raise Unacceptable("unreadable") from None
    first, rest = said[0], said[1:]
    if first.get("full"):
        raise storage.unavailable()
    if reason := first.get("refused"):
        raise Unacceptable(str(reason))
    return {**first, "thumb": any(line.get("thumb") for line in rest)}


def _made_beside(path: Path) -> tuple[Path, Path]:
    """What the workshop writes: the image made anew, and the preview."""
    return path.with_name(f"{path.name}.jpg"), path.with_name(f"{path.name}.thumb")


def _store(upload: Upload, path: Path, seen: dict[str, Any]) -> Upload:
    image, thumb = _made_beside(path)
    source = path if seen["media_type"] == PDF else image
    stored = upload.received_sha256 if seen["media_type"] == PDF else storage.sha256_of(image)
    size = source.stat().st_size
    storage.keep(source, stored)
    if seen["thumb"]:
        storage.keep_thumb(thumb, stored)
    with transact(upload.commune_id) as work:
        changed = Upload.objects.filter(pk=upload.pk, state__in=[Upload.State.RECEIVING, Upload.State.CHECKING]).update(
            state=Upload.State.READY,
            stored_sha256=stored,
            stored_size=size,
            media_type=seen["media_type"],
            pages=seen["pages"],
            width=seen["width"],
            height=seen["height"],
            signed=seen["signed"],
            legible=seen["legible"],
            has_thumb=seen["thumb"],
            changed_at=now(),
        )
        if changed:
            facts = {"received": upload.received_sha256, "stored": stored, "type": seen["media_type"]}
            work.note("file.received", upload.owner, upload.ref, facts=facts)
            work.publish("file.ready", upload_id=upload.pk)
    # The photo as it was taken goes now: its place in the world (GPS) is nobody's business.
    storage.clear(path)
    upload.refresh_from_db()
    return upload


def _wait(upload: Upload) -> Upload:
    Upload.objects.filter(pk=upload.pk).update(state=Upload.State.CHECKING, changed_at=now())
    upload.refresh_from_db()
    return upload


def _claim(upload: Upload) -> bool:
    """Two workers never check the same file: whoever moves the time on has it."""
    return bool(
        Upload.objects.filter(pk=upload.pk, state=Upload.State.CHECKING, changed_at=upload.changed_at).update(
            changed_at=now()
        )
    )


def _recheck(upload: Upload) -> bool:
    path = storage.incoming(upload.pk)
    try:
        if not path.exists():
            raise Unacceptable("unreadable")
        seen = _examine(path)
        if not scan.scan(path).clean:
            raise Unacceptable("virus")
        _store(upload, path, seen)
    except (scan.ScannerDown, Unavailable):
        return False
    except Unacceptable as error:
        _refuse_later(upload, error.reason)
    finally:
        storage.clear(*_made_beside(path))
    return True


def _refuse_later(upload: Upload, reason: str) -> None:
    """The sender has gone: the row stays to tell why, the bytes do not. Whoever holds it hears `file.refused`."""
    storage.clear(storage.incoming(upload.pk))
    with transact(upload.commune_id) as work:
        Upload.objects.filter(pk=upload.pk).update(state=Upload.State.REFUSED, refusal=reason, changed_at=now())
        work.note("file.refused", system_actor("worker").ref, upload.ref, facts={"reason": reason})
        work.publish("file.refused", upload_id=upload.pk, reason=reason)
