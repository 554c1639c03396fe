"""A file that lies, swells, runs or hides something is refused with a reason, and nothing of it stays."""

from collections.abc import Callable
from pathlib import Path

import pytest

from thonso.core.base.errors import Refused
from thonso.core.files.models import Upload
from thonso.core.files.sentences import SENTENCES, FileRefused
from thonso.core.files.tests import making
from thonso.core.files.tests.conftest import files_under, journalled

pytestmark = pytest.mark.django_db

HOSTILE = {
    "empty": lambda: b"",
    "archive": making.zipped,
    "office": making.docx,
    "svg": lambda: making.SVG,
    "unknown_kind": lambda: making.EICAR,
    "pdf_script": making.pdf_with_script,
    "pdf_action": making.pdf_that_launches,
    "pdf_attachment": making.pdf_with_attachment,
    "pdf_encrypted": lambda: making.pdf_locked("mật khẩu"),
    "polyglot": making.pdf_that_is_a_zip_too,
    "pdf_damaged": lambda: b"%PDF-1.7\nkhong phai\n%%EOF",
    "truncated": lambda: making.pdf(pages=3)[:-3000],
    "image_damaged": lambda: b"\xff\xd8\xff\xe0" + b"\0" * 500,
}


def refused(send: Callable[..., Upload], data: bytes, name: str, media: Path) -> str:
    with pytest.raises(FileRefused) as caught:
        send(data, name)
    assert files_under(media) == []
    assert not Upload.objects.exists()
    assert str(caught.value.message)
    assert "file.received" not in journalled()
    return caught.value.reason


@pytest.mark.parametrize("reason", HOSTILE)
def test_each_is_refused_for_its_reason(send: Callable[..., Upload], media: Path, reason: str) -> None:
    assert refused(send, HOSTILE[reason](), "giay.jpg", media) == reason


def test_a_script_hidden_in_the_name_tree_is_found(send: Callable[..., Upload], media: Path) -> None:
    assert refused(send, making.pdf_with_script_by_name(), "a.pdf", media) == "pdf_script"


def test_a_pdf_locked_for_its_owner_only_is_locked_too(send: Callable[..., Upload], media: Path) -> None:
    assert refused(send, making.pdf_locked(""), "a.pdf", media) == "pdf_encrypted"


def test_a_web_page_named_as_a_photo_is_refused(send: Callable[..., Upload], media: Path) -> None:
    assert refused(send, making.HTML, "anh.png", media) == "svg"


@pytest.mark.parametrize("cut", [0.3, 0.6, 0.95])
def test_a_photo_cut_off_anywhere_is_refused(send: Callable[..., Upload], media: Path, cut: float) -> None:
    whole = making.jpeg(1600, 1200)
    assert refused(send, whole[: int(len(whole) * cut)], "a.jpg", media) == "truncated"


def test_a_picture_bomb_is_refused_without_being_unfolded(send: Callable[..., Upload], media: Path) -> None:
    bomb = making.png_bomb(20_000, 20_000)
    assert len(bomb) < 1_000_000
    assert refused(send, bomb, "bom.png", media) == "too_many_pixels"


def test_a_picture_bomb_inside_a_pdf_is_refused(send: Callable[..., Upload], media: Path) -> None:
    assert refused(send, making.pdf_with_huge_image(), "bom.pdf", media) == "too_many_pixels"


def test_a_photo_of_more_than_15_mb_is_refused(send: Callable[..., Upload], media: Path) -> None:
    assert refused(send, making.jpeg() + b"\0" * (15 * 1024 * 1024), "to.jpg", media) == "image_too_big"


def test_a_pdf_of_more_than_25_mb_is_refused(send: Callable[..., Upload], media: Path) -> None:
    assert refused(send, making.pdf() + b"\0" * (25 * 1024 * 1024), "to.pdf", media) == "pdf_too_big"


def test_a_deeply_nested_pdf_is_refused_not_followed(send: Callable[..., Upload], media: Path) -> None:
    assert refused(send, making.pdf_nested(5000), "sau.pdf", media) in {"pdf_damaged", "unreadable"}
    assert refused(send, making.pdf_nested(200), "sau.pdf", media) == "pdf_damaged"
    assert send(making.pdf_nested(20), "nong.pdf").state == Upload.State.READY


@pytest.mark.parametrize(
    "name", ["\0.jpg", "../../etc/passwd", "a\u202egpj.exe", "C:\\anh\\x.jpg", "", "x" * 900, "\ud800"]
)
def test_an_odd_name_is_mended_and_never_a_path(send: Callable[..., Upload], media: Path, name: str) -> None:
    upload = send(making.jpeg(), name)
    assert 0 < len(upload.name) <= 150
    assert not set("\0/\\\u202e\ud800") & set(upload.name)
    assert all(path.is_relative_to(media) for path in files_under(media))


def test_a_refusal_is_journalled_with_its_reason_and_no_hash(send: Callable[..., Upload]) -> None:
    from thonso.core.journal.models import Entry

    with pytest.raises(Refused):
        send(making.pdf_with_script(), "a.pdf")
    [entry] = Entry.objects.all()
    assert entry.verb == "file.refused"
    assert '"pdf_script"' in entry.body
    assert "a.pdf" not in entry.body


def test_every_reason_has_words() -> None:
    import re

    source = "".join(
        path.read_text(encoding="utf-8")
        for path in Path(making.__file__).parents[1].rglob("*.py")
        if "tests" not in path.parts
    )
    used = set(re.findall(r'(?:Unacceptable|refusal)\("([a-z_]+)"\)', source))
    assert used <= set(SENTENCES)
