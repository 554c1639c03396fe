from django.urls import URLPattern, URLResolver, path

from thonso.offline import views

app_name = "offline"
urlpatterns: list[URLPattern | URLResolver] = [
    path("api/v1/offline/records/<uuid:record_id>/blobs/<str:sha256>", views.blob, name="blob"),
    path("sw.js", views.worker, name="worker"),
    path("thon/may/", views.application, name="application"),
    path("thon/may/dang-ky/", views.enrol_pass, name="enrol_pass"),
    path("thon/may/manifest.webmanifest", views.manifest, name="manifest"),
    path("thon/may/mau.json", views.shell_list, name="shell_list"),
    path("thon/may/mau/<uuid:version_id>/", views.form_shell, name="form_shell"),
]
