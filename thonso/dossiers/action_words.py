"""What the page of an action says above its fields, and what the next page says was done."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from thonso.core.access.roles import ROLES
from thonso.core.base.clock import now
from thonso.core.people.models import Resident
from thonso.core.web.words import moment, money
from thonso.dossiers import approval, chronicle, heir, holders, notify, presenting, requirements, sent_home
from thonso.dossiers.action_questions import FORMS
from thonso.dossiers.models import Dossier, Result
from thonso.dossiers.rules.guards import MADE_ELSEWHERE
from thonso.dossiers.services import clock, corrections, extension, fees, numbering
from thonso.dossiers.services.moves import numbering as counted_by
from thonso.dossiers.services.moves import signature_ahead

# Said on the next page; for the others the name of the event is enough.
DONE: dict[str, Any] = {
    "check_paper": _("Written down how the papers were found."),
    "take": _("You have taken this dossier."),
    "draft_result": _("Drafted. Open it and read it, then submit it for signature."),
    "seal": _("Sealed and issued: the result is in force."),
    "ask_payment": _("Written down. Until it is paid the dossier waits, and its clock with it."),
    "record_payment": _("The payment is written down."),
    "ask_supplement": _("Asked for; the clock stands until the papers come."),
    "send_to_hamlet": _("On its way. The hamlet sees it among what it has to do."),
    "hand_over": _("Handed over."),
    "correct_number": _("The number is set right."),
    "name_heir": _("Written down. The old key opens nothing any more: print the slip anew for the heir."),
    "undo_heir": _("Written down: it is the owner's again, and the owner's slip opens it."),
    "advance": _("Passed to the next step."),
    "propose_revocation": _("Sent to the leaders, who decide."),
}


# The page of these shows the dates to choose from.
LATER_DATE = frozenset({"propose_extension", "extend"})
PROPOSALS = frozenset({"propose_refusal", "propose_extension", "propose_supplement"})


def done_words(name: str, dossier: Dossier) -> Any:
    if name == "receive" and dossier.due_at:
        words = _("Received; to be returned by %(when)s.") % {"when": moment(dossier.due_at)}
        if not numbering.is_official(dossier) and not requirements.definition(dossier).appointment_only:
            later = _("The receipt can be printed once the official code is entered.")
            words = f"{words} {later}"
        return words
    if name == "extend" and dossier.due_at:
        words = _("Extended; to be returned by %(when)s.") % {"when": moment(dossier.due_at)}
        return f"{words} {notify.told_words(dossier)}"
    if name == "approve_revocation":
        said = _("The result was taken back.")
        return f"{said} {notify.told_words(dossier)}"
    if name == "consult" and (asked := chronicle.opinion_asked(dossier)):
        return _("Asked; an answer is awaited by %(when)s.") % {"when": asked["answer_by"]}
    if name in PROPOSALS:
        return approval.sent_words(dossier.approval_by)
    if name == "propose":
        return _("Submitted for signature to %(who)s.") % {"who": _signers(dossier, dossier.holder_role)}
    return DONE.get(name) or chronicle.EVENT[name]


def text_of(name: str, dossier: Dossier) -> Any:
    if name == "name_heir":
        return _for_heir(dossier)
    if name == "receive" and requirements.definition(dossier).appointment_only:
        return _("Set the hour at which the person comes and signs before the officer. She is told of it.")
    if name == "receive":
        return _received_now(dossier)
    if name == "ask_payment":
        full = fees.full_fee(dossier)
        said: Any = _("The procedure does not say how much: write the amount and the decision that sets it.")
        if full is not None:
            said = _("The procedure asks for %(amount)s.") % {"amount": money(full) if full else _("nothing")}
        return f"{said} {FORMS[name].text}"
    if name == "propose" and (step := signature_ahead(dossier)):
        return _("It goes to %(who)s, who reads and signs.") % {"who": _signers(dossier, step.role)}
    if name == "advance" and (told := presenting.onward(dossier)):
        return f"{told}. {sent_home.before_step(dossier)}".strip()
    if name == "send_to_hamlet" and (said := sent_home.before_result(dossier)):
        return said
    if name in LATER_DATE:
        return _why_later(name, dossier)
    if name == "draft_result" and requirements.definition(dossier).result.kind in MADE_ELSEWHERE:
        return _("The result itself is made in another system: record it instead, once it is there.")
    if name == "approve_revocation":
        unreached = _("The applicant cannot be reached from here: you will find her under Needs attention.")
        return f"{FORMS[name].text} {notify.told_words(dossier) if notify.reached_by(dossier) else unreached}"
    if name == "propose_revocation" and (others := corrections.shared(dossier)):
        said = _("%(paper)s stands for other dossiers too, so it is not offered: a new decision changes or ends it.")
        return " ".join(
            [str(FORMS[name].text), *(str(said) % {"paper": f"{one.title} {one.number}"} for one in others)]
        )
    return FORMS[name].text


def _for_heir(dossier: Dossier) -> str:
    """What the procedure says of heirs, what the register says of the owner, and that a draft has to be made anew."""
    said: list[Any] = [FORMS["name_heir"].text]
    if rule := requirements.definition(dossier).heir:
        said.append(rule.text)
    owner = heir.owner_in_register(dossier)
    if owner is not None and owner.status == Resident.Status.HERE:
        said.append(_("By the register the owner still lives: look closely at the death certificate."))
    if dossier.results.filter(result__state=Result.State.DRAFT).exists():
        said.append(_("The draft names the owner, so it is thrown away; draft anew afterwards."))
    return " ".join(str(one) for one in said)


def _why_later(name: str, dossier: Dossier) -> str:
    """What the date was, whether it is over, who proposed another one, and which time this is."""
    if dossier.due_at is None:
        return ""
    said: list[Any] = [_("Promised: %(when)s.") % {"when": moment(dossier.due_at)}]
    if extension.is_past(dossier, now()):
        said.append(_("That is over, so the new date is counted from today."))
    if times := extension.times_granted(dossier):
        told = _(
            "It has been extended %(times)s times already; whether again is for whoever approves it alone to decide."
        )
        said.append(told % {"times": times})
    if name == "propose_extension":
        said.append(_("Until it is approved the date does not move and nobody is told."))
    elif asked := approval.proposal(dossier, "extension"):
        said.append(_("Proposed by %(who)s, %(when)s.") % {"who": asked.actor_name, "when": moment(asked.at)})
    if name == "extend":
        said.append(_("The citizen gets form 04 with an apology, your name and the new date."))
    return " ".join(str(one) for one in said)


def later_words(days: int, due_at: datetime) -> str:
    said = ngettext("%(days)d working day: until %(when)s", "%(days)d working days: until %(when)s", days)
    return said % {"days": days, "when": moment(due_at)}


def _received_now(dossier: Dossier) -> str:
    """The date that is promised if it is received now, and which paper can be printed at once."""
    due = clock.due_if_received(dossier)
    words = _("The clock starts now.") if due is None else _("If received now, it is to be returned by %(when)s.")
    first = words % {"when": moment(due, "long")} if due else words
    paper = _("The receipt can be printed at once.")
    if counted_by(dossier) == "external" and not dossier.official_code:
        paper = _("The receipt can be printed once the official code is there; until then, the filing note.")
    return f"{first} {paper}"


def _signers(dossier: Dossier, role: str) -> str:
    """Who signs, by name and title; a post that nobody holds is named all the same."""
    return str(_(" or ")).join(words for _id, words in holders.colleagues(dossier, role)) or str(ROLES.get(role, role))
