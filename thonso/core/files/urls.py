from django.urls import URLPattern, URLResolver, path

from thonso.core.files import views

app_name = "files"
urlpatterns: list[URLPattern | URLResolver] = [
    path("api/v1/blobs/<str:sha256>", views.blob, name="blob"),
    path("tep/cua-toi/<str:sha256>/", views.own_thumb, name="own_thumb"),
    path("tep/<uuid:upload_id>/", views.download, name="download"),
    path("tep/<uuid:upload_id>/nho/", views.download, {"small": True}, name="thumb"),
]
