"""The organs of a commune that keep documents of their own: each has its books, its clerk and its seal."""

from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from thonso.core.access.roles import LEADER_ROLES


@dataclass(frozen=True, slots=True)
class Organ:
    """`name` is how its papers call it, with the commune's name behind; `keepers` keep its books, `leaders` read them."""

    key: str
    label: Any
    name: str
    symbol: str
    keepers: tuple[str, ...]
    leaders: tuple[str, ...]


# One office serves council and committee; the Party and the Front have offices of their own. The council is led by a chair
# of its own, for whom there is no role yet.
ORGANS: Final[dict[str, Organ]] = {
    one.key: one
    for one in (
        Organ("ubnd", _("People's Committee"), "Ủy ban nhân dân", "UBND", ("clerk",), LEADER_ROLES),
        Organ("hdnd", _("People's Council"), "Hội đồng nhân dân", "HĐND", ("clerk",), ()),
    )
}


def kept_by(role: str) -> list[str]:
    """Keys of the organs whose books a holder of this role keeps."""
    return [one.key for one in ORGANS.values() if role in one.keepers]


def read_by(role: str) -> list[str]:
    return [one.key for one in ORGANS.values() if role in one.keepers or role in one.leaders]


# Who writes a document, by the sign that stands in its number (xã, two-tier government since 2025).
UNITS: Final[dict[str, Any]] = {
    "VP": _("Office of the People's Council and People's Committee"),
    "KT": _("Economic affairs division"),
    "VHXH": _("Culture and social affairs division"),
    "TTPVHCC": _("Public administration service centre"),
}
