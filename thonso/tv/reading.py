"""Announcements that hang on a day, and the TVs of a hamlet."""

from datetime import date

from django.db.models import Q, QuerySet

from thonso.core.base.clock import today
from thonso.core.units.models import Unit
from thonso.tv.models import Announcement


def hanging(commune: Unit) -> QuerySet[Announcement]:
    """Everything in the commune that is shown now or later, newest first."""
    rows = Announcement.objects.filter(commune=commune, ended_at=None, last__gte=today())
    return rows.select_related("hamlet").order_by("-written_at", "-pk")


def showing(hamlet: Unit, day: date) -> list[Announcement]:
    """What hangs in this hamlet on that day: its own, and what is for every hamlet."""
    return list(reaching(hamlet).filter(first__lte=day, last__gte=day))


def reaching(hamlet: Unit | None, commune: Unit | None = None) -> QuerySet[Announcement]:
    """What reaches the hamlet now or later; without one, what is for every hamlet of the commune."""
    where = Q(hamlet=hamlet) | Q(hamlet=None) if hamlet else Q(hamlet=None)
    rows = Announcement.objects.filter(where, commune=commune or (hamlet and hamlet.commune), ended_at=None)
    return rows.order_by("-written_at", "-pk")
