"""Addresses of passing on to the national portal."""

from django.urls import URLPattern, URLResolver, path

from thonso.portal import bundle_pages, views

app_name = "portal"
urlpatterns: list[URLPattern | URLResolver] = [
    path("ban/cong/", views.waiting, name="waiting"),
    path("ban/cong/lien-thong/", bundle_pages.listed, name="bundles"),
    path("ban/cong/lien-thong/moi/", bundle_pages.begin, name="bundle_begin"),
    path("ban/cong/lien-thong/<uuid:bundle_id>/", bundle_pages.one, name="bundle"),
    path("ban/cong/trang-thai/", views.states, name="states"),
    path("ban/cong/trang-thai/mau.xlsx", views.states_template, name="states-template"),
    path("ban/cong/trang-thai/<uuid:batch_id>/", views.states_preview, name="states-preview"),
    path("ban/cong/trang-thai/<uuid:batch_id>/dong-loi.xlsx", views.states_rejects, name="states-rejects"),
    path("ban/ho-so/<str:code>/chuyen-cong/", views.pass_on, name="pass_on"),
    path("ban/ho-so/<str:code>/tep.zip", views.package, name="package"),
]
