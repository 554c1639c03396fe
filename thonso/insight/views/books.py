"""Sổ cấp số: the books of a year, one book with its numbers, and what its keeper says of the paper book beside it."""

import re
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from thonso.core.access import policy
from thonso.core.access.actors import Actor, actor_of
from thonso.core.access.audience import audience
from thonso.core.access.pages.shared import read_day, submit
from thonso.core.base.clock import now, today
from thonso.core.base.errors import DomainError, Refused, Stale
from thonso.core.base.refs import Ref
from thonso.core.journal.work import Work, transact
from thonso.core.numbers import outside
from thonso.core.units.models import Unit
from thonso.core.web.words import number
from thonso.dossiers.views.papers import sent
from thonso.insight import access, book_sheets, books
from thonso.insight.books import Standing
from thonso.insight.views.table import PAGE

FIELDS = ("last", "day", "words", "volume", "number", "reason")
_THOUSANDS = re.compile(r"\d{1,3}(?:[. ]\d{3})+")


@audience("staff", "admin")
@never_cache
@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """Every book of a year that the reader may see, and where it stands."""
    actor = actor_of(request)
    commune, known = access.number_books(actor)
    this_year = today().year
    there = books.years(commune.pk, known, this_year)
    asked = request.GET.get("nam", "")
    year = int(asked) if asked.isascii() and asked.isdigit() and len(asked) == 4 else this_year
    if year not in there:
        raise _no_year(year, this_year)
    keeps = {(one.organ, one.key) for one in books.readable(actor, commune, "keep")}
    rows = books.standings(commune.pk, known, year)
    kept = [one for one in rows if (one.book.organ, one.book.key) in keeps]
    context = {
        "year": year,
        "years": [{"label": str(one), "url": f"?nam={one}", "current": one == year} for one in there],
        "rows": rows,
        "unsaid": year == this_year and not all(one.last for one in kept),
        "tone": "info" if any(one.given for one in kept) else "soon",
    }
    return render(request, "insight/books.html", context)


@audience("staff", "admin")
@never_cache
@require_http_methods(["GET", "POST"])
def page(request: HttpRequest, year: int, organ: str, key: str) -> HttpResponse:
    """One book in one year; its keeper says here where the paper book stands, begins a volume, strikes a number out."""
    actor = actor_of(request)
    commune, standing = _standing(actor, year, organ, key)
    errors: dict[str, Any] = {}
    status, asks = 200, False
    if request.method == "POST":
        policy.require(actor, "keep", policy.New(standing.book.kind, commune.pk))
        try:
            return _done(request, actor, commune, standing)
        except (Refused, Stale) as refusal:
            errors, status = dict(refusal.fields) or {"last": [refusal.message]}, refusal.status
            asks = isinstance(refusal, outside.TooMany)
        commune, standing = _standing(actor, year, organ, key)  # somebody else may have moved it on
    return _shown(request, actor, commune, standing, errors=errors, status=status, asks=asks)


def _shown(
    request: HttpRequest,
    actor: Actor,
    commune: Unit,
    standing: Standing,
    *,
    errors: dict[str, Any],
    status: int,
    asks: bool,
) -> HttpResponse:
    post, cursor = request.POST, request.GET.get("sau", "")
    before = int(cursor) if cursor.isascii() and cursor.isdigit() and len(cursor) < 10 else None
    lines = books.lines(actor, standing, before=before, most=PAGE)
    lowest = min((one.first for one in lines if not one.outside), default=0)
    more = sum(not one.outside for one in lines) >= PAGE and lowest > 1
    context = {
        "standing": standing,
        "book": standing.book,
        "keeps": bool(policy.can(actor, "keep", policy.New(standing.book.kind, commune.pk))),
        "put_right": books.put_right(standing),
        "sums": [
            (_("Last number"), standing.shown if standing.last else _("none yet")),
            (_("The next one here"), f"{standing.last + 1:02d}"),
            (_("Given by Thôn Số"), number(standing.given)),
            (_("Given outside"), number(standing.outside)),
            (_("Struck out"), number(standing.cancelled)),
        ],
        "lines": lines,
        "next_url": f"?sau={lowest}" if more else "",
        "first_url": standing.url if before else "",
        "too_many": standing.given > book_sheets.MOST_ON_PAPER,
        "errors": errors,
        "part": post.get("part", ""),
        "asks": asks,
        "values": {name: post.get(name, "") for name in FIELDS},
        "next_volume": standing.volume + 1,
    }
    return render(request, "insight/book.html", context, status=status)


