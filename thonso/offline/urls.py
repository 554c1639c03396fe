from django.urls import URLPattern, URLResolver, path

from thonso.offline import pages, views

app_name = "offline"
urlpatterns: list[URLPattern | URLResolver] = [
    path("api/v1/offline/records/<uuid:record_id>/blobs/<str:sha256>", views.blob, name="blob"),
    path("sw.js", views.worker, name="worker"),
    path("thon/may/", views.application, name="application"),
    path("thon/may/dang-ky/", views.enrol_pass, name="enrol_pass"),
    path("thon/may/ngay/", views.my_day, name="my_day"),
    path("thon/may/manifest.webmanifest", views.manifest, name="manifest"),
    path("thon/may/mau.json", views.shell_list, name="shell_list"),
    path("thon/may/mau/<uuid:version_id>/", views.form_shell, name="form_shell"),
    path("thon/may-cua-toi/", pages.own, name="own"),
    path("thon/do-dang/", pages.left_open, name="left_open"),
    path("thon/do-dang/<uuid:record_id>/", pages.go_on, name="go_on"),
    path("thon/may-cua-toi/<uuid:device_id>/go/", pages.revoke, name="revoke"),
    path("ban/luu-dong/do-dang/<uuid:record_id>/", pages.go_on_there, name="go_on_there"),
    path("ban/tu-may/", pages.carried, name="carried"),
    path("quan-tri/may/", pages.of_commune, name="devices"),
]
