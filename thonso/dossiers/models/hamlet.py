"""What a hamlet does for a dossier: review sheets, a meeting with minutes, a public posting, a result to hand over."""

from uuid import UUID

from django.db import models

from thonso.core.base.models import Row, choices_check
from thonso.core.crypto.fields import SealedField
from thonso.core.units.models import Unit
from thonso.dossiers.models.dossier import Dossier


class HamletTask(Row):
    class Kind(models.TextChoices):
        REVIEW = "review"
        MEETING = "meeting"
        POSTING = "posting"
        RETURN = "return"  # of the result, on its way to the hamlet or there

    commune = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    hamlet = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="hamlet_tasks")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    step = models.CharField(max_length=40)
    asked_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    started_at = models.DateTimeField(null=True, help_text="a posting: since when it hangs; a return: when it arrived")
    ends_at = models.DateTimeField(null=True, help_text="for a posting: when it may come down")
    done_at = models.DateTimeField(null=True)
    done_by_id = models.UUIDField(null=True)
    report = SealedField(
        blank=True,
        label="dossiers.hamlet_task",
        help_text="JSON: sheet, attendance, votes, minutes, objections, who took it",
    )

    class Meta:
        indexes = [
            models.Index(fields=["hamlet", "due_at", "id"], condition=models.Q(done_at=None), name="hamlettask_open")
        ]
        constraints = [
            choices_check("kind", ["review", "meeting", "posting", "return"], name="hamlettask_kind"),
            models.UniqueConstraint(
                fields=["dossier", "step"], condition=models.Q(done_at=None), name="hamlettask_one_open_a_step"
            ),
        ]

    def household_ids(self) -> set[UUID]:
        return self.dossier.household_ids()

    def resident_ids(self) -> set[UUID]:
        return self.dossier.resident_ids()

    def filed_by_accounts(self) -> set[UUID]:
        return self.dossier.filed_by_accounts()
