"""Drafting the result of a dossier: which paper its procedure calls for, filled from what the commune knows."""

from collections.abc import Callable, Mapping, Sequence
from functools import reduce
from operator import or_
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from thonso.core.base.clock import today
from thonso.core.base.errors import Refused
from thonso.core.base.text import clean, in_sentence
from thonso.core.journal.work import transact
from thonso.core.people import access as people
from thonso.core.people.models import Household
from thonso.core.people.services import classification_on
from thonso.dossiers import heir
from thonso.dossiers.hamlet_reports import report_of
from thonso.dossiers.models import Dossier, HamletTask, Result, ResultFor
from thonso.dossiers.postings import recheck_of
from thonso.dossiers.printing import decisions, drafts
from thonso.dossiers.requirements import definition
from thonso.dossiers.rules.states import State
from thonso.dossiers.services import results
from thonso.dossiers.services.moves import Act, answers_of, payload_of
from thonso.procedures.access import pinned
from thonso.procedures.definition import Outcome


def awaiting_decision(rows: QuerySet[Dossier]) -> QuerySet[Dossier]:
    """Dossiers whose list has hung long enough. One whose certificate is corrected, or was taken back, stands at the same
    step; its decision is in force, and it needs no other."""
    working = rows.filter(state=State.PROCESSING)
    found = working.order_by().values_list("version_id", "stage").distinct()
    places = [Q(version_id=id_, stage=stage) for id_, stage in found if _drafts_lists(id_, stage)]
    if not places:
        return working.none()
    decided = ResultFor.objects.filter(result__paper="decision", result__state=Result.State.ISSUED)
    return working.filter(reduce(or_, places)).exclude(pk__in=decided.values("dossier_id"))


def _drafts_lists(version_id: UUID, stage: str) -> bool:
    version = pinned(version_id)
    return version.result.decides_lists and stage == version.drafting_step


def draft_for(act: Act, data: Mapping[str, Any]) -> Result:
    """Draft what the procedure gives; with `answer` in the data, a letter that says why it cannot be given."""
    if words := str(data.get("answer") or "").strip():
        found = drafts.letter(act.dossier, _subject(act.dossier), clean(words, limit=4000, multiline=True).split("\n"))
    else:
        given = [one.kind for one in definition(act.dossier).result.given("dossier")]
        make = next((_MAKERS[kind] for kind in given if kind in _MAKERS), None)
        if make is None and definition(act.dossier).result.decides_lists:
            said = _("It is drafted together with others, as a decision for a list; or answer by letter.")
            raise Refused(said, fields={"answer": [said]})
        if make is None:
            said = _("The result of this procedure is made in another system: record it, or answer by letter.")
            raise Refused(said, fields={"answer": [said]})
        found = make(act, data)
    return results.draft(act, found.paper, found.title, found.data)


def answers_from_register(dossier: Dossier) -> bool:
    """Whether what the register says of the household is the answer."""
    return any(one.kind == "confirmation" for one in definition(dossier).result.given("dossier"))


def _answers(dossier: Dossier) -> dict[str, Any]:
    return heir.in_place(dossier, answers_of(dossier))


def _subject(dossier: Dossier) -> str:
    name = dossier.procedure_name
    return f"trả lời đề nghị {in_sentence(name)}"


def _confirmation(act: Act, _data: Mapping[str, Any]) -> drafts.Drafted:
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
    return drafts.confirmation(act.dossier, _answers(act.dossier), klass)


def _certificate(act: Act, _data: Mapping[str, Any]) -> drafts.Drafted:
    """Anew from what was filed, to correct one or in place of one taken back; the first is drafted with its decision
    (`draft_recognition`)."""
    if not results.decision_of(act.dossier, "certificate_household"):
        raise Refused(_("A certificate is drafted together with its decision; or answer by letter."))
    outcome = proposed(act.dossier)
    return drafts.certificate(act.dossier, _answers(act.dossier), outcome.klass if outcome else "")


