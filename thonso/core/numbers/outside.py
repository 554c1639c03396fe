"""Where a book stands that also counts on paper: said once before its first number here, and raised when it moved on.

A number that was given elsewhere is taken like one given here. Nothing is lowered once Thôn Số has given a number of the
book; until then a wrong statement is replaced by the right one.
"""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import F
from django.utils.translation import gettext as _

from thonso.core import crypto
from thonso.core.base.clock import local
from thonso.core.base.errors import Refused, Stale
from thonso.core.base.ids import new_id
from thonso.core.base.refs import Ref
from thonso.core.base.text import clean
from thonso.core.journal.work import Work
from thonso.core.numbers.models import SEEN, Issued, Outside, Register

KIND = "outside"
LARGEST = 99_999
"""Ours: the books of a commune stay far below it in a year, and a telephone or dossier number typed by mistake does not."""
MOST_AT_ONCE = 50
"""Ours: more numbers given by hand at once than a day without power brings are asked about before they are taken."""
VOLUMES = 99


@dataclass(frozen=True, slots=True)
class Place:
    """Which book: the arguments of `services.issue`. `period` is the year here."""

    commune_id: UUID
    organ: str
    book: str
    period: str

    def register(self) -> Register | None:
        return Register.objects.filter(
            commune_id=self.commune_id, organ=self.organ, book=self.book, period=self.period
        ).first()


@dataclass(frozen=True, slots=True)
class By:
    """Who says it."""

    ref: Ref
    name: str


class TooMany(Refused):
    """More numbers at once than are usual: asked about once, then taken."""


def has_given(register: Register) -> bool:
    """Whether Thôn Số has given a number of this book, struck out or not."""
    return Issued.objects.filter(register_id=register.pk, commune_id=register.commune_id).exclude(
        object_kind=KIND
    ).exists()  # fmt: skip


def stand(
    work: Work, by: By, place: Place, *, last: int, seen: int, day: date | None, words: str, sure: bool = False
) -> Register:
    """`last` is the last number that the paper or other book has given; `seen` is what our book stood at before the eyes of
    whoever says so. Raises Refused with its fields, TooMany unless `sure`, Stale when the book has moved on."""
    words = _checked(place, last, day, words, local(work.at).date())
    register = _there(place)
    if not Register.objects.filter(pk=register.pk, last=seen).update(last=last):
        raise _moved()
    given = has_given(register)  # after the row is ours: nobody gives a number of this book until we are done
    if last == seen:
        raise _refused("last", _("The book stands at this number already."))
    if given and last < seen:
        raise _refused("last", _only_up(seen))
    if given and last - seen > MOST_AT_ONCE and not sure:
        said = _(
            "That would be %(count)d numbers given outside at once, from %(first)d to %(last)d. Compare it with the book;"
            " if it is right, confirm it."
        )
        counts = {"count": last - seen, "first": seen + 1, "last": last}
        raise TooMany(said % counts, fields={"last": [said % counts]})
    if not given:
        _withdraw(work, register, last)
    first = seen + 1 if given else 1
    if last >= first:
        assert day is not None  # asked for above
        id_ = new_id()
        Outside.objects.create(
            id=id_, commune_id=place.commune_id, register=register, first=first, last=last, day=day,
            words=crypto.seal(SEEN, id_, words), by_id=by.ref.id, by_name=by.name[:100], at=work.at,
        )  # fmt: skip
    facts = {"book": place.book, "period": place.period, "before": seen, "after": last}
    work.note("number_book.stood", by.ref, Ref("number_book", register.pk), facts=facts)
    return register


def strike(work: Work, by: By, place: Place, number: int, reason: str) -> None:
    """A number that was said to be given outside and was not, or was spoilt there: it stays taken, struck out. Raises
    Refused, Stale."""
    reason = clean(reason, limit=300)
    if len(reason) < 5:
        raise _refused("reason", _("Write the reason in a few words."))
    register = _locked(place)
    span = Outside.objects.filter(
        register_id=register.pk, withdrawn_at=None, first__lte=number, last__gte=number
    ).first()  # fmt: skip
    if span is None:
        raise _refused("number", _("This number was not given outside Thôn Số."))
    if Issued.objects.filter(register_id=register.pk, number=number).exists():
        raise Stale(_("This number has been cancelled already."))
    Issued.objects.create(
        commune_id=place.commune_id, register_id=register.pk, number=number, object_kind=KIND, object_id=span.pk,
        at=work.at, state=Issued.State.CANCELLED, cancelled_at=work.at, reason=reason,
    )  # fmt: skip
    work.note("number.cancelled", by.ref, Ref(KIND, span.pk), facts={"number": number})


