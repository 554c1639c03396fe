"""What is done before the officer, by appointment: the hour, another hour, and what was certified then.

The paper itself is signed by hand and stays the citizen's; kept here are its number in the certification book, who
certified it, and how.
"""

from collections.abc import Collection
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from thonso.core.base.clock import HANOI, local
from thonso.core.base.errors import Refused
from thonso.core.base.refs import Ref
from thonso.core.base.text import clean
from thonso.core.numbers.outside import Place, volume_of
from thonso.core.numbers.rules import volume as volume_name
from thonso.core.numbers.services import issue
from thonso.core.workdays.services import calendar_for
from thonso.dossiers import requirements
from thonso.dossiers.models import Dossier, Event, Result
from thonso.dossiers.rules.visits import FURTHEST
from thonso.dossiers.services import clock, presence, results
from thonso.dossiers.services.moves import Act, answers_of, move


def is_appointment(dossier: Dossier) -> bool:
    return requirements.definition(dossier).appointment_only


def hour_from(day: date, hour: str) -> datetime:
    """A day and '09:30' as a moment in Hanoi time. Raises Refused."""
    try:
        moment = datetime.strptime(hour.strip().replace("h", ":").replace(".", ":"), "%H:%M")  # noqa: DTZ007
    except ValueError:
        raise Refused(_("Write the hour as hours and minutes: 09:30."), fields={"hour": [_("Not an hour.")]}) from None
    return datetime.combine(day, moment.time(), HANOI)


def check_hour(act: Act, at: datetime) -> datetime:
    """An hour the office is open, not past and not too far off; this very moment for who stands before the officer, or the
    one at which she stood there."""
    if at in {act.at, act.dossier.received_at}:
        return at
    calendar = calendar_for(act.dossier.commune_id)
    if at < act.at:
        raise Refused(_("That hour is past."), fields={"day": [_("Please check.")]})
    if at > act.at + FURTHEST:
        raise Refused(_("That day is too far off: at most 60 days from today."), fields={"day": [_("Please check.")]})
    if calendar.snap(at) != local(at):
        raise Refused(
            _("The office is closed at that hour. Next it is open at %(when)s.")
            % {"when": calendar.snap(at).strftime("%H:%M %d/%m/%Y")},
            fields={"hour": [_("Please choose another hour.")]},
        )
    return at


def booked(act: Act, at: datetime) -> dict[str, Any]:
    """The columns of a dossier whose appointment is set."""
    act.dossier.appointed_at = check_hour(act, at)
    due_at = clock.due(act.dossier)
    return {"appointed_at": at, "due_at": due_at, "act_by": due_at if at in {act.at, act.dossier.received_at} else at}


def rebook(act: Act, at: datetime, reason: str = "") -> Event:
    """Another hour: a paper was missing, somebody fell ill, the road was cut off."""
    before = act.dossier.appointed_at
    if before == at:
        raise Refused(_("That is the hour that was set already."), fields={"hour": [_("Please choose another hour.")]})
    return move(
        act,
        "rebook",
        changes=booked(act, at),
        facts={"before": before.isoformat() if before else None, "appointed_at": at.isoformat()},
        payload={"reason": clean(reason, limit=500)},
    )


def volume_in_use(dossier: Dossier, year: int) -> int:
    """The volume of the certification book into which what is certified now is written."""
    kept = requirements.definition(dossier).result.book
    return volume_of(Place(dossier.commune_id, "ubnd", kept.key, str(year))) if kept else 1


def certify(
    act: Act, *, signer: str, witness_note: str = "", book: int | None = None, present: Collection[str] = ()
) -> Event:
    """Signed before the officer: the next number of the certification book, by whom, and who was there. `book`: the volume;
    left out, the one in use.

    Numbers run on from 01 to the end of the year (NĐ 23/2015/NĐ-CP, Điều 13, cần xác minh).
    """
    dossier = act.dossier
    signer = clean(signer, limit=100)
    if not signer:
        raise Refused(_("Write who certified it."), fields={"signer": [_("Not filled in.")]})
    if dossier.appointed_at is None or local(act.at).date() < local(dossier.appointed_at).date():
        raise Refused(_("It can be certified on the day of the appointment. To do it sooner, set another hour first."))
    book = volume_in_use(dossier, local(act.at).year) if book is None else book
    if not 1 <= book <= 99:
        raise Refused(_("Write the number of the volume."), fields={"book": [_("Between 1 and 99.")]})
    there = presence.check(dossier, "certify", present)
    kept = requirements.definition(dossier).result.book
    assert kept is not None  # of an appointment; the catalogue refuses one without
    day = local(act.at).date()
    written = [
        results.new(
            act.work, act.actor, [dossier], "", title, data,
            state=Result.State.ISSUED, dated=day, signer_name=signer, signed_at=act.at,
        )
        for title, data in _certified(dossier)
    ]  # fmt: skip
    event = move(
        act,
        "certify",
        changes={**results.at_return(act), "completed_at": act.at},
        facts={"result": str(written[0].pk), **there},
        payload={"witness": clean(witness_note, limit=1000, multiline=True)},
    )
    for result in written:
        taken = issue(
            act.work, commune_id=dossier.commune_id, organ="ubnd", book=kept.key, period=str(day.year),
            obj=Ref("result", result.pk),
        )  # fmt: skip
        number = f"{taken.number:02d}, quyển số {volume_name(book, str(day.year), kept.symbol)}"
        Result.objects.filter(pk=result.pk).update(number=number)
    return event


def last_signer(commune_id: UUID) -> str:
    """Who certified the last time: usually who does it again."""
    done = Result.objects.filter(commune_id=commune_id, made=Result.Made.HERE, paper="").exclude(signer_name="")
    return done.order_by("-at", "-id").values_list("signer_name", flat=True).first() or ""


def _certified(dossier: Dossier) -> list[tuple[str, dict[str, Any]]]:
    """What gets a number: the paper, or each that was brought, by its name. All copies of one original at one time share
    a number (trình tự của 2.000815)."""
    result = requirements.definition(dossier).result
    title, each = result.papers[0].title, result.each
    if each is None:
        return [(title, {})]
    rows = answers_of(dossier).get(each.rows) or []
    counts = {name: key for name, key in (("pages", each.pages), ("copies", each.copies)) if key}
    return [(f"{title}: {row[each.name]}", {name: row.get(key) for name, key in counts.items()}) for row in rows]
