"""A decision of the office, from the first line to the seal, as the people of the commune write, read and sign it."""

import io
import re

import pypdfium2
import pytest

NAME = "van-ban-di"
SUBJECT = "Về việc kiện toàn Tổ công nghệ số cộng đồng thôn Suối Chải"
TEXT = """Căn cứ Luật Tổ chức chính quyền địa phương ngày 16 tháng 6 năm 2025;
Điều 1. Kiện toàn Tổ công nghệ số cộng đồng thôn Suối Chải gồm các thành viên trong danh sách kèm theo.
Điều 2. Quyết định này có hiệu lực kể từ ngày ký.
PHỤ LỤC
Danh sách thành viên
STT\tHọ và tên\tChức vụ
1\tTẩn A Dủng\tTổ trưởng"""


@pytest.mark.parametrize("script", [True, False], ids=["", "without scripts"])
def test_from_the_first_line_to_the_seal(visit, script):
    name = NAME if script else f"{NAME}-khong-script"
    hoa = visit("hoa", script=script).go("/ban/van-ban/di/").seen(f"{name}-01-danh-sach")
    hoa.press("Soạn văn bản").seen(f"{name}-02-bat-dau")
    hoa.select(hoa.page.locator("#f-kind"), "quyet-dinh")
    hoa.fill(subject=SUBJECT)
    hoa.choose("Thẩm quyền của Chủ tịch")
    hoa.press("Bắt đầu soạn")
    _rest(hoa)
    hoa.fill(body=TEXT, recipients="Như Điều 2;\nLưu: VT, VHXH")
    if script:  # the page follows what is typed
        hoa.page.locator(".docpages img").nth(1).wait_for()
    hoa.seen(f"{name}-03-soan")
    _rest(hoa)
    hoa.press("Lưu và đóng").seen(f"{name}-04-mot-van-ban")
    document = hoa.page.url
    hoa.unfold("Có người kiểm tra trước khi trình ký")
    hoa.select(hoa.page.locator("#f-checker_1"), _value(hoa.page, "#f-checker_1", "Bình"))
    hoa.select(hoa.page.locator("#f-signer"), _value(hoa.page, "#f-signer", "– Chủ tịch UBND xã"))
    hoa.press("Trình")
    assert "Đang kiểm tra" in hoa.text

    binh = visit("binh", script=script).go("/ban/van-ban/di/")
    binh.activate(binh.page.get_by_role("link", name=re.compile("Suối Chải")).first)
    binh.press("Sửa nội dung")
    _rest(binh)
    binh.fill(body=TEXT.replace("kể từ ngày ký", "thi hành kể từ ngày ký"))
    _rest(binh)
    binh.press("Lưu và đóng")
    binh.activate(binh.page.get_by_role("link", name="Chỗ đã đổi").first)
    assert "thi hành" in binh.page.inner_text("ins")
    binh.seen(f"{name}-05-cho-da-doi").go(document)
    binh.press("Chuyển tiếp")

    hai = visit("hai", script=script).go("/ban/van-ban/di/").seen(f"{name}-06-cho-ky")
    hai.activate(hai.page.get_by_role("link", name=re.compile("Suối Chải")).first)
    hai.press("Đọc và ký").seen(f"{name}-07-doc-va-ky")
    hai.press("Ký", within="main")
    number = re.search(r"\d+/QĐ-UBND", hai.text)
    assert number, hai.text
    hai.seen(f"{name}-08-da-ky")

    thu = visit("thu", script=script).go("/ban/van-ban/di/")
    thu.activate(thu.page.get_by_role("link", name=re.compile("Suối Chải")).first)
    thu.seen(f"{name}-09-dong-dau")
    thu.press("Đóng dấu và phát hành", within="main").seen(f"{name}-10-da-phat-hanh")
    assert "Đã phát hành" in thu.text
    href = thu.page.get_by_role("link", name="Tệp đã ký (PDF)").get_attribute("href")
    file = pypdfium2.PdfDocument(io.BytesIO(thu.page.request.get(href).body()))
    words = file[0].get_textpage().get_text_range()
    assert number[0] in words.replace("\r\n", " ")
    assert "thi hành kể từ ngày ký./." in " ".join(words.split())
    assert "Tẩn A Dủng" in file[1].get_textpage().get_text_range()
    for one in (hoa, binh, hai, thu):
        assert one.complaints == []


def _rest(visitor):
    """Until the pages beside the box have followed: a drawing that is cut off by leaving would be a complaint."""
    visitor.page.wait_for_timeout(1000)
    visitor.page.wait_for_load_state("networkidle")


def _value(page, box, words):
    option = page.locator(f"{box} option", has_text=words)
    return option.first.get_attribute("value")
