"""A form sent after the session had ended: signed in again beside it, it is sent as it was typed."""

import html
import re

import pytest
from django.test import Client

from thonso.core.access import sessions

pytestmark = pytest.mark.django_db
HERE = {"Origin": "http://testserver"}


def token_on(page):
    return re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page.content.decode()).group(1)


def kept_on(page):
    shown = re.findall(r'<input type="hidden" name="([\w.-]+)" value="([^"]*)">', page.content.decode())
    return {name: html.unescape(value) for name, value in shown}


@pytest.fixture
def browser():
    return Client(enforce_csrf_checks=True)


def tile(browser, who):
    return browser.post(f"/dang-nhap/thu/{who}/", {"csrfmiddlewaretoken": token_on(browser.get("/dang-nhap/"))})


def later(monkeypatch, hours):
    before = sessions._now
    monkeypatch.setattr(sessions, "_now", lambda: before() + hours * 3600)


def test_signed_in_again_the_form_is_sent_once_more_as_it_was_typed(cast, browser, monkeypatch):
    tile(browser, "quantri")
    path = "/quan-tri/don-vi/them/"
    form = browser.get(path)
    assert form.status_code == 200
    typed = {"csrfmiddlewaretoken": token_on(form), "name": "Bản Pho Mới", "note": "Mới tách từ Suối Chải"}
    later(monkeypatch, 1)
    answer = browser.post(path, typed, headers={**HERE, "Referer": f"http://testserver{path}"})
    assert answer.status_code == 403
    page = answer.content.decode()
    assert "Xin đăng nhập lại" in page
    assert "Những gì anh chị đã gõ vẫn còn" in page
    assert f'href="/dang-nhap/?next={path}" target="_blank"' in page
    kept = kept_on(answer)
    assert (kept["name"], kept["note"]) == (typed["name"], typed["note"])

    tile(browser, "quantri")  # beside it; the token of the page is an old one from here on
    again = browser.post(path, kept, headers=HERE)
    assert again.status_code == 403
    assert "Bùi Đức Quân" in html.unescape(again.content.decode())  # in whose name it is sent now
    kept = kept_on(again)
    assert kept["note"] == typed["note"]
    sent = browser.post(path, kept, headers=HERE)
    assert sent.status_code != 403


def test_what_another_site_sends_is_not_kept_to_be_sent_on(cast, browser):
    tile(browser, "lan")
    for headers in ({"Origin": "https://evil.example"}, {"Origin": "null"}, {}):
        page = browser.post("/ban/ky/ky/", {"code": "TS-1", "csrfmiddlewaretoken": "x" * 64}, headers=headers)
        assert page.status_code == 403
        assert "Gửi lại" not in page.content.decode()
    nobody = Client(enforce_csrf_checks=True).post(
        "/ban/ky/ky/", {"code": "TS-1"}, headers={"Origin": "https://evil.example"}
    )
    assert "TS-1" not in nobody.content.decode()


def test_nor_is_a_secret_and_then_the_way_back_leads_to_the_page(cast, browser, monkeypatch):
    tile(browser, "pho")
    token = token_on(browser.get("/ban/ky/"))
    later(monkeypatch, 1)
    headers = {**HERE, "Referer": "http://testserver/ban/ky/"}
    page = browser.post(
        "/ban/ky/ky/", {"code": "TS-1", "secret": "so-pin", "csrfmiddlewaretoken": token}, headers=headers
    )
    assert "so-pin" not in page.content.decode()
    assert 'href="/dang-nhap/?next=/ban/ky/">' in page.content.decode()
    assert "phải nhập lại" in page.content.decode()


def test_a_draft_on_a_public_page_is_asked_for_again_and_not_said_to_be_missing(cast, browser, monkeypatch):
    tile(browser, "lan")
    token = token_on(browser.get("/tra-cuu/"))
    later(monkeypatch, 1)
    path = "/nop/019ac000-0000-7000-8000-000000000001/tat-ca/"
    page = browser.post(path, {"f-name": "Lý Thị Mai", "csrfmiddlewaretoken": token}, headers=HERE)
    assert page.status_code == 403
    assert kept_on(page)["f-name"] == "Lý Thị Mai"


def test_signing_in_is_not_stopped_by_the_session_that_ended(cast, browser, monkeypatch):
    tile(browser, "lan")
    token = token_on(browser.get("/tra-cuu/"))
    later(monkeypatch, 1)
    answer = browser.post("/dang-nhap/thu/pho/", {"csrfmiddlewaretoken": token}, headers=HERE)
    assert answer.status_code == 302
    assert browser.get("/ban/ky/").status_code == 200


def test_a_program_gets_401_as_before(cast, browser, monkeypatch):
    tile(browser, "lan")
    token = token_on(browser.get("/tra-cuu/"))
    later(monkeypatch, 1)
    answer = browser.post("/ban/ky/ky/", {"csrfmiddlewaretoken": token}, headers={**HERE, "Accept": "application/json"})
    assert answer.status_code == 401
