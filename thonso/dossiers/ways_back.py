"""Where a result is wanted, and whether it is on its way there: for the list of those that wait to be handed over."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from thonso.core.base.clock import local
from thonso.dossiers.models import Dossier, Event, HamletTask, Result
from thonso.dossiers.models.results import HELD
from thonso.dossiers.services.moves import payload_of

# What the citizen answered when filing (`return_way` of the forms).
WANTED = {
    "hamlet": gettext_lazy("In the hamlet"),
    "centre": gettext_lazy("At the desk"),
    "post": gettext_lazy("By post"),
    "electronic": gettext_lazy("Electronically"),
}


@dataclass(frozen=True, slots=True)
class WayBack:
    wanted: Any
    on_its_way: str = ""
    held: bool = False


def ways_back(dossiers: Sequence[Dossier]) -> dict[UUID, WayBack]:
    """Of many dossiers, in two queries. Of the answers no more is opened than where the result is wanted. `held`: a leader
    is to decide whether it is taken back."""
    by_id = {one.pk: one for one in dossiers}
    waits = Result.objects.filter(**HELD, stands_for__dossier=OuterRef("dossier"))
    filed = list(Event.objects.filter(dossier__in=by_id, kind="filed").annotate(held=Exists(waits)))
    held = {event.dossier_id for event in filed if event.held}
    wanted = {
        event.dossier_id: str(payload_of(event, by_id[event.dossier_id])["answers"].get("return_way") or "")
        for event in filed
    }
    tasks = HamletTask.objects.filter(dossier__in=by_id, kind=HamletTask.Kind.RETURN, done_at=None)
    sent = {task.dossier_id: _sent(task) for task in tasks}
    return {
        id_: WayBack(WANTED.get(wanted.get(id_, ""), _("At the desk")), sent.get(id_, ""), id_ in held) for id_ in by_id
    }


def _sent(task: HamletTask) -> str:
    if task.started_at:
        return _("in the hamlet since %(day)s") % {"day": f"{local(task.started_at):%d/%m}"}
    return _("sent to the hamlet %(day)s") % {"day": f"{local(task.asked_at):%d/%m}"}
