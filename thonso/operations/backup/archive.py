"""The file itself: parts written and read one after another, with their digests, in memory that does not grow."""

import hashlib
import io
import os
import re
import shutil
import tarfile
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from thonso.core import crypto

ABOUT, SUMS, SIGNATURE = "backup.json", "SHA256SUMS", "SHA256SUMS.sig"
_LARGEST_ABOUT = 64 * 1024 * 1024
_BLOCK = 1024 * 1024
_HEX = "[0-9a-f]"
_UUID = f"{_HEX}{{8}}-{_HEX}{{4}}-{_HEX}{{4}}-{_HEX}{{4}}-{_HEX}{{12}}"
# Nothing else is ever unpacked, whatever the archive names.
_NAMES = re.compile(
    rf"database\.sqlite3|database/[a-z0-9_]{{1,63}}\.copy|files/{_HEX}{{2}}/{_HEX}{{2}}/{_HEX}{{64}}(\.thumb)?"
    rf"|files/incoming/{_UUID}|anchors/{_UUID}\.jsonl|trust/(?!\.)[^/\0]{{1,200}}"
)


class Unusable(Exception):
    """The file is not a whole, unchanged backup made with this ring, or cannot become one; the words say what is wrong."""


def is_part(name: str) -> bool:
    """Whether a restore would take a part of this name."""
    return bool(_NAMES.fullmatch(name))


class Writer:
    """Adds parts; `workshop` is a folder on the same disk for what must be made before its size is known."""

    def __init__(self, out: IO[bytes], workshop: Path) -> None:
        self._tar = tarfile.open(fileobj=out, mode="w|", format=tarfile.PAX_FORMAT)  # noqa: SIM115
        self._sums = (workshop / SUMS).open("w+b")
        self.workshop = workshop
        self.parts = self.bytes = 0

    def add(self, name: str, source: Path) -> None:
        """Raises FileNotFoundError."""
        with source.open("rb") as file:
            self._put(name, os.fstat(file.fileno()).st_size, file)

    def add_bytes(self, name: str, data: bytes) -> None:
        self._put(name, len(data), io.BytesIO(data))

    def close(self) -> None:
        self._sums.flush()
        digest = _digest_of(self._sums)
        self._sums.seek(0)
        self._tar.addfile(_member(SUMS, os.fstat(self._sums.fileno()).st_size), self._sums)
        signature = _sign(digest).encode()
        self._tar.addfile(_member(SIGNATURE, len(signature)), io.BytesIO(signature))
        self._tar.close()
        self._sums.close()

    def _put(self, name: str, size: int, file: IO[bytes]) -> None:
        read = _Digesting(file)
        self._tar.addfile(_member(name, size), read)
        self._tar.members.clear()  # type: ignore[attr-defined]
        self._sums.write(f"{read.hash.hexdigest()}  {name}\n".encode())
        self.parts += 1
        self.bytes += size


