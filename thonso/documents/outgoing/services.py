"""The only code that writes a document of our own until it is signed: begun, changed, opinions, submitted, sent back.

Every change of the text is a version of its own. Who has it in hand changes it: its drafter, or whoever's turn it is.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import F
from django.utils.translation import gettext as _

from thonso.core.access import policy
from thonso.core.access.actors import Actor
from thonso.core.base.clock import local
from thonso.core.base.errors import Refused, Stale
from thonso.core.base.refs import Ref
from thonso.core.journal.work import Work, transact
from thonso.core.notices import services as notices
from thonso.core.units.models import Unit
from thonso.documents import people
from thonso.documents.beside import refused
from thonso.documents.models import Incoming
from thonso.documents.outgoing import rules, setting
from thonso.documents.outgoing.access import TURN
from thonso.documents.outgoing.models import Outgoing, OutgoingStep, OutgoingTask, Version
from thonso.documents.outgoing.structure import MOST_COLUMNS, blocks, too_wide
from thonso.documents.outgoing.typed import Draft, checked, said
from thonso.documents.services import moved

ORGAN = "ubnd"
"""The council's documents are signed by its own chair, for whom there is no role yet (`organs`)."""


@dataclass(frozen=True, slots=True)
class Round:
    """To whom it is submitted: those who look it through, in this order, then the leader who signs."""

    signer: UUID | None
    checkers: Sequence[UUID] = field(default_factory=tuple)
    words: str = ""


def begin(work: Work, by: Actor, commune: Unit, draft: Draft, answers: Incoming | None = None) -> Outgoing:
    """A new document with its first version. Raises Refused with a sentence at each field."""
    policy.require(by, "begin", policy.New(Outgoing.KIND, commune.pk))
    if answers is not None:
        policy.require(by, "read", answers)
    columns, texts = checked(draft, local(work.at).date())
    row = Outgoing.objects.create(
        commune=commune, organ=ORGAN, answers=answers, drafter_id=by.id, begun_at=work.at, changed_at=work.at,
        subject=texts["subject"], **columns,
    )  # fmt: skip
    Version.objects.create(commune=commune, outgoing=row, number=1, by_id=by.id, at=work.at, **texts, **columns)
    step(work, by, row, "begin")
    work.note("outgoing.begun", by.ref, row.ref, facts={"kind": row.kind})
    return row


def save(work: Work, by: Actor, row: Outgoing, draft: Draft) -> Outgoing:
    """A new version over the one that was seen; none where nothing changed. Raises Refused, Stale."""
    decision = policy.require(by, "read", row)
    columns, texts = checked(draft, local(row.begun_at).date(), row)
    held = Outgoing.objects.filter(pk=row.pk, state__in=rules.OPEN)
    if not held.update(state=F("state")):  # ours now
        raise moved()
    row.refresh_from_db()
    if not may_write(by, row):
        raise moved()
    if draft.seen is not None and draft.seen != row.version:
        raise Stale(
            _("Somebody else has changed the text meanwhile. Yours is still here: compare it, then save it again.")
        )
    last = row.versions.get(number=row.version)
    if (last.texts(), last.columns()) == (texts, columns):
        return row
    number = row.version + 1
    Version.objects.create(
        commune_id=row.commune_id, outgoing=row, number=number, by_id=by.id, at=work.at, **texts, **columns
    )
    held.update(version=number, subject=texts["subject"], changed_at=work.at, **columns)
    row.refresh_from_db()
    step(work, by, row, "save", decision=decision)
    work.note("outgoing.changed", by.ref, row.ref, facts={"version": number}, acting_for=decision.acting_for)
    return row


def note_marked(by: Actor, commune_id: UUID) -> None:
    """The journal keeps that something was refused here, nothing of what it was."""
    with transact(commune_id) as work:
        work.note("outgoing.refused_secret", by.ref, Ref("unit", commune_id), facts={"organ": ORGAN})


def may_write(by: Actor, row: Outgoing) -> bool:
    """Whether it is this person's to change now: her own draft, or her turn, or that of a colleague whose post she has."""
    whose = {grant.acting_for or by.account_id for grant in policy.granting(by, "write", row)}
    if row.state == "draft":
        return row.drafter_id in whose
    turn = OutgoingTask.objects.filter(TURN, outgoing=row, account__in=whose)
    return row.state in rules.OPEN and turn.exists()


