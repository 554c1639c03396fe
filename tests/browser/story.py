"""Steps that several journeys share: opening a session, answering the confirmation, moving a dossier over the desk."""

from collections.abc import Callable
from dataclasses import dataclass

from tests.browser.house import PHONE, Visitor

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
    visitor.choose("Cho tôi")
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


def end_session(visitor: Visitor) -> None:
    visitor.press("Kết thúc", within=".hamlet__bar")


def receive(lan: Visitor, code: str, *, official: str = "", name: str = "") -> None:
    """Papers found valid, received, the official code written down."""
    lan.go(f"/ban/ho-so/{code}/")
    if name:
        lan.seen(f"{name}-mot-ho-so")
    lan.press("Kiểm tra giấy tờ")
    if name:
        lan.seen(f"{name}-kiem-tra-giay-to")
    lan.press("Tất cả hợp lệ")
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
