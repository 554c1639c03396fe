"""Posts and roles: granted, ended, lent to somebody else for some days. Each act is one transaction with its entry."""

from collections.abc import Iterable
from datetime import date, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from thonso.core.access import policy, rules
from thonso.core.access.actors import Actor
from thonso.core.access.models import Account, Assignment, Delegation, Post
from thonso.core.access.roles import ROLES, TOLD_ROLES, tree_of
from thonso.core.access.standing_in import may_stand_in, roles_for
from thonso.core.base.clock import today
from thonso.core.base.errors import Refused, Stale
from thonso.core.base.refs import Ref
from thonso.core.base.text import clean, person_sort_key
from thonso.core.journal.work import Work, transact
from thonso.core.units.models import Unit

OPEN = Q(valid_to__isnull=True)


def post_in(commune: Unit, unit: Unit, role: str, title: str) -> Post:
    post, _created = Post.objects.get_or_create(commune=commune, unit=unit, role=role, title=clean(title, limit=120))
    return post


def grant(
    by: Actor,
    account: Account,
    role: str,
    unit: Unit,
    *,
    valid_from: date | None = None,
    valid_to: date | None = None,
    post_title: str = "",
    reason: str = "",
) -> Assignment:
    """Give a role in a unit from a day (today) to a day (open). With `post_title` it is the holder of that post.

    An administrator can give posts that open dossiers, also to herself: a commune rarely has a second administrator, and
    asking for one would only lead to a shared password. So nothing is done in the dark instead: each appointment to
    such a post stands before the chairman until the chairman has seen it (`seen_by`), who can end it there; and one's
    own begins the day after at the earliest. Raises Refused.
    """
    if role not in ROLES or role in {"citizen", "keyholder", "system"}:
        raise Refused(_("There is no such role to give."))
    start = valid_from or today()
    if by.id == account.pk:
        has_chairman = chairmen(unit.commune_id, besides=account).exists()
        why = rules.self_appointment_problem(role, start, today(), has_chairman)
        if why:
            raise Refused(why, fields={"valid_from": [why]})
    if valid_to is not None and valid_to < start:
        raise Refused(
            _("The last day is before the first."), fields={"valid_to": [_("The last day is before the first.")]}
        )
    commune_id = unit.commune_id
    commune = unit.commune
    with transact(commune_id or unit.pk) as work:
        assignment = Assignment.objects.create(
            account=account,
            commune_id=commune_id,
            unit=unit,
            post=post_in(commune, unit, role, post_title) if post_title and commune else None,
            role=role,
            tree=tree_of(role),
            valid_from=start,
            valid_to=valid_to,
            granted_by=by.id,
            reason=clean(reason, limit=200),
        )
        work.note(
            "assignment.granted",
            by.ref,
            Ref("assignment", assignment.pk),
            facts={"account": str(account.pk), "role": role, "unit": str(unit.pk), "from": start, "to": valid_to},
        )
    return assignment


def chairmen(commune_id: UUID | None, *, besides: Account) -> QuerySet[Assignment]:
    """Who holds the post of chairman today, but for one account."""
    held = Assignment.objects.filter(commune_id=commune_id, role="chairman", valid_from__lte=today())
    return held.filter(OPEN | Q(valid_to__gte=today()), account__is_active=True).exclude(account=besides)


def untold(commune_id: UUID) -> QuerySet[Assignment]:
    """Appointments that the chairman has not been shown yet, newest first: also of a post that has ended meanwhile, which
    opened people's papers all the same."""
    return Assignment.objects.filter(commune_id=commune_id, role__in=TOLD_ROLES, seen_by=None).order_by("-id")


def mark_seen(work: Work, by: Actor, assignment: Assignment) -> None:
    """The chairman has seen this appointment."""
    if Assignment.objects.filter(pk=assignment.pk, seen_by=None).update(seen_by=by.id):
        work.note("assignment.seen", by.ref, Ref("assignment", assignment.pk))


