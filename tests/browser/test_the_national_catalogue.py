"""The administrator brings the national catalogue in, mends what was not read with certainty, and villagers find it; what
another window did meanwhile is told and nothing is overwritten."""

import json

from tests.browser.house import PHONE, Visitor
from thonso.procedures.national import ways
from thonso.procedures.tests.test_national_import import record

NAME = "danh-muc-quoc-gia"
DOUBTED = record(
    "1.009998", ten_thu_tuc="Cấp giấy phép chở đò ngang", cach_thuc_thuc_hien=f"{ways.HEAD}Trực tiếp3Miễn phí"
)
FINE = record("1.009999", ten_thu_tuc="Xác nhận nuôi ong mật")
FILE = "\n".join(json.dumps(one, ensure_ascii=False) for one in (DOUBTED, "hỏng", FINE)).encode()


def brought_in(who: Visitor) -> Visitor:
    who.go("/quan-tri/thu-tuc/quoc-gia/").seen(NAME)
    who.press("Nạp tệp danh mục")
    who.attach(who.page.locator("input[type=file]"), {"name": "q.jsonl", "mimeType": "text/plain", "buffer": FILE})
    who.press("Nạp tệp", within="main form")
    return who


def test_it_comes_in_is_mended_and_found(visit):
    quan = brought_in(visit("quantri"))
    quan.seen(f"{NAME}-nap-xong")
    assert "1.009998" in quan.go("/quan-tri/thu-tuc/quoc-gia/").seen(f"{NAME}-danh-sach").text
    quan.press(DOUBTED["ten_thu_tuc"]).seen(f"{NAME}-mot-thu-tuc")
    quan.activate(quan.page.locator("#ways").get_by_role("link").first)
    quan.seen(f"{NAME}-doi-chieu")
    late = visit("quantri").go(quan.page.url.replace(quan.house.url, ""))
    late.write(late.page.locator("[name=fee-0]"), "10.000 đồng")
    quan.write(quan.page.locator("[name=time-0]"), "3 ngày làm việc")
    quan.press("Lưu như đã sửa")
    assert "đã sửa" in quan.text.lower(), quan.text

    late.press("Lưu như đã sửa")
    assert "3 ngày làm việc" not in late.page.input_value("[name=time-0]"), "what was typed here is still here"
    assert late.page.input_value("[name=fee-0]") == "10.000 đồng"
    late.seen(f"{NAME}-den-sau")

    someone = visit(size=PHONE).go("/thu-tuc/?q=cho+do+ngang")
    assert DOUBTED["ten_thu_tuc"] in someone.seen(f"{NAME}-tim").text
    someone.press(DOUBTED["ten_thu_tuc"]).seen(f"{NAME}-nguoi-dan")
    assert "3 ngày làm việc" in someone.text


def test_of_two_who_publish_at_once_the_second_is_told(visit):
    first, second = (visit("quantri") for _n in range(2))
    first.go("/quan-tri/thu-tuc/")
    first.activate(first.page.locator("tr", has_text="2.001019").get_by_role("link").first)
    first.press("Chép để sửa")
    at = first.page.url
    first.press("Phí, lệ phí")
    first.activate(first.page.locator(".things__name a").first)
    first.write(first.page.locator("#f-amount"), "60.000")
    first.press("Lưu", within="#boxes").go(at)
    first.activate(first.page.get_by_role("link", name="Đối chiếu").first)
    first.press("Công bố")
    second.go(first.page.url.replace(first.house.url, ""))
    first.press("Công bố", within="main form")
    assert "Tiếp nhận hồ sơ từ ngày" in first.text, first.text
    second.press("Công bố", within="main form").seen(f"{NAME}-cong-bo-sau")
    assert "đã" in second.text
    assert "Tiếp nhận hồ sơ từ ngày" not in second.text, second.text
