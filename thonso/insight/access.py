"""Whose figures and whose dossiers a person may see here: loaded and authorised in one step."""

from collections.abc import Collection
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from thonso.core.access import policy
from thonso.core.access.actors import Actor
from thonso.core.access.pages.shared import commune_of
from thonso.core.base.errors import Absent
from thonso.core.units.models import Unit
from thonso.dossiers import access
from thonso.dossiers.models import Dossier, Report
from thonso.insight import books
from thonso.insight.books import Book
from thonso.insight.models import CashSheet, MonthBook


def absent() -> Absent:
    return Absent(_("There is no such page, or it is not for you."))


def communes(actor: Actor) -> dict[UUID, Report]:
    """The communes whose tables the actor may see. Raises Absent when there is none."""
    rows = Report.objects.filter(policy.visible(actor, "tabulate", Report), kind=Unit.Kind.COMMUNE)
    found = {one.pk: one for one in rows.select_related("commune_profile").order_by("folded", "code")}
    if not found:
        raise absent()
    return found


def commune(actor: Actor) -> Report:
    """The commune whose register, with the names in it, the actor may see. Raises Absent."""
    rows = Report.objects.filter(policy.visible(actor, "register", Report), kind=Unit.Kind.COMMUNE)
    found = rows.select_related("commune_profile").first()
    if found is None:
        raise absent()
    return found


def till(actor: Actor, action: str = "read") -> Unit:
    """The commune whose cash sheets the actor may read or close. Raises Absent."""
    return commune_of(actor, action, "cash_sheet")


def cash_sheet(actor: Actor, sheet_id: UUID) -> CashSheet:
    """A closed day that the actor may counter-sign; missing and forbidden look the same."""
    found = CashSheet.objects.filter(policy.visible(actor, "countersign", CashSheet), pk=sheet_id).first()
    if found is None:
        hidden = CashSheet.objects.filter(pk=sheet_id).first()
        if hidden is not None:
            policy.require(actor, "countersign", hidden)
        raise absent()
    return found


def month_commune(actor: Actor, action: str = "read") -> Unit:
    """The commune whose months the actor may read, close or open again. Raises Absent."""
    return commune_of(actor, action, "month_book")


def month_book(actor: Actor, book_id: UUID, action: str = "read") -> MonthBook:
    """A closed month; missing and forbidden look the same."""
    found = MonthBook.objects.filter(policy.visible(actor, action, MonthBook), pk=book_id).select_related("commune")
    if (book := found.first()) is not None:
        return book
    if (hidden := MonthBook.objects.filter(pk=book_id).first()) is not None:
        policy.require(actor, action, hidden)
    raise absent()


def number_books(actor: Actor, action: str = "read") -> tuple[Unit, list[Book]]:
    """The commune and those of its number books that the actor may read, or keep. Raises Absent when there is none."""
    mine = (kind for kind in books.KINDS for grant in actor.grants if _may(actor, action, kind, grant.commune_id))
    found = commune_of(actor, action, next(mine, books.KINDS[0]))
    return found, books.readable(actor, found, action)


def _may(actor: Actor, action: str, kind: str, commune_id: UUID | None) -> bool:
    return commune_id is not None and policy.can(actor, action, policy.New(kind, commune_id)).allow


def may_open(actor: Actor) -> bool:
    """Whether figures lead to dossiers: for the province they are figures."""
    return Report.objects.filter(policy.visible(actor, "register", Report)).exists()


def dossiers(actor: Actor, ids: Collection[UUID]) -> QuerySet[Dossier]:
    """Of these dossiers those that the actor may read."""
    return access.listed(actor).filter(pk__in=ids).select_related("hamlet").prefetch_related("pauses")
