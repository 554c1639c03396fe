"""What the pinned version of a procedure asks of one dossier: its papers, its time rule, its steps."""

from thonso.core.base.clock import local
from thonso.core.base.text import fold
from thonso.core.workdays import rules as workdays
from thonso.dossiers.models import Dossier, PaperCheck
from thonso.dossiers.rules.transitions import HAMLET_KINDS
from thonso.procedures.access import pinned
from thonso.procedures.definition import Case, Definition, Paper, Step, TimeRule
from thonso.procedures.forms.kinds import Context
from thonso.procedures.places import RegisteredPlaces

_ID_CARDS = ("the can cuoc", "giay chung nhan can cuoc", "chung minh nhan dan")


def definition(dossier: Dossier) -> Definition:
    return pinned(dossier.version_id)


def case(dossier: Dossier) -> Case:
    found = definition(dossier)
    return next((one for one in found.cases if one.key == dossier.case_key), found.cases[-1])


def context(dossier: Dossier) -> Context:
    """What the rules of its form may look at, as it was when it was filed."""
    submitter = next((one for one in dossier.parties.all() if one.part == "submitter"), None)
    return Context(
        today=local(dossier.filed_at).date(),
        channel=dossier.channel,
        representation=(submitter.representation if submitter else "") or "self",
        commune=dossier.commune.code,
        places=RegisteredPlaces(),
    )


def papers(dossier: Dossier) -> tuple[Paper, ...]:
    """The papers this filing was to bring, as decided by its answers when it was filed."""
    found = {paper.key: paper for paper in definition(dossier).papers}
    return tuple(found[key] for key in dossier.paper_keys if key in found)


def never_kept(paper: Paper) -> frozenset[str]:
    """How this paper is never taken in (`PaperCheck.Seen`): what is only shown is looked at and given back, and of an ID card
    only the copy stays that the procedure asks for (practice.md 19)."""
    if paper.how == "present":
        return frozenset({PaperCheck.Seen.KEPT.value, PaperCheck.Seen.COPY.value})
    said = fold(paper.name)
    return frozenset({PaperCheck.Seen.KEPT.value}) if any(one in said for one in _ID_CARDS) else frozenset()


def time_rule(dossier: Dossier) -> TimeRule:
    return case(dossier).time or definition(dossier).time


def clock_rule(dossier: Dossier) -> workdays.Rule:
    rule = time_rule(dossier)
    return workdays.Rule(rule.kind, rule.amount, cutoff=rule.cutoff or "15:00", extended=dossier.extended)


def has_hamlet_work(dossier: Dossier) -> bool:
    return any(one.kind in HAMLET_KINDS for one in definition(dossier).steps)


def step(dossier: Dossier) -> Step | None:
    return next((one for one in definition(dossier).steps if one.key == dossier.stage), None)


def moments(definition: Definition, name: str) -> tuple[str, ...]:
    """The moments of the definition that an act is. Where the result is made in a meeting, that is the signing; elsewhere
    the parties sign when it is given to them (the book and the certificate of a marriage)."""
    if definition.appointment_only:
        return {"certify": ("signing",), "hand_over": ("return",)}.get(name, ())
    return {"receive": ("filing", "reception"), "hand_over": ("signing", "return")}.get(name, ())
