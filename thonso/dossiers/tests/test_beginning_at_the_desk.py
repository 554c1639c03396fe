"""The form begun at the desk: who came, what is taken to be so, what is asked and when it is called missing."""

import html
import re
from typing import Any

import pytest
from django.test import Client

from thonso.dossiers.models import Draft
from thonso.dossiers.services.drafts import answers_of, people_of
from thonso.dossiers.tests.test_at_the_desk import page
from thonso.dossiers.tests.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]


def test_the_clerk_is_asked_about_the_person_before_her(world: World, client: Client, sign_in: Any) -> None:
    desk = page(client, sign_in, "lan", "/thu-tuc/1.004873/nop/?kenh=desk")
    assert "Người đến nộp với tư cách nào?" in desk
    assert "Anh chị nộp cho ai?" not in desk
    assert "Xin chọn tư cách" in html.unescape(client.post("/thu-tuc/1.004873/nop/?kenh=desk", {}).content.decode())
    assert "Anh chị nộp cho ai?" in page(client, sign_in, "mai", "/thu-tuc/1.004873/nop/")


def test_who_came_is_asked_when_it_is_not_the_owner(world: World, client: Client, sign_in: Any) -> None:
    sign_in(client, "lan")
    path = "/thu-tuc/TS.000001/nop/?kenh=desk"
    assert "Người đến nộp, khi không phải chủ hồ sơ" in html.unescape(client.get(path).content.decode())
    data = {"representation": "authorised", "came_name": "Giàng Thị Dua"}
    refused = client.post(path, data)
    assert refused.status_code == 422
    shown = html.unescape(refused.content.decode())
    assert 'value="Giàng Thị Dua"' in shown
    assert "came_id_number-error" in shown
    assert "came_phone-error" not in shown  # a phone is never required
    assert client.post(path, data | {"came_id_number": "015190990017", "came_phone": "0912345678"}).status_code == 302
    kept = people_of(Draft.objects.get())
    assert kept == {
        "representation": "authorised",
        "submitter": "Giàng Thị Dua",
        "id_number": "015190990017",
        "phone": "0912345678",
    }


def test_the_officer_is_never_the_one_who_files(world: World, client: Client, sign_in: Any) -> None:
    sign_in(client, "lan")
    client.post("/thu-tuc/TS.000001/nop/?kenh=desk", {"representation": "self"})
    assert people_of(Draft.objects.get()) == {"representation": "self"}


def test_who_came_is_who_registers_a_birth_and_needs_no_phone(world: World, client: Client, sign_in: Any) -> None:
    sign_in(client, "lan")
    came = {"came_name": "Giàng Thị Dua", "came_id_number": "015190990017"}
    begun = client.post("/thu-tuc/1.001193/nop/?kenh=desk", {"representation": "parent", **came})
    assert begun.status_code == 302
    draft = Draft.objects.get()
    requester = answers_of(draft)["requester"]
    assert (requester["full_name"], requester["id_number"]) == ("Giàng Thị Dua", "015190990017")
    assert people_of(draft)["phone"] == ""


def test_a_mother_who_came_need_not_be_typed_again_as_the_mother(world: World, client: Client, sign_in: Any) -> None:
    """Her number says that she is a woman; a father's that he is a man."""
    sign_in(client, "lan")
    for number, hers in (("015190990017", "mother"), ("015090990017", "father")):
        came = {"came_name": "Giàng A Dua", "came_id_number": number}
        begun = client.post("/thu-tuc/1.000689/nop/?kenh=desk", {"representation": "parent", **came})
        form = client.get(begun.headers["Location"], follow=True).content.decode()
        for parent in ("mother", "father"):
            box = re.search(rf'<input[^>]*name="{parent}.full_name"[^>]*>', form)
            assert box
            assert ("Giàng A Dua" in html.unescape(box[0])) == (parent == hers)


def test_whoever_comes_is_taken_to_live_in_the_commune_of_the_desk(world: World, client: Client, sign_in: Any) -> None:
    sign_in(client, "lan")
    client.post("/thu-tuc/2.000635/nop/?kenh=desk", {"representation": "self"})
    draft = Draft.objects.get()
    assert answers_of(draft)["home"]["commune"] == "02683"
    shown = client.get(f"/nop/{draft.pk}/tat-ca/").content.decode()
    assert re.search(r'value="02683"[^>]* selected', shown)
    assert "dữ liệu dân cư" not in shown  # nothing was read of anybody, and no mark says so


def test_what_an_answer_asks_for_is_shown_before_it_is_called_missing(
    world: World, client: Client, sign_in: Any
) -> None:
    sign_in(client, "lan")
    client.post("/thu-tuc/1.004873/nop/?kenh=desk", {"representation": "self"})
    path = f"/nop/{Draft.objects.get().pk}/tat-ca/"
    first = html.unescape(client.get(path).content.decode())
    assert "Họ tên vợ hoặc chồng" not in first
    answered = html.unescape(client.post(path, {"status": "married"}).content.decode())
    assert "Còn câu phải trả lời thêm" in answered
    assert "Họ tên vợ hoặc chồng" in answered
    assert "Họ tên vợ hoặc chồng: Anh chị chưa ghi" not in answered
    again = html.unescape(client.post(path, {"status": "married", "spouse_name": ""}).content.decode())
    assert "Họ tên vợ hoặc chồng: Anh chị chưa ghi" in again  # now it was asked


def test_a_list_of_places_that_is_chosen_meanwhile_makes_no_mistake_of_it(
    world: World, client: Client, sign_in: Any
) -> None:
    """The list comes by sending the form: the answers are kept then, and the page still shows what it showed before."""
    sign_in(client, "lan")
    client.post("/thu-tuc/1.004873/nop/?kenh=desk", {"representation": "self"})
    path = f"/nop/{Draft.objects.get().pk}/tat-ca/"
    asked = re.search(r'name="_asked" value="([^"]+)"', client.get(path).content.decode())
    assert asked
    told = {"status": "married", "_asked": asked[1]}
    client.post(path, {**told, "_pick": "home"})
    answered = html.unescape(client.post(path, told).content.decode())
    assert "Họ tên vợ hoặc chồng: Anh chị chưa ghi" not in answered
    now = re.search(r'name="_asked" value="([^"]+)"', answered)
    assert now
    again = html.unescape(client.post(path, {**told, "_asked": now[1]}).content.decode())
    assert "Họ tên vợ hoặc chồng: Anh chị chưa ghi" in again


def test_a_procedure_is_found_in_plain_words_at_the_desk_and_in_the_hamlet(
    world: World, client: Client, sign_in: Any
) -> None:
    path = "/ban/ho-so/moi/"
    assert "1.000894" in page(client, sign_in, "lan", path)
    found = page(client, sign_in, "lan", f"{path}?q=giay+khai+sinh")
    assert "/thu-tuc/1.001193/nop/?kenh=desk" in found
    assert "1.000894" not in found, "no marriage"
    assert "/thu-tuc/1.000894/nop/" in page(client, sign_in, "lan", f"{path}?q=1.000894")
    nothing = page(client, sign_in, "lan", f"{path}?q=zzzz")
    assert "Không tìm thấy" in nothing
    assert 'value="zzzz"' in nothing
    sign_in(client, "tu")
    client.post("/thon/giup/", {"name": "Chảo Thị Sen", "consent": "spoken"})
    hamlet = html.unescape(client.get("/thon/giup/chon/?q=ho+ngheo").content.decode())
    assert "/thu-tuc/TS.000001/nop/" in hamlet
    assert "/thu-tuc/1.000894/nop/" not in hamlet
