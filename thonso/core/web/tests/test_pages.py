"""The shared pages over HTTP: front page, help, gallery, health, metrics, and the headers every page carries."""

import re

import pytest
from django.test import Client

from thonso.core.units.models import CommuneProfile
from thonso.core.web import figures, metrics, nav
from thonso.core.web.context import forget_faces

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def fresh() -> None:
    forget_faces()


def test_the_front_page_works_before_the_commune_is_set_up(client: Client):
    response = client.get("/")
    assert response.status_code == 200
    assert "<title>Việc giấy tờ, làm ngay tại thôn · Thôn Số</title>" in response.content.decode()


def test_the_front_page_names_the_commune(client: Client, bat_xat):
    html = client.get("/").content.decode()
    assert "xã Bát Xát" in html
    assert "Lào Cai" in html


def test_no_tile_or_entry_leads_to_a_page_that_is_not_there(client: Client, bat_xat):
    html = client.get("/").content.decode()
    links = {part.split('"')[0].split("#")[0] for part in html.split('href="')[1:]}
    pages = {link for link in links if link.startswith("/") and not link.startswith("/static/")}
    assert pages
    for page in pages:
        assert client.get(page).status_code in (200, 302), page


def test_no_figure_is_invented(client: Client, bat_xat):
    if not figures._providers:
        assert 'class="strip"' not in client.get("/").content.decode()


def test_figures_come_from_providers_and_a_broken_one_costs_only_itself(client: Client, bat_xat):
    def good(commune_id):
        assert commune_id == bat_xat.commune.id
        return [figures.Figure("18", "hồ sơ hôm nay")]

    def broken(commune_id):
        raise RuntimeError("no table")

    figures.register(broken)
    figures.register(good)
    try:
        html = client.get("/").content.decode()
    finally:
        figures.unregister(good)
        figures.unregister(broken)
    assert "<b>18</b>hồ sơ hôm nay" in html


def test_public_pages_cost_few_queries(client: Client, bat_xat, django_assert_max_num_queries):
    with django_assert_max_num_queries(6):
        client.get("/")
    with django_assert_max_num_queries(6):
        client.get("/tro-giup/")


def test_the_help_page_leads_to_the_hamlets(client: Client, bat_xat):
    assert 'href="/diem-ho-tro/"' in client.get("/tro-giup/").content.decode()
    assert "Thôn Suối Chải" in client.get("/diem-ho-tro/").content.decode()


def test_help_promises_no_keeping_on_the_device_and_names_both_code_and_key(client: Client, bat_xat):
    html = client.get("/tro-giup/").content.decode()
    assert "máy chủ đã giữ" in html
    assert "máy của người hỗ trợ" not in html
    assert "mã theo dõi và khóa tra cứu" in html
    assert "mã theo dõi và khóa tra cứu" in client.get("/").content.decode().lower()


@pytest.mark.parametrize(
    ("who", "frame", "page"),
    [("lan", "desk", "/ban/ho-so/moi/"), ("pho", "desk", "/ban/ky/"), ("quantri", "desk", "/quan-tri/tai-khoan/"),
     ("tu", "hamlet", "/thon/giup/"), ("mai", "public", "")],
)  # fmt: skip
def test_help_tells_each_role_what_to_do_first_within_its_own_frame(client: Client, sign_in, who, frame, page):
    sign_in(client, who)
    html = client.get("/tro-giup/").content.decode()
    main = html.split("<main")[1]
    assert f'<body class="{frame}"' in html
    assert "Việc của" in main if page else "Việc của" not in main
    assert not page or f'href="{page}"' in main


def test_the_gallery_does_not_exist_in_production(client: Client, settings):
    assert client.get("/thanh-phan/").status_code == 200
    settings.TEST = settings.DEMO = False
    assert client.get("/thanh-phan/").status_code == 404


def test_the_demo_says_that_its_data_is_made_up(client: Client, settings):
    assert "dữ liệu bịa" not in client.get("/").content.decode()
    settings.DEMO = True
    assert "Bản thử – dữ liệu bịa" in client.get("/").content.decode()


def test_help_is_the_last_thing_in_every_header(client: Client, sign_in):
    sign_in(client, "lan")
    for frame in ("cong-khai", "ban", "thon"):
        html = client.get(f"/thanh-phan/?khung={frame}").content.decode()
        header = html.split("<header")[1].split("</header>")[0]
        assert header.rindex('href="/tro-giup/"') > header.rindex("<a ") - 1


