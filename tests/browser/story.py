"""Steps that several journeys share: opening a session, answering the confirmation, moving a dossier over the desk."""

from collections.abc import Callable
from dataclasses import dataclass

from tests.browser.house import PHONE, Visitor
from tests.browser.pictures import upload

Visit = Callable[..., Visitor]
MAI = ("Lý Thị Mai", "015168990023", "14/05/1968")
LO = ("Phàn Thị Lở", "015179990017", "05/1979")


@dataclass(frozen=True)
class Filed:
    code: str
    key: str


def help_someone(visit: Visit, who: tuple[str, str, str], *, name: str = "") -> Visitor:
    """Tú opens a session for one person, after reading the consent aloud."""
    tu = visit("tu", size=PHONE)
    tu.go("/thon/")
    if name:
        tu.seen(f"{name}-00-viec-hom-nay")
    tu.press("Giúp bà con nộp hồ sơ")
    if name:
        tu.seen(f"{name}-01-giup-ai")
    tu.fill(name=who[0], id_number=who[1], birth=who[2])
    tu.choose("Đồng ý bằng lời")
    tu.press("Bắt đầu giúp")
    assert tu.page.inner_text(".hamlet__bar b") == who[0], "the banner carries the full name"
    return tu


def filed_on(visitor: Visitor) -> Filed:
    code, key = (part.inner_text() for part in visitor.page.locator(".panel__codes dd").all())
    return Filed(code, "".join(key.split()))


def answer_confirmation(visitor: Visitor, *, name: str = "", sign: bool = True) -> None:
    """One question a screen, up to the page that shows it all again."""
    step = 0

    def next_(*, picture: bool = True) -> None:
        nonlocal step
        step += 1
        if name and picture:
            visitor.seen(f"{name}-1{step:02d}-cau")
        visitor.press("Tiếp tục")

    if visitor.page.locator("[name='requester.full_name']").count():
        next_()
    visitor.choose("Có")
    next_()
    assert visitor.page.locator("[name='home.hamlet']").input_value() == "suoi-chai", "filled from the register"
    next_()
    next_()  # no phone
    visitor.choose("Cho bản thân")
    next_()
    if visitor.page.locator("[name=klass]").count():
        visitor.choose("Hộ nghèo")
        next_()
    visitor.choose("Vay vốn")
    next_()
    visitor.fill(copies="2")
    next_()
    visitor.choose("Tại nhà văn hóa thôn")
    next_()
    visitor.choose("Những điều tôi khai là đúng")
    if sign:
        visitor.sign_on_screen()
    else:
        visitor.choose("Tôi sẽ ký trên giấy")
    next_()
    assert "/kiem-tra/" in visitor.page.url, visitor.text


def answer_recognition(visitor: Visitor, *, name: str = "") -> None:
    """The household asks to be recognised as poor, with a photo of the form (which is not signed yet)."""
    page = visitor.page
    for step in range(2, 27):
        if "/cau/" not in page.url:
            break
        key = page.url.rstrip("/").split("/")[-1]
        if key == "residence":
            visitor.choose("Thường trú")
        elif key == "members":
            assert page.locator("[name='members.0.full_name']").input_value(), "filled from the household"
            doings = page.locator("select[name$='.doing']")
            for row in range(doings.count()):
                visitor.select(doings.nth(row), "work" if row < 2 else "school")
        elif key == "current_class":
            visitor.choose("Chưa được công nhận gì")
        elif key == "asked_class":
            visitor.choose("Hộ nghèo")
        elif key == "reasons":
            visitor.choose("Thiên tai").choose("Mất mùa")
        elif key == "reason_detail":
            visitor.fill(reason_detail="Tháng 9 sạt lở mất nửa nương quýt, hai con còn đi học.")
        elif key == "income":
            visitor.fill(income="1.800.000")
        elif key in {"notice", "truth"}:
            visitor.choose("Những điều tôi khai là đúng")
        elif key == "signed_request":
            visitor.attach(page.locator("input[type=file]").first, upload("GIẤY ĐỀ NGHỊ RÀ SOÁT", signed=False))
        if name:
            visitor.seen(f"{name}-{step:02d}-cau")
        before = page.url
        visitor.press("Tiếp tục")
        assert page.url != before, visitor.text
    assert "/kiem-tra/" in page.url, visitor.text


