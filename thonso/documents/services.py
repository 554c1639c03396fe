"""The only code that writes incoming documents: arrived, registered under the next number, returned, thrown away.

A paper with a mark of secrecy is refused before anything of it is kept.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import IO, Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from thonso.core import signatures
from thonso.core.access import policy
from thonso.core.access.actors import Actor
from thonso.core.access.pages.shared import day_of
from thonso.core.base import clock
from thonso.core.base.clock import local
from thonso.core.base.errors import Refused, Stale
from thonso.core.base.ids import new_id
from thonso.core.base.refs import Ref
from thonso.core.base.text import clean, printable
from thonso.core.files import services as files
from thonso.core.files.rules import PDF
from thonso.core.files.sentences import FileRefused
from thonso.core.journal.work import Work, transact
from thonso.core.numbers import outside
from thonso.core.numbers.services import issue
from thonso.core.search import services as search
from thonso.core.units.models import Unit
from thonso.documents import books, proposing, rules, secrecy
from thonso.documents.access import Intake
from thonso.documents.models import Book, DocumentTask, Incoming
from thonso.documents.reading.apart import Secret, read_file

Also = Callable[[Work, Incoming], None]
LIMITS = {"sender": 200, "code": 60, "kind": 60, "subject": 500, "signer": 100, "signer_title": 150, "note": 300}
MOST_COPIES = 999
MOST_ALIKE = 50  # of one number, symbol and date: each province has some that say 12/TB-UBND
SECRET = gettext_lazy(
    "This is a state-secret document. It must not enter this system: nothing of it was kept, not even its name. Register it "
    "by hand in the book of secret documents, and keep the file off every machine that is connected to a network."
)

ONLY_PDF = gettext_lazy("Only PDF files are taken in. Scan the paper to a PDF; a photo is not enough for the register.")


class Same(Refused):
    """The register has a document that is most likely this one; taken in all the same when somebody says that it is another."""

    def __init__(self, words: str, rows: list[Incoming]) -> None:
        super().__init__(words, fields={"code": [words]})
        self.rows = rows


@dataclass(frozen=True, slots=True)
class Typed:
    """The entry as it was typed. `number` where another system numbers; `sure`: it is no double; `looked`: somebody saw that
    no page bears a mark of secrecy, asked where the machine could not look."""

    sender: str = ""
    code: str = ""
    kind: str = ""
    subject: str = ""
    signer: str = ""
    signer_title: str = ""
    note: str = ""
    dated: date | str | None = None
    due_on: date | str | None = None
    urgency: str = "0"
    copies: str = "1"
    number: str = ""
    sure: bool = False
    looked: bool = False


def moved() -> Stale:
    return Stale(_("Somebody else has just dealt with this document. Look at it again."))


def refuse_secret(by: Actor, commune: Unit, organ: str, way: str) -> Refused:
    """The journal keeps that something was refused here and how it showed, nothing of what it was."""
    with transact(commune.pk) as work:
        work.note("incoming.refused_secret", by.ref, Ref("unit", commune.pk), facts={"organ": organ, "shown_by": way})
    return Refused(str(SECRET), fields={"file": [SECRET]})


def arrive(
    by: Actor,
    commune: Unit,
    organ: str,
    data: IO[bytes],
    name: str,
    *,
    id_: UUID | None = None,
    also: Also | None = None,
) -> Incoming:
    """A file that came, looked into and kept until it is registered. Raises Refused; of a secret paper nothing is left.

    `id_` is one that a program chose: the same bytes under another id are another document. `also` is done in the same
    transaction.
    """
    policy.require(by, "register", Intake(commune.pk, organ))
    if secrecy.named_secret(name):
        raise refuse_secret(by, commune, organ, "name")
    with files.spooled(data) as spooled:
        try:
            if files.look_into(spooled.path) != PDF:
                raise Refused(str(ONLY_PDF), fields={"file": [ONLY_PDF]})
            seen = read_file(spooled.path)
        except Secret:
            raise refuse_secret(by, commune, organ, "mark") from None
        except FileRefused as refusal:
            if refusal.reason == "secret_mark":
                raise refuse_secret(by, commune, organ, "mark") from None
            raise
        there = None if id_ else _waits_already(by, commune, organ, spooled.sha256)
        if there is not None:
            return there
        verdict = signatures.verify_apart(spooled.path.read_bytes()).as_json()
        upload = files.store_spooled(by.ref, commune.pk, spooled, name=name, purpose=Incoming.KIND)
    read = proposing.proposed(seen.found, seen.text, _senders(commune), clock.today())
    with transact(commune.pk) as work:
        files.keep(work, [upload])
        row = Incoming.objects.create(
            id=id_ or new_id(), commune=commune, organ=organ, channel="scan" if seen.source != "text" else "file",
            arrived_at=work.at, brought_by_id=by.id, upload=upload, sha256=upload.received_sha256,
            pages=upload.pages or seen.pages or None, read=_kept(read), source=seen.source, illegible=seen.illegible,
            verdict=_kept(verdict),
            urgency=rules.URGENCY_WORDS.get(seen.found["urgency"].value, 0) if "urgency" in seen.found else 0,
        )  # fmt: skip
        work.note("incoming.arrived", by.ref, row.ref, facts={"organ": organ, "sha256": row.sha256})
        if also is not None:
            also(work, row)
    return row


def _waits_already(by: Actor, commune: Unit, organ: str, sha256: str) -> Incoming | None:
    """The same bytes, dropped in by the same person and not registered yet: a form sent twice, a page loaded again."""
    rows = Incoming.objects.filter(commune=commune, organ=organ, state="waiting", sha256=sha256, brought_by=by.id)
    return rows.select_related("upload").first()


def _kept(value: Any) -> Any:
    """What a stranger's file says, without what no database keeps (NUL, lone surrogates)."""
    if isinstance(value, str):
        return printable(value)
    if isinstance(value, dict):
        return {key: _kept(one) for key, one in value.items()}
    return [_kept(one) for one in value] if isinstance(value, list | tuple) else value


