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
from thonso.core.access.roles import HAMLET_ROLES, ROLES
from thonso.core.notices.attention import Line, Section
from thonso.dossiers import holders
from thonso.dossiers.models import Dossier

MOST = 50
UNHELD = gettext_lazy("Nobody holds this post today.")
SENT = gettext_lazy("Its result was sent to this hamlet, and nobody there can hand it over.")
OWN_HOUSEHOLD = gettext_lazy("It is about the household of whoever holds this post; another person must act.")


def stuck(actor: Actor) -> Sequence[QuerySet[Any, Any]]:
    return [_rows(actor)] if _is_for(actor) else []


def section(actor: Actor) -> Section | None:
    if not _is_for(actor):
        return None
    rows = _rows(actor).select_related("hamlet").annotate(held=holders.is_held(), sent=holders.nobody_in_hamlet())
    lines = [
        Line(
            name=dossier.code,
            url=reverse("dossiers:detail", args=[dossier.code]) if policy.can(actor, "read", dossier).allow else "",
            detail=dossier.procedure_name,
            who=_post(dossier),
            why=str(SENT if dossier.sent else OWN_HOUSEHOLD if dossier.held else UNHELD),
        )
        for dossier in rows.order_by("act_by", "id")[:MOST]
    ]
    if not lines:
        return None
    return Section(
        _("Dossiers on which nobody can act"),
        _("Appoint somebody to the post, or have it lent to a colleague for some days."),
        lines,
        [(reverse("access_accounts"), _("Accounts and posts"))] if actor.has("administrator") else [],
    )


def _post(dossier: Any) -> str:
    """The post in which it waits; a hamlet's with its hamlet."""
    roles = HAMLET_ROLES if dossier.sent or dossier.holder_role in HAMLET_ROLES else (dossier.holder_role,)
    posts = " / ".join(str(ROLES.get(role, role)) for role in roles)
    return f"{posts}, {dossier.hamlet.full_name}" if roles == HAMLET_ROLES and dossier.hamlet else posts


def _is_for(actor: Actor) -> bool:
    return any(policy.can(actor, "attention", policy.New("dossier", commune_id=one)) for one in actor.communes())


def _rows(actor: Actor) -> QuerySet[Dossier]:
    return Dossier.objects.filter(policy.visible(actor, "attention", Dossier)).filter(holders.nobody_can_act())
