"""On a shared PC nothing of one person is there for the next: not in the browser, not in the session, not on the page."""

from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from tests.cast import BACKEND
from thonso.core.access import sessions
from thonso.core.access.models import Account
from thonso.core.base.clock import now
from thonso.counter.models import Ticket
from thonso.counter.services import setup
from thonso.dossiers.tests.world import World, sample
from thonso.kiosk.models import Kiosk
from thonso.kiosk.tests.helping import DONE, HERE, HOME, in_lobby, paired

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]
SESSION = settings.SESSION_COOKIE_NAME


def sign_in(world: World, pc: Client, who: str = "mai") -> Any:
    """Through the tile of the demo, as a person would: the request knows at which PC."""
    account = world.cast[who]
    Account.objects.filter(pk=account.pk).update(is_sample=True)
    answer = pc.post(reverse("access_sample_sign_in", args=[account.username]))
    assert answer.status_code == 302
    return answer


def comes_in(world: World, pc: Client, who: str = "mai") -> Client:
    sign_in(world, pc, who)
    return pc


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Any:
    """later(seconds): the clock of sessions stands that much later."""
    start = sessions._now()
    return lambda seconds: monkeypatch.setattr(sessions, "_now", lambda: start + seconds)


def test_every_page_there_is_drawn_large_and_kept_nowhere(world: World) -> None:
    pc = paired(world)
    for path in (HOME, "/tra-cuu/", "/thu-tuc/", "/diem-ho-tro/", "/tro-giup/", "/dang-nhap/", "/khong-co-trang-nay/"):
        answer = pc.get(path)
        page = answer.content.decode()
        assert 'data-mode="kiosk"' in page, path
        assert "no-store" in answer.headers["Cache-Control"], path
        assert "kiosk-bar" in page, path
        assert 'autocomplete="' not in page.replace('<form autocomplete="off"', ""), path
        assert "serviceWorker" not in page
        assert 'rel="manifest"' not in page
        assert int(answer.headers.get("Content-Length", len(answer.content))) == len(answer.content)


def test_nobody_else_sees_the_mode(world: World) -> None:
    paired(world)
    answer = Client().get("/tra-cuu/")
    assert "kiosk" not in answer.content.decode()
    assert 'autocomplete="off"' in answer.content.decode()


def test_the_first_page_has_at_most_nine_numbered_choices(world: World) -> None:
    pc = paired(world)
    for client in (pc, comes_in(world, pc)):
        shown = client.get(HOME).context["choices"]
        assert [one.key for one in shown] == list(range(1, len(shown) + 1))
        assert 6 <= len(shown) <= 9
        for one in shown:
            assert client.get(one.url).status_code in {200, 302}, one.url


def test_pages_of_work_do_not_open_and_who_has_a_post_is_out_at_once(world: World) -> None:
    pc = paired(world)
    for path in ("/ban/", "/thon/", "/quan-tri/", "/thon/may/", "/sw.js", "/tv/"):
        answer = pc.get(path)
        assert answer.status_code == 403, path
        assert "Trang này không mở trên máy chung" in answer.content.decode(), path
    for who in ("tu", "lan", "hai", "quantri"):
        comes_in(world, pc, who)
        answer = pc.get("/tai-khoan/")
        assert answer.status_code == 403, who
        assert "cache" in answer.headers["Clear-Site-Data"]
        assert pc.get("/tai-khoan/").status_code == 302, "signed out"


def test_done_signs_out_and_the_browser_forgets_all_but_what_it_is(world: World) -> None:
    pc = comes_in(world, paired(world))
    assert pc.get("/tai-khoan/ho-so/").status_code == 200
    session = pc.cookies[SESSION].value
    answer = pc.post(DONE)
    assert answer.status_code == 302
    assert answer.headers["Location"] == HOME
    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    gone = {name for name, cookie in answer.cookies.items() if cookie["max-age"] == 0}
    assert SESSION in gone
    assert "kiosk" not in gone
    assert Kiosk.objects.get().turn == 2
    pc.cookies[SESSION] = session
    assert pc.get("/tai-khoan/ho-so/").status_code == 302, "the session is over at the server too"


def test_signing_out_in_the_usual_way_clears_as_well(world: World) -> None:
    pc = comes_in(world, paired(world))
    assert "Clear-Site-Data" in pc.post("/dang-xuat/").headers


def test_done_needs_no_token_but_the_pc_itself(world: World) -> None:
    """A page that lay open too long must end all the same; elsewhere there is nothing to end."""
    pc = paired(world)
    strict = Client(enforce_csrf_checks=True)
    strict.cookies["kiosk"] = pc.cookies["kiosk"].value
    assert strict.post(DONE).status_code == 302
    assert Client(enforce_csrf_checks=True).post(DONE).status_code == 403
    assert Client().post(DONE).status_code == 404