def _senders(commune: Unit) -> list[str]:
    """As the register spells them, the latest first."""
    rows = Incoming.objects.filter(commune=commune, number__isnull=False).exclude(sender="").order_by("-registered_at")
    return list(rows.values_list("sender", flat=True)[:500])


def begin_on_paper(work: Work, by: Actor, commune: Unit, organ: str, *, id_: UUID | None = None) -> Incoming:
    """A document of which there is no file: an envelope that is not opened, a book, a bundle."""
    policy.require(by, "register", Intake(commune.pk, organ))
    row = Incoming.objects.create(
        id=id_ or new_id(), commune=commune, organ=organ, channel="paper", arrived_at=work.at, brought_by_id=by.id
    )
    work.note("incoming.arrived", by.ref, row.ref, facts={"organ": organ})
    return row


def register(work: Work, by: Actor, row: Incoming, typed: Typed) -> Incoming:
    """Into the register, under the next number of the year or the one that the other system gave. Raises Refused with a
    sentence at each field, Same, Stale."""
    policy.require(by, "register", row)
    today = local(work.at).date()
    values = _checked(row, typed, today)
    other = books.numbered_by(row.commune_id, row.organ)
    number = _given(typed.number, other) if other else None
    values["same"] = rules.same_key(values["code"], values["dated"])
    if not typed.sure and (there := likely_same(row, values["same"], values["sender"])):
        raise Same(_("It looks as if this document is in the register already."), there)
    values |= {"registered_at": work.at, "registered_by_id": by.id, "period": str(today.year)}
    if not Incoming.objects.filter(pk=row.pk, state="waiting").update(**values):
        raise moved()
    if number is None:
        at = books.place(row.commune_id, row.organ, today.year)
        number = issue(
            work, commune_id=at.commune_id, organ=at.organ, book=at.book, period=at.period, obj=row.ref
        ).number
    elif books.registered(row.commune_id, row.organ, today.year).filter(number=number).exists():
        words = _("Number %(number)d is taken in the register of this year. Look at it in %(other)s again.")
        words %= {"number": number, "other": other}
        raise Refused(words, fields={"number": [words]})
    Incoming.objects.filter(pk=row.pk).update(state="registered", number=number)
    row.refresh_from_db()
    _index(work, row)
    facts: dict[str, Any] = {"organ": row.organ, "period": row.period, "number": number}
    if row.illegible:
        facts["looked"] = "by_a_person"
    work.note("incoming.registered", by.ref, row.ref, facts=facts)
    return row


def likely_same(row: Incoming, same: str, sender: str = "") -> list[Incoming]:
    """What is most likely this document: the same bytes, or number, symbol and date of a sender that may be the same; of the
    same organ, not thrown back. A symbol says UBND, seldom of which place."""
    rows = Incoming.objects.filter(commune=row.commune_id, organ=row.organ).exclude(pk=row.pk).exclude(state="returned")
    found: dict[Any, Incoming] = {}
    if row.sha256:
        found |= {one.pk: one for one in rows.filter(sha256=row.sha256)[:5]}
    if same:
        alike = (one for one in rows.filter(same=same)[:MOST_ALIKE] if rules.may_be_one_sender(one.sender, sender))
        found |= {one.pk: one for one in islice(alike, 5)}
    return sorted(found.values(), key=lambda one: one.arrived_at)


def send_back(work: Work, by: Actor, row: Incoming, reason: str) -> None:
    """To its sender: it was meant for another, or cannot be accepted. A number it has stays in the register. Raises Refused,
    Stale."""
    policy.require(by, "register", row)
    reason = clean(reason, limit=300)
    if len(reason) < 5:
        raise Refused(_("Write why it is returned."), fields={"reason": [_("Write why it is returned.")]})
    held = Incoming.objects.filter(pk=row.pk, state__in=["waiting", "registered"])
    if not held.update(state="returned", ended_at=work.at, reason=reason):
        raise moved()
    DocumentTask.objects.filter(incoming=row, state="open").update(state="closed", ended_at=work.at)
    work.note("incoming.returned", by.ref, row.ref, facts={"organ": row.organ, "number": row.number})


