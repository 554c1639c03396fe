"""What each scope of the policy table means for a dossier and for a hamlet task, as a test and as a query."""

from django.db.models import Exists, OuterRef, Q

from thonso.core.access.actors import Actor, Grant
from thonso.core.access.policy import NOTHING, register_own_people, register_scope
from thonso.core.base.ids import stable_id
from thonso.core.units.deciders import DIRECTOR
from thonso.dossiers.approval import decider
from thonso.dossiers.models import Complaint, Dossier, Event, HamletTask, Rating, Report


def _own(actor: Actor, grant: Grant, dossier: Dossier) -> bool:
    if actor.account_id is not None and dossier.submitter_account_id == actor.account_id:
        return True
    return actor.resident_id is not None and dossier.owner_resident_id == actor.resident_id


def _own_q(actor: Actor, grant: Grant) -> Q:
    q = NOTHING
    if actor.account_id:
        q = q | Q(submitter_account_id=actor.account_id)
    if actor.resident_id:
        q = q | Q(subject_resident_id=actor.resident_id, has_heir=False) | Q(heir_resident_id=actor.resident_id)
    return q


def _assist(actor: Actor, grant: Grant, dossier: Dossier) -> bool:
    return actor.assist is not None and dossier.assist_session_id == actor.assist.session_id


def _assist_q(actor: Actor, grant: Grant) -> Q:
    return Q(assist_session_id=actor.assist.session_id) if actor.assist else NOTHING


def _assigned(actor: Actor, grant: Grant, dossier: Dossier) -> bool:
    """In the queue of one's post, or of a procedure in which one's post has a step.

    Being named as its officer gives nothing by itself: whoever holds the post no more is out. Who may act on it just now
    is narrower (`moves.grant_for`).
    """
    if grant.commune_id is None or dossier.commune_id != grant.commune_id:
        return False
    return dossier.holder_role == grant.role or f" {grant.role} " in dossier.roles


def _assigned_q(actor: Actor, grant: Grant) -> Q:
    if grant.commune_id is None:
        return NOTHING
    return Q(commune_id=grant.commune_id) & (Q(holder_role=grant.role) | Q(roles__contains=f" {grant.role} "))


def _asked(actor: Actor, grant: Grant, dossier: Dossier) -> bool:
    """What was proposed waits for this post. Where nothing was, it is the director's to act."""
    if grant.commune_id is None or dossier.commune_id != grant.commune_id:
        return False
    return (dossier.approval_by or DIRECTOR) == decider(grant.role)


def _asked_q(actor: Actor, grant: Grant) -> Q:
    post = decider(grant.role)
    if grant.commune_id is None:
        return NOTHING
    return Q(commune_id=grant.commune_id, approval_by__in=["", post] if post == DIRECTOR else [post])


def _keyed(actor: Actor, grant: Grant, dossier: Dossier) -> bool:
    return grant.unit_id is not None and dossier.pk == grant.unit_id


def _keyed_q(actor: Actor, grant: Grant) -> Q:
    return Q(pk=grant.unit_id) if grant.unit_id else NOTHING


def keyholder(dossier: Dossier, name: str) -> Actor:
    """Who acts with the key of one dossier: the grant points at that dossier (`unit_id`), and reaches no other."""
    return Actor(
        "keyholder",
        id=stable_id("keyholder", str(dossier.pk)),
        name=name,
        grants=(Grant("keyholder", unit_id=dossier.pk),),
    )


def own_people(actor: Actor, prefix: str = "") -> Q:
    """`policy.is_own_household` as a query, for a dossier or (with its `prefix`) for what belongs to one."""
    columns = {"household_id": actor.household_id, "subject_resident_id": actor.resident_id}
    columns |= {"heir_resident_id": actor.resident_id, "submitter_account_id": actor.account_id}
    q = NOTHING
    for column, mine in columns.items():
        if mine:
            q = q | Q(**{f"{prefix}{column}": mine})
    return q


def _uninvolved(actor: Actor, grant: Grant, said: Complaint | Rating) -> bool:
    if grant.commune_id is None or said.commune_id != grant.commune_id:
        return False
    return not said.dossier.events.filter(actor_id=actor.ref.id).exists()


def _uninvolved_q(actor: Actor, grant: Grant) -> Q:
    if grant.commune_id is None:
        return NOTHING
    # Asked for each row, of the few events of its dossier: a list of all that one ever did would be read whole.
    mine = Event.objects.filter(actor_id=actor.ref.id, dossier_id=OuterRef("dossier_id"))
    return Q(commune_id=grant.commune_id) & ~Q(Exists(mine))


def _own_report(actor: Actor, grant: Grant, report: Report) -> bool:
    return grant.commune_id is not None and report.pk == grant.commune_id


def _own_report_q(actor: Actor, grant: Grant) -> Q:
    return Q(pk=grant.commune_id) if grant.commune_id else NOTHING


def _report_below(actor: Actor, grant: Grant, report: Report) -> bool:
    return bool(grant.unit_path) and report.path.startswith(f"{grant.unit_path}.")


def _report_below_q(actor: Actor, grant: Grant) -> Q:
    return Q(path__startswith=f"{grant.unit_path}.") if grant.unit_path else NOTHING


def register() -> None:
    register_scope("report", Report, "commune", test=_own_report, q=_own_report_q)
    register_scope("report", Report, "province", test=_report_below, q=_report_below_q)
    register_scope("complaint", Complaint, "uninvolved", test=_uninvolved, q=_uninvolved_q)
    register_scope("rating", Rating, "uninvolved", test=_uninvolved, q=_uninvolved_q)
    register_scope("dossier", Dossier, "own", test=_own, q=_own_q)
    register_scope("dossier", Dossier, "assist", test=_assist, q=_assist_q)
    register_scope("dossier", Dossier, "assigned", test=_assigned, q=_assigned_q)
    register_scope("dossier", Dossier, "asked", test=_asked, q=_asked_q)
    register_scope("dossier", Dossier, "keyed", test=_keyed, q=_keyed_q)
    register_own_people(Dossier, own_people)
    register_own_people(HamletTask, lambda actor: own_people(actor, "dossier__"))
