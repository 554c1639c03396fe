"""What the hamlet does: review sheets, the meeting with its minutes, the posting with its own clock, handing results over."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from thonso.core.access import policy
from thonso.core.base.clock import local, now, today
from thonso.core.base.errors import Refused, Stale
from thonso.core.base.refs import Ref
from thonso.core.base.text import clean
from thonso.core.people.rules import check_name
from thonso.core.workdays import rules as workdays
from thonso.core.workdays.services import calendar_for
from thonso.dossiers import presenting, requirements, scores, vault
from thonso.dossiers.hamlet_reports import report_of
from thonso.dossiers.models import HamletTask
from thonso.dossiers.rules import review
from thonso.dossiers.rules.states import State
from thonso.dossiers.rules.transitions import MOVED_ON
from thonso.dossiers.services import handover
from thonso.dossiers.services.hands import hamlet_grant
from thonso.dossiers.services.moves import Act, move, payload_of
from thonso.dossiers.services.route import next_step, prepare_step, stand_at, step_back
from thonso.procedures.definition import Step

_NUMBER = gettext_lazy("Please write a number, 0 or more, in digits.")
POSTING_DAYS = 3  # where a definition does not say


def check_meeting(report: dict[str, Any]) -> dict[str, Any]:
    """Minutes count when the households invited, present and agreeing are numbers that fit; half of those present must agree.

    Source: 1.011607 as published (practice.md 4): at least half agree, two copies of the minutes.
    """
    try:
        invited, present, agree = (int(report[name]) for name in ("invited", "present", "agree"))
    except (KeyError, TypeError, ValueError):
        raise Refused(_("Fill in how many households were invited, came and agreed.")) from None
    if wrong := review.contradictions({"invited": invited, "present": present, "agree": agree}):
        raise Refused(next(iter(wrong.values())), fields={name: [text] for name, text in wrong.items()})
    if agree < 0:
        raise Refused(_NUMBER, fields={"agree": [_NUMBER]})
    if not str(report.get("chair", "")).strip() or not str(report.get("secretary", "")).strip():
        raise Refused(_("Write down who chaired the meeting and who kept the minutes."))
    return {**report, "invited": invited, "present": present, "agree": agree, "passed": agree * 2 >= present}


def start(act: Act, task: HamletTask) -> HamletTask:
    """A list goes up, a result arrives: what has a beginning of its own."""
    return handover.arrive(act, task) if task.kind == HamletTask.Kind.RETURN else start_posting(act, task)


def start_posting(act: Act, task: HamletTask) -> HamletTask:
    """The list hangs in the hamlet house from today, for the whole working days that the procedure says.

    They are counted from the day after it went up, whatever day that was: a list may go up on a holiday.
    """
    _authorise(act, task)
    if task.kind != HamletTask.Kind.POSTING:
        raise Refused(_("This task has no list to hang up."))
    if task.started_at:
        raise Stale(_("The list already hangs."))
    ends = comes_down(task, act.at)
    if not HamletTask.objects.filter(pk=task.pk, started_at=None).update(started_at=act.at, ends_at=ends):
        raise Stale(_("The list already hangs."))
    task.started_at, task.ends_at = act.at, ends
    act.work.note(
        "hamlet_task.posted",
        act.actor.ref,
        Ref("hamlet_task", task.pk),
        acting_for=act.lender,
        facts={"ends_at": str(ends)},
    )
    return task


def take_down(act: Act, task: HamletTask) -> HamletTask:
    """The button was pressed by mistake: as if the list had not gone up. Only on the same day, and only while nothing was
    written down about it."""
    _authorise(act, task)
    same_day = task.started_at is not None and local(task.started_at).date() == local(act.at).date()
    if task.kind != HamletTask.Kind.POSTING or task.done_at or task.report or not same_day:
        raise Refused(_("This can be undone on the day the list went up, while no objection is written down."))
    if not HamletTask.objects.filter(pk=task.pk, started_at=task.started_at, done_at=None).update(
        started_at=None, ends_at=None
    ):
        raise Stale(_("This task has changed meanwhile. Please open it again."))
    task.started_at = task.ends_at = None
    act.work.note("hamlet_task.unposted", act.actor.ref, Ref("hamlet_task", task.pk), acting_for=act.lender)
    return task


def write_down(act: Act, task: HamletTask, objections: str) -> HamletTask:
    """Objections as they are made, while the list hangs."""
    _authorise(act, task)
    if task.kind != HamletTask.Kind.POSTING or task.started_at is None or task.done_at:
        raise Stale(_("The list does not hang now."))
    sealed = vault.close(
        act.dossier.data_key, "hamlet_task", task.pk, {"objections": clean(objections, limit=2000, multiline=True)}
    )
    if not HamletTask.objects.filter(pk=task.pk, done_at=None).update(report=sealed):
        raise Stale(_("This task is already done."))
    task.report = sealed
    act.work.note("hamlet_task.objection", act.actor.ref, Ref("hamlet_task", task.pk), acting_for=act.lender)
    return task


def note_for(task: HamletTask) -> str:
    """What the officer wrote when passing the dossier on to this step."""
    passed = task.dossier.events.filter(kind="advance", at__lte=task.asked_at).order_by("-seq").first()
    if passed is None or passed.facts.get("step") != task.step:
        return ""
    return str(payload_of(passed, task.dossier).get("note") or "")


def comes_down(task: HamletTask, up: datetime) -> datetime:
    """The hour at which a list that went up at `up` has hung long enough."""
    return calendar_for(task.commune_id).closing_after(local(up).date(), _posting_days(task))


def hangs(task: HamletTask, up: datetime) -> workdays.Explanation:
    """Why it is that hour: every day from the one on which it went up."""
    return workdays.whole_days(local(up).date(), _posting_days(task), calendar_for(task.commune_id))


def _posting_days(task: HamletTask) -> int:
    step = next(step for step in requirements.definition(task.dossier).steps if step.key == task.step)
    return step.working_days or POSTING_DAYS


def finish(act: Act, task: HamletTask, report: dict[str, Any]) -> HamletTask:
    """The hamlet's part is done: its report is kept and the dossier goes on to its next step by itself."""
    if task.kind == HamletTask.Kind.RETURN:
        handover.give(act, task, **report)
        return task
    _authorise(act, task)
    if task.done_at:
        raise Stale(_("This task is already done."))
    if task.kind == HamletTask.Kind.MEETING:
        report = check_meeting(report)
    if task.kind == HamletTask.Kind.POSTING and (task.ends_at is None or act.at < task.ends_at):
        raise Refused(_("The list must hang for three whole working days before it comes down."))
    if task.kind == HamletTask.Kind.POSTING and task.report and not report.get("objections"):
        report = {**report, **report_of(task)}  # what was written down while it hung is not lost
    sealed = vault.close(act.dossier.data_key, "hamlet_task", task.pk, report)
    changed = HamletTask.objects.filter(pk=task.pk, done_at=None).update(
        report=sealed, done_at=act.at, done_by_id=act.actor.ref.id
    )
    if not changed:
        raise Stale(_("This task is already done."))
    task.report, task.done_at = sealed, act.at
    step = _onward(act, task, report)
    if step is not None:
        facts: dict[str, Any] = {"task": task.kind, "step": step.key}
        if task.kind == HamletTask.Kind.MEETING:
            facts["passed"] = report["passed"]
        move(act, "advance", changes=stand_at(act.dossier, step), facts=facts, system=True)
        prepare_step(act, step)
    return task


