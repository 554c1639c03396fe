"""Every attack that was tried by hand stays caught: changed bytes, painted over, pages added, fields and seals swapped."""

import io
import re
from collections.abc import Callable
from typing import Any

import pytest
from asn1crypto import cms
from hypothesis import given, settings
from hypothesis import strategies as st
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.writer import PageObject

from thonso.core.base.errors import Refused
from thonso.core.signatures import checking, demo_ca, sign, trust, verify
from thonso.core.signatures.tests.conftest import PHO, UBND, Paper

Change = Callable[[IncrementalPdfFileWriter], None]


def revised(pdf: bytes, change: Change) -> bytes:
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    change(writer)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def first_page(writer: IncrementalPdfFileWriter) -> generic.DictionaryObject:
    page: generic.DictionaryObject = writer.find_page_for_modification(0)[0].get_object()
    return page


def paint_over(writer: IncrementalPdfFileWriter) -> None:
    page = first_page(writer)
    white = writer.add_object(generic.StreamObject(stream_data=b"q 1 1 1 rg 60 480 400 60 re f Q"))
    old = page.raw_get("/Contents")
    page["/Contents"] = generic.ArrayObject([old, white])
    writer.update_container(page)


def replace_content(writer: IncrementalPdfFileWriter) -> None:
    page = first_page(writer)
    page["/Contents"] = writer.add_object(generic.StreamObject(stream_data=b"q Q"))
    writer.update_container(page)


def add_page(writer: IncrementalPdfFileWriter) -> None:
    content = writer.add_object(generic.StreamObject(stream_data=b"q 0 g Q"))
    writer.insert_page(PageObject(contents=content, media_box=(0, 0, 595, 842)))


def free_text(writer: IncrementalPdfFileWriter) -> None:
    page = first_page(writer)
    note = generic.DictionaryObject(
        {
            pdf_name("/Type"): pdf_name("/Annot"),
            pdf_name("/Subtype"): pdf_name("/FreeText"),
            pdf_name("/Rect"): generic.ArrayObject([generic.NumberObject(n) for n in (100, 100, 300, 140)]),
            pdf_name("/Contents"): generic.pdf_string("999/QD-UBND"),
            pdf_name("/DA"): generic.pdf_string("/Helv 12 Tf"),
        }
    )
    page["/Annots"] = generic.ArrayObject([*page.get("/Annots", []), writer.add_object(note)])
    writer.update_container(page)


def remove_pictures(writer: IncrementalPdfFileWriter) -> None:
    page = first_page(writer)
    page["/Annots"] = generic.ArrayObject()
    writer.update_container(page)


def swap_picture(writer: IncrementalPdfFileWriter) -> None:
    appearance = first_page(writer)["/Annots"][0]["/AP"]
    box = generic.ArrayObject([generic.NumberObject(n) for n in (0, 0, 100, 50)])
    appearance["/N"] = writer.add_object(
        generic.StreamObject(
            dict_data={
                pdf_name("/Type"): pdf_name("/XObject"),
                pdf_name("/Subtype"): pdf_name("/Form"),
                pdf_name("/BBox"): box,
            },
            stream_data=b"1 0 0 rg 0 0 100 50 re f",
        )
    )
    writer.update_container(appearance)


def open_action(writer: IncrementalPdfFileWriter) -> None:
    writer.root[pdf_name("/OpenAction")] = generic.DictionaryObject(
        {pdf_name("/S"): pdf_name("/JavaScript"), pdf_name("/JS"): generic.pdf_string("app.alert(1)")}
    )
    writer.update_root()


ATTACKS: list[Change] = [
    paint_over,
    replace_content,
    add_page,
    free_text,
    remove_pictures,
    swap_picture,
    open_action,
]


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda one: one.__name__)
@pytest.mark.parametrize("which", ["signed", "sealed"])
def test_a_later_revision_is_suspicious(attack: Change, which: str, request: pytest.FixtureRequest) -> None:
    verdict = verify(revised(request.getfixturevalue(which), attack))
    assert verdict.integrity == "ok", "the bytes that were signed are still there"
    assert verdict.changes == "suspicious"
    assert any("changed_after_signing" in one.reasons for one in verdict.signatures)


