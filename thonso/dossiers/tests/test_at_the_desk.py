"""The desk's pages: what they ask of a clerk, what they show her, and what they tell at once."""

import html
import re
from typing import Any

import pytest
from django.test import Client

from thonso.core import papers
from thonso.core.base.errors import Stale
from thonso.core.journal.models import Entry
from thonso.core.papers.tests.samples import SHORT
from thonso.core.units.models import CommuneProfile
from thonso.dossiers import requirements
from thonso.dossiers.models import Draft
from thonso.dossiers.printing import heads
from thonso.dossiers.services.filing import Filed
from thonso.dossiers.tests.test_papers import drawn, received, words
from thonso.dossiers.tests.world import World, file_sample, sample

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]


def page(client: Client, sign_in: Any, who: str, path: str) -> str:
    sign_in(client, who)
    return html.unescape(client.get(path).content.decode())


def send(client: Client, done: Filed, name: str, **data: str) -> Any:
    form = client.get(f"/ban/ho-so/{done.code}/lam/{name}/").content.decode()
    key = re.search(r'name="transaction_id" value="([\w-]+)"', form).group(1)
    return client.post(f"/ban/ho-so/{done.code}/lam/{name}/", {"transaction_id": key, **data})


def test_the_fee_is_told_before_anybody_asks_for_it(world: World, client: Client, sign_in: Any) -> None:
    paid = file_sample(world, sample("2.000635"))
    free = file_sample(world, sample("TS.000001"))
    told = page(client, sign_in, "lan", f"/ban/ho-so/{paid.code}/")
    assert re.search(r"<h2>Phí, lệ phí</h2><p>.{0,60}\d+\.000\s*đ", told, re.DOTALL)
    assert "Chưa yêu cầu nộp" in told
    assert re.search(r"<h2>Phí, lệ phí</h2><p>\s*miễn phí", page(client, sign_in, "lan", f"/ban/ho-so/{free.code}/"))


def test_a_single_fee_is_not_named_twice_before_sending(world: World, client: Client, sign_in: Any) -> None:
    sign_in(client, "mai")
    client.post("/thu-tuc/TS.000001/nop/", {"representation": "self"})
    shown = html.unescape(client.get(f"/nop/{Draft.objects.get().pk}/kiem-tra/").content.decode())
    assert "<dt>Phí, lệ phí</dt><dd>Miễn phí</dd>" in shown


def test_every_box_left_open_is_marked_at_once(world: World, client: Client, sign_in: Any) -> None:
    done = file_sample(world, sample("1.001193"))
    world.receive(done)
    world.act("binh", done, "take")
    sign_in(client, "binh")
    answer = send(client, done, "record_result", number="", dated="32/13/2026", signer=" ", system="")
    assert answer.status_code == 422
    shown = answer.content.decode()
    assert [name for name in ("number", "dated", "signer", "system") if f'href="#f-{name}"' not in shown] == []
    assert 'value="32/13/2026"' in shown
    assert world.dossier(done).state == "processing"


def test_the_declaration_stands_beside_the_papers_that_are_checked(world: World, client: Client, sign_in: Any) -> None:
    done = file_sample(world, sample("TS.000001"))
    form = page(client, sign_in, "lan", f"/ban/ho-so/{done.code}/lam/check_paper/")
    aside = form.split("<aside", 1)[1]
    assert "Nội dung khai" in aside
    assert "Lý Thị Mai" in aside


def test_a_card_that_is_shown_on_coming_is_not_checked_from_afar(world: World, client: Client, sign_in: Any) -> None:
    done = file_sample(world, sample("TS.000001"))  # through the helper in the hamlet
    form = page(client, sign_in, "lan", f"/ban/ho-so/{done.code}/lam/check_paper/")
    assert "Thẻ căn cước" not in form.split("<form class", 1)[1].split("</form>", 1)[0]
    send(client, done, "check_paper", _all="1")
    assert set(world.dossier(done).checks.values_list("paper_key", flat=True)) == {"request"}
    assert "xem khi người dân đến" in page(client, sign_in, "lan", f"/ban/ho-so/{done.code}/")
    at_desk = world.file("lan", sample("TS.000001"))
    assert "Thẻ căn cước" in page(client, sign_in, "lan", f"/ban/ho-so/{at_desk.code}/lam/check_paper/")


def test_a_check_that_comes_after_reception_is_refused_to_who_holds_it_no_more(
    world: World, client: Client, sign_in: Any
) -> None:
    done = world.file("lan", sample("TS.000001"))
    sign_in(client, "lan")
    form = client.get(f"/ban/ho-so/{done.code}/lam/check_paper/").content.decode()
    key = re.search(r'name="transaction_id" value="([\w-]+)"', form).group(1)
    world.receive(done)  # a colleague was faster
    late = client.post(f"/ban/ho-so/{done.code}/lam/check_paper/", {"transaction_id": key, "_all": "1"})
    assert late.status_code == 409
    assert f'href="/ban/ho-so/{done.code}/"' in late.content.decode().split("<h1", 1)[1]
    with pytest.raises(Stale):
        world.check_all("lan", done)
    world.act("hoa", done, "take")
    world.check_all("hoa", done)  # whose it is now may look again


