"""The buttons on the page of a dossier: which there are, in what order, and which one leads."""

from dataclasses import dataclass

from thonso.core.access.actors import Actor
from thonso.dossiers.models import Dossier
from thonso.dossiers.models.dossier import Channel
from thonso.dossiers.requirements import definition
from thonso.dossiers.rules.guards import MADE_ELSEWHERE
from thonso.dossiers.rules.look import Look
from thonso.dossiers.rules.states import State
from thonso.dossiers.rules.transitions import Transition
from thonso.dossiers.sent_back import is_unchanged
from thonso.dossiers.services import beside
from thonso.dossiers.services.hands import holds
from thonso.dossiers.services.moves import allowed

SHOWN = 3  # beside each other; the rest is folded away
DECISIONS = {"extend", "approve_supplement"}
# Nothing to fill in and nothing lost when pressed by mistake: done at once, without a page of their own.
AT_ONCE = {"take"}
USUAL = {"ask_supplement": 2, "propose_supplement": 2, "send_back": 2, "reject_refusal": 2, "verify": 3}
# What brings a dossier on: at most one or two of these are possible at a time.
ONWARD = {
    "certify",
    "receive",
    "supply",
    "take",
    "advance",
    "propose",
    "sign",
    "seal",
    "send_to_hamlet",
    "hand_over",
    "approve_refusal",
    "record_result",
    "give_opinion",
    "recheck",
    "approve_revocation",
}


@dataclass(frozen=True, slots=True)
class Buttons:
    """`leads` is the name of the one that is filled; '' when the next step is not this person's. `together`: the result
    is drafted with those of other dossiers, on the page of the decision for a list. `by_letter`: the result itself is made
    in another system, and what is drafted here is an answer."""

    shown: tuple[Transition, ...]
    folded: tuple[Transition, ...]
    leads: str
    together: bool
    by_letter: bool

    @property
    def names(self) -> set[str]:
        return {one.name for one in (*self.shown, *self.folded)}


def buttons_of(actor: Actor, dossier: Dossier, look: Look) -> Buttons:
    """What this actor may do here. One signs among the papers to sign, so only who finds it there gets that button."""
    mine = holds(actor, dossier) is not None
    found = [one for one in allowed(actor, dossier, look) if mine or one.name != "sign"]
    ordered = tuple(sorted(found, key=lambda one: _place(one, look, dossier)))
    by_letter = look.result_kind in MADE_ELSEWHERE
    together = definition(dossier).result.decides_lists and not look.decided
    return Buttons(ordered[:SHOWN], ordered[SHOWN:], _leads(ordered, look, dossier, mine), together, by_letter)


def _leads(ordered: tuple[Transition, ...], look: Look, dossier: Dossier, mine: bool) -> str:
    """The next step of whoever has the dossier in hand. One that waits for its fee or for papers is in nobody's: whoever
    may writes down that they came."""
    if ordered and ordered[0].name in DECISIONS and (look.extension_proposed or look.supplement_proposed):
        return ordered[0].name  # somebody's decision, while another works on it
    if not ordered or look.refusal_proposed or not (mine or dossier.status in {State.PAYMENT, State.SUPPLEMENT}):
        return ""
    first = ordered[0]
    return first.name if _place(first, look, dossier) <= 1 and first.tone != "danger" else ""


def _place(transition: Transition, look: Look, dossier: Dossier) -> int:
    """The next step first; then what is often done; what cannot be undone last."""
    if transition.name == "send_to_hamlet" and dossier.channel != Channel.ASSISTED:
        return 2
    if transition.name in {"extend", "reject_extension"} and look.extension_proposed:
        return -1
    if transition.name in {"approve_supplement", "reject_supplement"}:
        return -1
    if (
        look.result_drafted
        and transition.name in {"propose", "draft_result"}
        and is_unchanged(dossier, dossier.events.all())
    ):
        return 1 if transition.name == "draft_result" else 2  # first what the leader asked for
    if transition.name == "take" and dossier.status is State.PROCESSING:
        return 2  # from the common queue; whoever begins the work has it too
    if transition.name in ONWARD:
        return 0
    if transition.name == "check_paper":
        return -1 if look.supplied_open and dossier.status is not State.SUBMITTED else 1 if look.papers_open else 5
    if transition.name == "draft_result":
        if look.result_kind in MADE_ELSEWHERE:
            return 6  # an answer by letter, when what was asked for cannot be given
        return 4 if look.result_drafted else 1
    if transition.name == "record_official_code":
        # Before reception it is written down from the page of the portal, seldom from here.
        return 10 if dossier.status is State.SUBMITTED else 7 if dossier.official_code else 1
    if transition.name == "name_beside":
        return 1 if beside.missing(dossier, dossier.events.all()) else 10
    if transition.name == "record_payment" and dossier.status in {State.PAYMENT, State.COMPLETED}:
        return 0 if dossier.status is State.PAYMENT else 1  # done while one waited: the fee is taken before it is given
    if transition.name == "link_resident":  # what it is needed for comes after reception
        return 3 if dossier.subject_resident_id is None and dossier.status is not State.SUBMITTED else 10
    if transition.name in {"name_heir", "correct_number"}:
        return 10
    if transition.tone == "danger":
        return 9
    return USUAL.get(transition.name, 6)
