"""Documents that came to an organ of the commune: what they are, their number in the register, where each fact was read."""

from typing import Any

from django.db import models
from django.db.models import F, Q

from thonso.core.base.models import Row, choices_check, length_check
from thonso.core.files.models import Upload
from thonso.core.units.models import Unit
from thonso.documents.organs import ORGANS
from thonso.documents.rules import CHANNELS, STATES, URGENCIES


class Book(Row):
    """Who numbers the incoming documents of an organ. Without a row Thôn Số does (`books.numbered_by`)."""

    commune = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    organ = models.CharField(max_length=20)
    numbers_from = models.CharField(max_length=6, help_text="thonso | other: numbers are given by another system")
    other = models.CharField(max_length=60, blank=True, help_text="the other system: VNPT-iOffice")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["commune", "organ"], name="document_book_once"),
            choices_check("organ", list(ORGANS), name="document_book_organ"),
            choices_check("numbers_from", ["thonso", "other"], name="document_book_numbers_from"),
            length_check("other", high=60, name="document_book_other_length"),
            models.CheckConstraint(
                condition=Q(numbers_from="thonso", other="") | (Q(numbers_from="other") & ~Q(other="")),
                name="document_book_other_named",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organ} {self.numbers_from}"


class Incoming(Row):
    """A document that came. While it waits it has no number; registered, its number and what stands in the register stay.

    `read` keeps what was proposed and where on the page it stood, `verdict` what checking its signatures found then.
    """

    commune = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    organ = models.CharField(max_length=20, help_text="to which organ of the commune it came")
    state = models.CharField(max_length=12, default="waiting")
    channel = models.CharField(max_length=8)
    arrived_at = models.DateTimeField()
    brought_by = models.ForeignKey("access.Account", on_delete=models.PROTECT, related_name="+")

    period = models.CharField(max_length=4, blank=True, help_text="the year of the register")
    number = models.BigIntegerField(null=True, help_text="số đến")
    registered_at = models.DateTimeField(null=True)
    registered_by = models.ForeignKey("access.Account", null=True, on_delete=models.PROTECT, related_name="+")

    sender = models.CharField(max_length=200, blank=True, help_text="tác giả: the organ that issued it")
    code = models.CharField(max_length=60, blank=True, help_text="its own number and symbol: 12/QĐ-UBND")
    dated = models.DateField(null=True, help_text="the day on it")
    kind = models.CharField(max_length=60, blank=True, help_text="tên loại")
    subject = models.CharField(max_length=500, blank=True, help_text="trích yếu")
    signer = models.CharField(max_length=100, blank=True)
    signer_title = models.CharField(max_length=150, blank=True)
    urgency = models.SmallIntegerField(default=0)
    pages = models.SmallIntegerField(null=True)
    copies = models.SmallIntegerField(default=1)
    due_on = models.DateField(null=True, help_text="the day its sender asks for")
    note = models.CharField(max_length=300, blank=True)
    same = models.CharField(max_length=200, blank=True, help_text="folded code, for what may be the same document")

    upload = models.ForeignKey(Upload, null=True, on_delete=models.PROTECT, related_name="+")
    sha256 = models.CharField(max_length=64, blank=True, help_text="of the file as it came")
    read = models.JSONField(default=dict)
    source = models.CharField(max_length=4, default="none", help_text="where `read` is from: text, ocr, none")
    verdict = models.JSONField(default=dict)

    ended_at = models.DateTimeField(null=True, help_text="when it was returned")
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["commune", "organ", "period", "number"],
                condition=Q(number__isnull=False),
                name="incoming_number_once",
            ),
            choices_check("organ", list(ORGANS), name="incoming_organ"),
            choices_check("state", list(STATES), name="incoming_state"),
            choices_check("channel", list(CHANNELS), name="incoming_channel"),
            choices_check("source", ["text", "ocr", "none"], name="incoming_source"),
            models.CheckConstraint(condition=Q(urgency__gte=0, urgency__lt=len(URGENCIES)), name="incoming_urgency"),
            models.CheckConstraint(condition=Q(number=None) | Q(number__gte=1), name="incoming_number_from_one"),
            models.CheckConstraint(
                condition=~Q(state="registered")
                | (Q(number__isnull=False, registered_at__gte=F("arrived_at")) & ~Q(sender="") & ~Q(subject="")),
                name="incoming_registered_is_whole",
            ),
            models.CheckConstraint(
                condition=~Q(state="returned") | (Q(ended_at__isnull=False) & ~Q(reason="")),
                name="incoming_returned_why",
            ),
            *(
                length_check(name, high=high, name=f"incoming_{name}_length")
                for name, high in (
                    ("sender", 200), ("code", 60), ("kind", 60), ("subject", 500), ("signer", 100),
                    ("signer_title", 150), ("note", 300), ("reason", 300),
                )
            ),
        ]  # fmt: skip
        indexes = [
            models.Index(fields=["commune", "organ", "period", "-number"], name="incoming_register"),
            models.Index(fields=["commune", "state", "arrived_at"], name="incoming_waiting"),
            models.Index(fields=["commune", "same"], name="incoming_same"),
            models.Index(fields=["commune", "sha256"], name="incoming_file"),
        ]

    def __str__(self) -> str:
        return self.code or str(self.pk)

    @property
    def places(self) -> dict[str, dict[str, Any]]:
        """By field: the value that was read, and the page and box it stood in (fractions of the page)."""
        found: dict[str, dict[str, Any]] = self.read
        return found
