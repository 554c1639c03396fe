"""Files on the disk, by the hash of what they hold: folders 0700, files 0600, written beside and moved in.

`incoming/` holds what is still on its way or waits for the scanner. Nothing here decides who may see a file.
"""

import errno
import fcntl
import hashlib
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from io import BufferedRandom
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext as _

from thonso.core.base.errors import Unavailable

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_BLOCK = 1024 * 1024
THUMB = ".thumb"


def root() -> Path:
    return _folder(Path(settings.MEDIA_ROOT))


def incoming(upload_id: UUID, ending: str = "") -> Path:
    """Where a file waits until it is stored. `ending` tells apart what the workshop makes beside it."""
    return _folder(root() / "incoming") / f"{upload_id}{ending}"


def place(sha256: str) -> Path:
    return Path(settings.MEDIA_ROOT) / sha256[:2] / sha256[2:4] / sha256


def thumb_place(sha256: str) -> Path:
    return place(sha256).with_suffix(THUMB)


def open_private(path: Path) -> BufferedRandom:
    """Open for reading and writing, made 0600 when it is not there; nothing is cut off."""
    return os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT, 0o600), "r+b")


def sha256_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def keep(source: Path, sha256: str) -> None:
    """Give `source` its place by hash. A file that is there already is used again, after a look whether it is whole."""
    target = place(sha256)
    with full_disk_is_unavailable():
        _folder(target.parent.parent)
        _folder(target.parent)
        source.chmod(0o600)
        with _lock(fcntl.LOCK_SH):
            if target.exists() and sha256_of(target) == sha256:
                os.utime(target)
            else:
                _link(source, target)
            _sync_folder(target.parent)


def keep_thumb(source: Path, sha256: str) -> None:
    """The preview stands beside its file; it can always be made again."""
    with full_disk_is_unavailable():
        source.chmod(0o600)
        source.replace(thumb_place(sha256))


def discard(sha256: str, *, older_than: float) -> bool:
    """Remove a stored file that no row names, unless somebody has just stored it again (`older_than` seconds)."""
    target = place(sha256)
    with _lock(fcntl.LOCK_EX):
        try:
            if time.time() - target.stat().st_mtime < older_than:
                return False
        except FileNotFoundError:
            return False
        target.unlink()
        thumb_place(sha256).unlink(missing_ok=True)
    return True


def stored() -> Iterator[str]:
    """The hash of every stored file."""
    for path in Path(settings.MEDIA_ROOT).glob("??/??/*"):
        if len(path.name) == 64:
            yield path.name


def forgotten(older_than: float) -> list[Path]:
    """Files on their way through a process that died meanwhile: nobody refers to them (`spooled`)."""
    long_ago = time.time() - older_than
    return [path for path in (root() / "incoming").glob("*.form*") if path.stat().st_mtime < long_ago]


def clear(*paths: Path) -> None:
    for path in paths:
        with suppress(OSError):
            path.unlink()


@contextmanager
def full_disk_is_unavailable() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno in _FULL:
            raise unavailable() from None
        raise


def unavailable() -> Unavailable:
    return Unavailable(_("The server has no room for files now. Nothing was kept; please try again later."))


def _folder(path: Path) -> Path:
    if not path.is_dir():
        path.mkdir(parents=True, exist_ok=True, mode=0o700)
    return path


def _link(source: Path, target: Path) -> None:
    """A second name, moved over whatever was there: the source stays until its row says that it is stored."""
    beside = target.with_suffix(f".{os.getpid()}.{time.monotonic_ns()}")
    os.link(source, beside)
    beside.replace(target)


def _sync_folder(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def kept_still() -> Iterator[None]:
    """While a backup reads: nothing that a row of its snapshot names is swept, or leaves `incoming/` after a recheck."""
    with _lock(fcntl.LOCK_EX, ".backup.lock"):
        yield


@contextmanager
def unless_kept_still() -> Iterator[bool]:
    """For the sweep and the recheck: False while a backup reads. They come again by themselves."""
    try:
        with _lock(fcntl.LOCK_SH | fcntl.LOCK_NB, ".backup.lock"):
            yield True
    except BlockingIOError:
        yield False


@contextmanager
def _lock(kind: int, name: str = ".lock") -> Iterator[None]:
    """Storing shares the lock, sweeping has it alone: nobody is told "stored" while it is being removed."""
    handle = os.open(root() / name, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(handle, kind)
        yield
    finally:
        os.close(handle)
