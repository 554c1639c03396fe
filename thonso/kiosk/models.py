"""PCs that are for everybody."""

from django.db import models

from thonso.core.base.models import length_check
from thonso.tv.models import Paired


class Kiosk(Paired):
    """A PC in one hamlet, or in the lobby of the office."""

    hamlet = models.ForeignKey(
        "units.Unit", null=True, on_delete=models.PROTECT, related_name="+", help_text="none: the lobby of the office"
    )
    turn = models.IntegerField(default=1, help_text="counts who used it: one more with each end")

    class Meta:
        constraints = [
            length_check("name", low=1, high=80, name="kiosk_name_length"),
            models.CheckConstraint(condition=models.Q(turn__gte=1), name="kiosk_turn_counts"),
            models.UniqueConstraint(
                fields=["hamlet", "folded"],
                condition=models.Q(revoked_at__isnull=True, hamlet__isnull=False),
                name="kiosk_name_in_hamlet",
            ),
            models.UniqueConstraint(
                fields=["commune", "folded"],
                condition=models.Q(revoked_at__isnull=True, hamlet__isnull=True),
                name="kiosk_name_in_lobby",
            ),
        ]
        indexes = [models.Index(fields=["commune", "revoked_at"], name="kiosk_in_commune")]