def throw_away(work: Work, by: Actor, row: Incoming) -> None:
    """What waits and was dropped in by mistake: gone with its file, at once. Raises Stale."""
    policy.require(by, "register", row)
    held = Incoming.objects.filter(pk=row.pk, state="waiting")
    if not held.update(state="waiting"):  # ours now: nobody registers it between looking and deleting
        raise moved()
    held.delete()
    if row.upload is not None and not Incoming.objects.filter(upload=row.upload).exists():
        files.erase(work, row.upload)
    work.note("incoming.thrown_away", by.ref, row.ref, facts={"organ": row.organ})


def set_numbering(work: Work, by: Actor, commune: Unit, organ: str, other: str) -> None:
    """Who numbers what comes to this organ from now on: '' for Thôn Số, else the name of the other system. Raises Refused."""
    policy.require(by, "set_up", policy.New("document_book", commune.pk))
    other = clean(other, limit=60)
    values = {"numbers_from": "other" if other else "thonso", "other": other}
    before = books.numbered_by(commune.pk, organ)
    if before and not other:
        _go_on_after(work, by, commune, organ, before)
    Book.objects.update_or_create(commune=commune, organ=organ, defaults=values)
    facts = {"organ": organ, "numbers_from": values["numbers_from"]}
    work.note("document_book.numbered_by", by.ref, Ref("unit", commune.pk), facts=facts)


def _go_on_after(work: Work, by: Actor, commune: Unit, organ: str, other: str) -> None:
    """Thôn Số counts on after the highest number that the other system gave this year."""
    year = local(work.at).year
    place = books.place(commune.pk, organ, year)
    highest = books.registered(commune.pk, organ, year).values_list("number", flat=True).first() or 0
    register = place.register()
    seen = register.last if register else 0
    if highest > seen:
        words = _("Arrival numbers given by %(other)s") % {"other": other}
        by_ = outside.By(by.ref, by.name)
        outside.stand(work, by_, place, last=highest, seen=seen, day=local(work.at).date(), words=words, sure=True)


# --- inside -----------------------------------------------------------------------------------------------------------


def _index(work: Work, row: Incoming) -> None:
    words = " ".join((row.code, row.sender, row.kind, row.subject, row.signer, str(row.number)))
    search.index(work, Incoming.KIND, row.pk, row.commune_id, words, [f"o{row.organ}", f"y{row.period}"])


def _checked(row: Incoming, typed: Typed, today: date) -> dict[str, Any]:
    """What goes into the row. Raises Refused with every field that is wrong."""
    errors: dict[str, list[Any]] = {}
    values: dict[str, Any] = {}
    for name, limit in LIMITS.items():
        try:
            values[name] = clean(getattr(typed, name), limit=limit)
        except Refused as refusal:
            errors[name] = [refusal.message]
    values["code"] = rules.tidy_code(values.get("code", ""))
    if not values.get("sender") and "sender" not in errors:
        errors["sender"] = [_("Write which organ issued it.")]
    if not values.get("subject") and "subject" not in errors:
        errors["subject"] = [_("Write what it is about, as its trích yếu says.")]
    dated, due_on = (day_of(getattr(typed, name), errors, name) for name in ("dated", "due_on"))
    if dated and dated > today:
        errors["dated"] = [_("The day on the document has not come yet. Please look again.")]
    elif dated and dated < rules.EARLIEST:
        errors["dated"] = [_("No document is as old as that. Please look at the year again.")]
    if due_on and due_on < (dated or rules.EARLIEST):
        errors["due_on"] = [_("It cannot be due before the day it was written.")]
    urgencies = [str(degree) for degree in range(len(rules.URGENCIES))]
    if typed.urgency not in urgencies:
        errors["urgency"] = [_("Please choose from the list.")]
    copies = typed.copies.strip() or "1"
    if not 1 <= rules.counted(copies) <= MOST_COPIES:
        errors["copies"] = [_("Write how many copies came: a number from 1 to 999.")]
    if row.illegible and not typed.looked:
        errors["looked"] = [
            _("The machine could not read it: look at every page, then tick that it bears no mark of secrecy.")
        ]
    if errors:
        raise Refused(_("Please check what is marked."), fields=errors)
    return values | {
        "dated": dated, "due_on": due_on, "urgency": int(typed.urgency), "copies": rules.counted(copies)
    }  # fmt: skip


def _given(text: str, other: str) -> int:
    """The number that the other system gave. Raises Refused."""
    number = rules.counted(text)
    if not 1 <= number <= rules.LARGEST:
        words = _("Write the arrival number that %(other)s gave it.") % {"other": other}
        raise Refused(words, fields={"number": [words]})
    return number
