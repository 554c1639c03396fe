"""The gate over HTTP: default deny, audiences, sign-in redirects, tokens, forged posts, denials in the journal."""

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpResponse
from django.test import Client, override_settings
from django.urls import include, path
from django.views.decorators.csrf import csrf_exempt
from ninja import NinjaAPI

from thonso.core.access import checks, services
from thonso.core.access.actors import actor_of, system_actor
from thonso.core.access.audience import audience
from thonso.core.access.ninja import gated
from thonso.core.access.policy import require
from thonso.core.journal.models import Entry
from thonso.core.units.models import Unit

pytestmark = pytest.mark.django_db
BY = system_actor("test")


@audience("public")
def open_(request):
    return HttpResponse(actor_of(request).name or "nobody")


@audience("staff")
def desk(request):
    return HttpResponse(actor_of(request).name)


@audience("admin")
def admin(request):
    return HttpResponse("admin")


@audience("helper")
def hamlet(request):
    return HttpResponse("hamlet")


@audience("staff")
def edit_unit(request, code):
    require(actor_of(request), "edit", Unit.objects.get(code=code))
    return HttpResponse("edited")


@csrf_exempt
@audience("api")
def api(request):
    return HttpResponse(actor_of(request).name)


ninja = NinjaAPI(urls_namespace="gate-test", docs_url=None)


@ninja.get("/thing")
@audience("public")
def read_thing(request):
    return {"who": actor_of(request).name}


@ninja.post("/thing")
def change_thing(request):
    return {"who": actor_of(request).name}


@ninja.put("/desk-thing")
@audience("staff")
def desk_thing(request):
    return {"who": actor_of(request).name}


def unmarked(request):
    return HttpResponse("never")


def misspelt(request):
    return HttpResponse("never")


misspelt.audiences = ("everybody",)

urlpatterns = [
    path("t/open/", open_, name="t_open"),
    path("t/desk/", desk, name="t_desk"),
    path("t/admin/", admin, name="t_admin"),
    path("t/hamlet/", hamlet, name="t_hamlet"),
    path("t/unit/<str:code>/", edit_unit, name="t_unit"),
    path("api/t/", api, name="t_api"),
    path("api/n/", gated(ninja)),
    path("t/unmarked/", unmarked, name="t_unmarked"),
    path("", include("thonso.core.access.urls")),
]


@pytest.fixture(autouse=True)
def _routes(settings):
    settings.ROOT_URLCONF = __name__


def test_a_view_without_an_audience_does_not_start(client):
    with pytest.raises(ImproperlyConfigured):
        client.get("/t/unmarked/")


@override_settings(TEST=False)
def test_a_view_without_an_audience_is_not_there_in_production(client):
    assert client.get("/t/unmarked/").status_code == 404


def test_the_start_check_names_every_route_without_an_audience():
    assert [error.msg for error in checks.every_route_names_its_audience()] == ["Route /t/unmarked/ names no audience."]


def test_the_start_check_refuses_an_audience_that_does_not_exist():
    urlpatterns.append(path("t/misspelt/", misspelt, name="t_misspelt"))
    try:
        from django.urls import clear_url_caches

        clear_url_caches()
        assert any("everybody" in error.msg for error in checks.every_route_names_its_audience())
    finally:
        urlpatterns.pop()
        clear_url_caches()


def test_anybody_opens_a_public_page(client):
    assert client.get("/t/open/").content == b"nobody"


def test_nobody_signed_in_is_sent_to_sign_in_and_back(client):
    answer = client.get("/t/desk/?a=1")
    assert answer.status_code == 302
    assert answer["Location"] == "/dang-nhap/?next=%2Ft%2Fdesk%2F%3Fa%3D1"


def test_a_program_without_sign_in_gets_401_and_no_page(client):
    answer = client.get("/api/t/")
    assert answer.status_code == 401
    assert answer["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize(
    ("name", "allowed"),
    [
        ("mai", set()),
        ("tu", {"hamlet"}),
        ("dung", {"hamlet"}),
        ("lan", {"desk"}),
        ("trung", {"desk"}),
        ("binh", {"desk"}),
        ("thu", {"desk"}),
        ("hai", {"desk"}),
        ("son", set()),
        ("quantri", {"admin"}),
        ("tinh", set()),
    ],
)
def test_a_page_for_others_is_not_there(client, sign_in, name, allowed):
    sign_in(client, name)
    for page in ("desk", "admin", "hamlet"):
        assert client.get(f"/t/{page}/").status_code == (200 if page in allowed else 404)


