"""Who is acting: one frozen value made from the session or the bearer token, with every role that holds today.

It is made once a request, in one query (and one more for the household of a person tied to a resident).
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import F, FilteredRelation, Q
from django.http import HttpRequest

from thonso.core.access.models import Account, Assignment
from thonso.core.access.roles import HAMLET_ROLES, SECOND_FACTOR_ROLES, tree_of
from thonso.core.access.standing_in import may_stand_in
from thonso.core.base.clock import today
from thonso.core.base.ids import stable_id
from thonso.core.base.prepared import Prepared
from thonso.core.base.refs import Ref

ASSIST_KEY = "access.assist"
ANONYMOUS_ID = stable_id("actor", "anonymous")


@dataclass(frozen=True, slots=True)
class AssistRef:
    """The assisted session that is open now: one helper, one citizen."""

    session_id: UUID
    citizen_name: str
    started_at: datetime
    helper_account_id: UUID


@dataclass(frozen=True, slots=True)
class Grant:
    """One role that holds today. `acting_for` is the account whose assignment was delegated to this actor."""

    role: str
    unit_id: UUID | None = None
    unit_path: str = ""
    commune_id: UUID | None = None
    post_id: UUID | None = None
    post_title: str = ""
    acting_for: UUID | None = None
    assignment_id: UUID | None = None
    only: frozenset[str] = frozenset()  # a delegation limited to these 'kind.action'

    @property
    def tree(self) -> str:
        return tree_of(self.role)

    @property
    def lender(self) -> Ref | None:
        """For `work.note(acting_for=…)`: whose post this is, when it was lent."""
        return Ref("account", self.acting_for) if self.acting_for else None


@dataclass(frozen=True, slots=True)
class Actor:
    kind: str  # account | anonymous | system
    account_id: UUID | None = None
    name: str = ""
    grants: tuple[Grant, ...] = ()
    resident_id: UUID | None = None
    household_id: UUID | None = None
    assist: AssistRef | None = None
    token_scopes: frozenset[str] | None = None  # None: a session, which has everything its roles have
    unfit: tuple[Grant, ...] = ()  # lent to somebody who may not stand in there (any more): they give nothing
    is_sample: bool = False
    id: UUID = field(default=ANONYMOUS_ID)

    @property
    def ref(self) -> Ref:
        return Ref(self.kind, self.id)

    @property
    def is_account(self) -> bool:
        return self.kind == "account"

    @property
    def roles(self) -> frozenset[str]:
        return frozenset(grant.role for grant in self.grants)

    def has(self, role: str, commune_id: UUID | None = None) -> bool:
        """Does the role hold today, in that commune when one is given?"""
        return any(g.role == role and (commune_id is None or g.commune_id == commune_id) for g in self.grants)

    def holds(self, role: str, commune_id: UUID | None = None) -> bool:
        """Is it one's own post today, and not only a colleague's that one stands in for?"""
        own = (g for g in self.grants if g.acting_for is None)
        return any(g.role == role and (commune_id is None or g.commune_id == commune_id) for g in own)

    def has_any(self, roles: tuple[str, ...], commune_id: UUID | None = None) -> bool:
        return any(g.role in roles and (commune_id is None or g.commune_id == commune_id) for g in self.grants)

    @property
    def must_have_factor(self) -> bool:
        """Opens other people's affairs as an official; helpers and village heads are `has_hamlet_post`."""
        return self.has_any(SECOND_FACTOR_ROLES)

    @property
    def has_hamlet_post(self) -> bool:
        """A hamlet's post and no official's: what such a person needs at sign-in is less (`factors`)."""
        return self.has_any(HAMLET_ROLES) and not self.has_any(SECOND_FACTOR_ROLES)

    def communes(self) -> frozenset[UUID]:
        return frozenset(g.commune_id for g in self.grants if g.commune_id)

    def home_commune(self) -> UUID | None:
        """The commune of the first post: where acts without an object (a denied one, a sign-in) are journalled."""
        return next((g.commune_id for g in self.grants if g.commune_id), None)


ANONYMOUS = Actor("anonymous", grants=(Grant("public"),))


def system_actor(name: str) -> Actor:
    """An actor for work nobody started by hand: 'worker', 'import', 'seed'. The same id on every installation."""
    return Actor("system", name=name, grants=(Grant("system"),), id=stable_id("actor", name))


AssistLoader = Callable[[HttpRequest, "Actor"], AssistRef | None]
HouseholdLoader = Callable[[UUID], UUID | None]
_assist_loader: AssistLoader | None = None
_household_loader: HouseholdLoader | None = None


