"""Data for every kind: as it usually is (`SHORT`), and as long as a commune can make it (`long`). All people are invented."""

import copy
from typing import Any

from thonso.core.papers.tests.samples.acts import ACTS
from thonso.core.papers.tests.samples.certificates import CERTIFICATES
from thonso.core.papers.tests.samples.common import LINK, LONG_MATTER, LONG_NAME, LONG_PLACE, PAPERS
from thonso.core.papers.tests.samples.forms import FORMS
from thonso.core.papers.tests.samples.slips import SLIPS

__all__ = ["LINK", "LONG_NAME", "PAPERS", "SHORT", "long"]

SHORT: dict[str, dict[str, Any]] = FORMS | SLIPS | ACTS | CERTIFICATES

_LONG = {
    "name": LONG_NAME,
    "person": LONG_NAME,
    "officer": LONG_NAME,
    "helper": LONG_NAME + ", thành viên tổ công nghệ số cộng đồng",
    "giver": LONG_NAME,
    "taker": LONG_NAME,
    "matter": LONG_NAME,
    "addressee": "Bà " + LONG_NAME + ", " + LONG_PLACE,
    "requested_by": LONG_NAME,
    "guide": LONG_NAME,
    "recorder": LONG_NAME,
    "address": LONG_PLACE,
    "contact": LONG_PLACE + "; 0900 000 001",
    "venue": LONG_PLACE,
    "return_at": LONG_PLACE,
    "filed_at_place": LONG_PLACE,
    "request": LONG_MATTER,
    "procedure": LONG_MATTER,
    "subject_line": LONG_MATTER[:1].lower() + LONG_MATTER[1:],
    "reason": LONG_MATTER + ". " + LONG_PLACE,
    "purpose": LONG_MATTER[:1].lower() + LONG_MATTER[1:],
    "trades": LONG_MATTER,
    "email": "mot-dia-chi-thu-dien-tu-rat-dai-khong-co-cho-ngat@thon-suoi-chai.vi-du.vn",
}


def long(kind: str) -> dict[str, Any]:
    """The same paper with names of 60 letters, long places, and lists of 40."""
    stretched: dict[str, Any] = _stretch(copy.deepcopy(SHORT[kind]))
    return stretched


def _stretch(value: Any, key: str = "") -> Any:
    if isinstance(value, dict):
        stretched = {name: _stretch(inner, name) for name, inner in value.items()}
        if "phone" in value:
            stretched["email"] = _LONG["email"]
        return stretched
    if isinstance(value, list):
        items = [_stretch(item) for item in value]
        if key in {"rows", "papers", "items", "members", "votes", "steps", "slips"}:
            items = [copy.deepcopy(items[index % len(items)]) for index in range(40)]
            for index, item in enumerate(items):
                if isinstance(item, list):
                    item[0], item[1], item[4] = str(index + 1), LONG_NAME, "Hộ cận nghèo (thoát nghèo)"
                elif isinstance(item, dict) and "order" in item:
                    item["order"] = index + 1
        return items
    if isinstance(value, str):
        return _LONG.get(key, value)
    return value
