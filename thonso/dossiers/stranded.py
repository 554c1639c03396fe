"""Open dossiers on which nobody can act today, for whoever can mend it: the director of the centre, the administrator.

The administrator reads code, procedure and post, as in the journal, and opens nothing.
"""

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from thonso.core.access import policy
from thonso.core.access.actors import Actor
from thonso.core.access.roles import ROLES
from thonso.core.notices.attention import Line, Section
from thonso.dossiers import holders
from thonso.dossiers.models import Dossier

MOST = 50
UNHELD = gettext_lazy("Nobody holds this post today.")
OWN_HOUSEHOLD = gettext_lazy("It is about the household of whoever holds this post; another person must act.")


def stuck(actor: Actor) -> Sequence[QuerySet[Any, Any]]:
    return [_rows(actor)] if _is_for(actor) else []


def section(actor: Actor) -> Section | None:
    if not _is_for(actor):
        return None
    rows = _rows(actor).annotate(held=holders.is_held()).order_by("act_by", "id")[:MOST]
    lines = [
        Line(
            name=dossier.code,
            url=reverse("dossiers:detail", args=[dossier.code]) if policy.can(actor, "read", dossier).allow else "",
            detail=dossier.procedure_name,
            who=str(ROLES.get(dossier.holder_role, dossier.holder_role)),
            why=str(OWN_HOUSEHOLD if dossier.held else UNHELD),
        )
        for dossier in rows
    ]
    if not lines:
        return None
    return Section(
        _("Dossiers on which nobody can act"),
        _("Appoint somebody to the post, or have it lent to a colleague for some days."),
        lines,
        [(reverse("access_accounts"), _("Accounts and posts"))] if actor.has("administrator") else [],
    )


def _is_for(actor: Actor) -> bool:
    return any(policy.can(actor, "attention", policy.New("dossier", commune_id=one)) for one in actor.communes())


def _rows(actor: Actor) -> QuerySet[Dossier]:
    return Dossier.objects.filter(policy.visible(actor, "attention", Dossier)).filter(holders.nobody_can_act())
