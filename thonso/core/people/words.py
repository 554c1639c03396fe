"""What pages call a household's class and a member's place in it. Papers have words of their own, which the law sets."""

from typing import Final

from django.utils.translation import gettext_lazy as _

CLASSES: Final = {
    "poor": _("Poor household"),
    "near_poor": _("Near-poor household"),
    "escaped": _("Household that escaped poverty"),
    "average": _("Household with an average standard of living"),
    "other": _("Other household"),
}
RELATIONS: Final = {
    "head": _("Head of the household"),
    "spouse": _("Wife or husband"),
    "child": _("Child"),
    "child_in_law": _("Daughter-in-law or son-in-law"),
    "parent": _("Father or mother"),
    "grandparent": _("Grandfather or grandmother"),
    "grandchild": _("Grandchild"),
    "sibling": _("Brother or sister"),
    "other": _("Other member"),
}
