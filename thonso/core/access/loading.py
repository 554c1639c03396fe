"""The only loaders of accounts, posts and delegations from what a user gives: load and authorise in one step."""

from datetime import timedelta
from uuid import UUID

from django.db.models import OuterRef, Prefetch, Q, QuerySet, Subquery
from django.utils.translation import gettext as _

from thonso.core.access.actors import Actor
from thonso.core.access.models import Account, Assignment, Delegation
from thonso.core.access.policy import require, visible
from thonso.core.access.roles import HAMLET_ROLES
from thonso.core.access.standing_in import may_be_lent
from thonso.core.base.clock import today
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


def lately_ended(account_id: UUID) -> Assignment | None:
    """The own post that ended last, within a month; also one that ended on its first day."""
    rows = Assignment.objects.filter(
        account=account_id, valid_to__lt=today(), valid_to__gte=today() - timedelta(days=31)
    )
    return rows.select_related("post", "unit").order_by("-valid_to", "-id").first()


def lendable(actor: Actor) -> list[Assignment]:
    """Posts the actor may lend: the own ones, and for a leader those of the officers and helpers. Own first.

    Posts that are never lent (`standing_in`) are not among them.
    A helper's own is lent by a leader: lending asks for a key or an app, which a helper need not have (`factors`).
    """
    rows = Assignment.objects.filter(visible(actor, "lend", Assignment), tree="government")
    rows = rows.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=today()), account__is_active=True)
    rows = rows.exclude(account=actor.account_id, role__in=HAMLET_ROLES)
    rows = rows.select_related("account", "post", "unit").order_by("account__full_name", "id")
    found = [row for row in rows if may_be_lent(row.role)]
    return sorted(found, key=lambda row: row.account_id != actor.account_id)


def delegations(actor: Actor) -> QuerySet[Delegation]:
    """Who stands in for whom now or soon, as far as it is the actor's to end."""
    rows = Delegation.objects.filter(visible(actor, "end", Delegation), valid_to__gte=today())
    return rows.select_related("to", "assignment__account", "assignment__post").order_by("valid_from", "id")


def delegation(actor: Actor, delegation_id: UUID, action: str) -> Delegation:
    rows = Delegation.objects.select_related("to", "assignment__account")
    row = rows.filter(pk=delegation_id, valid_to__gte=today()).first()
    if row is None:
        raise absent()
    require(actor, action, row)
    return row
