"""Addresses of the helpers' timetable: public, the helper's own, the commune's."""

from django.urls import URLPattern, URLResolver, path

from thonso.roster.views import commune, own, public

app_name = "roster"
urlpatterns: list[URLPattern | URLResolver] = [
    path("diem-ho-tro/", public.points, name="points"),
    path("thon/lich/", own.own, name="own"),
    path("thon/lich/vang/<uuid:absence_id>/bo/", own.back, name="own_back"),
    path("ban/lich-ho-tro/", commune.kept, name="kept"),
    path("ban/lich-ho-tro/them/", commune.add, name="add"),
    path("ban/lich-ho-tro/<uuid:duty_id>/thoi/", commune.end, name="end"),
    path("ban/lich-ho-tro/vang/", commune.away, name="away"),
    path("ban/lich-ho-tro/vang/<uuid:absence_id>/bo/", commune.back, name="back"),
]