def ask(work: Work, by: Actor, row: Outgoing, whom: Sequence[UUID], words: str) -> None:
    """Opinions of colleagues, beside whoever has it in hand. Raises Refused, Stale."""
    decision = policy.require(by, "write", row)
    words = said(words, "question", required=False)
    if not whom or not set(whom) <= _colleagues(row) - {by.account_id}:
        raise refused("whom", _("Choose colleagues from the list."))
    if not _touch(work, row, rules.OPEN) or not may_write(by, row):
        raise moved()
    open_ = set(row.tasks.filter(part="opine", state="open").values_list("account", flat=True))
    fresh = [one for one in dict.fromkeys(whom) if one not in open_]
    if len(open_) + len(fresh) > rules.MOST_OPINIONS:
        raise refused("whom", _("At most %(count)d people.") % {"count": rules.MOST_OPINIONS})
    for one in fresh:
        _give(work, row, one, "opine", 0)
        step(work, by, row, "ask", words, to=one, decision=decision)
    work.note("outgoing.asked", by.ref, row.ref, facts={"people": len(fresh)}, acting_for=decision.acting_for)


def opine(work: Work, by: Actor, task: OutgoingTask, words: str) -> None:
    """A colleague's opinion on the version that stands. Raises Refused, Stale."""
    decision = policy.require(by, "do", task)
    words = said(words)
    _end(work, task, "opine", "done")
    step(work, by, task.outgoing, "opine", words, decision=decision)
    asked = task.outgoing.steps.filter(act="ask", to=task.account_id).order_by("-at", "-id").first()
    whom = asked.acting_for_id or asked.by_id if asked else task.outgoing.drafter_id
    tell(work, task.outgoing, whom, "outgoing_opinion", str(task.pk), name=by.name)
    work.note("outgoing.opined", by.ref, task.outgoing.ref, acting_for=decision.acting_for)


def submit(work: Work, by: Actor, row: Outgoing, wanted: Round) -> None:
    """From its drafter to whoever looks it through first, or to the leader. Raises Refused, Stale."""
    decision = policy.require(by, "submit", row)
    checkers = list(wanted.checkers)
    errors: dict[str, list[Any]] = {}
    if wanted.signer not in {id_ for id_, _name in people.leaders(row.commune_id, row.organ)}:
        errors["signer"] = [_("Choose the leader from the list.")]
    if not set(checkers) <= _colleagues(row) - {by.account_id, row.drafter_id} or len(set(checkers)) != len(checkers):
        errors["checkers"] = [_("Choose colleagues from the list, each once.")]
    elif wanted.signer in checkers:
        errors["checkers"] = [_("Whoever signs reads it anyway: choose others.")]
    elif len(checkers) > rules.MOST_CHECKERS:
        errors["checkers"] = [_("At most %(count)d people.") % {"count": rules.MOST_CHECKERS}]
    words = said(wanted.words, required=False)
    if missing := _unfinished(row):
        errors["body"] = [missing]
    if errors:
        raise Refused(_("Please check what is marked."), fields=errors)
    if not _touch(work, row, ("draft",), state="review" if checkers else "presented"):
        raise moved()
    assert wanted.signer is not None  # it is one of the list
    turns = [*((one, "check") for one in checkers), (wanted.signer, "sign")]
    for place, (who, part) in enumerate(turns, start=1):
        _give(work, row, who, part, place, state="open" if place == 1 else "waiting")
    step(work, by, row, "submit", words, to=turns[0][0], decision=decision)
    facts = {"version": row.version, "checkers": len(checkers), "signer": str(wanted.signer)}
    work.note("outgoing.submitted", by.ref, row.ref, facts=facts, acting_for=decision.acting_for)


def pass_on(work: Work, by: Actor, task: OutgoingTask, words: str) -> None:
    """Looked through: it goes to whoever is next. Raises Refused, Stale."""
    decision = policy.require(by, "do", task)
    words = said(words, required=False)
    row = task.outgoing
    _end(work, task, "check", "done")
    following = row.tasks.filter(state="waiting").order_by("place").first()
    if following is None:
        raise moved()
    row.tasks.filter(pk=following.pk).update(state="open", given_at=work.at)
    Outgoing.objects.filter(pk=row.pk).update(state="presented" if following.part == "sign" else "review")
    step(work, by, row, "pass", words, to=following.account_id, decision=decision)
    tell(work, row, following.account_id, TOLD[following.part], str(following.pk))
    work.note("outgoing.passed", by.ref, row.ref, facts={"version": row.version}, acting_for=decision.acting_for)


def send_back(work: Work, by: Actor, task: OutgoingTask, words: str) -> None:
    """To its drafter, with what is to be changed. Raises Refused, Stale."""
    decision = policy.require(by, "do", task)
    words = said(words)
    row = task.outgoing
    if task.part == "opine":
        raise moved()
    _end(work, task, task.part, "back")
    _close_round(work, row)
    Outgoing.objects.filter(pk=row.pk).update(state="draft")
    step(work, by, row, "send_back", words, to=row.drafter_id, decision=decision)
    tell(work, row, row.drafter_id, "outgoing_back", str(task.pk), name=by.name)
    work.note("outgoing.sent_back", by.ref, row.ref, facts={"version": row.version}, acting_for=decision.acting_for)