def take_over(
    by: Actor,
    account: Account,
    role: str,
    unit: Unit,
    *,
    ends: Iterable[Assignment],
    first: date,
    last: date | None,
    post_title: str,
    reason: str,
) -> Assignment:
    """Give a post from its first day on, and end the day before what it takes the place of: both, or neither. Raises
    Refused."""
    with transaction.atomic():
        for row in ends:
            revoke(by, row, last_day=first - timedelta(days=1), reason=reason)
        return grant(by, account, role, unit, valid_from=first, valid_to=last, post_title=post_title, reason=reason)


def revoke(
    by: Actor,
    assignment: Assignment,
    *,
    last_day: date | None = None,
    reason: str = "",
    successor: UUID | None = None,
) -> None:
    """End an assignment (yesterday, unless a last day is given), and every delegation of it with it. Raises Refused.

    Tells `post.ended`, also of one that holds for some days yet: what is in hand goes to the account `successor`
    (`successors`) now, without one to the post's common queue as soon as it holds no more.
    """
    if successor is not None and successor not in dict(successors(assignment)):
        why = _("This person does not hold the post today. Please choose from the list.")
        raise Refused(why, fields={"work": [why]})
    last = last_day or today() - timedelta(days=1)
    with transact(assignment.commune_id or assignment.unit_id) as work:
        why = rules.ending_problem(assignment.valid_to, last, today(), own=by.id == assignment.account_id)
        if not why and assignment.role == "administrator":
            why = _no_administrator_left(assignment, last)
        if why:
            raise Refused(why, fields={"last_day": [why]})
        rows = Assignment.objects.filter(OPEN | Q(valid_to__gte=last), pk=assignment.pk)
        Delegation.objects.filter(assignment=assignment, valid_from__gt=last).delete()
        Delegation.objects.filter(assignment=assignment, valid_to__gt=last).update(valid_to=last)
        if assignment.valid_from > max(last, today()):
            # It never held; the journal keeps that it was given and taken back.
            Delegation.objects.filter(assignment=assignment).delete()
            changed = rows.delete()[0]
        else:
            changed = rows.update(valid_to=last)  # the day before it began, when it began today and ends at once
        if not changed:
            raise Stale(_("Somebody has just ended this post."))
        assignment.valid_to = last
        work.note(
            "assignment.revoked",
            by.ref,
            Ref("assignment", assignment.pk),
            purpose=clean(reason, limit=200),
            facts={"last_day": last},
        )
        work.publish("post.ended", account=assignment.account_id, by=by, assignment=assignment, successor=successor)


def successors(assignment: Assignment) -> list[tuple[UUID, str]]:
    """Who else holds the same post today, in the same unit: account and name with its title."""
    rows = _holding(assignment.commune_id, today()).filter(
        role=assignment.role, unit=assignment.unit_id, account__is_active=True
    )
    found = {
        row.account_id: f"{row.account.full_name}, {row.post.title if row.post else ROLES[row.role]}"
        for row in rows.exclude(account=assignment.account_id).select_related("account", "post")
    }
    return sorted(found.items(), key=lambda one: person_sort_key(one[1].split(",")[0]))


def _no_administrator_left(assignment: Assignment, last: date) -> str:
    """The sentence when nobody would be administrator on the day after `last`, or ''."""
    rows = Assignment.objects.filter(commune_id=assignment.commune_id, role="administrator")
    rows.update(role="administrator")  # takes the rows: two who end each other's post come one after the other
    after = last + timedelta(days=1)
    others = rows.filter(OPEN | Q(valid_to__gte=after), valid_from__lte=after, account__is_active=True)
    if others.exclude(pk=assignment.pk).exists():
        return ""
    return _("This is the only administrator. Appoint another one first.")


