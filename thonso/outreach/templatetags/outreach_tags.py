"""Words of this wing on a page."""

from typing import Any

from django import template

from thonso.dossiers import presenting
from thonso.dossiers.models import Dossier

register = template.Library()


@register.filter
def state_of(dossier: Dossier) -> Any:
    return presenting.office_state(dossier).words


@register.filter
def outcome_of(outcome: str) -> Any:
    from thonso.outreach.views.telling import outcomes

    return dict(outcomes()).get(outcome, outcome)
