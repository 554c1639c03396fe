"""A PDF is stored byte for byte; a signature on it stays good."""

from collections.abc import Callable

import pytest

from thonso.core.files import services
from thonso.core.files.models import Upload
from thonso.core.files.tests import making

pytestmark = pytest.mark.django_db


def test_a_pdf_is_stored_as_it_came_with_its_pages_counted(send: Callable[..., Upload]) -> None:
    data = making.pdf("Đơn đề nghị", pages=3)
    upload = send(data, "don.pdf")
    assert (upload.state, upload.media_type, upload.pages, upload.signed) == ("ready", "application/pdf", 3, False)
    assert upload.stored_sha256 == upload.received_sha256
    with services.open_stored(upload) as file:
        assert file.read() == data
    with services.open_thumb(upload) as file:
        assert file.read(3) == b"\xff\xd8\xff"


def test_a_signed_pdf_is_known_as_such_and_never_rewritten(send: Callable[..., Upload]) -> None:
    data = making.signed_pdf()
    upload = send(data, "ky.pdf")
    assert upload.signed
    with services.open_stored(upload) as file:
        assert file.read() == data
