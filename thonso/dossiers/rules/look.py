"""What decides which ways are open to a dossier. Pure."""

from dataclasses import dataclass

from thonso.core.units.deciders import DIRECTOR
from thonso.dossiers.rules.states import State


@dataclass(frozen=True, slots=True)
class Look:
    """What the guards may look at: facts about one dossier, gathered once by the caller."""

    state: State
    stage: str
    in_hand: bool = False  # being processed by an officer by name
    steps: tuple[str, ...] = ()  # keys of the procedure's steps, in order
    step_kind: str = ""
    next_kind: str = ""
    signature_ahead: bool = False  # the next step, but for what is done in other systems, is a signature
    supplements_asked: int = 0
    supplement_limit: int | None = None
    papers_open: int = 0  # required papers not found valid yet
    supplied_open: int = 0  # papers that were asked for again and that nobody has looked at since
    result_drafted: bool = False
    result_signed: bool = False
    to_hand_over: bool = False  # a paper of this very dossier is in force, not only the decision that one rested on
    revocable: bool = False  # a paper is in force that stands for no other dossier
    revoked: bool = False  # its result was taken back before it was handed over
    decided: bool = False  # a decision for a list that names it is in force
    extension_proposed: bool = False
    hamlet_tasks_open: int = 0
    hamlet_work_begun: bool = False
    hangs_until: str = ""  # the list hangs at the seat of the committee until this hour, in words
    recheck_by: str = ""  # somebody objected to the list, and this is until when it is looked into, in words
    lives_here: bool = False  # the person lives in a hamlet of the commune, which can take the result
    must_come: bool = False  # somebody has to be there for the result
    on_its_way: bool = False  # the result was sent to the hamlet and is not handed over yet
    refusal_proposed: bool = False
    supplement_proposed: bool = False
    supplement_by: str = ""  # who approves a request for papers; nobody: the officer asks at once
    extension_by: str = DIRECTOR
    result_kind: str = "drafted_here"  # of the procedure: where its result is made
    counts_itself: bool = False  # official codes are our own count, not the province's
    reply_overdue: bool = False  # the date to supply papers by has passed
    correcting: bool = False  # a corrected paper is being made, while the old one is still in force
    correctable: bool = False  # a paper that was drawn here is in force
    revocation_proposed: bool = False
    heir_allowed: bool = False  # the version lets an heir go on with it
    has_heir: bool = False
    has_fee: bool = False  # the version asks for one, or does not know how much
    fee_state: str = ""  # of the charge in force: asked, paid, exempt
