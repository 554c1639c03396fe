"""Errors: a sentence in Vietnamese that says what to do next, the right status, problem+json for programs."""

import logging

import pytest
from django.core.exceptions import RequestDataTooBig
from django.test import Client, RequestFactory

from thonso.core.web import errors

pytestmark = [pytest.mark.django_db, pytest.mark.urls("thonso.core.web.tests.urls_that_fail")]
STATUS = {
    "refused": 422, "stale": 409, "absent": 404, "too-many": 429, "step-up": 403, "unavailable": 503, "locked": 503,
    "full": 503, "bug": 500,
}  # fmt: skip


@pytest.fixture
def browser_client() -> Client:
    return Client(raise_request_exception=False)


@pytest.fixture(autouse=True)
def quiet(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.CRITICAL, logger="django.request")


@pytest.mark.parametrize(("name", "status"), STATUS.items())
def test_every_failure_is_a_page_with_a_heading_and_a_way_on(browser_client, name, status):
    response = browser_client.get(f"/fail/{name}/")
    html = response.content.decode()
    assert response.status_code == status
    assert html.count("<h1>") == 1
    assert 'lang="vi"' in html
    assert 'href="/"' in html
    assert response["Cache-Control"] == "no-store"
    assert "Traceback" not in html


@pytest.mark.parametrize(("name", "status"), STATUS.items())
def test_the_api_answers_with_problem_json_and_a_vietnamese_detail(browser_client, name, status):
    response = browser_client.get(f"/api/v1/fail/{name}/")
    body = response.json()
    assert response.status_code == status
    assert response["Content-Type"] == "application/problem+json"
    assert {"type", "title", "status", "detail"} <= set(body)
    assert body["status"] == status
    assert not body["detail"].isascii()


def test_a_refusal_says_its_own_sentence_and_each_field_s(browser_client):
    html = browser_client.get("/fail/refused/").content.decode()
    assert "Thiếu Mẫu số 01." in html
    assert "Chưa có giấy đề nghị." in html
    assert browser_client.get("/api/v1/fail/refused/").json()["errors"] == {"paper": ["Chưa có giấy đề nghị."]}


def test_too_many_tries_say_how_long_to_wait(browser_client):
    response = browser_client.get("/fail/too-many/")
    assert response["Retry-After"] == "90"
    assert "sau 2 phút" in response.content.decode()
    assert browser_client.get("/api/v1/fail/too-many/")["Retry-After"] == "90"


@pytest.mark.parametrize("name", ["locked", "full", "unavailable"])
def test_a_locked_database_or_a_full_disk_says_that_nothing_is_lost(browser_client, name):
    response = browser_client.get(f"/fail/{name}/")
    html = response.content.decode()
    assert "Không mất gì" in html
    assert "thử lại" in html.lower()
    assert response["Retry-After"] == "30"
    assert "database is locked" not in html
    assert "No space left" not in html


def test_what_was_typed_can_be_sent_once_more_under_the_same_transaction_id(browser_client):
    html = browser_client.post("/fail/locked/", {"transaction_id": "t-1", "note": 'Cháu "út" <3'}).content.decode()
    assert 'name="transaction_id" value="t-1"' in html
    assert 'name="note" value="Cháu &quot;út&quot; &lt;3"' in html
    assert "Gửi lại" in html


def test_a_proof_that_is_too_old_loses_nothing_that_was_typed(browser_client):
    html = browser_client.post("/fail/step-up/", {"transaction_id": "t-1", "reason": "nghỉ phép"}).content.decode()
    assert 'name="transaction_id" value="t-1"' in html
    assert 'name="reason" value="nghỉ phép"' in html
    assert 'target="_blank"' in html  # or the page with what was typed would be left
    assert "Gửi lại" in html
    assert 'target="_blank"' not in browser_client.get("/fail/step-up/").content.decode()
    secret = browser_client.post("/fail/step-up/", {"password": "s3cret-words"}).content.decode()
    assert "s3cret-words" not in secret
    assert 'target="_blank"' not in secret


@pytest.mark.parametrize("field", ["password", "new_password", "otp_code", "api_token"])
def test_a_secret_is_never_written_back_into_a_page(browser_client, field):
    html = browser_client.post("/fail/locked/", {field: "s3cret-words", "note": "x"}).content.decode()
    assert "s3cret-words" not in html
    assert "Gửi lại" not in html


