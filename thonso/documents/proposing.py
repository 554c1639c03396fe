"""What was read becomes an entry: capitals of the page are written as people write them, and what was not read is said."""

import re
from collections.abc import Iterable
from dataclasses import asdict
from datetime import date
from typing import Any, Final

from thonso.core.base.text import fold
from thonso.documents import kinds
from thonso.documents.reading.rules import Found

OFFICIAL_LETTER: Final = "Công văn"
_FAMILIES: Final = ("government", "party")
_PLACES: Final = frozenset({"tỉnh", "xã", "phường", "phố", "thôn", "bản"})


def proposed(found: dict[str, Found], text: str, known: Iterable[str], day: date) -> dict[str, dict[str, Any]]:
    """By what was read: its value and its place. `known`: senders of the register, whose spelling is taken."""
    values = {key: asdict(one) for key, one in found.items()}
    for key in ("organ", "superior"):
        if key in values:
            values[key]["value"] = written(values[key]["value"], known, text)
    if "kind" in values:
        values["kind"]["value"] = _kind(values["kind"]["value"], day)
    if "signer_title" in values:
        title = values["signer_title"]["value"]
        values["signer_title"]["value"] = title if "." in title else _small(title)
    if "code" in values and "kind" not in values and "subject" in values:
        values["subject"]["value"] = f"V/v {values['subject']['value']}"
    return values


def kind_of(values: dict[str, dict[str, Any]]) -> str:
    """The kind to propose; a numbered document without one on it is an official letter."""
    if "kind" in values:
        return str(values["kind"]["value"])
    return OFFICIAL_LETTER if "code" in values else ""


def written(name: str, known: Iterable[str], text: str) -> str:
    """'SỞ KHOA HỌC VÀ CÔNG NGHỆ' as the register has it, as the document itself writes it in a sentence, else by rule."""
    if not name.isupper():
        return name
    folded = fold(name)
    for one in known:
        if fold(one) == folded and not one.isupper():
            return one
    flat = " ".join(text.split())
    for there in re.finditer(re.escape(" ".join(name.split())), flat, re.IGNORECASE):
        if not there[0].isupper() and there[0][:1].isupper():
            return there[0]
    return _by_rule(name.split())


def _by_rule(words: list[str]) -> str:
    """NĐ 30/2020, Appendix II: the first word, and every word of the name of a place; the rest small."""
    done, place = [], False
    for index, word in enumerate(words):
        small = word.lower()
        if index and small in _PLACES:
            done.append(small)
            place = True
        elif index == 0 or place:
            done.append(small[:1].upper() + small[1:])
        else:
            done.append(small)
    return " ".join(done)


def _kind(title: str, day: date) -> str:
    for family in _FAMILIES:
        if (one := kinds.by_name(family, title, day)) is not None:
            return one.name
    return _small(title)


def _small(title: str) -> str:
    """GIÁM ĐỐC is Giám đốc."""
    return title[:1] + title[1:].lower() if title.isupper() else title
