"""The pages of signing keys over HTTP: owner, administrator, clerk, another officer, a stranger."""

import io
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image, ImageDraw

from thonso.core.access.models import Account
from thonso.core.base import clock
from thonso.core.base.clock import now
from thonso.core.base.errors import Refused, TooMany
from thonso.core.journal.models import Entry
from thonso.core.signatures import demo_ca, services
from thonso.core.signatures.models import SigningKey
from thonso.core.signatures.tests.authority import PASSPHRASE, Authority
from thonso.core.signatures.tests.softhsm import PIN, Make
from thonso.core.signatures.tests.test_tokens import der

pytestmark = pytest.mark.django_db
LIST, ADD = "/quan-tri/khoa-ky/", "/quan-tri/khoa-ky/them/"
As = Callable[[str], Client]


@pytest.fixture
def come(sign_in: Any) -> As:
    def go(who: str) -> Client:
        client = Client()
        sign_in(client, who)
        return client

    return go


def key_file(data: Path, account: Account, slug: str = "pho") -> tuple[bytes, str]:
    """The .p12 and passphrase of a key that the demo's authority issued to this person."""
    demo_ca.issue(demo_ca.DemoSigner(slug, account.full_name, "Phó Chủ tịch", "UBND xã Bát Xát"))
    folder = data / "demo-ca"
    return (folder / f"{slug}.p12").read_bytes(), (folder / f"{slug}.pass").read_text()


def sent(client: Client, file: bytes | None, **fields: Any) -> Any:
    given = {"source": "file", **fields}
    if file is not None:
        given["file"] = SimpleUploadedFile("khoa.p12", file)
    return client.post(ADD, given)


@pytest.fixture
def pho_key(fresh: Path, cast: dict[str, Account], come: As) -> SigningKey:
    """The deputy chairman registers his own key file."""
    pho = cast["pho"]
    file, passphrase = key_file(fresh, pho)
    answer = sent(come("pho"), file, holder=str(pho.pk), secret=passphrase)
    assert answer.status_code == 302, answer.content.decode()
    return SigningKey.objects.get(account=pho)


def scribble(mode: str = "RGB", ground: Any = "white", size: tuple[int, int] = (600, 300)) -> bytes:
    picture = Image.new(mode, size, ground)
    ImageDraw.Draw(picture).line((60, 200, 300, 60, 500, 220), fill=(20, 50, 150), width=14)
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()


def test_the_owner_registers_a_key_file_and_signs_with_it(pho_key: SigningKey, fresh: Path, cast: Any) -> None:
    assert pho_key.kind == "sealed"
    assert pho_key.sealed.startswith("k1:")
    assert pho_key.title, "the post he signs in"
    _file, passphrase = key_file(fresh, cast["pho"])
    with services.in_hand(pho_key, passphrase) as hand:
        assert hand.signer.signing_cert.serial_number == int(pho_key.serial, 16)
    entry = Entry.objects.get(verb="signing_key.registered")
    assert passphrase not in entry.body


def test_a_wrong_passphrase_is_a_sentence_and_nothing_is_kept(fresh: Path, cast: Any, come: As) -> None:
    file, _passphrase = key_file(fresh, cast["pho"])
    answer = sent(come("pho"), file, holder=str(cast["pho"].pk), secret="sai-mat-khau")
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Mật khẩu không mở được khóa ký" in page
    assert "sai-mat-khau" not in page
    assert not SigningKey.objects.exists()


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"holder": ""}, "chọn khóa của ai"),
        ({"source": ""}, "chọn nơi giữ khóa"),
        ({"source": "token-1234"}, "chọn nơi giữ khóa"),
    ],
)
def test_what_was_not_chosen_is_asked_for(fresh: Path, cast: Any, come: As, fields: Any, said: str) -> None:
    answer = sent(come("pho"), None, **({"holder": str(cast["pho"].pk)} | fields))
    assert answer.status_code == 422
    assert said in answer.content.decode()


def test_no_file_rubbish_and_too_much(fresh: Path, cast: Any, come: As) -> None:
    pho, holder = come("pho"), str(cast["pho"].pk)
    assert "chọn tệp khóa" in sent(pho, None, holder=holder).content.decode()
    assert "mở được tệp khóa" in sent(pho, b"rubbish", holder=holder, secret="x").content.decode()
    assert "chọn tệp khóa" in sent(pho, b"x" * 200_000, holder=holder).content.decode()


def test_the_certificate_of_somebody_else_is_refused(fresh: Path, cast: Any, come: As) -> None:
    file, passphrase = key_file(fresh, cast["hai"], "hai")
    answer = sent(come("pho"), file, holder=str(cast["pho"].pk), secret=passphrase)
    assert answer.status_code == 422
    assert "không phải của" in answer.content.decode()


