"""Signing: the deputy chairman's blue signature, the commune's red seal over its left third, and what is refused."""

import io
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest
from PIL import Image

from thonso.core import papers
from thonso.core.base.errors import Refused, Unavailable
from thonso.core.papers.tests.samples import SHORT
from thonso.core.papers.tests.test_every_kind import assert_pdf_a
from thonso.core.signatures import KeyRef, demo_ca, sign, verify
from thonso.core.signatures.tests.conftest import PHO, UBND, Paper


def colours(pdf: bytes, box: papers.Box) -> tuple[int, int]:
    """How many pixels in the box are blue and how many red."""
    document = pypdfium2.PdfDocument(pdf)
    document.init_forms()
    page = document[box.page]
    scale = 2
    picture = page.render(scale=scale, may_draw_forms=True).to_pil().convert("RGB")
    _, height = page.get_size()
    part = picture.crop(
        (int(box.x1 * scale), int((height - box.y2) * scale), int(box.x2 * scale), int((height - box.y1) * scale))
    )
    pixels = list(part.get_flattened_data())
    blue = sum(b > 100 and r < 110 and g < 130 for r, g, b in pixels)
    red = sum(r > 150 and g < 90 and b < 110 for r, g, b in pixels)
    return blue, red


def test_a_person_signs_and_the_commune_seals(decision: Paper, sealed: bytes) -> None:
    verdict = verify(sealed)
    assert (verdict.integrity, verdict.changes, verdict.identity) == ("ok", "none", "test")
    person, organisation = verdict.signatures
    assert person.role == "person"
    assert person.signer == "BẢN THỬ – Nguyễn Văn Phó"
    assert person.title == "Phó Chủ tịch"
    assert person.changes == "none"
    assert organisation.role == "organisation"
    assert organisation.covers_whole_file
    assert person.certificate_serial != organisation.certificate_serial
    assert person.time_source == "claimed"


def test_the_pictures_are_where_they_belong(decision: Paper, signed: bytes, sealed: bytes) -> None:
    boxes = decision.boxes
    assert colours(decision.pdf, boxes.signer) == (0, 0)
    blue, red = colours(signed, boxes.signer)
    assert blue > 500
    assert red == 0
    _, red = colours(sealed, boxes.seal)
    assert red > 1000
    third = (boxes.signer.x2 - boxes.signer.x1) / 3
    left = papers.Box(boxes.signer.page, boxes.signer.x1, boxes.signer.y1, boxes.signer.x1 + third, boxes.signer.y2)
    rest = papers.Box(boxes.signer.page, left.x2 + 1, boxes.signer.y1, boxes.signer.x2, boxes.signer.y2)
    assert colours(sealed, left)[1] > 100
    assert colours(sealed, rest)[1] == 0


def test_it_stays_pdf_a_and_readable(sealed: bytes) -> None:
    assert assert_pdf_a(sealed) == 2
    with pikepdf.open(io.BytesIO(sealed)) as document:
        widgets = [one for page in document.pages for one in page.get("/Annots", [])]
        assert len(widgets) == 2
        # PDF/A: annotations are printed and not hidden.
        assert all(int(one.F) & 4 and not int(one.F) & 0b100011 for one in widgets)


def test_what_was_there_is_left_byte_for_byte(decision: Paper, signed: bytes, sealed: bytes) -> None:
    assert signed.startswith(decision.pdf)
    assert sealed.startswith(signed)


def test_the_demo_says_so_in_every_name_and_picture(data: Path, signed: bytes) -> None:
    (one,) = verify(signed).signatures
    for text in (one.signer, one.organisation, one.issuer):
        assert "BẢN THỬ" in text
    with pikepdf.open(io.BytesIO(signed)) as document:
        value = document.Root.AcroForm.Fields[0].V
        assert str(value.Reason) == "BẢN THỬ – KHÔNG CÓ GIÁ TRỊ PHÁP LÝ"
        assert str(value.Name) == PHO.name


def test_an_invisible_signature(data: Path, decision: Paper) -> None:
    out = sign(decision.pdf, key=demo_ca.issue(PHO).key, role="person", name=PHO.name, title=PHO.title)
    assert verify(out).integrity == "ok"
    assert colours(out, decision.boxes.signer) == (0, 0)


