"""Number books: one row a register holds the last number given, one row a number says to what it was given.

What was given on paper or in another system is a row for each statement of it (`Outside`): such numbers are taken too.
"""

from django.db import models
from django.db.models import F, Q

from thonso.core import crypto
from thonso.core.base.models import Row, choices_check, length_check
from thonso.core.crypto.fields import SealedField

SEEN = "numbers.outside"


class Register(Row):
    """A book of one organ for one year, term or day. From its first own number on `last` only ever grows, so a number
    never comes twice; until then what was said of the paper book may be put right. `volume`: the "quyển số" in use."""

    commune_id = models.UUIDField()
    organ = models.CharField(max_length=40, help_text="whose book: ubnd, hdnd, dang-uy, …")
    book = models.CharField(max_length=60, help_text="which book: qd, sct/bs, tracking, …")
    period = models.CharField(max_length=20, help_text="2026, 2026-2031 or 261124")
    last = models.BigIntegerField(default=0)
    volume = models.SmallIntegerField(db_default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["commune_id", "organ", "book", "period"], name="numbers_register_unique"),
            models.CheckConstraint(condition=Q(last__gte=0), name="numbers_last_not_negative"),
            models.CheckConstraint(condition=Q(volume__gte=1, volume__lte=99), name="numbers_volume_between"),
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


class Outside(Row):
    """Numbers of a book that were not given here: what stood in the paper book before, or was given by hand meanwhile.
    `words` (where it was seen, or what was given) are sealed: they may name somebody. Put right, it stays, `withdrawn_at`."""

    commune_id = models.UUIDField()
    register = models.ForeignKey(Register, on_delete=models.PROTECT, related_name="outside", db_constraint=False)
    first = models.BigIntegerField()
    last = models.BigIntegerField()
    day = models.DateField(help_text="on which the last of them was given")
    words = SealedField(label=SEEN)
    by_id = models.UUIDField()
    by_name = models.CharField(max_length=100)
    at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["commune_id", "register", "first"],
                condition=Q(withdrawn_at=None),
                name="numbers_outside_once",
            ),
            models.CheckConstraint(condition=Q(first__gte=1, last__gte=F("first")), name="numbers_outside_span"),
        ]

    def said(self) -> str:
        return crypto.unseal(SEEN, self.pk, self.words)
