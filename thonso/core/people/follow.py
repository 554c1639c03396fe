"""When hamlets are renamed, merged or split, their households and people follow in the same transaction."""

from datetime import date

from thonso.core.base.refs import Ref
from thonso.core.journal.work import Work
from thonso.core.people.models import Household, Resident
from thonso.core.units.models import Unit


def units_succeeded(work: Work, actor: Ref, old: list[Unit], new: list[Unit], on: date) -> None:
    """All go to the first successor; after a split an officer moves the other households by hand."""
    ids = [unit.id for unit in old]
    Household.objects.filter(hamlet__in=ids, valid_to=None).update(hamlet=new[0])
    moved = list(Resident.objects.filter(hamlet__in=ids).values_list("id", flat=True))
    Resident.objects.filter(hamlet__in=ids).update(hamlet=new[0])
    if moved:
        work.note("people.followed_hamlet", actor, Ref("unit", new[0].id), facts={"residents": len(moved)})
        work.publish("residents.changed", residents=list(Resident.objects.filter(hamlet=new[0])))
