"""Addresses of the counter: the officer's day, visits."""

from django.urls import URLPattern, URLResolver, path

from thonso.counter.views import day, visits

app_name = "counter"
urlpatterns: list[URLPattern | URLResolver] = [
    path("ban/quay/", day.day, name="day"),
    path("ban/quay/luot/moi/", visits.begin, name="begin_visit"),
    path("ban/quay/luot/<uuid:visit_id>/", visits.visit, name="visit"),
    path("ban/quay/luot/<uuid:visit_id>/them/", visits.add, name="visit_add"),
    path("ban/quay/luot/<uuid:visit_id>/bo/", visits.take_off, name="visit_take_off"),
    path("ban/quay/luot/<uuid:visit_id>/nhan/", visits.take_over, name="visit_take_over"),
    path("ban/quay/luot/<uuid:visit_id>/ket-thuc/", visits.end, name="visit_end"),
    path("ban/quay/luot/<uuid:visit_id>/danh-sach.pdf", visits.receipts, name="visit_list"),
]
