"""What a scope means where a wing says nothing: read off the columns a model has. No column, no meaning: denied."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db.models import Model, Q

from thonso.core.access.actors import Actor, Grant
from thonso.core.access.models import Account, Assignment, Delegation, Post
from thonso.core.access.policy import NOTHING, New, register_scope
from thonso.core.base.clock import today
from thonso.core.units.models import Unit

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
    register_scope("account", Account, "commune", test=_works_here, q=_work_here)
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
    for kind, model in (("assignment", Assignment), ("post", Post)):
        made = default_meaning(model, "commune")
        if made:
            register_scope(kind, model, "commune", test=made[0], q=made[1])


def _below(path: str, other: str) -> bool:
    return bool(path) and (other == path or other.startswith(path + "."))


def _below_q(path: str) -> Q:
    return (Q(path=path) | Q(path__startswith=path + ".")) if path else NOTHING


def _works_here(actor: Actor, grant: Grant, account: Account) -> bool:
    return grant.commune_id is not None and any(
        row.commune_id == grant.commune_id and (row.valid_to is None or row.valid_to >= today())
        for row in account.assignments.all()
    )


def _work_here(actor: Actor, grant: Grant) -> Q:
    if grant.commune_id is None:
        return NOTHING
    # A subquery, not a join: a join would give one row an assignment.
    here = Assignment.objects.filter(commune_id=grant.commune_id)
    return Q(pk__in=here.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=today())).values("account_id"))
