"""Mobile days as everybody reads them: when, where, what for, what to bring."""

from datetime import date
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from thonso.core.access.audience import audience
from thonso.core.web.context import Shell
from thonso.outreach.reading import offered_on, when
from thonso.outreach.services import mobile
from thonso.roster import announcing


def register() -> None:
    announcing.register(_announced)


def _announced(commune_id: UUID, day: date) -> list[announcing.Announcement]:
    return [
        announcing.Announcement(
            one.hamlet_id,
            _("An officer of the commune comes on %(when)s.") % {"when": when(one)},
            f"{reverse('outreach:public_days')}#{one.pk}",
        )
        for one in mobile.coming(commune_id)
        if one.state != "called_off"
    ]


@audience("public")
@require_safe
def days(request: HttpRequest) -> HttpResponse:
    commune_id = Shell(request).commune_id
    rows = [{"day": one, "when": when(one), "procedures": offered_on(one)} for one in mobile.coming(commune_id)]
    return render(request, "outreach/public_days.html", {"rows": rows})
