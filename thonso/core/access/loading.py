"""The only loaders of accounts, posts and delegations from what a user gives: load and authorise in one step."""

from uuid import UUID

from django.db.models import OuterRef, Prefetch, QuerySet, Subquery
from django.utils.translation import gettext as _

from thonso.core.access.actors import Actor
from thonso.core.access.models import Account, Assignment
from thonso.core.access.policy import require, visible
from thonso.core.base.errors import Absent


def absent() -> Absent:
    return Absent(_("There is no such page, or it is not for you."))


def _posts() -> "Prefetch[str, QuerySet[Assignment], str]":
    """Posts with their unit, and the name of who gave them, in one query."""
    giver = Account.objects.filter(pk=OuterRef("granted_by")).values("full_name")
    rows = Assignment.objects.select_related("unit", "post").annotate(given_by_name=Subquery(giver))
    return Prefetch("assignments", queryset=rows)


def accounts(actor: Actor) -> QuerySet[Account]:
    """Whom the administrator may see: those with a post here, and those who left for nowhere else."""
    rows = Account.objects.filter(visible(actor, "read", Account)).exclude(assignments=None)
    return rows.prefetch_related(_posts())


def account(actor: Actor, account_id: UUID, action: str = "read") -> Account:
    """One account, to `read` or to `manage` (password, lock). Raises Absent."""
    row = Account.objects.prefetch_related(_posts()).filter(pk=account_id).first()
    if row is None:
        raise absent()
    require(actor, action, row)
    return row


def assignment(actor: Actor, assignment_id: UUID, action: str = "manage") -> Assignment:
    """One appointment. Raises Absent."""
    row = Assignment.objects.select_related("account", "unit", "post").filter(pk=assignment_id).first()
    if row is None:
        raise absent()
    require(actor, action, row)
    return row
