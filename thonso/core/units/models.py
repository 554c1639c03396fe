"""The tree of administrative units: province > commune > hamlet, each valid between two dates, and its figures."""

from uuid import UUID

from django.db import models
from django.db.models import F, Q

from thonso.core.base.ids import stable_id
from thonso.core.base.models import Row, choices_check, length_check
from thonso.core.crypto.fields import SealedField
from thonso.core.units.deciders import CHOICES, DIRECTOR


class Unit(Row):
    """A unit. Provinces and communes come from the official list and have the same id on every installation."""

    class Kind(models.TextChoices):
        PROVINCE = "province"
        COMMUNE = "commune"
        HAMLET = "hamlet"

    kind = models.CharField(max_length=10, choices=Kind.choices)
    code = models.CharField(max_length=20, help_text="official code; for a hamlet, a code within its commune")
    name = models.CharField(max_length=100)
    full_name = models.CharField(max_length=150)
    folded = models.CharField(max_length=150, help_text="name without diacritics, for search")
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="children")
    commune = models.ForeignKey(
        "self",
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="itself for a commune, its commune for a hamlet, none for a province",
    )
    path = models.CharField(max_length=60, unique=True, help_text="codes from the province down: 15.02683.suoi-chai")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, help_text="last day on which it existed")
    successors = models.ManyToManyField("self", symmetrical=False, related_name="predecessors")

    class Meta:
        constraints = [
            choices_check("kind", ["province", "commune", "hamlet"], name="unit_kind"),
            length_check("code", low=1, high=20, name="unit_code_length"),
            length_check("name", low=1, high=100, name="unit_name_length"),
            length_check("full_name", low=1, high=150, name="unit_full_name_length"),
            length_check("path", low=1, high=60, name="unit_path_length"),
            models.UniqueConstraint(fields=["commune", "code"], name="unit_code_in_commune"),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")), name="unit_ends_after_start"
            ),
        ]

    def __str__(self) -> str:
        return self.full_name

    @staticmethod
    def official_id(kind: str, code: str) -> UUID:
        return stable_id(kind, code)


class CommuneProfile(models.Model):
    """What stands on the commune's papers and pages: its office, its code in the province's numbering."""

    unit = models.OneToOneField(Unit, primary_key=True, on_delete=models.PROTECT, related_name="commune_profile")
    office_name = models.CharField(max_length=200, help_text="name of the one-stop office")
    office_address = models.CharField(max_length=200, blank=True)
    office_phone = models.CharField(max_length=20, blank=True)
    office_email = models.CharField(max_length=100, blank=True)
    authority_code = models.CharField(max_length=35, blank=True, help_text="identifier of the authority: H38.xx.yy")
    official_numbering = models.CharField(max_length=8, default="external", help_text="own | external (practice 1)")
    place_name = models.CharField(max_length=60, help_text="place in the date line of papers: Bát Xát")
    superior_name = models.CharField(max_length=120, blank=True, help_text="the line above the authority on papers")
    # Who decides what an officer proposes.
    refusal_by = models.CharField(max_length=16, default=DIRECTOR)
    extension_by = models.CharField(max_length=16, default=DIRECTOR)
    supplement_by = models.CharField(max_length=16, blank=True, help_text="empty: the officer asks without approval")
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            choices_check("official_numbering", ["own", "external"], name="commune_official_numbering"),
            *(choices_check(field, list(those), name=f"commune_{field}") for field, those in CHOICES.items()),
            length_check("office_name", high=200, name="commune_office_name_length"),
            length_check("office_address", high=200, name="commune_office_address_length"),
            length_check("office_phone", high=20, name="commune_office_phone_length"),
            length_check("office_email", high=100, name="commune_office_email_length"),
            length_check("authority_code", high=35, name="commune_authority_code_length"),
            length_check("place_name", low=1, high=60, name="commune_place_name_length"),
            length_check("superior_name", high=120, name="commune_superior_name_length"),
        ]


def _between(field: str, low: float, high: float, name: str) -> models.CheckConstraint:
    inside = Q(**{f"{field}__gte": low, f"{field}__lte": high})
    return models.CheckConstraint(condition=Q(**{f"{field}__isnull": True}) | inside, name=name)


class HamletProfile(models.Model):
    """Figures and place of a hamlet, as it reports them; counts of entered households are computed, not kept here."""

    unit = models.OneToOneField(Unit, primary_key=True, on_delete=models.PROTECT, related_name="hamlet_profile")
    commune = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    households = models.PositiveIntegerField(null=True)
    population = models.PositiveIntegerField(null=True)
    poor_households = models.PositiveIntegerField(null=True)
    near_poor_households = models.PositiveIntegerField(null=True)
    distance_km = models.DecimalField(
        max_digits=5, decimal_places=1, null=True, help_text="road to the commune's office"
    )
    latitude = models.DecimalField(max_digits=8, decimal_places=5, null=True)
    longitude = models.DecimalField(max_digits=8, decimal_places=5, null=True)
    # The support point, as it stands on the public list.
    support_place = models.CharField(max_length=120, blank=True)
    support_hours = models.CharField(max_length=120, blank=True)
    support_helper = models.CharField(max_length=100, blank=True, help_text="who agreed to be named in public")
    support_phone = models.CharField(max_length=20, blank=True)

    class Meta:
        constraints = [
            _between("households", 0, 20_000, "hamlet_households_range"),
            _between("population", 0, 100_000, "hamlet_population_range"),
            _between("poor_households", 0, 20_000, "hamlet_poor_range"),
            _between("near_poor_households", 0, 20_000, "hamlet_near_poor_range"),
            _between("distance_km", 0, 300, "hamlet_distance_range"),
            # Vietnam with its islands.
            _between("latitude", 6, 24, "hamlet_latitude_range"),
            _between("longitude", 102, 118, "hamlet_longitude_range"),
            length_check("support_place", high=120, name="hamlet_support_place_length"),
            length_check("support_hours", high=120, name="hamlet_support_hours_length"),
            length_check("support_helper", high=100, name="hamlet_support_helper_length"),
            length_check("support_phone", high=20, name="hamlet_support_phone_length"),
        ]
        indexes = [models.Index(fields=["commune"], name="hamlet_profile_commune")]


class HamletEthnicGroup(Row):
    """How many people of an ethnic group live in a hamlet. Restricted: shown on the hamlet's own page, in no list."""

    commune = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    hamlet = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="ethnic_groups")
    name = models.CharField(max_length=40)
    people = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["commune", "hamlet", "name"], name="hamlet_ethnic_group_once"),
            length_check("name", low=1, high=40, name="hamlet_ethnic_group_length"),
        ]


class ImportBatch(Row):
    """A file that waits between preview and apply. Its content is sealed, and destroyed once applied or after a day."""

    commune = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20, help_text="name of the list: hamlets, people, or a wing's own")
    actor_id = models.UUIDField(help_text="only who uploaded it may apply it")
    file_name = models.CharField(max_length=150)
    digest = models.CharField(max_length=64)
    sealed = SealedField(blank=True, label="import_batch.content")
    created_at = models.DateTimeField()
    applied_at = models.DateTimeField(null=True)
    imported = models.PositiveIntegerField(default=0)
    rejected = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            length_check("kind", low=1, high=20, name="import_batch_kind"),
            length_check("file_name", low=1, high=150, name="import_batch_file_name_length"),
            length_check("digest", low=64, high=64, name="import_batch_digest_length"),
        ]
        indexes = [models.Index(fields=["commune", "created_at"], name="import_batch_created")]
