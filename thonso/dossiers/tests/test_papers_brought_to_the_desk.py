"""A supplement that is brought by hand: taken in at the desk, seen by whoever holds the dossier, looked at before a result."""

import html
import re
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from thonso.core.base import clock
from thonso.core.base.errors import Refused
from thonso.dossiers.services.filing import Filed
from thonso.dossiers.tests.world import MONDAY, World, file_sample, photo, sample

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]
ASK = {"papers": {"previous_paper": {"why": "invalid", "note": "Không đọc được ngày cấp."}}}
BROUGHT = {"brought": {"previous_paper": "compared"}}
AFTER = MONDAY + timedelta(hours=2)


def asked(world: World, code: str = "1.004873", *, at_desk: bool = False) -> Filed:
    one = sample(code, "supplement")
    done = world.file("lan", one) if at_desk else file_sample(world, one)
    world.receive(done)
    world.act("binh", done, "take")
    world.act("binh", done, "ask_supplement", ASK)
    return done


def shown(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return html.unescape(answer.content.decode())


def test_the_desk_is_led_to_the_page_and_the_officer_is_not(world: World, client: Client, sign_in: Any) -> None:
    done = asked(world)
    path = f"/ban/ho-so/{done.code}/bo-sung/"
    sign_in(client, "lan")
    assert re.search(rf'class="btn" href="{path}"', shown(client, f"/ban/ho-so/{done.code}/"))
    page = shown(client, path)
    assert "Không đọc được ngày cấp." in page
    assert 'value="compared"' in page
    sign_in(client, "binh")
    assert path not in shown(client, f"/ban/ho-so/{done.code}/")
    for stranger in ("binh", "xuan", "tinh"):
        sign_in(client, stranger)
        assert client.get(path).status_code == 404
        assert client.post(path, {"transaction_id": str(uuid4())}).status_code == 404
    assert world.dossier(done).state == "awaiting_supplement"


def test_a_paper_shown_in_original_needs_no_file(world: World, client: Client, sign_in: Any) -> None:
    done = asked(world)
    sign_in(client, "lan")
    path = f"/ban/ho-so/{done.code}/bo-sung/"
    with clock.at(AFTER):
        nothing = client.post(path, {"transaction_id": str(uuid4()), "note": "Bà mang bản gốc."})
        assert nothing.status_code == 422
        assert "Bà mang bản gốc." in nothing.content.decode()
        ticked = {"transaction_id": str(uuid4()), "paper.previous_paper.brought": "compared"}
        for _twice in range(2):
            assert client.post(path, ticked).status_code == 302
        assert client.get(path).status_code == 302
        dossier = world.dossier(done)
        assert dossier.state == "processing"
        assert dossier.due_at is not None
        assert dossier.events.filter(kind="supply").get().facts["by_hand"] == {"previous_paper": "compared"}
        page = shown(client, f"/ban/ho-so/{done.code}/")
    assert "đối chiếu bản chính" in page
    assert "mới bổ sung" in page


def test_a_scan_may_be_made_at_the_desk(world: World, client: Client, sign_in: Any) -> None:
    done = asked(world)
    sign_in(client, "lan")
    scan = SimpleUploadedFile("quet.jpg", photo(75), "image/jpeg")
    data = {"transaction_id": str(uuid4()), "paper.previous_paper": scan}
    with clock.at(AFTER):
        assert client.post(f"/ban/ho-so/{done.code}/bo-sung/", data).status_code == 302
    assert world.dossier(done).attachments.filter(paper_key="previous_paper", event__kind="supply").count() == 1


@pytest.mark.parametrize(
    ("at_desk", "way", "possible"), [(False, "kept", False), (True, "kept", True), (True, "electronic", False)]
)
def test_paper_is_kept_only_where_the_dossier_is_on_paper(
    world: World, at_desk: bool, way: str, possible: bool
) -> None:
    done = asked(world, at_desk=at_desk)
    with clock.at(AFTER):
        if possible:
            world.act("lan", done, "supply", {"brought": {"previous_paper": way}})
        else:
            with pytest.raises(Refused):
                world.act("lan", done, "supply", {"brought": {"previous_paper": way}})


def test_nobody_else_says_that_a_paper_was_brought(world: World) -> None:
    done = asked(world)
    with clock.at(AFTER), pytest.raises(Refused):
        world.act("mai", done, "supply", BROUGHT)


def test_the_same_file_is_not_taken_twice_and_is_not_offered_again(world: World, client: Client, sign_in: Any) -> None:
    done = asked(world)
    sign_in(client, "lan")
    path = f"/ban/ho-so/{done.code}/bo-sung/"
    with clock.at(AFTER):
        first = world.upload("lan", photo(81))
        world.act("lan", done, "supply", {"files": [{"paper": "previous_paper", "sha256": first}]})
        dossier = world.dossier(done)
        dossier.state, dossier.returns_to = "awaiting_supplement", "processing"
        dossier.save(update_fields=["state", "returns_to"])  # as if it had been asked for once more
        again = SimpleUploadedFile("ten-khac.jpg", photo(81), "image/jpeg")
        answer = client.post(path, {"transaction_id": str(uuid4()), "paper.previous_paper": again})
    assert answer.status_code == 422
    page = html.unescape(answer.content.decode())
    assert "Đây đúng là tệp đã gửi lần trước" in page
    assert "kept.previous_paper" not in page


def test_what_came_is_looked_at_before_the_result_goes_out(world: World, client: Client, sign_in: Any) -> None:
    done = asked(world)
    with clock.at(AFTER):
        picture = world.upload("mai", photo(82))
        note = "Ảnh này chụp rõ hơn."
        world.act("mai", done, "supply", {"files": [{"paper": "previous_paper", "sha256": picture}], "note": note})
        sign_in(client, "binh")
        page = shown(client, f"/ban/ho-so/{done.code}/")
        assert re.search(r'class="btn" href="[^"]*/lam/check_paper/"', page)
        assert note in page
        assert "Mới bổ sung, chưa xem" in page
        world.act("binh", done, "draft_result", {"answer": "Xin trả lời bằng văn bản."})
        with pytest.raises(Refused, match="mới bổ sung"):
            world.act("binh", done, "propose")
        world.act("binh", done, "check_paper", {"papers": {"previous_paper": {"verdict": "valid"}}})
        world.act("binh", done, "propose")
        assert "Mới bổ sung" not in shown(client, f"/ban/ho-so/{done.code}/")


def test_the_history_names_the_applicant_who_came_with_code_and_key(world: World, client: Client, sign_in: Any) -> None:
    done = asked(world)
    picture = SimpleUploadedFile("anh.jpg", photo(83), "image/jpeg")
    with clock.at(AFTER):
        client.post("/tra-cuu/", {"ma": done.code, "khoa": done.key})
        sent = client.post(
            f"/tra-cuu/{done.code}/bo-sung/", {"transaction_id": str(uuid4()), "paper.previous_paper": picture}
        )
        assert sent.status_code == 302
        sign_in(client, "binh")
        page = shown(client, f"/ban/ho-so/{done.code}/")
    assert "Người nộp (bằng mã và khóa)" in page
    assert "giữ khóa" not in page


def test_the_helper_in_a_session_is_offered_it_with_code_and_key(world: World, client: Client, sign_in: Any) -> None:
    done = asked(world)
    picture = SimpleUploadedFile("anh.jpg", photo(84), "image/jpeg")
    path = f"/tra-cuu/{done.code}/"
    with clock.at(AFTER):
        sign_in(client, "tu")
        assert client.post("/thon/giup/", {"name": "Lý Thị Mai", "consent": "spoken"}).status_code == 302
        client.post("/tra-cuu/", {"ma": done.code, "khoa": done.key})
        assert f"{path}bo-sung/" in shown(client, path)
        data = {"transaction_id": str(uuid4()), "paper.previous_paper": picture}
        assert client.post(f"{path}bo-sung/", data).status_code == 302
    assert world.dossier(done).state == "processing"