def test_no_cookie_there_outlives_the_browser_but_its_own(world: World) -> None:
    pc = paired(world)
    answers = [sign_in(world, pc), pc.get("/tra-cuu/"), pc.get("/tai-khoan/")]
    for answer in answers:
        for name, cookie in answer.cookies.items():
            assert (name == "kiosk") == bool(cookie["max-age"]), name


def test_the_server_ends_a_session_after_three_minutes_whatever_the_script_does(world: World, later: Any) -> None:
    pc = comes_in(world, paired(world))
    later(100)
    assert pc.get("/tai-khoan/ho-so/").status_code == 200
    later(100 + 179)
    assert pc.get("/tai-khoan/ho-so/").status_code == 200
    later(100 + 179 + 182)
    assert pc.get("/tai-khoan/ho-so/").status_code == 302


def test_the_session_knows_where_it_began_even_when_the_strict_cookie_stays_behind(world: World, later: Any) -> None:
    pc = comes_in(world, paired(world))
    elsewhere = Client()
    elsewhere.cookies[SESSION] = pc.cookies[SESSION].value
    later(182)
    assert elsewhere.get("/tai-khoan/ho-so/").status_code == 302


def test_who_types_for_long_at_one_page_is_still_there(world: World, later: Any) -> None:
    pc = comes_in(world, paired(world))
    for seconds in (120, 240, 360):
        later(seconds)
        answer = pc.get(HERE)
        assert answer.status_code == 204
        assert "no-store" in answer.headers["Cache-Control"]
    later(360 + 170)
    assert pc.get("/tai-khoan/ho-so/").status_code == 200
    assert Client().get(HERE).status_code == 404, "a browser that is no shared PC"


def test_a_pc_taken_back_while_somebody_is_at_it_signs_her_out_when_she_is_done(world: World) -> None:
    """With the page's script or without, no token, and at its first page as well: it is any browser by then."""
    for way in ("post", "get"):
        pc = comes_in(world, paired(world))
        Kiosk.objects.update(revoked_at=now())
        pc.handler.enforce_csrf_checks = True
        pc.cookies["messages"] = "Mai"
        session = pc.cookies[SESSION].value
        assert pc.get("/tai-khoan/ho-so/").status_code == 200
        elsewhere = {"Sec-Fetch-Site": "cross-site"}
        assert "Refresh" in pc.get(HOME, headers=elsewhere).headers, "a link of another site ends nothing"
        assert pc.get("/tai-khoan/ho-so/").status_code == 200
        answer = pc.post(DONE) if way == "post" else pc.get(HOME)
        assert (answer.status_code, answer.headers["Location"]) == (302, HOME)
        assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
        assert {SESSION, "messages"} <= {name for name, cookie in answer.cookies.items() if cookie["max-age"] == 0}
        assert "pair-code" in pc.get(HOME).content.decode()
        pc.cookies[SESSION] = session
        assert pc.get("/tai-khoan/ho-so/").status_code == 302, "over at the server too"


def test_who_came_in_before_the_pc_was_made_one_is_signed_out_as_well(world: World) -> None:
    own = Client()
    own.force_login(Account.objects.get(pk=world.cast["mai"].pk), backend=BACKEND)
    own.get("/tai-khoan/ho-so/")
    own.cookies["kiosk"] = paired(world).cookies["kiosk"].value
    assert own.get("/tai-khoan/ho-so/").status_code == 200
    Kiosk.objects.update(revoked_at=now())
    own.post(DONE)
    assert own.get("/tai-khoan/ho-so/").status_code == 302


def test_a_phone_of_ones_own_is_not_signed_out_there(world: World) -> None:
    own = Client()
    own.force_login(Account.objects.get(pk=world.cast["mai"].pk), backend=BACKEND)
    assert own.post(DONE).status_code == 404
    assert own.get(HOME).status_code == 200
    assert own.get("/tai-khoan/ho-so/").status_code == 200


def test_nobody_is_a_session_longer_than_an_hour(world: World, later: Any) -> None:
    pc = comes_in(world, paired(world))
    for minute in range(2, 61, 2):
        later(minute * 60)
        assert pc.get("/tai-khoan/ho-so/").status_code == 200
    later(61 * 60 + 1)
    assert pc.get("/tai-khoan/ho-so/").status_code == 302


def test_a_phone_keeps_its_usual_time(world: World, later: Any) -> None:
    own = Client()
    own.force_login(Account.objects.get(pk=world.cast["mai"].pk), backend=BACKEND)
    own.get("/tai-khoan/ho-so/")
    later(3600)
    assert own.get("/tai-khoan/ho-so/").status_code == 200


def test_a_key_shown_without_an_account_ends_with_the_turn_and_with_the_limit(world: World, later: Any) -> None:
    done, pc = world.file("lan", sample("TS.000001")), paired(world)
    page = f"/tra-cuu/{done.code}/"

    def look() -> int:
        return int(pc.get(page).status_code)

    assert pc.post("/tra-cuu/", {"ma": done.code, "khoa": done.key}).status_code == 302
    assert look() == 200
    pc.post(DONE)
    assert look() == 302
    pc.post("/tra-cuu/", {"ma": done.code, "khoa": done.key})
    assert look() == 200
    later(400)
    assert look() == 302


