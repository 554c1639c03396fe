"""The product's routes and two views that do nothing: one answers nothing, one draws the public shell around nothing."""

from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import include, path

from thonso.config import urls
from thonso.core.access.audience import audience

_SHELL = '{% extends "web/base_public.html" %}'


@audience("public")
def empty(request: HttpRequest) -> HttpResponse:
    return HttpResponse()


@audience("public")
def shell(request: HttpRequest) -> HttpResponse:
    return HttpResponse(engines["django"].from_string(_SHELL).render({}, request))


urlpatterns = [path("bench/empty/", empty, name="bench_empty"), path("bench/shell/", shell, name="bench_shell")]
urlpatterns += [path("", include(urls.urlpatterns))]
for _name in ("handler400", "handler403", "handler404", "handler500"):
    if hasattr(urls, _name):
        globals()[_name] = getattr(urls, _name)
