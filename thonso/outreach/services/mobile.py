"""Mobile days: announced, registered for, begun, closed with what could not be done carried over."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from thonso.core.access.actors import Actor
from thonso.core.access.models import Account, Assignment
from thonso.core.base.clock import local, today
from thonso.core.base.errors import Refused, Stale
from thonso.core.base.refs import Ref
from thonso.core.base.text import clean, fold, in_sentence
from thonso.core.journal.work import Work
from thonso.core.people.rules import check_name
from thonso.core.units.models import Unit
from thonso.core.web.words import day as said
from thonso.core.workdays.calendars import calendar_for
from thonso.dossiers.models import Dossier, Event
from thonso.outreach.models import Enrolment, MobileDay, TakenThere
from thonso.outreach.of_dossier import known
from thonso.procedures.access import published
from thonso.roster.rules import EARLIEST, LATEST, hours_meet, hours_words, off_on

FURTHEST = timedelta(days=90)
NO_PLACE = gettext_lazy("Write where people come to, for example the hamlet house.")
NO_PROCEDURE = gettext_lazy("Choose at least one procedure.")
MOST = 80
"""How many may register for one day: more than an officer can serve."""


@dataclass(frozen=True, slots=True)
class Wanted:
    hamlet: Unit
    place: str
    day: date
    starts: time
    ends: time
    officer: Account
    procedures: Sequence[str]


def announce(work: Work, by: Actor, wanted: Wanted) -> MobileDay:
    """Raises Refused with a sentence at the field that is wrong."""
    errors = _problems(work.commune_id, wanted)
    if errors:
        raise Refused(_("The day was not announced."), fields=errors)
    row = MobileDay.objects.create(
        commune_id=work.commune_id, hamlet=wanted.hamlet, place=clean(wanted.place, limit=120), day=wanted.day,
        starts=wanted.starts, ends=wanted.ends, officer=wanted.officer, procedures=list(wanted.procedures),
    )  # fmt: skip
    facts = {"hamlet": wanted.hamlet.code, "day": wanted.day, "procedures": list(wanted.procedures)}
    work.note("mobile_day.announced", by.ref, Ref("mobile_day", row.pk), facts=facts)
    return row


def _problems(commune_id: UUID, wanted: Wanted) -> dict[str, list[Any]]:
    errors: dict[str, list[Any]] = {}
    if not wanted.place.strip():
        errors["place"] = [NO_PLACE]
    if wanted.day < today():
        errors["day"] = [_("That day is past. Choose today or a later day.")]
    elif wanted.day > today() + FURTHEST:
        errors["day"] = [_("At most 90 days ahead.")]
    elif name := off_on(wanted.day, calendar_for(commune_id)):
        errors["day"] = [
            _("%(day)s is a day off (%(name)s). Choose another day.") % {"day": said(wanted.day), "name": name}
        ]
    if wanted.ends <= wanted.starts:
        errors["ends"] = [_("This must be later than %(time)s.") % {"time": f"{wanted.starts:%H:%M}"}]
    if wanted.starts < EARLIEST:
        errors["starts"] = [_("%(time)s is too early: write 5:00 or later.") % {"time": f"{wanted.starts:%H:%M}"}]
    if wanted.ends > LATEST:
        errors["ends"] = [_("%(time)s is too late: write 22:00 or earlier.") % {"time": f"{wanted.ends:%H:%M}"}]
    offered = {one.code for one in published(commune_id, wanted.day)}
    if not wanted.procedures:
        errors["procedures"] = [NO_PROCEDURE]
    elif not set(wanted.procedures) <= offered:
        errors["procedures"] = [_("One of these is not offered on that day. Choose again.")]
    if not Assignment.objects.filter(account=wanted.officer, commune_id=commune_id, role="one_stop").exists():
        errors["officer"] = [_("Choose an officer of the one-stop desk.")]
    for other in (
        MobileDay.objects.filter(day=wanted.day, officer=wanted.officer, state__in=RUNNING) if not errors else ()
    ):
        if hours_meet(other.starts, other.ends, wanted.starts, wanted.ends):
            words = _("%(name)s is at %(hamlet)s then already: %(hours)s.")
            hours = hours_words(other.starts, other.ends)
            errors["starts"] = [
                words % {"name": wanted.officer.full_name, "hamlet": other.hamlet.full_name, "hours": hours}
            ]
    return errors


RUNNING = (MobileDay.State.ANNOUNCED, MobileDay.State.OPEN)


def _held(day: MobileDay) -> MobileDay:
    """As it stands now: nobody closes it or calls it off before this transaction ends, so nobody is left on its list."""
    return MobileDay.objects.select_for_update().get(pk=day.pk)


def enrol(work: Work, by: Actor, day: MobileDay, name: str, code: str) -> Enrolment:
    """Somebody wants to come, for one procedure. Raises Refused."""
    day = _held(day)
    errors: dict[str, list[Any]] = {}
    found = check_name(name)
    if found.errors:
        errors["name"] = list(found.errors)
    if code not in day.procedures:
        errors["procedure"] = [_("Choose one of the procedures of this day.")]
    if day.state not in RUNNING or day.day < today():
        errors["name"] = [_("This day takes nobody any more.")]
    name = clean(name, limit=100) if not errors else ""
    rows = day.enrolments.filter(state=Enrolment.State.WAITING)
    if not errors and rows.filter(folded=fold(name), procedure_code=code).exists():
        errors["name"] = [
            _("%(name)s is on this list already. Of somebody of the same name, add the father's or spouse's name.")
            % {"name": name}
        ]
    if not errors and rows.count() >= MOST:
        errors["name"] = [_("The list of this day is full. Choose another day.")]
    if errors:
        raise Refused(_("Nobody was put on the list."), fields=errors)
    return _put(work, by, day, name, code)


def _put(
    work: Work, by: Actor, day: MobileDay, name: str, code: str, carried_from: Enrolment | None = None
) -> Enrolment:
    row = Enrolment.objects.create(
        commune_id=day.commune_id, day=day, name=name, folded=fold(name)[:100], procedure_code=code,
        entered_by=carried_from.entered_by if carried_from else by.ref.id, at=work.at, carried_from=carried_from,
    )  # fmt: skip
    work.note("mobile_day.enrolled", by.ref, Ref("mobile_day", day.pk), facts={"procedure": code})
    return row


def drop(work: Work, by: Actor, row: Enrolment, why: str) -> None:
    """She does not come, or it cannot be done there. Raises Refused."""
    why = clean(why, limit=200)
    if len(why) < 3:
        raise Refused(fields={"why": [_("Write the reason in a few words.")]})
    if not Enrolment.objects.filter(pk=row.pk, state="waiting").update(state="dropped", why=why):
        raise Stale(_("The list has changed meanwhile. Look at it again."))
    work.note("mobile_day.dropped", by.ref, Ref("mobile_day", row.day_id), facts={"procedure": row.procedure_code})


def begin(work: Work, by: Actor, day: MobileDay) -> None:
    """The officer is there: what she files and receives from now on says so. Raises Refused."""
    if day.day != today():
        raise Refused(_("A mobile day begins on its own day: %(day)s.") % {"day": said(day.day, "long")})
    if day.officer_id != by.account_id:
        raise Refused(_("Only the officer who is there begins it: %(name)s.") % {"name": day.officer.full_name})
    other = MobileDay.objects.filter(officer_id=day.officer_id, state="open").exclude(pk=day.pk)
    if (open_ := other.select_related("hamlet").first()) is not None:
        words = _("The day at %(hamlet)s, %(day)s, is not closed yet. Close it first.")
        raise Refused(words % {"hamlet": open_.hamlet.full_name, "day": said(open_.day, "long")})
    if not MobileDay.objects.filter(pk=day.pk, state="announced").update(state="open"):
        raise Stale(_("This day was begun or called off already. Look at it again."))
    work.note("mobile_day.begun", by.ref, Ref("mobile_day", day.pk))


def close(work: Work, by: Actor, day: MobileDay, to: MobileDay | None, why: str) -> int:
    """The day is over: who was not served goes to another day, or is told that there is none. Gives how many. Raises Refused."""
    why = clean(why, limit=200)
    if not MobileDay.objects.filter(pk=day.pk, state="open").update(state="closed"):
        raise Stale(_("This day is not open any more. Look at it again."))
    waiting = _waiting(day)
    if waiting and len(why) < 3:
        raise Refused(fields={"why": [_("Write why it could not be done: it is shown to whoever tells them.")]})
    _hand_on(work, by, day, waiting, to, why)
    work.note(
        "mobile_day.closed", by.ref, Ref("mobile_day", day.pk), facts={"left": len(waiting), "carried": to is not None}
    )
    return len(waiting)


def call_off(work: Work, by: Actor, day: MobileDay, to: MobileDay | None, why: str) -> int:
    """It does not take place; said in public with its reason. Raises Refused."""
    why = clean(why, limit=200)
    if len(why) < 5:
        raise Refused(fields={"why": [_("Write the reason: it stands on the public page.")]})
    if not MobileDay.objects.filter(pk=day.pk, state="announced").update(state="called_off", why=why):
        raise Stale(_("This day was begun or called off already. Look at it again."))
    waiting = _waiting(day)
    _hand_on(work, by, day, waiting, to, why)
    work.note("mobile_day.called_off", by.ref, Ref("mobile_day", day.pk), facts={"left": len(waiting)})
    return len(waiting)


def _waiting(day: MobileDay) -> list[Enrolment]:
    """Asked after the day's state has changed: from then on nobody joins them."""
    return list(day.enrolments.filter(state="waiting"))


