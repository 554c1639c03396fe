"""What the portal last said of a dossier that was passed on to it."""

from django.db import models

from thonso.core.base.models import Row, choices_check, length_check
from thonso.core.units.models import Unit
from thonso.dossiers.models import Dossier


class PortalStatus(Row):
    """The state of one dossier as a list of the portal, or of the province's system, told it. The next list replaces it."""

    commune = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    dossier = models.OneToOneField(Dossier, on_delete=models.PROTECT, related_name="portal_status")
    code = models.SmallIntegerField(
        null=True, help_text="1 to 10, the national code; none where the words are not known"
    )
    words = models.CharField(max_length=100, help_text="as the list says it")
    told_on = models.DateField(help_text="the day of the list")
    by_account_id = models.UUIDField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(code__range=(1, 10)), name="portal_status_code"),
            length_check("words", low=1, high=100, name="portal_status_words"),
        ]
        indexes = [models.Index(fields=["commune", "code"], name="portal_status_here")]

    def __str__(self) -> str:
        return f"{self.dossier_id} {self.words}"


class Bundle(Row):
    """Something filed once elsewhere for several offices, followed by hand under the portal's code (practice.md 15)."""

    commune = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=20, help_text="of catalogue/bundles.yaml")
    code = models.CharField(max_length=40, help_text="the portal's code of the whole")
    person_name = models.CharField(max_length=100)
    dossier = models.ForeignKey(
        Dossier, null=True, on_delete=models.PROTECT, related_name="+", help_text="of ours that belongs to it"
    )
    filed_on = models.DateField()
    by = models.ForeignKey("access.Account", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, help_text="when no part of it was open any more")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["commune", "code"], name="bundle_code_in_commune"),
            length_check("code", low=4, high=40, name="bundle_code_length"),
            length_check("person_name", low=1, high=100, name="bundle_person_length"),
        ]
        indexes = [models.Index(fields=["commune", "closed_at", "filed_on"], name="bundle_open")]

    def __str__(self) -> str:
        return self.code


class BundlePart(Row):
    """Where one office stands with it, by the last that was heard."""

    class State(models.TextChoices):
        WAITING = "waiting"
        MISSING = "missing"  # papers are asked for
        DONE = "done"
        REFUSED = "refused"

    bundle = models.ForeignKey(Bundle, on_delete=models.PROTECT, related_name="parts")
    key = models.CharField(max_length=20)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    note = models.CharField(max_length=200, blank=True, help_text="number of the result, what is missing, why refused")
    by = models.ForeignKey("access.Account", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["bundle", "key"], name="bundle_part_once"),
            choices_check("state", ["waiting", "missing", "done", "refused"], name="bundle_part_state"),
            length_check("note", high=200, name="bundle_part_note_length"),
        ]
