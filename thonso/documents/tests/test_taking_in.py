"""A file is taken in once, as it is; a secret paper, a photo and what is harmful never, and nothing of them stays."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from thonso.core.access.models import Account
from thonso.core.files import storage
from thonso.core.files.models import Upload
from thonso.core.files.tests.making import jpeg, pdf, pdf_stamped, pdf_with_script, signed_pdf
from thonso.core.journal.models import Entry
from thonso.documents.models import Incoming
from thonso.documents.tests.intake import DROP, TYPED, act, dropped, registered

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]


def test_the_same_form_with_its_file_sent_twice_is_one_document(thu: Client) -> None:
    data = pdf("Một văn bản")
    assert dropped(thu, data) == dropped(thu, data)
    assert Incoming.objects.count() == 1


def test_the_same_file_dropped_in_again_is_told_before_anything_is_typed(thu: Client) -> None:
    data = pdf("Một văn bản")
    act(thu, dropped(thu, data), "register", **TYPED)
    row = dropped(thu, data)
    assert "Văn bản này có thể đã có trong sổ" in thu.get(reverse("documents:one", args=[row.pk])).content.decode()


def test_what_was_dropped_in_by_mistake_goes_but_never_what_has_a_number(
    thu: Client, django_capture_on_commit_callbacks: Any
) -> None:
    row = dropped(thu)
    assert row.upload is not None
    stored = storage.place(row.upload.stored_sha256)
    assert stored.exists()
    with django_capture_on_commit_callbacks(execute=True):
        act(thu, row, "throw_away")
    assert not Incoming.objects.filter(pk=row.pk).exists()
    assert not Upload.objects.filter(pk=row.upload_id).exists()
    assert not stored.exists()
    kept = registered(thu)
    act(thu, kept, "throw_away", 409)
    assert Incoming.objects.filter(pk=kept.pk).exists()


def test_a_document_on_paper_only_has_its_number_too(thu: Client) -> None:
    assert thu.post(DROP, {"organ": "hdnd", "paper": "1"}).status_code == 302
    row = Incoming.objects.get()
    act(thu, row, "register", **TYPED)
    row.refresh_from_db()
    assert (row.organ, row.number, row.upload, row.channel) == ("hdnd", 1, None, "paper")


@pytest.mark.parametrize(
    ("data", "name", "more"),
    [
        (pdf_stamped("MẬT"), "cv.pdf", {}),
        (pdf_stamped("TUYỆT MẬT"), "cv.pdf", {}),
        (pdf("Bình thường"), "CV 12 TỐI MẬT.pdf", {}),
        (pdf("Bình thường"), "cv.pdf", {"secret": "1"}),
    ],
)
def test_a_secret_paper_is_refused_and_nothing_of_it_is_kept(
    thu: Client, data: bytes, name: str, more: dict[str, str]
) -> None:
    file = SimpleUploadedFile(name, data, "application/pdf")
    response = thu.post(DROP, {"organ": "ubnd", "file": file, **more})
    page = response.content.decode()
    assert response.status_code == 422
    assert "không được đưa vào hệ thống này" in page
    assert name not in page
    assert not Incoming.objects.exists()
    assert not Upload.objects.filter(purpose=Incoming.KIND).exists()
    noted = Entry.objects.get(verb="incoming.refused_secret")
    assert name not in noted.body


def test_honey_passes(thu: Client) -> None:
    assert dropped(thu, pdf_stamped("MẬT ONG"), "Đề án nuôi ong lấy MẬT ONG.pdf").state == "waiting"


def test_what_cannot_be_taken_in_is_told_with_its_name_and_the_others_are_kept(thu: Client) -> None:
    files = [
        SimpleUploadedFile("tot.pdf", pdf("tốt"), "application/pdf"),
        SimpleUploadedFile("xau.pdf", pdf_with_script(), "application/pdf"),
        SimpleUploadedFile("trang.docx", b"PK\x03\x04[Content_Types].xml", "application/zip"),
    ]
    response = thu.post(DROP, {"organ": "ubnd", "file": files})
    page = response.content.decode()
    assert response.status_code == 422
    assert "xau.pdf: " in page
    assert "trang.docx: " in page
    row = Incoming.objects.get()
    assert reverse("documents:one", args=[row.pk]) in page


def test_a_photo_is_refused_and_nothing_of_it_is_kept(thu: Client) -> None:
    """It may show a mark that nobody has looked for."""
    response = thu.post(DROP, {"organ": "ubnd", "file": SimpleUploadedFile("anh.jpg", jpeg(), "image/jpeg")})
    assert response.status_code == 422
    assert "Chỉ nhận tệp PDF." in response.content.decode()
    assert not Incoming.objects.exists()
    assert not Upload.objects.filter(purpose=Incoming.KIND).exists()


def test_an_organ_that_is_not_there_is_asked_for(thu: Client) -> None:
    file = SimpleUploadedFile("cv.pdf", pdf("x"), "application/pdf")
    assert thu.post(DROP, {"organ": "khac", "file": file}).status_code == 422
    assert not Incoming.objects.exists()


def test_no_file_and_no_paper_is_asked_for(thu: Client) -> None:
    response = thu.post(DROP, {"organ": "ubnd"})
    assert response.status_code == 422
    assert "Hãy chọn tệp văn bản đến" in response.content.decode()


def test_signatures_are_answered_apart_and_the_bytes_stay(thu: Client) -> None:
    data = signed_pdf()
    row = dropped(thu, data)
    page = thu.get(reverse("documents:one", args=[row.pk])).content.decode()
    assert "Chữ ký số" in page
    assert row.verdict["integrity"] in {"ok", "broken"}
    assert row.upload is not None
    assert b"".join(thu.get(reverse("files:download", args=[row.upload.pk]))) == data  # type: ignore[arg-type]


def test_the_page_of_the_document_is_drawn_for_who_may_read_it(
    thu: Client, sign_in: Callable[[Client, str], Account]
) -> None:
    row = dropped(thu)
    url = reverse("documents:picture", args=[row.pk, 1])
    drawn = thu.get(url)
    assert drawn.status_code == 200
    assert drawn.content.startswith(b"\xff\xd8")
    assert thu.get(reverse("documents:picture", args=[row.pk, 9])).status_code == 404
    stranger = Client()
    sign_in(stranger, "lan")
    assert stranger.get(url).status_code == 404
    assert row.upload is not None
    assert stranger.get(reverse("files:download", args=[row.upload.pk])).status_code == 404