def delegate(
    by: Actor,
    assignment: Assignment,
    to: Account,
    *,
    valid_from: date,
    valid_to: date,
    actions: list[str] | None = None,
    reason: str = "",
) -> Delegation:
    """Lend an assignment for some days; `actions` ('dossier.sign') limits it. Its acts carry the lender's name.

    Tells `post.lent`. Raises Refused, also when `standing_in` does not let `to` stand in there on each of these days.
    """
    if to.pk == assignment.account_id:
        raise Refused(_("A post cannot be delegated to the person who holds it."))
    if valid_to < valid_from:
        raise Refused(_("The last day is before the first."))
    if assignment.valid_to is not None and valid_to > assignment.valid_to:
        raise Refused(_("The delegation would last longer than the post itself."))
    if not _fits(assignment, to, (valid_from, valid_to)):
        why = _why_unfit(assignment, to)
        raise Refused(why, fields={"to": [why]})
    clash = Q(valid_from__lte=valid_to, valid_to__gte=valid_from)
    with transact(assignment.commune_id or assignment.unit_id) as work:
        if Delegation.objects.filter(clash, assignment=assignment, to=to).exists():
            raise Refused(_("There is already a delegation to this person in these days."))
        delegation = Delegation.objects.create(
            assignment=assignment,
            to=to,
            valid_from=valid_from,
            valid_to=valid_to,
            actions=actions or [],
            granted_by=by.id,
            reason=clean(reason, limit=200),
        )
        work.note(
            "delegation.made",
            by.ref,
            Ref("delegation", delegation.pk),
            acting_for=Ref("account", assignment.account_id) if by.id != assignment.account_id else None,
            facts={"to": str(to.pk), "from": valid_from, "until": valid_to, "actions": actions or []},
        )
        work.publish("post.lent", delegation=delegation)
    return delegation


def lend(
    by: Actor, assignment: Assignment, to: Account, *, valid_from: date, valid_to: date, reason: str
) -> Delegation:
    """`delegate`, asked for on a page: by the holder, or by a leader for who cannot. Raises Refused, Absent."""
    policy.require(by, "lend", assignment)
    if by.id == to.pk:
        raise Refused(
            _("You cannot stand in yourself. Choose another person."), fields={"to": [_("Choose another person.")]}
        )
    return delegate(by, assignment, to, valid_from=valid_from, valid_to=valid_to, reason=reason)


def stand_ins(assignment: Assignment) -> list[tuple[Account, str]]:
    """Who may stand in for this post today, each with the title of the own post; in the order of names."""
    held: dict[Account, list[Assignment]] = {}
    rows = _holding(assignment.commune_id, today()).filter(account__is_active=True).exclude(
        account=assignment.account_id
    )  # fmt: skip
    for row in rows.select_related("account", "post").order_by("valid_from", "id"):
        held.setdefault(row.account, []).append(row)
    return sorted(
        (
            (account, str(own[0].post or ROLES[own[0].role]))
            for account, own in held.items()
            if may_stand_in(assignment.role, {row.role for row in own})
        ),
        key=lambda found: person_sort_key(found[0].full_name),
    )


def _holding(commune_id: UUID | None, day: date) -> QuerySet[Assignment]:
    return Assignment.objects.filter(OPEN | Q(valid_to__gte=day), commune_id=commune_id, valid_from__lte=day)


def _fits(assignment: Assignment, to: Account, days: tuple[date, ...]) -> bool:
    return all(
        may_stand_in(
            assignment.role, set(_holding(assignment.commune_id, day).filter(account=to).values_list("role", flat=True))
        )
        for day in days
    )


def _why_unfit(assignment: Assignment, to: Account) -> str:
    roles = roles_for(assignment.role)
    if not roles:
        return _("This post is not lent. Whoever is to do its work is appointed to it.")
    return _("%(name)s may not stand in here. For “%(role)s” choose somebody who is: %(roles)s.") % {
        "name": to.full_name, "role": ROLES[assignment.role], "roles": roles,
    }  # fmt: skip


def end_delegation(by: Actor, delegation: Delegation, *, reason: str = "") -> None:
    yesterday = today() - timedelta(days=1)
    with transact(delegation.assignment.commune_id or delegation.assignment.unit_id) as work:
        if delegation.valid_from > yesterday:
            Delegation.objects.filter(pk=delegation.pk).delete()
        else:
            Delegation.objects.filter(pk=delegation.pk, valid_to__gt=yesterday).update(valid_to=yesterday)
        work.note("delegation.ended", by.ref, Ref("delegation", delegation.pk), purpose=clean(reason, limit=200))
