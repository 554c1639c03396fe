"""PCs that are for everybody."""

from django.db import models

from thonso.core.base.models import Row, length_check


class Kiosk(Row):
    """A PC in one hamlet, or in the lobby of the office. What it shows itself with is a cookie; here is its hash only."""

    commune = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="+")
    hamlet = models.ForeignKey(
        "units.Unit", null=True, on_delete=models.PROTECT, related_name="+", help_text="none: the lobby of the office"
    )
    name = models.CharField(max_length=80, help_text="the place: Nhà văn hóa thôn")
    folded = models.CharField(max_length=80)
    digest = models.CharField(max_length=64, unique=True, help_text="SHA-256 of the cookie")
    turn = models.IntegerField(default=1, help_text="counts who used it: one more with each end")
    paired_at = models.DateTimeField()
    paired_by = models.UUIDField()
    last_seen_at = models.DateTimeField(null=True, help_text="to a few minutes")
    revoked_at = models.DateTimeField(null=True)

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

    def __str__(self) -> str:
        return self.name
