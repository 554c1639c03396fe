from django.urls import URLPattern, URLResolver, path

from thonso.core.identity import views

app_name = "identity"
urlpatterns: list[URLPattern | URLResolver] = [path("the/doc/", views.read_card, name="read_card")]
