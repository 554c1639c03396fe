"""Who decides what an officer proposes: each commune says it for itself (practice.md 21).

A decider is the director of the centre, or any leader of the committee. The one to whom a proposal was put stays it, whatever
the commune chooses meanwhile (`Dossier.approval_by`).
"""

from typing import Any

from django.utils.translation import gettext_lazy as _

from thonso.core.access.roles import LEADER_ROLES
from thonso.core.units.models import CommuneProfile
from thonso.dossiers.models import Dossier

DIRECTOR, LEADER = "centre_director", "leader"


def chosen(dossier: Dossier, what: str) -> str:
    """The decider for a refusal, an extension or a supplement; "" where the officer asks without approval."""
    profile: CommuneProfile | None = getattr(dossier.commune, "commune_profile", None)
    return str(getattr(profile or CommuneProfile(), f"{what}_by"))


def decider(role: str) -> str:
    """As which decider a post acts."""
    return LEADER if role in LEADER_ROLES else role


def posts(decided_by: str) -> tuple[str, ...]:
    return LEADER_ROLES if decided_by == LEADER else (DIRECTOR,)


def by_leader(dossier: Dossier) -> dict[str, bool]:
    """For the event of a decision: that a leader made it, whose name does not stand on the centre's letter."""
    return {"by_leader": True} if dossier.approval_by == LEADER else {}


def sent_words(decided_by: str) -> Any:
    return _("Sent to the leaders, who decide.") if decided_by == LEADER else _("Sent to the director, who decides.")
