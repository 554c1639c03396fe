"""Which tracking keys were shown in this browser: good for half an hour, for the same person in the same session only.

A helper's browser and a shared PC see many people in a day: what one of them opened must be closed to the next.
"""

from uuid import UUID

from django.http import HttpRequest

from thonso.core.access.actors import actor_of
from thonso.core.base.clock import now
from thonso.dossiers.models import Dossier

SESSION = "tracked"
FILED = "filed_keys"
SPOKEN = "complaints_sent"
TOLD = "complaint_told"  # the code of a dossier, and of its complaint whose own code is still to be shown
LASTS = 30 * 60  # seconds
MOST = 10


def _whose(request: HttpRequest) -> list[str]:
    actor = actor_of(request)
    return [str(actor.ref.id), str(actor.assist.session_id) if actor.assist else ""]


def known(request: HttpRequest) -> set[str]:
    """Ids of the dossiers whose key this person has shown here lately."""
    oldest, whose = now().timestamp() - LASTS, _whose(request)
    kept = request.session.get(SESSION, {})
    return {id_ for id_, (at, *shown_by) in kept.items() if at >= oldest and shown_by == whose}


def has(request: HttpRequest, dossier_id: UUID) -> bool:
    return str(dossier_id) in known(request)


def remember(request: HttpRequest, dossier: Dossier) -> None:
    kept = {id_: entry for id_, entry in request.session.get(SESSION, {}).items() if id_ in known(request)}
    kept.pop(str(dossier.pk), None)
    kept = dict(list(kept.items())[-(MOST - 1) :])
    request.session[SESSION] = {**kept, str(dossier.pk): [now().timestamp(), *_whose(request)]}


def forget(request: HttpRequest) -> None:
    """The session with this person is over: nothing of her stays in the browser."""
    for name in (SESSION, FILED, SPOKEN, TOLD):
        request.session.pop(name, None)
