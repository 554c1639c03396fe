"""The only loaders of documents of our own: by whoever writes them, whose turn it is, who keeps the book, who leads."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, Q, QuerySet, Subquery

from thonso.core.access import policy
from thonso.core.access.actors import Actor, Grant
from thonso.core.files.models import Upload
from thonso.core.units.models import Unit
from thonso.documents.organs import kept_by, read_by
from thonso.documents.outgoing import rules
from thonso.documents.outgoing.models import Outgoing, OutgoingStep, OutgoingTask
from thonso.documents.scopes import own, own_q, whose

# What an organ's clerk and leaders see of a document that others write: from its submission for signature on.
PUT_BEFORE = ("presented", *rules.NUMBERED)
TURN = Q(part__in=["check", "sign"], state="open")


def commune_of(actor: Actor) -> Unit:
    """Where this actor writes documents. Raises Absent."""
    for grant in actor.grants:
        if grant.commune_id and policy.can(actor, "begin", policy.New(Outgoing.KIND, grant.commune_id)):
            return Unit.objects.get(pk=grant.commune_id)
    raise policy.absent()


def outgoing(actor: Actor, id_: UUID, action: str = "read") -> Outgoing:
    rows = Outgoing.objects.select_related("commune", "drafter", "upload", "answers", "signed_by", "issued_by")
    return policy.load(actor, action, rows, id_)


def task(actor: Actor, id_: UUID, action: str = "do") -> OutgoingTask:
    rows = OutgoingTask.objects.select_related("outgoing__commune", "account")
    return policy.load(actor, action, rows, id_)


def listed(actor: Actor) -> QuerySet[Outgoing]:
    return Outgoing.objects.filter(policy.visible(actor, "read", Outgoing))


def mine(actor: Actor) -> QuerySet[Outgoing]:
    """What this person writes, until it is issued."""
    rows = Outgoing.objects.filter(policy.visible(actor, "submit", Outgoing), state__in=[*rules.OPEN, "signed"])
    moves = OutgoingStep.objects.filter(outgoing=OuterRef("pk"), act__in=rules.MOVES).order_by("-at", "-id")
    return rows.annotate(last_move=Subquery(moves.values("act")[:1])).order_by("-changed_at", "-id")


def turns(actor: Actor) -> QuerySet[OutgoingTask]:
    """What waits for this person: an opinion, looking through, the signature; the oldest first."""
    rows = OutgoingTask.objects.filter(policy.visible(actor, "do", OutgoingTask), state="open")
    return rows.order_by("-outgoing__urgency", "given_at", "id")


def to_issue(actor: Actor) -> QuerySet[Outgoing]:
    """What is signed and waits for this clerk's seal."""
    rows = Outgoing.objects.filter(policy.visible(actor, "seal", Outgoing), state="signed")
    return rows.order_by("-urgency", "signed_at", "id")


def to_do(actor: Actor) -> Sequence[QuerySet[Any, Any]]:
    return [turns(actor), to_issue(actor)]


def may_open(actor: Actor, upload: Upload) -> bool:
    return listed(actor).filter(upload=upload).exists()


def needed(uploads: list[UUID]) -> set[UUID]:
    return set(Outgoing.objects.filter(upload__in=uploads).values_list("upload_id", flat=True))


# --- what the scopes of the policy table mean here --------------------------------------------------------------------


def _drafted(actor: Actor, grant: Grant, row: Any) -> bool:
    who = whose(actor, grant)
    return bool(who and grant.commune_id == row.commune_id and row.drafter_id == who)


def _drafted_q(actor: Actor, grant: Grant) -> Q:
    who = whose(actor, grant)
    return Q(commune=grant.commune_id, drafter=who) if who else policy.NOTHING


def _tasked(actor: Actor, grant: Grant, row: Any) -> bool:
    who = whose(actor, grant)
    begun = OutgoingTask.objects.filter(outgoing=row.pk, account=who).exclude(state="waiting")
    return bool(who and grant.commune_id == row.commune_id and begun.exists())


def _tasked_q(actor: Actor, grant: Grant) -> Q:
    who = whose(actor, grant)
    begun = OutgoingTask.objects.filter(account=who).exclude(state="waiting")
    return Q(commune=grant.commune_id, pk__in=begun.values("outgoing")) if who else policy.NOTHING


def _in_hand(actor: Actor, grant: Grant, row: Any) -> bool:
    who = whose(actor, grant)
    turn = OutgoingTask.objects.filter(TURN, outgoing=row.pk, account=who)
    return bool(who and grant.commune_id == row.commune_id and turn.exists())


def _in_hand_q(actor: Actor, grant: Grant) -> Q:
    who = whose(actor, grant)
    turn = OutgoingTask.objects.filter(TURN, account=who)
    return Q(commune=grant.commune_id, pk__in=turn.values("outgoing")) if who else policy.NOTHING


def _kept(actor: Actor, grant: Grant, row: Any) -> bool:
    return grant.commune_id == row.commune_id and row.organ in kept_by(grant.role) and row.state in PUT_BEFORE


def _kept_q(actor: Actor, grant: Grant) -> Q:
    return Q(commune=grant.commune_id, organ__in=kept_by(grant.role), state__in=PUT_BEFORE)


def _organ(actor: Actor, grant: Grant, row: Any) -> bool:
    return grant.commune_id == row.commune_id and row.organ in read_by(grant.role) and row.state in PUT_BEFORE


def _organ_q(actor: Actor, grant: Grant) -> Q:
    return Q(commune=grant.commune_id, organ__in=read_by(grant.role), state__in=PUT_BEFORE)


def register_scopes() -> None:
    for name, test, q in (
        ("drafted", _drafted, _drafted_q), ("tasked", _tasked, _tasked_q), ("in_hand", _in_hand, _in_hand_q),
        ("kept", _kept, _kept_q), ("organ", _organ, _organ_q),
    ):  # fmt: skip
        policy.register_scope(Outgoing.KIND, Outgoing, name, test=test, q=q)
    policy.register_scope("outgoing_task", OutgoingTask, "own", test=own, q=own_q)
