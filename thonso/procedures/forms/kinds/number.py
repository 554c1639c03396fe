"""Whole numbers (or with a fixed number of decimals), and money in whole đồng, typed the Vietnamese way."""

import re
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from thonso.procedures.forms.kinds.base import Context, Errors, Kind, one_text
from thonso.procedures.forms.shape import Field

_GROUPED = re.compile(r"^\d{1,3}(\.\d{3})+$")
_LARGEST = 10**15


def grouped(number: int) -> str:
    """1500000 → 1.500.000"""
    return f"{number:,}".replace(",", ".")


class Number(Kind):
    """Canonical: an int, or a decimal text with a point ("2.5") where the field has decimals."""

    name = "number"

    def parse(self, raw: Any, field: Field, context: Context) -> tuple[Any, Errors]:
        text = (one_text(raw) or "").replace(" ", "").replace("\u00a0", "")
        if not text:
            return None, {} if raw in (None, "", [], {}) else {"": [self.unreadable(field)]}
        plain = text.replace(".", "") if _GROUPED.match(text) and not field.decimals else text.replace(",", ".")
        pattern = rf"^-?\d{{1,16}}(\.\d{{1,{field.decimals}}})?$" if field.decimals else r"^-?\d{1,16}$"
        if not re.match(pattern, plain) or not plain.isascii():
            return None, {"": [self.unreadable(field)]}
        number = Decimal(plain)
        if problem := self.range_problem(number, field):
            return None, {"": [problem]}
        return (format(number.normalize(), "f") if field.decimals else int(number)), {}

    def unreadable(self, field: Field) -> str:
        if field.decimals:
            return _("Please enter a number, for example 2,5.")
        if field.max is not None:
            bounds = {"low": grouped(field.min or 0), "high": grouped(field.max)}
            return _("Please enter a whole number from %(low)s to %(high)s, in digits.") % bounds
        return _("Please enter a whole number in digits, for example 12.")

    def range_problem(self, number: Decimal, field: Field) -> str:
        low = field.min if field.min is not None else 0
        high = field.max if field.max is not None else _LARGEST
        if number < low:
            return _("Please enter a number of at least %(low)s.") % {"low": grouped(low)}
        if number > high:
            return _("Please enter a number of at most %(high)s.") % {"high": grouped(high)}
        return ""

    def view(self, field: Field, value: Any, context: Context) -> dict[str, Any]:
        """As typed, or the number without its unit, to be typed over."""
        canonical, errors = self.parse(value, field, context)
        if errors or canonical is None:
            return {"typed": one_text(value) or ""}
        return {"typed": str(canonical).replace(".", ",") if field.decimals else grouped(int(canonical))}

    def text(self, value: Any, field: Field, context: Context) -> str:
        shown = str(value).replace(".", ",") if field.decimals else grouped(int(value))
        return f"{shown} {field.suffix}".strip()

    def schema(self, field: Field) -> dict[str, Any]:
        if field.decimals:
            return {"type": "string", "pattern": rf"^-?\d+(\.\d{{1,{field.decimals}}})?$"}
        bounds = {"minimum": field.min if field.min is not None else 0}
        return {"type": "integer", **bounds, **({"maximum": field.max} if field.max is not None else {})}


class Money(Number):
    """Whole đồng: "1.500.000", "1500000 đ" and "1,5 triệu" are the same."""

    name = "money"
    _WORDS = re.compile(r"^(?P<amount>[\d.,]+)(?P<scale>nghìn|ngàn|triệu|tr|k)?(?:đồng|đ|vnđ|vnd)?$", re.IGNORECASE)
    _SCALES = {"nghìn": 1000, "ngàn": 1000, "k": 1000, "triệu": 1_000_000, "tr": 1_000_000}

    def parse(self, raw: Any, field: Field, context: Context) -> tuple[Any, Errors]:
        text = (one_text(raw) or "").replace(" ", "").replace("\u00a0", "")
        match = self._WORDS.match(text)
        if not match or not text.isprintable():
            return super().parse(raw, field, context)
        amount, scale = match["amount"], self._SCALES.get((match["scale"] or "").lower(), 1)
        if scale == 1:
            return super().parse(amount, field, context)
        if not re.match(r"^\d{1,9}([.,]\d{1,3})?$", amount):
            return None, {"": [self.unreadable(field)]}
        total = Decimal(amount.replace(",", ".")) * scale
        if total != int(total):
            return None, {"": [self.unreadable(field)]}
        return super().parse(int(total), field, context)

    def unreadable(self, field: Field) -> str:
        return _("Please enter an amount in whole đồng, for example 1.500.000.")

    def text(self, value: Any, field: Field, context: Context) -> str:
        return f"{grouped(int(value))} đ"
