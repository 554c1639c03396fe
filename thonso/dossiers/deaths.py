"""A registered death marks the person in the register, and the mark goes when that result is taken back (practice.md 18).

Which field names the dead and which one the day stands in the procedure (`result.certifies`, `result.death`). Only a number
with the same name finds a person: nobody is marked on a name alone.
"""

from datetime import date
from typing import Any

from thonso.core.access.actors import Actor
from thonso.core.base.errors import Refused
from thonso.core.base.refs import Ref
from thonso.core.base.text import fold
from thonso.core.journal.work import Work
from thonso.core.people.models import Resident
from thonso.core.people.services import came_back, find_by_id_number, leave
from thonso.dossiers.models import Dossier, Event, Result
from thonso.dossiers.requirements import definition
from thonso.dossiers.services.moves import answers_of
from thonso.procedures import partial_date


def registered(work: Work, dossier: Dossier, event: Event, actor: Actor) -> None:
    """Its result is there: the person has died. What contradicts the register is told in the journal and marks nobody."""
    if event.kind != "record_result" or (found := _dead(dossier)) is None:
        return
    resident, on = found
    if resident.status != Resident.Status.HERE:
        return
    facts: dict[str, Any] = {"code": dossier.code}
    try:
        leave(work, actor.ref, resident, Resident.Status.DIED, on)
    except Refused:
        work.note("resident.death_doubtful", actor.ref, Ref("dossier", dossier.pk), subject=resident.ref, facts=facts)


def taken_back(work: Work, dossier: Dossier, result: Result, actor: Actor) -> None:
    """The result was taken back: whom it had marked lives, as far as the register knows, unless she was registered twice and
    the other registration stands."""
    if (found := _dead(dossier)) is None:
        return
    resident, on = found
    if resident.status != Resident.Status.DIED or resident.left_on != on:
        return
    alike = Dossier.objects.filter(commune_id=dossier.commune_id, procedure_code=dossier.procedure_code)
    others = alike.filter(results__result__state=Result.State.ISSUED).exclude(pk=dossier.pk).distinct()
    if not any((other := _dead(one)) and other[0].pk == resident.pk for one in others):
        came_back(work, actor.ref, resident)


def _dead(dossier: Dossier) -> tuple[Resident, date] | None:
    """Whom this dossier is to mark, and from which day; of a day that is not known whole, the first it can be."""
    result = definition(dossier).result
    if not result.death:
        return None
    answers = answers_of(dossier)
    person, on = answers.get(result.certifies), partial_date.read(answers.get(result.death))
    if not isinstance(person, dict) or on is None:
        return None
    resident = find_by_id_number(dossier.commune_id, str(person.get("id_number") or ""))
    if resident is None or resident.folded != fold(str(person.get("full_name") or "")):
        return None
    return resident, on.first
