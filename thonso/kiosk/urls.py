"""Addresses of the shared PC: its own pages, and where it is kept, by the hamlet (`thon`) and by the commune (`ban`)."""

from django.urls import URLPattern, URLResolver, path

from thonso.kiosk.views import keeping, pages

app_name = "kiosk"
urlpatterns: list[URLPattern | URLResolver] = [
    path("may-chung/", pages.home, name="home"),
    path("may-chung/xong/", pages.done, name="done"),
    path("may-chung/con-dung/", pages.still_here, name="still_here"),
    path("may-chung/giup/", pages.call, name="call"),
    path("may-chung/so/", pages.draw, name="draw"),
    path("may-chung/so/<uuid:ticket_id>/", pages.drawn, name="drawn"),
    path("<tv_where:where>/may-chung/", keeping.kept, name="kept"),
    path("<tv_where:where>/may-chung/ghep/", keeping.pair, name="pair"),
    path("<tv_where:where>/may-chung/<uuid:kiosk_id>/go/", keeping.revoke, name="revoke"),
]
