"""Words for the parts of a procedure, as its page, its checklist and the API say them. Pure."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from thonso.procedures.definition import Case, Definition, Fee, Paper, Presence, Step, TimeRule
from thonso.procedures.forms.kinds.number import grouped


def channel_words() -> dict[str, str]:
    return {
        "online": _("By yourself on a phone or computer"),
        "assisted": _("In the hamlet, with someone to help"),
        "desk": _("At the commune's public administration centre"),
        "post": _("By post"),
        "appointment_only": _("By appointment: prepare the papers, choose a time, it is done before the officer"),
    }


def relation_words() -> dict[str, str]:
    return {
        "self": _("The person concerned"),
        "parent": _("Father or mother"),
        "guardian": _("Guardian"),
        "authorised": _("A person with an authorisation"),
        "relative": _("A relative"),
        "organisation": _("An organisation"),
    }


def confirm_words() -> dict[str, str]:
    return {
        "vneid": _("VNeID, by the person"),
        "print_and_sign": _("Print and sign"),
        "fingerprint": _("Fingerprint"),
        "two_witnesses": _("Two witnesses"),
        "drawn_signature_as_consent": _("Signature drawn on the screen, as consent"),
    }


def presence_words(one: Presence) -> str:
    """Who has to come and when: "Cả hai bên có mặt khi ký"."""
    who = {
        "person": _("The person concerned"),
        "both_parties": _("Both parties"),
        "bearer": _("Whoever brings the original"),
    }
    at = {
        "filing": _("comes in person to file"),
        "reception": _("comes in person when it is received"),
        "signing": _("is present at the signing"),
        "return": _("comes in person for the result"),
    }
    if one.who == "bearer":
        at["signing"] = _("shows it to whoever certifies")
    return f"{one.label or who[one.who]} {at[one.at]}"


def role_words() -> dict[str, str]:
    return {
        "one_stop": _("Public administration centre"),
        "centre_director": _("Director of the public administration centre"),
        "officer_justice": _("Justice officer"),
        "officer_social": _("Social-policy officer"),
        "officer_economy": _("Economy officer"),
        "clerk": _("Clerk"),
        "chairman": _("Chairman"),
        "deputy_chairman": _("Deputy chairman"),
        "village_head": _("Village head"),
        "helper": _("Hamlet helper"),
        "citizen": _("Applicant"),
    }


def time_words(rule: TimeRule) -> str:
    """In large figures on the page: "3 ngày làm việc", "trong ngày"."""
    return {
        "working_days": _("%(count)d working days"),
        "calendar_days": _("%(count)d days"),
        "hours": _("%(count)d hours"),
        "same_day": _("the same day"),
    }[rule.kind] % {"count": rule.amount}


def fee_words(fee: Fee) -> str:
    if fee.amount is None:
        return _("by decision of the province")
    if fee.amount == 0:
        return _("free")
    return f"{grouped(fee.amount)} đ" + (f" / {fee.unit}" if fee.unit else "")


def time_said(rule: TimeRule) -> str:
    """As it is heard, with what it is."""
    return ": ".join([_("Processing time"), time_words(rule)])


def fee_said(fee: Fee) -> tuple[str, str, str]:
    """As it is heard: how much, who is exempt, what else there is to say."""
    exempt = " ".join([_("Exempt:"), "; ".join(fee.exemptions)]) if fee.exemptions else ""
    return f"{fee.name}: {fee_words(fee)}", exempt, fee.note


def count_words(paper: Paper) -> str:
    """ "1 bản chính, 1 bản sao"."""
    parts = (
        (paper.originals, _("%(count)d original")),
        (paper.certified, _("%(count)d certified copy")),
        (paper.copies, _("%(count)d copy")),
    )
    return ", ".join(words % {"count": count} for count, words in parts if count)


@dataclass(frozen=True, slots=True)
class PaperLine:
    paper: Paper
    counts: str
    only_sometimes: bool


def paper_lines(case: Case, *, how: str) -> list[PaperLine]:
    """Papers of a case to hand in (`submit`) or only to show (`present`)."""
    return [
        PaperLine(paper, count_words(paper), bool(paper.when.refs) or not paper.required)
        for paper in case.papers
        if paper.how == how
    ]


def at_hand(definition: Definition) -> list[PaperLine]:
    """What to have ready before one begins: every paper that the desk lists. The last case is the usual one: a paper of
    another case, or one that not everybody needs, is marked; its note says when."""
    usual = {paper.key for paper in definition.cases[-1].papers}
    return [
        PaperLine(paper, count_words(paper), bool(paper.when.refs) or not paper.required or paper.key not in usual)
        for paper in definition.papers
    ]


def steps_of(definition: Definition) -> list[dict[str, str]]:
    """What happens to the dossier, and who does it."""
    words = role_words()
    return [{"label": step.name, "note": _note(step, words)} for step in definition.steps]


def file_words(definition: Definition, *, helped: bool) -> str:
    """On the button: what needs the person there is prepared, not filed; what is not filed online tells where it is."""
    if definition.appointment_only:
        return _("Prepare the papers and choose a time")
    return _("File a dossier") if helped or "online" in definition.channels else _("Where to file this")


def _note(step: Step, words: dict[str, str]) -> str:
    if step.kind in {"posting", "board"} and step.working_days:
        return _("posted %(count)d working days") % {"count": step.working_days}
    return words.get(step.role, step.role)
