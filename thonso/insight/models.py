"""The cash sheet of a day, as it was closed: which acts stand on it, who closed it and who counter-signed it; closed months."""

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


class MonthBook(Row):
    """A month of one commune as it was closed: the register (form 07) and the periodic tables that the closer had before the
    eyes. Only that it was opened again is written later; closed again, the month gets another row (`turn`)."""

    commune = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    first = models.DateField(help_text="the first day of the month")
    turn = models.SmallIntegerField(help_text="1, or 2 where it was opened and closed again")
    closed_by_id = models.UUIDField()
    closed_by_name = models.CharField(max_length=100)
    closed_at = models.DateTimeField()
    note = models.CharField(max_length=300, blank=True)
    digest = models.CharField(max_length=64, help_text="SHA-256 of tables and register, as the journal has it too")
    layouts = models.JSONField(help_text="since when the layouts hold by which it was drawn: table and register")
    tables = models.JSONField(help_text="the printed tables (`insight.kept`), by how they are sorted")
    register = models.JSONField(help_text="the lines of form 07")
    received = models.IntegerField()
    reopened_by_id = models.UUIDField(null=True)
    reopened_by_name = models.CharField(max_length=100, blank=True)
    reopened_at = models.DateTimeField(null=True)
    why_reopened = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["commune", "first", "turn"], name="month_book_turn"),
            models.UniqueConstraint(
                fields=["commune", "first"], condition=models.Q(reopened_at=None), name="month_book_closed_once"
            ),
            models.CheckConstraint(condition=models.Q(turn__gte=1), name="month_book_turn_from_one"),
            models.CheckConstraint(
                condition=models.Q(reopened_at=None, why_reopened="")
                | models.Q(reopened_at__isnull=False, reopened_by_id__isnull=False) & ~models.Q(why_reopened=""),
                name="month_book_reopened_with_reason",
            ),
            length_check("note", high=300, name="month_book_note_length"),
            length_check("why_reopened", high=300, name="month_book_reason_length"),
            length_check("digest", low=64, high=64, name="month_book_digest_length"),
        ]

    def __str__(self) -> str:
        return f"{self.first:%m/%Y}"