def test_nobody_registers_for_another_leader(fresh: Path, cast: Any, come: As) -> None:
    file, passphrase = key_file(fresh, cast["hai"], "hai")
    for who in ("pho", "thu"):
        answer = sent(come(who), file, holder=str(cast["hai"].pk), secret=passphrase)
        assert answer.status_code == 422
    assert sent(come("quantri"), file, holder=str(cast["hai"].pk), secret=passphrase).status_code == 302


def test_an_expired_certificate_is_refused(fresh: Path, cast: Any, come: As, authority: Authority) -> None:
    authority.key(fresh, "expired")
    Account.objects.filter(pk=cast["hai"].pk).update(full_name="Trần Văn Hải")
    answer = sent(
        come("hai"), (fresh / "keys" / "expired.p12").read_bytes(), holder=str(cast["hai"].pk), secret=PASSPHRASE
    )
    assert answer.status_code == 422
    assert "hết hạn" in answer.content.decode()


def test_a_token_is_chosen_from_those_plugged_in(
    fresh: Path, cast: Any, come: As, make_token: Make, authority: Authority
) -> None:
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    Account.objects.filter(pk=cast["pho"].pk).update(full_name="Nguyễn Văn Phó")
    private = load_pem_private_key((authority._folder / "keys" / "pho.pem").read_bytes(), None)
    make_token("USB của Phó", key=der(private), certificate=authority.certificate("pho"))
    pho = come("pho")
    page = pho.get(ADD).content.decode()
    assert "Thiết bị USB của Phó: chứng thư của Nguyễn Văn Phó" in page
    source = page.split('value="token-')[1].split('"')[0]
    holder = str(cast["pho"].pk)
    wrong = pho.post(ADD, {"holder": holder, "source": f"token-{source}", "secret": "123123"})
    assert wrong.status_code == 422
    assert "Mã PIN không đúng" in wrong.content.decode()
    assert pho.post(ADD, {"holder": holder, "source": f"token-{source}", "secret": PIN}).status_code == 302
    key = SigningKey.objects.get()
    assert (key.kind, key.reference, key.account_id) == ("pkcs11", "USB của Phó", cast["pho"].pk)
    shown = pho.get(reverse("signatures:key", args=[key.pk])).content.decode()
    assert "chưa có trong danh sách tin cậy" in shown


def test_wrong_pins_at_registering_and_at_signing_are_counted_together(
    fresh: Path, cast: Any, come: As, make_token: Make, authority: Authority
) -> None:
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    Account.objects.filter(pk=cast["pho"].pk).update(full_name="Nguyễn Văn Phó")
    private = load_pem_private_key((authority._folder / "keys" / "pho.pem").read_bytes(), None)
    make_token("USB của Phó", key=der(private), certificate=authority.certificate("pho"))
    pho, holder = come("pho"), str(cast["pho"].pk)
    source = "token-" + pho.get(ADD).content.decode().split('value="token-')[1].split('"')[0]
    assert pho.post(ADD, {"holder": holder, "source": source, "secret": PIN}).status_code == 302
    key = SigningKey.objects.get()
    for who in ("pho", "quantri"):  # whoever guesses
        assert come(who).post(ADD, {"holder": holder, "source": source, "secret": "123123"}).status_code == 422
    with pytest.raises(Refused), services.in_hand(key, "123123"):
        pass
    assert pho.post(ADD, {"holder": holder, "source": source, "secret": PIN}).status_code == 429
    with pytest.raises(TooMany), services.in_hand(key, PIN):
        pass


def test_who_sees_the_key(pho_key: SigningKey, come: As) -> None:
    address = reverse("signatures:key", args=[pho_key.pk])
    for who in ("pho", "quantri"):
        page = come(who).get(address)
        assert page.status_code == 200
        assert pho_key.serial in page.content.decode()
    for who in ("hai", "thu", "lan", "mai", "xuan", "tu"):
        assert come(who).get(address).status_code == 404, who
    assert Client().get(address).status_code == 302


def test_who_sees_the_list(pho_key: SigningKey, come: As) -> None:
    for who, sees in (("pho", True), ("quantri", True), ("hai", False), ("thu", False)):
        page = come(who).get(LIST)
        assert page.status_code == 200
        assert (str(pho_key.pk) in page.content.decode()) is sees, who
    for who in ("lan", "hoa", "mai", "xuan"):
        assert come(who).get(LIST).status_code == 404, who


def test_the_administrator_cannot_sign_with_it(pho_key: SigningKey, come: As) -> None:
    assert come("quantri").post("/ban/ky/ky/", {"code": ["TS-261124-0001"], "secret": "x"}).status_code in {403, 404}