def test_two_people_and_a_seal(data: Path, decision: Paper, signed: bytes) -> None:
    other = demo_ca.DemoSigner("hai", "Trần Văn Hải", "Chủ tịch", "Ủy ban nhân dân xã Bát Xát")
    twice = sign(signed, key=demo_ca.issue(other).key, role="person", name=other.name, title=other.title)
    thrice = sign(twice, key=demo_ca.issue(UBND).key, role="organisation", name=UBND.name, title="")
    verdict = verify(thrice)
    assert [one.field_name for one in verdict.signatures] == ["ChuKyNguoiKy1", "ChuKyNguoiKy2", "ConDauCoQuan1"]
    assert (verdict.integrity, verdict.changes) == ("ok", "none")


@pytest.mark.parametrize("name", ["Trần Văn Hải", "", "Nguyễn Văn Ph", "Nguyễn Thị Phó"])
def test_nobody_signs_under_another_name(data: Path, decision: Paper, name: str) -> None:
    with pytest.raises(Refused, match="Nguyễn Văn Phó"):
        sign(decision.pdf, key=demo_ca.issue(PHO).key, role="person", name=name, title="Chủ tịch")


def test_a_wrong_passphrase(data: Path, decision: Paper) -> None:
    key = KeyRef("file", demo_ca.issue(PHO).key.reference, "sai")
    with pytest.raises(Refused):
        sign(decision.pdf, key=key, role="person", name=PHO.name, title="")


@pytest.mark.parametrize("reference", ["demo-ca/khong-co.p12", "../../etc/passwd", "/etc/passwd"])
def test_a_key_that_is_not_here(data: Path, decision: Paper, reference: str) -> None:
    with pytest.raises(Unavailable):
        sign(decision.pdf, key=KeyRef("file", reference), role="person", name=PHO.name, title="")


def rebuilt(pdf: bytes, change: Any) -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as document:
        change(document)
        document.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    "change",
    [
        lambda d: d.Root.__setitem__(
            "/OpenAction", pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("app.alert(1)"))
        ),
        lambda d: d.Root.__setitem__("/AA", pikepdf.Dictionary()),
        lambda d: d.attachments.__setitem__("a.txt", pikepdf.AttachedFileSpec(d, b"x", filename="a.txt")),
        lambda d: d.Root.__setitem__("/AcroForm", pikepdf.Dictionary(Fields=pikepdf.Array())),
    ],
)
def test_a_pdf_with_something_to_hide_is_not_signed(data: Path, decision: Paper, change: Any) -> None:
    with pytest.raises(Refused):
        sign(rebuilt(decision.pdf, change), key=demo_ca.issue(PHO).key, role="person", name=PHO.name, title="")


@pytest.mark.parametrize("junk", [b"", b"khong phai PDF", b"%PDF-1.7\n", b"\x00" * 1000])
def test_what_is_no_pdf_is_not_signed(data: Path, junk: bytes) -> None:
    with pytest.raises(Refused):
        sign(junk, key=demo_ca.issue(PHO).key, role="person", name=PHO.name, title="")


@pytest.mark.parametrize("image", [b"", b"khong phai anh", b"<svg onload='x'/>"])
def test_a_picture_that_is_none(data: Path, decision: Paper, image: bytes) -> None:
    with pytest.raises(Refused):
        sign(
            decision.pdf,
            key=demo_ca.issue(PHO).key,
            role="person",
            name=PHO.name,
            title="",
            image=image,
            box=decision.boxes.signer,
        )


def test_a_large_picture_is_made_smaller(data: Path, decision: Paper) -> None:
    out = io.BytesIO()
    Image.effect_noise((3000, 1300), 90).convert("RGBA").save(out, "PNG")
    key = demo_ca.issue(PHO).key
    pdf = sign(
        decision.pdf,
        key=key,
        role="person",
        name=PHO.name,
        title="",
        image=out.getvalue(),
        box=decision.boxes.signer,
    )
    assert len(pdf) < 2_500_000


def test_every_kind_that_has_a_place_can_be_signed(data: Path) -> None:
    key = demo_ca.issue(PHO)
    for kind in ("form01", "form04", "confirmation", "certificate_household", "posting_notice", "handover_list"):
        pdf, boxes = papers.render_with_box(kind, SHORT[kind])
        out = sign(pdf, key=key.key, role="person", name=PHO.name, title=PHO.title, image=key.image, box=boxes.signer)
        assert verify(out).integrity == "ok"