def _decision(act: Act, data: Mapping[str, Any]) -> drafts.Drafted:
    """A decision for this dossier alone, with what the officer fills in."""
    words, asked, wrong = decisions.words_of(act.dossier), {}, {}
    for ask in words.asks:
        asked[ask.key] = clean(str(data.get(ask.key) or ""), limit=200)
        if not asked[ask.key]:
            wrong[ask.key] = [_("Not filled in.")]
    if wrong:
        raise Refused(_("Please fill in what is marked."), fields=wrong)
    return decisions.for_one(act.dossier, _answers(act.dossier), asked)


_MAKERS: dict[str, Callable[[Act, Mapping[str, Any]], drafts.Drafted]] = {
    "confirmation": _confirmation,
    "certificate_household": _certificate,
    "decision": _decision,
}


def proposed(dossier: Dossier) -> Outcome | None:
    """What the hamlet's review proposed, or the re-check after an objection found, if its meeting agreed where the procedure
    has one, and if it is something that a decision recognises."""
    version = definition(dossier)
    done = [(one.done_at, one) for one in dossier.hamlet_tasks.all() if one.done_at]
    tasks = {one.kind: report_of(one) for _at, one in sorted(done, key=lambda row: row[0])}
    again = recheck_of(dossier) if any(step.is_recheck for step in version.steps) else None
    key = payload_of(again, dossier)["outcome"] if again else tasks.get(HamletTask.Kind.REVIEW, {}).get("proposal", "")
    found = version.result.outcome(key)
    asks_the_hamlet = any(step.share_at_least for step in version.steps)
    agreed = tasks.get(HamletTask.Kind.MEETING, {}).get("passed", False) or not asks_the_hamlet
    return found if found and found.recognised_as and agreed else None


Agreed = tuple[Dossier, dict[str, Any], Outcome]  # a dossier, its answers, what its review came to


def agreed_on(dossiers: Sequence[Dossier]) -> list[Agreed]:
    """What a decision for these rests on. Raises Refused for none, for several procedures at once, where a hamlet did not
    agree, and where the household has that class already."""
    if not dossiers:
        raise Refused(_("Choose at least one household."))
    if len({dossier.version_id for dossier in dossiers}) > 1:
        raise Refused(_("These are of several procedures: draft one decision for each."))
    rows = []
    for dossier in dossiers:
        outcome = proposed(dossier)
        if outcome is None:
            raise Refused(
                _("The hamlet did not agree to recognise %(name)s: answer that household by letter.")
                % {"name": dossier.subject_name}
            )
        if outcome.klass and outcome.klass == held_class(dossier):
            raise Refused(
                _("%(name)s has this class already (%(klass)s): nothing changes, answer by letter.")
                % {"name": dossier.subject_name, "klass": outcome.name}
            )
        rows.append((dossier, _answers(dossier), outcome))
    return rows


def held_class(dossier: Dossier) -> str:
    """The class that its household has in the register today; "" for none."""
    household = Household.objects.filter(pk=dossier.household_id).first() if dossier.household_id else None
    held = classification_on(household, today()) if household else None
    return held.klass if held else ""


def counted(rows: Sequence[Agreed]) -> str:
    """'02 hộ nghèo, 01 hộ cận nghèo', as the decision itself counts them."""
    return decisions.counted(decisions.in_order(rows))


def gives_certificates(dossier: Dossier) -> bool:
    """Whether each of the list gets a certificate beside the decision."""
    return any(one.kind == "certificate_household" for one in definition(dossier).result.given("dossier"))


def draft_recognition(actor: Any, dossiers: Sequence[Dossier], transaction_ids: Sequence[UUID]) -> Result:
    """One decision for the dossiers that were agreed on and, where the procedure gives one, a certificate for each."""
    rows = agreed_on(dossiers)
    found = decisions.for_list(rows)
    gives = gives_certificates(dossiers[0])
    certificates = {
        dossier.pk: drafts.certificate(dossier, answers, outcome.klass) for dossier, answers, outcome in rows if gives
    }
    with transact(dossiers[0].commune_id) as work:
        acts = [Act(work, actor, dossier, id_) for dossier, id_ in zip(dossiers, transaction_ids, strict=True)]
        return results.draft_decision(acts, found, certificates)
