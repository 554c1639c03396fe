"""Addresses of this wing."""

from django.urls import URLPattern, URLResolver, path

from thonso.neighbours import views

app_name = "neighbours"
urlpatterns: list[URLPattern | URLResolver] = [
    path("ban/xa-khac/", views.lists, name="lists"),
    path("ban/xa-khac/nhan/", views.receive, name="receive"),
    path("ban/xa-khac/<uuid:outward_id>/", views.one, name="one"),
    path("ban/xa-khac/<uuid:outward_id>/giay-tiep-nhan.pdf", views.receipt, name="receipt"),
    path("ban/xa-khac/<uuid:outward_id>/phieu-chuyen.pdf", views.slip, name="slip"),
    path("ban/xa-khac/<uuid:outward_id>/<slug:act>/", views.act, name="act"),
    path("ban/ho-so/<str:code>/nhan-qua/", views.inward, name="inward"),
]
