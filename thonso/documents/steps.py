"""One act in the course of a document: by whom, in whose place, to whom, with which words. Never changed."""

from django.db import models

from thonso.core.base.models import Row
from thonso.core.units.models import Unit


class CourseStep(Row):
    """Which document it is of, and which acts there are, say those who inherit."""

    commune = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    words = models.CharField(max_length=1000, blank=True)
    to = models.ForeignKey("access.Account", null=True, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey("access.Account", on_delete=models.PROTECT, related_name="+")
    acting_for = models.ForeignKey("access.Account", null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        abstract = True
