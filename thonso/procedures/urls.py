from django.urls import URLPattern, URLResolver, path, register_converter

from thonso.procedures import administration, views
from thonso.procedures.editor import editing, ordering, preview, publishing
from thonso.procedures.editor import pages as editor
from thonso.procedures.national import desk, loading, pages


class ProcedureCode:
    """ "1.011607" or our own "TS.000001"; anything else is no procedure."""

    regex = r"(?:[1-9]|TS)\.[0-9]{6}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class Place:
    """Where a thing stands in a definition, see `editor.places`."""

    regex = r"[a-z0-9_]+(?:\.[a-z0-9_]+){0,8}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(ProcedureCode, "procedure")
register_converter(Place, "place")
app_name = "procedures"

urlpatterns: list[URLPattern | URLResolver] = [
    path("thu-tuc/", views.procedure_list, name="list"),
    path("thu-tuc/quoc-gia/<procedure:code>/", pages.national_detail, name="national_detail"),
    path("thu-tuc/quoc-gia/<procedure:code>/giay-to/", pages.national_checklist, name="national_checklist"),
    path("thu-tuc/lien-thong/<slug:key>/", views.bundle, name="bundle"),
    path("thu-tuc/<procedure:code>/", views.procedure_detail, name="detail"),
    path("thu-tuc/<procedure:code>/giay-to/", views.checklist, name="checklist"),
    path("quan-tri/thu-tuc/", administration.versions, name="versions"),
    path("quan-tri/thu-tuc/quoc-gia/", desk.review_list, name="review_list"),
    path("quan-tri/thu-tuc/quoc-gia/nap/", loading.load, name="national_load"),
    path("quan-tri/thu-tuc/quoc-gia/<procedure:code>/", desk.review_one, name="review_one"),
    path("quan-tri/thu-tuc/quoc-gia/<procedure:code>/<slug:section>/", desk.review_section, name="review_section"),
    path("quan-tri/thu-tuc/<uuid:version_id>/", administration.version, name="version"),
    path("quan-tri/thu-tuc/<uuid:version_id>/xac-minh/<slug:key>/", administration.confirm, name="confirm"),
    path("quan-tri/thu-tuc/<uuid:version_id>/cong-bo/", administration.publish, name="publish"),
    path("quan-tri/thu-tuc/<uuid:version_id>/ngung/", administration.stop, name="stop"),
    path("quan-tri/thu-tuc/<uuid:version_id>/chep/", editor.start, name="copy_start"),
    path("quan-tri/thu-tuc/<uuid:version_id>/tai-ve/", editor.export_version, name="version_export"),
    path("quan-tri/thu-tuc/soan/", editor.copies, name="copies"),
    path("quan-tri/thu-tuc/soan/tu-tep/", editor.bring_in, name="copy_import"),
    path("quan-tri/thu-tuc/soan/<uuid:copy_id>/", editor.copy, name="copy"),
    path("quan-tri/thu-tuc/soan/<uuid:copy_id>/lich-su/", editor.history, name="copy_history"),
    path("quan-tri/thu-tuc/soan/<uuid:copy_id>/lay-lai/", editor.go_back, name="copy_back"),
    path("quan-tri/thu-tuc/soan/<uuid:copy_id>/huy/", editor.drop, name="copy_drop"),
    path("quan-tri/thu-tuc/soan/<uuid:copy_id>/tai-ve/", editor.export, name="copy_export"),
    path("quan-tri/thu-tuc/soan/<uuid:copy_id>/phan/<place:place>/", editing.part, name="copy_part"),
    path("quan-tri/thu-tuc/soan/<uuid:copy_id>/bo/<place:place>/", ordering.remove, name="copy_remove"),
    path("quan-tri/thu-tuc/soan/<uuid:copy_id>/doi-cho/", ordering.move, name="copy_move"),
    path("quan-tri/thu-tuc/soan/<uuid:copy_id>/xem-truoc/", preview.preview, name="copy_preview"),
    path("quan-tri/thu-tuc/soan/<uuid:copy_id>/thu/", preview.attempt, name="copy_try"),
    path("quan-tri/thu-tuc/soan/<uuid:copy_id>/so-sanh/", publishing.compare, name="copy_compare"),
    path("quan-tri/thu-tuc/soan/<uuid:copy_id>/cong-bo/", publishing.publish, name="copy_publish"),
]
