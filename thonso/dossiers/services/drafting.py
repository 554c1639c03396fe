"""Drafting the result of a dossier: which paper its procedure calls for, filled from what the commune knows."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from thonso.core.base.clock import today
from thonso.core.base.errors import Refused
from thonso.core.base.text import clean
from thonso.core.journal.work import transact
from thonso.core.people import access as people
from thonso.dossiers.models import Dossier, HamletTask, Result, ResultFor
from thonso.dossiers.printing import drafts
from thonso.dossiers.rules.states import State
from thonso.dossiers.services import results
from thonso.dossiers.services.hamlet import report_of
from thonso.dossiers.services.moves import Act, answers_of

CONFIRMATION = "TS.000001"
RECOGNITION = "1.011607"
AWAITS_DECISION = {"procedure_code": RECOGNITION, "state": State.PROCESSING, "stage": "sum_up"}


def awaiting_decision(rows: QuerySet[Dossier]) -> QuerySet[Dossier]:
    """Households whose list has hung long enough. One whose certificate is corrected, or was taken back, stands at the same
    step; its decision is in force, and it needs no other."""
    decided = ResultFor.objects.filter(result__paper="decision", result__state=Result.State.ISSUED)
    return rows.filter(**AWAITS_DECISION).exclude(pk__in=decided.values("dossier_id"))


def draft_for(act: Act, data: Mapping[str, Any]) -> Result:
    """Draft what the procedure gives; with `answer` in the data, a letter that says why it cannot be given."""
    if words := str(data.get("answer") or "").strip():
        found = drafts.letter(act.dossier, _subject(act.dossier), clean(words, limit=4000, multiline=True).split("\n"))
    else:
        make = _MAKERS.get(act.dossier.procedure_code)
        if make is None:
            said = _("The result of this procedure is made in another system: record it, or answer by letter.")
            raise Refused(said, fields={"answer": [said]})
        found = make(act)
    return results.draft(act, found.paper, found.title, found.data)


def _subject(dossier: Dossier) -> str:
    return f"trả lời đề nghị “{dossier.procedure_name}”"


def _confirmation(act: Act) -> drafts.Drafted:
    """Answered from the household's class that holds today. No class, no confirmation: the officer answers by letter."""
    household = drafts.household_of(act.dossier)
    klass = people.classification(act.actor, household, f"dossier {act.dossier.code}", today())
    if klass is None and (doubted := people.doubted(act.actor, household)):
        raise Refused(
            _(
                "The class by decision %(number)s was taken back and is to be looked at again: answer by letter until then."
            )
            % {"number": doubted.decision_number}
        )
    if klass is None or klass.klass not in drafts.KLASS:
        raise Refused(_("The household is not in the list of poor and near-poor households today: answer by letter."))
    return drafts.confirmation(act.dossier, answers_of(act.dossier), klass)


def _certificate(act: Act) -> drafts.Drafted:
    """Anew from what was filed, to correct one or in place of one taken back; the first is drafted with its decision
    (`draft_recognition`)."""
    if not results.decision_of(act.dossier, "certificate_household"):
        raise Refused(_("A certificate is drafted together with its decision; or answer by letter."))
    return drafts.certificate(act.dossier, answers_of(act.dossier), proposed_class(act.dossier))


_MAKERS: dict[str, Callable[[Act], drafts.Drafted]] = {CONFIRMATION: _confirmation, RECOGNITION: _certificate}


def proposed_class(dossier: Dossier) -> str:
    """What the hamlet's review proposed, if its meeting agreed: poor, near_poor, or '' for neither."""
    done = [(one.done_at, one) for one in dossier.hamlet_tasks.all() if one.done_at]
    tasks = {one.kind: report_of(one) for _at, one in sorted(done, key=lambda row: row[0])}
    proposal = tasks.get(HamletTask.Kind.REVIEW, {}).get("proposal", "")
    agreed = tasks.get(HamletTask.Kind.MEETING, {}).get("passed", False)
    return proposal if proposal in drafts.KLASS and agreed else ""


Agreed = tuple[Dossier, dict[str, Any], str]  # a household's dossier, its answers, the class its hamlet agreed on


def agreed_on(dossiers: Sequence[Dossier]) -> list[Agreed]:
    """What a decision for these households rests on. Raises Refused for none, and where a hamlet did not agree."""
    if not dossiers:
        raise Refused(_("Choose at least one household."))
    rows = []
    for dossier in dossiers:
        klass = proposed_class(dossier)
        if not klass:
            raise Refused(
                _("The hamlet did not agree to recognise %(name)s: answer that household by letter.")
                % {"name": dossier.subject_name}
            )
        rows.append((dossier, answers_of(dossier), klass))
    return rows


def counted(rows: Sequence[Agreed]) -> str:
    """'02 hộ nghèo, 01 hộ cận nghèo', as the decision itself counts them."""
    return drafts.counted([klass for _dossier, _answers, klass in rows])


def draft_recognition(actor: Any, dossiers: Sequence[Dossier], transaction_ids: Sequence[UUID]) -> Result:
    """One decision for the households that the hamlets agreed on, and a certificate for each."""
    rows = agreed_on(dossiers)
    found = drafts.decision(rows)
    certificates = {dossier.pk: drafts.certificate(dossier, answers, klass) for dossier, answers, klass in rows}
    with transact(dossiers[0].commune_id) as work:
        acts = [Act(work, actor, dossier, id_) for dossier, id_ in zip(dossiers, transaction_ids, strict=True)]
        return results.draft_decision(acts, found, certificates)