def _done(request: HttpRequest, actor: Actor, commune: Unit, standing: Standing) -> HttpResponse:
    """One of the three acts of the page. Raises Refused with its fields, Stale."""
    post, part = request.POST, request.POST.get("part", "")
    by, place = outside.By(actor.ref, actor.name), standing.book.place(commune.pk, standing.year)
    if part == "stand":
        last, seen = _number(post.get("last", ""), "last"), _seen(post.get("seen", ""))
        errors: dict[str, list[Any]] = {}
        day = read_day(post.get("day", ""), errors, "day")
        if errors:
            raise Refused(errors["day"][0], fields=errors)

        def act(work: Work) -> tuple[str, Any]:
            sure = bool(post.get("sure"))
            outside.stand(work, by, place, last=last, seen=seen, day=day, words=post.get("words", ""), sure=sure)
            return standing.url, _("Written down. The next number is %(number)s.") % {"number": f"{last + 1:02d}"}
    elif part == "volume" and standing.book.certifies:
        volume, seen = _number(post.get("volume", ""), "volume"), _seen(post.get("seen", ""))

        def act(work: Work) -> tuple[str, Any]:
            outside.begin_volume(work, by, place, volume=volume, seen=seen)
            return standing.url, _("What is certified from now on stands in this volume; the numbers run on.")
    elif part == "strike":
        struck = _number(post.get("number", ""), "number")

        def act(work: Work) -> tuple[str, Any]:
            outside.strike(work, by, place, struck, post.get("reason", ""))
            return standing.url, _("The number is struck out. It stays in the book and is given to nobody else.")
    else:
        raise access.absent()
    return submit(request, actor, commune.pk, f"number_book.{part}", act)


@audience("staff", "admin")
@never_cache
@require_GET
def export(request: HttpRequest, year: int, organ: str, key: str, kind: str) -> HttpResponse:
    """The whole book to print or to take away, so journalled."""
    actor = actor_of(request)
    commune, standing = _standing(actor, year, organ, key)
    if kind not in {"xlsx", "pdf"}:
        raise access.absent()
    if kind == "pdf" and standing.given > book_sheets.MOST_ON_PAPER:
        words = _("%(count)d numbers are too many for one print: take the spreadsheet.")
        raise Refused(words % {"count": standing.given})
    made = sent(book_sheets.sheet(actor, commune, standing), commune, now(), kind, f"so-so-{key}-{year}")
    with transact(commune.pk) as work:
        facts = {"book": key, "period": str(year), "format": kind, "rows": standing.given}
        target = standing.register.pk if standing.register else commune.pk
        work.note("number_book.exported", actor.ref, Ref("number_book", target), facts=facts)
    return made


def _standing(actor: Actor, year: int, organ: str, key: str) -> tuple[Unit, Standing]:
    """The book where the actor may read it. Raises Absent; Refused for a year that has not come."""
    commune, known = access.number_books(actor)
    book = next((one for one in known if (one.organ, one.key) == (organ, key)), None)
    if book is None:
        raise access.absent()
    this_year = today().year
    (standing,) = books.standings(commune.pk, [book], year) if year <= this_year else (Standing(book, year),)
    if year != this_year and standing.register is None:
        raise _no_year(year, this_year)
    return commune, standing


def _no_year(year: int, this_year: int) -> DomainError:
    if year <= this_year:
        return access.absent()
    return Refused(_("The books of %(year)s begin on 1 January of that year.") % {"year": year})


def _number(text: str, field: str) -> int:
    """'213', '0213' or '1.213'. Raises Refused; what has too many digits is a number that no book has."""
    typed = text.strip()
    plain = re.sub(r"[. ]", "", typed) if _THOUSANDS.fullmatch(typed) else typed
    sign = -1 if plain[:1] in {"-", "−", "–"} else 1
    digits = plain[1:] if sign < 0 else plain
    if not (digits.isascii() and digits.isdigit()):
        words = _("Write the number alone, without the symbol: 213.")
        raise Refused(words, fields={field: [words]})
    return sign * (int(digits) if len(digits) <= 12 else 10**12)


def _seen(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 12):
        raise Refused(_("Please open the book again."))
    return int(text)
