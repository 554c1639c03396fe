"""What a scope means where a wing says nothing: read off the columns a model has. No column, no meaning: denied."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db.models import Model, Q, QuerySet

from thonso.core.access.actors import Actor, Grant
from thonso.core.access.models import Account, Assignment, Delegation, Post
from thonso.core.access.policy import NOTHING, New, register_scope
from thonso.core.access.roles import HAMLET_ROLES, LEADER_ROLES, STAFF_ROLES
from thonso.core.base.clock import today
from thonso.core.units.models import Unit

LENT_BY_LEADERS = tuple(role for role in (*STAFF_ROLES, *HAMLET_ROLES) if role not in LEADER_ROLES)
Meaning = tuple[Callable[[Actor, Grant, Any], bool], Callable[[Actor, Grant], Q]]

# scope → (the column, where its value comes from)
_COLUMNS: dict[str, tuple[str, Callable[[Actor, Grant], Any]]] = {
    "commune": ("commune_id", lambda actor, grant: grant.commune_id),
    "hamlet": ("hamlet_id", lambda actor, grant: grant.unit_id),
    "own_unit": ("unit_id", lambda actor, grant: grant.unit_id),
    "own": ("account_id", lambda actor, grant: actor.account_id),
    "own_household": ("household_id", lambda actor, grant: actor.household_id),
}


def default_meaning(model: type, scope: str) -> Meaning | None:
    if scope == "any":
        return (lambda actor, grant, obj: True), (lambda actor, grant: Q())
    if model is New:
        return _new_meaning(scope)
    if scope not in _COLUMNS or not issubclass(model, Model):
        return None
    column, value_of = _COLUMNS[scope]
    if not _has_column(model, column):
        return None

    def test(actor: Actor, grant: Grant, obj: Any) -> bool:
        wanted = value_of(actor, grant)
        return wanted is not None and getattr(obj, column) == wanted

    def query(actor: Actor, grant: Grant) -> Q:
        wanted = value_of(actor, grant)
        return NOTHING if wanted is None else Q(**{column: wanted})

    return test, query


def _has_column(model: type[Model], column: str) -> bool:
    for name in (column, column.removesuffix("_id")):
        try:
            if getattr(model._meta.get_field(name), "attname", None) == column:
                return True
        except FieldDoesNotExist:
            continue
    return False


def _new_meaning(scope: str) -> Meaning | None:
    def test(actor: Actor, grant: Grant, obj: New) -> bool:
        if scope == "assist":
            return actor.assist is not None and obj.commune_id is not None and grant.commune_id == obj.commune_id
        if scope == "own":
            return obj.owner_id is not None and obj.owner_id == actor.account_id
        if scope not in _COLUMNS:
            return False
        column, value_of = _COLUMNS[scope]
        wanted = value_of(actor, grant)
        return wanted is not None and getattr(obj, column, None) == wanted

    return test, lambda actor, grant: NOTHING


def register() -> None:
    """The models of this part, and the tree of units below it."""
    register_scope(
        "unit",
        Unit,
        "province",
        test=lambda actor, grant, unit: _below(grant.unit_path, unit.path),
        q=lambda actor, grant: _below_q(grant.unit_path),
    )
    register_scope(
        "account",
        Account,
        "own",
        test=lambda actor, grant, account: account.pk == actor.account_id,
        q=lambda actor, grant: Q(pk=actor.account_id) if actor.account_id else NOTHING,
    )
    register_scope("account", Account, "commune", test=_worked_here, q=_work_here)
    register_scope("account", Account, "only_here", test=_works_only_here, q=_work_only_here)
    register_scope(
        "delegation",
        Delegation,
        "own",
        test=lambda actor, grant, d: actor.account_id in (d.to_id, d.assignment.account_id),
        q=lambda actor, grant: (
            Q(to=actor.account_id) | Q(assignment__account=actor.account_id) if actor.account_id else NOTHING
        ),
    )
    register_scope(
        "delegation",
        Delegation,
        "commune",
        test=lambda actor, grant, d: grant.commune_id is not None and d.assignment.commune_id == grant.commune_id,
        q=lambda actor, grant: Q(assignment__commune_id=grant.commune_id) if grant.commune_id else NOTHING,
    )
    register_scope(
        "assignment",
        Assignment,
        "below",
        test=lambda actor, grant, row: (
            grant.commune_id is not None and row.commune_id == grant.commune_id and row.role in LENT_BY_LEADERS
        ),
        q=lambda actor, grant: (
            Q(commune_id=grant.commune_id, role__in=LENT_BY_LEADERS) if grant.commune_id else NOTHING
        ),
    )
    for kind, model in (("assignment", Assignment), ("post", Post)):
        made = default_meaning(model, "commune")
        if made:
            register_scope(kind, model, "commune", test=made[0], q=made[1])


def _below(path: str, other: str) -> bool:
    return bool(path) and (other == path or other.startswith(path + "."))


def _below_q(path: str) -> Q:
    return (Q(path=path) | Q(path__startswith=path + ".")) if path else NOTHING


def _holds(row: Assignment) -> bool:
    return row.valid_to is None or row.valid_to >= today()


def _worked_here(actor: Actor, grant: Grant, account: Account) -> bool:
    """Holds a post here, or held one here and holds none elsewhere: somebody who left has left this list too."""
    rows = list(account.assignments.all())
    here = [row for row in rows if grant.commune_id is not None and row.commune_id == grant.commune_id]
    return any(_holds(row) for row in here) or bool(here and not any(_holds(row) for row in rows))


def _works_only_here(actor: Actor, grant: Grant, account: Account) -> bool:
    """Who resets a password can sign in with it, so nobody may do it to an account that also opens another commune."""
    rows = list(account.assignments.all())
    elsewhere = [row for row in rows if row.commune_id != grant.commune_id and _holds(row)]
    return _worked_here(actor, grant, account) and not elsewhere


# Subqueries, not joins: a join would give one row an assignment.
def _running() -> QuerySet[Assignment]:
    return Assignment.objects.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=today()))


def _work_here(actor: Actor, grant: Grant) -> Q:
    if grant.commune_id is None:
        return NOTHING
    here = _running().filter(commune_id=grant.commune_id)
    ever = Assignment.objects.filter(commune_id=grant.commune_id)
    left = Q(pk__in=ever.values("account_id")) & ~Q(pk__in=_running().values("account_id"))
    return Q(pk__in=here.values("account_id")) | left


def _work_only_here(actor: Actor, grant: Grant) -> Q:
    if grant.commune_id is None:
        return NOTHING
    elsewhere = _running().filter(~Q(commune_id=grant.commune_id) | Q(commune_id__isnull=True))
    return _work_here(actor, grant) & ~Q(pk__in=elsewhere.values("account_id"))
