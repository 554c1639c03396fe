"""Checks the data of a paper against its TypedDict and turns it into plain JSON values.

A wrong call is a programmer's error and says which field: `form01: submitter.name is missing`. Text is made printable:
NFC, no controls, and a box for a sign that the fonts here cannot show (PDF/A refuses a missing glyph).
"""

import json
import re
import unicodedata
from collections.abc import Mapping
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from types import UnionType
from typing import Any, Literal, NotRequired, Required, Union, get_args, get_origin, get_type_hints, is_typeddict

from thonso.core.base import clock

FONTS = Path(__file__).parent / "fonts"
_SPANS: list[list[int]] = json.loads((FONTS / "coverage.json").read_text())
_UNSEEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff]")
_UNCOVERED = re.compile("[^\n" + "".join(f"{re.escape(chr(a))}-{re.escape(chr(b))}" for a, b in _SPANS) + "]")


class BadPaperData(ValueError):
    """The caller gave data that this kind of paper cannot be made from."""


def printable(text: str) -> str:
    """The text as it can be set on paper."""
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\t", " "))
    return _UNCOVERED.sub("□", _UNSEEN.sub("", text))


@cache
def _fields(shape: Any) -> dict[str, tuple[Any, bool]]:
    """Field → (type, required) of a TypedDict."""
    fields = {}
    for name, hint in get_type_hints(shape, include_extras=True).items():
        while get_origin(hint) in (NotRequired, Required):
            (hint,) = get_args(hint)
        fields[name] = (hint, name in shape.__required_keys__)
    return fields


def checked(shape: Any, data: Mapping[str, Any], where: str) -> dict[str, Any]:
    """`data` as JSON values, in the shape of the TypedDict; `where` begins every complaint. Raises BadPaperData."""
    if not isinstance(data, Mapping):
        raise BadPaperData(f"{where} must be a dictionary, not {type(data).__name__}")
    fields = _fields(shape)
    path = where if where.endswith(": ") else where + "."
    for name in data:
        if name not in fields:
            raise BadPaperData(f"{path}{name} is not a field of {shape.__name__}")
    plain: dict[str, Any] = {}
    for name, (hint, required) in fields.items():
        value = data.get(name)
        if value is None or (isinstance(value, str) and not value.strip()):
            if required:
                raise BadPaperData(f"{path}{name} is missing")
            continue
        plain[name] = _value(hint, value, path + name)
    return plain


def _value(hint: Any, value: Any, where: str) -> Any:
    origin = get_origin(hint)
    if origin in (Union, UnionType):
        hint = next(kind for kind in get_args(hint) if kind is not type(None))
        origin = get_origin(hint)
    if is_typeddict(hint):
        return checked(hint, value, where)
    if origin is list:
        if not isinstance(value, list | tuple):
            raise BadPaperData(f"{where} must be a list, not {type(value).__name__}")
        (inner,) = get_args(hint)
        return [_value(inner, item, f"{where}[{index}]") for index, item in enumerate(value)]
    if origin is Literal:
        if value not in get_args(hint):
            raise BadPaperData(f"{where} must be one of {', '.join(map(str, get_args(hint)))}, not {value!r}")
        return value
    if hint is datetime:
        return _moment(value, where)
    if hint is date:
        return _day(value, where)
    if not isinstance(value, hint) or (hint is int and isinstance(value, bool)):
        # A lazy translation is text too.
        if hint is str and type(value).__name__ == "__proxy__":
            return printable(str(value))
        raise BadPaperData(f"{where} must be {hint.__name__}, not {type(value).__name__}")
    return printable(value) if hint is str else value


def _moment(value: Any, where: str) -> str:
    if isinstance(value, str):
        try:
            value = datetime.fromisoformat(value)
        except ValueError:
            raise BadPaperData(f"{where} is not a moment in ISO form: {value!r}") from None
    if not isinstance(value, datetime) or value.tzinfo is None:
        raise BadPaperData(f"{where} must be a moment with its time zone")
    return clock.local(value.astimezone(UTC)).strftime("%Y-%m-%dT%H:%M:%S")


def _day(value: Any, where: str) -> str:
    if isinstance(value, str):
        try:
            return date.fromisoformat(value).isoformat()
        except ValueError:
            raise BadPaperData(f"{where} is not a date in ISO form: {value!r}") from None
    if isinstance(value, datetime) or not isinstance(value, date):
        raise BadPaperData(f"{where} must be a date, not {type(value).__name__}")
    return value.isoformat()
