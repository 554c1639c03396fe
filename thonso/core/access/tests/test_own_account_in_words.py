"""What one's own account says is meant for who reads it: devices in words, and the second lock by what the post asks."""

import pytest
from django.test import Client

from thonso.core.access.pages.sessions import device

pytestmark = pytest.mark.django_db
ANDROID = (
    "Mozilla/5.0 (Linux; Android 13; SM-A145F) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/119.0 Mobile Safari/537.36"
)
EDGE = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/119.0 Safari/537.36 Edg/119.0"
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Safari/604.1"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:120.0) Gecko/20100101 Firefox/120.0"


@pytest.mark.parametrize(
    ("user_agent", "words"),
    [
        (ANDROID, "Chrome trên Android"),
        (EDGE, "Edge trên Windows"),
        (IPHONE, "Safari trên iPhone"),
        (FIREFOX, "Firefox trên Linux"),
        ("curl/8.0", "Thiết bị không rõ loại"),
        ("<b>x</b>", "Thiết bị không rõ loại"),
        ("", "Thiết bị không rõ loại"),
    ],
)
def test_a_device_is_named_by_its_browser_and_system(user_agent: str, words: str) -> None:
    assert device(user_agent) == words


def test_the_list_of_sessions_shows_nothing_raw(cast) -> None:
    browser = Client(headers={"user-agent": ANDROID})
    browser.post("/dang-nhap/thu/mai/")
    page = browser.get("/tai-khoan/phien/").content.decode()
    assert "Chrome trên Android" in page
    assert "Mozilla" not in page


@pytest.mark.parametrize(("who", "told"), [("mai", False), ("lan", True)])
def test_only_an_official_is_told_that_the_account_opens_other_peoples_papers(client, sign_in, who, told) -> None:
    sign_in(client, who)
    page = client.get("/tai-khoan/bao-mat/").content.decode()
    assert ("giấy tờ của người khác" in page) is told
    assert ("Người dân không bắt buộc" in page) is not told