def _onward(act: Act, task: HamletTask, report: dict[str, Any]) -> Step | None:
    """The next step; after a meeting in which too few agreed, back to the review (1.011607: review and meet again)."""
    if task.kind == HamletTask.Kind.MEETING and not report["passed"]:
        return step_back(act.dossier) or next_step(act.dossier)
    return next_step(act.dossier)


def _authorise(act: Act, task: HamletTask) -> None:
    policy.require(act.actor, "do", task)
    grant = hamlet_grant(act.actor, task)
    act.lender = grant.lender if grant else None
    if act.dossier.status is not State.PROCESSING:
        raise Stale(MOVED_ON)


FIELDS = {
    HamletTask.Kind.REVIEW: ("income_score", "lack_score", "members", "proposal", "note"),
    HamletTask.Kind.MEETING: ("held_on", "chair", "secretary", "invited", "present", "agree", "note"),
    HamletTask.Kind.POSTING: ("objections", "note"),
    HamletTask.Kind.RETURN: ("taken_by", "authority", "signed"),
}
INCOME_SHEET = ("income", "members", "proposal", "note")
NUMBERS = ("income_score", "lack_score", "income", "members", "invited", "present", "agree")


def sheet_of(task: HamletTask) -> str:
    """What a review fills in: the scores of sheets A and B, or a survey of income; '' for another task."""
    if task.kind != HamletTask.Kind.REVIEW:
        return ""
    steps = requirements.definition(task.dossier).steps
    return next((step.sheet for step in steps if step.key == task.step), "scores")


