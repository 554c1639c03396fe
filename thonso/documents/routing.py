"""The only code that writes what is done with a registered document: presented, instructed, done, given back, passed on.

A leader's word is never changed; another one ends what was open before and begins anew. Exactly one leads at a time.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import F
from django.utils.translation import gettext as _

from thonso.core.access import policy
from thonso.core.access.actors import Actor
from thonso.core.access.pages.shared import day_of
from thonso.core.base.clock import local
from thonso.core.base.errors import Refused, Stale
from thonso.core.base.text import clean
from thonso.core.journal.work import Work
from thonso.documents import people
from thonso.documents.beside import LONGEST, refused, said
from thonso.documents.models import DocumentTask, Incoming, Instruction, Step
from thonso.documents.services import moved
from thonso.documents.telling import tell

MOST_PEOPLE = 30


@dataclass(frozen=True, slots=True)
class Wanted:
    """An instruction as it was typed. `lead` in charge, `helpers` with her, `informed` read it; `seen` is the id of the
    instruction that stood last before the leader's eyes ('' for none; None where nobody looked). `file`: nobody has to do
    anything, it is only to be known and kept, and a day does not count."""

    words: str
    lead: UUID | None
    helpers: Sequence[UUID] = ()
    informed: Sequence[UUID] = ()
    due_on: date | str | None = None
    seen: str | None = None
    file: bool = False


def present(work: Work, by: Actor, row: Incoming, leader: UUID | None) -> None:
    """Put before a leader; before another one as long as nobody has written anything. Raises Refused, Stale."""
    decision = policy.require(by, "present", row)
    if leader not in {id_ for id_, _name in people.leaders(row.commune_id, row.organ)}:
        raise refused("leader", _("Choose the leader from the list."))
    if not Incoming.objects.filter(pk=row.pk, state="registered").update(leader=leader, presented_at=work.at):
        raise moved()
    _step(work, by, row, "present", to=leader, decision=decision)
    assert leader is not None  # it is one of the list
    tell(work, row, leader, "document_presented", f"{leader}:{work.at:%y%m%d%H%M%S}")
    work.note("incoming.presented", by.ref, row.ref, facts={"to": str(leader)}, acting_for=decision.acting_for)


def instruct(work: Work, by: Actor, row: Incoming, wanted: Wanted) -> Instruction:
    """A leader's word: who is in charge, who helps, who is told, until when; or only to be known and kept, and then it is
    dealt with at once. What was open before ends. Raises Refused with a sentence at each field, Stale."""
    decision = policy.require(by, "instruct", row)
    words, due_on = _checked(row, wanted, local(work.at).date())
    held = Incoming.objects.filter(pk=row.pk, state__in=["registered", "directed", "done"])
    state, ended_at = ("done", work.at) if wanted.file else ("directed", None)
    if not held.update(state=state, ended_at=ended_at):
        raise moved()
    last = Instruction.objects.filter(incoming=row).order_by("-at", "-id").values_list("pk", flat=True).first()
    if wanted.seen is not None and wanted.seen != str(last or ""):
        raise Stale(_("Another instruction has just been written. Read it before you write yours."))
    DocumentTask.objects.filter(incoming=row, state="open").update(state="replaced", ended_at=work.at)
    grant = decision.grant
    written = Instruction.objects.create(
        commune_id=row.commune_id, incoming=row, by_id=by.id, acting_for_id=grant.acting_for if grant else None,
        post_title=grant.post_title if grant else "", words=words, due_on=due_on, at=work.at,
    )  # fmt: skip
    _step(work, by, row, "instruct", words, decision=decision)
    parts = (
        ({wanted.lead: "lead"} if wanted.lead else {})
        | dict.fromkeys(wanted.helpers, "help")
        | dict.fromkeys(wanted.informed, "info")
    )
    for who, part in parts.items():
        _give(work, row, written, who, part, due_on if part != "info" else None)
    facts = {"people": len(parts), "due": due_on.isoformat() if due_on else "", "file": wanted.file}
    work.note("incoming.instructed", by.ref, row.ref, facts=facts, acting_for=decision.acting_for)
    return written


def see(work: Work, by: Actor, task: DocumentTask) -> bool:
    """The first time that whoever has it opens it: received. True when this was it."""
    seen = DocumentTask.objects.filter(pk=task.pk, state="open", seen_at=None).update(seen_at=work.at)
    if seen:
        _step(work, by, task.incoming, "see", task=task)
    return bool(seen)


def opine(work: Work, by: Actor, task: DocumentTask, words: str) -> None:
    """A word for whoever leads and the leader. Raises Refused, Stale."""
    decision = policy.require(by, "do", task)
    words = said(words)
    _hold(task)
    if not DocumentTask.objects.filter(pk=task.pk, state="open").exists():
        raise moved()
    _step(work, by, task.incoming, "opine", words, task=task, decision=decision)
    work.note("incoming.opined", by.ref, task.incoming.ref, acting_for=decision.acting_for)


def finish(work: Work, by: Actor, task: DocumentTask, words: str) -> None:
    """One's part is done. When whoever leads says so, the document is dealt with and what helpers had open ends with it;
    who is informed may still read."""
    decision = policy.require(by, "do", task)
    words = said(words, required=task.part != "info")
    _end(work, task, "done")
    _step(work, by, task.incoming, "read" if task.part == "info" else "finish", words, task=task, decision=decision)
    if task.part == "lead":
        Incoming.objects.filter(pk=task.incoming_id, state="directed").update(state="done", ended_at=work.at)
        _close_help(work, task)
    facts = {"part": task.part}
    work.note("incoming.finished", by.ref, task.incoming.ref, facts=facts, acting_for=decision.acting_for)


def give_back(work: Work, by: Actor, task: DocumentTask, why: str) -> None:
    """To the leader, with the reason: it is not mine, or cannot be done so. The document waits for another word."""
    decision = policy.require(by, "do", task)
    why = said(why, "why")
    _end(work, task, "given_back")
    _step(work, by, task.incoming, "give_back", why, task=task, decision=decision)
    if task.part == "lead":
        row, leader = task.incoming, leader_of(task.instruction)
        still = leader in {id_ for id_, _name in people.leaders(row.commune_id, row.organ)}
        Incoming.objects.filter(pk=row.pk, state="directed").update(
            state="registered", leader=leader if still else None, presented_at=work.at if still else None
        )
        _close_help(work, task)
        if still:
            tell(work, row, leader, "document_presented", str(task.pk))
    facts = {"part": task.part}
    work.note("incoming.given_back", by.ref, task.incoming.ref, facts=facts, acting_for=decision.acting_for)


def pass_on(work: Work, by: Actor, task: DocumentTask, to: UUID | None, why: str) -> DocumentTask:
    """To a colleague, with the reason, under the same instruction and day. Raises Refused, Stale."""
    decision = policy.require(by, "do", task)
    why = said(why, "why")
    if to is None or to == task.account_id or to not in {id_ for id_, _name in people.staff(task.commune_id)}:
        raise refused("to", _("Choose a colleague from the list."))
    _end(work, task, "passed_on")
    there = DocumentTask.objects.filter(incoming=task.incoming_id, account=to, state="open")
    if task.part == "lead":  # whoever takes charge helps no more
        there.exclude(part="lead").update(state="replaced", ended_at=work.at)
    if there.exists():
        raise refused("to", _("This colleague has a part in it already."))
    _step(work, by, task.incoming, "pass_on", why, task=task, to=to, decision=decision)
    facts = {"part": task.part, "to": str(to)}
    work.note("incoming.passed_on", by.ref, task.incoming.ref, facts=facts, acting_for=decision.acting_for)
    return _give(work, task.incoming, task.instruction, to, task.part, task.due_on)


# --- inside -----------------------------------------------------------------------------------------------------------


def _checked(row: Incoming, wanted: Wanted, today: date) -> tuple[str, date | None]:
    """The words and the day. Raises Refused with every field that is wrong."""
    errors: dict[str, list[Any]] = {}
    words = ""
    try:
        words = clean(wanted.words, limit=LONGEST, multiline=True)
    except Refused as refusal:
        errors["words"] = [refusal.message]
    if not words and "words" not in errors:
        if wanted.file:
            words = _("For information, keep on file.")
        else:
            errors["words"] = [_("Write what is to be done.")]
    known = {id_ for id_, _name in people.staff(row.commune_id)}
    if wanted.file:
        alone = [_("It is only kept on file: leave this empty, or choose that somebody deals with it.")]
        errors |= {name: alone for name in ("lead", "helpers") if getattr(wanted, name)}
    elif wanted.lead is None or wanted.lead not in known:
        errors["lead"] = [_("Choose who is in charge: exactly one person.")]
    others = [*wanted.helpers, *wanted.informed]
    if not set(others) <= known:
        errors["helpers"] = [_("Choose colleagues from the list.")]
    elif wanted.lead in others or len(set(others)) != len(others):
        errors["helpers"] = [
            _("Nobody has two parts: whoever is in charge does not help, whoever helps is informed anyway.")
        ]
    elif len(others) > MOST_PEOPLE:
        errors["helpers"] = [_("At most %(count)d people.") % {"count": MOST_PEOPLE}]
    due_on = None if wanted.file else day_of(wanted.due_on, errors, "due_on")
    if due_on and due_on < today:
        errors["due_on"] = [_("This day is past. Choose today or a later day.")]
    if errors:
        raise Refused(_("Please check what is marked."), fields=errors)
    return words, due_on


def _give(work: Work, row: Incoming, written: Instruction, who: UUID, part: str, due_on: date | None) -> DocumentTask:
    task = DocumentTask.objects.create(
        commune_id=row.commune_id, incoming=row, instruction=written, account_id=who, part=part, due_on=due_on,
        given_at=work.at,
    )  # fmt: skip
    due = {"due": f"{due_on:%d/%m/%Y}"} if due_on else {}
    tell(work, row, who, "document_informed" if part == "info" else "document_assigned", str(task.pk), **due)
    return task


def leader_of(written: Instruction) -> UUID:
    """To whom it goes back, and who is told when it is late: the leader in whose name it was written."""
    return written.acting_for_id or written.by_id


def _close_help(work: Work, task: DocumentTask) -> None:
    helping = DocumentTask.objects.filter(incoming=task.incoming_id, state="open", part="help")
    helping.update(state="closed", ended_at=work.at)


def _end(work: Work, task: DocumentTask, state: str) -> None:
    _hold(task)
    if not DocumentTask.objects.filter(pk=task.pk, state="open").update(state=state, ended_at=work.at):
        raise moved()


def _hold(task: DocumentTask) -> None:
    """The document's row first, as `instruct` takes it: what happens to its parts happens one after another, and nothing is
    written about a document that is just being withdrawn."""
    Incoming.objects.filter(pk=task.incoming_id).update(state=F("state"))


def _step(
    work: Work, by: Actor, row: Incoming, act: str, words: str = "", *, task: DocumentTask | None = None,
    to: UUID | None = None, decision: policy.Decision | None = None,
) -> None:  # fmt: skip
    lender = decision.acting_for if decision else None
    Step.objects.create(
        commune_id=row.commune_id, incoming=row, task=task, act=act, words=words, to_id=to, by_id=by.id,
        acting_for_id=lender.id if lender else None, at=work.at,
    )  # fmt: skip
