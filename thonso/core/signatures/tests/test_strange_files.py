"""Whatever is handed in for checking gets an answer in good time and hurts nothing."""

import io
import time
import zlib
from pathlib import Path

import pytest

from thonso.core import papers
from thonso.core.base.errors import Refused
from thonso.core.papers.tests.samples import SHORT
from thonso.core.signatures import apart, trust, verify, verify_apart
from thonso.core.signatures.verdict import Verdict


def test_an_unsigned_pdf(data: Path) -> None:
    verdict = verify(papers.render("notice", SHORT["notice"]))
    assert (verdict.integrity, verdict.changes, verdict.identity) == ("unsigned", "none", "unknown")
    assert verdict.signatures == ()


@pytest.mark.parametrize("junk", [b"", b"\x00" * 100, b"Xin ch\xc3\xa0o", b"PK\x03\x04", b"%!PS-Adobe"])
def test_what_is_no_pdf_is_refused_in_words(data: Path, junk: bytes) -> None:
    for ask in (verify, verify_apart):
        with pytest.raises(Refused):
            ask(junk)


def test_25_megabytes_of_garbage(data: Path) -> None:
    import random

    junk = random.Random(1).randbytes(25_000_000)
    spent = time.process_time()
    with pytest.raises(Refused):
        verify(junk)
    verdict = verify(b"%PDF-1.7\n" + junk)
    assert time.process_time() - spent < 5
    assert verdict.integrity == "broken"
    assert verify_apart(b"%PDF-1.7\n" + junk + b"\nstartxref\n12\n%%EOF\n").integrity == "broken"


@pytest.mark.parametrize("part", [0.1, 0.5, 0.9, 0.999])
def test_a_signed_pdf_cut_short_is_broken(sealed: bytes, part: float) -> None:
    verdict = verify(sealed[: int(len(sealed) * part)])
    assert verdict.integrity == "broken" or verdict.changes == "suspicious"


def test_apart_and_here_say_the_same(sealed: bytes) -> None:
    assert verify_apart(sealed) == verify(sealed)
    assert Verdict.from_json(verify(sealed).as_json()) == verify(sealed)


def bomb() -> bytes:
    """A cross-reference stream of a few kilobytes that unpacks to hundreds of megabytes."""
    packer = zlib.compressobj(9)
    zeros = b"\x00" * 10_000_000
    packed = b"".join(packer.compress(zeros) for _ in range(40)) + packer.flush()
    out = io.BytesIO(b"%PDF-1.7\n")
    out.seek(0, io.SEEK_END)
    at = out.tell()
    out.write(
        b"1 0 obj\n<</Type/XRef/Size 100000000/W[1 8 8]/Root 2 0 R/Filter/FlateDecode/Length %d>>\nstream\n"
        % len(packed)
    )
    out.write(packed + b"\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n" % at)
    return out.getvalue()


def test_a_decompression_bomb(data: Path) -> None:
    assert verify_apart(bomb()).integrity == "broken"


def test_nesting_without_end(data: Path) -> None:
    deep = b"%PDF-1.7\n1 0 obj\n" + b"[" * 200_000 + b"\nendobj\ntrailer<</Root 1 0 R/Size 2>>\nstartxref\n9\n%%EOF\n"
    assert verify_apart(deep).integrity == "broken"


def test_a_loop_of_revisions(data: Path) -> None:
    loop = (
        b"%PDF-1.7\n1 0 obj\n<</Type/Catalog>>\nendobj\nxref\n0 1\n0000000000 65535 f \n"
        b"trailer<</Root 1 0 R/Size 2/Prev 45>>\nstartxref\n45\n%%EOF\n"
    )
    assert verify_apart(loop).integrity in {"broken", "unsigned"}


def test_one_that_costs_too_much_is_given_up(sealed: bytes) -> None:
    verdict = apart.check_apart(sealed, trust.load(), seconds=0)
    assert verdict.integrity == "broken"
    assert verdict.reasons == ("too_costly",)
