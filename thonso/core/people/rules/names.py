"""Names of people, as they are written on cards and as they are typed."""

import re

from django.utils.translation import gettext as _

from thonso.core.base.errors import Refused
from thonso.core.base.text import clean, fold
from thonso.core.people.rules.shapes import Check

_NAME = re.compile(r"[^\W\d_]+(?:[’'\-.][^\W\d_]+)*\.?")


def check_name(text: str) -> Check:
    """A person's full name. One word, or very many letters, exists: it is asked about, not refused."""
    try:
        name = clean(text, limit=100)
    except Refused as error:
        return Check([str(error.message)], [])
    if not name:
        return Check([_("Enter the full name.")], [])
    words = name.split()
    if not all(_NAME.fullmatch(word) for word in words):
        return Check([_("A name has letters only. Look at “%(name)s” again.") % {"name": name}], [])
    if re.search(r"(.)\1{3}", fold(name)):
        return Check([_("A letter is repeated in “%(name)s”. Look at it again.") % {"name": name}], [])
    warnings: list[str] = []
    if len(words) == 1:
        warnings.append(_("The name has one word only. Is it the full name as on the card?"))
    if sum(len(word) for word in words) >= 40:
        warnings.append(_("The name is unusually long. Is it as on the card?"))
    elif any(len(word) > 15 for word in words):
        warnings.append(_("A word of the name is unusually long. Is a blank missing?"))
    return Check([], warnings)


def tidy_name(text: str) -> str:
    """NFC, single blanks; a name typed in capitals or in small letters gets a capital at each word."""
    name = clean(text, limit=100)
    if name and (name == name.upper() or name == name.lower()):
        name = " ".join(part[:1].upper() + part[1:].lower() for part in name.split())
    return name
