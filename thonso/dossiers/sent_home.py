"""What is said of a hamlet before something is sent there, and after: until when it has, or that nobody is there."""

from django.utils.translation import gettext as _

from thonso.core.access.roles import HAMLET_ROLES
from thonso.core.base.clock import local, now
from thonso.dossiers import holders
from thonso.dossiers.models import Dossier
from thonso.dossiers.rules.transitions import HAMLET_KINDS
from thonso.dossiers.services import clock, handover
from thonso.dossiers.services.route import next_step


def before_result(dossier: Dossier) -> str:
    """Why its result cannot be sent home; '' when somebody there hands it over."""
    why = holders.nobody_there(dossier)
    return f"{why} {handover.INSTEAD}" if why else ""


def before_step(dossier: Dossier) -> str:
    """Before a step of the hamlet: the date that it will have, or that nobody is there; '' before any other."""
    step = next_step(dossier)
    if step is None or step.kind not in HAMLET_KINDS:
        return ""
    if told := _waits(dossier):
        return told
    due = clock.task_due(dossier, step.key, now(), dossier.due_at)
    return _("The hamlet has until %(day)s.") % {"day": f"{local(due):%d/%m/%Y}"} if due else ""


def after_step(dossier: Dossier) -> str:
    """Once it stands in a hamlet: that nobody is there; '' where somebody is."""
    return _waits(dossier) if dossier.holder_role in HAMLET_ROLES else ""


def _waits(dossier: Dossier) -> str:
    why = holders.nobody_there(dossier)
    told = _("The dossier waits there until then; it is listed under “Needs attention”.")
    return f"{why} {told}" if why else ""
