"""How a dossier is told to people: its way as a path, its dates in words. Reads, decides nothing."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from thonso.core.access.actors import Actor
from thonso.core.access.models import Account
from thonso.core.access.roles import ROLES
from thonso.core.base.clock import local, now
from thonso.core.base.errors import DomainError
from thonso.core.units.deciders import LEADER
from thonso.core.workdays.services import calendar_for
from thonso.dossiers import requirements
from thonso.dossiers.models import Dossier, Event
from thonso.dossiers.rules.states import FOR_APPLICANT, LABEL, RUNNING, TONE, State
from thonso.dossiers.services.hands import holds

CHANNEL = {
    "online": gettext_lazy("filed online"),
    "assisted": gettext_lazy("filed in the hamlet, with a helper"),
    "desk": gettext_lazy("filed at the desk"),
    "post": gettext_lazy("filed by post"),
}
# The same in the history, where "Filed" stands before it.
HOW = {
    "online": gettext_lazy("online"),
    "assisted": gettext_lazy("in the hamlet, with a helper"),
    "desk": gettext_lazy("at the desk"),
    "post": gettext_lazy("by post"),
}
RELATION = {
    "self": gettext_lazy("For oneself or one's own household"),
    "parent": gettext_lazy("Father or mother, for a child"),
    "guardian": gettext_lazy("Guardian, for the person in their care"),
    "authorised": gettext_lazy("Authorised by someone else, with a paper"),
    "relative": gettext_lazy("A close relative"),
    "organisation": gettext_lazy("For an office or organisation"),
}
PART = {
    "helper": gettext_lazy("Helper"),
    "interpreter": gettext_lazy("Interpreter"),
    "witness": gettext_lazy("Witness"),
}
TASK = {
    "review": gettext_lazy("Review of the household"),
    "meeting": gettext_lazy("Hamlet meeting"),
    "posting": gettext_lazy("Public posting"),
    "return": gettext_lazy("Handing over the result"),
}
# What a hamlet reports, in the order it is read.
REPORT = {
    "income_score": gettext_lazy("Score B1 (income)"),
    "lack_score": gettext_lazy("Score B2 (lack of basic services)"),
    "income": gettext_lazy("Income of a person in a month (dong)"),
    "members": gettext_lazy("People in the household"),
    "proposal": gettext_lazy("The review proposes"),
    "held_on": gettext_lazy("Held on"),
    "chair": gettext_lazy("Chaired by"),
    "secretary": gettext_lazy("Minutes kept by"),
    "invited": gettext_lazy("Households invited"),
    "present": gettext_lazy("Households that came"),
    "agree": gettext_lazy("Households that agree"),
    "taken_by": gettext_lazy("Taken by (full name)"),
    "authority": gettext_lazy("Authorisation, if it is not the owner"),
    "objections": gettext_lazy("Objections that were made"),
    "carried_by": gettext_lazy("Taken there by"),
    "doubts": gettext_lazy("Looked at again by the hamlet"),
    "note": gettext_lazy("Note"),
}
# How the applicant asked the desk to take the dossier back.
WITHDRAWN_BY = {
    "paper": gettext_lazy("With a written request"),
    "spoken": gettext_lazy("In person, in words"),
    "phone": gettext_lazy("By telephone"),
}


def proposals(dossier: Dossier) -> dict[str, str]:
    """What a review of this procedure may come to, by key."""
    return {one.key: one.name for one in requirements.definition(dossier).result.outcomes}


def faults(refusal: DomainError, otherwise: str = "") -> dict[str, list[Any]]:
    """Errors by field. A single fault is told in the sentence itself, which says more than "please check"; a refusal
    without a field goes to `otherwise`, or nowhere: the page then shows its sentence."""
    if len(refusal.fields) == 1:
        return {next(iter(refusal.fields)): [refusal.message]}
    if not refusal.fields and otherwise:
        return {otherwise: [refusal.message]}
    return {key: list(said) for key, said in refusal.fields.items()}


@dataclass(frozen=True, slots=True)
class Words:
    words: str
    tone: str
    limit: datetime | None = None  # the date it is about


# What a dossier is said to be where its state alone does not tell it.
SEALING = gettext_lazy("Signed, waiting for the seal")
TAKEN_BACK = gettext_lazy("Result taken back")
BY_LETTER = gettext_lazy("Answered by letter")


def states_told() -> list[str]:
    """Everything a person may read as the state of a dossier."""
    return [str(one) for one in (*LABEL.values(), SEALING, TAKEN_BACK, BY_LETTER)]


def state(dossier: Dossier) -> Words:
    step = requirements.step(dossier) if dossier.status is State.SIGNATURE else None
    if step is not None and step.kind == "seal":  # one national code, but nobody waits for a signature any more
        return Words(str(SEALING), TONE.get(dossier.status, "info"))
    if dossier.result_revoked and dossier.status in {State.PROCESSING, State.STOPPED}:
        return Words(str(TAKEN_BACK), "late")
    return Words(str(LABEL[dossier.status]), TONE.get(dossier.status, "info"))


def office_state(dossier: Dossier) -> Words:
    """The same for the office, which also sees what waits for a decision; outside nobody is told of a mere proposal."""
    leader = dossier.approval_by == LEADER
    if dossier.refusal_proposed:
        return Words(_("Refusal waits for a leader") if leader else _("Refusal waits for the director"), "soon")
    if dossier.supplement_proposed:
        return Words(_("Supplement waits for a leader") if leader else _("Supplement waits for the director"), "soon")
    if dossier.extension_proposed and dossier.status not in {State.SUPPLEMENT, State.PAYMENT}:
        return Words(_("Later date waits for a leader") if leader else _("Later date waits for the director"), "soon")
    return state(dossier)


def due(dossier: Dossier, at: datetime | None = None) -> Words | None:
    """How long there is still to go, in working days, or how late it is: what was late stays so when it is done. None where
    no date runs and none was missed."""
    limit, at = dossier.act_by, at or now()
    if dossier.status not in RUNNING:
        return returned_late(dossier)
    if (before := late_before(dossier)) is not None:
        return before
    if limit is None:
        return None
    if limit < at:
        return _late(dossier, _what_is_late(dossier), limit, at)
    if dossier.is_corrected:  # the date of its result is kept or missed already
        return Words(_("To be corrected by %(when)s") % {"when": f"{local(limit):%H:%M %d/%m}"}, "soon", limit)
    if local(limit).date() == local(at).date():
        return Words(_("Due today %(hour)s") % {"hour": local(limit).strftime("%H:%M")}, "soon", limit)
    # Received outside office hours its clock has not begun: the day on which it begins is not one of those counted.
    begins = calendar_for(dossier.commune_id).snap(dossier.received_at) if dossier.received_at else at
    days = max(1, _working_days(dossier, max(at, begins), limit))
    words = ngettext("%(days)d working day left", "%(days)d working days left", days) % {"days": days}
    return Words(words, "soon" if days <= 2 else "ok", limit)


def returned_late(dossier: Dossier) -> Words | None:
    """By how much the result came after its date, or its end without one; None for what came in time, or is still to
    come. What the person took back is told in its history alone."""
    limit, done = dossier.due_at, dossier.completed_at
    if dossier.status in RUNNING | {State.WITHDRAWN} or limit is None or done is None or done <= limit:
        return None
    what = _("Returned late") if dossier.status in {State.COMPLETED, State.HANDED_OVER} else _("Ended late")
    done = _stood_since(dossier) or done
    if local(limit).date() == local(done).date():
        return Words(_("%(what)s, on the day itself") % {"what": what}, "late", limit)
    return _late(dossier, what, limit, done)


def late_before(dossier: Dossier) -> Words | None:
    """Until when its applicant is awaited, and by how much it was late when that began; None where it was not."""
    limit = dossier.due_at
    if dossier.status not in FOR_APPLICANT or limit is None:
        return None
    since = _stood_since(dossier)
    if dossier.received_at and since is None:
        return None  # its clock runs on while the fee is awaited
    if dossier.status is State.PAYMENT:
        waits = _("Waiting for the fee")
    elif dossier.act_by is None:
        waits = _("Waiting for papers")
    else:
        waits = _("Waiting for papers until %(day)s") % {"day": f"{local(dossier.act_by):%d/%m/%Y}"}
    days = _working_days(dossier, limit, since) if since else 0
    if not days:
        return Words(_("%(waits)s; it was late before") % {"waits": waits}, "late", limit)
    words = ngettext(
        "%(waits)s; before that it was %(days)d working day late",
        "%(waits)s; before that it was %(days)d working days late",
        days,
    )
    return Words(words % {"waits": waits, "days": days}, "late", limit)


def _stood_since(dossier: Dossier) -> datetime | None:
    """Since when its clock has stood, or stood when it ended; None where it runs, and before reception."""
    if dossier.status in {State.COMPLETED, State.HANDED_OVER}:
        return None
    return next((one.start for one in dossier.pauses.all() if one.end in {None, dossier.completed_at}), None)


def result_is_late(dossier: Dossier, at: datetime | None = None) -> bool:
    """Whether the office owes the person an apology and a new date (form 04): received, not done, and past its date. Not
    while a result that was given is corrected, nor for an hour at which nobody came: another hour is set."""
    running = dossier.status in {State.ACCEPTED, State.PROCESSING, State.CONSULTING, State.SIGNATURE}
    past = running and not dossier.is_corrected and dossier.due_at is not None and dossier.due_at < (at or now())
    return past and not _is_awaited(dossier)


def appointment_is_missed(dossier: Dossier, at: datetime | None = None) -> bool:
    """Whether the day of an appointment is over and nothing was recorded of it."""
    return _is_awaited(dossier) and dossier.due_at is not None and dossier.due_at < (at or now())


def _is_awaited(dossier: Dossier) -> bool:
    return dossier.status is State.ACCEPTED and dossier.appointed_at is not None


def _what_is_late(dossier: Dossier) -> str:
    if dossier.status is State.SUBMITTED:
        return _("Reception late")
    if dossier.status in {State.SUPPLEMENT, State.PAYMENT}:
        return _("Its owner is late")
    if dossier.status is State.ACCEPTED and dossier.appointed_at == dossier.act_by:
        return _("Appointment past")
    return _("Correction late") if dossier.is_corrected else _("Result late")


def _late(dossier: Dossier, what: str, limit: datetime, at: datetime) -> Words:
    """Under a working day by its hour, and always with the day."""
    days = _working_days(dossier, limit, at)
    if days == 0:
        return Words(
            _("%(what)s since %(hour)s") % {"what": what, "hour": f"{local(limit):%H:%M %d/%m}"}, "late", limit
        )
    words = ngettext("%(what)s by %(days)d working day", "%(what)s by %(days)d working days", days)
    return Words(words % {"what": what, "days": days}, "late", limit)


def holders(dossiers: Iterable[Dossier]) -> dict[UUID, str]:
    """Who has each dossier in hand: the officer it is assigned to, else the post; none where nothing is to be done."""
    rows = [one for one in dossiers if one.holder_role]
    ids = {one.assignee_id for one in rows if one.assignee_id}
    people = dict(Account.objects.filter(pk__in=ids).values_list("pk", "full_name")) if ids else {}
    posts = {one.pk: str(ROLES.get(one.holder_role, "")) for one in rows}
    return {one.pk: people.get(one.assignee_id, posts[one.pk]) if one.assignee_id else posts[one.pk] for one in rows}


def lenders(actor: Actor, dossiers: Iterable[Dossier]) -> dict[UUID, str]:
    """Of the dossiers that stand in the queue of a post lent to the actor: the name of whose post it is."""
    found = {one.pk: grant.acting_for for one in dossiers if (grant := holds(actor, one)) and grant.acting_for}
    people = dict(Account.objects.filter(pk__in=found.values()).values_list("pk", "full_name")) if found else {}
    return {id_: people.get(lender, "") for id_, lender in found.items()}


def _working_days(dossier: Dossier, start: datetime, end: datetime) -> int:
    """Working days after the day of `start` up to and with the day of `end`."""
    return calendar_for(dossier.commune_id).working_days_between(local(start).date(), local(end).date())


def onward(dossier: Dossier) -> str:
    """Where it goes next, in whose hands, and until when the dossier is due; '' at its last step."""
    steps = requirements.definition(dossier).steps
    keys = [step.key for step in steps]
    if dossier.stage not in keys[:-1]:
        return ""
    step = steps[keys.index(dossier.stage) + 1]
    told = {"step": step.label, "post": str(ROLES.get(step.role, step.role))}
    if dossier.due_at is None:
        return _("Pass on: %(step)s (%(post)s)") % told
    return _("Pass on: %(step)s (%(post)s); the dossier is due %(day)s") % (
        told | {"day": f"{local(dossier.due_at):%d/%m}"}
    )


@dataclass(frozen=True, slots=True)
class PathStep:
    label: str
    state: str
    note: str = ""


def path(dossier: Dossier, events: Collection[Event], *, holder: str = "") -> list[PathStep]:
    """Filed, each step of the procedure, handed over: where it has been, where it stands, what is still to come."""
    steps = requirements.definition(dossier).steps
    keys = [step.key for step in steps]
    left = _left(keys, events) | {keys[-1]: dossier.handed_over_at}
    # By letter, what is done in another system is never done.
    passed_by = set() if any(e.kind == "record_result" for e in events) else _passed_by(keys, left)
    here = keys.index(dossier.stage) if dossier.stage in keys else len(keys)
    ended = dossier.status in {State.REFUSED, State.WITHDRAWN, State.STOPPED, State.EXPIRED}
    found = [PathStep(_("Filed"), "done", _moment(dossier.filed_at))]
    for index, step in enumerate(steps):
        if step.kind == "external" and step.key in passed_by and index < here:
            found.append(PathStep(step.label, "todo", _("not done")))
        elif dossier.status is State.HANDED_OVER or index < here:
            found.append(PathStep(step.label, "done", _moment(left.get(step.key))))
        elif index == here and ended:
            found.append(PathStep(step.label, "stopped", str(LABEL[dossier.status])))
            break  # what comes after it will not come
        elif index == here:
            found.append(PathStep(step.label, "now", holder))
        else:
            found.append(PathStep(step.label, "todo"))
    return found


def _left(keys: list[str], events: Iterable[Event]) -> dict[str, datetime | None]:
    """When each step was left for one after it. Going back to a step, for what was sent back or is corrected, takes away
    when it and those after it were left, and nothing of those before; a step that was passed by has no moment."""
    left: dict[str, datetime | None] = {}
    at = 0
    for event in sorted(events, key=lambda one: one.seq):
        stage = str(event.changes.get("stage") or "")
        if stage not in keys:
            continue
        to = keys.index(stage)
        if to > at:
            left |= {keys[at]: event.at} | dict.fromkeys(keys[at + 1 : to])
        else:
            left = {key: moment for key, moment in left.items() if keys.index(key) < to}
        at = to
    return left


def _passed_by(keys: list[str], left: dict[str, datetime | None]) -> set[str]:
    return {key for key in keys[:-1] if key in left and left[key] is None}


def _moment(at: datetime | None) -> str:
    return local(at).strftime("%d/%m %H:%M") if at else ""
