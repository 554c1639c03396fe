"""What somebody sent: who it belongs to, what it was, what is stored of it, and whether others may see it yet."""

from django.db import models

from thonso.core.base.models import Row, choices_check, length_check
from thonso.core.base.refs import Ref


class Upload(Row):
    """One file of one owner. Identical bytes of two owners are two rows over one stored file, and neither can tell.

    The owner is an account, an assisted session or a browser session that files without an account (`owner_kind`); what a
    phone sealed belongs to its `record` until it is opened.
    """

    class State(models.TextChoices):
        RECEIVING = "receiving"
        CHECKING = "checking"  # all of it is here; waits for the virus scanner
        READY = "ready"
        REFUSED = "refused"

    commune_id = models.UUIDField()
    owner_kind = models.CharField(max_length=10)
    owner_id = models.UUIDField()
    received_sha256 = models.CharField(max_length=64, help_text="of what the phone sent")
    stored_sha256 = models.CharField(max_length=64, blank=True, help_text="of what is kept: images are re-encoded")
    size = models.BigIntegerField(help_text="bytes announced, and received when the state is past receiving")
    received = models.BigIntegerField(default=0, help_text="bytes that are safely on the disk")
    stored_size = models.BigIntegerField(default=0)
    media_type = models.CharField(max_length=40, blank=True, help_text="of what is kept")
    name = models.CharField(max_length=150)
    purpose = models.CharField(max_length=40, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.RECEIVING)
    refusal = models.CharField(max_length=40, blank=True, help_text="a key of files.sentences")
    pages = models.IntegerField(null=True)
    width = models.IntegerField(null=True)
    height = models.IntegerField(null=True)
    signed = models.BooleanField(default=False, help_text="a PDF that carries a signature: its bytes never change")
    legible = models.BooleanField(
        default=True, help_text="not a photo that is all dark, all white or blurred to nothing"
    )
    has_thumb = models.BooleanField(default=False)
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    kept_at = models.DateTimeField(null=True, help_text="since when something holds on to it; never swept then")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["commune_id", "owner_kind", "owner_id", "received_sha256"], name="files_one_per_owner"
            ),
            choices_check("owner_kind", ["account", "assist", "session", "system", "record"], name="files_owner_kind"),
            choices_check("state", ["receiving", "checking", "ready", "refused"], name="files_state"),
            length_check("received_sha256", low=64, high=64, name="files_received_sha256"),
            length_check("stored_sha256", low=0, high=64, name="files_stored_sha256"),
            length_check("name", low=1, high=150, name="files_name_length"),
            models.CheckConstraint(
                condition=models.Q(received__gte=0, received__lte=models.F("size"), size__gte=0),
                name="files_received_within_size",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="ready") | ~models.Q(stored_sha256=""), name="files_ready_is_stored"
            ),
        ]
        indexes = [
            models.Index(fields=["owner_kind", "owner_id"], name="files_owner"),
            models.Index(fields=["stored_sha256"], name="files_stored"),
            models.Index(fields=["state", "changed_at"], name="files_waiting"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def owner(self) -> Ref:
        return Ref(self.owner_kind, self.owner_id)

    @property
    def ref(self) -> Ref:
        return Ref("upload", self.id)

    @property
    def is_image(self) -> bool:
        return self.media_type.startswith("image/")
