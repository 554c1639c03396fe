"""A range of a sound: as asked, to the end, from the end; a senseless one gives the whole, one past the end says its length."""

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from thonso.core.web.ranges import part_of

WHOLE = b"0123456789"


@pytest.mark.parametrize(
    ("wish", "status", "content", "told"),
    [
        ("bytes=0-1", 206, b"01", "bytes 0-1/10"),
        ("bytes=4-", 206, b"456789", "bytes 4-9/10"),
        ("bytes=8-200", 206, b"89", "bytes 8-9/10"),
        ("bytes=-3", 206, b"789", "bytes 7-9/10"),
        ("bytes=-200", 206, WHOLE, "bytes 0-9/10"),
        ("bytes=10-", 416, b"", "bytes */10"),
        ("bytes=-0", 416, b"", "bytes */10"),
        ("bytes=5-2", 200, WHOLE, None),
        ("bytes=0-1,3-4", 200, WHOLE, None),
        (f"bytes=0-{'9' * 5000}", 200, WHOLE, None),
        (f"bytes=-{'9' * 5000}", 200, WHOLE, None),
        (f"bytes=-{'9' * 18}", 206, WHOLE, "bytes 0-9/10"),
        ("bytes=-", 200, WHOLE, None),
        ("lines=1-2", 200, WHOLE, None),
        ("", 200, WHOLE, None),
    ],
)
def test_a_range(wish: str, status: int, content: bytes, told: str | None) -> None:
    request = RequestFactory().get("/", headers={"range": wish} if wish else {})
    answer = part_of(request, HttpResponse(WHOLE))
    assert (answer.status_code, answer.content, answer.get("Content-Range")) == (status, content, told)
    assert answer["Accept-Ranges"] == "bytes"


def test_a_question_for_the_head_alone_is_not_cut() -> None:
    assert part_of(RequestFactory().head("/", headers={"range": "bytes=0-1"}), HttpResponse(WHOLE)).status_code == 200
