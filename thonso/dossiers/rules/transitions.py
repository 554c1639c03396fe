"""Every way a dossier moves, as data. The same table draws the buttons and decides on the server.

`policy` names the action on a dossier in `access.policy_table`; `guards` are the pure conditions of `rules.guards` over a `Look`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from thonso.dossiers.rules.guards import (
    TAKEN_BACK,
    asks_with_approval,
    asks_without_approval,
    code_comes_from_outside,
    extension_is_proposed,
    fee_in_force,
    fee_not_settled,
    hamlet_is_done,
    hamlet_may_take_it,
    has_a_fee,
    heir_is_named,
    heir_may_go_on,
    is_appointment,
    is_correcting,
    leaders_are_asked,
    list_has_hung,
    made_elsewhere,
    may_ask_again,
    no_extension_proposed,
    no_fee_yet,
    no_refusal_proposed,
    no_revocation_proposed,
    no_supplement_proposed,
    nobody_has_it,
    not_an_appointment,
    not_correcting,
    not_signed_yet,
    nothing_drafted,
    nothing_held,
    nothing_is_taken,
    nothing_signed,
    objections_answered,
    papers_checked,
    refusal_is_proposed,
    reply_is_overdue,
    result_is_drafted,
    result_is_signed,
    revocation_is_proposed,
    signature_comes_next,
    somebody_objected,
    something_to_correct,
    something_to_hand_over,
    something_to_revoke,
    supplement_is_checked,
    supplement_is_proposed,
    work_goes_on,
)
from thonso.dossiers.rules.look import Look
from thonso.dossiers.rules.states import State as S

Guard = Callable[[Look], Any]  # gives None, or the sentence that says why not


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
       WORKING, S.PAYMENT, "charge", has_a_fee, no_fee_yet, not_an_appointment, not_correcting, no_supplement_proposed),
    _t("record_payment", _("Record the payment"),
       {*WORKING, S.CONSULTING, S.PAYMENT, S.SIGNATURE, S.COMPLETED}, None, "charge", has_a_fee, fee_not_settled),
    _t("void_payment", _("Take the fee back"), OFFICIAL, None, "void_charge", fee_in_force, tone="danger"),
    _t("assign", _("Assign"), {*WORKING, S.CONSULTING, S.SIGNATURE}, None, "assign"),
    _t("advance", _("Pass to the next step"),
       {S.PROCESSING}, None, "process", hamlet_is_done, list_has_hung, objections_answered, work_goes_on, not_correcting,
       no_supplement_proposed, tone="primary"),
    _t("recheck", _("Write down the re-check"), {S.PROCESSING}, None, "process", somebody_objected, not_correcting,
       no_supplement_proposed, tone="primary"),
    _t("verify", _("Verify"), {S.PROCESSING}, None, "process"),
    _t("consult", _("Ask for an opinion"), {S.PROCESSING}, S.CONSULTING, "process", no_supplement_proposed),
    _t("give_opinion", _("Give the opinion"), {S.CONSULTING}, S.PROCESSING, "process", tone="primary"),
    _t("propose_extension", _("Propose a later date"), {S.PROCESSING, S.CONSULTING}, None, "process",
       no_extension_proposed, no_supplement_proposed, not_correcting),
    _t("extend", _("Apologise and extend"), {S.PROCESSING, S.CONSULTING, S.SIGNATURE}, None, "extend", not_correcting,
       no_supplement_proposed, leaders_are_asked),
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
