"""The cash sheet of a day, as it was closed: which acts stand on it, who closed it and who counter-signed it."""

from django.db import models

from thonso.core.base.models import Row, length_check
from thonso.core.units.models import Unit
from thonso.dossiers.models import Event


class CashSheet(Row):
    """A day of one commune, closed. Only the counter-signature is written later; the sums stay as they were signed."""

    commune = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    day = models.DateField()
    taken = models.IntegerField(help_text="đồng by the receipts recorded on this sheet")
    taken_back = models.IntegerField(help_text="đồng of recorded payments that were voided on this sheet")
    closed_by_id = models.UUIDField()
    closed_by_name = models.CharField(max_length=100)
    closed_at = models.DateTimeField()
    note = models.CharField(max_length=300, blank=True)
    countersigned_by_id = models.UUIDField(null=True)
    countersigned_by_name = models.CharField(max_length=100, blank=True)
    countersigned_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["commune", "day"], name="cash_sheet_one_a_day"),
            length_check("note", high=300, name="cash_sheet_note_length"),
            models.CheckConstraint(
                condition=models.Q(countersigned_by_id=None) | ~models.Q(countersigned_by_id=models.F("closed_by_id")),
                name="cash_sheet_two_people",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day}"


class CashLine(Row):
    """An act of a dossier on the sheet on which it was closed: once in all, never on two sheets."""

    sheet = models.ForeignKey(CashSheet, on_delete=models.PROTECT, related_name="lines")
    event = models.OneToOneField(Event, on_delete=models.PROTECT, related_name="+")
