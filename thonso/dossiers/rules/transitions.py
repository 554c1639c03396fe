"""Every way a dossier moves, as data. The same table draws the buttons and decides on the server.

`policy` names the action on a dossier in `access.policy_table`; `guards` are the pure conditions below over a `Look`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from thonso.dossiers.rules.look import Look
from thonso.dossiers.rules.states import State as S

Guard = Callable[[Look], Any]  # gives None, or the sentence that says why not


def papers_checked(look: Look) -> Any:
    return _("Check every required paper first.") if look.papers_open else None


def supplement_is_checked(look: Look) -> Any:
    return _("Look first at the papers that came with the supplement.") if look.supplied_open else None


def may_ask_again(look: Look) -> Any:
    if look.supplement_limit is not None and look.supplements_asked >= look.supplement_limit:
        return _("The number of supplement requests allowed by law is used up.")
    return None


def result_is_drafted(look: Look) -> Any:
    return None if look.result_drafted else _("Draft the result first.")


def nothing_drafted(look: Look) -> Any:
    return _("The result is drafted with it already: correct the result instead.") if look.result_drafted else None


def nothing_signed(look: Look) -> Any:
    return _("The result is already signed.") if look.result_signed else None


def result_is_signed(look: Look) -> Any:
    return None if look.result_signed else _("The result is not signed yet.")


def something_to_hand_over(look: Look) -> Any:
    return None if look.to_hand_over else TAKEN_BACK


def not_signed_yet(look: Look) -> Any:
    return _("It is signed already and waits for the seal.") if look.step_kind == "seal" else None


def something_to_revoke(look: Look) -> Any:
    return None if look.revocable else _("No result of this dossier alone is in force.")


def hamlet_is_done(look: Look) -> Any:
    return _("The hamlet has not finished its review.") if look.hamlet_tasks_open else None


def list_has_hung(look: Look) -> Any:
    return (
        _("The list hangs at the committee's office until %(when)s.") % {"when": look.hangs_until}
        if look.hangs_until
        else None
    )


def hamlet_may_take_it(look: Look) -> Any:
    if look.must_come:
        return _("Who has to be present for this result fetches it at the desk.")
    if not look.lives_here:
        return _("It is not known in which hamlet this person lives.")
    return _("The result is on its way to the hamlet already.") if look.on_its_way else None


def refusal_is_proposed(look: Look) -> Any:
    return None if look.refusal_proposed else _("Nobody has proposed to refuse this dossier.")


def no_refusal_proposed(look: Look) -> Any:
    return _("A refusal is waiting for approval.") if look.refusal_proposed else None


def no_supplement_proposed(look: Look) -> Any:
    return _("A request for papers is proposed already and waits for approval.") if look.supplement_proposed else None


def supplement_is_proposed(look: Look) -> Any:
    return None if look.supplement_proposed else _("Nobody has proposed to ask for papers.")


def asks_without_approval(look: Look) -> Any:
    return _("In this commune a request for papers is approved first: propose it.") if look.supplement_by else None


def asks_with_approval(look: Look) -> Any:
    return None if look.supplement_by else _("In this commune the officer asks for papers without approval.")


def leaders_are_asked(look: Look) -> Any:
    """Where leaders decide, the director does not give a later date of her own."""
    unasked = look.extension_by == "leader" and not look.extension_proposed
    return _("In this commune a leader decides: the officer proposes it first.") if unasked else None


def extension_is_proposed(look: Look) -> Any:
    return None if look.extension_proposed else _("Nobody has proposed a later date.")


def no_extension_proposed(look: Look) -> Any:
    return _("A later date is proposed already and waits for its decision.") if look.extension_proposed else None


def work_goes_on(look: Look) -> Any:
    over = look.next_kind in {"", "sign", "seal", "return"}
    return _("The next step begins by submitting the result for signature.") if over else None


def signature_comes_next(look: Look) -> Any:
    return None if look.signature_ahead else _("The next step of this procedure is not a signature.")


def reply_is_overdue(look: Look) -> Any:
    return None if look.reply_overdue else _("The date to supply the papers by has not passed yet.")


# Where the procedure gives its result: there, and what is drafted here is an answer by letter.
MADE_ELSEWHERE = frozenset({"made_in_other_system", "transferred_to_authority"})


def made_elsewhere(look: Look) -> Any:
    return None if look.result_kind in MADE_ELSEWHERE else _("The result of this procedure is made here.")


def is_appointment(look: Look) -> Any:
    return None if look.result_kind == "appointment" else _("This procedure is not done by appointment.")


def not_an_appointment(look: Look) -> Any:
    if look.result_kind != "appointment":
        return None
    return _("This is an appointment: set its hour, and record what was certified.")


def nobody_has_it(look: Look) -> Any:
    return _("This dossier is in somebody's hands already.") if look.in_hand else None


def code_comes_from_outside(look: Look) -> Any:
    return _("This commune counts its official codes itself.") if look.counts_itself else None


def not_correcting(look: Look) -> Any:
    return _("A result of this dossier is being corrected.") if look.correcting else None


def is_correcting(look: Look) -> Any:
    return None if look.correcting else _("No result of this dossier is being corrected.")


def something_to_correct(look: Look) -> Any:
    return None if look.correctable else _("No paper that was drawn here is in force.")


def revocation_is_proposed(look: Look) -> Any:
    return None if look.revocation_proposed else _("Nobody has proposed to take a result back.")


def no_revocation_proposed(look: Look) -> Any:
    return _("A proposal to take a result back waits for a leader.") if look.revocation_proposed else None


def nothing_held(look: Look) -> Any:
    return HELD if look.revocation_proposed else None


def nothing_is_taken(look: Look) -> Any:
    if look.fee_state in {"asked", "paid"}:
        return _("A fee was taken for it: take that back first.")
    return _("The hamlet has begun its review or posting: the reception stands.") if look.hamlet_work_begun else None


def heir_may_go_on(look: Look) -> Any:
    return None if look.heir_allowed else NOT_FOR_HEIRS


def heir_is_named(look: Look) -> Any:
    return None if look.has_heir else _("No heir goes on with this dossier.")


def has_a_fee(look: Look) -> Any:
    return None if look.has_fee else _("This procedure is free of charge.")


def no_fee_yet(look: Look) -> Any:
    return _("The fee is asked for, paid or exempted already.") if look.fee_state else None


def fee_not_settled(look: Look) -> Any:
    return _("The fee is paid or exempted already.") if look.fee_state in {"paid", "exempt"} else None


def fee_in_force(look: Look) -> Any:
    return None if look.fee_state else _("No fee is asked for or recorded.")


@dataclass(frozen=True, slots=True)
class Transition:
    name: str
    label: Any
    sources: frozenset[S]
    target: S | None  # None: the state stays (or, for `supply`, goes back to where the request came from)
    policy: str
    guards: tuple[Guard, ...] = ()
    tone: str = "plain"  # primary | plain | danger: how the button looks


def _t(
    name: str, label: Any, sources: set[S], target: S | None, policy: str, *guards: Guard, tone: str = "plain"
) -> Transition:
    return Transition(name, label, frozenset(sources), target, policy, guards, tone)


WORKING = {S.ACCEPTED, S.PROCESSING}
# Not while a leader has the draft, which names whoever is to be named then.
FOR_HEIRS = {S.SUBMITTED, *WORKING, S.CONSULTING, S.SUPPLEMENT, S.PAYMENT, S.COMPLETED}
OFFICIAL = {S.SUBMITTED, S.ACCEPTED, S.PROCESSING, S.CONSULTING, S.SUPPLEMENT, S.PAYMENT, S.SIGNATURE, S.COMPLETED}
MAY_ASK = (may_ask_again, no_refusal_proposed, not_correcting)
UNSIGNED = {S.SUBMITTED, S.ACCEPTED, S.PROCESSING, S.CONSULTING, S.SUPPLEMENT, S.PAYMENT, S.SIGNATURE}

TRANSITIONS: tuple[Transition, ...] = (
    _t("receive", _("Receive"),
       {S.SUBMITTED}, S.ACCEPTED, "receive", papers_checked, no_refusal_proposed, no_supplement_proposed, tone="primary"),
    _t("cancel_reception", _("Cancel the reception"), {S.ACCEPTED}, S.SUBMITTED, "receive", nothing_is_taken,
       tone="danger"),
    _t("record_official_code", _("Enter the official code"), OFFICIAL, None, "receive", code_comes_from_outside),
    _t("rebook", _("Set another hour"), {S.ACCEPTED}, None, "receive", is_appointment),
    _t("certify", _("Record what was certified"),
       {S.ACCEPTED}, S.COMPLETED, "receive", is_appointment, papers_checked, tone="primary"),
    _t("name_beside", _("Interpreter, witnesses"), {S.SUBMITTED, *WORKING}, None, "check_paper"),
    _t("name_heir", _("An heir goes on"), FOR_HEIRS, None, "check_paper", heir_may_go_on, not_correcting),
    _t("undo_heir", _("No heir after all"), FOR_HEIRS, None, "check_paper", heir_is_named, not_correcting, tone="danger"),
    _t("check_paper", _("Check a paper"), {S.SUBMITTED, *WORKING}, None, "check_paper"),
    _t("link_resident", _("Link with the register"), {S.SUBMITTED, *WORKING, S.CONSULTING, S.SUPPLEMENT, S.PAYMENT}, None,
       "check_paper"),
    _t("correct_number", _("Correct the ID number"), {S.SUBMITTED, *WORKING, S.CONSULTING, S.SUPPLEMENT, S.PAYMENT}, None,
       "check_paper", nothing_drafted, not_correcting),
    _t("propose_refusal", _("Propose to refuse"), {S.SUBMITTED}, None, "refuse", no_refusal_proposed,
       no_supplement_proposed, tone="danger"),
    _t("approve_refusal", _("Approve the refusal"),
       {S.SUBMITTED}, S.REFUSED, "approve_refusal", refusal_is_proposed, tone="danger"),
    _t("reject_refusal", _("Do not refuse"), {S.SUBMITTED}, None, "approve_refusal", refusal_is_proposed),
    _t("ask_supplement", _("Ask for a supplement"),
       {S.SUBMITTED, *WORKING}, S.SUPPLEMENT, "ask_supplement", *MAY_ASK, asks_without_approval),
    _t("propose_supplement", _("Propose a supplement"), {S.SUBMITTED, *WORKING}, None, "ask_supplement", *MAY_ASK,
       asks_with_approval, no_supplement_proposed, no_extension_proposed),
    _t("approve_supplement", _("Approve the request for papers"), {S.SUBMITTED, *WORKING}, S.SUPPLEMENT,
       "approve_supplement", supplement_is_proposed, *MAY_ASK, tone="primary"),
    _t("reject_supplement", _("Do not ask for papers"), {S.SUBMITTED, *WORKING}, None, "approve_supplement",
       supplement_is_proposed),
    _t("supply", _("Supply the papers"), {S.SUPPLEMENT}, None, "supplement", tone="primary"),
    _t("expire", _("Close: not supplemented in time"), {S.SUPPLEMENT}, S.EXPIRED, "stop", reply_is_overdue),
    _t("take", _("Start processing"), WORKING, S.PROCESSING, "process", not_an_appointment, nobody_has_it, tone="primary"),
    _t("ask_payment", _("Ask for the fee"),
       WORKING, S.PAYMENT, "charge", has_a_fee, no_fee_yet, not_an_appointment, not_correcting),
    _t("record_payment", _("Record the payment"),
       {*WORKING, S.CONSULTING, S.PAYMENT, S.SIGNATURE, S.COMPLETED}, None, "charge", has_a_fee, fee_not_settled),
    _t("void_payment", _("Take the fee back"), OFFICIAL, None, "void_charge", fee_in_force, tone="danger"),
    _t("assign", _("Assign"), {*WORKING, S.CONSULTING, S.SIGNATURE}, None, "assign"),
    _t("advance", _("Pass to the next step"),
       {S.PROCESSING}, None, "process", hamlet_is_done, list_has_hung, work_goes_on, not_correcting,
       no_supplement_proposed, tone="primary"),
    _t("verify", _("Verify"), {S.PROCESSING}, None, "process"),
    _t("consult", _("Ask for an opinion"), {S.PROCESSING}, S.CONSULTING, "process"),
    _t("give_opinion", _("Give the opinion"), {S.CONSULTING}, S.PROCESSING, "process", tone="primary"),
    _t("propose_extension", _("Propose a later date"), {S.PROCESSING, S.CONSULTING}, None, "process",
       no_extension_proposed, no_supplement_proposed, not_correcting),
    _t("extend", _("Apologise and extend"), {S.PROCESSING, S.CONSULTING, S.SIGNATURE}, None, "extend", not_correcting,
       leaders_are_asked),
    _t("reject_extension", _("Do not extend"), {S.PROCESSING, S.CONSULTING, S.SIGNATURE}, None, "extend",
       extension_is_proposed),
    _t("draft_result", _("Draft the result"), {S.PROCESSING}, None, "propose", hamlet_is_done, signature_comes_next,
       nothing_signed),
    _t("propose", _("Submit for signature"),
       {S.PROCESSING}, S.SIGNATURE, "propose", signature_comes_next, result_is_drafted, hamlet_is_done,
       supplement_is_checked, no_supplement_proposed, tone="primary"),
    _t("send_back", _("Send back"), {S.SIGNATURE}, S.PROCESSING, "sign", nothing_signed),
    _t("sign", _("Sign"), {S.SIGNATURE}, None, "sign", not_signed_yet, result_is_drafted, tone="primary"),
    _t("seal", _("Seal and issue"), {S.SIGNATURE}, S.COMPLETED, "seal", result_is_signed, tone="primary"),
    _t("record_result", _("Record the result made elsewhere"),
       {S.PROCESSING}, S.COMPLETED, "process", made_elsewhere, not_correcting, supplement_is_checked, tone="primary"),
    _t("transfer", _("Transfer to the competent authority"), {S.PROCESSING}, S.COMPLETED, "process", not_correcting),
    _t("send_to_hamlet", _("Send the result to the hamlet"), {S.COMPLETED}, None, "hand_over", something_to_hand_over,
       nothing_held, hamlet_may_take_it),
    _t("hand_over", _("Hand over the result"), {S.COMPLETED}, S.HANDED_OVER, "hand_over", something_to_hand_over,
       nothing_held, tone="primary"),
    _t("withdraw", _("Withdraw"), UNSIGNED, S.WITHDRAWN, "withdraw", nothing_signed, not_correcting, tone="danger"),
    _t("stop", _("Stop processing"),
       {S.ACCEPTED, S.PROCESSING, S.CONSULTING, S.SUPPLEMENT, S.PAYMENT}, S.STOPPED, "stop", nothing_signed, not_correcting,
       tone="danger"),
    _t("correct_result", _("Correct the result"),
       {S.COMPLETED, S.HANDED_OVER}, S.PROCESSING, "correct", something_to_correct, no_revocation_proposed),
    _t("give_up_correction", _("Give the correction up"), {S.PROCESSING}, None, "correct", is_correcting),
    _t("propose_revocation", _("Propose to take the result back"), {S.COMPLETED, S.HANDED_OVER}, None, "correct",
       something_to_revoke, no_revocation_proposed, tone="danger"),
    _t("approve_revocation", _("Take the result back"), {S.COMPLETED, S.HANDED_OVER}, None, "revoke",
       revocation_is_proposed, tone="danger"),
    _t("reject_revocation", _("Let the result stand"), {S.COMPLETED, S.HANDED_OVER}, None, "revoke",
       revocation_is_proposed),
)  # fmt: skip
# Papers that a corrected one can take the place of: each for one dossier. A decision stands for a list.
CORRECTABLE = frozenset({"confirmation", "certificate_household", "letter"})
# Kinds of steps that are done in the hamlet, with a task there.
HAMLET_KINDS = frozenset({"hamlet_task", "posting"})
BY_NAME = {transition.name: transition for transition in TRANSITIONS}
# For whoever looks at a page that is older than the dossier.
MOVED_ON = _("The dossier has moved on since you opened it. Please look at it again.")
# While a leader decides whether a result is taken back, nobody gets it into the hand.
HELD = _(
    "Somebody proposed to take this result back: keep the paper and hand it over to nobody until a leader has decided."
)
NOT_FOR_HEIRS = _("What this procedure gives is the person's own and does not pass to an heir.")
TAKEN_BACK = _("The result was taken back: there is nothing to hand over or to send until a new one is in force.")


def out_of_place(name: str, *, revoked: bool) -> Any:
    """Why this is not possible in the state the dossier is in: it has moved on, or its result was taken back."""
    return TAKEN_BACK if revoked and name in {"hand_over", "send_to_hamlet"} else MOVED_ON


def why_not(transition: Transition, look: Look) -> Any:
    """None when the transition is possible now, else the sentence for the person who asks."""
    if look.state not in transition.sources:
        return out_of_place(transition.name, revoked=look.revoked)
    for guard in transition.guards:
        if (reason := guard(look)) is not None:
            return reason
    if transition.name in BY_STEP_KIND and look.step_kind not in BY_STEP_KIND[transition.name]:
        return _("This step of the procedure does not call for it.")
    return None


# Some acts belong to a kind of step of the procedure (see the step kinds of procedure.schema.json).
BY_STEP_KIND: dict[str, frozenset[str]] = {
    "draft_result": frozenset({"process"}),
    "propose": frozenset({"process"}),
    "record_result": frozenset({"external", "process"}),
    "transfer": frozenset({"external", "process"}),
    "sign": frozenset({"sign"}),
    "seal": frozenset({"seal"}),
}


def possible(look: Look) -> list[Transition]:
    return [transition for transition in TRANSITIONS if why_not(transition, look) is None]
