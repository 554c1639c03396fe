"""Numbered slips for when the power is out, and the outage in which they were used (practice.md 20)."""

from django.db import models

from thonso.core.base.models import Row, choices_check, length_check
from thonso.core.crypto.fields import SealedField
from thonso.core.units.models import Unit


class SlipBatch(Row):
    """A pad of slips with its register, printed at once."""

    commune = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    printed_at = models.DateTimeField()
    printed_by = models.UUIDField()
    prints = models.SmallIntegerField(default=0)


class Outage(Row):
    """When there was no power or no network, and why; what was taken in meanwhile is entered once the director agrees."""

    class State(models.TextChoices):
        PROPOSED = "proposed"
        APPROVED = "approved"
        REFUSED = "refused"

    commune = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField()
    reason = models.CharField(max_length=300)
    state = models.CharField(max_length=8, choices=State.choices, default=State.PROPOSED)
    proposed_by = models.UUIDField()
    proposed_by_name = models.CharField(max_length=100)
    proposed_at = models.DateTimeField()
    decided_by_name = models.CharField(max_length=100, blank=True)
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(ended_at__gt=models.F("began_at")), name="outage_ends_later"),
            choices_check("state", ["proposed", "approved", "refused"], name="outage_state"),
            length_check("reason", low=3, high=300, name="outage_reason_length"),
        ]


class Slip(Row):
    """One slip. Its id becomes the dossier's, its code is the dossier's code: both were given away when it was printed."""

    class State(models.TextChoices):
        FREE = "free"
        USED = "used"
        SPOILT = "spoilt"

    commune = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    batch = models.ForeignKey(SlipBatch, on_delete=models.PROTECT, related_name="slips")
    code = models.CharField(max_length=24)
    key_sealed = SealedField(label="counter.slip", help_text="the six digits on it")
    state = models.CharField(max_length=6, choices=State.choices, default=State.FREE)
    outage = models.ForeignKey(Outage, null=True, on_delete=models.PROTECT, related_name="slips")
    happened_at = models.DateTimeField(null=True, help_text="the true hour, as written on it")
    why_spoilt = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["commune", "code"], name="slip_code_in_commune"),
            choices_check("state", ["free", "used", "spoilt"], name="slip_state"),
            length_check("why_spoilt", high=200, name="slip_why_spoilt_length"),
        ]
        indexes = [models.Index(fields=["commune", "state", "code"], name="slip_free")]
