"""Which commune somebody means who types its name or its code."""

from typing import Any

from django.utils.translation import gettext as _

from thonso.core.base.errors import Refused
from thonso.core.base.text import clean, fold, in_sentence
from thonso.core.units.models import Unit

SHOWN = 6
KINDS = ("xa ", "phuong ", "dac khu ")
PROVINCES = ("tinh ", "thanh pho ", "tp. ", "tp.", "tp ")


def named(typed: str, own: Unit, field: str) -> Unit:
    """Raises Refused at `field`: nothing typed, no such commune, several of that name, or our own."""
    words = clean(typed, limit=150)
    rows = Unit.objects.filter(kind=Unit.Kind.COMMUNE, valid_to=None).select_related("parent")
    name, where = (fold(part) for part in words.split(",", 1)) if "," in words else (fold(words), "")
    # "Xa Dung" and "Phượng Dực" begin like a kind and are names all the same.
    names = [name, *(name.removeprefix(kind) for kind in KINDS if name.startswith(kind))]
    found = list(rows.filter(code=words) or rows.filter(folded__in=names).order_by("code"))
    for kind in PROVINCES:
        where = where.removeprefix(kind).strip()
    if where:
        found = [one for one in found if one.parent and where in fold(one.parent.full_name)]
    if not words:
        raise _at(field, _("Write the name of the commune, or its code of five digits."))
    if not found:
        raise _at(field, _("There is no commune of this name. Check it, or write its code of five digits."))
    if len(found) > 1:
        listed = "; ".join(f"{said(one)} ({one.code})" for one in found[:SHOWN])
        raise _at(field, _("Several communes have this name: %(names)s. Write the code.") % {"names": listed})
    if found[0].pk == own.pk:
        raise _at(field, _("This is our own commune: file it here like any other dossier."))
    return found[0]


def said(unit: Unit) -> str:
    """'Xã A Mú Sung, tỉnh Lào Cai'."""
    if unit.parent is None:
        return unit.full_name
    name = unit.parent.full_name
    return f"{unit.full_name}, {in_sentence(name)}"


def _at(field: str, words: Any) -> Refused:
    return Refused(words, fields={field: [words]})
