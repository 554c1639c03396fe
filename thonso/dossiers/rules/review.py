"""The review sheet in figures: what cannot be, and what is worth a second look before it goes to the commune."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _


@dataclass(frozen=True, slots=True)
class Scoring:
    """How sheet B is counted between two days, in points. It only asks for a second look and never refuses."""

    valid_from: date
    valid_to: date | None
    income_at_most: int  # B1: up to here the household is below the income line
    lack_at_least: int  # B2: from here on a household below the line is poor, else near-poor
    lack_step: int  # points for one missing service
    lack_most: int  # points when all are missing
    source: str
    verify: bool

    def proposes(self, income: int, lack: int) -> str:
        if income > self.income_at_most:
            return "none"
        return "poor" if lack >= self.lack_at_least else "near_poor"


# More than this was typed wrong: no household, no hamlet and no sheet of the field reaches it.
MOST = {
    "income_score": 999,
    "lack_score": 999,
    "income": 200_000_000,  # đồng a person and month
    "members": 40,
    "invited": 2000,
    "present": 2000,
    "agree": 2000,
}


def too_large(report: Mapping[str, Any]) -> list[str]:
    """The figures that cannot be; those that are no numbers are somebody else's to name."""
    return [name for name, most in MOST.items() if str(report.get(name, "")).isdecimal() and int(report[name]) > most]


def doubts(
    report: Mapping[str, Any], asked_members: int | None, scoring: Scoring | None, words: Mapping[str, Any]
) -> dict[str, str]:
    """Box → what does not fit together in sheets A and B. Whoever has looked again may send it as it is. `words`: proposal →
    its name."""
    found = {}
    income, lack = (int(report[name]) for name in ("income_score", "lack_score"))
    if scoring and (lack > scoring.lack_most or lack % scoring.lack_step):
        found["lack_score"] = _("Sheet B2 counts in steps of %(step)d, to %(most)d at most.") % {
            "step": scoring.lack_step,
            "most": scoring.lack_most,
        }
    found |= members_doubt(report, asked_members)
    if scoring and report["proposal"] != (fitting := scoring.proposes(income, lack)):
        found["proposal"] = _("With B1 %(income)d and B2 %(lack)d the scores say: %(words)s.") % {
            "income": income,
            "lack": lack,
            "words": words.get(fitting, fitting),
        }
    return found


def members_doubt(report: Mapping[str, Any], asked_members: int | None) -> dict[str, str]:
    """Whether as many live there as the request names."""
    if not asked_members or int(report["members"]) == asked_members:
        return {}
    return {"members": _("The request names %(count)d people.") % {"count": asked_members}}


def contradictions(report: Mapping[str, Any]) -> dict[str, str]:
    """Box → what cannot be in the figures of a meeting, each said with the figure it contradicts. Boxes that are no number
    are somebody else's to name."""
    invited, present, agree = (_figure(report, name) for name in ("invited", "present", "agree"))
    found = {}
    if invited == 0:
        found["invited"] = _("Write how many households were invited.")
    if present == 0:
        found["present"] = _("Nobody came: then there was no meeting. Write how many households came.")
    elif invited is not None and present is not None and present > invited > 0:
        found["present"] = _("%(present)d came, more than the %(invited)d invited: mend one of the two.") % {
            "present": present,
            "invited": invited,
        }
    if present and agree is not None and agree > present:
        found["agree"] = _("%(agree)d agree, more than the %(present)d that came: mend one of the two.") % {
            "agree": agree,
            "present": present,
        }
    return found


def meeting_doubts(report: Mapping[str, Any]) -> dict[str, str]:
    """Box → what is seldom so in a meeting and has consequences; asked about once. The figures fit together already."""
    invited, present, agree = (int(report[name]) for name in ("invited", "present", "agree"))
    found = {}
    if present * 2 < invited:
        found["present"] = _("%(present)d of %(invited)d households came: is that right?") % {
            "present": present,
            "invited": invited,
        }
    if agree * 2 < present:
        found["agree"] = _("%(agree)d of %(present)d households agree, less than half: then the household is reviewed again "
                           "and the hamlet meets again. Is that right?") % {"agree": agree, "present": present}  # fmt: skip
    return found


def _figure(report: Mapping[str, Any], name: str) -> int | None:
    text = str(report.get(name, ""))
    return int(text) if text.isdecimal() else None
