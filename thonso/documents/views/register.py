"""The register of incoming documents: what waits, the year page by page, a search, the printed book."""

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.db.models import Prefetch, prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from thonso.core.access import policy
from thonso.core.access.actors import Actor, actor_of
from thonso.core.access.audience import audience
from thonso.core.access.pages.shared import Done, read_day, sentences, submit, table
from thonso.core.base.clock import local, now, today
from thonso.core.base.errors import Refused
from thonso.core.base.refs import Ref
from thonso.core.journal.work import Work, transact
from thonso.core.units.models import Unit
from thonso.core.workdays.rules import Calendar
from thonso.core.workdays.services import calendar_for
from thonso.documents import access, books, keyset, rules, services
from thonso.documents.models import DocumentTask, Incoming
from thonso.documents.organs import Organ
from thonso.dossiers.views.papers import sent

Span = tuple[date, date] | None
PAGE = 50
MOST_WAITING = 100
ORDER = (keyset.Key("number", keyset.number, down=True),)


@audience("staff")
@never_cache
@require_GET
def page(request: HttpRequest) -> HttpResponse:
    """What waits to be registered, then the register of a year, the newest number first."""
    actor = actor_of(request)
    commune, organs = access.commune_of(actor)
    organ, year = _organ(request, organs), _year(request)
    words = " ".join(request.GET.get("q", "").split())[:100]
    query = {"co-quan": organ.key, "nam": str(year), **({"q": words} if words else {})}
    cursor = request.GET.get("sau", "")
    register, cut = books.registered(commune.pk, organ.key, year), False
    if words:
        register, cut = books.found(register, commune.pk, organ.key, year, words)
    rows, following = keyset.page(register, ORDER, cursor, PAGE)
    leads = DocumentTask.objects.filter(part="lead", state="open").select_related("account")
    prefetch_related_objects(rows, Prefetch("tasks", queryset=leads, to_attr="leads"))
    calendar = calendar_for(commune.pk)
    waiting = access.waiting(actor).filter(commune=commune, organ=organ.key)
    context = {
        "organs": [
            {"label": one.label, "url": "?" + urlencode({"co-quan": one.key}), "current": one == organ}
            for one in organs
        ],
        "organ": organ,
        "year": year,
        "years": [(one, one) for one in range(today().year, today().year - 5, -1)],
        "q": words,
        "waiting": [_waits(one, calendar) for one in waiting[:MOST_WAITING]],
        "may": organ in access.organs(actor, commune.pk, "register"),
        "rows": [_listed(one) for one in rows],
        "other": books.numbered_by(commune.pk, organ.key),
        "sets_up": bool(policy.can(actor, "set_up", policy.New("document_book", commune.pk))),
        "next_url": "?" + urlencode({**query, "sau": following}) if following else "",
        "first_url": "?" + urlencode(query) if cursor else "",
        "export": urlencode(query),
        "filtered": bool(words),
        "cut": cut,
        "behind": access.pushed(actor),
    }
    return render(request, "documents/register.html", context)


def _waits(row: Incoming, calendar: Calendar) -> dict[str, Any]:
    by = rules.register_by(local(row.arrived_at).date(), row.urgency, calendar)
    found = row.places
    title = (found.get("subject") or {}).get("value") or (row.upload.name if row.upload else "")
    return {
        "row": row, "title": title, "sender": (found.get("organ") or {}).get("value", ""), "late": by < today(),
        "by": by, "urgency": rules.URGENCIES[row.urgency] if row.urgency else "",
    }  # fmt: skip


def _listed(row: Incoming) -> dict[str, Any]:
    state, tone = rules.STATES[row.state]
    urgency = rules.URGENCIES[row.urgency] if row.urgency else ""
    lead: DocumentTask | None = next(iter(getattr(row, "leads", [])), None)
    late = lead is not None and lead.due_on is not None and lead.due_on < today()
    return {
        "row": row, "what": books.what(row), "state": state, "tone": tone, "urgency": urgency, "lead": lead, "late": late
    }  # fmt: skip