def test_a_second_factor_is_asked_first(pho_key: SigningKey, cast: Any, come: As, settings: Any) -> None:
    Account.objects.update(is_sample=False)
    pho = come("pho")
    for address in (ADD, reverse("signatures:retire", args=[pho_key.pk])):
        assert pho.get(address).status_code == 302
    answer = pho.post(reverse("signatures:retire", args=[pho_key.pk]), {"reason": "Mất thiết bị"})
    assert answer.status_code == 302
    pho_key.refresh_from_db()
    assert pho_key.retired_at is None


def test_the_picture_is_made_ready_and_shown_on_a_page(pho_key: SigningKey, come: As) -> None:
    pho = come("pho")
    address = reverse("signatures:picture", args=[pho_key.pk])
    assert pho.post(address, {"image": SimpleUploadedFile("a.png", scribble())}).status_code == 302
    pho_key.refresh_from_db()
    with Image.open(io.BytesIO(bytes(pho_key.image))) as kept:
        assert (kept.mode, kept.size) == ("RGBA", (886, 390))
        assert kept.getpixel((0, 0))[3] == 0
    part = pho.get(reverse("signatures:preview", args=[pho_key.pk]))
    assert part["Content-Type"] == "image/png"
    with Image.open(io.BytesIO(part.content)) as seen:
        blue = sum(b > 100 and r < 110 for r, _g, b in seen.convert("RGB").get_flattened_data())
    assert blue > 300
    assert come("hai").post(address, {"image": SimpleUploadedFile("a.png", scribble())}).status_code == 404


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (None, "chọn hình"),
        (b"rubbish", "không phải hình PNG"),
        (scribble(size=(80, 60)), "100 đến 6.000"),
        (scribble(ground="black"), "không có nền trắng"),
        (b"\x89PNG" + b"0" * 4_000_000, "lớn hơn 3 MB"),
    ],
)
def test_a_picture_that_will_not_do_is_a_sentence(pho_key: SigningKey, come: As, data: Any, said: str) -> None:
    given = {"image": SimpleUploadedFile("a.png", data)} if data is not None else {}
    answer = come("pho").post(reverse("signatures:picture", args=[pho_key.pk]), given)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    pho_key.refresh_from_db()
    assert not pho_key.image


def test_retired_with_day_and_reason_the_key_stands_among_those_of_before(pho_key: SigningKey, come: As) -> None:
    pho, address = come("pho"), reverse("signatures:retire", args=[pho_key.pk])
    for given, said in (
        ({"reason": ""}, "lý do thôi dùng"),
        ({"reason": "Mất thiết bị", "day": "hôm qua"}, "ngày/tháng/năm"),
        ({"reason": "Mất thiết bị", "day": "01/01/2020"}, "từ hôm nay"),
    ):
        answer = pho.post(address, given)
        assert answer.status_code == 422
        assert said in answer.content.decode()
    assert pho.post(address, {"reason": "Mất thiết bị"}).status_code == 302
    page = pho.get(LIST).content.decode()
    assert "Thôi dùng từ" in page
    again = pho.post(address, {"reason": "Mất lần nữa"})
    assert again.status_code == 409
    assert "Mất lần nữa" in again.content.decode(), "what was typed is kept"
    pho_key.refresh_from_db()
    assert pho_key.retired_reason == "Mất thiết bị"


def test_a_key_that_ends_on_a_later_day_can_still_be_ended_at_once(pho_key: SigningKey, come: As) -> None:
    pho, address = come("pho"), reverse("signatures:retire", args=[pho_key.pk])
    shown = reverse("signatures:key", args=[pho_key.pk])
    day = (now() + timedelta(days=20)).strftime("%d/%m/%Y")
    assert pho.post(address, {"day": day, "reason": "Chuyển công tác"}).status_code == 302
    assert address in pho.get(shown).content.decode()
    page = pho.get(address).content.decode()
    assert day in page
    assert "Chuyển công tác" in page
    assert pho.post(address, {"reason": "Thiết bị bị mất trộm"}).status_code == 302
    assert address not in pho.get(shown).content.decode()
    pho_key.refresh_from_db()
    assert pho_key.retired_at is not None
    assert pho_key.retired_at <= now()


def test_thirty_days_before_its_end_the_list_warns(pho_key: SigningKey, come: As) -> None:
    assert "sắp hết hạn" not in come("quantri").get(LIST).content.decode()
    with clock.at(pho_key.valid_to - timedelta(days=20)):
        page = come("quantri").get(LIST).content.decode()
    assert "sắp hết hạn" in page
    assert "Còn 20 ngày" in page
