"""TVs that were paired, codes that wait to be typed, and announcements for one hamlet or all of them."""

from django.db import models
from django.db.models import F, Q

from thonso.core.base.models import Row, choices_check, length_check


class Paired(Row):
    """A device that stands somewhere and is no account. What it shows itself with is a cookie; here is its hash only."""

    commune = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=80, help_text="the place: Nhà văn hóa thôn")
    folded = models.CharField(max_length=80)
    digest = models.CharField(max_length=64, unique=True, help_text="SHA-256 of the cookie")
    paired_at = models.DateTimeField()
    paired_by = models.UUIDField()
    last_seen_at = models.DateTimeField(null=True, help_text="to a few minutes")
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name


class TvScreen(Paired):
    """A TV in one hamlet."""

    hamlet = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            length_check("name", low=1, high=80, name="tv_screen_name_length"),
            models.UniqueConstraint(
                fields=["hamlet", "folded"], condition=Q(revoked_at__isnull=True), name="tv_screen_name_in_hamlet"
            ),
        ]
        indexes = [models.Index(fields=["commune", "revoked_at"], name="tv_screen_in_commune")]


class PairingRequest(Row):
    """The code that a TV or a shared PC shows, until it is typed elsewhere or ten minutes have passed."""

    kind = models.CharField(max_length=8, default="tv", help_text="of device: a code of one is none for another")
    code = models.CharField(max_length=6, unique=True)
    digest = models.CharField(max_length=64, unique=True, help_text="SHA-256 of the cookie of that browser")
    expires_at = models.DateTimeField()

    class Meta:
        constraints = [
            length_check("code", low=6, high=6, name="pairing_request_code_length"),
            choices_check("kind", ["tv", "kiosk"], name="pairing_request_kind"),
        ]
        indexes = [models.Index(fields=["expires_at"], name="pairing_request_expires")]


class Announcement(Row):
    """Words for everybody in a hamlet, or in all of the commune, on the days named. What hangs on a wall: no secret."""

    class Kind(models.TextChoices):
        NOTICE = "notice"
        MEETING = "meeting"
        PRICES = "prices"

    kind = models.CharField(max_length=8, choices=Kind.choices, default=Kind.NOTICE)
    starts_at = models.DateTimeField(null=True, help_text="of a meeting")
    room = models.CharField(max_length=300, blank=True, help_text="of a meeting that is held online too: its address")
    source = models.CharField(max_length=120, blank=True, help_text="of prices: who says so")
    commune = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="+")
    hamlet = models.ForeignKey(
        "units.Unit", null=True, on_delete=models.PROTECT, related_name="+", help_text="none: every hamlet"
    )
    title = models.CharField(max_length=200)
    text = models.CharField(max_length=600, blank=True)
    first = models.DateField()
    last = models.DateField()
    written_at = models.DateTimeField()
    written_by = models.UUIDField()
    ended_at = models.DateTimeField(null=True, help_text="taken down before its last day")

    class Meta:
        constraints = [
            length_check("title", low=1, high=200, name="announcement_title_length"),
            length_check("text", high=600, name="announcement_text_length"),
            choices_check("kind", ["notice", "meeting", "prices"], name="announcement_kind"),
            models.CheckConstraint(
                condition=~Q(kind="meeting") | Q(starts_at__isnull=False), name="announcement_meeting_has_its_hour"
            ),
            models.CheckConstraint(
                condition=~Q(kind="prices") | ~Q(source=""), name="announcement_prices_have_a_source"
            ),
            models.CheckConstraint(condition=Q(last__gte=F("first")), name="announcement_days_in_order"),
        ]
        indexes = [models.Index(fields=["commune", "last"], name="announcement_in_commune")]

    def __str__(self) -> str:
        return self.title