def _hand_on(
    work: Work, by: Actor, day: MobileDay, waiting: Sequence[Enrolment], to: MobileDay | None, why: str
) -> None:
    to = _held(to) if to else None
    if to is not None and (to.pk == day.pk or to.state not in RUNNING or to.day < today()):
        raise Refused(fields={"to": [_("Choose a later day that is announced.")]})
    there = set(to.enrolments.filter(state="waiting").values_list("folded", "procedure_code")) if to else set()
    for row in waiting:
        Enrolment.objects.filter(pk=row.pk).update(state="carried" if to else "dropped", why=why)
        if to is not None and (row.folded, row.procedure_code) not in there:
            if row.procedure_code not in to.procedures:
                to.procedures = [*to.procedures, row.procedure_code]
                MobileDay.objects.filter(pk=to.pk).update(procedures=to.procedures)
            _put(work, by, to, row.name, row.procedure_code, carried_from=row)


def took_in(work: Work, dossier: Dossier, event: Event, actor: Actor, **_more: Any) -> None:
    """What an officer files or receives while her mobile day is open was taken in there (`dossier.filed`, `dossier.moved`)."""
    channels = {"filed": {"desk"}, "receive": {"desk", "assisted", "online"}}
    if actor.account_id is None or dossier.channel not in channels.get(event.kind, ()):
        return
    told, listed = _told(work, actor, dossier, event.kind)
    day = told or _open_now(work, actor, dossier)
    if day is None:
        return
    TakenThere.objects.get_or_create(day=day, dossier_id=dossier.pk, act=event.kind, defaults={"at": work.at})
    if event.kind == "filed":
        served(day, dossier, listed)


