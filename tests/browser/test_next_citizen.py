"""The helper's phone after a session: nothing of citizen A is left for B, by no way the browser offers."""

import json

from tests.browser.story import MAI, answer_confirmation, end_session, help_someone

KEPT = """async () => ({
  session: {...sessionStorage}, local: {...localStorage}, cookies: document.cookie, name: window.name,
  databases: indexedDB.databases ? (await indexedDB.databases()).map(d => d.name) : [],
  caches: "caches" in self ? await Promise.all(
    (await caches.keys()).map(async key => (await (await caches.open(key)).keys()).map(r => r.url))) : [],
})"""
HERS = (MAI[0], MAI[1], MAI[2], MAI[1][-4:] + "</", "0912 345 678")


def left(visitor) -> list[str]:
    """Which of her words the page, its forms or its storage still hold."""
    typed = visitor.page.evaluate("[...document.querySelectorAll('input, textarea')].map(e => e.value)")
    everything = visitor.page.content() + json.dumps([typed, visitor.page.evaluate(KEPT)], ensure_ascii=False)
    return [words for words in HERS if words in everything]


def test_neither_back_nor_storage_nor_address_shows_the_last_citizen(visit):
    tu = help_someone(visit, MAI)
    tu.press("Xác nhận thuộc hộ nghèo, hộ cận nghèo").choose("Nộp cho chính mình").press("Bắt đầu")
    assert left(tu) != [], "the check sees her while she is being helped"
    answer_confirmation(tu, sign=False)
    addresses = [
        response.url
        for response in tu.responses
        if response.request.is_navigation_request() and response.request.method == "GET" and response.status == 200
    ]
    hers = [url for url in dict.fromkeys(addresses) if "/thon/giup/" in url or "/nop/" in url]
    assert len(hers) > 5
    for response in tu.responses:
        if response.url in hers and response.request.method == "GET":
            assert "no-store" in response.headers.get("cache-control", ""), response.url
    end_session(tu)
    assert left(tu) == []

    tu.press("Giúp bà con nộp hồ sơ").fill(name="Sùng Thị Dợ").choose("Đồng ý bằng lời").press("Bắt đầu giúp")
    assert left(tu) == []
    for _step in range(12):
        tu.page.go_back()
        assert left(tu) == [], tu.page.url
    for _step in range(12):
        tu.page.go_forward()
        assert left(tu) == [], tu.page.url
    for url in hers:
        tu.go(url)
        assert left(tu) == [], url
    tu.go("/thon/giup/chon/")
    assert left(tu) == []
    tu.page.evaluate(KEPT)
    end_session(tu)
