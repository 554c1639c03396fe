"""The tree of administrative units: province > commune > hamlet, each valid between two dates."""

from django.db import models

from thonso.core.base.ids import stable_id
from thonso.core.base.models import Row, choices_check, length_check


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
    commune = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+", help_text="itself for a commune, its commune for a hamlet, none for a province")
    path = models.CharField(max_length=60, unique=True, help_text="codes from the province down: 15.02683.suoi-chai")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, help_text="last day on which it existed")
    successors = models.ManyToManyField("self", symmetrical=False, related_name="predecessors")

    class Meta:
        constraints = [
            choices_check("kind", ["province", "commune", "hamlet"], name="unit_kind"),
            length_check("name", low=1, high=100, name="unit_name_length"),
            models.UniqueConstraint(fields=["commune", "code"], name="unit_code_in_commune"),
        ]

    def __str__(self) -> str:
        return self.full_name

    @staticmethod
    def official_id(kind: str, code: str) -> "object":
        return stable_id(kind, code)
