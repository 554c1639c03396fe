"""What no part of the server should ever meet: NUL and lone surrogates in addresses, cookies, forms and JSON. Pure."""

import json
import re
from collections.abc import Iterable
from typing import Any

_BAD = re.compile("[\x00\ud800-\udfff]")
# A cheap look at the bytes first: only a body with one of these escapes is worth parsing twice.
_ESCAPES = re.compile(rb"\\u0000|\\u[dD][89a-fA-F]", re.ASCII)


def is_bad(text: str) -> bool:
    return _BAD.search(text) is not None


def any_bad(texts: Iterable[str]) -> bool:
    return any(is_bad(text) for text in texts)


def json_is_bad(body: bytes) -> bool:
    """True when a string in the JSON holds NUL or half a surrogate pair. What is no JSON at all is left to the view."""
    if not _ESCAPES.search(body):
        return False
    try:
        return _walk(json.loads(body))
    except (ValueError, RecursionError):
        return False


def _walk(value: Any) -> bool:
    if isinstance(value, str):
        return is_bad(value)
    if isinstance(value, dict):
        return any(is_bad(key) or _walk(item) for key, item in value.items())
    return isinstance(value, list) and any(_walk(item) for item in value)
