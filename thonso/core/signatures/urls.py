"""Routes of signing keys and of whom this installation believes; each view names its audience."""

from django.urls import URLPattern, URLResolver, path

from thonso.core.signatures.views import keys, trust

app_name = "signatures"

urlpatterns: list[URLPattern | URLResolver] = [
    path("quan-tri/khoa-ky/", keys.listed, name="keys"),
    path("quan-tri/khoa-ky/them/", keys.add, name="add"),
    path("quan-tri/khoa-ky/<uuid:key_id>/", keys.shown, name="key"),
    path("quan-tri/khoa-ky/<uuid:key_id>/hinh/", keys.picture, name="picture"),
    path("quan-tri/khoa-ky/<uuid:key_id>/hinh.png", keys.preview, name="preview"),
    path("quan-tri/khoa-ky/<uuid:key_id>/thoi-dung/", keys.retire, name="retire"),
    path("quan-tri/tin-cay/", trust.listed, name="trust"),
    path("quan-tri/tin-cay/them/", trust.add, name="trust_add"),
    path("quan-tri/tin-cay/<slug:wanted>/bo/", trust.remove, name="trust_remove"),
    path("quan-tri/tin-cay/dau-thoi-gian/", trust.try_stamp, name="try_stamp"),
]
