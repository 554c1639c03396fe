"""Two records of the register were one person's: what was hers under either stays hers, and each dossier says so."""

from typing import Any

from django.db.models import Q

from thonso.core.base.ids import new_id
from thonso.core.journal.work import Work
from thonso.core.people.models import Resident
from thonso.dossiers.models import AssistSession, Dossier, Party
from thonso.dossiers.periodic import HOUSE
from thonso.dossiers.services.moves import Act, write

COLUMNS = ("subject_resident_id", "heir_resident_id")


def put_together(work: Work, kept: Resident, gone: Resident, **_more: Any) -> None:
    """Follows the register inside its transaction. Raises Stale where a colleague was faster at one of the dossiers."""
    for dossier in Dossier.objects.filter(Q(subject_resident_id=gone.pk) | Q(heir_resident_id=gone.pk)):
        columns = {name: kept.pk for name in COLUMNS if getattr(dossier, name) == gone.pk}
        write(Act(work, HOUSE, dossier, new_id()), "double_merged", columns)
    Party.objects.filter(resident_id=gone.pk).update(resident_id=kept.pk)
    AssistSession.objects.filter(citizen_resident_id=gone.pk).update(citizen_resident_id=kept.pk)
