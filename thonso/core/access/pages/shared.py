"""What pages of administration share: whose commune it is, a change made exactly once, days typed, files to take away."""

import re
from collections.abc import Callable, Sequence
from datetime import date, datetime, time
from typing import Any, Final
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from thonso.core.access import stepup
from thonso.core.access.actors import Actor
from thonso.core.access.models import Assignment
from thonso.core.access.policy import New, can, require
from thonso.core.base.clock import today
from thonso.core.base.errors import Absent, Refused
from thonso.core.base.text import clean
from thonso.core.journal.answered import Sent, once_only
from thonso.core.journal.work import Work
from thonso.core.units import sheets
from thonso.core.units.models import Unit

_CLOCK: Final = re.compile(r"(\d{1,2})\s*(?:[:.hHgG]|giờ)?\s*(\d{2})?\s*(?:phút|ph|p|['’])?", re.IGNORECASE)
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def commune_of(actor: Actor, action: str, kind: str) -> Unit:
    """The commune of the first post that allows this. Raises Absent for everybody else."""
    for grant in actor.grants:
        if grant.commune_id and can(actor, action, New(kind, grant.commune_id)):
            return Unit.objects.get(id=grant.commune_id)
    require(actor, action, New(kind, actor.home_commune()))
    raise Absent


Done = str | tuple[str, Any]  # where to go after a change, and what to say there


def submit(
    request: HttpRequest, actor: Actor, commune_id: UUID, verb: str, act: Callable[[Work], Done]
) -> HttpResponse:
    """Do a change once and go where `act` says; the same form sent twice goes there again without a second change.

    What is to be said is said after the transaction: one that rolled back must not look done.
    """
    body = {name: request.POST.getlist(name) for name in request.POST if name != "csrfmiddlewaretoken"}
    said: list[Any] = []

    def doing(work: Work) -> dict[str, Any]:
        done = act(work)
        url, words = (done, "") if isinstance(done, str) else done
        said.append(words)
        return {"url": url}

    answer = once_only(Sent(commune_id, actor.id, transaction_id(request), verb, body), doing)
    if not answer.replayed and said[-1]:
        messages.success(request, said[-1])
    return HttpResponseRedirect(answer.body["url"])


def read_day(text: str, errors: dict[str, list[Any]], name: str) -> date | None:
    """A day typed into a form; None when empty or wrong, with the sentence in `errors`."""
    if not text.strip():
        return None
    for form in ("%d/%m/%Y", "%Y-%m-%d"):
        try:
            return datetime.strptime(text.strip(), form).date()  # noqa: DTZ007  (a calendar day has no time zone)
        except ValueError:
            continue
    errors.setdefault(name, []).append(_("Write the date as day/month/year, for example 24/11/2026."))
    return None


def day_of(typed: date | str | None, errors: dict[str, list[Any]], name: str) -> date | None:
    """A day as a form or a program gives it, so that a wrong one is told together with what else is wrong."""
    return read_day(typed, errors, name) if isinstance(typed, str) else typed


def id_of(text: str) -> UUID | None:
    """An id from a form or an address; None for what is none."""
    try:
        return UUID(text)
    except ValueError:
        return None


def read_hour(text: str) -> time | None:
    """'7:30', '07.30', '7h30', '7 giờ 30 phút', '7h30p' or '7'; None when it is no hour of a day."""
    found = _CLOCK.fullmatch(text.strip())
    if found is None:
        return None
    hour, minute = int(found[1]), int(found[2] or 0)
    return time(hour, minute) if hour < 24 and minute < 60 else None


def download(content: bytes, name: str, media_type: str) -> HttpResponse:
    response = HttpResponse(content, content_type=media_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "no-store"
    return response


def table(form: str, title: str, name: str, headings: Sequence[str], rows: Sequence[Sequence[Any]]) -> HttpResponse:
    """A list as `xlsx` or `csv`. Raises Absent for another form."""
    if form == "xlsx":
        return download(sheets.write_xlsx(title, headings, rows), f"{name}.xlsx", XLSX)
    if form == "csv":
        return download(sheets.write_csv(headings, rows), f"{name}.csv", "text/csv; charset=utf-8")
    raise Absent


def state_of_post(row: Assignment) -> tuple[str, str]:
    """What a post is today, in words and with the tone of its tag."""
    if row.holds_on(today()):
        return _("Holds now"), "ok"
    if row.valid_to and row.valid_to < row.valid_from:
        return _("Ended on the day it was given"), "plain"
    return (_("Begins later"), "soon") if row.valid_from > today() else (_("Ended"), "plain")


FORM_SECONDS = 600


def confirmed(request: HttpRequest) -> HttpResponse | None:
    """Step-up before a page that changes who may do what: to open it, and within ten minutes to send it.

    Gives where to go first, or None. Raises StepUpNeeded for what was sent too late.
    """
    if request.method == "POST":
        stepup.require_step_up(request, FORM_SECONDS)
        return None
    if stepup.is_fresh(request):
        return None
    return HttpResponseRedirect(stepup.confirm_url(request, request.get_full_path()))


def transaction_id(request: HttpRequest) -> UUID:
    """The id that the form carries; a new one when it carries none."""
    try:
        return UUID(request.POST.get("transaction_id", ""))
    except ValueError:
        return uuid4()


def reason_of(request: HttpRequest, errors: dict[str, list[Any]]) -> str:
    """Why something is done to somebody's account; the journal keeps it. With the sentence in `errors` when missing."""
    words = read_text(request, "reason", 200, errors)
    if len(words) < 5 and "reason" not in errors:
        errors["reason"] = [_("Write the reason in a few words.")]
    return words


def read_text(request: HttpRequest, field: str, limit: int, errors: dict[str, list[Any]]) -> str:
    """What was typed, tidied; '' with the sentence in `errors` when it cannot be kept."""
    try:
        return clean(request.POST.get(field, ""), limit=limit)
    except Refused as refusal:
        errors[field] = [refusal.message]
        return ""


def sentences(refusal: Refused, first: str) -> dict[str, list[Any]]:
    """The sentences by field; a refusal that names no field stands at the field `first`."""
    return dict(refusal.fields) or {first: [refusal.message]}
