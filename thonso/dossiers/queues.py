"""The queues of the desk: every open dossier stands in exactly one, sorted by what must be done first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet, prefetch_related_objects
from django.utils.translation import gettext_lazy as _

from thonso.core.access.actors import Actor
from thonso.core.access.policy import NOTHING
from thonso.core.access.roles import LEADER_ROLES, STAFF_ROLES
from thonso.core.base.clock import now, today
from thonso.core.base.text import fold
from thonso.core.units.models import Unit
from thonso.dossiers import access
from thonso.dossiers.approval import decider
from thonso.dossiers.models import Dossier
from thonso.dossiers.rules.states import FOR_APPLICANT, State
from thonso.dossiers.scopes import own_people
from thonso.procedures.access import published

PAGE = 50
OPEN = ~Q(
    holder_role=""
)  # in these words, which are those of the partial index: SQLite compares them, it does not think
SOON = timedelta(days=2)


LOOK_AFTER = ("centre_director", *LEADER_ROLES)  # they look after what others have in hand


@dataclass(frozen=True, slots=True)
class Queue:
    key: str
    label: Any
    empty: Any
    tab: bool = True  # else it is reached from the overview alone


QUEUES = (
    Queue("viec-cua-toi", _("To do"), _("Nothing waits for you. New dossiers appear here by themselves.")),
    Queue("cho-tiep-nhan", _("Waiting for reception"), _("No dossier waits to be received.")),
    Queue("sap-den-han", _("Due soon"), _("No dossier is due within two days.")),
    Queue("qua-han", _("Late"), _("No dossier is late.")),
    Queue("cho-ky", _("Waiting for signature"), _("No dossier waits for a signature."), tab=False),
    Queue("cho-bo-sung", _("Waiting for papers or the fee"), _("No dossier waits for its applicant.")),
    Queue("tra-ket-qua", _("Results to hand over"), _("No result waits to be handed over.")),
    Queue("tat-ca", _("All"), _("No dossier matches. Try fewer words or another queue.")),
)
BY_KEY = {queue.key: queue for queue in QUEUES}


def roles_of(actor: Actor) -> list[str]:
    return [role for role in STAFF_ROLES if actor.has(role)]


def mine(actor: Actor) -> Q:
    """What stands in the queues of the actor's posts and is not assigned to a colleague."""
    held = _one_of("holder_role", roles_of(actor)) & OPEN & _where_at_work(actor)
    own = held & (Q(assignee_id=None) | Q(assignee_id=actor.account_id))
    for grant in actor.grants:
        if grant.acting_for and grant.role in STAFF_ROLES:  # what the one who lent the post had begun
            begun = Q(holder_role=grant.role, commune_id=grant.commune_id, assignee_id=grant.acting_for)
            own |= OPEN & begun
    return own


def to_grant(actor: Actor) -> Q:
    """What waits for the decision of the actor's posts, while the dossier may stay in its officer's hands."""
    posts = sorted({decider(grant.role) for grant in actor.grants if grant.role in LOOK_AFTER})
    return OPEN & _where_at_work(actor) & _one_of("approval_by", posts) if posts else NOTHING


def _where_at_work(actor: Actor) -> Q:
    """The desk lists the communes of one's posts; what one filed elsewhere as a citizen is under "My dossiers".

    Who holds no post is held by `access.listed` alone: her own dossiers, over the API.
    """
    communes = dict.fromkeys(grant.commune_id for grant in actor.grants if grant.role in STAFF_ROLES)
    return _one_of("commune_id", list(communes)) if communes else Q()


def _one_of(column: str, values: Sequence[Any]) -> Q:
    """With one value an equality: it lets an index that begins with the column give the rows in order (SQLite)."""
    return Q(**{column: values[0]}) if len(values) == 1 else Q(**{f"{column}__in": values})


def conditions(at: datetime) -> dict[str, Q]:
    """What makes an open dossier stand in a queue at that hour, whoever looks and in whatever commune."""
    running = OPEN & ~Q(state=State.COMPLETED)
    return {
        "cho-tiep-nhan": OPEN & Q(state=State.SUBMITTED),
        "sap-den-han": running & Q(act_by__gte=at, act_by__lte=at + SOON),
        # What was late before it began to wait for its applicant stays late: its date is kept while the clock stands.
        "qua-han": running
        & (Q(act_by__lt=at) & ~Q(state__in=FOR_APPLICANT) | Q(state__in=FOR_APPLICANT, due_at__lt=at)),
        # Signed and not sealed yet has the same state, and waits for the clerk.
        "cho-ky": OPEN & Q(state=State.SIGNATURE, holder_role__in=LEADER_ROLES),
        "cho-bo-sung": OPEN & Q(state__in=FOR_APPLICANT),
        "tra-ket-qua": OPEN & Q(state=State.COMPLETED),
    }