def test_what_the_shared_pc_was_shown_is_drawn_for_nobody_else(world: World) -> None:
    """The page of a dossier is kept as it was drawn: with the frame of a phone, and never with that of the shared PC."""
    done, pc, own = world.file("lan", sample("TS.000001")), paired(world), Client()
    for client, there in ((pc, True), (own, False), (pc, True)):
        client.post("/tra-cuu/", {"ma": done.code, "khoa": done.key})
        for _twice in range(2):
            assert ("kiosk-bar" in client.get(f"/tra-cuu/{done.code}/").content.decode()) is there


def test_a_form_that_comes_after_the_end_is_not_kept_to_be_sent_again(world: World, later: Any) -> None:
    """Whoever reads the answer may be the next one; on a phone of one's own it is kept."""
    pc, own = comes_in(world, paired(world)), Client()
    own.force_login(Account.objects.get(pk=world.cast["mai"].pk), backend=BACKEND)
    own.get("/tai-khoan/ho-so/")
    later(3 * 3600)
    for client, kept in ((pc, False), (own, True)):
        answer = client.post("/tra-cuu/", {"ma": "TS-261109-0007", "ghi": "Lý Thị Mẩy"})
        page = answer.content.decode()
        assert answer.status_code == 403
        assert "Phiên làm việc đã hết nên chưa gửi được" in page
        assert ("Lý Thị Mẩy" in page) is kept
        assert ("đã gõ vẫn còn" in page) is kept
        assert ("phải nhập lại" in page) is not kept


def test_a_form_of_a_page_that_lay_open_too_long_is_not_kept_either(world: World) -> None:
    pc = comes_in(world, paired(world))
    for shared in (True, False):
        strict = Client(enforce_csrf_checks=True)
        strict.cookies[SESSION] = pc.cookies[SESSION].value
        if shared:
            strict.cookies["kiosk"] = pc.cookies["kiosk"].value
        answer = strict.post(
            "/tra-cuu/", {"ma": "TS-261109-0007", "ghi": "Lý Thị Mẩy"}, headers={"Origin": "http://testserver"}
        )
        assert answer.status_code == 403
        assert ("Lý Thị Mẩy" in answer.content.decode()) is not shared


def test_no_paper_is_opened_or_saved_there(world: World) -> None:
    done, pc = world.file("lan", sample("TS.000001")), paired(world)
    pc.post("/tra-cuu/", {"ma": done.code, "khoa": done.key})
    answer = pc.get(f"/tra-cuu/{done.code}/phieu.pdf")
    assert answer.status_code == 403
    assert answer.headers["Content-Type"].startswith("text/html")
    assert "Máy chung không mở tệp giấy tờ" in answer.content.decode()


def test_the_address_of_a_slip_typed_by_a_reader_is_its_code(world: World) -> None:
    done, pc = world.file("lan", sample("TS.000001")), paired(world)
    scanned = f"https://thonso.example/tra-cuu/?ma={done.code}"
    answer = pc.post("/tra-cuu/", {"ma": scanned, "khoa": ""})
    assert answer.headers["Location"] == f"/tra-cuu/?ma={done.code}"
    assert pc.post("/tra-cuu/", {"ma": scanned, "khoa": done.key}).headers["Location"] == f"/tra-cuu/{done.code}/"
    assert f'value="{done.code}"' in pc.get("/tra-cuu/", {"ma": scanned}).content.decode()


def test_numbers_are_drawn_in_the_lobby_and_not_in_a_hamlet(world: World) -> None:
    setup.set_business(world.actor("trung"), world.commune_id, "A", "Hộ tịch")
    lobby, hamlet = in_lobby(world), paired(world)
    assert hamlet.get("/may-chung/so/").status_code == 404
    assert Client().get("/may-chung/so/").status_code == 404
    assert "Hộ tịch" in lobby.get("/may-chung/so/").content.decode()
    answer = lobby.post("/may-chung/so/", {"business": "A", "why": "elderly", "transaction_id": str(uuid4())})
    ticket = Ticket.objects.get()
    assert answer.headers["Location"] == f"/may-chung/so/{ticket.pk}/"
    assert (ticket.label, ticket.why) == ("A001", "elderly")
    assert "A001" in lobby.get(answer.headers["Location"]).content.decode()
    assert lobby.post("/may-chung/so/", {"business": "Z"}).status_code == 422


def test_whom_to_call_names_counters_in_the_lobby_and_the_support_point_in_a_hamlet(world: World) -> None:
    assert "Hiện chưa quầy nào mở" in in_lobby(world).get("/may-chung/giup/").content.decode()
    page = paired(world).get("/may-chung/giup/").content.decode()
    assert "Thôn Suối Chải" in page
    assert "Quầy" not in page
    assert Client().get("/may-chung/giup/").status_code == 404
