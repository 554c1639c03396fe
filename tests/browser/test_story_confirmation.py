"""The confirmation of a poor household, from the hamlet house to the rating, as the people in it walk it."""

from tests.browser.house import DESK, PHONE, House
from tests.browser.phone import Hands
from tests.browser.story import (
    MAI,
    Filed,
    Visit,
    answer_confirmation,
    bring_home,
    end_session,
    filed_on,
    follow,
    help_someone,
    receive,
)
from thonso.procedures import samples

NAME = "xac-nhan"


def test_from_the_hamlet_house_to_a_sealed_paper_and_a_rating(house, visit):
    tu = help_someone(visit, MAI, name=NAME)
    tu.seen(f"{NAME}-02-can-lam-gi")
    tu.press("Xác nhận thuộc hộ nghèo, hộ cận nghèo").seen(f"{NAME}-03-chuan-bi")
    tu.choose("Nộp cho chính mình")
    tu.press("Bắt đầu")
    answer_confirmation(tu, name=NAME)
    tu.seen(f"{NAME}-20-kiem-tra-lai")
    tu.press("Gửi hồ sơ").seen(f"{NAME}-21-da-gui")
    filed = filed_on(tu)
    assert filed.code.startswith("TS-")
    assert len(filed.key) == 6
    note = tu.page.request.get(f"/nop/xong/{filed.code}/phieu.pdf")
    assert note.headers["content-type"] == "application/pdf"
    assert note.body()[:5] == b"%PDF-"
    end_session(tu)
    assert filed.code in tu.page.content()
    assert "Lý Thị Mai" not in tu.page.content(), "after the session the helper sees the state, not the person"
    tu.seen(f"{NAME}-22-sau-phien")
    from_the_desk_to_the_rating(house, visit, filed, NAME, "H38.99.01-261123-0001")


def test_the_same_from_a_helpers_phone_without_signal(house, visit):
    """Proof 8: filled in up the mountain, filed on the way down, and then as any other."""
    tu = visit("tu", size=PHONE)
    hands = Hands(tu.page.context).enrol()
    hands.help(*MAI)
    tu.page.context.set_offline(True)
    answers = {**samples.load("TS.000001")["valid"].answers, "for_whom": "me", "purpose": "loan", "phone": ""}
    del answers["requester"], answers["member"]
    hands.begin("xác nhận thuộc hộ nghèo").fill(answers).send()
    tu.page.locator(".line", has_text="(1)").wait_for()
    tu.page.context.set_offline(False)
    hands.wait_for("received")
    tu.page.locator("[data-receipt] [data-code]", has_text="TS-").wait_for()
    code, key = (tu.page.inner_text(f"[data-receipt] [data-{part}]") for part in ("code", "key"))
    tu.page.click("[data-end]")
    tu.page.wait_for_selector("[data-view=home]:not([hidden])")
    assert "Lý Thị Mai" not in tu.page.inner_text("body"), "after the session the phone shows initials"
    tu.complaints[:] = [text for text in tu.complaints if "ERR_INTERNET_DISCONNECTED" not in text]  # what we did to it
    filed = Filed(code, key.replace(" ", ""))
    from_the_desk_to_the_rating(house, visit, filed, "tu-dien-thoai", "H38.99.01-261123-0009")


