"""How numbers, money, weights, dates and identifiers are written in Vietnamese. Pure; the filters of `ui` call it."""

from datetime import date, datetime
from decimal import Decimal

from django.utils.translation import pgettext

from thonso.core.base.clock import local

MASK = "•"
Number = int | float | Decimal


def number(value: Number, places: int | None = None) -> str:
    """1234567.5 → '1.234.567,5'. Trailing noughts of a fraction go unless `places` is given."""
    text = f"{value:,.{places}f}" if places is not None else f"{value:,}"
    if places is None and "." in text:
        text = text.rstrip("0").rstrip(".")
    return text.translate(str.maketrans(",.", ".,"))


def money(dong: int, per: str = "") -> str:
    """Whole đồng: '20.000 đ', with `per` '20.000 đ/kg'. The space does not break."""
    return f"{number(dong)}\u00a0đ" + (f"/{per}" if per else "")


def weight(grams: int) -> str:
    """Whole grams: '800 g', '2,5 kg', '1,2 tấn'."""
    if abs(grams) < 1000:
        return f"{grams}\u00a0g"
    if abs(grams) < 1_000_000:
        return f"{number(Decimal(grams) / 1000)}\u00a0kg"
    tonnes = pgettext("weight", "tonnes")  # xgettext does not look into f-strings
    return f"{number(Decimal(grams) / 1_000_000)}\u00a0{tonnes}"


def size(count: int) -> str:
    if count < 1024:
        return f"{count}\u00a0B"
    if count < 1024 * 1024:
        return f"{number(round(count / 1024))}\u00a0KB"
    return f"{number(round(count / 1024 / 1024, 1))}\u00a0MB"


def weekday(day: date, *, short: bool = False) -> str:
    """'thứ Hai' or 'T2'."""
    if short:
        return (
            pgettext("weekday, two letters", "Mo"),
            pgettext("weekday, two letters", "Tu"),
            pgettext("weekday, two letters", "We"),
            pgettext("weekday, two letters", "Th"),
            pgettext("weekday, two letters", "Fr"),
            pgettext("weekday, two letters", "Sa"),
            pgettext("weekday, two letters", "Su"),
        )[day.weekday()]
    return (
        pgettext("weekday in a line", "Monday"),
        pgettext("weekday in a line", "Tuesday"),
        pgettext("weekday in a line", "Wednesday"),
        pgettext("weekday in a line", "Thursday"),
        pgettext("weekday in a line", "Friday"),
        pgettext("weekday in a line", "Saturday"),
        pgettext("weekday in a line", "Sunday"),
    )[day.weekday()]


def day(value: date, style: str = "") -> str:
    """'09/11/2026'; long 'thứ Hai, 09/11/2026'; short '09/11'."""
    if isinstance(value, datetime):
        value = local(value).date()
    if style == "long":
        return f"{weekday(value)}, {value:%d/%m/%Y}"
    return f"{value:%d/%m}" if style == "short" else f"{value:%d/%m/%Y}"


def moment(value: datetime, style: str = "") -> str:
    """Hanoi time: '08:40 09/11/2026'; long '08:40, thứ Hai 09/11/2026'; short '09/11 08:40'."""
    at = local(value)
    if style == "long":
        return f"{at:%H:%M}, {weekday(at.date())} {at:%d/%m/%Y}"
    return f"{at:%d/%m %H:%M}" if style == "short" else f"{at:%H:%M %d/%m/%Y}"


def masked(identifier: str, head: int = 3, tail: int = 2) -> str:
    """'015•••••••23'. Too short to hide anything: all of it is hidden."""
    text = "".join(identifier.split())
    if len(text) <= head + tail:
        return MASK * len(text)
    return text[:head] + MASK * (len(text) - head - tail) + text[len(text) - tail :]


def masked_name(name: str) -> str:
    """'L• T•• M••': who holds the paper sees whether it is the name on it, and nobody learns it here."""
    return " ".join(word[0] + MASK * (len(word) - 1) for word in name.split())


def masked_phone(phone: str) -> str:
    """'••••••• 123': enough for its owner to know it."""
    text = "".join(phone.split())
    return f"{MASK * max(len(text) - 3, 0)}\u00a0{text[-3:]}" if len(text) > 5 else MASK * len(text)


def spaced(code: str, group: int) -> str:
    """'123456' → '123 456' with spaces that do not break, for codes that are read aloud."""
    return "\u00a0".join(code[start : start + group] for start in range(0, len(code), group))
