"""Number books (sổ cấp số): which there are, where each stands, what each number was given for; as a page and as a sheet.

The books are those that papers of the product are numbered from: the committee's by kind of paper, certification books by
what procedures say, the centre's own. Tracking codes, queue numbers and official codes are no books.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, F, Q, Sum
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from thonso.core.access import policy
from thonso.core.access.actors import Actor
from thonso.core.base.clock import local, today
from thonso.core.numbers import rules
from thonso.core.numbers.models import Issued, Outside, Register
from thonso.core.numbers.outside import KIND, Place
from thonso.core.units.models import Unit
from thonso.documents import access as documents
from thonso.documents import books as incoming
from thonso.documents import kinds
from thonso.documents.models import Incoming, Outgoing, Version
from thonso.documents.organs import ORGANS
from thonso.documents.outgoing import access as outgoing
from thonso.documents.outgoing import recipients
from thonso.documents.outgoing.recipients import Recipients
from thonso.dossiers import access as dossiers
from thonso.dossiers.models import Event, Result
from thonso.dossiers.printing.drafts import LETTER_SYMBOL
from thonso.dossiers.services import extension
from thonso.dossiers.services.results import BOOKS
from thonso.procedures.access import definitions
from thonso.procedures.models import Offering

NOBODY = Recipients(())
KINDS = ("number_book", "certification_book", "centre_book")
NAMES = {
    "decision": gettext_lazy("Decision"),
    "notice": gettext_lazy("Notice"),
    "letter": gettext_lazy("Letter"),
    "confirmation": gettext_lazy("Confirmation"),
    "certificate_household": gettext_lazy("Certificate of a household"),
    "marital_confirmation": gettext_lazy("Confirmation of marital status"),
    "civil_extract_copy": gettext_lazy("Copy of a civil-status extract"),
    "cooperative_certificate": gettext_lazy("Certificate of a cooperative group"),
}
_STATES = {
    Result.State.SIGNED: gettext_lazy("Signed, not sealed yet"),
    Result.State.ISSUED: gettext_lazy("In force"),
    Result.State.REPLACED: gettext_lazy("Replaced"),
    Result.State.REVOKED: gettext_lazy("Revoked"),
}


@dataclass(frozen=True, slots=True)
class Book:
    """`kind`: of the policy; `symbols`: what stands behind the number, or behind the volume of a certification book."""

    organ: str
    key: str
    name: str
    symbols: tuple[str, ...]
    kind: str

    @property
    def certifies(self) -> bool:
        return self.kind == "certification_book"

    def place(self, commune_id: UUID, year: int) -> Place:
        return Place(commune_id, self.organ, self.key, str(year))

    def printed(self, year: int, volume: int) -> str:
        """'…/QĐ-UBND', or 'quyển số 02/2026-SCT/BS'."""
        if self.certifies:
            return "quyển số " + " · ".join(rules.volume(volume, str(year), one) for one in self.symbols)
        return " · ".join(f"…/{one}" for one in self.symbols)


@dataclass(frozen=True, slots=True)
class Standing:
    """A book in one year. `given` by Thôn Số, struck out or not; `outside` numbers taken elsewhere; `cancelled` of both."""

    book: Book
    year: int
    last: int = 0
    volume: int = 1
    given: int = 0
    outside: int = 0
    cancelled: int = 0
    register: Register | None = None

    @property
    def printed(self) -> str:
        return self.book.printed(self.year, self.volume)

    @property
    def shown(self) -> str:
        return f"{self.last:02d}"

    @property
    def url(self) -> str:
        return reverse("insight:book", args=[self.year, self.book.organ, self.book.key])


@dataclass(frozen=True, slots=True)
class Line:
    """A number, or several that were given outside. Who may not read its dossier sees the bare number: no `code`, `what`."""

    first: int
    last: int
    number: str
    day: date
    what: str = ""
    code: str = ""
    url: str = ""
    more: int = 0
    state: Any = ""
    signer: str = ""
    reason: str = ""
    recipients: Recipients = NOBODY
    outside: bool = False


def known(commune_id: UUID) -> list[Book]:
    """The books from which papers of this commune are numbered, in the order of the page."""
    found = [
        Book("ubnd", key, str(NAMES[paper]), _symbols(paper, symbol), "number_book")
        for paper, (key, symbol) in BOOKS.items()
    ]
    found += _of_other_kinds({key for key, _symbol in BOOKS.values()})
    found += [
        Book(one.key, incoming.BOOK, _("Documents that came, %(organ)s") % {"organ": one.label}, (), "number_book")
        for one in ORGANS.values()
    ]
    centre = extension.BOOK
    found.append(Book(centre["organ"], centre["book"], _("Apology and extension"), (extension.SYMBOL,), "centre_book"))
    versions = Offering.objects.filter(commune_id=commune_id).values_list("version_id", flat=True).distinct()
    certified: dict[str, dict[str, None]] = {}
    for text in definitions(list(versions)).values():
        if text.result.book is not None:
            certified.setdefault(text.result.book.key, {})[text.result.book.symbol] = None
    return [
        *found,
        *(
            Book("ubnd", key, _("Certification: %(symbol)s") % {"symbol": ", ".join(symbols)}, tuple(symbols),
                 "certification_book")
            for key, symbols in sorted(certified.items())
        ),
    ]  # fmt: skip


def _of_other_kinds(taken: Collection[str]) -> list[Book]:
    """Kinds of documents that no paper of a dossier is numbered with; they too begin after what the paper book had."""
    in_force = [one for one in kinds.in_force("government", today()) if not one.copy and one.key not in taken]
    symbol = ORGANS["ubnd"].symbol
    return [Book("ubnd", one.key, one.name, (kinds.symbol_of(one, symbol),), "number_book") for one in in_force]


def _symbols(paper: str, usual: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys([*LETTER_SYMBOL.values(), usual])) if paper == "letter" else (usual,)


def readable(actor: Actor, commune: Unit, action: str = "read") -> list[Book]:
    """The books that the actor may read, or keep."""
    held = {kind for kind in KINDS if policy.can(actor, action, policy.New(kind, commune.pk))}
    return [one for one in known(commune.pk) if one.kind in held] if held else []


def years(commune_id: UUID, books: Iterable[Book], this_year: int) -> list[int]:
    """The years in which one of these books has been used, and this one; the newest first."""
    wanted = {(one.organ, one.key) for one in books}
    rows = Register.objects.filter(commune_id=commune_id, organ__in={organ for organ, _key in wanted})
    found = {
        int(period) for organ, key, period in rows.values_list("organ", "book", "period") if (organ, key) in wanted
    }
    return sorted(found | {this_year}, reverse=True)


def standings(commune_id: UUID, books: Sequence[Book], year: int) -> list[Standing]:
    """Where these books stand: three queries, however many they are."""
    rows = {(one.organ, one.book): one for one in Register.objects.filter(commune_id=commune_id, period=str(year))}
    registers = [rows[one.organ, one.key] for one in books if (one.organ, one.key) in rows]
    ids = [one.pk for one in registers]
    given = {
        row["register_id"]: row
        for row in Issued.objects.filter(register_id__in=ids).values("register_id").annotate(
            given=Count("pk", filter=~Q(object_kind=KIND)), cancelled=Count("pk", filter=Q(state="cancelled"))
        )
    }  # fmt: skip
    outside = {
        row["register_id"]: row["count"]
        for row in Outside.objects.filter(register_id__in=ids, withdrawn_at=None).values("register_id").annotate(
            count=Coalesce(Sum(F("last") - F("first") + 1), 0)
        )
    }  # fmt: skip
    found = []
    for book in books:
        if (row := rows.get((book.organ, book.key))) is None:
            found.append(Standing(book, year))
            continue
        counts: Any = given.get(row.pk, {})
        found.append(
            Standing(
                book,
                year,
                row.last,
                row.volume,
                given=counts.get("given", 0),
                outside=outside.get(row.pk, 0),
                cancelled=counts.get("cancelled", 0),
                register=row,
            )
        )
    return found


def lines(actor: Actor, standing: Standing, *, before: int | None = None, most: int | None = None) -> list[Line]:
    """The numbers of the book, the highest first: below `before`, and of those given here at most `most`."""
    register = standing.register
    if register is None:
        return []
    rows = Issued.objects.filter(register_id=register.pk).order_by("-number")
    spans = Outside.objects.filter(register_id=register.pk, withdrawn_at=None)
    if before is not None:
        rows, spans = rows.filter(number__lt=before), spans.filter(last__lt=before)
    issued = list(rows if most is None else rows[:most])
    if most is not None and len(issued) == most:
        # What lies below belongs to the next page; a struck-out number lies inside its span, which then comes first.
        spans = spans.filter(last__gte=issued[-1].number)
    shown = _shown(actor, issued)
    found = [shown(row) for row in issued]
    found += [
        Line(one.first, one.last, _span(one.first, one.last), one.day, one.said(), outside=True, signer=one.by_name)
        for one in spans
    ]
    return sorted(found, key=lambda line: (line.last, line.outside), reverse=True)


def _span(first: int, last: int) -> str:
    return f"{first:02d}" if first == last else f"{first:02d}–{last:02d}"


def _shown(actor: Actor, issued: Sequence[Issued]) -> Callable[[Issued], Line]:
    """How each of these numbers is shown to the actor: what it was given for only where she may read a dossier of it."""
    ids = {
        kind: [row.object_id for row in issued if row.object_kind == kind]
        for kind in ("result", "event", Incoming.KIND, Outgoing.KIND)
    }
    results = {one.pk: one for one in Result.objects.filter(pk__in=ids["result"]).prefetch_related("stands_for")}
    events = {one.pk: one for one in Event.objects.filter(pk__in=ids["event"])}
    wanted = {link.dossier_id for one in results.values() for link in one.stands_for.all()}
    wanted |= {one.dossier_id for one in events.values()}
    came = {one.pk: one for one in documents.listed(actor).filter(pk__in=ids[Incoming.KIND])}
    ours = {one.pk: one for one in outgoing.listed(actor).filter(pk__in=ids[Outgoing.KIND])}
    newest = Version.objects.filter(outgoing__in=ours, number=F("outgoing__version"))
    sent_to = {id_: recipients.read(text) for id_, text in newest.values_list("outgoing_id", "recipients")}
    codes = dict(dossiers.listed(actor).filter(pk__in=wanted).values_list("pk", "code"))

    def line(row: Issued) -> Line:
        result, event = results.get(row.object_id), events.get(row.object_id)
        document, written = came.get(row.object_id), ours.get(row.object_id)
        linked = [link.dossier_id for link in result.stands_for.all()] if result else []
        linked = [event.dossier_id] if event else linked
        mine = sorted(codes[one] for one in linked if one in codes)
        said = result.title if result else _("Apology and extension") if event else ""
        struck = row.state == Issued.State.CANCELLED
        return Line(
            first=row.number, last=row.number,
            number=(written.code if written else result.number if result and mine else "") or f"{row.number:02d}",
            day=(written.dated if written else result.dated if result else None) or local(row.at).date(),
            what=incoming.what(document) if document else written.subject if written else said if mine else "",
            code=mine[0] if mine else "", more=max(0, len(linked) - 1) if mine else 0,
            state=_("struck out") if struck else _state(result, written),
            signer=written.signer if written else result.signer_name if result and mine else "",
            reason=row.reason if struck else "", url=_url(mine, document or written),
            recipients=sent_to.get(row.object_id, NOBODY),
        )  # fmt: skip

    return line


def _state(result: Result | None, written: Outgoing | None) -> Any:
    if written is not None:
        return _STATES[Result.State.ISSUED if written.state == "issued" else Result.State.SIGNED]
    return _STATES.get(Result.State(result.state), "") if result else ""


def _url(codes: Sequence[str], document: Incoming | Outgoing | None) -> str:
    if document is not None:
        name = "one" if isinstance(document, Incoming) else "outgoing_one"
        return reverse(f"documents:{name}", args=[document.pk])
    return reverse("dossiers:detail", args=[codes[0]]) if codes else ""


def put_right(standing: Standing) -> list[Outside]:
    """What was said of the paper book and replaced before the first number was given here, the newest first."""
    if standing.register is None:
        return []
    return list(Outside.objects.filter(register_id=standing.register.pk).exclude(withdrawn_at=None).order_by("-at"))
