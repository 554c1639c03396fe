"""Routes of the notices; each view names its audience."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, path, register_converter

from thonso.core.notices import views

app_name = "notices"


class KindConverter:
    regex = "tin|viec"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class ActConverter(KindConverter):
    regex = "lam-lai|bo"


register_converter(KindConverter, "stuck_kind")
register_converter(ActConverter, "stuck_act")

urlpatterns: list[URLPattern | URLResolver] = [
    path("tai-khoan/thong-bao/", views.own, name="own"),
    path("tai-khoan/thong-bao/da-doc/", views.read, name="read"),
    path("quan-tri/can-xu-ly/", views.attention, name="attention"),
    path("quan-tri/can-xu-ly/<stuck_kind:kind>/<uuid:id>/<stuck_act:act>/", views.decide, name="decide"),
]
if settings.DEMO or settings.TEST:
    urlpatterns.append(path("hop-thu-thu/", views.demo_inbox, name="demo_inbox"))