@audience("staff")
@never_cache
@require_GET
def export(request: HttpRequest, kind: str) -> HttpResponse:
    """The register of a year, or of some of its days, to print and bind or to take away; journalled."""
    actor = actor_of(request)
    commune, organs = access.commune_of(actor)
    year = _year(request)
    span = span_of(request.GET.get("tu", ""), request.GET.get("den", ""), year)
    return exported(actor, commune, _organ(request, organs), year, span, kind)


def exported(actor: Actor, commune: Unit, organ: Organ, year: int, span: Span, kind: str) -> HttpResponse:
    """As `pdf`, `xlsx` or `csv`. Raises Absent for another form, Refused for too many lines."""
    rows = books.registered(commune.pk, organ.key, year)
    if span:
        rows = rows.filter(registered_at__date__gte=span[0], registered_at__date__lte=span[1])
    found = books.to_print(rows)
    name = f"so-van-ban-den-{organ.key}-{year}"
    if kind == "pdf":
        if len(found) > books.MOST_ON_PAPER:
            words = _("%(count)d documents are too many for one print: choose fewer days, or take the spreadsheet.")
            raise Refused(words % {"count": len(found)})
        made = sent(books.sheet(commune, organ.key, year, found, span), commune, now(), kind, name)
    else:
        lines = [books.cells(one) for one in reversed(found)]
        made = table(kind, "Sổ văn bản đến", name, [head.words for head in books.HEADS], lines)
    with transact(commune.pk) as work:
        facts = {"organ": organ.key, "period": str(year), "rows": len(found), "format": kind}
        work.note("incoming_register.exported", actor.ref, Ref("unit", commune.pk), facts=facts)
    return made


@audience("staff")
@never_cache
@require_http_methods(["GET", "POST"])
def numbering(request: HttpRequest, organ: str) -> HttpResponse:
    """Who numbers what comes: Thôn Số, or the system that the commune keeps beside it."""
    actor = actor_of(request)
    commune, organs = access.commune_of(actor)
    chosen = next((one for one in organs if one.key == organ), None)
    if chosen is None:
        raise policy.absent()
    policy.require(actor, "set_up", policy.New("document_book", commune.pk))
    errors: dict[str, list[Any]] = {}
    values: dict[str, Any] = {"from": "other" if books.numbered_by(commune.pk, organ) else "thonso"}
    values["other"] = books.numbered_by(commune.pk, organ) or "VNPT-iOffice"
    if request.method == "POST":
        values = request.POST.dict()
        other = values.get("other", "") if values.get("from") == "other" else ""

        def act(work: Work) -> Done:
            if values.get("from") == "other" and not other.strip():
                said = _("Write the name of the other system.")
                raise Refused(said, fields={"other": [said]})
            services.set_numbering(work, actor, commune, organ, other)
            return reverse("documents:incoming") + "?" + urlencode({"co-quan": organ}), _("Written down.")

        try:
            return submit(request, actor, commune.pk, "document_book.numbering", act)
        except Refused as refusal:
            errors = sentences(refusal, "other")
    context = {
        "organ": chosen, "values": values, "errors": errors,
        "ways": [
            {"value": "thonso", "label": _("Thôn Số gives the arrival numbers")},
            {"value": "other", "label": _("Another system gives them"),
             "hint": _("You register there, drop the file in here and type the number that it was given.")},
        ],
    }  # fmt: skip
    return render(request, "documents/numbering.html", context, status=422 if errors else 200)


def _organ(request: HttpRequest, organs: list[Organ]) -> Organ:
    return next((one for one in organs if one.key == request.GET.get("co-quan")), organs[0])


def _year(request: HttpRequest) -> int:
    year = rules.counted(request.GET.get("nam", ""))
    return year if 2000 <= year <= today().year else today().year


def span_of(since: str, until: str, year: int) -> Span:
    """The days of a print; None where neither end is said. Raises Refused for a day that is none."""
    errors: dict[str, list[Any]] = {}
    first, last = read_day(since, errors, "since"), read_day(until, errors, "until")
    if errors:
        raise Refused(next(iter(errors.values()))[0])
    if first is None and last is None:
        return None
    return first or date(year, 1, 1), last or date(year, 12, 31)
