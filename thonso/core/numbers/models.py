"""Number books: one row a register holds the last number given, one row a number says to what it was given."""

from django.db import models
from django.db.models import F, Q

from thonso.core.base.models import Row, choices_check, length_check


class Register(Row):
    """A book of one organ for one year, term or day. `last` only ever grows, so a number never comes twice."""

    commune_id = models.UUIDField()
    organ = models.CharField(max_length=40, help_text="whose book: ubnd, hdnd, dang-uy, …")
    book = models.CharField(max_length=60, help_text="which book: qd, sct/bs, tracking, …")
    period = models.CharField(max_length=20, help_text="2026, 2026-2031 or 261124")
    last = models.BigIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["commune_id", "organ", "book", "period"], name="numbers_register_unique"),
            models.CheckConstraint(condition=Q(last__gte=0), name="numbers_last_not_negative"),
            length_check("organ", low=1, high=40, name="numbers_organ_length"),
            length_check("book", low=1, high=60, name="numbers_book_length"),
            length_check("period", low=1, high=20, name="numbers_period_length"),
        ]


class Issued(Row):
    """One number and what it was given to. Cancelled, it stays taken: the book shows it struck out, with the reason."""

    class State(models.TextChoices):
        USED = "used"
        CANCELLED = "cancelled"

    commune_id = models.UUIDField()
    register = models.ForeignKey(Register, on_delete=models.PROTECT, related_name="issued", db_constraint=False)
    number = models.BigIntegerField()
    object_kind = models.CharField(max_length=40)
    object_id = models.UUIDField()
    at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.USED)
    cancelled_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["commune_id", "register", "number"], name="numbers_issued_once"),
            models.UniqueConstraint(
                fields=["commune_id", "register", "object_kind", "object_id"],
                condition=Q(state="used"),
                name="numbers_one_for_one_thing",
            ),
            models.CheckConstraint(condition=Q(number__gte=1), name="numbers_issued_from_one"),
            choices_check("state", ["used", "cancelled"], name="numbers_issued_state"),
            length_check("reason", high=300, name="numbers_reason_length"),
            models.CheckConstraint(
                condition=Q(state="used", cancelled_at=None) | Q(state="cancelled", cancelled_at__gte=F("at")),
                name="numbers_cancelled_when",
            ),
        ]
