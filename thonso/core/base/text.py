"""Text hygiene at the edge, and the two keys by which Vietnamese text is searched and sorted."""

import re
import unicodedata

from django.utils.translation import gettext_lazy as _

from thonso.core.base.errors import Refused

# Controls, lone surrogates, direction marks and zero-width characters have no place in a name or an answer.
_FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_TONE_ORDER = {"": 0, "\u0300": 1, "\u0309": 2, "\u0303": 3, "\u0301": 4, "\u0323": 5}
_ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_LETTER_ORDER = {letter: index for index, letter in enumerate(_ALPHABET, start=1)}


def clean(value: str, *, limit: int, multiline: bool = False, cells: bool = False) -> str:
    """NFC text without surrounding blanks. Refuses what cannot be shown on paper, and more than `limit` characters. `cells`:
    tabs stay, since they part the cells of a row."""
    if _FORBIDDEN.search(value):
        raise Refused(_("The text has characters that cannot be printed. Please type it again."))
    value = unicodedata.normalize("NFC", value.replace("\r\n", "\n"))
    parts = (line.split("\t") if cells else [line] for line in value.split("\n"))
    value = "\n".join("\t".join(" ".join(part.split()) for part in line) for line in parts).strip(" \n")
    if not multiline:
        value = value.replace("\n", " ")
    if len(value) > limit:
        raise Refused(_("The text is too long: at most %(limit)d characters.") % {"limit": limit})
    return value


def printable(value: str) -> str:
    """The text without what `clean` refuses: for what a stranger's file says, which nobody can be asked to type again."""
    return _FORBIDDEN.sub("", value)


def in_sentence(words: str) -> str:
    """As it stands inside a sentence: 'Xã Bát Xát' is 'xã Bát Xát' there."""
    return words[:1].lower() + words[1:]


def fold(value: str) -> str:
    """Lower case without diacritics: 'Lý Thị Mai' and 'ly thi mai' meet here."""
    decomposed = unicodedata.normalize("NFD", value.lower().replace("đ", "d"))
    return " ".join("".join(c for c in decomposed if not unicodedata.combining(c)).split())


def _word_key(word: str) -> str:
    letters: list[str] = []
    tones: list[str] = []
    for char in unicodedata.normalize("NFC", word.lower()):
        parts = unicodedata.normalize("NFD", char)
        tone = next((c for c in parts if c in _TONE_ORDER), "")
        base = unicodedata.normalize("NFC", "".join(c for c in parts if c != tone))
        letters.append(f"{_LETTER_ORDER.get(base, 90 + ord(base[:1] or ' ') % 100):02d}")
        tones.append(str(_TONE_ORDER[tone]))
    return "".join(letters) + "." + "".join(tones)


def person_sort_key(full_name: str) -> str:
    """Vietnamese order of people: given name (the last word) first, then family and middle names."""
    words = full_name.split()
    return " ".join(_word_key(word) for word in ([words[-1], *words[:-1]] if words else []))[:300]
