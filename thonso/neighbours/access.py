"""The only loaders of this wing from what a person gave: for the desk of the own commune and its director, nobody else."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from thonso.core.access import policy
from thonso.core.access.actors import Actor
from thonso.core.access.pages.shared import commune_of
from thonso.core.units.models import Unit
from thonso.dossiers import access as dossiers
from thonso.dossiers.beside import Link, Section
from thonso.dossiers.models import Dossier
from thonso.dossiers.rules.states import State as Ours
from thonso.neighbours.communes import said
from thonso.neighbours.models import Inward, Outward
from thonso.neighbours.rules import State
from thonso.outreach.of_dossier import known


def desk(actor: Actor) -> Unit:
    """The commune at whose desk this actor works. Raises Absent."""
    return commune_of(actor, "handle", "outward")


def outward(actor: Actor, id_: UUID) -> Outward:
    rows = Outward.objects.select_related("commune", "competent__parent", "received_by")
    return policy.load(actor, "handle", rows, id_)


def outwards(actor: Actor, commune: Unit) -> QuerySet[Outward]:
    rows = Outward.objects.filter(policy.visible(actor, "handle", Outward), commune=commune)
    return rows.select_related("competent")


def received_dossier(actor: Actor, code: str) -> Dossier:
    """One of ours whose reception elsewhere this actor may write down. Raises Absent."""
    found = dossiers.by_code(actor, code)
    policy.require(actor, "hand_over", found, words=dossiers.absent().message)
    return found


def inward_of(dossier: Dossier) -> Inward | None:
    """Comes with what the wings below keep of a dossier, so that its page asks nothing more."""
    return next(iter(known(dossier).more["inward"]), None)


def inwards(actor: Actor, commune: Unit) -> QuerySet[Inward]:
    """Of ours that came in elsewhere, what is not over."""
    rows = Inward.objects.filter(commune=commune, dossier__in=dossiers.listed(actor))
    return rows.exclude(dossier__holder_role="").select_related("receiver", "dossier").order_by("received_on", "id")


def to_do(actor: Actor) -> Sequence[QuerySet[Any, Any]]:
    """For the navigation: what has to go there, and what has come back and is not given yet."""
    wanted = Outward.objects.filter(policy.visible(actor, "handle", Outward))
    return [wanted.filter(state__in=[State.WAITING, State.ANSWERED])]


def link(actor: Actor, dossier: Dossier) -> Link | None:
    """On the page of a new dossier of the desk: that another desk received it. Later its own section leads there."""
    if dossier.channel not in {"desk", "post"} or dossier.status not in {Ours.SUBMITTED, Ours.ACCEPTED}:
        return None
    if not policy.can(actor, "hand_over", dossier).allow:
        return None
    return Link(_("Received by another commune"), reverse("neighbours:inward", args=[dossier.code]), "home", "")


def section(actor: Actor, dossier: Dossier) -> Section | None:
    """Where it came in, and how its result goes back."""
    row = inward_of(dossier) if dossier.channel in {"desk", "post"} else None
    if row is None:
        return None
    may = policy.can(actor, "hand_over", dossier).allow
    return Section(
        "neighbours/beside.html", {"row": row, "receiver": said(row.receiver), "may": may, "code": dossier.code}
    )
