"""What the portal last said of a dossier that was passed on to it."""

from django.db import models

from thonso.core.base.models import Row, length_check
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
