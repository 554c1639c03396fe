"""The only code that writes what is done with a registered document: presented, instructed, done, given back, passed on.

A leader's word is never changed; another one ends what was open before and begins anew. Exactly one leads at a time.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from thonso.core.access import policy
from thonso.core.access.actors import Actor
from thonso.core.base.clock import local
from thonso.core.base.errors import Refused, Stale
from thonso.core.base.refs import Ref
from thonso.core.base.text import clean
from thonso.core.journal.work import Work
from thonso.core.notices import services as notices
from thonso.documents import people
from thonso.documents.models import DocumentTask, Incoming, Instruction, Step

MOST_PEOPLE = 30
LONGEST = 1000


@dataclass(frozen=True, slots=True)
class Wanted:
    """An instruction as it was typed. `lead` in charge, `helpers` with her, `informed` read it."""

    words: str
    lead: UUID | None
    helpers: Sequence[UUID] = ()
    informed: Sequence[UUID] = ()
    due_on: date | None = None


def present(work: Work, by: Actor, row: Incoming, leader: UUID | None) -> None:
    """Put before a leader; before another one as long as nobody has written anything. Raises Refused, Stale."""
    decision = policy.require(by, "present", row)
    if leader not in {id_ for id_, _name in people.leaders(row.commune_id, row.organ)}:
        raise _refused("leader", _("Choose the leader from the list."))
    if not Incoming.objects.filter(pk=row.pk, state="registered").update(leader=leader, presented_at=work.at):
        raise _moved()
    _step(work, by, row, "present", to=leader)
    work.note("incoming.presented", by.ref, _ref(row), facts={"to": str(leader)}, acting_for=decision.acting_for)


def instruct(work: Work, by: Actor, row: Incoming, wanted: Wanted) -> Instruction:
    """A leader's word: who is in charge, who helps, who is told, until when. What was open before ends. Raises Refused with
    a sentence at each field, Stale."""
    decision = policy.require(by, "instruct", row)
    words = _checked(row, wanted, local(work.at).date())
    moved = Incoming.objects.filter(pk=row.pk, state__in=["registered", "directed", "done"])
    if not moved.update(state="directed", ended_at=None):
        raise _moved()
    DocumentTask.objects.filter(incoming=row, state="open").update(state="replaced", ended_at=work.at)
    grant = decision.grant
    written = Instruction.objects.create(
        commune_id=row.commune_id, incoming=row, by_id=by.id, acting_for_id=grant.acting_for if grant else None,
        post_title=grant.post_title if grant else "", words=words, due_on=wanted.due_on, at=work.at,
    )  # fmt: skip
    _step(work, by, row, "instruct", words)
    parts = {wanted.lead: "lead"} | dict.fromkeys(wanted.helpers, "help") | dict.fromkeys(wanted.informed, "info")
    for who, part in parts.items():
        assert who is not None  # `_checked` asks for it
        _give(work, row, written, who, part, wanted.due_on if part != "info" else None)
    facts = {"people": len(parts), "due": wanted.due_on.isoformat() if wanted.due_on else ""}
    work.note("incoming.instructed", by.ref, _ref(row), facts=facts, acting_for=decision.acting_for)
    return written


def see(work: Work, by: Actor, task: DocumentTask) -> bool:
    """The first time that whoever has it opens it: received. True when this was it."""
    seen = DocumentTask.objects.filter(pk=task.pk, state="open", seen_at=None).update(seen_at=work.at)
    if seen:
        _step(work, by, task.incoming, "see", task=task)
    return bool(seen)


def opine(work: Work, by: Actor, task: DocumentTask, words: str) -> None:
    """A word for whoever leads and the leader. Raises Refused, Stale."""
    policy.require(by, "do", task)
    words = _said(words)
    if not DocumentTask.objects.filter(pk=task.pk, state="open").exists():
        raise _moved()
    _step(work, by, task.incoming, "opine", words, task=task)
    work.note("incoming.opined", by.ref, _ref(task.incoming))


def finish(work: Work, by: Actor, task: DocumentTask, words: str) -> None:
    """One's part is done. When whoever leads says so, the document is dealt with and what helpers had open ends with it;
    who is informed may still read."""
    policy.require(by, "do", task)
    words = _said(words) if task.part != "info" else clean(words, limit=LONGEST)
    _end(work, task, "done")
    _step(work, by, task.incoming, "finish", words, task=task)
    if task.part == "lead":
        Incoming.objects.filter(pk=task.incoming_id, state="directed").update(state="done", ended_at=work.at)
        DocumentTask.objects.filter(incoming=task.incoming_id, state="open", part="help").update(
            state="closed", ended_at=work.at
        )
    work.note("incoming.finished", by.ref, _ref(task.incoming), facts={"part": task.part})


def give_back(work: Work, by: Actor, task: DocumentTask, why: str) -> None:
    """To the leader, with the reason: it is not mine, or cannot be done so. The document waits for another word."""
    policy.require(by, "do", task)
    why = _said(why)
    _end(work, task, "given_back")
    _step(work, by, task.incoming, "give_back", why, task=task)
    if task.part == "lead":
        leader = task.instruction.acting_for_id or task.instruction.by_id
        Incoming.objects.filter(pk=task.incoming_id, state="directed").update(
            state="registered", leader=leader, presented_at=work.at
        )
    work.note("incoming.given_back", by.ref, _ref(task.incoming), facts={"part": task.part})


def pass_on(work: Work, by: Actor, task: DocumentTask, to: UUID | None, why: str) -> DocumentTask:
    """To a colleague, with the reason, under the same instruction and day. Raises Refused, Stale."""
    policy.require(by, "do", task)
    why = _said(why)
    if to == task.account_id or to not in {id_ for id_, _name in people.staff(task.commune_id)}:
        raise _refused("to", _("Choose a colleague from the list."))
    if DocumentTask.objects.filter(incoming=task.incoming_id, account=to, state="open").exists():
        raise _refused("to", _("This colleague has a part in it already."))
    _end(work, task, "passed_on")
    _step(work, by, task.incoming, "pass_on", why, task=task, to=to)
    assert to is not None
    work.note("incoming.passed_on", by.ref, _ref(task.incoming), facts={"part": task.part, "to": str(to)})
    return _give(work, task.incoming, task.instruction, to, task.part, task.due_on)


# --- inside -----------------------------------------------------------------------------------------------------------


def _checked(row: Incoming, wanted: Wanted, today: date) -> str:
    errors: dict[str, list[Any]] = {}
    words = ""
    try:
        words = clean(wanted.words, limit=LONGEST, multiline=True)
    except Refused as refusal:
        errors["words"] = [refusal.message]
    if not words and "words" not in errors:
        errors["words"] = [_("Write what is to be done.")]
    known = {id_ for id_, _name in people.staff(row.commune_id)}
    if wanted.lead is None or wanted.lead not in known:
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
    if wanted.due_on and wanted.due_on < today:
        errors["due_on"] = [_("This day is past. Choose today or a later day.")]
    if errors:
        raise Refused(_("Please check what is marked."), fields=errors)
    return words


def _give(work: Work, row: Incoming, written: Instruction, who: UUID, part: str, due_on: date | None) -> DocumentTask:
    task = DocumentTask.objects.create(
        commune_id=row.commune_id, incoming=row, instruction=written, account_id=who, part=part, due_on=due_on,
        given_at=work.at,
    )  # fmt: skip
    due = {"due": f"{due_on:%d/%m/%Y}"} if due_on else {}
    notices.queue(
        work, channel="inapp", to=who, template="document_assigned",
        context={"number": f"{row.number}/{row.period}", **due}, key=f"document:{task.pk}",
        about=Ref("document_task", task.pk),
    )  # fmt: skip
    return task


def _end(work: Work, task: DocumentTask, state: str) -> None:
    if not DocumentTask.objects.filter(pk=task.pk, state="open").update(state=state, ended_at=work.at):
        raise _moved()


def _step(
    work: Work, by: Actor, row: Incoming, act: str, words: str = "", *, task: DocumentTask | None = None,
    to: UUID | None = None,
) -> None:  # fmt: skip
    Step.objects.create(incoming=row, task=task, act=act, words=words, to_id=to, by_id=by.id, at=work.at)


def _said(words: str) -> str:
    words = clean(words, limit=LONGEST, multiline=True)
    if len(words) < 2:
        raise _refused("words", _("Write a few words."))
    return words


def _ref(row: Incoming) -> Ref:
    return Ref("incoming", row.pk)


def _moved() -> Stale:
    return Stale(_("Somebody else has just dealt with this document. Look at it again."))


def _refused(field: str, words: str) -> Refused:
    return Refused(words, fields={field: [words]})
