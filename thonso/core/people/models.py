"""Residents and households of a commune. What is sensitive is sealed, or in a table of its own."""

from collections.abc import Iterable
from uuid import UUID

from django.db import models
from django.db.models import F, Q

from thonso.core.base.models import Row, choices_check, length_check
from thonso.core.base.refs import Ref
from thonso.core.crypto.fields import SealedField
from thonso.core.people import rules
from thonso.core.units.models import Unit

ID_LABEL = "resident.id_number"
FORMER_LABEL = "resident.former_id_number"
PHONE_LABEL = "contact.phone"
MOVED_LABEL = "resident.moved_to"
CLAIM_LABEL = "duplicate.claimed_id_number"
RELATIONS = ("head", "spouse", "child", "child_in_law", "parent", "grandparent", "grandchild", "sibling", "other")
CLASSES = ("poor", "near_poor", "escaped", "average", "other")
OWNERS = ("own", "relative", "neighbour", "helper")


def _ends_after_start(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")), name=f"{name}_ends_after_start"
    )


class Household(Row):
    """People who live and keep house together, in one hamlet. It ends when its last member has gone."""

    commune = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    hamlet = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="households")
    code = models.CharField(max_length=20, help_text="number of the household within the commune: SC-012")
    head = models.ForeignKey("Resident", null=True, on_delete=models.PROTECT, related_name="+")
    address = models.CharField(max_length=200, blank=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)

    policy_kind = "household"

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["commune", "code"], name="household_code_in_commune"),
            length_check("code", low=1, high=20, name="household_code_length"),
            length_check("address", high=200, name="household_address_length"),
            _ends_after_start("household"),
        ]
        indexes = [models.Index(fields=["commune", "hamlet", "code"], name="household_in_hamlet")]

    def __str__(self) -> str:
        return self.code

    @property
    def ref(self) -> Ref:
        return Ref("household", self.id)

    def household_ids(self) -> Iterable[UUID]:
        return {self.id}


class Resident(Row):
    """A person of the commune. Names are plain, because people are found by name; the ID number is sealed."""

    class Status(models.TextChoices):
        HERE = "here"
        MOVED = "moved"
        DIED = "died"
        MERGED = "merged"

    commune = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    hamlet = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="residents")
    household = models.ForeignKey(Household, null=True, on_delete=models.PROTECT, related_name="members")
    relation = models.CharField(max_length=12, default="other", help_text="to the head of the household")
    full_name = models.CharField(max_length=100)
    folded = models.CharField(max_length=100)
    sort_key = models.CharField(max_length=300)
    sex = models.CharField(max_length=6)
    birth_date = models.DateField(help_text="first day that is possible when only the month or year is known")
    birth_precision = models.CharField(max_length=5, default="day")
    birth_year = models.PositiveSmallIntegerField()
    id_number = SealedField(null=True, label=ID_LABEL)
    id_blind = models.CharField(max_length=64, null=True)  # noqa: DJ001 (null: unique only where there is one)
    father_name = models.CharField(max_length=100, blank=True)
    mother_name = models.CharField(max_length=100, blank=True)
    spouse_name = models.CharField(max_length=100, blank=True)
    status = models.CharField(max_length=6, default=Status.HERE, choices=Status.choices)
    left_on = models.DateField(null=True)
    moved_to = SealedField(null=True, label=MOVED_LABEL)
    merged_into = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="merged_from")

    policy_kind = "resident"

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["commune", "id_blind"], name="resident_id_number_in_commune"),
            models.CheckConstraint(
                condition=Q(id_number__isnull=True, id_blind__isnull=True)
                | Q(id_number__isnull=False, id_blind__isnull=False),
                name="resident_id_and_blind_together",
            ),
            length_check("full_name", low=1, high=100, name="resident_full_name_length"),
            length_check("folded", low=1, high=100, name="resident_folded_length"),
            length_check("sort_key", low=1, high=300, name="resident_sort_key_length"),
            length_check("father_name", high=100, name="resident_father_length"),
            length_check("mother_name", high=100, name="resident_mother_length"),
            length_check("spouse_name", high=100, name="resident_spouse_length"),
            choices_check("sex", ["male", "female"], name="resident_sex"),
            choices_check("birth_precision", ["day", "month", "year"], name="resident_birth_precision"),
            choices_check("relation", list(RELATIONS), name="resident_relation"),
            choices_check("status", ["here", "moved", "died", "merged"], name="resident_status"),
            models.CheckConstraint(
                condition=Q(birth_year__gte=1880, birth_year__lte=2200), name="resident_birth_year_range"
            ),
        ]
        indexes = [
            models.Index(fields=["commune", "folded", "birth_year"], name="resident_name_year"),
            models.Index(fields=["commune", "hamlet", "sort_key"], name="resident_in_hamlet"),
        ]

    def __str__(self) -> str:
        return self.full_name

    @property
    def ref(self) -> Ref:
        return Ref("resident", self.id)

    @property
    def birth(self) -> rules.Birth:
        return rules.Birth(self.birth_date, self.birth_precision)

    def household_ids(self) -> Iterable[UUID]:
        return {self.household_id} if self.household_id else set()

    def resident_ids(self) -> Iterable[UUID]:
        return {self.id}


