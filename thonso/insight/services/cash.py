"""A day's cash sheet is closed by the one-stop officer and counter-signed by a second person; then nobody changes it."""

from datetime import date

from django.db import IntegrityError
from django.utils.translation import gettext as _

from thonso.core.access import policy
from thonso.core.access.actors import Actor
from thonso.core.access.policy import New
from thonso.core.base.clock import local
from thonso.core.base.errors import Refused, Stale
from thonso.core.base.refs import Ref
from thonso.core.base.text import clean
from thonso.core.journal.work import Work
from thonso.core.units.models import Unit
from thonso.insight import cash
from thonso.insight.models import CashLine, CashSheet


def close(work: Work, actor: Actor, commune: Unit, day: date, *, count: int, taken: int, note: str = "") -> CashSheet:
    """Close the day with what stands on it. `count` and `taken` (đồng) are what the officer had before the eyes: when
    something came meanwhile she looks again. Raises Refused for a day to come and while an earlier one is open."""
    policy.require(actor, "close", New("cash_sheet", commune.pk))
    if day > local(work.at).date():
        raise Refused(_("This day has not come yet."))
    if (earlier := cash.oldest_open(commune.pk, day)) is not None:
        raise Refused(_("Close %(day)s first: days are closed one after the other.") % {"day": f"{earlier:%d/%m/%Y}"})
    last = cash.closed_days(commune.pk).last
    if last is not None and last >= day:
        raise _closed()
    found = cash.of(commune.pk, day)
    if (len(found.lines), found.taken) != (count, taken):
        raise Stale(_("Something was recorded since you opened the sheet. Please look at it again."))
    try:
        sheet = CashSheet.objects.create(
            commune=commune, day=day, taken=found.taken, taken_back=found.taken_back, closed_by_id=actor.ref.id,
            closed_by_name=actor.name, closed_at=work.at, note=clean(note, limit=300),
        )  # fmt: skip
    except IntegrityError as closed:  # by somebody else at the same moment
        raise _closed() from closed
    CashLine.objects.bulk_create([CashLine(sheet=sheet, event=line.event) for line in found.lines])
    facts = {"day": day.isoformat(), "lines": len(found.lines), "taken": found.taken, "taken_back": found.taken_back}
    work.note("cash_sheet.closed", actor.ref, Ref("cash_sheet", sheet.pk), facts=facts)
    return sheet


def _closed() -> Stale:
    return Stale(_("This day is closed already, or a later one is."))


def countersign(work: Work, actor: Actor, sheet: CashSheet) -> None:
    """A second person has compared the sheet with the receipts. Raises Refused for whoever closed it."""
    policy.require(actor, "countersign", sheet)
    if sheet.closed_by_id == actor.ref.id:
        raise Refused(_("Whoever closed the day does not counter-sign it: another person does."))
    rows = CashSheet.objects.filter(pk=sheet.pk, countersigned_at=None)
    if not rows.update(countersigned_by_id=actor.ref.id, countersigned_by_name=actor.name, countersigned_at=work.at):
        raise Stale(_("Somebody has counter-signed this day already."))
    work.note("cash_sheet.countersigned", actor.ref, Ref("cash_sheet", sheet.pk), facts={"day": sheet.day.isoformat()})