def condition(actor: Actor, key: str) -> Q:
    if key == "viec-cua-toi":
        found = (mine(actor) | to_grant(actor)) & ~Q(state__in=[*FOR_APPLICANT, State.COMPLETED])
        # What is about one's own household a colleague does.
        return found & ~own_people(actor)
    here = _where_at_work(actor)
    return here if key == "tat-ca" else conditions(now())[key] & here


def counts(actor: Actor) -> dict[str, int]:
    """Open dossiers by queue, exact, in one query over the partial index of open rows."""
    wanted = {queue.key.replace("-", "_"): condition(actor, queue.key) for queue in QUEUES if queue.key != "tat-ca"}
    rows = access.listed(actor).filter(OPEN)
    return rows.aggregate(**{key: Count("pk", filter=q) for key, q in wanted.items()})


@dataclass(frozen=True, slots=True)
class Page:
    rows: list[Dossier]
    next_cursor: str


# What a queue is sorted by: what must be done first; where no date is to be kept, the oldest; in all, the newest.
_ORDER = {"tat-ca": "-filed_at", "tra-ket-qua": "filed_at", "cho-bo-sung": "filed_at"}


def page(
    actor: Actor, key: str, *, text: str = "", procedure: str = "", hamlet: str = "", holder: str = "", cursor: str = ""
) -> Page:
    """One page of a queue by keyset. `cursor` is what the page before gave; a broken one begins anew."""
    order = _ORDER.get(key, "act_by")
    column, down = order.removeprefix("-"), order.startswith("-")
    rows = access.listed(actor).filter(condition(actor, key), **{f"{column}__isnull": False}).select_related("hamlet")
    rows = _narrowed(rows, text, procedure, hamlet, holder)
    if cursor and (after := _read(cursor)):
        at, id_ = after
        beyond = "lt" if down else "gt"
        rows = rows.filter(Q(**{f"{column}__{beyond}": at}) | Q(**{column: at, f"id__{beyond}": id_}))
    found = list(rows.order_by(order, "-id" if down else "id")[: PAGE + 1])
    more, found = len(found) > PAGE, found[:PAGE]
    # Since when what was late before waits is shown; of all others it is not asked.
    prefetch_related_objects([one for one in found if one.due_at and one.status in FOR_APPLICANT], "pauses")
    return Page(found, _cursor(found[-1], column) if more else "")


def procedures(actor: Actor) -> list[tuple[str, str]]:
    """Code and name of what this commune offers, for the filter."""
    commune = actor.home_commune()
    found = {one.code: one.definition.name for one in published(commune, today())} if commune else {}
    return sorted(found.items(), key=lambda row: fold(row[1]))


def hamlets(actor: Actor) -> list[tuple[str, str]]:
    commune = actor.home_commune()
    rows = Unit.objects.filter(commune_id=commune, kind="hamlet").order_by("folded") if commune else Unit.objects.none()
    return list(rows.values_list("code", "name"))


def every(
    actor: Actor, key: str, *, text: str = "", procedure: str = "", hamlet: str = "", holder: str = ""
) -> QuerySet[Dossier]:
    """All of a queue, for its export: nothing is cut short."""
    order = _ORDER.get(key, "act_by")
    rows = access.listed(actor).filter(condition(actor, key)).select_related("hamlet").prefetch_related("pauses")
    return _narrowed(rows, text, procedure, hamlet, holder).order_by(order, "id")


def _narrowed(rows: QuerySet[Dossier], text: str, procedure: str, hamlet: str, holder: str) -> QuerySet[Dossier]:
    if holder:
        rows = rows.filter(in_hands_of(holder))
    if text:
        rows = _matching(rows, text)
    if procedure:
        rows = rows.filter(procedure_code=procedure)
    return rows.filter(hamlet__code=hamlet) if hamlet else rows


def in_hands_of(holder: str) -> Q:
    """What stands with a post and with one officer of it, or with nobody of it yet: `role~account` or `role~`, as the
    overview counts them. What cannot be read is nobody's."""
    role, _sep, account = holder.partition("~")
    try:
        return Q(holder_role=role, assignee_id=UUID(account) if account else None) & OPEN
    except ValueError:
        return NOTHING


def _matching(rows: QuerySet[Dossier], text: str) -> QuerySet[Dossier]:
    """By code as printed, or by the subject's name with or without diacritics."""
    word = text.strip()
    if any(char.isdigit() for char in word):
        return rows.filter(Q(code__startswith=word.upper()) | Q(official_code__startswith=word.upper()))
    return rows.filter(subject_folded__contains=fold(word))


def _cursor(dossier: Dossier, column: str) -> str:
    return f"{getattr(dossier, column).isoformat()}~{dossier.pk}"


def _read(cursor: str) -> tuple[datetime, UUID] | None:
    try:
        at, _sep, id_ = cursor.partition("~")
        return datetime.fromisoformat(at).astimezone(UTC), UUID(id_)
    except (ValueError, OverflowError):
        return None
