"""The only loaders of this wing from what a person gave: whoever keeps an organ's books, and its leaders to read."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from thonso.core.access import policy
from thonso.core.access.actors import Actor, Grant
from thonso.core.access.models import Assignment
from thonso.core.access.roles import LEADER_ROLES, STAFF_ROLES
from thonso.core.base.clock import today
from thonso.core.files.models import Upload
from thonso.core.units.models import Unit
from thonso.documents.models import DocumentTask, Incoming
from thonso.documents.organs import ORGANS, Organ, kept_by, read_by
from thonso.documents.rules import SOON
from thonso.documents.scopes import own, own_q, whose


@dataclass(frozen=True, slots=True)
class Intake:
    """What is about to come to an organ, for `policy.can`."""

    commune_id: UUID
    organ: str

    policy_kind: Final = "incoming"


def commune_of(actor: Actor, action: str = "read") -> tuple[Unit, list[Organ]]:
    """The commune of this actor's post, and its organs of whose incoming documents she may do this. Raises Absent."""
    for grant in actor.grants:
        if grant.commune_id and (found := organs(actor, grant.commune_id, action)):
            return Unit.objects.get(pk=grant.commune_id), found
    raise policy.absent()


def organs(actor: Actor, commune_id: UUID, action: str) -> list[Organ]:
    return [one for one in ORGANS.values() if policy.can(actor, action, Intake(commune_id, one.key))]


def incoming(actor: Actor, id_: UUID, action: str = "read") -> Incoming:
    rows = Incoming.objects.select_related("commune", "upload", "brought_by", "registered_by", "leader")
    return policy.load(actor, action, rows, id_)


def listed(actor: Actor) -> QuerySet[Incoming]:
    return Incoming.objects.filter(policy.visible(actor, "read", Incoming))


def waiting(actor: Actor) -> QuerySet[Incoming]:
    """What this actor has to register."""
    rows = Incoming.objects.filter(policy.visible(actor, "register", Incoming), state="waiting")
    return rows.select_related("upload").order_by("-urgency", "arrived_at", "id")


def to_do(actor: Actor) -> Sequence[QuerySet[Any, Any]]:
    return [waiting(actor)]


def task(actor: Actor, id_: UUID) -> DocumentTask:
    """One of her own, or of a colleague whose post she has. Raises Absent."""
    rows = DocumentTask.objects.select_related("incoming__commune", "account", "instruction")
    return policy.load(actor, "do", rows, id_)


def tasks(actor: Actor) -> QuerySet[DocumentTask]:
    """What this actor has to do, what is due first at the top; without a day at the end."""
    rows = DocumentTask.objects.filter(policy.visible(actor, "do", DocumentTask), state="open")
    return rows.order_by(F("due_on").asc(nulls_last=True), "given_at", "id")


def before_leader(actor: Actor) -> QuerySet[Incoming]:
    """What waits for this leader's word: presented to her, or to the leader whose post she has."""
    mine = {grant.acting_for or actor.account_id for grant in actor.grants if grant.role in LEADER_ROLES}
    rows = Incoming.objects.filter(policy.visible(actor, "instruct", Incoming), state="registered", leader__in=mine)
    return rows.order_by("-urgency", "presented_at", "id")


def behind(actor: Actor) -> QuerySet[DocumentTask]:
    """Who is in charge of what is overdue or due soon, of the organs whose register this actor reads; due first, first."""
    day = today() + SOON
    return _leads(actor).filter(due_on__lte=day).order_by("due_on", "id")


def unheld(actor: Actor) -> QuerySet[DocumentTask]:
    """What stands still because whoever is in charge holds no post in the commune today, the oldest first."""
    day = today()
    posts = Assignment.objects.filter(
        account=OuterRef("account"), commune_id=OuterRef("commune_id"), role__in=STAFF_ROLES, account__is_active=True,
        valid_from__lte=day,
    ).exclude(valid_to__lt=day)  # fmt: skip
    return _leads(actor).filter(~Exists(posts)).order_by("given_at", "id")


def pushed(actor: Actor) -> int:
    """How many need a push: overdue, due soon or without anybody who can do it; each once."""
    return behind(actor).order_by().values("pk").union(unheld(actor).order_by().values("pk")).count()


def _leads(actor: Actor) -> QuerySet[DocumentTask]:
    commune = actor.home_commune()
    read = [one.key for one in organs(actor, commune, "read")] if commune else []
    rows = DocumentTask.objects.filter(commune=commune, part="lead", state="open", incoming__organ__in=read)
    return rows.select_related("incoming", "account")


def instructs(actor: Actor) -> list[Organ]:
    """Organs of whose documents this leader decides."""
    commune = actor.home_commune()
    return organs(actor, commune, "instruct") if commune else []


def work_to_do(actor: Actor) -> Sequence[QuerySet[Any, Any]]:
    return [tasks(actor), before_leader(actor)]


def may_open(actor: Actor, upload: Upload) -> bool:
    return listed(actor).filter(upload=upload).exists()


def has_taken(upload: Upload) -> bool:
    """What came to the commune is no longer of whoever dropped it in."""
    return Incoming.objects.filter(upload=upload).exists()


def needed(uploads: list[UUID]) -> set[UUID]:
    return set(Incoming.objects.filter(upload__in=uploads).values_list("upload_id", flat=True))


# --- what the scopes of the policy table mean here --------------------------------------------------------------------


def _kept(actor: Actor, grant: Grant, row: Any) -> bool:
    return grant.commune_id == row.commune_id and row.organ in kept_by(grant.role)


def _kept_q(actor: Actor, grant: Grant) -> Q:
    return Q(commune=grant.commune_id, organ__in=kept_by(grant.role))


def _read(actor: Actor, grant: Grant, row: Any) -> bool:
    return grant.commune_id == row.commune_id and row.organ in read_by(grant.role)


def _read_q(actor: Actor, grant: Grant) -> Q:
    return Q(commune=grant.commune_id, organ__in=read_by(grant.role))


def _tasked(actor: Actor, grant: Grant, row: Any) -> bool:
    who = whose(actor, grant)
    if who is None or grant.commune_id != row.commune_id or row.state == "withdrawn":
        return False
    return DocumentTask.objects.filter(incoming=row.pk, account=who).exists()


def _nobody(actor: Actor, grant: Grant, row: Any) -> bool:
    """Of what has not come yet nobody has a part."""
    return False


def _tasked_q(actor: Actor, grant: Grant) -> Q:
    who = whose(actor, grant)
    if who is None:
        return policy.NOTHING
    had = DocumentTask.objects.filter(account=who).values("incoming")
    return Q(commune=grant.commune_id, pk__in=had) & ~Q(state="withdrawn")


def register_scopes() -> None:
    policy.register_scope("incoming", Incoming, "tasked", test=_tasked, q=_tasked_q)
    policy.register_scope("incoming", Incoming, "kept", test=_kept, q=_kept_q)
    policy.register_scope("incoming", Incoming, "organ", test=_read, q=_read_q)
    policy.register_scope("document_task", DocumentTask, "own", test=own, q=own_q)
    policy.register_scope("incoming", Intake, "kept", test=_kept)
    policy.register_scope("incoming", Intake, "organ", test=_read)
    policy.register_scope("incoming", Intake, "tasked", test=_nobody)
