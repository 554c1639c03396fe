"""Who can act in a post today: who holds it and to whom it is lent, but nobody whose own household it is about."""

from collections.abc import Callable, Collection
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from thonso.core.access.models import Account, Assignment, Delegation
from thonso.core.access.roles import HAMLET_ROLES
from thonso.core.access.standing_in import may_stand_in
from thonso.core.base.clock import today
from thonso.core.base.text import person_sort_key
from thonso.core.people.models import Resident
from thonso.dossiers.models import Dossier, HamletTask
from thonso.dossiers.queues import OPEN
from thonso.dossiers.rules.states import State

OWN_HOUSEHOLD = gettext_lazy("It is about this person's own household: another person must act.")


def running(day: object, prefix: str = "") -> Q:
    """Posts that hold on this day, of accounts that may be used."""
    ends = Q(**{f"{prefix}valid_to": None}) | Q(**{f"{prefix}valid_to__gte": day})
    return ends & Q(**{f"{prefix}valid_from__lte": day, f"{prefix}account__is_active": True})


def of_post(dossier: Dossier, role: str = "") -> list[tuple[UUID, str]]:
    """Everybody who acts today in the post `role`, else in the one whose queue the dossier stands in: account and name
    with its title, whoever it is about."""
    day, role = today(), role or dossier.holder_role
    here = Assignment.objects.filter(running(day), commune_id=dossier.commune_id)
    rows = here.filter(role=role).select_related("account", "post")
    found = {
        row.account_id: f"{row.account.full_name}, {row.post.title}" if row.post else row.account.full_name
        for row in rows
    }
    lent = Delegation.objects.filter(
        assignment__in=rows, valid_from__lte=day, valid_to__gte=day, to__is_active=True
    ).select_related("to", "assignment__account")
    for one in lent:
        own = set(here.filter(account=one.to_id).values_list("role", flat=True))
        if may_stand_in(role, own):
            words = _("%(officer)s standing in for %(colleague)s")
            told = words % {"officer": one.to.full_name, "colleague": one.assignment.account.full_name}
            found.setdefault(one.to_id, told)
    return sorted(found.items(), key=lambda row: person_sort_key(row[1].split(",")[0]))


def colleagues(dossier: Dossier, role: str = "") -> list[tuple[UUID, str]]:
    """The same, without those whose own household it is about: whom it can be given to."""
    found = of_post(dossier, role)
    out = excluded(dossier, [id_ for id_, _words in found])
    return [row for row in found if row[0] not in out]


def own_household(dossier: Dossier) -> list[tuple[UUID, str]]:
    """Who acts in the post but not here, since it is about their own household."""
    found = of_post(dossier)
    out = excluded(dossier, [id_ for id_, _words in found])
    return [row for row in found if row[0] in out]


def excluded(dossier: Dossier, accounts: Collection[UUID]) -> set[UUID]:
    """Those of these accounts who may not act, since it is about them or their household (`policy.is_own_household`)."""
    rows = Account.objects.filter(pk__in=accounts).values_list("pk", "resident_id")
    residents = {account: resident for account, resident in rows if resident is not None}
    filer = {account for account in accounts if account == dossier.submitter_account_id}
    if not residents or not (dossier.household_id or dossier.resident_ids()):
        return filer
    own = Q(pk__in=dossier.resident_ids())
    if dossier.household_id:
        own |= Q(household_id=dossier.household_id)
    people = set(Resident.objects.filter(own, pk__in=residents.values()).values_list("pk", flat=True))
    return filer | {account for account, resident in residents.items() if resident in people}


def nobody_can_act() -> Q:
    """Open dossiers whose post nobody in the commune holds today, or only those whose own household it is about;
    and results that were sent where nobody hands them over."""
    return OPEN & _nobody_free(_of_queue) | nobody_in_hamlet()


def nobody_in_hamlet() -> Q:
    """Results that were sent to a hamlet in which nobody can hand them over today."""
    waits = HamletTask.objects.filter(dossier=OuterRef("pk"), kind=HamletTask.Kind.RETURN, done_at=None)
    return Q(Exists(waits), state=State.COMPLETED) & _nobody_free(_of_hamlet)


def nobody_there(dossier: Dossier) -> str:
    """Why nothing can be done in the dossier's hamlet now, and what to do; '' when somebody can, or no hamlet is known."""
    if dossier.hamlet is None or not Dossier.objects.filter(_nobody_free(_of_hamlet), pk=dossier.pk).exists():
        return ""
    return _(
        "In %(hamlet)s nobody can do this: no village head and no helper holds a post there today, or it is about their own"
        " household. The administrator appoints somebody first."
    ) % {"hamlet": dossier.hamlet.full_name}


def is_held() -> Exists:
    """Of an open dossier: whether anybody at all holds its post today."""
    return Exists(_posts(_of_queue))


def _nobody_free(where: Callable[[str], Q]) -> Q:
    """Nobody holds one of these posts today, or stands in for it, but whom the outer dossier is about or who filed it."""
    posts = _posts(where).filter(~Exists(_own("account__")), ~Exists(_filer("account_id")))
    lent = _lent(where).filter(~Exists(_own("to__")), ~Exists(_filer("to_id")))
    return ~Exists(posts) & ~Exists(lent)


def _posts(where: Callable[[str], Q]) -> QuerySet[Assignment]:
    return Assignment.objects.filter(running(today()), where(""))


def _lent(where: Callable[[str], Q]) -> QuerySet[Delegation]:
    day = today()
    held = running(day, "assignment__") & where("assignment__")
    return Delegation.objects.filter(held, valid_from__lte=day, valid_to__gte=day, to__is_active=True)


def _of_queue(prefix: str = "") -> Q:
    """The posts in whose queue the outer dossier stands; what waits in a hamlet is done by its helper or village head."""
    office = Q(**{f"{prefix}role": OuterRef("holder_role")}) & ~Q(**{f"{prefix}role__in": HAMLET_ROLES})
    hamlet = Q(**{f"{prefix}role__in": HAMLET_ROLES, f"{prefix}unit_id": OuterRef("holder_unit_id")})
    return Q(**{f"{prefix}commune_id": OuterRef("commune_id")}) & (office | hamlet)


def _of_hamlet(prefix: str = "") -> Q:
    """The posts of the hamlet where the outer dossier's owner lives."""
    return Q(**{f"{prefix}role__in": HAMLET_ROLES, f"{prefix}unit_id": OuterRef("hamlet_id")})


def _own(account: str) -> QuerySet[Resident]:
    """The resident of that account, when the dossier (two levels out) is about that person or household."""
    about = Q(pk=OuterRef(OuterRef("subject_resident_id"))) | Q(household_id=OuterRef(OuterRef("household_id")))
    about |= Q(pk=OuterRef(OuterRef("heir_resident_id")))
    return Resident.objects.filter(about, pk=OuterRef(f"{account}resident_id"))


def _filer(account: str) -> QuerySet[Account]:
    """That account, when it filed the dossier (two levels out) itself."""
    return Account.objects.filter(Q(pk=OuterRef(OuterRef("submitter_account_id"))), pk=OuterRef(account))
