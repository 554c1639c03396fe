"""The only code that writes the timetable: times entered and ended, days away, and what ends with a post."""

from dataclasses import dataclass
from datetime import date, time, timedelta
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from thonso.core.access.actors import Actor
from thonso.core.access.models import Account, Assignment
from thonso.core.base.clock import today
from thonso.core.base.errors import Refused
from thonso.core.base.refs import Ref
from thonso.core.journal.work import Work
from thonso.core.units.models import Unit
from thonso.core.web.words import day as said
from thonso.core.workdays.calendars import calendar_for
from thonso.roster import reading, rules
from thonso.roster.models import Absence, Duty


@dataclass(slots=True)
class Wanted:
    """A time about to be entered."""

    hamlet_id: UUID
    helper_id: UUID
    weekday: int | None
    valid_from: date
    valid_to: date | None
    starts: time
    ends: time


def add_duty(work: Work, by: Actor, hamlet: Unit, helper: Account, wanted: Wanted, *, named: bool) -> Duty:
    """Raises Refused with a sentence at the field that is wrong."""
    commune_id = work.commune_id
    errors = rules.problems(wanted, today=today(), calendar=calendar_for(commune_id))
    errors = errors or _post_problem(commune_id, helper, wanted) or _overlap_problem(commune_id, helper, wanted)
    if errors:
        raise Refused(_("The time was not entered."), fields=errors)
    row = Duty.objects.create(
        commune_id=commune_id, hamlet=hamlet, helper=helper, weekday=wanted.weekday, valid_from=wanted.valid_from,
        valid_to=wanted.valid_to, starts=wanted.starts, ends=wanted.ends, named=named,
    )  # fmt: skip
    facts = {"hamlet": hamlet.code, "weekday": wanted.weekday, "from": wanted.valid_from, "to": wanted.valid_to}
    work.note("roster.added", by.ref, Ref("duty", row.pk), facts={**facts, "helper": str(helper.pk)})
    return row


def _post_problem(commune_id: UUID, helper: Account, wanted: Wanted) -> dict[str, list[str]]:
    spans = reading.posts_of(commune_id, [helper.pk]).get(helper.pk, [])
    if not spans or not helper.is_active:
        return {"helper": [_("This person holds no post of a hamlet. Choose somebody from the list.")]}
    if any(span.holds_on(wanted.valid_from) for span in spans):
        return {}
    last = reading.until(spans)
    if last and last < wanted.valid_from:
        words = _("This person's post ends on %(day)s, before that day.") % {"day": said(last)}
    else:
        words = _("This person's post begins on %(day)s, after that day.") % {"day": said(min(s.first for s in spans))}
    return {"helper": [words]}


def _overlap_problem(commune_id: UUID, helper: Account, wanted: Wanted) -> dict[str, list[str]]:
    own = [one for one in reading.in_force(commune_id, today()) if one.helper_id == helper.pk]
    for one in own:
        if (day := rules.meet(one, wanted)) is not None:
            words = _(
                "%(name)s is at %(hamlet)s then already: %(hours)s on %(day)s. End that time first, or choose other hours."
            )
            return {"starts": [words % _told(helper, one.hamlet, one, day)]}
    lent = [one for one in reading.away(commune_id, today()) if one.replacement_id == helper.pk]
    if lent:
        turns = reading.turns_of(commune_id, today(), 1 + rules.LONGEST_AWAY.days)
        standing_in = [turn for turn in turns if turn.who == helper.pk and turn.instead_of]
        for turn in standing_in:
            if rules.is_on(wanted, turn.day) and rules.hours_meet(wanted.starts, wanted.ends, turn.starts, turn.ends):
                words = _("%(name)s stands in at %(hamlet)s then: %(hours)s on %(day)s. Choose other hours.")
                return {"starts": [words % _told(helper, Unit.objects.get(pk=turn.hamlet_id), turn, turn.day)]}
    return {}


def _told(helper: Account, hamlet: Unit, times: Duty | rules.Turn, day: date) -> dict[str, str]:
    hours = rules.hours_words(times.starts, times.ends)
    return {"name": helper.full_name, "hamlet": hamlet.full_name, "hours": hours, "day": said(day, "long")}


def end_duty(work: Work, by: Actor, duty: Duty, last_day: date) -> None:
    """`last_day` is the last on which it holds. What has not begun by then is taken out of the list. Doing it again changes
    nothing. Raises Refused."""
    if last_day < today() - timedelta(days=1):
        raise Refused(fields={"last_day": [_("That day is past. Choose today or a later day.")]})
    if duty.valid_to is not None and duty.valid_to <= last_day:
        if duty.weekday is None and duty.valid_from > today():
            last_day = duty.valid_from - timedelta(days=1)  # a single day ahead is ended by taking it out
        else:
            return
    _close(work, by.ref, duty, last_day)


