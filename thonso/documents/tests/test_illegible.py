"""A file that the machine could not read is registered only by somebody who looked at every page for a mark of secrecy."""

import pytest
from django.test import Client
from django.urls import reverse

from thonso.core.files.tests.making import pdf
from thonso.core.journal.models import Entry
from thonso.documents.models import Incoming
from thonso.documents.reading import apart
from thonso.documents.reading.rules import Line, illegible
from thonso.documents.tests.intake import TYPED, act, dropped

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]
TEXT = "Ủy ban nhân dân xã Bát Xát kính gửi các thôn kế hoạch làm đường giao thông nông thôn năm 2026."
UNLOOKED = {name: value for name, value in TYPED.items() if name != "looked"}
NOTICE = "Máy không đọc được tệp này"
TELLS = "Máy không đọc được: hãy xem từng trang"


def line(text: str, page: int = 0) -> Line:
    return Line(text, page, 0.1, 0.1, 0.9, 0.12, 12.0, False)


@pytest.mark.parametrize(
    ("lines", "sources", "unseen"),
    [
        ([line(TEXT)], {0: "text"}, False),
        ([line(TEXT)], {0: "ocr", 3: "ocr"}, False),
        ([line(TEXT)], {0: "text", 3: "none"}, True),
        ([line("12 | ~ ..")], {0: "ocr"}, True),
        ([line(TEXT, page=1)], {0: "ocr", 1: "text"}, True),
        ([], {}, True),
    ],
)
def test_what_counts_as_not_read(lines: list[Line], sources: dict[int, str], unseen: bool) -> None:
    assert illegible(lines, sources) is unseen


def test_a_page_that_says_nearly_nothing_is_told_and_asked_about(thu: Client) -> None:
    row = dropped(thu, pdf("#rect(width: 100%, height: 80%, fill: gray)"))
    assert NOTICE in thu.get(reverse("documents:one", args=[row.pk])).content.decode()
    page = act(thu, row, "register", 422, **UNLOOKED)
    assert TELLS in page
    assert 'name="looked"' in page
    row.refresh_from_db()
    assert (row.state, row.number) == ("waiting", None)
    act(thu, row, "register", **TYPED)
    row.refresh_from_db()
    assert row.number == 1
    assert "by_a_person" in Entry.objects.get(verb="incoming.registered").body


def test_where_no_scan_can_be_read_each_is_asked_about(thu: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart.shutil, "which", lambda _name: None)
    row = dropped(thu, pdf("#rect(width: 100%, height: 80%, fill: gray)"))
    assert (row.source, row.illegible) == ("none", True)


def test_what_was_read_is_registered_without_that_question(thu: Client) -> None:
    row = dropped(thu, pdf(TEXT))
    assert NOTICE not in thu.get(reverse("documents:one", args=[row.pk])).content.decode()
    act(thu, row, "register", **UNLOOKED)
    assert "by_a_person" not in Entry.objects.get(verb="incoming.registered").body


def test_a_paper_without_a_file_has_nothing_to_be_read(thu: Client) -> None:
    thu.post(reverse("documents:drop"), {"organ": "ubnd", "paper": "1"})
    row = Incoming.objects.get()
    act(thu, row, "register", **UNLOOKED)