def test_nothing_that_was_not_given_becomes_valid_in_one_go(world: World, client: Client, sign_in: Any) -> None:
    done = world.file("lan", sample("TS.000001"))
    sign_in(client, "lan")
    form = html.unescape(client.get(f"/ban/ho-so/{done.code}/lam/check_paper/").content.decode())
    assert form.index("Lưu kết quả kiểm tra") < form.rindex("</form>")
    assert 'class="btn" name="_all"' not in form
    told = send(client, done, "check_paper", _all="1")
    assert set(world.dossier(done).checks.values_list("paper_key", flat=True)) == {"request"}
    assert "Chưa xem: Thẻ căn cước" in html.unescape(client.get(told["Location"]).content.decode())
    refused = send(client, done, "check_paper", **{"paper.id_card": "valid", "paper.id_card.seen": "electronic"})
    assert refused.status_code == 422
    assert "không có tệp để xem" in html.unescape(refused.content.decode())
    send(client, done, "check_paper", **{"paper.id_card": "valid", "paper.id_card.seen": "compared"})
    assert world.dossier(done).checks.filter(verdict="valid").count() == 2


def test_what_was_found_wanting_stays_so_when_the_rest_is_valid(world: World, client: Client, sign_in: Any) -> None:
    done = file_sample(world, sample("1.011607"))
    sign_in(client, "lan")
    (first, *_more) = world.dossier(done).attachments.values_list("paper_key", flat=True)
    send(client, done, "check_paper", _all="1", **{f"paper.{first}": "invalid", f"paper.{first}.note": "Mờ."})
    assert world.dossier(done).checks.get(paper_key=first).verdict == "invalid"


def test_the_date_is_told_before_it_is_promised(world: World, client: Client, sign_in: Any) -> None:
    done = world.file("lan", sample("TS.000001"))
    world.check_all("lan", done)
    shown = page(client, sign_in, "lan", f"/ban/ho-so/{done.code}/lam/receive/")
    assert "Tiếp nhận lúc này thì hẹn trả kết quả lúc 17:00, thứ Hai 23/11/2026" in shown
    assert "Giấy tiếp nhận in được khi đã có mã hồ sơ của tỉnh" in shown
    assert "in được ngay" not in shown


def test_a_code_of_another_unit_is_asked_about_before_it_is_written(world: World, client: Client, sign_in: Any) -> None:
    done = world.file("lan", sample("TS.000001"))
    world.check_all("lan", done)
    sign_in(client, "lan")
    asked = send(client, done, "receive", official_code="H38.99.1-261123-0001")
    shown = html.unescape(asked.content.decode())
    assert (asked.status_code, world.dossier(done).official_code) == (422, "")
    assert "khác mã đơn vị của xã (H38.12.3)" in shown
    assert 'name="sure"' in shown
    send(client, done, "receive", official_code="H38.99.1-261123-0001", sure="1")
    assert world.dossier(done).official_code == "H38.99.1-261123-0001"


def test_the_example_of_a_code_is_the_communes_own(world: World, client: Client, sign_in: Any) -> None:
    CommuneProfile.objects.update(authority_code="H38.99.01")
    done = world.file("lan", sample("TS.000001"))
    world.check_all("lan", done)
    sign_in(client, "lan")
    shown = html.unescape(send(client, done, "receive", official_code="123").content.decode())
    assert "Mã có dạng H38.99.01-261123-0001" in shown
    assert 'name="sure"' not in shown


def test_a_phone_is_covered_in_one_way_only(world: World, client: Client, sign_in: Any) -> None:
    done = world.file("lan", sample("TS.000001"), phone="0912345678")
    shown = page(client, sign_in, "lan", f"/ban/ho-so/{done.code}/")
    assert "678" in shown
    assert "091•" not in shown


def test_a_stale_page_leads_to_the_dossier(world: World, client: Client, sign_in: Any) -> None:
    done = world.file("lan", sample("TS.000001"))
    world.check_all("lan", done)
    sign_in(client, "lan")
    form = client.get(f"/ban/ho-so/{done.code}/lam/receive/").content.decode()
    key = re.search(r'name="transaction_id" value="([\w-]+)"', form).group(1)
    world.act("lan", done, "receive")
    late = client.post(f"/ban/ho-so/{done.code}/lam/receive/", {"transaction_id": key})
    assert late.status_code == 409
    shown = late.content.decode()
    assert f'class="btn" href="/ban/ho-so/{done.code}/"' in shown
    assert "Hồ sơ đã có thay đổi" in html.unescape(shown)


