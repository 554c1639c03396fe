"""Closing the month: what would be kept, what stands in the way, and every month as it was closed."""

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from thonso.core.access import policy
from thonso.core.access.actors import actor_of
from thonso.core.access.audience import audience
from thonso.core.access.pages.shared import submit
from thonso.core.access.policy import New
from thonso.core.base.clock import today
from thonso.core.base.refs import Ref
from thonso.core.journal.work import Work, transact
from thonso.dossiers.printing import tables
from thonso.dossiers.views.papers import pdf, sent
from thonso.insight import access, kept, layouts, months, register
from thonso.insight.models import MonthBook
from thonso.insight.rules.periods import words
from thonso.insight.services import months as services


@audience("staff")
@never_cache
@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """The last months, and which of them are closed."""
    actor = actor_of(request)
    commune = access.month_commune(actor)
    books = months.books(commune.pk)
    last, oldest = months.standing(books), min((one.first for one in books), default=None)
    first, rows = months.before(today().replace(day=1)), []
    for _n in range(12):
        found = [one for one in books if one.first == first]
        rows.append((first, _name(first), months.standing(found, first), found[0] if found else None))
        if first == oldest:  # what lies before the first one of all is never closed
            break
        first = months.before(first)
    coming = months.next_to_close(last, today())
    over = months.after(coming) <= today()
    context = {
        "rows": rows,
        "next": coming if last else None,
        "coming": coming,
        "coming_name": _name(coming),
        "opens": months.after(coming),
        "over": over,
        "waiting": months.unentered(commune.pk, coming) if over else [],
        "may_close": policy.can(actor, "close", New("month_book", commune.pk)).allow,
    }
    return render(request, "insight/months.html", context)


@audience("staff")
@never_cache
@require_GET
def page(request: HttpRequest, name: str) -> HttpResponse:
    """One month: as it was closed, or as it stands and may be closed."""
    actor, first = actor_of(request), _first(name)
    commune = access.month_commune(actor)
    books = months.books(commune.pk)
    found = [one for one in books if one.first == first]
    last = months.standing(books)
    book = months.standing(found)
    now = months.figures(commune, first)
    if book is not None:
        book = access.month_book(actor, book.pk)
    tables = book.tables if book else now.tables
    may_close = policy.can(actor, "close", New("month_book", commune.pk)).allow
    context = {
        "name": name,
        "title": words(months.span_of(first)),
        "first": first,
        "book": book,
        "books": found,
        "sheet": kept.unpacked(tables["linh-vuc"]),
        "layout": layouts.table(months.span_of(first).last),
        "received": book.received if book else now.received,
        "changed": book is not None and months.changed(book, now),
        "differences": months.differences(book, now) if book else [],
        "seen": now.seen,
        "waiting": [] if book else months.unentered(commune.pk, first),
        "opens": months.after(first),
        "over": months.after(first) <= today(),
        "earlier": months.after(last.first) if last and months.after(last.first) < first else None,
        "may_close": may_close,
        "may_reopen": book is not None and policy.can(actor, "reopen", book).allow,
        "live": f"{reverse('insight:table')}?tu={first}&den={months.span_of(first).last}",
    }
    return render(request, "insight/month.html", context)


@audience("staff")
@never_cache
@require_POST
def close(request: HttpRequest, name: str) -> HttpResponse:
    actor, first = actor_of(request), _first(name)
    commune = access.month_commune(actor, "close")
    counted = services.counted(commune, first)

    def act(work: Work) -> tuple[str, Any]:
        post = request.POST
        services.close(work, actor, commune, first, counted, seen=post.get("seen", ""), note=post.get("note", ""))
        return _url(first), _("The month is closed. Print table and register, and have them signed.")

    return submit(request, actor, commune.pk, "month_book.close", act)


@audience("staff")
@never_cache
@require_POST
def reopen(request: HttpRequest, book_id: UUID) -> HttpResponse:
    actor = actor_of(request)
    book = access.month_book(actor, book_id, "reopen")

    def act(work: Work) -> tuple[str, Any]:
        services.reopen(work, actor, book, request.POST.get("reason", ""))
        return _url(book.first), _("The month is open again. Close it once more when everything is entered.")

    return submit(request, actor, book.commune_id, "month_book.reopen", act)


@audience("staff")
@never_cache
@require_GET
def export(request: HttpRequest, book_id: UUID, what: str, kind: str) -> HttpResponse:
    """What was closed, to print or to take away: as it was, with who closed it and when."""
    actor = actor_of(request)
    book = access.month_book(actor, book_id)
    if kind not in {"xlsx", "pdf"} or what not in {*months.SORTED, "so"}:
        raise access.absent()
    name = f"{what}-{book.first:%Y%m}-dong-lan-{book.turn}"
    span, commune = months.span_of(book.first), book.commune
    if what == "so":
        lines = kept.unpacked_lines(book.register)
        if kind == "xlsx":
            sheet = register.sheet(commune, span, lines, book.received, said=_said(book))
            made = sent(sheet, commune, book.closed_at, kind, name)
        else:
            content = register.pdf(commune, span, lines, book.received, said=_said(book))
            made = pdf(content, name)
    else:
        sheet = kept.unpacked(book.tables[what])
        made = sent(tables.with_about(sheet, _said(book)), commune, book.closed_at, kind, name)
    with transact(book.commune_id) as work:
        said = {"what": what, "format": kind}
        work.note("month_book.exported", actor.ref, Ref("month_book", book.pk), facts=said)
    return made


def _said(book: MonthBook) -> str:
    return f"{_turn(book)} bởi {book.closed_by_name}, {tables.hour(book.closed_at)}."


def _turn(book: MonthBook) -> str:
    return "Đã đóng" if book.turn == 1 else f"Đóng lại lần {book.turn}"


def _first(name: str) -> date:
    """'2026-11' as the first day of that month. Raises Absent."""
    try:
        found = date.fromisoformat(f"{name}-01")
    except ValueError:
        raise access.absent() from None
    if found.year < 2000 or found > today():
        raise access.absent()
    return found


def _name(first: date) -> str:
    return f"{first:%Y-%m}"


def _url(first: date) -> str:
    return reverse("insight:month", args=[_name(first)])
