"""The helpers' timetable: times at a support point, weekly or on one day, and the days on which a helper is away."""

from django.db import models
from django.db.models import F, Q

from thonso.core.base.models import Row


class Duty(Row):
    """One helper at the support point of one hamlet: every week on a weekday, or on one day (`weekday` is none).

    It holds from its first day to its last; what has begun is ended, never deleted.
    """

    commune = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="+")
    hamlet = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="+")
    helper = models.ForeignKey("access.Account", on_delete=models.PROTECT, related_name="+")
    weekday = models.PositiveSmallIntegerField(null=True, help_text="0 Monday … 6 Sunday; none for a single day")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, help_text="last day on which it holds; of a single day, that day")
    starts = models.TimeField()
    ends = models.TimeField()
    named = models.BooleanField(default=False, help_text="the helper agreed to be named on public pages")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(weekday__isnull=True) | Q(weekday__lte=6), name="duty_weekday"),
            models.CheckConstraint(
                condition=Q(weekday__isnull=False) | Q(valid_to=F("valid_from")), name="duty_single_day"
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")), name="duty_ends_after_start"
            ),
            models.CheckConstraint(condition=Q(starts__lt=F("ends")), name="duty_hours_in_order"),
        ]
        indexes = [models.Index(fields=["commune", "valid_to"], name="duty_in_force")]


class Absence(Row):
    """Days on which a helper is not at any support point, and who is there instead. Why is nobody's business."""

    commune = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="+")
    helper = models.ForeignKey("access.Account", on_delete=models.PROTECT, related_name="+")
    first = models.DateField()
    last = models.DateField()
    replacement = models.ForeignKey("access.Account", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(last__gte=F("first")), name="absence_days_in_order"),
            models.CheckConstraint(
                condition=Q(replacement__isnull=True) | ~Q(replacement=F("helper")), name="absence_replaced_by_another"
            ),
        ]
        indexes = [models.Index(fields=["commune", "last"], name="absence_in_force")]