def register_assist_loader(load: AssistLoader) -> None:
    """dossiers: given the request and who it is from, the assisted session that is still open to them, or None."""
    global _assist_loader
    _assist_loader = load


def register_household_loader(load: HouseholdLoader) -> None:
    """people: the household a resident belongs to today, or None."""
    global _household_loader
    _household_loader = load


def bind_assist(request: HttpRequest, assist: AssistRef) -> None:
    """From now on this session acts for one citizen. The loader asks the wing again on every request."""
    request.session[ASSIST_KEY] = str(assist.session_id)
    forget(request)


def unbind_assist(request: HttpRequest) -> None:
    request.session.pop(ASSIST_KEY, None)
    forget(request)


def assist_session_id(request: HttpRequest) -> UUID | None:
    """For the loader: which assisted session this browser session says it is in."""
    value = request.session.get(ASSIST_KEY)
    return UUID(value) if value else None


def forget(request: HttpRequest) -> None:
    """Make the actor anew: after signing in or out, or when an assisted session opens or ends."""
    request.__dict__.pop("_thonso_actor", None)


def actor_of(request: HttpRequest) -> Actor:
    kept: tuple[Any, Actor] | None = request.__dict__.get("_thonso_actor")
    user = getattr(request, "user", None)
    account = user if isinstance(user, Account) and user.is_active else None
    key = account.pk if account else None
    if kept is not None and kept[0] == key:
        return kept[1]
    actor = _with_assist(request, actor_of_account(account)) if account else ANONYMOUS
    token = getattr(request, "api_token", None)
    if token is not None and actor.is_account:
        actor = replace(actor, token_scopes=frozenset(token.scopes))
    request.__dict__["_thonso_actor"] = (key, actor)
    return actor


def actor_of_account(account: Account, on: date | None = None) -> Actor:
    """The actor an account is on a day (today). Every account is a citizen too: an official is also a resident."""
    household = _household_loader(account.resident_id) if _household_loader and account.resident_id else None
    grants, unfit = _grants(account.pk, on or today())
    return Actor(
        "account",
        account_id=account.pk,
        id=account.pk,
        name=account.full_name,
        grants=(*grants, Grant("citizen")),
        unfit=unfit,
        resident_id=account.resident_id,
        household_id=household,
        is_sample=account.is_sample,
    )


def _grants(account_id: UUID, day: date) -> tuple[tuple[Grant, ...], tuple[Grant, ...]]:
    """Own assignments and those delegated to the account, in one query; beside them what was lent and gives nothing.

    Asked anew for each day: who had a post that let them stand in, and has lost it, does not keep the lent one.
    """
    own: list[Grant] = []
    lent: list[Grant] = []
    for id_, role, unit_id, path, commune_id, post_id, title, holder, actions in _grants_on(account_id, day):
        if holder == account_id:
            own.append(Grant(role, unit_id, path, commune_id, post_id, title or "", None, id_))
        else:
            only = frozenset(actions or ())
            lent.append(Grant(role, unit_id, path, commune_id, post_id, title or "", holder, id_, only))
    fit = [
        one for one in lent if may_stand_in(one.role, {mine.role for mine in own if mine.commune_id == one.commune_id})
    ]
    # Own posts first: what one may do by oneself is not done in another's name.
    return (*own, *fit), tuple(one for one in lent if one not in fit)


_COLUMNS = ("id", "role", "unit_id", "unit__path", "commune_id", "post_id", "post__title", "account_id")
_grants_on = Prepared(
    lambda account_id, day: (
        Assignment.objects.alias(
            lent=FilteredRelation(
                "delegations",
                condition=Q(
                    delegations__to=account_id, delegations__valid_from__lte=day, delegations__valid_to__gte=day
                ),
            )
        )
        .filter(Q(account=account_id) | Q(lent__isnull=False, account__is_active=True))
        .filter(Q(valid_to__isnull=True) | Q(valid_to__gte=day), valid_from__lte=day)
        .order_by("valid_from", "id")
        .values_list(*_COLUMNS, F("lent__actions"))
    ),
    UUID,
    date,
)


def _with_assist(request: HttpRequest, actor: Actor) -> Actor:
    if _assist_loader is None or actor.account_id is None or not hasattr(request, "session"):
        return actor
    if ASSIST_KEY not in request.session or getattr(request, "api_token", None) is not None:
        return actor
    assist = _assist_loader(request, actor)
    if assist is None or assist.helper_account_id != actor.account_id:
        return actor
    return replace(actor, assist=assist)
