"""An address that only takes a button's press, opened by itself: it leads to its page, never to an empty answer."""

import re
from typing import Any
from uuid import UUID

import pytest
from django.test import Client, RequestFactory

from thonso.core.access import gate
from thonso.core.access.actors import actor_of_account

pytestmark = pytest.mark.django_db
FILLED = {"uuid": "019a2178-0000-7000-8000-000000000001", "str": "TS-000000-0000", "int": "1", "slug": "x", "path": "x"}


def addresses() -> list[tuple[str, Any]]:
    """Every address outside the API whose view refuses GET, whatever it is about, with its route."""
    found = []
    for name, path, pattern in gate.routes():
        if path.startswith("api/") or "(" in path:
            continue
        path = re.sub(r"<(?:(\w+):)?\w+>", lambda m: FILLED.get(m.group(1), FILLED["str"]), path)
        kwargs = {
            key: UUID(FILLED["uuid"]) if "UUID" in type(one).__name__ else FILLED["str"]
            for key, one in pattern.pattern.converters.items()
        }
        try:
            answer = pattern.callback(RequestFactory().get(f"/{path}"), **kwargs)
        except Exception:  # a view that got further than its methods
            continue
        if answer.status_code == 405:
            found.append((f"/{path}", gate.audiences_of(pattern.callback, name)))
    return found


def test_no_address_answers_a_visitor_with_an_empty_page(cast: Any, client: Client, sign_in: Any) -> None:
    posted = addresses()
    assert len(posted) > 20
    bare = []
    for who in ("lan", "hai", "quantri", "tu", "mai"):
        sign_in(client, who)
        for path, audiences in posted:
            if not gate.admits(audiences, actor_of_account(cast[who])):
                continue
            answer = client.get(path)
            led = answer.status_code == 302 and answer.url != path
            if not led and b"<main" not in answer.content:
                bare.append((who, path, answer.status_code))
    assert bare == []


@pytest.mark.parametrize(
    ("who", "path", "page"),
    [
        ("hai", "/ban/ky/ky/", "/ban/ky/"),
        ("quantri", "/quan-tri/ngay-nghi/them/", "/quan-tri/ngay-nghi/"),
        ("hai", f"/ban/phan-anh/{FILLED['uuid']}/tra-loi/", "/ban/phan-anh/"),
    ],
)
def test_it_leads_to_the_page_that_has_the_button(
    cast: Any, client: Client, sign_in: Any, who: str, path: str, page: str
) -> None:
    sign_in(client, who)
    answer = client.get(path)
    assert (answer.status_code, answer.url) == (302, page)


def test_a_stranger_is_not_led_anywhere(cast: Any, client: Client, sign_in: Any) -> None:
    sign_in(client, "mai")
    assert client.get("/ban/ky/ky/").status_code == 404


def test_what_is_sent_to_a_page_that_only_shows_gets_a_page_in_words(cast: Any, client: Client, sign_in: Any) -> None:
    sign_in(client, "hai")
    answer = client.post("/ban/ky/")
    assert answer.status_code == 405
    assert "GET" in answer.headers["Allow"]
    assert "<main" in answer.content.decode()


def test_a_script_is_told_and_not_led(cast: Any, client: Client, sign_in: Any) -> None:
    sign_in(client, "hai")
    answer = client.get("/ban/ky/ky/", headers={"Accept": "application/json"})
    assert (answer.status_code, answer.headers["Content-Type"]) == (405, "application/problem+json")