def test_a_fault_of_ours_gives_a_code_to_tell_the_office_and_logs_it(browser_client, caplog):
    caplog.set_level(logging.ERROR, logger="thonso.web")
    html = browser_client.get("/fail/bug/").content.decode()
    incident = next(r.getMessage().split()[1].rstrip(":") for r in caplog.records if r.name == "thonso.web")
    assert incident in html
    assert "ZeroDivisionError" not in html
    assert browser_client.get("/api/v1/fail/bug/").json()["incident"]


def test_a_page_of_a_fault_asks_nothing_of_the_database(browser_client, django_assert_num_queries):
    request = RequestFactory().get("/ban/")
    with django_assert_num_queries(0):
        assert errors.answer(request, 503).status_code == 503
        assert errors.answer(request, 500).status_code == 500


def test_missing_pages_keep_the_shell_of_who_is_at_work(client, sign_in):
    assert 'class="public"' in client.get("/ban/khong-co/").content.decode()
    sign_in(client, "lan")
    html = client.get("/ban/khong-co/").content.decode()
    assert 'class="desk"' in html
    assert client.get("/khong-co/").status_code == 404


def test_the_way_back_only_leads_to_our_own_pages(browser_client):
    ours = browser_client.get("/fail/stale/", headers={"Referer": "http://testserver/thu-tuc/?q=1"})
    assert 'href="/thu-tuc/?q=1" data-back' in ours.content.decode()
    foreign = browser_client.get("/fail/stale/", headers={"Referer": "https://evil.example/x"})
    assert "evil.example" not in foreign.content.decode()


def test_a_body_that_is_too_large_is_told_as_such():
    response = errors.bad_request(RequestFactory().post("/x/"), RequestDataTooBig())
    assert response.status_code == 413
    assert "quá lớn" in response.content.decode()


def test_a_page_left_open_too_long_is_not_called_forbidden(rf):
    response = errors.csrf_failure(rf.post("/x/"))
    assert response.status_code == 403
    assert "mở quá lâu" in response.content.decode()


@pytest.mark.parametrize("path", ["/echo/?q=%00", "/echo/?%00=a", "/ec%00ho/"])
def test_nul_in_an_address_is_refused_with_a_sentence(browser_client, settings, path):
    settings.MIDDLEWARE = ["thonso.core.web.middleware.EdgeMiddleware", *settings.MIDDLEWARE]
    response = browser_client.get(path)
    assert response.status_code == 400
    assert "ký tự không in được" in response.content.decode()


def test_nul_in_a_cookie_never_reaches_the_session_store(browser_client, settings, django_assert_num_queries):
    settings.MIDDLEWARE = ["thonso.core.web.middleware.EdgeMiddleware", *settings.MIDDLEWARE]
    with django_assert_num_queries(0):
        response = browser_client.get("/echo/", headers={"Cookie": f'{settings.SESSION_COOKIE_NAME}="abcdefgh\\000"'})
    assert response.status_code == 400


def test_nul_in_a_form_is_refused_with_a_sentence(browser_client):
    for data in ({"name": "Mai\x00"}, {"na\x00me": "Mai"}):
        response = browser_client.post("/echo/", data)
        assert response.status_code == 400
        assert "ký tự không in được" in response.content.decode()
    assert browser_client.post("/echo/", {"name": "Mai Ẫ 🙂"}).status_code == 200


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (rb'{"a": "\u0000"}', 400),
        (rb'{"a": [{"b": "\ud800"}]}', 400),
        (rb'{"\udc00": 1}', 400),
        (rb'{"a": "\ud83d\ude42"}', 200),
        (rb'{"a": "\\u0000"}', 200),
        (b'{"a": "M\xe1\xba\xaa"}', 200),
        (b"{ not json \\u0000", 200),
    ],
)
def test_json_with_nul_or_half_a_surrogate_pair_is_refused(browser_client, body, status):
    response = browser_client.post("/api/v1/echo/", body, content_type="application/json")
    assert response.status_code == status
    assert status == 200 or response["Content-Type"] == "application/problem+json"