def begin_volume(work: Work, by: By, place: Place, *, volume: int, seen: int) -> Register:
    """From the next number on what is certified stands in this volume; the numbers run on. Raises Refused, Stale."""
    if not 1 <= volume <= VOLUMES:
        raise _refused("volume", _("Between 1 and 99."))
    register = _there(place)
    if not Register.objects.filter(pk=register.pk, volume=seen).update(volume=volume):
        raise _moved()
    if volume == seen:
        raise _refused("volume", _("This volume is in use already."))
    if volume < seen and has_given(register):
        raise _refused("volume", _("Volume %(seen)02d is in use: a new one has a higher number.") % {"seen": seen})
    facts = {"book": place.book, "period": place.period, "before": seen, "after": volume}
    work.note("number_book.volume_begun", by.ref, Ref("number_book", register.pk), facts=facts)
    return register


def volume_of(place: Place) -> int:
    """The volume in use; 1 where nobody has said another."""
    register = place.register()
    return register.volume if register else 1


def _checked(place: Place, last: int, day: date | None, words: str, today: date) -> str:
    """The words, tidied. Raises Refused with every field that is wrong."""
    errors: dict[str, list[str]] = {}
    if int(place.period) > today.year:
        raise _refused("last", _("The books of %(year)s begin on 1 January of that year.") % {"year": place.period})
    if last < 0:
        raise _refused("last", _("A number of a book is never below 0."))
    if last > LARGEST:
        errors["last"] = [_("A book does not go beyond 99.999 in a year. Please look at the number again.")]
    if last == 0:  # nothing was given before us after all: no day, nothing to be seen
        return ""
    if day is None:
        errors["day"] = [_("Write on which day that number was given.")]
    elif day > today:
        errors["day"] = [_("This day has not come yet.")]
    elif str(day.year) != place.period:
        errors["day"] = [_("This is the book of %(year)s: write a day of that year.") % {"year": place.period}]
    try:
        words = clean(words, limit=300)
    except Refused as refusal:
        errors["words"] = [refusal.message]
    else:
        if len(words) < 5:
            errors["words"] = [_("Write where you have seen it, or what the number was given for.")]
    if errors:
        raise Refused(next(iter(errors.values()))[0], fields=errors)
    return words


def _there(place: Place) -> Register:
    """The row of the book, made when nobody has used it yet; made by two at once it is one."""
    wanted = Register(commune_id=place.commune_id, organ=place.organ, book=place.book, period=place.period)
    found = place.register()
    if found is None:
        Register.objects.bulk_create([wanted], ignore_conflicts=True)
        found = place.register()
    assert found is not None
    return found


def _locked(place: Place) -> Register:
    """The row of the book, held to the end of the transaction: what was said of it is not put right meanwhile."""
    register = _there(place)
    Register.objects.filter(pk=register.pk).update(last=F("last"))
    return register


def _withdraw(work: Work, register: Register, last: int) -> None:
    """What was said of the paper book before. Raises Refused where a number above `last` is struck out: it stays taken."""
    struck = Issued.objects.filter(register_id=register.pk).order_by("-number").values_list("number", flat=True).first()
    if struck is not None and struck > last:
        raise _refused("last", _only_up(struck))
    Outside.objects.filter(register_id=register.pk, withdrawn_at=None).update(withdrawn_at=work.at)


def _only_up(last: int) -> str:
    return _("Number %(last)d has been given already, and no number is given twice: write a higher one.") % {
        "last": last
    }


def _moved() -> Stale:
    return Stale(_("Somebody else has just taken a number of this book, or said where it stands. Look at it again."))


def _refused(field: str, words: str) -> Refused:
    return Refused(words, fields={field: [words]})
