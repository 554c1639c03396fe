"""What people say of how it went: one rating a dossier, complaints hidden from those complained about."""

from django.db import models

from thonso.core.base.models import Row, choices_check
from thonso.core.crypto.fields import SealedField
from thonso.dossiers.models.dossier import Dossier


class Rating(Row):
    class Channel(models.TextChoices):
        ACCOUNT = "account"  # the owner, signed in
        HELPER = "helper"  # through a helper, in the owner's assisted session
        KEY = "key"  # whoever holds the slip: nothing proves that it was the owner

    dossier = models.OneToOneField(Dossier, on_delete=models.PROTECT, related_name="rating")
    # The dossier's own, written here too: what people said in a commune is found without its million dossiers.
    commune = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="+")
    score = models.SmallIntegerField(help_text="1 very dissatisfied … 5 very satisfied")
    words = SealedField(blank=True, label="dossiers.rating")
    channel = models.CharField(max_length=8, choices=Channel.choices, default=Channel.KEY)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(score__gte=1) & models.Q(score__lte=5), name="rating_score_1_to_5"
            ),
            choices_check("channel", ["account", "helper", "key"], name="rating_channel"),
        ]
        indexes = [models.Index(fields=["commune", "at", "score", "channel"], name="rating_of_commune")]


class Complaint(Row):
    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="complaints")
    commune = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="+")
    words = SealedField(label="dossiers.complaint")
    spoken_to = models.CharField(max_length=100, blank=True, help_text="another helper who wrote it down")
    answer = SealedField(blank=True, label="dossiers.complaint.answer")
    answered_at = models.DateTimeField(null=True)
    at = models.DateTimeField()
    code_blind = models.CharField(max_length=64, blank=True, help_text="of the code that whoever complained was told")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["code_blind"], condition=~models.Q(code_blind=""), name="complaint_code_blind"
            )
        ]
