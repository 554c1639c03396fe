"""Which dossiers still have to be passed on, and which the portal tells otherwise; for whoever receives dossiers."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from thonso.core.access import policy
from thonso.core.access.actors import Actor
from thonso.dossiers import access as dossiers
from thonso.dossiers.beside import Link
from thonso.dossiers.models import Dossier
from thonso.dossiers.queues import OPEN
from thonso.dossiers.rules.states import FINAL
from thonso.dossiers.services.moves import numbering
from thonso.portal.models import PortalStatus
from thonso.portal.rules import states_of

COUNTED_OUTSIDE = ~Q(commune__commune_profile__official_numbering="own")


def dossier(actor: Actor, code: str) -> Dossier:
    """A dossier whose passing on is this actor's work. Raises Absent."""
    found = dossiers.by_code(actor, code, "receive")
    policy.require(actor, "read_id", found, words=dossiers.absent().message)
    return found


def waiting(actor: Actor) -> QuerySet[Dossier]:
    """Open dossiers that the province's system has no code for yet; none where the commune counts codes itself."""
    return dossiers.listed(actor, "receive").filter(OPEN, COUNTED_OUTSIDE, official_code="")


def told_otherwise(actor: Actor) -> QuerySet[PortalStatus]:
    """What the portal's last list says of dossiers, where it does not fit what we know or could not be understood."""
    wrong = Q(code=None)
    for code in range(1, 11):
        wrong |= Q(code=code) & ~Q(dossier__state__in=states_of(code))
    # What has ended at both places, each in its own way, nobody has to bring together any more.
    over = Q(code__in=(3, 7, 8, 10), dossier__state__in=[state.value for state in FINAL])
    rows = PortalStatus.objects.filter(wrong, dossier__in=dossiers.listed(actor, "receive")).exclude(over)
    return rows.select_related("dossier__hamlet")


def counted(actor: Actor) -> Sequence[QuerySet[Any, Any]]:
    """For the navigation."""
    return [waiting(actor), told_otherwise(actor)]


def link(actor: Actor, dossier: Dossier) -> Link | None:
    """On the page of a dossier, while the portal has no code for it."""
    if dossier.official_code or not dossier.holder_role or numbering(dossier) == "own":
        return None
    if not policy.can(actor, "receive", dossier).allow:
        return None
    note = _("The province's system has no code for it yet.")
    return Link(_("Pass on to the national portal"), reverse("portal:pass_on", args=[dossier.code]), "send", note)