def fields_of(task: HamletTask) -> tuple[str, ...]:
    return INCOME_SHEET if sheet_of(task) == "income" else FIELDS[HamletTask.Kind(task.kind)]


def asked_members(task: HamletTask) -> int | None:
    """How many people the request names, for the review; None where it names none."""
    if task.kind != HamletTask.Kind.REVIEW:
        return None
    filed = task.dossier.events.get(kind="filed")
    return len(payload_of(filed, task.dossier)["answers"].get("members") or ()) or None


def read_report(task: HamletTask, given: Mapping[str, Any]) -> dict[str, Any]:
    """What was written, with every mistake told at once in the order of the sheet; `finish` decides whether it counts.

    What only looks odd is asked about once: with `again` it is taken, and the doubt stands in the report for the officer.
    """
    kind = HamletTask.Kind(task.kind)
    report = {name: str(given.get(name) or "").strip()[:2000] for name in fields_of(task)}
    if "income" in report:
        report["income"] = report["income"].replace(".", "").replace(" ", "")
    wrong: dict[str, list[Any]] = {name: [_NUMBER] for name in NUMBERS if not report.get(name, "0").isdecimal()}
    wrong |= {name: [_("That is more than can be. Please look at the figure.")] for name in review.too_large(report)}
    wrong |= {
        name: [_("Please fill this in.")] for name in ("chair", "secretary", "taken_by") if report.get(name) == ""
    }
    proposals = presenting.proposals(task.dossier)
    if kind == HamletTask.Kind.REVIEW and report["proposal"] not in proposals:
        wrong["proposal"] = [_("Choose what the review proposes.")]
    if kind == HamletTask.Kind.MEETING and (problem := _day_problem(report["held_on"], task)):
        wrong["held_on"] = [problem]
    for name in ("chair", "secretary", "taken_by"):
        if report.get(name) and (problems := check_name(report[name]).errors):
            wrong[name] = list(problems)
    if kind == HamletTask.Kind.MEETING:
        wrong = {name: [text] for name, text in review.contradictions(report).items()} | wrong
    if kind in {HamletTask.Kind.REVIEW, HamletTask.Kind.MEETING} and not wrong:
        if kind == HamletTask.Kind.MEETING:
            doubts = review.meeting_doubts(report)
        elif sheet_of(task) == "income":
            doubts = review.members_doubt(report, asked_members(task))
        else:
            doubts = review.doubts(report, asked_members(task), scores.scoring_on(today()), proposals)
        if doubts and not given.get("again"):
            wrong = {name: [text] for name, text in doubts.items()}
            wrong["again"] = [_("Please look again. If it is so on paper, mark this and send.")]
        report |= {"doubts": " ".join(doubts.values())} if doubts else {}
    if wrong:
        raise Refused(
            next(iter(wrong.values()))[0],
            fields={name: wrong[name] for name in (*fields_of(task), "again") if name in wrong},
        )
    return report


def last_done(task: HamletTask, kind: str) -> HamletTask | None:
    """The last task of that kind that was done for this household before this one was."""
    rows = task.dossier.hamlet_tasks.filter(kind=kind, done_at__lte=task.done_at or now())
    return rows.select_related("dossier").order_by("done_at").last()


def _day_problem(text: str, task: HamletTask) -> Any:
    try:
        day = _day(text)
    except ValueError:
        return _("Please write the date as day/month/year.")
    if day > today():
        return _("That day has not come yet.")
    reviewed = last_done(task, HamletTask.Kind.REVIEW)
    if reviewed and day < (since := local(reviewed.asked_at).date()):  # what was done may be typed in later
        return _("The review was asked for on %(day)s: the meeting cannot have been before.") % {
            "day": since.strftime("%d/%m/%Y")
        }
    return None


def failed_vote(task: HamletTask) -> dict[str, Any] | None:
    """The minutes of the meeting before this review in which too few agreed; None in the first round."""
    met = last_done(task, HamletTask.Kind.MEETING) if task.kind == HamletTask.Kind.REVIEW else None
    minutes = report_of(met) if met else {}
    return minutes if minutes and not minutes["passed"] else None


def written_out(text: str) -> str:
    """A day as official papers write it; as it stands when it is no day."""
    try:
        day = _day(text)
    except ValueError:
        return text
    return f"ngày {day:%d} tháng {day:%m} năm {day.year}"


def _day(text: str) -> date:
    return datetime.strptime(text.replace("-", "/").replace(".", "/"), "%d/%m/%Y").date()  # noqa: DTZ007