def from_the_desk_to_the_rating(house: House, visit: Visit, filed: Filed, name: str, official: str) -> None:
    waiting = follow(visit, filed)
    assert "Chờ tiếp nhận" in waiting.text
    waiting.seen(f"{name}-23-theo-doi-cho")

    lan = visit("lan")
    lan.go("/ban/ho-so/?hang=cho-tiep-nhan").seen(f"{name}-30-hang-cho")
    assert filed.code in lan.text
    receive(lan, filed.code, official=official, name=f"{name}-31")
    form01 = lan.page.request.get(lan.page.get_by_role("link", name="Giấy tiếp nhận").first.get_attribute("href"))
    assert form01.body()[:5] == b"%PDF-"

    hoa = visit("hoa").go(f"/ban/ho-so/{filed.code}/")
    assert "015168990023" not in hoa.page.content(), "numbers are covered until they are asked for"
    hoa.page.get_by_role("link", name="Xem (có ghi nhật ký)").first.click()
    assert "015168990023" in hoa.text, "the dossier is in her hands: the open task is the reason"
    lan.go(f"/ban/ho-so/{filed.code}/").page.get_by_role("link", name="Xem (có ghi nhật ký)").first.click()
    lan.seen(f"{name}-40-xem-so")
    lan.press("Ghi lý do và xem", within="main")
    assert "ghi lý do" in lan.text
    lan.fill(purpose="đối chiếu với danh sách hộ nghèo").press("Ghi lý do và xem", within="main")
    assert "015168990023" in lan.text
    written = house.sql("select count(*) from journal_entry where body like '%đối chiếu với danh sách hộ nghèo%'")
    assert written[0][0] >= 1, "the reason stands in the journal"

    hoa.go(f"/ban/ho-so/{filed.code}/").press("Bắt đầu giải quyết").seen(f"{name}-41-dang-giai-quyet")
    hoa.press("Soạn kết quả").seen(f"{name}-42-truoc-khi-soan").press("Soạn kết quả", within="main form")
    hoa.seen(f"{name}-43-du-thao")
    draft = hoa.page.request.get(hoa.page.get_by_role("link", name="Giấy xác nhận").first.get_attribute("href"))
    assert draft.body()[:5] == b"%PDF-"
    hoa.press("Trình ký").seen(f"{name}-44-trinh-ky").press("Trình ký", within="main form")
    assert "Đã trình ký" in hoa.text

    pho = visit("pho").go("/ban/ky/").seen(f"{name}-50-cho-ky")
    pho.page.locator(f"input[value='{filed.code}']").check()
    pho.press("Ký các văn bản đã đánh dấu").press("Vẫn ký").seen(f"{name}-51-da-ky")
    assert "Đã ký 1 hồ sơ" in pho.text

    thu = visit("thu").go(f"/ban/ho-so/{filed.code}/").press("Đóng dấu và phát hành").seen(f"{name}-60-dong-dau")
    thu.press("Đóng dấu và phát hành", within="main form").seen(f"{name}-61-da-dong-dau")

    lan.go(f"/ban/ho-so/{filed.code}/").seen(f"{name}-70-tra")
    bring_home(visit, lan, filed, MAI[0], pictures=name)

    she = follow(visit, filed).seen(f"{name}-80-theo-doi")
    assert "Đã trả kết quả" in she.text
    paper = she.page.request.get(she.page.get_by_role("link", name="Tải về").get_attribute("href"))
    assert paper.body()[:5] == b"%PDF-"
    check = she.page.get_by_role("link", name="Kiểm tra chữ ký").get_attribute("href")
    she.choose("Rất hài lòng").press("Gửi đánh giá")
    assert "Cảm ơn" in she.text
    assert she.page.get_by_role("button", name="Gửi đánh giá").count() == 0, "once"
    she.seen(f"{name}-81-da-danh-gia")

    anybody = visit(size=DESK).go(check).seen(f"{name}-82-kiem-tra-chu-ky")
    for words in ("nội dung đã ký không bị thay đổi", "Văn bản còn hiệu lực không?\nCòn"):
        assert words.lower() in anybody.text.lower(), anybody.text


def test_the_next_citizen_sees_nothing_of_the_last(visit):
    tu = help_someone(visit, MAI)
    tu.press("Xác nhận thuộc hộ nghèo, hộ cận nghèo").choose("Nộp cho chính mình").press("Bắt đầu")
    begun = tu.page.url
    end_session(tu)
    tu.press("Giúp bà con nộp hồ sơ").fill(name="Sùng Thị Dợ").choose("Đồng ý bằng lời").press("Bắt đầu giúp")
    assert "Lý Thị Mai" not in tu.page.content()
    assert "Đang làm dở" not in tu.text
    assert tu.status(begun) == 404
    end_session(tu)


def test_a_session_left_open_elsewhere_can_be_taken_up_or_ended(visit):
    first = help_someone(visit, MAI)
    second = visit("tu").go("/thon/").seen("phien-mo-noi-khac")
    assert "Lý Thị Mai" in second.text
    second.press("Giúp tiếp")
    assert second.page.inner_text(".hamlet__bar b") == "Lý Thị Mai"
    end_session(second)
    first.go("/thon/giup/chon/")
    assert "/thon/giup/" in first.page.url
    assert "Lý Thị Mai" not in first.page.content()


def test_every_mistake_about_the_person_is_told_at_once_beside_its_box(visit):
    tu = visit("tu", size=(360, 740)).go("/thon/giup/")
    tu.fill(id_number="0151689900", birth="31/02/1968").press("Bắt đầu giúp").seen("giup-ai-loi")
    summary = tu.page.inner_text("[data-errors]")
    assert tu.page.evaluate("document.activeElement.hasAttribute('data-errors')")
    for words in ("họ và tên", "cần đủ 12", "31/02/1968", "đồng ý"):
        assert words in summary, summary
    assert tu.page.input_value("#f-id_number") == "0151689900", "what was typed stays"