@contextmanager
def new_file(target: Path) -> Iterator[Writer]:
    """Write `target` (0600) under another name beside it; it takes its name when all of it is on the disk, or never."""
    folder = Path(tempfile.mkdtemp(prefix=f".{target.name}.", dir=target.parent))
    try:
        whole = folder / "whole"
        with os.fdopen(os.open(whole, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
            writer = Writer(out, folder)
            yield writer
            writer.close()
            out.flush()
            os.fsync(out.fileno())
        _take_name(whole, target)
        sync_folder(target.parent)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _take_name(whole: Path, target: Path) -> None:
    """Never in the place of what somebody else put there meanwhile, as a rename alone would. Raises FileExistsError."""
    try:
        os.link(whole, target)
    except FileExistsError:
        raise
    except OSError:
        # FAT and exFAT, which memory sticks come with, know no links: an empty file of our own holds the name.
        os.close(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        try:
            whole.replace(target)
        except BaseException:
            target.unlink()
            raise


class Reader:
    """Reads once from the beginning to the end, so a file that somebody changes meanwhile is found too."""

    def __init__(self, file: IO[bytes]) -> None:
        try:
            self._tar = tarfile.open(fileobj=file, mode="r|")  # noqa: SIM115
        except (tarfile.TarError, OSError):
            raise Unusable("this is not a backup of Thôn Số") from None
        self._own = hashlib.sha256()

    def about(self) -> bytes:
        """The first part."""
        with _damage_is_told():
            member = self._next()
            if member is None or member.name != ABOUT or not member.isreg() or member.size > _LARGEST_ABOUT:
                raise Unusable("this is not a backup of Thôn Số")
            found = self._content(member).read()
        self._note(hashlib.sha256(found).hexdigest(), ABOUT)
        return found

    def unpack(self, folder: Path, say: Callable[[int], None] = lambda parts: None) -> int:
        """Everything into `folder`; gives how many parts. Raises Unusable unless each is what was signed."""
        parts = 0
        with _damage_is_told():
            while member := self._next():
                if member.name == SUMS:
                    self._check(member)
                    return parts
                if not member.isreg() or not is_part(member.name):
                    raise Unusable("it holds something that no backup holds")
                self._note(self._write(member, folder / member.name), member.name)
                parts += 1
                say(parts)
        raise Unusable("it is damaged or not complete: its end cannot be found")

    def _write(self, member: tarfile.TarInfo, target: Path) -> str:
        for parent in reversed(target.relative_to(target.parents[-1]).parents):
            (target.parents[-1] / parent).mkdir(exist_ok=True, mode=0o700)
        read = _Digesting(self._content(member))
        with os.fdopen(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
            shutil.copyfileobj(read, out, _BLOCK)
            out.flush()
            os.fsync(out.fileno())
            if out.tell() != member.size:
                raise Unusable("it is not complete: a part of it breaks off")
        return read.hash.hexdigest()

    def _check(self, sums: tarfile.TarInfo) -> None:
        read = _Digesting(self._content(sums))
        while read.read(_BLOCK):
            pass
        last = self._next()
        if last is None or last.name != SIGNATURE:
            raise Unusable("it is damaged or not complete: its signature cannot be found")
        if read.hash.digest() != self._own.digest():
            raise Unusable("a part of it is not what was backed up")
        if not _signed(read.hash.digest(), self._content(last).read(10_000).decode("ascii", "replace")):
            raise Unusable("it was changed, or made with another key ring: its signature does not hold")

    def _next(self) -> tarfile.TarInfo | None:
        # tarfile keeps every member it has seen; a million photos must not fill the memory.
        self._tar.members.clear()  # type: ignore[attr-defined]
        return self._tar.next()

    def _content(self, member: tarfile.TarInfo) -> IO[bytes]:
        found = self._tar.extractfile(member)
        if found is None:
            raise Unusable("it is damaged")
        return found

    def _note(self, digest: str, name: str) -> None:
        # The same lines as the writer's: kept as one digest, not as a list.
        self._own.update(f"{digest}  {name}\n".encode())


def sync_folder(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


class _Digesting:
    def __init__(self, file: Any) -> None:
        self._file = file
        self.hash = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        found: bytes = self._file.read(size)
        self.hash.update(found)
        return found


@contextmanager
def _damage_is_told() -> Iterator[None]:
    try:
        yield
    except (tarfile.TarError, EOFError, UnicodeDecodeError):
        raise Unusable("it is damaged or not complete") from None
    except FileExistsError:
        raise Unusable("it names a part twice") from None


def _member(name: str, size: int) -> tarfile.TarInfo:
    found = tarfile.TarInfo(name)
    found.size, found.mode = size, 0o600
    return found


def _digest_of(file: IO[bytes]) -> bytes:
    file.seek(0)
    return hashlib.file_digest(file, "sha256").digest()  # type: ignore[arg-type]


def _sign(digest: bytes) -> str:
    return crypto.anchor_sign(b"thonso-backup\n" + digest)


def _signed(digest: bytes, signature: str) -> bool:
    return crypto.anchor_verify(b"thonso-backup\n" + digest, signature)
