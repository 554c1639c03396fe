"""Where each part is mounted. Every route names its audience in its own `urls.py` (`access.audience`)."""

from django.urls import include, path

from thonso.config.api import api
from thonso.core.access.ninja import gated

# What is asked for most stands first: Django tries one after the other, and no two of them answer the same address.
urlpatterns = [
    path("api/v1/", gated(api)),
    path("", include("thonso.dossiers.urls")),
    path("", include("thonso.documents.urls")),
    path("", include("thonso.counter.urls")),
    path("", include("thonso.portal.urls")),
    path("", include("thonso.neighbours.urls")),
    path("", include("thonso.procedures.urls")),
    path("", include("thonso.outreach.urls")),
    path("", include("thonso.roster.urls")),
    path("", include("thonso.core.web.urls")),
    path("", include("thonso.core.access.urls")),
    path("", include("thonso.core.units.urls")),
    path("", include("thonso.core.people.urls")),
    path("", include("thonso.core.search.urls")),
    path("", include("thonso.core.files.urls")),
    path("", include("thonso.core.workdays.urls")),
    path("", include("thonso.core.signatures.urls")),
    path("", include("thonso.core.identity.urls")),
    path("", include("thonso.core.notices.urls")),
    path("", include("thonso.core.journal.urls")),
    path("", include("thonso.insight.urls")),
    path("", include("thonso.offline.urls")),
    path("", include("thonso.tv.urls")),
    path("", include("thonso.kiosk.urls")),
    path("", include("thonso.voices.urls")),
]

handler400 = "thonso.core.web.errors.bad_request"
handler403 = "thonso.core.web.errors.forbidden"
handler404 = "thonso.core.web.errors.not_found"
handler500 = "thonso.core.web.errors.server_error"
