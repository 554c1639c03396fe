"""What a question says beside the words of its definition: the parts of a person, yes and no, how a date is written. Pure."""

from django.utils.translation import gettext as _

from thonso.procedures.forms.kinds.identity import part_labels
from thonso.procedures.forms.shape import Field


def added(one: Field) -> list[str]:
    """As the templates of `procedures/form/kinds` show them, in the order in which they are read."""
    if one.kind == "yes_no":
        return [_("Yes"), _("No")]
    if one.kind == "date" and not one.hint:
        return [_date() if one.unknown else _("For example 12/3/2026.")]
    if one.kind == "unit":
        return [_("Province"), _("Commune"), _("Hamlet")]
    if one.kind != "person":
        return []
    labels, hints = part_labels(), {"birth": [_date()], "id_number": [_("12 digits on the card.")]}
    hints["sex"] = [_("Male"), _("Female")]
    return [words for part in one.parts for words in (labels[part.key], *hints.get(part.key, ()))]


def _date() -> str:
    return _("For example 12/3/1985. If you only remember the year, write the year.")
