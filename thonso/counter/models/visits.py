"""One visit (lượt làm việc): a household or a person at the counter, with the dossiers that were dealt with meanwhile."""

from uuid import UUID

from django.db import models

from thonso.core.access.models import Account
from thonso.core.base.models import Row, choices_check, length_check
from thonso.core.crypto.fields import SealedField
from thonso.core.units.models import Unit


class Visit(Row):
    """An officer serves one visit at a time; whoever takes it over goes on with what was begun in it."""

    class End(models.TextChoices):
        DONE = "done"
        LEFT_OPEN = "left_open"  # nobody did anything in it for an hour

    commune = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    officer = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=100)
    resident_id = models.UUIDField(null=True, help_text="in the register, when number and name both match it")
    household_id = models.UUIDField(null=True)
    details = SealedField(
        blank=True,
        label="counter.visit",
        help_text="JSON: number, birth, sex, phone as the card or her words gave them",
    )
    started_at = models.DateTimeField()
    touched_at = models.DateTimeField(help_text="when something was last done in it")
    ended_at = models.DateTimeField(null=True)
    end = models.CharField(max_length=10, choices=End.choices, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["officer"], condition=models.Q(ended_at=None), name="visit_one_open_an_officer"
            ),
            length_check("name", low=1, high=100, name="visit_name_length"),
            choices_check("end", ["", "done", "left_open"], name="visit_end"),
            models.CheckConstraint(
                condition=models.Q(ended_at=None, end="") | (models.Q(ended_at__isnull=False) & ~models.Q(end="")),
                name="visit_ended_says_how",
            ),
        ]
        indexes = [models.Index(fields=["commune", "-started_at"], name="visit_newest_first")]

    def household_ids(self) -> set[UUID]:
        return {self.household_id} if self.household_id else set()

    def resident_ids(self) -> set[UUID]:
        return {self.resident_id} if self.resident_id else set()


class VisitDossier(Row):
    """A dossier of a visit. A form that is begun has the id of the dossier it becomes, so one row stands for both."""

    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="dossiers")
    dossier_id = models.UUIDField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["visit", "dossier_id"], name="visitdossier_once")]
        indexes = [models.Index(fields=["dossier_id"], name="visitdossier_dossier")]
