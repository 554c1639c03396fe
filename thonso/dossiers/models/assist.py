"""One helper, one citizen at a time; and what is being filled in."""

from uuid import UUID

from django.db import models

from thonso.core.access.models import Account
from thonso.core.base.models import Row
from thonso.core.crypto.fields import SealedField
from thonso.core.units.models import Unit
from thonso.procedures.models import ProcedureVersion


class AssistSession(Row):
    """A helper helps one citizen, with her consent, for a limited time. At its end nothing of her is visible to the helper."""

    class Consent(models.TextChoices):
        SPOKEN = "spoken"  # said aloud beside the helper
        DRAWN = "drawn"  # drawn on the screen: evidence of consent, not a legal signature
        PAPER = "paper"

    commune = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    hamlet = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+")
    helper = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    citizen_name = models.CharField(max_length=100)
    citizen_resident_id = models.UUIDField(null=True)
    citizen_sealed = SealedField(
        blank=True, label="dossiers.assist", help_text="number, birth, sex, address as read or typed"
    )
    id_blind = models.CharField(max_length=64, blank=True)
    consent = models.CharField(max_length=10, choices=Consent.choices)
    consent_text = models.CharField(max_length=40, help_text="version of the text that was read out")
    started_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    device_id = models.UUIDField(null=True, help_text="the phone on which it was held, without signal")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["helper"], condition=models.Q(ended_at=None), name="assist_one_open_a_helper"
            )
        ]

    def resident_ids(self) -> set[UUID]:
        return {self.citizen_resident_id} if self.citizen_resident_id else set()


class Draft(Row):
    """A dossier being filled in. Its id becomes the dossier's id; its owner is an account or an assisted session."""

    commune = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    owner_kind = models.CharField(max_length=12)
    owner_id = models.UUIDField()
    version = models.ForeignKey(ProcedureVersion, on_delete=models.PROTECT, related_name="+")
    people = SealedField(
        blank=True, label="dossiers.draft.people", help_text="JSON: who files for whom, and how they are related"
    )
    answers = SealedField(label="dossiers.draft.answers", help_text="JSON")
    prefilled = SealedField(blank=True, label="dossiers.draft.prefilled", help_text="JSON: field → where it came from")
    attachments = models.JSONField(default=list, help_text="[{paper, upload}]")
    channel = models.CharField(max_length=10)
    revision = models.IntegerField(default=0)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    filed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["owner_kind", "owner_id", "-updated_at"], name="draft_owner")]