def _close(work: Work, by: Ref, duty: Duty, last_day: date) -> None:
    ref = Ref("duty", duty.pk)
    if last_day < duty.valid_from:
        Duty.objects.filter(pk=duty.pk).delete()
        work.note("roster.removed", by, ref, facts={"helper": str(duty.helper_id)})
    else:
        Duty.objects.filter(pk=duty.pk).update(valid_to=last_day)
        work.note("roster.ended", by, ref, facts={"helper": str(duty.helper_id), "to": last_day})


def add_absence(
    work: Work, by: Actor, helper: Account, first: date, last: date, replacement: Account | None
) -> Absence:
    """Raises Refused with a sentence at the field that is wrong."""
    commune_id, errors = work.commune_id, dict[str, list[str]]()
    if first < today():
        errors["first"] = [_("That day is past. Choose today or a later day.")]
    if last < first:
        errors["last"] = [_("The last day is before the first.")]
    elif last - first >= rules.LONGEST_AWAY:
        errors["last"] = [_("At most 120 days at once. Who is away longer: let the commune end the times.")]
    for one in reading.away(commune_id, today()) if not errors else ():
        if one.helper_id == helper.pk and one.first <= last and first <= one.last:
            words = _("These days are marked already: %(first)s – %(last)s. Take that back first.")
            errors["first"] = [words % {"first": said(one.first), "last": said(one.last)}]
    if replacement is not None and not errors:
        errors = _replacement_problem(commune_id, helper, first, last, replacement)
    if errors:
        raise Refused(_("The days were not marked."), fields=errors)
    row = Absence.objects.create(commune_id=commune_id, helper=helper, first=first, last=last, replacement=replacement)
    facts = {"from": first, "to": last, "replaced": replacement is not None}
    work.note("roster.away", by.ref, Ref("absence", row.pk), facts={**facts, "helper": str(helper.pk)})
    return row


def _replacement_problem(
    commune_id: UUID, helper: Account, first: date, last: date, other: Account
) -> dict[str, list[str]]:
    if other.pk == helper.pk:
        return {"replacement": [_("Choose another person: nobody stands in for herself.")]}
    days = (last - first).days + 1
    spans = reading.posts_of(commune_id, [other.pk]).get(other.pk, [])
    if not all(any(span.holds_on(first + timedelta(days=n)) for span in spans) for n in range(days)):
        return {
            "replacement": [
                _("%(name)s does not hold a post of a hamlet on all these days.") % {"name": other.full_name}
            ]
        }
    for one in reading.away(commune_id, today()):
        if one.helper_id == other.pk and one.first <= last and first <= one.last:
            words = _("%(name)s is away too: %(first)s – %(last)s. Choose somebody else, or nobody.")
            return {
                "replacement": [words % {"name": other.full_name, "first": said(one.first), "last": said(one.last)}]
            }
    turns = reading.turns_of(commune_id, first, days)
    found = rules.clash((t for t in turns if t.who == helper.pk), (t for t in turns if t.who == other.pk))
    if found is not None:
        _mine, theirs = found
        place = Unit.objects.get(pk=theirs.hamlet_id)
        words = _("%(name)s is at %(hamlet)s then: %(hours)s on %(day)s. Choose somebody else, or nobody.")
        return {"replacement": [words % _told(other, place, theirs, theirs.day)]}
    return {}


def take_back(work: Work, by: Actor, absence: Absence) -> None:
    """She is there after all; days that are past stay as they were. Doing it again changes nothing."""
    if absence.last < today():
        return
    ref, facts = Ref("absence", absence.pk), {"helper": str(absence.helper_id)}
    if absence.first < today():
        Absence.objects.filter(pk=absence.pk).update(last=today() - timedelta(days=1))
    else:
        Absence.objects.filter(pk=absence.pk).delete()
    work.note("roster.back", by.ref, ref, facts=facts)


def post_ended(
    work: Work, account: UUID, by: Actor, assignment: Assignment | None = None, successor: UUID | None = None
) -> None:
    """The times of who holds no post of a hamlet in the commune any more end with the last one; an account that is locked
    is nowhere from today on. Called in the transaction that ended it (`post.ended`)."""
    spans = reading.posts_of(work.commune_id, [account]).get(account, [])
    last = reading.until(spans) if spans else today() - timedelta(days=1)
    if last is None:
        return
    for duty in Duty.objects.filter(commune_id=work.commune_id, helper_id=account):
        if duty.valid_to is None or duty.valid_to > last:
            _close(work, by.ref, duty, last)


def told(assignment: Assignment) -> str:
    """Before a post ends: how many times at a support point end with it; '' for none."""
    if assignment.commune_id is None:
        return ""
    count = sum(one.helper_id == assignment.account_id for one in reading.in_force(assignment.commune_id, today()))
    return (
        ngettext("%(count)d time at a support point", "%(count)d times at a support point", count) % {"count": count}
        if count
        else ""
    )
