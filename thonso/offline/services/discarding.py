"""What a phone had sent early and nobody will go on with is gone, and its photos with it."""

from uuid import UUID

from thonso.core.access import policy
from thonso.core.access.actors import Actor
from thonso.core.base.refs import Ref
from thonso.core.files import services as files
from thonso.core.journal.work import Work, transact
from thonso.offline import access
from thonso.offline.models import SealedRecord

State = SealedRecord.State


def discard(actor: Actor, record_id: UUID) -> None:
    """Its owner threw it away on the phone. What is settled stays as it is. Raises Absent, also where it is gone already."""
    known = access.own_record(actor, record_id)
    if known is None:
        raise access.no_record()
    policy.require(actor, "keep", known)
    with transact(known.commune_id) as work:
        if remove(work, known):
            work.note("sealed_record.discarded", actor.ref, Ref("sealed_record", known.pk))


def remove(work: Work, record: SealedRecord) -> int:
    """What is not settled is gone, and its photos with it unless something else holds them. Gives 0 where somebody was
    faster: it was filed, taken over, or written further."""
    open_now = SealedRecord.objects.filter(pk=record.pk, revision=record.revision, state__in=SealedRecord.OPEN)
    mine = open_now.update(state=State.TAKEN)  # claimed first: what is deleted is looked up before it goes
    if mine:
        photos = [one.upload for one in record.arrived.select_related("upload")]
        owners = {("record", record.pk), *((one.owner_kind, one.owner_id) for one in photos)}
        SealedRecord.objects.filter(pk=record.pk).delete()
        for kind, id_ in owners:
            if kind != "account":  # an officer goes on; her photos of this record alone are swept
                files.let_go(work, Ref(kind, id_))
        files.release(work, [one for one in photos if one.owner_kind == "account" and one.kept_at is None])
    return mine
