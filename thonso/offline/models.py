"""Phones that work without signal: which they are, the commune's key their records are sealed to, and what they sent."""

from django.db import models
from django.db.models import Q

from thonso.core.base.models import Row, choices_check, length_check
from thonso.core.crypto.fields import SealedField


class IntakeKey(Row):
    """A key pair of the commune. Phones seal what they keep to the public half; only the server can open it."""

    commune = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="+")
    public = models.TextField(help_text="SubjectPublicKeyInfo, base64")
    private = SealedField(label="offline.intake.private", help_text="PKCS#8 PEM")
    made_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["commune"], name="intake_key_one")]

    def __str__(self) -> str:
        return str(self.pk)


class Device(Row):
    """Somebody's own phone or laptop: a helper's of a hamlet, or an officer's, who takes it along to mobile days. Its token
    delivers what was sealed on it and reads nothing."""

    commune = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="+")
    hamlet = models.ForeignKey(
        "units.Unit", null=True, on_delete=models.PROTECT, related_name="+", help_text="of a helper; of an officer none"
    )
    account = models.ForeignKey("access.Account", on_delete=models.PROTECT, related_name="+")
    token = models.OneToOneField("access.ApiToken", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=60)
    enrolled_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    version = models.CharField(max_length=20, blank=True, help_text="of the application, as the phone last said")
    waiting = models.PositiveIntegerField(default=0, help_text="records not yet received, as the phone last said")
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.UUIDField(null=True)
    why = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            length_check("name", low=1, high=60, name="device_name_length"),
            length_check("version", high=20, name="device_version_length"),
            length_check("why", high=200, name="device_why_length"),
        ]
        indexes = [models.Index(fields=["commune", "-seen_at"], name="device_in_commune")]

    def __str__(self) -> str:
        return self.name


class SealedRecord(Row):
    """What a phone has sent of one dossier: the text under a key that is wrapped to the commune's. Its id becomes the
    dossier's. Once that is filed, text and key are gone."""

    class State(models.TextChoices):
        DRAFT = "draft"  # kept early, while there is signal: a colleague can go on with it
        WAITING = "waiting"  # sent; photos are missing
        REFUSED = "refused"  # sent, and something in it has to be mended on the phone
        FILED = "filed"
        TAKEN = "taken"  # somebody else goes on with it

    OPEN = (State.DRAFT, State.WAITING, State.REFUSED)

    commune = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="+")
    hamlet = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="+")
    account = models.ForeignKey("access.Account", on_delete=models.PROTECT, related_name="+")
    device = models.ForeignKey(Device, null=True, on_delete=models.PROTECT, related_name="records")
    mobile_day = models.ForeignKey(
        "outreach.MobileDay",
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="where an officer took it in",
    )
    taken_at = models.DateTimeField(null=True, help_text="when an officer took it in, as the phone says")
    reception = SealedField(
        blank=True, label="offline.record.reception", help_text="as the officer decided it there; gone once it is done"
    )
    note = SealedField(blank=True, label="offline.record.note", help_text="why it could not be received so")
    listed = models.UUIDField(null=True, help_text="whom it is of, on the list of the day")
    draft_id = models.UUIDField(null=True, help_text="the form of who goes on with it; a dossier has its draft's id")
    key = models.ForeignKey(IntakeKey, on_delete=models.PROTECT, related_name="+")
    wrapped = models.TextField(blank=True, help_text="the record's key, wrapped to `key`; base64")
    box = models.TextField(blank=True, help_text="nonce and text under the record's key; base64")
    blobs = models.JSONField(default=list, help_text="[{sha256, size}] of the sealed photos it names")
    digest = models.CharField(
        max_length=64, help_text="of the box as it was sent: tells a repetition from another body"
    )
    revision = models.PositiveIntegerField(help_text="counted by the phone")
    state = models.CharField(max_length=10, choices=State.choices)
    summary = SealedField(blank=True, label="offline.record.summary", help_text="masked, as the phone shows it")
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            choices_check("state", ["draft", "waiting", "refused", "filed", "taken"], name="sealed_record_state")
        ]
        indexes = [
            models.Index(fields=["hamlet", "state", "-changed_at"], name="sealed_record_in_hamlet"),
            models.Index(fields=["account", "-changed_at"], name="sealed_record_of"),
            models.Index(fields=["draft_id"], condition=Q(draft_id__isnull=False), name="sealed_record_draft"),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class SealedBlob(Row):
    """A sealed photo that has arrived and was opened: which upload it became."""

    record = models.ForeignKey(SealedRecord, on_delete=models.CASCADE, related_name="arrived")
    sha256 = models.CharField(max_length=64, help_text="of the sealed bytes")
    upload = models.ForeignKey("files.Upload", on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["record", "sha256"], name="sealed_blob_once")]

    def __str__(self) -> str:
        return self.sha256
