"""Addresses of the TV: the screen itself, and where it is kept, by the hamlet (`thon`) and by the commune (`ban`)."""

from django.urls import URLPattern, URLResolver, path, register_converter

from thonso.tv.views import keeping, screen


class Where:
    regex = "thon|ban"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(Where, "tv_where")

app_name = "tv"
urlpatterns: list[URLPattern | URLResolver] = [
    path("tv/", screen.screen, name="screen"),
    path("tv/dong/", screen.stream, name="stream"),
    path("tv/sw.js", screen.worker, name="worker"),
    path("<tv_where:where>/tv/", keeping.kept, name="kept"),
    path("<tv_where:where>/tv/ghep/", keeping.pair, name="pair"),
    path("<tv_where:where>/tv/<uuid:screen_id>/ten/", keeping.rename, name="rename"),
    path("<tv_where:where>/tv/<uuid:screen_id>/go/", keeping.revoke, name="revoke"),
    path("<tv_where:where>/tv/thong-bao/", keeping.announce, name="announce"),
    path("<tv_where:where>/tv/thong-bao/<uuid:announcement_id>/go/", keeping.take_down, name="take_down"),
]