def _open_now(work: Work, actor: Actor, dossier: Dossier) -> MobileDay | None:
    """A day that was left open in the evening takes nothing in any more."""
    days = MobileDay.objects.filter(officer_id=actor.account_id, state="open", day=local(work.at).date())
    return days.filter(commune_id=dossier.commune_id).first()


def served(day: MobileDay, dossier: Dossier, listed: UUID | None) -> None:
    """Whoever was on the list is served; also where the day was closed before her dossier came down the mountain, and she
    had been put on a later one."""
    rows = day.enrolments.filter(pk=listed) if listed else day.enrolments.none()
    alike = day.enrolments.filter(folded=dossier.subject_folded, procedure_code=dossier.procedure_code)
    row = rows.exclude(state="done").first() or alike.exclude(state="done").order_by("-state").first()
    if row is not None:
        again = Enrolment.objects.filter(Q(pk=row.pk) | Q(carried_from=row, state="waiting"))
        again.update(state="done", dossier_id=dossier.pk)


Teller = Callable[[UUID, str], tuple[UUID, UUID | None] | None]
_tellers: list[Teller] = []


def register_brought(tell: Teller) -> None:
    """`tell(dossier, act)`: the day on which that was done without signal, for what a phone brings later, and whom it is of on
    the list of that day."""
    _tellers.append(tell)


def _told(work: Work, actor: Actor, dossier: Dossier, act: str) -> tuple[MobileDay | None, UUID | None]:
    """A day that nobody could begin for want of signal has begun with the first that it took in."""
    wanted, listed = next((found for tell in _tellers if (found := tell(dossier.pk, act))), (None, None))
    day = MobileDay.objects.filter(pk=wanted, officer_id=actor.account_id).first() if wanted else None
    if day is not None and day.state == "announced" and day.day <= today():
        open_now = MobileDay.objects.filter(officer_id=actor.account_id, state="open").exclude(pk=day.pk)
        if not open_now.exists() and MobileDay.objects.filter(pk=day.pk, state="announced").update(state="open"):
            work.note("mobile_day.begun", actor.ref, Ref("mobile_day", day.pk), facts={"without_signal": True})
    return day, listed


def taken_at(dossier: Dossier, act: str = "filed") -> str:
    """Where it was filed, when that was on a mobile day: for its page and the filing note. '' else."""
    if not known(dossier).taken:
        return ""
    row = TakenThere.objects.filter(dossier=dossier, act=act).select_related("day__hamlet").first()
    return f"Đăng ký lưu động ở {in_sentence(row.day.hamlet.full_name)} ({row.day.place})" if row else ""


def coming(commune_id: UUID) -> list[MobileDay]:
    """Days that lie ahead or go on, also those called off, for the public page."""
    rows = MobileDay.objects.filter(commune_id=commune_id, day__gte=today()).exclude(state="closed")
    return list(rows.select_related("hamlet", "officer").order_by("day", "starts"))


def overdue(commune_id: UUID) -> list[MobileDay]:
    """Days that are past and were never closed: somebody may still wait there."""
    rows = MobileDay.objects.filter(commune_id=commune_id, day__lt=today(), state__in=RUNNING)
    return list(rows.select_related("hamlet", "officer").order_by("day", "pk"))


def later(day: MobileDay) -> list[MobileDay]:
    """To where who was not served can be carried."""
    rows = MobileDay.objects.filter(commune_id=day.commune_id, day__gte=today(), state="announced")
    return list(rows.exclude(pk=day.pk).select_related("hamlet").order_by("day", "pk"))
