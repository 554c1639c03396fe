"""What holds of a document that is being written: its states, what may be done in each, who has it in hand. Pure."""

from typing import Any, Final

from django.utils.translation import gettext_lazy as _

STATES: Final[dict[str, tuple[Any, str]]] = {
    "draft": (_("Being written"), "info"),
    "review": (_("Being looked through"), "info"),
    "presented": (_("Waiting for the signature"), "soon"),
    "signed": (_("Signed, waiting for the seal"), "soon"),
    "issued": (_("Issued"), "ok"),
    "dropped": (_("Given up"), "plain"),
}
# Still changed by whoever has it in hand.
OPEN: Final = ("draft", "review", "presented")
NUMBERED: Final = ("signed", "issued")
PARTS: Final[dict[str, Any]] = {
    "opine": _("gives an opinion"),
    "check": _("looks it through"),
    "sign": _("signs"),
}
TASK_STATES: Final[dict[str, tuple[Any, str]]] = {
    "waiting": (_("not her turn yet"), "plain"),
    "open": (_("has it"), "info"),
    "done": (_("done"), "ok"),
    "back": (_("returned it"), "soon"),
    "closed": (_("no longer"), "plain"),
}
ACTS: Final[dict[str, Any]] = {
    "begin": _("Began to write it"),
    "save": _("Changed the text"),
    "ask": _("Asked for an opinion"),
    "opine": _("Opinion"),
    "submit": _("Submitted"),
    "pass": _("Looked through, passed on"),
    "send_back": _("Sent back"),
    "take_back": _("Taken back"),
    "sign": _("Signed"),
    "issue": _("Sealed and issued"),
    "return": _("Returned after the signature"),
    "drop": _("Given up"),
}
# What brings it from one hand to another, and of these what brings it back.
MOVES: Final = ("submit", "send_back", "take_back", "return")
RETURNED: Final = ("send_back", "return")
# In whose name it is signed: the committee as a body, or its chairman in his own right.
CAPACITIES: Final[dict[str, Any]] = {
    "body": _("On behalf of the committee (TM. ỦY BAN NHÂN DÂN)"),
    "chair": _("As chairman (CHỦ TỊCH)"),
}
# Two parties or two signers, or an organ that has no signer here yet: their pages cannot be finished in this house.
NOT_WRITTEN: Final = frozenset({"bien-ban", "hop-dong", "ban-ghi-nho", "ban-thoa-thuan", "nghi-quyet"})
LONGEST_WORD: Final = 500
"""No word is as long; what is would run out of its line, and ten thousand letters of it out of the format."""
MOST_CHECKERS: Final = 3
MOST_OPINIONS: Final = 20
LIMITS: Final = {"subject": 500, "addressees": 3000, "recipients": 3000}
LONGEST: Final = 200_000
"""Letters of a draft: some eighty pages."""
