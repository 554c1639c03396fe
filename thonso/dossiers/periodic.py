"""What dossiers do by themselves, on the worker's clock."""

import logging
from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from thonso.core.access.actors import system_actor
from thonso.core.base.clock import now
from thonso.core.base.errors import DomainError
from thonso.core.base.ids import stable_id
from thonso.core.notices import jobs
from thonso.dossiers import notify
from thonso.dossiers.models import Dossier
from thonso.dossiers.rules.states import State
from thonso.dossiers.services import handing_on, supplement
from thonso.dossiers.services.moves import Act

logger = logging.getLogger(__name__)
# Who acts when nobody does: its name stands in the history of a dossier, where people read it.
HOUSE = replace(system_actor("worker"), name="Thôn Số (tự động)")
LAPSE_SECONDS = 30 * 60
REMIND_SECONDS = 30 * 60
TAKE_BACK_SECONDS = 30 * 60
REMIND_BEFORE = timedelta(hours=24)


def lapsed() -> Iterable[UUID]:
    """Dossiers whose date to supply papers by has passed; where the law sets no such date nothing closes by itself."""
    rows = Dossier.objects.filter(state=State.SUPPLEMENT, act_by__lt=now())
    return list(rows.order_by("act_by").values_list("pk", flat=True))


@jobs.handler("dossiers.lapse", title=_("Closing dossiers whose missing papers did not come in time"))
def lapse(job: jobs.Running) -> None:
    """Each in a transaction of its own: one that moves on meanwhile, or cannot be closed, holds up no other."""
    for id_ in lapsed():
        dossier = Dossier.objects.select_related("commune", "hamlet").get(pk=id_)
        try:
            with job.transact(dossier.commune_id) as work:
                once = stable_id("lapse", f"{id_}:{dossier.revision}")
                supplement.expire(Act(work, HOUSE, dossier, once))
        except DomainError as refusal:
            logger.info("dossier %s is not closed: %s", id_, type(refusal).__name__)


def coming() -> Iterable[UUID]:
    """Appointments of the next 24 hours, nearest first; also those of which the person was reminded already (`remind`)."""
    rows = Dossier.objects.filter(state=State.ACCEPTED, appointed_at__gt=now(), appointed_at__lte=now() + REMIND_BEFORE)
    return list(rows.order_by("appointed_at", "pk").values_list("pk", flat=True))


@jobs.handler("dossiers.remind", title=_("Reminding people of their appointments"))
def remind(job: jobs.Running) -> None:
    """The key of the message names the hour: a turn more, or a second worker, sends nothing twice."""
    for id_ in coming():
        dossier = Dossier.objects.get(pk=id_)
        with job.transact(dossier.commune_id) as work:
            notify.remind(work, dossier)


@jobs.handler("dossiers.take_back", title=_("Giving back to the queues what nobody has in hand any more"))
def take_back(job: jobs.Running) -> None:
    """A post that ended by its date, or days of standing in that are over: nothing stays with who may not act on it."""
    for commune_id, account_id in handing_on.accounts_to_look_at():
        try:
            with job.transact(commune_id) as work:
                handing_on.left_behind(work, HOUSE, account_id)
        except DomainError as refusal:  # one of them has just moved on: the next turn sees what is left
            logger.info("dossiers of %s are not given back: %s", account_id, type(refusal).__name__)


jobs.every(seconds=TAKE_BACK_SECONDS)("dossiers.take_back")
jobs.every(seconds=REMIND_SECONDS)("dossiers.remind")
jobs.every(seconds=LAPSE_SECONDS)("dossiers.lapse")
