"""The class of a household by year and decision, and which one holds on a day."""

from datetime import date, timedelta

from django.utils.translation import gettext as _

from thonso.core.base.clock import today
from thonso.core.base.errors import Refused
from thonso.core.base.ids import new_id
from thonso.core.base.refs import Ref
from thonso.core.base.text import clean
from thonso.core.journal.work import Work
from thonso.core.people import rules
from thonso.core.people.models import CLASSES, Classification, Household
from thonso.core.people.rules import Klass


def classification_on(household: Household, day: date) -> Classification | None:
    """The class that holds on a day, or None when no decision gave one, or the one that did is doubted. The caller
    authorises (`access`)."""
    row = _decided_for(household, day)
    return None if row is None or row.doubted_at else row


def doubted_on(household: Household, day: date) -> Classification | None:
    """The class that would hold on a day, had no paper on it been taken back."""
    row = _decided_for(household, day)
    return row if row is not None and row.doubted_at else None


def _decided_for(household: Household, day: date) -> Classification | None:
    rows = Classification.objects.filter(household=household, replaced_at=None, valid_from__lte=day)
    return rows.exclude(valid_to__lt=day).order_by("-valid_from").first()


def doubt_class(work: Work, actor: Ref, household: Household, decision_number: str, decision_date: date | None) -> None:
    """What was given out on this decision was taken back: the class that it gave the household holds no more until one is
    decided anew. Nothing happens where the class came another way."""
    rows = Classification.objects.filter(household=household, replaced_at=None, doubted_at=None)
    if rows.filter(decision_number=decision_number, decision_date=decision_date).update(doubted_at=work.at):
        work.note("household.class_doubted", actor, household.ref)


def set_classification(work: Work, actor: Ref, household: Household, klass: Klass) -> Classification:
    """Give a household a class by decision. Without dates it holds for the calendar year `klass.year`.

    A class that still held ends the day before; a row that began on the same day is kept as replaced. Classes that
    begin later stand, and this one ends before them. Raises Refused with `fields`.
    """
    problems = rules.check_klass(klass, today())
    if klass.klass not in CLASSES:
        problems["klass"] = [_("Choose a class.")]
    if problems:
        raise Refused(_("Please correct what is marked."), fields=problems)
    begin = klass.valid_from or date(klass.year, 1, 1)
    end = klass.valid_to or date(klass.year, 12, 31)
    if end < begin:
        raise Refused(_("Please correct what is marked."), fields={"valid_to": [_("It cannot end before it begins.")]})
    standing = Classification.objects.filter(household=household, replaced_at=None)
    standing.filter(valid_from=begin).update(replaced_at=work.at)
    standing.filter(valid_from__lt=begin).exclude(valid_to__lt=begin).update(valid_to=begin - timedelta(days=1))
    later = standing.filter(valid_from__gt=begin, valid_from__lte=end).order_by("valid_from").first()
    row = Classification.objects.create(
        id=new_id(),
        commune_id=household.commune_id,
        household=household,
        year=klass.year,
        klass=klass.klass,
        decision_number=clean(klass.decision_number, limit=60),
        decision_date=klass.decision_date,
        valid_from=begin,
        valid_to=later.valid_from - timedelta(days=1) if later else end,
    )
    # The class itself is restricted, so the journal names the row and the year only.
    work.note("household.classified", actor, household.ref, facts={"year": klass.year, "row": str(row.id)})
    work.publish("household.classified", household=household, classification=row)
    return row
