"""Announcements that hang on a day, and their words."""

from datetime import date, timedelta
from math import inf

from django.db.models import Q, QuerySet
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from thonso.core.base.clock import local, now, today
from thonso.core.units.models import Unit
from thonso.core.web.words import day as day_words
from thonso.core.web.words import moment
from thonso.tv.models import Announcement

OVER = timedelta(hours=4)
"""After its hour a meeting is no longer told of: by then nobody joins it."""


def hanging(commune: Unit) -> QuerySet[Announcement]:
    """Everything in the commune that is shown now or later, newest first."""
    rows = Announcement.objects.filter(commune=commune, ended_at=None, last__gte=today())
    return rows.select_related("hamlet").order_by("-written_at", "-pk")


def showing(hamlet: Unit, day: date) -> list[Announcement]:
    """What hangs in the hamlet on that day, its own or for every hamlet: meetings by their hour, then the newest first."""
    rows = reaching(hamlet).filter(first__lte=day, last__gte=day).exclude(starts_at__lt=now() - OVER)
    return sorted(rows, key=lambda one: one.starts_at.timestamp() if one.starts_at else inf)


def lines_of(row: Announcement) -> tuple[str, ...]:
    """What stands under its title."""
    written = tuple(line for line in row.text.split("\n") if line)
    if row.starts_at is not None:
        return capfirst(moment(row.starts_at, "long")), *written
    if row.source:
        return *written, _("From %(source)s, %(day)s") % {"source": row.source, "day": day_words(local(row.written_at))}
    return written


def reaching(hamlet: Unit | None, commune: Unit | None = None) -> QuerySet[Announcement]:
    """What reaches the hamlet now or later; without one, what is for every hamlet of the commune."""
    where = Q(hamlet=hamlet) | Q(hamlet=None) if hamlet else Q(hamlet=None)
    rows = Announcement.objects.filter(where, commune=commune or (hamlet and hamlet.commune), ended_at=None)
    return rows.order_by("-written_at", "-pk")