def end_session(visitor: Visitor) -> None:
    """With a form begun and not sent, the page asks first."""
    visitor.press("Kết thúc", within=".hamlet__bar")
    if "/thon/giup/ket-thuc/" in visitor.page.url:
        visitor.press("Bỏ đơn và kết thúc")


def find_valid(lan: Visitor) -> None:
    """Each paper of the page looked at and found valid."""
    for choice in lan.page.locator(".paper-row input[value='valid']").all():
        lan.tick(choice)
    for unsaid in lan.page.locator(".paper-row select").all():
        if not unsaid.input_value():
            lan.select(unsaid, "kept")
    lan.press("Lưu kết quả kiểm tra", within="main form")


def receive(lan: Visitor, code: str, *, official: str = "", name: str = "") -> None:
    """Papers found valid, received, the official code written down."""
    lan.go(f"/ban/ho-so/{code}/")
    if name:
        lan.seen(f"{name}-mot-ho-so")
    lan.press("Kiểm tra giấy tờ")
    if name:
        lan.seen(f"{name}-kiem-tra-giay-to")
    find_valid(lan)
    if name:
        lan.seen(f"{name}-tiep-nhan")
    if official:
        lan.fill(official_code=official)
    lan.press("Tiếp nhận", within="main")
    assert "Đã tiếp nhận, hẹn trả" in lan.text, lan.text
    if name:
        lan.seen(f"{name}-da-tiep-nhan")


def follow(visit: Visit, filed: Filed, *, size: tuple[int, int] = PHONE) -> Visitor:
    """Whoever has code and key, without an account."""
    someone = visit(size=size)
    someone.go("/tra-cuu/").fill(ma=filed.code, khoa=filed.key)
    someone.press("Xem", within="main")
    assert someone.page.url.endswith(f"/tra-cuu/{filed.code}/"), someone.text
    return someone


def bring_home(visit: Visit, lan: Visitor, filed: Filed, name: str, *, pictures: str = "") -> None:
    """Sent to the hamlet, where it arrives and the village head gives it to whom it belongs."""
    lan.go(f"/ban/ho-so/{filed.code}/").press("Gửi kết quả về thôn").fill(carried_by="Vàng A Sử")
    lan.press("Gửi kết quả về thôn", within="main form")
    dung = visit("dung", size=PHONE).go("/thon/")
    dung.activate(dung.page.locator(".card", has_text=filed.code).get_by_role("link", name="Kết quả đang về thôn"))
    if pictures:
        dung.seen(f"{pictures}-72-dang-ve-thon")
    dung.press("Đã về đến thôn")
    assert name in dung.text, "whoever gives it must know to whom"
    dung.fill(taken_by=name)
    if (signed := dung.page.locator("[name='signed']")).count():  # who chose to sign on paper does it now
        dung.tick(signed)
    if pictures:
        dung.seen(f"{pictures}-73-trao")
    dung.press("Đã trao")
    assert filed.code not in dung.text, dung.text


def decide(visit: Visit, filed: Filed) -> None:
    """From the desk to her hands: received, drafted, signed, sealed, brought home."""
    lan = visit("lan")
    receive(lan, filed.code)
    hoa = visit("hoa").go(f"/ban/ho-so/{filed.code}/")
    hoa.press("Bắt đầu giải quyết").press("Soạn kết quả").press("Soạn kết quả", within="main form")
    hoa.press("Trình ký").press("Trình ký", within="main form")
    pho = visit("pho").go("/ban/ky/")
    pho.tick(pho.page.locator(f"input[value='{filed.code}']"))
    pho.press("Ký các văn bản đã đánh dấu").press("Vẫn ký")
    assert "Đã ký 1 hồ sơ" in pho.text, pho.text
    thu = visit("thu").go(f"/ban/ho-so/{filed.code}/").press("Đóng dấu và phát hành")
    thu.press("Đóng dấu và phát hành", within="main form")
    bring_home(visit, lan, filed, MAI[0])


def rate(she: Visitor) -> None:
    she.choose("Rất hài lòng").press("Gửi đánh giá")
    assert "Cảm ơn" in she.text
