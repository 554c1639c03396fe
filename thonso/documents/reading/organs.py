"""Whose name stands at the head, and whose above it."""

import re
from collections.abc import Sequence

from thonso.documents.reading import words
from thonso.documents.reading.lines import Found, Line, found, joined

# Without accents, as `words.plain` gives them: a scan in small capitals loses some.
_HEAD = re.compile(
    r"^(?:"
    r"UY BAN|UBND|HDND|HOI DONG|SO|BO|CHI CUC|CUC|TONG CUC|VAN PHONG|TRUNG TAM|PHONG|BAN|HOI|"
    r"DANG UY|HUYEN UY|TINH UY|THANH UY|CHI BO|DANG BO|MAT TRAN|DOAN|TINH DOAN|LIEN DOAN|"
    r"CONG DOAN|CONG AN|BO CHI HUY|BAN CHI HUY|TRUONG|TRAM|THANH TRA|VIEN|TOA AN|KHO BAC|BAO HIEM|"
    r"NGAN HANG|CONG TY|CHU TICH|BENH VIEN|THU TUONG|CHINH PHU|QUOC HOI|THUONG TRUC|THON|BAN|TO|HAT|DOI|"
    r"TIEU BAN|LIEN MINH|HOP TAC XA|HTX|THUE|THI HANH AN|VKSND|TAND|DANG DOAN|LAM TRUONG|BTV|BCH|BCD|"
    r"UBMTTQ"
    r")(?!\w)"
)
_NO_HEAD = re.compile(r"^(?:PHONG,?\s+CHONG|PHONG THU|BAN HANH|TO QUOC|TO CHUC|BAN DO|HOI NHAP|BO PHAN)")
# A name that cannot end here, whatever the next line begins with.
_OPEN = re.compile(
    r"(?:(?:^|\s)(?:VA|CUA|VE|CAC|VAN PHONG|UY BAN|HOI DONG|BAN CHI DAO|BAN CHI HUY|BAN QUAN LY|BAN TO CHUC)|[-,]|"
    r"^(?:THUONG TRUC|DOAN|TRUNG TAM|PHONG|BAN|TRUONG|HOI|CO QUAN|TO|DOI))$"
)


def read(column: Sequence[Line]) -> dict[str, Found]:
    """`column` are the lines of the left column above the number."""
    groups = _groups(column)
    seen: dict[str, Found] = {}
    for key, group in zip(("organ", "superior"), reversed(groups), strict=False):
        seen[key] = found(_name(group), group)
    return seen


def _groups(column: Sequence[Line]) -> list[list[Line]]:
    """Organs one under the other. The lower one is bold; where that is not known, a name begins with the word for an organ."""
    told = [line.bold for line in column]
    if told and None not in told and True in told and False in told:
        first = told.index(True)
        if first and all(told[first:]):
            return [*_by_words(column[:first]), list(column[first:])]
    return _by_words(column)


def _by_words(column: Sequence[Line]) -> list[list[Line]]:
    groups: list[list[Line]] = []
    for line in column:
        text = words.plain(line.text.strip(" *-_.|"))
        begins = _HEAD.match(text) and not _NO_HEAD.match(text)
        if groups and (not begins or _OPEN.search(words.plain(_name(groups[-1])))):
            groups[-1].append(line)
        else:
            groups.append([line])
    return groups


def _name(lines: Sequence[Line]) -> str:
    return joined(lines).strip(" *-_.|:;")
