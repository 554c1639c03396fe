"""A document that a program brings under an id of its own: once, and of a secret one nothing."""

import hashlib
from dataclasses import dataclass
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from thonso.core.access.actors import Actor
from thonso.core.base.errors import Refused, Stale
from thonso.core.journal.answered import Answer, Body, Sent, first_or_again, once_only
from thonso.core.journal.work import Work
from thonso.core.units.models import Unit
from thonso.documents import services
from thonso.documents.models import Incoming

VERB = "incoming.put"


@dataclass(frozen=True, slots=True)
class Brought:
    """`file` or, with `paper`, none; `secret`: whoever sends it says that it is a secret document."""

    organ: str
    file: "UploadedFile[bytes] | None" = None
    paper: bool = False
    secret: bool = False


def put(by: Actor, commune: Unit, id_: UUID, brought: Brought) -> Answer:
    """Raises Refused, and Stale when the id is another document's."""
    if brought.secret:
        raise services.refuse_secret(by, commune, brought.organ, "declared")
    if (brought.file is None) is not brought.paper:
        words = _("Choose the file that came, or say that there is only paper.")
        raise Refused(words, fields={"file": [words]})
    return _put_file(by, commune, id_, brought, brought.file) if brought.file else _put_paper(by, commune, id_, brought)


def _put_file(by: Actor, commune: Unit, id_: UUID, brought: Brought, file: "UploadedFile[bytes]") -> Answer:
    name = file.name or ""
    body = {"organ": brought.organ, "sha256": _sha256(file), "name": name}
    sent = Sent(commune.pk, by.id, id_, VERB, body)

    def arrive() -> Body:
        _check_free(id_)
        row = services.arrive(
            by, commune, brought.organ, file, name, id_=id_, also=lambda work, row: sent.remember(work, _told(row))
        )
        return _told(row)

    return first_or_again(sent, arrive)


def _put_paper(by: Actor, commune: Unit, id_: UUID, brought: Brought) -> Answer:
    def begin(work: Work) -> Body:
        return _told(services.begin_on_paper(work, by, commune, brought.organ, id_=id_))

    sent = Sent(commune.pk, by.id, id_, VERB, {"organ": brought.organ, "paper": True})
    return once_only(sent, begin, before=lambda: _check_free(id_))


def _check_free(id_: UUID) -> None:
    """Before anything of the file is kept."""
    if Incoming.objects.filter(pk=id_).exists():
        raise Stale(_("This id is another document's. Send it under a new one."))


def _told(row: Incoming) -> Body:
    return {"id": str(row.pk), "state": row.state, "channel": row.channel}


def _sha256(file: "UploadedFile[bytes]") -> str:
    hasher = hashlib.sha256()
    for piece in file.chunks():
        hasher.update(piece)
    file.seek(0)
    return hasher.hexdigest()
