"""What the administrator gave away, before the chairman: seen, or ended there. Why this page: `services.posts.grant`."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from thonso.core.access import services
from thonso.core.access.actors import Actor, actor_of
from thonso.core.access.audience import audience
from thonso.core.access.models import Account, Assignment, StartLink
from thonso.core.access.pages.shared import Done, commune_of, confirmed, state_of_post, submit
from thonso.core.access.roles import ROLES, TOLD_ROLES
from thonso.core.base.clock import now, today
from thonso.core.base.errors import Absent
from thonso.core.journal.work import Work

PAGE = "access_appointments"
RESETS_DAYS = 30
_GONE = gettext_lazy("This appointment is no longer in the list: it has been seen, or it has ended.")


def waiting(actor: Actor) -> Sequence[QuerySet[Assignment, Assignment]]:
    """For the navigation: appointments not seen yet."""
    home = actor.home_commune()
    return [services.untold(home)] if home else []


@audience("staff")
@require_GET
def appointments(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    commune = commune_of(actor, "review", "assignment")
    rows = list(services.untold(commune.pk).select_related("account", "post", "unit"))
    resets = StartLink.objects.filter(
        created_at__gte=now() - timedelta(days=RESETS_DAYS),
        account__assignments__commune_id=commune.pk,
        account__assignments__role__in=TOLD_ROLES,
    )
    slips = list(resets.select_related("account").distinct().order_by("-created_at")[:50])
    names = dict(
        Account.objects.filter(pk__in={*(row.granted_by for row in rows), *(slip.made_by for slip in slips)})
        .values_list("pk", "full_name")
    )  # fmt: skip
    context: dict[str, Any] = {
        "rows": [
            {
                "row": row, "role": ROLES[row.role], "by": names.get(row.granted_by, ""),
                "own": row.granted_by == row.account_id, "state": state_of_post(row),
            }
            for row in rows
        ],
        "slips": [(slip, names.get(slip.made_by, "")) for slip in slips],
    }  # fmt: skip
    return render(request, "access/admin/appointments.html", context)


@audience("staff")
@require_POST
def seen(request: HttpRequest, assignment_id: UUID) -> HttpResponse:
    actor = actor_of(request)
    commune_id = commune_of(actor, "review", "assignment").pk

    def act(work: Work) -> str:
        services.mark_seen(work, actor, _shown(commune_id, assignment_id))
        return reverse(PAGE)

    return submit(request, actor, commune_id, "assignment.seen", act)


@audience("staff")
@require_POST
def undo(request: HttpRequest, assignment_id: UUID) -> HttpResponse:
    """The chairman does not agree: it ends at once."""
    actor = actor_of(request)
    commune_id = commune_of(actor, "review", "assignment").pk
    confirmed(request)

    def act(work: Work) -> Done:
        row = _shown(commune_id, assignment_id)
        if row.has_ended(today()):
            raise Absent(_GONE)
        services.revoke(actor, row, reason=_("ended by the chairman"))
        services.mark_seen(work, actor, row)
        return reverse(PAGE), _("%(name)s no longer holds this post.") % {"name": row.account.full_name}

    return submit(request, actor, commune_id, "assignment.undo", act)


def _shown(commune_id: UUID, assignment_id: UUID) -> Assignment:
    """One of the list, as it stands now: only of what was never seen can the chairman dispose here. Raises Absent."""
    row = services.untold(commune_id).select_related("account").filter(pk=assignment_id).first()
    if row is None:
        raise Absent(_GONE)
    return row