def test_a_changed_byte_anywhere_is_found(signed: bytes) -> None:
    for place in (len(signed) // 7, len(signed) // 3, signed.index(b"stream") + 40, 900):
        broken = signed[:place] + bytes([signed[place] ^ 1]) + signed[place + 1 :]
        verdict = verify(broken)
        assert verdict.integrity == "broken" or verdict.changes == "suspicious", place


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_no_single_changed_byte_passes_for_the_original(data: st.DataObject) -> None:
    original = _sample()
    outside = _contents_span(original)
    place = data.draw(st.integers(20, len(original) - 1).filter(lambda at: not outside[0] <= at < outside[1]))
    broken = original[:place] + bytes([original[place] ^ data.draw(st.integers(1, 255))]) + original[place + 1 :]
    try:
        verdict = checking.check(broken, _trust())
    except checking.NotPdf:
        return
    assert (verdict.integrity, verdict.changes) != ("ok", "none"), place


def test_a_changed_bit_in_the_signature_or_in_the_signers_certificate(signed: bytes) -> None:
    low, high = _contents_span(signed)
    content = bytes.fromhex(signed[low:high].decode())
    message = cms.ContentInfo.load(content)["content"]
    value = message["signer_infos"][0]["signature"].native
    # What comes along but is not the signer's (the root) is not covered by the signature and need not be.
    own = next(one.chosen.dump() for one in message["certificates"] if "title" in one.chosen.subject.native)
    for part in (value, own):
        start = content.index(part)
        for offset in range(4, len(part), 23):
            changed = bytearray(content)
            changed[start + offset] ^= 1
            verdict = verify(signed[:low] + changed.hex().encode() + signed[high:])
            assert verdict.integrity == "broken" or verdict.identity == "unknown", (len(part), offset)


def test_a_shorter_range(signed: bytes) -> None:
    found = re.search(rb"/ByteRange\s*\[\s*0 (\d+) (\d+) (\d+)", signed)
    assert found
    shorter = str(int(found[3]) - 1).encode().rjust(len(found[3]), b"0")
    changed = signed[: found.start(3)] + shorter + signed[found.end(3) :]
    verdict = verify(changed)
    assert verdict.integrity == "broken"
    assert verdict.changes == "suspicious"


@pytest.mark.parametrize("junk", [b"\n% xin chao\n", b"\nPK\x03\x04 zip", b"trailer <<>>", b"\n%%EOF\nmore"])
def test_bytes_after_the_end(sealed: bytes, junk: bytes) -> None:
    verdict = verify(sealed + junk)
    assert verdict.changes == "suspicious"
    assert "bytes_after_end" in verdict.reasons or verdict.integrity == "broken"


def test_a_blank_line_after_the_end_is_nothing(sealed: bytes) -> None:
    verdict = verify(sealed + b"\r\n")
    assert (verdict.integrity, verdict.changes) == ("ok", "none")


def test_a_signature_cut_out_is_missed(signed: bytes) -> None:
    def cut(writer: IncrementalPdfFileWriter) -> None:
        del writer.root["/AcroForm"]
        writer.update_root()

    verdict = verify(revised(signed, cut))
    assert verdict.integrity == "unsigned"
    assert verdict.changes == "suspicious"
    assert verdict.reasons == ("signature_removed",)


def test_a_stranger_signing_over_it_spoils_the_identity(
    signed: bytes, decision: Paper, tmp_path_factory: pytest.TempPathFactory, settings: Any
) -> None:
    """A second signature is allowed by the format, and its picture may cover text: the file is as good as its worst signer."""
    home = settings.DATA
    settings.DATA = tmp_path_factory.mktemp("stranger")
    stranger = demo_ca.issue(UBND)
    doubled = sign(
        signed,
        key=stranger.key,
        role="organisation",
        name=UBND.name,
        title="",
        image=stranger.image,
        box=decision.boxes.signer,
    )
    settings.DATA = home
    verdict = verify(doubled)
    assert [one.identity for one in verdict.signatures] == ["test", "unknown"]
    assert verdict.identity == "unknown"


def test_shadow_content_is_not_signed(data: Any, decision: Paper) -> None:
    """Content hidden before signing, to be shown afterwards, is refused at the source."""

    def hide(writer: IncrementalPdfFileWriter) -> None:
        writer.root[pdf_name("/XShadow")] = writer.add_object(generic.StreamObject(stream_data=b"q Q"))
        writer.update_root()

    key = demo_ca.issue(PHO).key
    with pytest.raises(Refused):
        sign(revised(decision.pdf, hide), key=key, role="person", name=PHO.name, title="")


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda one: one.__name__)
def test_the_seal_is_not_put_on_a_changed_document(attack: Change, signed: bytes) -> None:
    with pytest.raises(Refused):
        sign(revised(signed, attack), key=demo_ca.issue(UBND).key, role="organisation", name=UBND.name, title="")


_kept: dict[str, Any] = {}


@pytest.fixture(autouse=True)
def _keep(signed: bytes) -> None:
    # hypothesis does not reset fixtures between examples; the sample is the same for all of them.
    _kept.update(sample=signed, trust=trust.load())


def _sample() -> bytes:
    found: bytes = _kept["sample"]
    return found


def _trust() -> Any:
    return _kept["trust"]


def _contents_span(pdf: bytes) -> tuple[int, int]:
    found = re.search(rb"/Contents\s*<([0-9a-fA-F]{400,})>", pdf)
    assert found
    return found.span(1)
