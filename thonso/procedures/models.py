"""The catalogue in the database: procedures, their immutable versions, and what a commune offers from which day."""

from typing import Any

from django.db import models

from thonso.core.base.models import Row, choices_check, length_check
from thonso.core.units.models import Unit


class Procedure(Row):
    """A procedure by its national code, or by a code of our own ("TS.…"); the same id on every installation."""

    code = models.CharField(max_length=12, unique=True)

    class Meta:
        constraints = [length_check("code", low=8, high=12, name="procedure_code_length")]

    def __str__(self) -> str:
        return self.code


class ProcedureVersion(Row):
    """One text of a procedure. The text never changes: a correction is another row, and open dossiers keep theirs.

    Triggers hold this on both databases (`apps.ready`): only `state` and `valid_to` may change, no row is deleted.
    """

    class State(models.TextChoices):
        DRAFT = "draft"
        PUBLISHED = "published"
        RETIRED = "retired"

    procedure = models.ForeignKey(Procedure, on_delete=models.PROTECT, related_name="versions")
    version = models.CharField(max_length=12, help_text="label in the definition: 2026-07")
    definition = models.TextField(help_text="canonical JSON; its SHA-256 is the digest")
    digest = models.CharField(max_length=64)
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, help_text="last day on which new dossiers may be filed under it")
    loaded_at = models.DateTimeField()

    class Meta:
        constraints = [
            choices_check("state", ["draft", "published", "retired"], name="procedure_version_state"),
            length_check("digest", low=64, high=64, name="procedure_version_digest"),
            models.UniqueConstraint(fields=["procedure", "digest"], name="procedure_version_once"),
            models.UniqueConstraint(
                fields=["procedure", "version"],
                condition=models.Q(state="published"),
                name="procedure_version_label",
            ),
            models.CheckConstraint(
                condition=models.Q(valid_to__isnull=True) | models.Q(valid_to__gte=models.F("valid_from")),
                name="procedure_version_days",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.procedure_id} {self.version}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        fields = set(kwargs.get("update_fields") or ())
        if not self._state.adding and not (fields and fields <= {"state", "valid_to"}):
            raise TypeError("a version never changes; only its state and its last day do")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise TypeError("a version is never deleted; retire it")


class Confirmation(Row):
    """A commune looked a value marked "cần xác minh" up: where it stands and of which day that is. Rows are only added;
    the latest for a value counts."""

    commune = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    version = models.ForeignKey(ProcedureVersion, on_delete=models.PROTECT, related_name="confirmations")
    key = models.CharField(max_length=80, help_text="of the check in the definition")
    source = models.CharField(max_length=300)
    dated = models.DateField(help_text="the day of the text that was looked at")
    confirmed_by = models.UUIDField(help_text="actor; by id, as the journal names it")
    confirmed_at = models.DateTimeField()

    class Meta:
        constraints = [
            length_check("key", low=1, high=80, name="procedure_confirmation_key"),
            length_check("source", low=1, high=300, name="procedure_confirmation_source"),
        ]
        indexes = [models.Index(fields=["commune", "version"], name="procedure_confirmed_here")]

    def __str__(self) -> str:
        return f"{self.version_id} {self.key}"


class Offering(Row):
    """A commune takes dossiers under a version from a day on. Of several, the latest that has begun counts."""

    commune = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    procedure = models.ForeignKey(Procedure, on_delete=models.PROTECT, related_name="offerings")
    version = models.ForeignKey(ProcedureVersion, on_delete=models.PROTECT, related_name="offerings")
    first_day = models.DateField()
    last_day = models.DateField(null=True)
    published_by = models.UUIDField(help_text="actor; by id, as the journal names it")
    published_at = models.DateTimeField()
    confirmed = models.JSONField(default=dict, help_text="what the confirmations say, by key of the value")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["commune", "version", "first_day"], name="offering_once"),
            models.CheckConstraint(
                condition=models.Q(last_day__isnull=True) | models.Q(last_day__gte=models.F("first_day")),
                name="offering_days",
            ),
        ]
        indexes = [models.Index(fields=["commune", "procedure", "first_day"], name="offering_of_commune")]

    def __str__(self) -> str:
        return f"{self.procedure_id} {self.first_day}"


# As in `national.places` and `national.sections`, which stand on no model; a test holds them together.
PLACES = ["commune", "police", "tax", "customs", "insurance", "treasury", "other", "unsaid"]
SECTION_KEYS = ["title", "office", "ways", "papers", "steps", "conditions", "result", "legal"]


