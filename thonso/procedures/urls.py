from django.urls import URLPattern, URLResolver, path, register_converter

from thonso.procedures import administration, views
from thonso.procedures.national import desk, pages


class ProcedureCode:
    """ "1.011607" or our own "TS.000001"; anything else is no procedure."""

    regex = r"(?:[1-9]|TS)\.[0-9]{6}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(ProcedureCode, "procedure")
app_name = "procedures"

urlpatterns: list[URLPattern | URLResolver] = [
    path("thu-tuc/", views.procedure_list, name="list"),
    path("thu-tuc/quoc-gia/<procedure:code>/", pages.national_detail, name="national_detail"),
    path("thu-tuc/quoc-gia/<procedure:code>/giay-to/", pages.national_checklist, name="national_checklist"),
    path("thu-tuc/<procedure:code>/", views.procedure_detail, name="detail"),
    path("thu-tuc/<procedure:code>/giay-to/", views.checklist, name="checklist"),
    path("quan-tri/thu-tuc/", administration.versions, name="versions"),
    path("quan-tri/thu-tuc/quoc-gia/", desk.review_list, name="review_list"),
    path("quan-tri/thu-tuc/quoc-gia/<procedure:code>/", desk.review_one, name="review_one"),
    path("quan-tri/thu-tuc/quoc-gia/<procedure:code>/<slug:section>/", desk.review_section, name="review_section"),
    path("quan-tri/thu-tuc/<uuid:version_id>/", administration.version, name="version"),
    path("quan-tri/thu-tuc/<uuid:version_id>/xac-minh/<slug:key>/", administration.confirm, name="confirm"),
    path("quan-tri/thu-tuc/<uuid:version_id>/cong-bo/", administration.publish, name="publish"),
    path("quan-tri/thu-tuc/<uuid:version_id>/ngung/", administration.stop, name="stop"),
]