def test_the_helper_s_banner_names_the_citizen_in_full(client: Client):
    html = client.get("/thanh-phan/?khung=thon").content.decode()
    assert "Đang giúp" in html
    assert "Lý Thị Mai</b>" in html
    assert "12 phút" in html
    assert "Kết thúc" in html


@pytest.mark.parametrize("path", ["/", "/tro-giup/", "/thanh-phan/", "/khong-co/"])
def test_every_page_carries_the_safe_headers(client: Client, path):
    response = client.get(path)
    policy = response["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "'unsafe-inline'" not in policy
    assert "'unsafe-eval'" not in policy
    assert "frame-ancestors 'none'" in policy
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Referrer-Policy"] == "same-origin"
    assert response["X-Frame-Options"] == "DENY"


@pytest.mark.parametrize(
    "path", ["/", "/tro-giup/", "/thanh-phan/", "/thanh-phan/?khung=ban", "/thanh-phan/?khung=thon"]
)
def test_no_page_has_inline_style_script_or_handlers(client: Client, path):
    html = client.get(path).content.decode()
    assert " style=" not in html
    assert " onclick=" not in html
    assert "<script>" not in html
    assert "<style" not in html


def test_entries_are_shown_to_their_audience_only(client: Client, sign_in, rf):
    nav.register("public", "Chỉ cán bộ", "/tro-giup/", ("staff",))
    try:
        assert "Chỉ cán bộ" not in client.get("/").content.decode()
        sign_in(client, "lan")
        assert "Chỉ cán bộ" in client.get("/").content.decode()
    finally:
        entries = nav._register.entries["public"]
        entries[:] = [entry for entry in entries if entry.url_name != "/tro-giup/"]


def test_healthz_asks_nothing_of_the_database(client: Client, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert client.get("/healthz").content == b"ok\n"


def test_readyz_tells_what_is_missing(client: Client, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"
    body = client.get("/readyz").json()
    assert body["database"] == "ok"
    assert body["storage"] == "ok"
    blocked = tmp_path / "blocked"
    blocked.write_text("a file, not a folder")
    settings.MEDIA_ROOT = blocked
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json()["storage"] == "cannot be written"


def test_metrics_are_for_this_machine_or_the_bearer_of_the_token(client: Client, settings):
    metrics.register("thonso_test_gauge", "A gauge", lambda: 7)
    metrics.register("thonso_broken_gauge", "A broken gauge", lambda: 1 / 0)
    try:
        text = client.get("/metrics").content.decode()
        assert "thonso_test_gauge 7" in text
        assert "thonso_broken_gauge" not in text
        assert client.get("/metrics", REMOTE_ADDR="203.0.113.7").status_code == 404
        assert client.get("/metrics", headers={"X-Forwarded-For": "203.0.113.7"}).status_code == 404
        settings.METRICS_TOKEN = "t" * 43
        assert client.get("/metrics").status_code == 404
        assert client.get("/metrics", headers={"Authorization": "Token " + "t" * 43}).status_code == 200
    finally:
        metrics._gauges.pop("thonso_test_gauge")
        metrics._gauges.pop("thonso_broken_gauge")


def test_robots_keep_out_of_what_is_not_public(client: Client):
    text = client.get("/robots.txt").content.decode()
    for path in ("/ban/", "/thon/", "/tra-cuu/", "/api/"):
        assert f"Disallow: {path}" in text


def test_office_hours_are_not_torn_apart_at_the_end_of_a_line(client, bat_xat):
    CommuneProfile.objects.create(unit=bat_xat.commune, office_name="Trung tâm", place_name="Bát Xát")
    forget_faces()
    assert "7:00\u2060–\u206011:30" in client.get("/").content.decode()


@pytest.mark.parametrize(("who", "page"), [("lan", "/ban/ho-so/"), ("quantri", "/quan-tri/don-vi/")])
def test_the_mark_on_top_of_the_desk_leads_to_a_page_that_is_there(client, sign_in, who, page):
    sign_in(client, who)
    said = client.get(page).content.decode()
    address = re.search(r'<a class="brand" href="([^"]+)"', said).group(1)
    assert client.get(address, follow=True).status_code == 200


def test_the_administrators_entries_have_an_icon_each_and_the_page_of_trust_is_marked(client, sign_in):
    sign_in(client, "quantri")
    said = client.get("/quan-tri/tin-cay/", follow=True).content.decode()
    menu = said[said.index('<details class="rail"') : said.index("</details>")]
    assert re.search(r'href="/quan-tri/tin-cay/" aria-current', menu)
    icons = re.findall(r"<a href.*?<svg.*?>(.*?)</svg>", menu, re.S)
    assert len(icons) == len(set(icons)) == 16
