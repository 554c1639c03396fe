"""The register for officers; each view names its audience."""

from django.urls import URLPattern, URLResolver, path

from thonso.core.search import views

app_name = "search"
urlpatterns: list[URLPattern | URLResolver] = [
    path("ban/dan-cu/", views.find, name="find"),
    path("ban/dan-cu/so/", views.by_number, name="by_number"),
    path("ban/dan-cu/nguoi/<uuid:resident_id>/", views.resident, name="resident"),
    path("ban/dan-cu/ho/<uuid:household_id>/", views.household, name="household"),
]
