"""What the commands of keys and of trust share."""

from pathlib import Path

from django.core.management.base import CommandError

from thonso.core.base.errors import DomainError


def content_of(path: Path, largest: int, what: str) -> bytes:
    """A file named on the command line. Raises CommandError."""
    try:
        if path.stat().st_size > largest:
            raise CommandError(f"{path} is too large for {what}.")
        return path.read_bytes()
    except OSError as error:
        raise CommandError(f"{path} cannot be read: {error.strerror}.") from None


def sentence(error: DomainError) -> str:
    said = [str(one) for many in getattr(error, "fields", {}).values() for one in many]
    return str(error.message) or " ".join(said)
