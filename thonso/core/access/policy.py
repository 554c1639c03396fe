"""Two faces of one table: `can` decides about one thing, `visible` makes the query of all such things.

A property test (`testing.assert_faces_agree`) holds them together for every model that registers its scopes.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeVar
from uuid import UUID

from django.db import connection
from django.db.models import Model, Q, QuerySet
from django.utils.translation import gettext as _

from thonso.core.access import denials
from thonso.core.access.actors import Actor, Grant
from thonso.core.access.policy_table import OFFICIAL_ACTS, TABLE, Rule
from thonso.core.base.errors import Absent
from thonso.core.base.refs import Ref

Test = Callable[[Actor, Grant, Any], bool]
Query = Callable[[Actor, Grant], Q]
M = TypeVar("M", bound=Model)
NOTHING = Q(pk__in=[])
_CAPITAL = re.compile(r"(?<!^)(?=[A-Z])")


@dataclass(frozen=True, slots=True)
class Decision:
    """`rule` is the id of the row that allowed it or the reason's code; `grant` is the role it was allowed under."""

    allow: bool
    reason: str
    rule: str
    grant: Grant | None = None

    def __bool__(self) -> bool:
        return self.allow

    @property
    def acting_for(self) -> Ref | None:
        """For `work.note(acting_for=…)`: whose delegated assignment this was."""
        return self.grant.lender if self.grant else None


@dataclass(frozen=True, slots=True)
class New:
    """Something of a kind that is about to be made: `can(actor, "file", New("dossier", commune_id))`."""

    kind: str
    commune_id: UUID | None = None
    hamlet_id: UUID | None = None
    unit_id: UUID | None = None
    owner_id: UUID | None = None
    household_id: UUID | None = None
    resident_id: UUID | None = None

    def household_ids(self) -> set[UUID]:
        return {self.household_id} if self.household_id else set()

    def resident_ids(self) -> set[UUID]:
        return {self.resident_id} if self.resident_id else set()


@dataclass(frozen=True, slots=True)
class _Meaning:
    test: Test
    q: Query


_meanings: dict[tuple[str, type, str], _Meaning] = {}
_kinds: dict[type, str] = {}
_own_people: dict[type[Model], Callable[[Actor], Q]] = {}


def register_kind(kind: str, model: type[Model]) -> None:
    """Name the kind of a model when it is not the model's own name."""
    _kinds[model] = kind


def register_scope(kind: str, model: type, scope: str, *, test: Test, q: Query = lambda actor, grant: NOTHING) -> None:
    """What `scope` means for this model, said twice: for one object, and as a query. Call it in `AppConfig.ready`.

    What is only about to be made has no rows, so no query.
    """
    _kinds[model] = kind
    _meanings[kind, model, scope] = _Meaning(test, q)


def register_own_people(model: type[Model], q: Callable[[Actor], Q]) -> None:
    """The query of rows that concern the actor's own household; needed where the model has `household_ids()`."""
    _own_people[model] = q


def kind_of(obj: Any) -> str:
    if isinstance(obj, New):
        return obj.kind
    model: Any = obj if isinstance(obj, type) else type(obj)
    # HamletTask is of the kind hamlet_task.
    return _kinds.get(model) or str(getattr(model, "policy_kind", "") or _CAPITAL.sub("_", model.__name__).lower())


@cache
def _rules() -> dict[tuple[str, str], tuple[Rule, ...]]:
    by_act: dict[tuple[str, str], list[Rule]] = defaultdict(list)
    for rule in TABLE:
        by_act[rule.kind, rule.action].append(rule)
    return {act: tuple(rules) for act, rules in by_act.items()}


def _pairs(actor: Actor, kind: str, action: str) -> list[tuple[Rule, Grant]]:
    """Every row of the table that one of the actor's roles brings into play; posts first, being a citizen last."""
    act = f"{kind}.{action}"
    if actor.token_scopes is not None and not actor.token_scopes & {"*", act, f"{kind}.*"}:
        return []
    return [
        (rule, grant)
        for grant in actor.grants
        for rule in _rules().get((kind, action), ())
        if grant.role == rule.role and (not grant.only or act in grant.only)
    ]


def can(actor: Actor, action: str, obj: Any) -> Decision:
    """May the actor do this to that object (or to a `New` one)? Never raises; denies what it does not know."""
    kind = kind_of(obj)
    pairs = _pairs(actor, kind, action)
    for rule, grant in _allowing(actor, pairs, obj):
        if (kind, action) in OFFICIAL_ACTS and is_own_household(actor, obj):
            return Decision(
                False,
                _("This concerns you or your own household. Another person must handle it."),
                "deny.own_household",
            )
        return Decision(True, "", rule.id, grant)
    if actor.token_scopes is not None and not pairs:
        return Decision(False, _("The access token is not allowed to do this."), "deny.token")
    if any(grant.role == rule.role for grant in actor.unfit for rule in _rules().get((kind, action), ())):
        return Decision(
            False, _("The post that was lent to you gives you nothing: you may not stand in there."), "deny.lent"
        )
    return Decision(False, _("Your role does not allow this here."), "deny.default")


