"""Words that somebody types beside an act: an opinion, a reason, a word that goes along."""

from typing import Any, Final

from django.utils.translation import gettext as _

from thonso.core.base.errors import Refused
from thonso.core.base.text import clean

LONGEST: Final = 1000


def said(words: str, field: str = "words", *, required: bool = True) -> str:
    """As it is kept. Raises Refused at that box, for no words only where they are `required`."""
    try:
        words = clean(words, limit=LONGEST, multiline=True)
    except Refused as refusal:
        raise refused(field, refusal.message) from None
    if required and len(words) < 2:
        raise refused(field, _("Write a few words."))
    return words


def refused(field: str, words: Any) -> Refused:
    return Refused(str(words), fields={field: [words]})
