"""Addresses of the shared pages."""

from django.urls import URLPattern, URLResolver, path

from thonso.core.web import commune, views

app_name = "web"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.home, name="home"),
    path("tro-giup/", views.help_page, name="help"),
    path("thanh-phan/", views.components, name="gallery"),
    path("quan-tri/", views.administration, name="administration"),
    path("quan-tri/xa/", commune.facts, name="commune"),
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
    path("metrics", views.metrics_page, name="metrics"),
    path("robots.txt", views.robots, name="robots"),
]
