"""The rows behind the calendar: days off, make-up days and office hours, for every commune or for one."""

from django.db import models
from django.db.models import F, Q

from thonso.core.base.models import Row, choices_check, length_check


class Holiday(Row):
    """One date. A row of a commune stands before the common row (no commune) of the same date, even a removed one."""

    class Kind(models.TextChoices):
        HOLIDAY = "holiday"
        MAKEUP = "makeup"

    class State(models.TextChoices):
        ACTIVE = "active"
        REMOVED = "removed"

    class Origin(models.TextChoices):
        SHIPPED = "shipped"  # from the catalogue; the next catalogue may change it
        OFFICE = "office"  # by a person; a catalogue leaves it alone

    commune_id = models.UUIDField(null=True)
    date = models.DateField()
    name = models.CharField(max_length=100)
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.HOLIDAY)
    source = models.CharField(max_length=200, blank=True)
    verify = models.BooleanField(default=False, help_text="not yet compared with the official announcement")
    state = models.CharField(max_length=10, choices=State.choices, default=State.ACTIVE)
    origin = models.CharField(max_length=10, choices=Origin.choices, default=Origin.OFFICE)
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["commune_id", "date"], name="workdays_date_in_commune"),
            models.UniqueConstraint(fields=["date"], condition=Q(commune_id=None), name="workdays_common_date"),
            choices_check("kind", ["holiday", "makeup"], name="workdays_kind"),
            choices_check("state", ["active", "removed"], name="workdays_state"),
            choices_check("origin", ["shipped", "office"], name="workdays_origin"),
            length_check("name", low=1, high=100, name="workdays_name_length"),
            length_check("source", high=200, name="workdays_source_length"),
        ]


class WorkingHours(Row):
    """Office hours of every working day from `since` on. A commune with rows of its own leaves the common ones."""

    commune_id = models.UUIDField(null=True)
    since = models.DateField()
    morning_start = models.TimeField()
    morning_end = models.TimeField()
    afternoon_start = models.TimeField()
    afternoon_end = models.TimeField()
    source = models.CharField(max_length=200, blank=True)
    verify = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["commune_id", "since"], name="workdays_hours_in_commune"),
            models.UniqueConstraint(fields=["since"], condition=Q(commune_id=None), name="workdays_common_hours"),
            models.CheckConstraint(
                condition=Q(morning_start__lt=F("morning_end"))
                & Q(morning_end__lt=F("afternoon_start"))
                & Q(afternoon_start__lt=F("afternoon_end")),
                name="workdays_hours_in_order",
            ),
            length_check("source", high=200, name="workdays_hours_source_length"),
        ]


class CalendarVersion(models.Model):
    """One row, changed with every change of a date or of hours: how other processes learn that theirs is old.

    A random token rather than a counter: a change that was rolled back can never look like the next one.
    """

    id = models.SmallIntegerField(primary_key=True, default=1)
    token = models.UUIDField()
