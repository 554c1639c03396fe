"""The conditions under which a dossier moves: each gives None, or the sentence for the person who asks. Pure."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from thonso.core.units.deciders import LEADER
from thonso.dossiers.rules.look import Look

# While a leader decides whether a result is taken back, nobody gets it into the hand.
HELD = _(
    "Somebody proposed to take this result back: keep the paper and hand it over to nobody until a leader has decided."
)
NOT_FOR_HEIRS = _("What this procedure gives is the person's own and does not pass to an heir.")
TAKEN_BACK = _("The result was taken back: there is nothing to hand over or to send until a new one is in force.")


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


def somebody_objected(look: Look) -> Any:
    return None if look.recheck_by else _("Nobody has objected to the list.")


def objections_answered(look: Look) -> Any:
    return _("Somebody objected to the list: write down what the re-check found.") if look.recheck_by else None


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
    unasked = look.extension_by == LEADER and not look.extension_proposed
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
