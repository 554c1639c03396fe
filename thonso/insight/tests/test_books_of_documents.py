"""Documents of our own take their numbers from the books that decisions of dossiers are numbered from."""

from typing import Any

import pytest
from django.test import Client

from tests.cast import BACKEND
from thonso.core.papers.tests.test_every_kind import text_of
from thonso.core.signatures import services as keys
from thonso.documents.outgoing import signing
from thonso.documents.outgoing.models import Outgoing
from thonso.documents.outgoing.tests.conftest import Office, office
from thonso.dossiers.tests.world import World

__all__ = ["office"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]
INDEX = "/ban/so-so/"


def signed(office: Office, **typed: Any) -> Outgoing:
    row = office.submit(office.begin(**typed))
    with keys.in_hand(keys.key_of_account(office.world.commune_id, office.id("hai"))) as hand:
        return signing.sign(office.world.actor("hai"), office.turn(row, "hai"), hand)


def page(world: World, who: str, address: str) -> str:
    client = Client()
    client.force_login(world.cast[who], backend=BACKEND)
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def test_a_signed_document_stands_in_the_book_of_its_kind(office: Office) -> None:
    decision, plan = signed(office), signed(office, kind="ke-hoach", capacity="body", subject="Tuyên truyền lưu động")
    book = page(office.world, "thu", f"{INDEX}2026/ubnd/quyet-dinh/")
    assert decision.code in book
    assert decision.subject in book
    assert f"/ban/van-ban/di/{decision.pk}/" in book
    assert "Đã ký, chưa đóng dấu" in book
    assert plan.subject in page(office.world, "hai", f"{INDEX}2026/ubnd/ke-hoach/")


def test_the_printed_book_is_the_register_of_outgoing_documents(office: Office) -> None:
    decision = signed(office, recipients="Như Điều 2;\nSở Nội vụ;\n- Lưu: VT, VHXH (05 bản).")
    client = Client()
    client.force_login(office.world.cast["thu"], backend=BACKEND)
    printed = text_of(client.get(f"{INDEX}2026/ubnd/quyet-dinh.pdf").content)
    assert "SỔ ĐĂNG KÝ VĂN BẢN ĐI: QUYẾT ĐỊNH" in printed.upper()
    for words in (
        "Nơi nhận văn bản", "Đơn vị, người nhận bản lưu", "Số lượng bản", decision.code, f"Quyết định: {decision.subject}",
        "Như Điều 2; Sở Nội vụ", "VT, VHXH", decision.signer,
    ):  # fmt: skip
        assert words in printed


def test_every_kind_has_a_book_that_goes_on_from_the_paper_one(office: Office) -> None:
    listed = page(office.world, "thu", INDEX)
    for name, symbol in (("Kế hoạch", "KH-UBND"), ("Báo cáo", "BC-UBND"), ("Tờ trình", "TTr-UBND")):
        assert name in listed
        assert f"…/{symbol}" in listed
    client = Client()
    client.force_login(office.world.cast["thu"], backend=BACKEND)
    said = {"part": "stand", "seen": "0", "last": "41", "day": "20/11/2026", "words": "Sổ kế hoạch giấy, trang 3"}
    assert client.post(f"{INDEX}2026/ubnd/ke-hoach/", said).status_code == 302
    assert signed(office, kind="ke-hoach", capacity="body").code == "42/KH-UBND"


def test_whoever_may_not_read_it_sees_the_bare_number(office: Office) -> None:
    decision = signed(office)
    book = page(office.world, "quantri", f"{INDEX}2026/ubnd/quyet-dinh/")
    assert decision.subject not in book
    assert decision.code not in book
    assert f"{decision.number:02d}" in book