def _allowing(actor: Actor, pairs: list[tuple[Rule, Grant]], obj: Any) -> Iterator[tuple[Rule, Grant]]:
    kind, model = kind_of(obj), type(obj)
    for rule, grant in pairs:
        meaning = _meaning(kind, model, rule.scope)
        if meaning is not None and meaning.test(actor, grant, obj):
            yield rule, grant


def granting(actor: Actor, action: str, obj: Any) -> list[Grant]:
    """Every role under which `can` would allow it, own ones first; empty when it denies."""
    if not can(actor, action, obj):
        return []
    return [grant for _rule, grant in _allowing(actor, _pairs(actor, kind_of(obj), action), obj)]


def visible(actor: Actor, action: str, model: type[Model]) -> Q:
    """The same decision as a query: `Model.objects.filter(visible(actor, "read", Model))`."""
    kind = kind_of(model)
    parts: list[Q] = []
    for rule, grant in _pairs(actor, kind, action):
        meaning = _meaning(kind, model, rule.scope)
        if meaning is None:
            continue
        q = meaning.q(actor, grant)
        if q not in parts:
            parts.append(q)
    if not parts:
        return NOTHING
    # An empty Q means "all": OR-ing it with others would lose it.
    result = Q() if any(not q for q in parts) else parts[0]
    if result:
        for q in parts[1:]:
            result |= q
    if (kind, action) in OFFICIAL_ACTS and (actor.household_id or actor.resident_id or actor.account_id):
        if model in _own_people:
            result &= ~_own_people[model](actor)
        elif hasattr(model, "household_ids") or hasattr(model, "resident_ids"):
            raise LookupError(f"{model.__name__} has people but no register_own_people: its two faces would differ.")
    return result


def require(actor: Actor, action: str, obj: Any, *, words: Any = "") -> Decision:
    """`can`, or Absent: what is forbidden looks like what is not there. The denial is journalled.

    `words` is what the caller says of a thing that is not there, where that is another sentence than ours.
    """
    decision = can(actor, action, obj)
    if decision:
        return decision
    commune = getattr(obj, "commune_id", None) or actor.home_commune()
    target = getattr(obj, "pk", None)
    # What nobody in particular is denied is not worth an entry: it would let anybody fill the journal.
    if isinstance(commune, UUID) and isinstance(target, UUID) and actor.kind != "anonymous":
        ref = Ref(kind_of(obj), target)
        denials.write_or_wait(
            commune, actor.ref, ref, f"{action}:{decision.rule}", in_transaction=connection.in_atomic_block
        )
    raise absent(words)


def absent(words: Any = "") -> Absent:
    """What is not there, in the words of what is not for this person: loaders say both alike."""
    return Absent(words or _("There is no such page, or it is not for you."))


def load(actor: Actor, action: str, rows: QuerySet[M], pk: UUID) -> M:
    """The one of `rows` with this id, for who may `action` it; a refusal is journalled. Raises Absent, missing or forbidden."""
    found = rows.filter(visible(actor, action, rows.model), pk=pk).first()
    if found is None:
        if there := rows.filter(pk=pk).first():
            require(actor, action, there)
        raise absent()
    return found


def is_own_household(actor: Actor, obj: Any) -> bool:
    """Whether it is about the actor or about somebody of the actor's household, or was filed by the actor for that, so that
    another person must act. An account that is not tied to the register still knows what it filed itself."""
    households = set(obj.household_ids()) if hasattr(obj, "household_ids") else set()
    residents = set(obj.resident_ids()) if hasattr(obj, "resident_ids") else set()
    filers = set(obj.filed_by_accounts()) if hasattr(obj, "filed_by_accounts") else set()
    known = (actor.household_id, households), (actor.resident_id, residents), (actor.account_id, filers)
    return any(mine is not None and mine in theirs for mine, theirs in known)


def _meaning(kind: str, model: type, scope: str) -> _Meaning | None:
    from thonso.core.access.scopes import default_meaning

    found = _meanings.get((kind, model, scope))
    if found is not None:
        return found
    made = default_meaning(model, scope)
    return _Meaning(*made) if made else None


def rules_without_meaning() -> list[str]:
    """'Model rule' whose scope nobody has given a meaning for that model: they allow nothing. For the tests."""
    return [
        f"{model.__name__} {rule.id}"
        for model, kind in _kinds.items()
        for rule in TABLE
        if rule.kind == kind and _meaning(kind, model, rule.scope) is None
    ]
