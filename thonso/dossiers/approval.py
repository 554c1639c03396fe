"""Who decides what an officer proposes: each commune says it for itself (practice.md 21).

Proposed is a refusal, an extension or a supplement (`what`), one at a time. The one to whom it was put stays it, whatever the
commune chooses meanwhile (`Dossier.approval_by`).
"""

from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from thonso.core.access.roles import LEADER_ROLES
from thonso.core.units import profile
from thonso.core.units.deciders import DIRECTOR, LEADER
from thonso.dossiers.models import Dossier, Event

# The columns of a dossier of which nothing waits to be decided.
NOTHING_WAITS: Final = {
    "refusal_proposed": False,
    "extension_proposed": 0,
    "supplement_proposed": False,
    "approval_by": "",
}


def chosen(dossier: Dossier, what: str) -> str:
    """Who decides it here; "" where the officer does without approval."""
    return str(getattr(profile.loaded(dossier.commune), f"{what}_by"))


def proposal(dossier: Dossier, what: str) -> Event | None:
    """What was proposed and waits."""
    if not getattr(dossier, f"{what}_proposed"):
        return None
    return dossier.events.filter(kind=f"propose_{what}").order_by("-seq").first()


def decider(role: str) -> str:
    """As which decider a post acts."""
    return LEADER if role in LEADER_ROLES else role


def posts(decided_by: str) -> tuple[str, ...]:
    """The posts that act as this decider, the one that comes first before the others."""
    return LEADER_ROLES if decided_by == LEADER else (DIRECTOR,)


def by_leader(dossier: Dossier) -> dict[str, bool]:
    """For the event of a decision: that a leader made it, whose name does not stand on the centre's letter."""
    return {"by_leader": True} if dossier.approval_by == LEADER else {}


def sent_words(decided_by: str) -> Any:
    return _("Sent to the leaders, who decide.") if decided_by == LEADER else _("Sent to the director, who decides.")
