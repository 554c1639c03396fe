"""Holding on: a dossier takes uploads of its owner, and what nobody takes within 30 days is removed."""

import math
from collections.abc import Callable, Iterable, Iterator
from datetime import timedelta
from itertools import islice
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from thonso.core.base.clock import now
from thonso.core.base.errors import Refused
from thonso.core.base.prepared import Prepared, write
from thonso.core.base.refs import Ref
from thonso.core.files import storage
from thonso.core.files.models import Upload
from thonso.core.journal.work import Work, transact

UNUSED_DAYS = 30
# A stored file without a row may belong to a transaction that is still open.
_ORPHAN_SECONDS = 24 * 3600.0
# No request lasts as long.
_SPOOLED_SECONDS = 3600.0


class NotArrived(Refused):
    """Files that a form names and its sender has not sent; `missing` holds their hashes."""

    def __init__(self, words: str, missing: list[str]) -> None:
        super().__init__(words, fields={"attachments": [words]})
        self.missing = missing


Holder = Callable[[list[UUID]], set[UUID]]
_holders: list[Holder] = []


def register_holder(needed: Holder) -> None:
    """A wing that refers to uploads tells which of the given ids it needs. Without any holder nothing is swept."""
    if needed not in _holders:
        _holders.append(needed)


def attach_check(owner: Ref, sha256s: Iterable[str]) -> list[Upload]:
    """The owner's own uploads with these received hashes, in this order. One that still waits for the scanner counts.

    Raises NotArrived (a Refused): `missing` lists the hashes to send (again).
    """
    wanted = list(dict.fromkeys(sha256s))
    mine: dict[str, Upload] = {}
    for start in range(0, len(wanted), _AT_ONCE):
        some = wanted[start : start + _AT_ONCE]
        # Each statement has the same number of places; the last hash fills those that are left over.
        some += [some[-1]] * (_AT_ONCE - len(some))
        mine |= {upload.received_sha256: upload for upload in _owned(owner.kind, owner.id, *some)}
    missing = [sha256 for sha256 in wanted if sha256 not in mine]
    if missing:
        words = _("%(count)d of the files have not arrived. Please send them again.") % {"count": len(missing)}
        raise NotArrived(words, missing)
    return [mine[sha256] for sha256 in wanted]


_AT_ONCE = 8
_owned = Prepared(
    lambda kind, id_, *hashes: Upload.objects.filter(
        owner_kind=kind,
        owner_id=id_,
        received_sha256__in=hashes,
        state__in=[Upload.State.READY, Upload.State.CHECKING],
    ),
    str,
    UUID,
    *[str] * _AT_ONCE,
)


def hand_on(work: Work, owner: Ref, to: Ref, sha256s: Iterable[str]) -> None:
    """Somebody else goes on with what these files were sent for. What that person has sent too stays where it is."""
    mine = Upload.objects.filter(commune_id=work.commune_id, owner_kind=to.kind, owner_id=to.id)
    rows = Upload.objects.filter(
        commune_id=work.commune_id, owner_kind=owner.kind, owner_id=owner.id, received_sha256__in=list(sha256s)
    )
    known = mine.filter(received_sha256__in=list(sha256s)).values("received_sha256")
    rows.exclude(received_sha256__in=known).update(owner_kind=to.kind, owner_id=to.id)


def keep(work: Work, uploads: Iterable[Upload]) -> None:
    """Something refers to them from now on: they are never swept. Inside the transaction that refers to them."""
    ids = [upload.pk if connection.vendor == "postgresql" else upload.pk.hex for upload in uploads]
    if ids:
        # The table name is our own constant; the values are parameters.
        places = ", ".join(["%s"] * len(ids))
        sql = f"UPDATE {Upload._meta.db_table} SET kept_at = %s WHERE kept_at IS NULL AND id IN ({places})"  # noqa: S608
        write(sql, [connection.ops.adapt_datetimefield_value(work.at), *ids])


def release(work: Work, uploads: Iterable[Upload]) -> None:
    """Nothing refers to them any more (a draft was thrown away, data erased): the next sweep takes them."""
    long_ago = work.at - timedelta(days=UNUSED_DAYS + 1)
    Upload.objects.filter(pk__in=[upload.pk for upload in uploads]).update(kept_at=None, changed_at=long_ago)


def erase(work: Work, upload: Upload) -> None:
    """Gone at once, row and bytes, when this transaction holds; bytes that another upload has too stay for it."""
    Upload.objects.filter(pk=upload.pk).delete()
    work.note("file.removed", upload.owner, upload.ref, facts={"reason": "erased"})
    transaction.on_commit(lambda: _gone(upload))


def _gone(upload: Upload) -> None:
    """While a backup reads nothing goes: the sweep takes it afterwards, as any file without a row."""
    with storage.unless_kept_still() as free:
        if not free:
            return
        storage.clear(storage.incoming(upload.pk))
        if upload.stored_sha256 and not Upload.objects.filter(stored_sha256=upload.stored_sha256).exists():
            storage.discard(upload.stored_sha256, older_than=-math.inf)


def let_go(work: Work, owner: Ref) -> None:
    """This owner is gone (an assisted session): the next sweep takes what nothing has held on to."""
    long_ago = work.at - timedelta(days=UNUSED_DAYS + 1)
    loose = Upload.objects.filter(owner_kind=owner.kind, owner_id=owner.id, kept_at=None)
    loose.exclude(state=Upload.State.CHECKING).update(changed_at=long_ago)


def sweep(*, batch: int = 200) -> int:
    """Remove uploads that nothing has held for UNUSED_DAYS, at most `batch` of them, and stored files without a row; gives
    how many uploads. What a wing still needs is passed over, however much of it there is.
    """
    if not _holders:
        return 0
    gone = list(islice(_unused(batch), batch))
    for upload in gone:
        with transact(upload.commune_id) as work:
            deleted, _by_model = Upload.objects.filter(pk=upload.pk, kept_at=None).delete()
            if deleted:
                work.note("file.removed", upload.owner, upload.ref, facts={"reason": "unused"})
        storage.clear(storage.incoming(upload.pk))
    _discard_orphans()
    return len(gone)


def _unused(step: int) -> Iterator[Upload]:
    """The oldest first, read `step` at a time."""
    loose = Upload.objects.filter(kept_at=None, changed_at__lt=now() - timedelta(days=UNUSED_DAYS))
    old = list(loose.order_by("changed_at", "pk")[:step])
    while old:
        needed: set[UUID] = set().union(*(holder([upload.pk for upload in old]) for holder in _holders))
        yield from (upload for upload in old if upload.pk not in needed)
        at, pk = old[-1].changed_at, old[-1].pk
        beyond = loose.filter(Q(changed_at__gt=at) | Q(changed_at=at, pk__gt=pk))
        old = list(beyond.order_by("changed_at", "pk")[:step])


def _discard_orphans() -> None:
    storage.clear(*storage.forgotten(_SPOOLED_SECONDS))
    known: set[str] = set()
    names = list(storage.stored())
    for start in range(0, len(names), 500):
        part = names[start : start + 500]
        known = set(Upload.objects.filter(stored_sha256__in=part).values_list("stored_sha256", flat=True))
        for name in part:
            if name not in known:
                storage.discard(name, older_than=_ORPHAN_SECONDS)