def test_what_a_signed_in_person_saw_is_not_kept_by_the_browser(client, sign_in):
    assert "Cache-Control" not in client.get("/t/open/").headers
    sign_in(client, "lan")
    assert client.get("/t/open/")["Cache-Control"] == "no-store, private"


@pytest.fixture
def token(cast, bat_xat):
    return services.create_token(BY, bat_xat.commune.pk, cast["lan"], name="test", scopes=["unit.read"])


def test_a_bearer_token_acts_as_its_account_without_a_session(client, token):
    answer = client.get("/api/t/", headers={"Authorization": f"Bearer {token.secret}"})
    assert answer.content.decode() == "Nguyễn Thị Lan"
    assert "session" not in answer.cookies


def test_a_token_replaces_the_session_of_the_browser(client, sign_in, token):
    sign_in(client, "quantri")
    answer = client.get("/api/t/", headers={"Authorization": f"Bearer {token.secret}"})
    assert answer.content.decode() == "Nguyễn Thị Lan"
    assert client.get("/t/admin/").status_code == 200, "the session itself goes on"


@pytest.mark.parametrize("secret", ["", "nonsense", "thonso_" + "x" * 43, "thonso_" + "é" * 300])
def test_a_wrong_token_is_refused_even_where_anybody_may_go(client, secret):
    assert client.get("/t/open/", headers={"Authorization": f"Bearer {secret}"}).status_code == 401


def test_a_withdrawn_token_and_the_token_of_a_disabled_account_are_refused(client, cast, bat_xat, token):
    header = {"Authorization": f"Bearer {token.secret}"}
    services.disable(BY, bat_xat.commune.pk, cast["lan"], reason="thôi việc")
    assert client.get("/api/t/", headers=header).status_code == 401
    services.enable(BY, bat_xat.commune.pk, cast["lan"])
    assert client.get("/api/t/", headers=header).status_code == 401, "a token does not come back to life"


def test_the_token_itself_is_kept_nowhere(token):
    from django.core import serializers

    from thonso.core.access.models import ApiToken

    assert token.secret not in serializers.serialize("json", ApiToken.objects.all())


def test_a_token_needs_no_csrf_and_a_session_does(cast, bat_xat, token):
    strict = Client(enforce_csrf_checks=True)
    assert strict.post("/api/t/", headers={"Authorization": f"Bearer {token.secret}"}).status_code == 200
    strict.force_login(cast["lan"], backend="allauth.account.auth_backends.AuthenticationBackend")
    assert strict.post("/api/t/").status_code == 403
    strict.cookies["csrf"] = "a" * 32
    assert strict.post("/api/t/", headers={"X-CSRFToken": "a" * 32}).status_code == 200


def test_each_operation_of_the_api_has_its_own_audience(client, sign_in, token):
    assert client.get("/api/n/thing").json() == {"who": ""}
    assert client.post("/api/n/thing").status_code == 401
    assert client.put("/api/n/desk-thing").status_code == 401
    sign_in(client, "mai")
    assert client.put("/api/n/desk-thing").status_code == 404
    header = {"Authorization": f"Bearer {token.secret}"}
    assert Client().post("/api/n/thing", headers=header).json() == {"who": "Nguyễn Thị Lan"}
    assert Client().put("/api/n/desk-thing", headers=header).status_code == 200


def test_a_forged_post_to_the_api_with_somebodys_session_is_stopped(cast):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(cast["lan"], backend="allauth.account.auth_backends.AuthenticationBackend")
    assert strict.put("/api/n/desk-thing").status_code == 403


def test_a_denied_access_is_journalled_over_http(client, sign_in, cast, bat_xat):
    sign_in(client, "lan")
    assert client.get("/t/unit/suoi-chai/").status_code == 404
    entry = Entry.objects.get(verb="access.denied")
    assert (entry.actor_id, entry.object_id) == (cast["lan"].pk, bat_xat.suoi_chai.pk)


def test_a_sample_account_outside_the_demo_stops_the_start(cast):
    with override_settings(TEST=False, DEMO=False):
        (error,) = checks.no_sample_accounts_in_production()
    assert error.id == "access.E002"
    assert checks.no_sample_accounts_in_production() == []
