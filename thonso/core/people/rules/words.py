"""The words people write into a list for sex, tie to the head, owner of a phone and class of the household."""

import re
import unicodedata

from django.utils.translation import gettext as _

from thonso.core.base.errors import Refused
from thonso.core.base.text import fold

_SEX_WORDS = {"nam": "male", "nu": "female", "male": "male", "female": "female", "m": "male", "f": "female"}
_RELATION_WORDS = {
    "chu ho": "head", "head": "head",
    "vo": "spouse", "chong": "spouse", "vo chong": "spouse", "spouse": "spouse",
    "con": "child", "con de": "child", "con nuoi": "child", "child": "child",
    "con dau": "child_in_law", "con re": "child_in_law", "child_in_law": "child_in_law",
    "ong": "grandparent", "ba": "grandparent", "ong noi": "grandparent", "ba noi": "grandparent",
    "ong ngoai": "grandparent", "ba ngoai": "grandparent", "ong ba": "grandparent", "grandparent": "grandparent",
    "bo": "parent", "me": "parent", "cha": "parent", "bo de": "parent", "me de": "parent", "cha de": "parent",
    "bo vo": "parent", "me vo": "parent", "bo chong": "parent", "me chong": "parent", "parent": "parent",
    "chau": "grandchild", "chau noi": "grandchild", "chau ngoai": "grandchild", "grandchild": "grandchild",
    "anh": "sibling", "chi": "sibling", "em": "sibling", "anh ruot": "sibling", "chi ruot": "sibling",
    "em ruot": "sibling", "sibling": "sibling",
}  # fmt: skip
_OWNER_WORDS = {
    "": "own", "cua minh": "own", "ban than": "own", "own": "own", "chinh chu": "own",
    "nguoi than": "relative", "relative": "relative", "hang xom": "neighbour", "neighbour": "neighbour",
    "nguoi ho tro": "helper", "helper": "helper",
}  # fmt: skip
_CLASS_WORDS = {
    "ho ngheo": "poor", "ngheo": "poor", "poor": "poor", "hn": "poor",
    "ho can ngheo": "near_poor", "can ngheo": "near_poor", "near_poor": "near_poor", "hcn": "near_poor",
    "thoat ngheo": "escaped", "ho thoat ngheo": "escaped", "ho moi thoat ngheo": "escaped", "escaped": "escaped",
    "trung binh": "average", "ho trung binh": "average", "ho co muc song trung binh": "average", "average": "average",
    "khac": "other", "khong ngheo": "other", "other": "other",
}  # fmt: skip


def _word(text: str, words: dict[str, str], message: str) -> str:
    found = words.get(" ".join(re.findall(r"[a-z_]+", fold(text))))
    if found is None:
        raise Refused(message % {"text": text})
    return found


def parse_sex(text: str) -> str:
    return _word(text, _SEX_WORDS, _("“%(text)s” is not a sex; write Nam or Nữ."))


def parse_relation(text: str) -> str:
    """The words people use for the tie to the head of the household; what is not known among them is 'other'."""
    return _RELATION_WORDS.get(" ".join(re.findall(r"[a-z_]+", fold(text))), "other")


def parse_owner(text: str) -> str:
    return _word(
        text, _OWNER_WORDS, _("“%(text)s”: write whose phone it is: Của mình, Người thân, Hàng xóm, Người hỗ trợ.")
    )


def parse_class(text: str) -> str:
    return _word(text, _CLASS_WORDS, _("“%(text)s” is not a class; write Hộ nghèo, Hộ cận nghèo, Thoát nghèo or Khác."))


def parse_phone(text: str) -> str:
    """'+84 912 345 678' or '0912.345.678' -> '0912345678'. Mobiles have ten digits, fixed lines begin with 02."""
    digits = re.sub(r"[\s.\-()]", "", unicodedata.normalize("NFKC", text))
    digits = re.sub(r"^(\+84|0084|84(?=\d{9,10}$))", "0", digits)
    if not digits.isascii() or not re.fullmatch(r"0[35789]\d{8}|02\d{9}", digits):
        raise Refused(_("“%(text)s” is not a phone number of ten digits.") % {"text": text})
    return digits
