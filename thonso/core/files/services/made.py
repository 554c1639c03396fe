"""Papers that this system made itself: stored like any file, but not opened in the workshop or shown to the scanner,
since no byte of them came from outside."""

from thonso.core.base.refs import Ref
from thonso.core.crypto import digest
from thonso.core.files import storage
from thonso.core.files.models import Upload
from thonso.core.files.rules import PDF, tidy_name
from thonso.core.journal.work import Work


def store_made(work: Work, owner: Ref, pdf: bytes, *, name: str, purpose: str) -> Upload:
    """Keep a PDF of our own for good, in the caller's transaction; `owner` is of kind "system". Raises Unavailable."""
    sha256 = digest(pdf)
    temporary = storage.incoming(owner.id, ".made")
    try:
        with storage.full_disk_is_unavailable(), storage.open_private(temporary) as file:
            file.truncate(0)
            file.write(pdf)
        storage.keep(temporary, sha256)
    finally:
        storage.clear(temporary)
    return Upload.objects.create(
        commune_id=work.commune_id,
        owner_kind=owner.kind,
        owner_id=owner.id,
        received_sha256=sha256,
        stored_sha256=sha256,
        size=len(pdf),
        received=len(pdf),
        stored_size=len(pdf),
        media_type=PDF,
        name=tidy_name(name),
        purpose=purpose,
        state=Upload.State.READY,
        signed=True,
        made_at=work.at,
        changed_at=work.at,
        kept_at=work.at,
    )
