"""The roles there are, and which tree each belongs to."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

ROLES: Final[dict[str, Promise]] = {
    "citizen": _("Resident"),
    "helper": _("Digital helper of the hamlet"),
    "village_head": _("Village head"),
    "one_stop": _("One-stop desk officer"),
    "centre_director": _("Director of the public administration service centre"),
    "officer_justice": _("Justice and civil-status officer"),
    "officer_social": _("Social affairs officer"),
    "officer_economy": _("Economy officer"),
    "clerk": _("Clerk"),
    "chairman": _("Chairman of the commune People's Committee"),
    "deputy_chairman": _("Deputy chairman of the commune People's Committee"),
    "administrator": _("System administrator"),
    "observer": _("Province observer"),
    "party_secretary_commune": _("Secretary of the commune party committee"),
    "party_secretary_cell": _("Secretary of the party cell"),
    "party_member": _("Party member"),
    "keyholder": _("Whoever holds the key of a dossier"),
    "system": _("The system"),
}
PARTY_ROLES: Final = ("party_secretary_commune", "party_secretary_cell", "party_member")
OFFICER_ROLES: Final = ("officer_justice", "officer_social", "officer_economy")
LEADER_ROLES: Final = ("chairman", "deputy_chairman")
# Those who work at the desk (/ban/). An administrator or an observer without such a post does not.
STAFF_ROLES: Final = ("one_stop", "centre_director", *OFFICER_ROLES, "clerk", *LEADER_ROLES)
HAMLET_ROLES: Final = ("helper", "village_head")
# Who must have a second factor outside the demo: everyone whose account opens other people's affairs.
SECOND_FACTOR_ROLES: Final = (
    *STAFF_ROLES,
    "administrator",
    "observer",
    "party_secretary_commune",
    "party_secretary_cell",
)


# What the administrator of a commune can give: not what follows from being somebody, nor what the province gives.
GIVEN_HERE: Final = tuple(role for role in ROLES if role not in {"citizen", "keyholder", "system", "observer"})
# Held by one person at a time; a second holder is a mistake until somebody says that it is meant.
SOLE_ROLES: Final = ("chairman", "centre_director")
# Appointments to these are shown to the chairman: they open other people's affairs, or give such posts away.
TOLD_ROLES: Final = (*STAFF_ROLES, "administrator")


def tree_of(role: str) -> str:
    return "party" if role in PARTY_ROLES else "government"
