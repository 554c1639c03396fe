"""Hours booked at the counter: how many the desk takes, and who comes when."""

from django.db import models
from django.db.models import Q

from thonso.core.base.models import Row, choices_check, length_check
from thonso.core.crypto.fields import SealedField
from thonso.core.units.models import Unit


class BookingRule(Row):
    """How many people the desk takes by appointment in each half hour; none: it takes none."""

    commune = models.OneToOneField(Unit, on_delete=models.PROTECT, related_name="+")
    places = models.SmallIntegerField(default=0, help_text="in each half hour")
    ahead = models.SmallIntegerField(default=14, help_text="days from today that can be chosen")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(places__gte=0, places__lte=20), name="booking_rule_places"),
            models.CheckConstraint(condition=Q(ahead__gte=1, ahead__lte=60), name="booking_rule_ahead"),
        ]


class Booking(Row):
    """Somebody comes to the counter at an hour. No dossier yet: papers are looked at when she is there."""

    class How(models.TextChoices):
        SELF = "self"
        HELPER = "helper"
        DESK = "desk"  # asked for at the desk or by telephone

    class End(models.TextChoices):
        CANCELLED = "cancelled"
        MOVED = "moved"  # to another hour
        CAME = "came"

    commune = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    place = models.SmallIntegerField(help_text="from 1 to the places of the half hour")
    name = models.CharField(max_length=100)
    procedure_code = models.CharField(max_length=20, blank=True)
    details = SealedField(blank=True, label="counter.booking", help_text="JSON: phone")
    how = models.CharField(max_length=6, choices=How.choices)
    account_id = models.UUIDField(help_text="who booked it")
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    end = models.CharField(max_length=9, choices=End.choices, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["commune", "at", "place"], condition=Q(end__in=["", "came"]), name="booking_one_a_place"
            ),
            models.CheckConstraint(condition=Q(place__gte=1, place__lte=20), name="booking_place"),
            choices_check("how", ["self", "helper", "desk"], name="booking_how"),
            choices_check("end", ["", "cancelled", "moved", "came"], name="booking_end"),
            length_check("name", low=1, high=100, name="booking_name_length"),
            length_check("procedure_code", low=0, high=20, name="booking_procedure_length"),
        ]
        indexes = [
            models.Index(fields=["account_id", "at"], name="booking_of_an_account"),
        ]
