"""What pages weigh on the wire: bytes and requests as Chromium's own debugger counts them, headers and all."""

from dataclasses import dataclass

import pytest

from tests.browser.house import DESK, PHONE

KB = 1000


@dataclass(frozen=True)
class Weight:
    bytes: int
    requests: tuple[str, ...]


def weigh(page, path: str) -> Weight:
    devtools, asked, weights = page.context.new_cdp_session(page), {}, {}
    devtools.send("Network.enable")
    devtools.on("Network.requestWillBeSent", lambda sent: asked.update({sent["requestId"]: sent["request"]["url"]}))
    devtools.on("Network.loadingFinished", lambda done: weights.update({done["requestId"]: done["encodedDataLength"]}))
    response = page.goto(path, wait_until="networkidle")
    assert response.status == 200, path
    devtools.detach()
    # From the browser's own cache nothing travels; an address that is data within the page is no request.
    sent = {key: url for key, url in asked.items() if not url.startswith("data:") and weights.get(key, 0) > 0}
    return Weight(int(sum(weights[key] for key in sent)), tuple(url.rsplit("/", 1)[-1] or url for url in sent.values()))


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
@pytest.mark.parametrize(
    ("who", "path", "limit"),
    [
        ("", "/", 50),
        ("", "/thu-tuc/", 50),
        ("", "/thu-tuc/TS.000001/", 50),
        ("", "/tra-cuu/", 50),
        ("", "/dang-nhap/", 50),
        ("", "/tro-giup/", 50),
        ("mai", "/thu-tuc/TS.000001/nop/", 50),
        ("tu", "/thon/", 50),
        ("tu", "/thon/giup/", 50),
        ("lan", "/ban/ho-so/", 90),
        ("lan", "/ban/ho-so/?hang=tat-ca", 90),
    ],
)
def test_a_page_keeps_to_its_budget(house, visit, who, path, limit, size):
    known = visit(who).page.context.storage_state()
    page = visit(size=size, storage_state=known).page
    first, again = weigh(page, path), weigh(page, path)
    print(
        f"\n{path} {size[0]}: {first.bytes} B in {len(first.requests)} first, {again.bytes} B in {len(again.requests)} again"
    )
    assert first.bytes <= limit * KB, first
    assert limit == 90 or len(first.requests) <= 6, first
    assert again.bytes <= 8 * KB or limit == 90, again
    assert len(again.requests) >= 1, "the page itself always travels: what is personal is not kept"


def test_one_dossier_at_the_desk_keeps_to_its_budget(house, visit):
    code = house.sql("select code from dossiers_dossier order by filed_at desc limit 1")[0][0]
    known = visit("lan").page.context.storage_state()
    assert weigh(visit(storage_state=known).page, f"/ban/ho-so/{code}/").bytes <= 90 * KB
