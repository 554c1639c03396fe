"""Which button leads on the page of a dossier: the next step of whoever has it in hand, and nobody else's."""

import re
from typing import Any

import pytest
from django.test import Client

from thonso.core.access import stepup
from thonso.core.base import clock
from thonso.core.base.errors import Refused
from thonso.dossiers.services.filing import Filed
from thonso.dossiers.tests.test_recognition import LO, at, ready_for_decision
from thonso.dossiers.tests.world import MONDAY, World, sample

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]


def page(client: Client, sign_in: Any, who: str, done: Filed, path: str = "") -> str:
    sign_in(client, who)
    return client.get(f"/ban/ho-so/{done.code}/{path}").content.decode()


def filled(html: str) -> list[str]:
    """The words of the buttons that are filled, above the results and papers."""
    head = html.split("<h1", 1)[1].split("<h2", 1)[0]
    found = re.findall(r'<(?:a|button) class="btn( btn--clay)?"[^>]*>(?:\s*<svg.*?</svg>)?\s*([^<]+)<', head, re.DOTALL)
    return [words.strip() for _clay, words in found]


def confirmation(world: World, *acts: str) -> Filed:
    done = world.file("lan", sample("TS.000001"))
    if acts:
        world.receive(done)
    for name in acts:
        world.act("hoa", done, name)
    return done


def test_the_leader_whose_signature_it_waits_for_finds_the_way_to_sign(
    world: World, client: Client, sign_in: Any
) -> None:
    done = confirmation(world, "take", "draft_result", "propose")
    html = page(client, sign_in, "pho", done)
    assert filled(html) == ["Đọc và ký"]
    assert f'href="/ban/ky/?ho-so={done.code}"' in html
    listed = client.get("/ban/ky/", {"ho-so": done.code}).content.decode()
    assert re.search(rf'value="{done.code}"[^>]* checked>', listed)
    assert not re.search(r'name="code"[^>]* checked>', client.get("/ban/ky/").content.decode())


@pytest.mark.parametrize("who", ["hai", "hoa", "lan", "trung"])
def test_while_it_waits_for_one_leader_no_button_leads_for_the_others(
    world: World, client: Client, sign_in: Any, who: str
) -> None:
    done = confirmation(world, "take", "draft_result", "propose")
    html = page(client, sign_in, who, done)
    assert filled(html) == []
    assert "Đọc và ký" not in html
    assert "Phó Chủ tịch UBND xã" in html.split('<ol class="path', 1)[1].split("</ol>", 1)[0]  # where it stands now


def test_the_choice_to_sign_is_kept_over_the_confirmation_of_identity(
    world: World, client: Client, sign_in: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    done = confirmation(world, "take", "draft_result", "propose")
    monkeypatch.setattr(stepup, "is_fresh", lambda *_a, **_k: False)
    sign_in(client, "pho")
    answer = client.post("/ban/ky/ky/", {"code": [done.code]})
    assert answer.status_code == 302
    assert f"ho-so%3D{done.code}" in answer["Location"]


def test_each_holder_has_one_next_step_and_nobody_sees_a_colleagues(world: World, client: Client, sign_in: Any) -> None:
    done = confirmation(world)
    assert filled(page(client, sign_in, "lan", done)) == ["Kiểm tra giấy tờ"]
    world.check_all("lan", done)
    assert filled(page(client, sign_in, "lan", done)) == ["Tiếp nhận"]
    world.act("lan", done, "receive")
    assert filled(page(client, sign_in, "lan", done)) == []
    assert filled(page(client, sign_in, "hoa", done)) == ["Bắt đầu giải quyết"]
    for name, leads in (("take", "Soạn kết quả"), ("draft_result", "Trình ký")):
        world.act("hoa", done, name)
        assert filled(page(client, sign_in, "hoa", done)) == [leads]
    world.act("hoa", done, "propose")
    world.sign("pho", done)
    assert filled(page(client, sign_in, "thu", done)) == ["Đóng dấu và phát hành"]
    world.act("thu", done, "seal")
    assert filled(page(client, sign_in, "lan", done)) == ["Trả kết quả"]
    assert filled(page(client, sign_in, "hoa", done)) == []


def test_none_leads_while_a_refusal_waits_for_the_director(world: World, client: Client, sign_in: Any) -> None:
    done = confirmation(world)
    world.act("lan", done, "propose_refusal", {"reason": "Không thuộc thẩm quyền của xã Bát Xát.", "basis": "Điều 5"})
    assert filled(page(client, sign_in, "lan", done)) == []


def test_the_officer_reads_to_whom_it_goes_before_and_after_submitting(
    world: World, client: Client, sign_in: Any
) -> None:
    done = confirmation(world, "take", "draft_result")
    signer = "Sùng Seo Phong, Phó Chủ tịch UBND xã"
    form = page(client, sign_in, "hoa", done, "lam/propose/")
    assert f"Hồ sơ chuyển đến người ký: {signer}." in form
    key = re.search(r'name="transaction_id" value="([\w-]+)"', form).group(1)
    answer = client.post(f"/ban/ho-so/{done.code}/lam/propose/", {"transaction_id": key}, follow=True).content.decode()
    assert f"Đã trình ký: {signer}." in answer
    assert re.search(r"Đã trình ký</b>\s*Phó Chủ tịch UBND xã", answer)  # and so the history says


def test_signed_it_no_longer_says_that_it_waits_for_a_signature(world: World, client: Client, sign_in: Any) -> None:
    done = confirmation(world, "take", "draft_result", "propose")
    assert "Đã trình ký</" in page(client, sign_in, "pho", done)
    world.sign("pho", done)
    html = page(client, sign_in, "pho", done)
    assert "Đã ký, chờ đóng dấu" in html.split("<h1", 1)[1].split("<h2", 1)[0]
    assert "Đã ký, chờ đóng dấu" in client.get("/ban/ho-so/?hang=tat-ca").content.decode()


def test_no_result_is_offered_before_the_hamlet_has_reviewed_and_posted(
    world: World, client: Client, sign_in: Any
) -> None:
    with clock.at(MONDAY):
        done = world.file("lan", sample("1.011607"), head=LO)
        world.receive(done)
        world.act("hoa", done, "take")
        assert "draft_result" not in page(client, sign_in, "hoa", done)
        assert filled(page(client, sign_in, "hoa", done)) == ["Chuyển: Thôn rà soát (Trưởng thôn); hạn của hồ sơ 08/12"]
        with pytest.raises(Refused):
            world.act("hoa", done, "draft_result", {"answer": "Hộ chưa đủ điều kiện theo chuẩn nghèo."})
    ready = ready_for_decision(world)
    with clock.at(at(7)):
        assert world.dossier(ready).stage == "sum_up"
        html = page(client, sign_in, "hoa", ready)
        assert filled(html) == ["Soạn kết quả"]
        assert 'href="/ban/quyet-dinh/"' in html.split("<h1", 1)[1]  # drafted with the decision for the list


def test_a_sample_account_is_not_told_of_a_confirmation_that_never_comes(
    world: World, client: Client, sign_in: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    confirmation(world, "take", "draft_result", "propose")
    sign_in(client, "pho")
    assert "không phải xác nhận danh tính" in client.get("/ban/ky/").content.decode()
    monkeypatch.setattr(stepup, "is_exempt", lambda _request: False)
    assert "sau khi anh chị xác nhận danh tính" in client.get("/ban/ky/").content.decode()