class Ethnicity(models.Model):
    """The ethnic group a person gave. Restricted: read through `access.ethnicity`, which journals."""

    resident = models.OneToOneField(Resident, primary_key=True, on_delete=models.CASCADE, related_name="+")
    commune = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=40)

    class Meta:
        constraints = [length_check("name", low=1, high=40, name="ethnicity_name_length")]


class FormerIdNumber(Row):
    """A number a person had before (an old 9-digit one, one that was replaced): who brings it is still found. One that was
    `wrong` finds nobody: it was never hers, and is kept to say what was corrected."""

    commune = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    resident = models.ForeignKey(Resident, on_delete=models.CASCADE, related_name="former_id_numbers")
    id_number = SealedField(label=FORMER_LABEL)
    id_blind = models.CharField(max_length=64)
    ended_on = models.DateField()
    wrong = models.BooleanField(default=False)
    ended_by = models.UUIDField(null=True, help_text="the account that wrote it down")

    class Meta:
        indexes = [models.Index(fields=["commune", "id_blind"], name="former_id_number_blind")]


class Membership(Row):
    """That a person belonged to a household between two dates: households split, people marry and move."""

    commune = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    resident = models.ForeignKey(Resident, on_delete=models.PROTECT, related_name="memberships")
    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="memberships")
    relation = models.CharField(max_length=12)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, help_text="last day")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["commune", "resident"], condition=Q(valid_to__isnull=True), name="membership_one_at_a_time"
            ),
            choices_check("relation", list(RELATIONS), name="membership_relation"),
            _ends_after_start("membership"),
        ]
        indexes = [models.Index(fields=["household", "valid_from"], name="membership_household")]


class Classification(Row):
    """The class of a household by a decision, for a time. Restricted: read through `access.classification`."""

    commune = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="classifications")
    year = models.PositiveSmallIntegerField()
    klass = models.CharField(max_length=10)
    decision_number = models.CharField(max_length=60, blank=True)
    decision_date = models.DateField(null=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, help_text="last day")
    replaced_at = models.DateTimeField(null=True, help_text="corrected by a later row; kept for the record")
    doubted_at = models.DateTimeField(
        null=True, help_text="a paper given out on it was taken back: it does not hold until somebody decides anew"
    )

    policy_kind = "classification"

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["commune", "household", "valid_from"],
                condition=Q(replaced_at__isnull=True),
                name="classification_one_from_a_day",
            ),
            choices_check("klass", list(CLASSES), name="classification_klass"),
            length_check("decision_number", high=60, name="classification_decision_length"),
            models.CheckConstraint(condition=Q(year__gte=1990, year__lte=2200), name="classification_year_range"),
            _ends_after_start("classification"),
        ]
        indexes = [models.Index(fields=["commune", "year", "klass"], name="classification_year")]

    def household_ids(self) -> Iterable[UUID]:
        return {self.household_id}


class Contact(Row):
    """A phone by which a person is reached, and whose it is: one phone often serves a family, or there is none."""

    commune = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    resident = models.ForeignKey(Resident, on_delete=models.PROTECT, related_name="contacts")
    owner_kind = models.CharField(max_length=10)
    owner_name = models.CharField(max_length=100, blank=True)
    phone = SealedField(label=PHONE_LABEL)
    phone_blind = models.CharField(max_length=64)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["commune", "resident", "phone_blind"],
                condition=Q(valid_to__isnull=True),
                name="contact_phone_once",
            ),
            choices_check("owner_kind", list(OWNERS), name="contact_owner_kind"),
            length_check("owner_name", high=100, name="contact_owner_name_length"),
            _ends_after_start("contact"),
        ]
        indexes = [models.Index(fields=["commune", "phone_blind"], name="contact_phone_blind")]


class DuplicateProposal(Row):
    """Two records that may be one person, side by side until a person decides. Nothing is merged by itself."""

    commune = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    first = models.ForeignKey(Resident, on_delete=models.PROTECT, related_name="+")
    second = models.ForeignKey(Resident, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=20)
    claimed_id = SealedField(null=True, label=CLAIM_LABEL)
    state = models.CharField(max_length=10, default="open")
    created_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    decided_by = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["commune", "first", "second"], name="duplicate_pair_once"),
            choices_check("reason", ["same_id_number", "same_name_and_year"], name="duplicate_reason"),
            choices_check("state", ["open", "same", "different"], name="duplicate_state"),
        ]
        indexes = [models.Index(fields=["commune", "state", "created_at"], name="duplicate_open")]
