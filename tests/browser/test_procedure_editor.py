"""An administrator copies a procedure, changes a question and a fee, tries it, compares and publishes it from tomorrow:
by keyboard alone, and once more with scripts off."""

import pytest

from tests.browser.house import DESK, PHONE, Visitor

NAME = "soan-thu-tuc"
CODE = "2.002637"


def copied(who: Visitor) -> Visitor:
    who.go("/quan-tri/thu-tuc/")
    link = who.page.locator("tr", has_text=CODE).get_by_role("link").first
    who.activate(link)
    return who.press("Chép để sửa")


@pytest.mark.parametrize(("how", "fee"), [("by keyboard", "12.000"), ("without scripts", "13.000")])
def test_a_procedure_is_changed_tried_compared_and_published_from_tomorrow(visit, how, fee):
    who = (
        visit("quantri", mouse=False, size=DESK) if how == "by keyboard" else visit("quantri", size=PHONE, script=False)
    )
    copied(who).seen(NAME)
    at = who.page.url
    who.press("Tờ khai").seen(f"{NAME}-to-khai")
    who.activate(who.page.locator(".things__name a").first)
    question = who.page.locator(".things__name a").first
    label = question.inner_text()
    who.activate(question)
    who.seen(f"{NAME}-cau-hoi")
    who.write(who.page.locator("#f-label"), f"{label} (mới)")
    who.press("Lưu", within="#boxes")
    assert "Đã lưu" in who.text
    down = who.page.get_by_role("button", name="Xuống").first
    who.activate(down)
    who.activate(who.page.get_by_role("button", name="Lên").first)

    who.go(at).press("Phí, lệ phí")
    who.activate(who.page.locator(".things__name a").first)
    who.write(who.page.locator("#f-amount"), fee)
    who.press("Lưu", within="#boxes")

    who.go(at).press("Xem và nộp thử").seen(f"{NAME}-xem")
    frame = who.page.frame_locator("iframe").nth(1)
    assert f"{label} (mới)" in frame.locator("main").inner_text()
    # The frame alone, as the administrator meets it: sample answers, then sent.
    who.go(f"{at}thu/").press("Điền câu trả lời mẫu").seen(f"{NAME}-thu")

    who.go(at)
    who.activate(who.page.get_by_role("link", name="Đối chiếu").first)
    who.seen(f"{NAME}-so-sanh")
    for told in ("(mới)", f"{fee} đồng"):
        assert told in who.text
    who.press("Công bố").seen(f"{NAME}-cong-bo").press("Công bố", within="main form")
    assert "Tiếp nhận hồ sơ từ ngày" in who.text, who.text
