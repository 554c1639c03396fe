"""The review sheet in figures: what cannot be, and what is worth a second look before it goes to the commune. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _


@dataclass(frozen=True, slots=True)
class Scoring:
    """How sheet B2 is counted. `verify`: from memory; so a score outside is asked about again and never refused."""

    step: int  # points for one missing service
    most: int  # points when all are missing
    source: str
    verify: bool


SCORING = Scoring(
    10, 120, "Thông tư 07/2021/TT-BLĐTBXH, Phiếu B (12 chỉ số, theo trí nhớ; cần xác minh cho 2026 - 2030)", True
)
# More than this was typed wrong: no household, no hamlet and no sheet of the field reaches it.
MOST = {"income_score": 999, "lack_score": 999, "members": 40, "invited": 2000, "present": 2000, "agree": 2000}


def too_large(report: Mapping[str, Any]) -> list[str]:
    """The figures that cannot be; those that are no numbers are somebody else's to name."""
    return [name for name, most in MOST.items() if str(report.get(name, "")).isdecimal() and int(report[name]) > most]


def doubts(report: Mapping[str, Any], asked_members: int | None) -> dict[str, str]:
    """Box → what does not fit together. Whoever has looked again may send it as it is."""
    found = {}
    lack, members = int(report["lack_score"]), int(report["members"])
    if lack > SCORING.most or lack % SCORING.step:
        found["lack_score"] = _("Sheet B2 counts in tens, to %(most)d at most.") % {"most": SCORING.most}
    if asked_members and members != asked_members:
        found["members"] = _("The request names %(count)d people.") % {"count": asked_members}
    return found
