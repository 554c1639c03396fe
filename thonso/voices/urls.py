from django.urls import URLPattern, URLResolver, path

from thonso.voices import views

app_name = "voices"
urlpatterns: list[URLPattern | URLResolver] = [
    path("thon/thu-am/", views.index, name="index"),
    path("thon/thu-am/nghe/", views.listen, name="listen"),
    path("thon/thu-am/nghe/<uuid:recording_id>/", views.decide, name="decide"),
    path("thon/thu-am/nghe/<uuid:recording_id>/tieng/", views.before, name="before"),
    path("thon/thu-am/<slug:language>/", views.texts, name="texts"),
    path("thon/thu-am/<slug:language>/<slug:digest>/", views.record, name="record"),
    path("am-thanh/chon/", views.choose, name="choose"),
    path("am-thanh/<uuid:recording_id>/", views.heard, name="heard"),
    path("am-thanh/<slug:language>/goi.json", views.pack, name="pack"),
]
