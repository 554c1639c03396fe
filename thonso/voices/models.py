"""Texts of the product spoken by people of the hamlets. A recording belongs to the very words it reads: when they change, it
is outdated by itself."""

from django.db import models
from django.db.models import Q

from thonso.core.base.models import Row, choices_check, length_check


class Recording(Row):
    """One text in one language. Heard by everybody once somebody else than its maker has listened to it and approved."""

    class State(models.TextChoices):
        WAITING = "waiting"
        APPROVED = "approved"
        REFUSED = "refused"
        WITHDRAWN = "withdrawn"

    commune = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="+")
    digest = models.CharField(max_length=24, help_text="of the text, tidied: `rules.digest_of`")
    text = models.CharField(max_length=600)
    language = models.CharField(max_length=10, help_text="a key of catalogue/languages.yaml")
    data = models.BinaryField()
    media_type = models.CharField(max_length=20)
    machine = models.BooleanField(default=False, help_text="a machine speaks: only ever Vietnamese, and marked")
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    why = models.CharField(max_length=200, blank=True)
    made_at = models.DateTimeField()
    made_by = models.UUIDField()
    decided_at = models.DateTimeField(null=True)
    decided_by = models.UUIDField(null=True)

    class Meta:
        constraints = [
            choices_check("state", ["waiting", "approved", "refused", "withdrawn"], name="recording_state"),
            models.CheckConstraint(
                condition=Q(machine=False) | Q(language="vi"), name="recording_machine_speaks_vietnamese"
            ),
            length_check("digest", low=24, high=24, name="recording_digest_length"),
            length_check("text", low=1, high=600, name="recording_text_length"),
            length_check("why", high=200, name="recording_why_length"),
            models.UniqueConstraint(
                fields=["commune", "language", "digest"], condition=Q(state="approved"), name="recording_one_heard"
            ),
        ]
        indexes = [models.Index(fields=["commune", "language", "state"], name="recording_in_language")]

    def __str__(self) -> str:
        return f"{self.language} {self.digest}"
