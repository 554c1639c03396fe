"""Telling of posts that were lent: who stands in, whose post it is, and of a leader's post everybody who leads here."""

from uuid import UUID

from django.db.models import Q

from thonso.core.access.models import Assignment, Delegation
from thonso.core.access.roles import LEADER_ROLES, ROLES
from thonso.core.base.clock import today
from thonso.core.base.refs import Ref
from thonso.core.journal.work import Work
from thonso.core.notices.services import Message, queue_many


def lent(work: Work, delegation: Delegation) -> None:
    """Once a delegation and person; not to who made it."""
    post = delegation.assignment
    context = {
        "post": post.post.title if post.post else str(ROLES[post.role]), "holder": post.account.full_name,
        "name": delegation.to.full_name, "first": f"{delegation.valid_from:%d/%m/%Y}",
        "last": f"{delegation.valid_to:%d/%m/%Y}",
    }  # fmt: skip
    told = {delegation.to_id, post.account_id} | (_above(post.commune_id) if post.role in LEADER_ROLES else set())
    key, about = f"post-lent:{delegation.pk}", Ref("delegation", delegation.pk)
    queue_many(
        work,
        (Message("inapp", one, "post_lent", context, key, about) for one in sorted(told - {delegation.granted_by})),
    )


def _above(commune_id: UUID | None) -> set[UUID]:
    held = Assignment.objects.filter(
        Q(valid_to=None) | Q(valid_to__gte=today()), valid_from__lte=today(), account__is_active=True
    )
    held = held.filter(commune_id=commune_id, role__in=(*LEADER_ROLES, "centre_director"))
    return set(held.values_list("account_id", flat=True))
