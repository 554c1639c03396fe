"""A fee as its boxes say it now, in the words of the procedure's page, with sums worked out as a dossier would have them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from thonso.procedures import describing
from thonso.procedures.definition import ByPage, Fee
from thonso.procedures.editor.places import Source
from thonso.procedures.editor.wording import ref_words
from thonso.procedures.forms.kinds.number import grouped

MORE = 3  # pages after the first ones, copies: enough to see how it grows


@dataclass(frozen=True, slots=True)
class Shown:
    fee: Fee
    words: str
    examples: list[str]


def shown(source: Source, item: Mapping[str, Any]) -> Shown:
    """Of what is half filled in, what can be said of it."""
    amount, pages = item.get("amount"), item.get("by_page") or {}
    whole = isinstance(amount, int) and all(isinstance(pages.get(one), int) for one in ("first", "then", "most"))
    fee = Fee(
        name=str(item.get("name", "")), amount=amount if isinstance(amount, int) else None, source="",
        unit=str(item.get("unit", "")),
        times=str(item.get("times", "")), by_page=ByPage(**pages) if whole and set(pages) == set(ByPage.__slots__) else None,
        exemptions=tuple(item.get("exemptions", ())), note=str(item.get("note", "")),
    )  # fmt: skip
    return Shown(fee, describing.fee_words(fee), _examples(source, fee))


def _examples(source: Source, fee: Fee) -> list[str]:
    if not fee.amount:
        return []
    if fee.by_page:
        to_cap = fee.by_page.first + (-(-fee.by_page.most // fee.by_page.then) if fee.by_page.then else 0)
        counts = dict.fromkeys((1, fee.by_page.first + MORE, to_cap))
        return [
            _("A paper of %(pages)s pages, 1 copy: %(sum)s đ")
            % {"pages": grouped(n), "sum": _of_pages(fee, fee.by_page, n)}
            for n in counts
        ]
    if fee.times:
        facts = {"question": ref_words(source, fee.times), "n": MORE, "sum": grouped(fee.amount * MORE)}
        return [_("%(question)s answered with %(n)s: %(sum)s đ") % facts]
    return [_("Each dossier: %(sum)s đ") % {"sum": grouped(fee.amount)}]


def _of_pages(fee: Fee, by_page: ByPage, pages: int) -> str:
    return grouped(by_page.total(fee.amount or 0, [{by_page.pages: pages, by_page.copies: 1}]))