def take_back(work: Work, by: Actor, row: Outgoing) -> None:
    """Its drafter wants to change it once more: from wherever it is before it is signed. Raises Stale."""
    decision = policy.require(by, "submit", row)
    if not _touch(work, row, ("review", "presented"), state="draft"):
        raise moved()
    for one in row.tasks.filter(TURN):
        tell(work, row, one.account_id, "outgoing_taken_back", str(one.pk), name=by.name)
    _close_round(work, row)
    step(work, by, row, "take_back", decision=decision)
    work.note("outgoing.taken_back", by.ref, row.ref, facts={"version": row.version}, acting_for=decision.acting_for)


def drop(work: Work, by: Actor, row: Outgoing, words: str) -> None:
    """It is not needed any more; what was written stays to be read. Raises Refused, Stale."""
    decision = policy.require(by, "submit", row)
    words = said(words, "why")
    if not _touch(work, row, ("draft",), state="dropped"):
        raise moved()
    row.tasks.filter(state="open").update(state="closed", ended_at=work.at)
    step(work, by, row, "drop", words, decision=decision)
    work.note("outgoing.dropped", by.ref, row.ref, acting_for=decision.acting_for)


# --- shared with `signing` --------------------------------------------------------------------------------------------

TOLD = {"opine": "outgoing_asked", "check": "outgoing_to_check", "sign": "outgoing_to_sign"}


def tell(work: Work, row: Outgoing, who: UUID, template: str, key: str, **more: str) -> None:
    """What it is about is read where it lies: the message names its kind at most."""
    notices.queue(
        work, channel="inapp", to=who, template=template, context={"kind": setting.kind_of(row).name, **more},
        key=f"{template}:{key}", about=row.ref,
    )  # fmt: skip


def step(
    work: Work, by: Actor, row: Outgoing, act: str, words: str = "", *, to: UUID | None = None,
    decision: policy.Decision | None = None,
) -> None:  # fmt: skip
    lender = decision.acting_for if decision else None
    OutgoingStep.objects.create(
        commune_id=row.commune_id, outgoing=row, act=act, words=words, version=row.version, to_id=to, by_id=by.id,
        acting_for_id=lender.id if lender else None, at=work.at,
    )  # fmt: skip


# --- inside -----------------------------------------------------------------------------------------------------------


def _unfinished(row: Outgoing) -> str:
    """What its text still lacks before anybody else is asked to read it; '' when nothing."""
    texts = row.versions.get(number=row.version)
    if not texts.body.strip():
        return _("There is no text yet. Write it first.")
    if not setting.kind_of(row).named and not texts.addressees.strip():
        return _("A công văn needs at least one addressee (Kính gửi). Change the text first.")
    if "..." in texts.recipients or "…" in texts.recipients:
        return _("The recipients (Nơi nhận) still have dots to be filled in. Change the text first.")
    if wide := too_wide(blocks(texts.body, enacts=False)):
        words = _(
            "The table at line %(line)d has more columns than a page holds: at most %(count)d. Make it two tables."
        )
        return words % {"line": wide[0], "count": MOST_COLUMNS}
    return ""


def _touch(work: Work, row: Outgoing, states: Sequence[str], **columns: Any) -> int:
    """The document's row first, so that what happens to it happens one after another."""
    return Outgoing.objects.filter(pk=row.pk, state__in=states).update(changed_at=work.at, **columns)


def _end(work: Work, task: OutgoingTask, part: str, state: str) -> None:
    if not _touch(work, task.outgoing, rules.OPEN):
        raise moved()
    held = OutgoingTask.objects.filter(pk=task.pk, part=part, state="open")
    if not held.update(state=state, ended_at=work.at):
        raise moved()


def _close_round(work: Work, row: Outgoing) -> None:
    """Whose turn had not come has nothing of it: it is as if she had not been named."""
    row.tasks.filter(state="waiting").delete()
    row.tasks.filter(TURN).update(state="closed", ended_at=work.at)


def _give(work: Work, row: Outgoing, who: UUID, part: str, place: int, *, state: str = "open") -> None:
    task = OutgoingTask.objects.create(
        commune_id=row.commune_id, outgoing=row, account_id=who, part=part, place=place, state=state, given_at=work.at
    )
    if state == "open":
        tell(work, row, who, TOLD[part], str(task.pk))


def _colleagues(row: Outgoing) -> set[UUID]:
    return {id_ for id_, _name in people.staff(row.commune_id)}