def test_a_photograph_has_a_small_picture_on_the_page(world: World, client: Client, sign_in: Any) -> None:
    done = file_sample(world, sample("1.011607"))
    shown = page(client, sign_in, "lan", f"/ban/ho-so/{done.code}/")
    small = re.search(r'<img class="thumb" src="(/tep/[\w-]+/nho/)"', shown).group(1)
    answer = client.get(small)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "image/jpeg"
    sign_in(client, "xuan")
    assert client.get(small).status_code == 404


def test_the_receipt_of_the_result_counts_the_copies_that_were_asked_for(world: World) -> None:
    done = received(world)
    for name in ("take", "draft_result", "propose"):
        world.act("hoa", done, name)
    world.sign("pho", done)
    world.act("thu", done, "seal")
    world.act("lan", done, "hand_over", {"way": "desk", "taken_by": "Lý Thị Mai"})
    asked = sample("TS.000001").answers["copies"]
    assert int(asked) == 2
    assert re.search(r"01/GXN-UBND.* 0?2\b", drawn(world, done, "result_receipt"))


def test_handing_over_is_written_down_when_the_person_has_it(world: World, client: Client, sign_in: Any) -> None:
    done = file_sample(world, sample("1.001193"))
    world.receive(done)
    world.act("binh", done, "take")
    world.act(
        "binh", done, "record_result", {"number": "15", "dated": "2026-11-23", "signer": "Ông Phong", "system": "X"}
    )
    form = page(client, sign_in, "lan", f"/ban/ho-so/{done.code}/lam/hand_over/")
    assert "Chỉ ghi khi người dân đã cầm kết quả" in form
    assert "đã trao tận tay" in form


def test_a_line_of_a_signed_paper_that_nobody_can_fill_is_left_out(world: World) -> None:
    for kind in ("confirmation", "certificate_household"):
        data = dict(SHORT[kind])
        who = "person" if kind == "confirmation" else "head"
        assert "Dân tộc: Dao" in words(papers.render(kind, data))
        data[who] = {key: value for key, value in data[who].items() if key != "ethnicity"}
        text = words(papers.render(kind, data))
        assert "Dân tộc" not in text
        assert "Số định danh cá nhân:" in text


def test_the_request_of_a_filed_dossier_is_printed_again_to_be_signed(
    world: World, client: Client, sign_in: Any
) -> None:
    done = file_sample(world, sample("1.011607"))
    path = f"/ban/ho-so/{done.code}/in-de-ky/"
    assert f'href="{path}"' in page(client, sign_in, "lan", f"/ban/ho-so/{done.code}/")
    sheet = page(client, sign_in, "lan", path)
    answers = sample("1.011607").answers
    for said in ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "điểm chỉ", answers["head"]["full_name"]):
        assert said in sheet
    assert answers["head"]["id_number"] in sheet.replace(" ", "")
    read = Entry.objects.filter(verb="dossier.read", object_id=world.dossier(done).pk).latest("seq")
    assert f"print request of {done.code}" in read.body
    for who in ("pho", "thu", "trung", "xuan", "binh"):  # who reads no numbers, who works on other procedures
        sign_in(client, who)
        assert client.get(path).status_code == 404
        assert path not in client.get(f"/ban/ho-so/{done.code}/").content.decode()
    other = file_sample(world, sample("TS.000001"))  # answered here: there is nothing to sign on paper
    sign_in(client, "lan")
    assert client.get(f"/ban/ho-so/{other.code}/in-de-ky/").status_code == 404


def test_an_id_card_is_never_kept(world: World, client: Client, sign_in: Any) -> None:
    done = world.file("lan", sample("TS.000001"))
    sign_in(client, "lan")
    refused = send(client, done, "check_paper", **{"paper.id_card": "valid", "paper.id_card.seen": "kept"})
    assert refused.status_code == 422
    assert "xem xong trả lại ngay, không giữ" in html.unescape(refused.content.decode())
    assert not world.dossier(done).checks.exists()


def test_what_is_missing_is_not_said_to_be_unchecked(world: World, client: Client, sign_in: Any) -> None:
    done = world.file("lan", sample("TS.000001"))
    sign_in(client, "lan")
    told = send(client, done, "check_paper", **{"paper.request": "valid", "paper.id_card": "missing"})
    page = html.unescape(client.get(told["Location"]).content.decode())
    assert "Còn thiếu hoặc chưa hợp lệ: Thẻ căn cước" in page
    assert "Chưa xem:" not in page


def test_the_receipt_lists_no_original_that_was_given_back(world: World) -> None:
    done = world.file("lan", sample("1.001193"))
    dossier = world.dossier(done)
    key = next(paper.key for paper in requirements.papers(dossier) if paper.how == "submit" and paper.originals)
    for seen, counted in (("kept", True), ("compared", False)):
        world.act("lan", done, "check_paper", {"papers": {key: {"verdict": "valid", "seen": seen}}})
        name = next(paper.name for paper in requirements.papers(dossier) if paper.key == key)
        (line,) = [one for one in heads.lines_handed_in(world.dossier(done)) if one["name"].startswith(name)]
        assert ("originals" in line) is counted
        assert ("trả lại" in line["name"]) is not counted
