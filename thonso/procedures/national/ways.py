"""How, how long and for how much: the table "Hình thức nộp, Thời gian, Phí, lệ phí, Mô tả". Pure."""

import re
from dataclasses import dataclass, field

from thonso.procedures.national.cells import NOTHING, Split

HEAD = "Hình thức nộpThời gianPhí, lệ phíMô tả"
CHANNELS = ("Trực tuyến", "Trực tiếp", "Dịch vụ bưu chính")
UNITS = ("Ngày làm việc", "Ngày", "Giờ", "Tháng", "Năm", "Tuần", "Phút")

_CHANNEL = "|".join(CHANNELS)
_UNIT = "|".join(UNITS)
_MONEY = "(?:VNĐ|Việt Nam Đồng|USD|EUR)"
_AMOUNT = rf"\d{{1,3}}(?:[.,]\d{{3}})*(?:[.,]\d{{1,2}})? {_MONEY}"
_FEE = rf"Miễn phí|{NOTHING}|{_AMOUNT}"
# A time is a number with its unit, a number alone before a fee in words, the portal's empty words, or a short sentence.
_TIME = rf"\d{{1,4}} (?:{_UNIT})|\d{{1,4}}(?=Miễn phí|{NOTHING})|{NOTHING}|Không quy định|Không ?(?=Miễn phí|{NOTHING})"
_SENTENCE = rf"(?=[A-ZĐ])(?:(?!{_CHANNEL})[^\n]){{8,200}}?(?=Miễn phí|{NOTHING})"
_GLUED = rf"\d{{1,7}}(?:,\d{{3}})* {_MONEY}"
_START = re.compile(rf"(?P<channel>{_CHANNEL})(?:(?P<time>{_TIME}|{_SENTENCE})(?P<fee>{_FEE})|(?P<glued>{_GLUED}))")
_NEXT_FEE = re.compile(rf"{_AMOUNT}|Miễn phí(?=\()")
_ITEM = re.compile(r"\(\w{1,2}\)")
_LEFT_TO_OTHERS = re.compile(r"(?:do|của) (?:Hội đồng nhân dân|HĐND)", re.IGNORECASE)
_PRICED = re.compile(r"Hội đồng nhân dân|[1-9]\d{0,2}(?:[.,]000)+|theo quy định|theo mức", re.IGNORECASE)
_SUM = re.compile(r"(?<![\d.,])[1-9]\d{0,2}(?:[.,]000)+(?=\s?(?:đ\b|đồng|vnđ|/|Việt Nam))", re.IGNORECASE)
SMALLEST = 1000  # dong; below it an amount has lost its thousands


@dataclass(slots=True)
class Way:
    """One row as it can be read: texts as they stand, empty where the portal says nothing. Equal rows are one of several."""

    channels: list[str]
    time: str = ""
    fees: list[str] = field(default_factory=list)
    note: str = ""


def split(text: str) -> Split:
    """Cells "head", "channel", "time", "fee", "fee_note", "note"; empty where no row is found.

    Doubts: "time" for a number without its unit or a bare "Không"; "fee" for what is called free and priced in its note, an
    amount that its note contradicts or leaves to the province, one too small to be true ("25 VNĐ" for 25.000), or one that
    cannot be told from the time before it.
    """
    made = Split()
    if text == NOTHING:
        made.add("note", text)
        return made
    starts = list(_START.finditer(text))
    if not text.startswith(HEAD) or not starts or starts[0].start() != len(HEAD):
        return made
    made.add("head", HEAD)
    for start, end in zip(starts, [*(one.start() for one in starts[1:]), len(text)], strict=True):
        made.add("channel", start["channel"])
        if start["glued"] is not None:
            _unglue(made, start["glued"], text[start.end() : end])
        else:
            made.add("time", start["time"])
            made.add("fee", start["fee"])
            if re.fullmatch(r"\d+|0 .*|Không ?", start["time"]):
                made.doubts.add("time")
        _fees(made, text[start.end() : end], start["fee"] or "")
    return made


def _unglue(made: Split, glued: str, note: str) -> None:
    """ "120 VNĐ(20.000 vnđ /tờ khai)" is one something, and twenty thousand: where the note tells, it is two cells."""
    made.doubts |= {"time", "fee"}
    number, unit = glued.split(" ", 1)
    told = re.match(r"\(\D{0,40}?([1-9]\d{0,2}(?:\.\d{3})*)", note)
    amount = int(told[1].replace(".", "")) if told else 0
    for shown in (f"{amount:,}", f"{amount / 1000:g}"):
        time = number.removesuffix(shown) if amount else number
        if time != number and time.isdigit():
            made.add("time", time)
            made.add("fee", f"{shown} {unit}")
            return
    made.add("fee", glued)


def _fees(made: Split, rest: str, fee: str) -> None:
    """The note in brackets after a fee, further fees, and the description that fills the row."""
    at = 0
    while True:
        # Without a fee, and where it holds a number only, a bracket begins the description: "(1) Trường hợp…".
        note = "" if fee == NOTHING or _ITEM.match(rest, at) else _bracketed(rest, at)
        made.add("fee_note", note)
        at += len(note)
        if _doubtful(fee, note):
            made.doubts.add("fee")
        more = _NEXT_FEE.match(rest, at)
        if not more:
            break
        fee = more[0]
        made.add("fee", fee)
        at = more.end()
    made.add("note", rest[at:])


def _doubtful(fee: str, note: str) -> bool:
    """Whether the note says something else than the fee, or the fee cannot be one."""
    if fee == "Miễn phí":
        return bool(_PRICED.search(note))
    amount = re.match(r"[\d.,]+(?= (?:VNĐ|Việt))", fee)
    if not amount:
        return False
    plain = int(re.sub(r"[.,]", "", amount[0]))
    named = {int(re.sub(r"[.,]", "", one)) for one in _SUM.findall(note)}
    return plain < SMALLEST or bool(named and plain not in named) or bool(_LEFT_TO_OTHERS.search(note))


def _bracketed(text: str, at: int) -> str:
    """From "(" to its own ")"; to the last one of the line where somebody forgot to close; empty without "("."""
    if not text.startswith("(", at):
        return ""
    depth = 0
    for index in range(at, len(text)):
        depth += {"(": 1, ")": -1}.get(text[index], 0)
        if depth == 0:  # some closed it twice
            return text[at : index + (2 if text.startswith(")", index + 1) else 1)]
    last = text.rfind(")", at)
    return text[at : last + 1] if last > at else ""


def rows(made: Split) -> list[Way]:
    """The cells put back into rows, for reading; rows that say the same are told once."""
    found: list[Way] = []
    for cell in made.cells:
        words = cell.text.strip()
        if cell.kind == "channel":
            found.append(Way([words]))
        elif found and words != NOTHING:
            if cell.kind == "fee":
                found[-1].fees.append(words)
            elif cell.kind == "fee_note" and found[-1].fees:
                found[-1].fees[-1] += f" {words}"
            elif cell.kind in ("time", "note"):
                setattr(found[-1], cell.kind, words)
    told: dict[tuple[str, tuple[str, ...], str], Way] = {}
    for way in found:
        same = told.setdefault((way.time, tuple(way.fees), way.note), way)
        if way.channels[0] not in same.channels:
            same.channels += way.channels
    return list(told.values())
