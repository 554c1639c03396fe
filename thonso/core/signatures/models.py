"""Whose signing keys there are, and what was signed with them.

A key is on a token, or in a PKCS#12 file that is sealed here under the ring: without its passphrase, which is kept
nowhere, neither the database nor the ring signs anything.
"""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from thonso.core.base.models import Row, choices_check, length_check
from thonso.core.base.refs import Ref
from thonso.core.crypto.fields import SealedField

KEY_FILE = "signatures.key_file"


class SigningKey(Row):
    """A key that an account (a person) or a unit (an organisation's seal) signs with; several may follow one another."""

    class Kind(models.TextChoices):
        FILE = "file"
        SEALED = "sealed"
        PKCS11 = "pkcs11"

    commune_id = models.UUIDField()
    account = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey("units.Unit", null=True, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    reference = models.CharField(max_length=200, help_text="the file's name or path, or the token's label")
    sealed = SealedField(label=KEY_FILE, null=True, help_text="PKCS#12, base64, of a sealed key")
    certificate = models.TextField(help_text="PEM")
    serial = models.CharField(max_length=64, help_text="hexadecimal")
    holder = models.CharField(max_length=200, help_text="name as the certificate has it")
    name = models.CharField(max_length=120, help_text="name as printed under the signature")
    title = models.CharField(max_length=120, blank=True)
    image = models.BinaryField(help_text="PNG: the signature in blue, or the seal in red; empty: nothing to be seen")
    is_test = models.BooleanField(help_text="from the demo's authority: no legal value")
    valid_from = models.DateTimeField()
    valid_to = models.DateTimeField()
    retired_at = models.DateTimeField(null=True, help_text="signs no more from this moment on, which may be to come")
    retired_reason = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["commune_id", "serial"], name="signatures_key_serial"),
            models.CheckConstraint(
                condition=Q(account__isnull=True) ^ Q(unit__isnull=True), name="signatures_key_one_holder"
            ),
            models.CheckConstraint(condition=Q(valid_to__gt=F("valid_from")), name="signatures_key_validity"),
            choices_check("kind", ["file", "sealed", "pkcs11"], name="signatures_key_kind"),
            models.CheckConstraint(
                condition=Q(kind="sealed") ^ Q(sealed__isnull=True), name="signatures_key_file_where_it_belongs"
            ),
            length_check("reference", low=1, high=200, name="signatures_key_reference"),
            length_check("certificate", low=1, high=20_000, name="signatures_key_certificate"),
            length_check("serial", low=1, high=64, name="signatures_key_serial_length"),
            length_check("holder", low=1, high=200, name="signatures_key_holder_length"),
            length_check("name", low=1, high=120, name="signatures_key_name_length"),
            length_check("title", high=120, name="signatures_key_title_length"),
            length_check("retired_reason", high=200, name="signatures_key_retired_reason"),
        ]
        indexes = [
            models.Index(fields=["commune_id", "account"], name="signatures_key_account"),
            models.Index(fields=["commune_id", "unit"], name="signatures_key_unit"),
        ]

    def __str__(self) -> str:
        return self.holder

    @property
    def ref(self) -> Ref:
        return Ref("signing_key", self.id)


class SignatureRecord(Row):
    """A signed file of ours and what checking it said at that moment. Never changed: a later check is another row."""

    commune_id = models.UUIDField()
    object_kind = models.CharField(max_length=40)
    object_id = models.UUIDField()
    key = models.ForeignKey(SigningKey, null=True, on_delete=models.PROTECT, related_name="records")
    sha256 = models.CharField(max_length=64, help_text="of the signed PDF")
    level = models.CharField(max_length=5, help_text="B-B, B-T")
    verdict = models.JSONField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            length_check("object_kind", low=1, high=40, name="signatures_record_object"),
            length_check("sha256", low=64, high=64, name="signatures_record_sha256"),
            choices_check("level", ["B-B", "B-T"], name="signatures_record_level"),
        ]
        indexes = [
            models.Index(fields=["commune_id", "object_kind", "object_id", "at"], name="signatures_record_object_at"),
            models.Index(fields=["sha256"], name="signatures_record_file"),
        ]

    def __str__(self) -> str:
        return f"{self.object_kind} {self.sha256[:12]}"

    @property
    def object(self) -> Ref:
        return Ref(self.object_kind, self.object_id)
