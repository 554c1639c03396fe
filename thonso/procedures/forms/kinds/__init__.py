"""All kinds of fields, by name."""

from thonso.procedures.forms.kinds.base import Context, Errors, Kind
from thonso.procedures.forms.kinds.choice import Choice, Choices, Consent, YesNo
from thonso.procedures.forms.kinds.date import Date
from thonso.procedures.forms.kinds.file import File
from thonso.procedures.forms.kinds.group import Group
from thonso.procedures.forms.kinds.identity import IdNumber, Person, Phone
from thonso.procedures.forms.kinds.number import Money, Number
from thonso.procedures.forms.kinds.place import Unit
from thonso.procedures.forms.kinds.signature import Signature
from thonso.procedures.forms.kinds.statement import Statement
from thonso.procedures.forms.kinds.text import LongText, Text
from thonso.procedures.forms.shape import Field

KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        Text(),
        LongText(),
        Number(),
        Money(),
        Date(),
        Choice(),
        Choices(),
        YesNo(),
        Unit(),
        Person(),
        Group(),
        File(),
        Consent(),
        Signature(),
        Statement(),
        Phone(),
        IdNumber(),
    )
}


def kind_of(field: Field) -> Kind:
    return KINDS[field.kind]


__all__ = ["KINDS", "Context", "Errors", "Kind", "kind_of"]