class NationalProcedure(Row):
    """A procedure as the national portal published it, to look up. Nothing is filed under it: see `Procedure`.

    The source is kept as it came and read anew for each page (`national.records`), so a better reading needs no import.
    """

    code = models.CharField(max_length=12, unique=True)
    name = models.CharField(max_length=1000)
    sector = models.CharField(max_length=200)
    source = models.TextField(help_text="canonical JSON of the record; its SHA-256 is the digest")
    digest = models.CharField(max_length=64)
    doubts = models.JSONField(default=list, help_text="figures that could not be read with certainty")
    place = models.CharField(max_length=10, default="unsaid", help_text="whose it is: `national.places`")
    place_said = models.BooleanField(default=False, help_text="the record names the office itself")
    marks = models.JSONField(default=dict, help_text="digest of the source of each section: `national.sections`")
    imported_at = models.DateTimeField()

    class Meta:
        constraints = [
            choices_check("place", PLACES, name="national_procedure_place"),
            length_check("code", low=8, high=12, name="national_procedure_code_length"),
            length_check("name", low=1, high=1000, name="national_procedure_name_length"),
            length_check("sector", high=200, name="national_procedure_sector_length"),
            length_check("digest", low=64, high=64, name="national_procedure_digest"),
        ]

    def __str__(self) -> str:
        return self.code


class NationalReview(Row):
    """Somebody laid a section of a national procedure beside its source and confirmed or mended it. Rows are only added; the
    latest for a section counts, as long as the source has the `mark` that was looked at."""

    commune = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    procedure = models.ForeignKey(NationalProcedure, on_delete=models.PROTECT, related_name="reviews")
    section = models.CharField(max_length=10)
    mark = models.CharField(max_length=16, help_text="of the source when it was looked at")
    rows = models.JSONField(null=True, help_text="the cells as mended; null: the reading was confirmed as it stood")
    reviewed_by = models.UUIDField(help_text="actor; by id, as the journal names it")
    reviewed_at = models.DateTimeField()

    class Meta:
        constraints = [
            choices_check("section", SECTION_KEYS, name="national_review_section"),
            length_check("mark", low=16, high=16, name="national_review_mark"),
        ]
        indexes = [models.Index(fields=["commune", "procedure"], name="national_review_here")]

    def __str__(self) -> str:
        return f"{self.procedure_id} {self.section}"


class WorkingCopy(Row):
    """A definition that administrators are changing (`editor`): the same text as the files hold, sound or not yet.

    Every change goes from one revision to the next; two who change the same one see each other. When it is published it
    is used up: the version it became is another row, and never changes.
    """

    class State(models.TextChoices):
        OPEN = "open"
        USED = "used"
        DROPPED = "dropped"

    commune = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=12)
    base = models.ForeignKey(ProcedureVersion, on_delete=models.PROTECT, null=True, related_name="+")
    text = models.TextField(help_text="JSON of the definition, in the order it is read")
    revision = models.PositiveIntegerField(default=1)
    state = models.CharField(max_length=8, choices=State.choices, default=State.OPEN)
    made = models.ForeignKey(ProcedureVersion, on_delete=models.PROTECT, null=True, related_name="+")
    started_by = models.UUIDField(help_text="actor; by id, as the journal names it")
    started_at = models.DateTimeField()
    changed_by = models.UUIDField(help_text="actor; by id, as the journal names it")
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            length_check("code", low=8, high=12, name="working_copy_code_length"),
            choices_check("state", ["open", "used", "dropped"], name="working_copy_state"),
            models.CheckConstraint(condition=models.Q(revision__gte=1), name="working_copy_revision"),
        ]
        indexes = [models.Index(fields=["commune", "state", "changed_at"], name="working_copy_open")]

    def __str__(self) -> str:
        return f"{self.code} {self.revision}"


class WorkingText(Row):
    """A working copy as it stood at each revision, so that what another administrator changed can be told and taken back.
    Rows are only added."""

    copy = models.ForeignKey(WorkingCopy, on_delete=models.PROTECT, related_name="texts")
    revision = models.PositiveIntegerField()
    text = models.TextField()
    changed_by = models.UUIDField(help_text="actor; by id, as the journal names it")
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["copy", "revision"], name="working_text_once"),
            models.CheckConstraint(condition=models.Q(revision__gte=1), name="working_text_revision"),
        ]

    def __str__(self) -> str:
        return f"{self.copy_id} {self.revision}"
