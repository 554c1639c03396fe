"""Part of an answer that lies in memory, as RFC 9110 §14 has it: an iPhone plays no sound from a server that cannot give one.

Pure but for the answer it returns.
"""

import re

from django.http import HttpRequest, HttpResponse

_ONE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")


def part_of(request: HttpRequest, answer: HttpResponse) -> HttpResponse:
    """The range that was asked for (206), 416 for one past the end, else the whole: the RFC allows it for every other wish."""
    answer.headers["Accept-Ranges"] = "bytes"
    asked = _ONE.fullmatch(request.headers.get("Range", "").replace(" ", ""))
    if request.method != "GET" or asked is None or not any(asked.groups()):
        return answer
    size = len(answer.content)
    first, last = asked.groups()
    start = int(first) if first else max(0, size - int(last))
    end = min(int(last), size - 1) if first and last else size - 1
    if first and last and int(last) < start:
        return answer  # no range at all, to be ignored
    if start >= size:
        answer.status_code, answer.content = 416, b""
        answer.headers["Content-Range"] = f"bytes */{size}"
        return answer
    answer.status_code, answer.content = 206, answer.content[start : end + 1]
    answer.headers["Content-Range"] = f"bytes {start}-{end}/{size}"
    return answer
