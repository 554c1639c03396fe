"""The officer's work: take, pass on, verify, ask another office, stop, withdraw, reassign."""

from uuid import UUID

from django.utils.translation import gettext as _

from thonso.core.base.errors import Refused
from thonso.core.base.text import clean
from thonso.core.workdays.rules import Rule
from thonso.core.workdays.rules import due as count
from thonso.core.workdays.services import calendar_for
from thonso.dossiers.models import Event
from thonso.dossiers.requirements import definition
from thonso.dossiers.services import clock
from thonso.dossiers.services.moves import Act, move
from thonso.dossiers.services.route import next_step, prepare_step, stand_at, step_back


def take(act: Act) -> Event:
    return move(act, "take", changes={"assignee_id": act.actor.ref.id})


def assign(act: Act, account_id: UUID | None, reason: str = "") -> Event:
    """Give the dossier to one officer of the queue, or back to the queue with None. Needs nothing of the absent one."""
    return move(act, "assign", changes={"assignee_id": account_id}, payload={"reason": clean(reason, limit=300)})


def advance(act: Act, note: str = "") -> Event:
    """On to the next step of the procedure; a step of the hamlet begins with a task there."""
    step = next_step(act.dossier)
    if step is None or step.kind in {"sign", "seal", "return"}:
        raise Refused(_("The next step begins by submitting the result for signature."))
    event = move(
        act,
        "advance",
        changes=stand_at(act.dossier, step),
        facts={"step": step.key},
        payload={"note": clean(note, limit=1000, multiline=True)},
    )
    prepare_step(act, step)
    return event


def recheck(act: Act, outcome: str, found: str) -> Event:
    """What the office found when it looked into the objections: it counts in place of the review, and the list hangs again
    (1.011607)."""
    if outcome not in {one.key for one in definition(act.dossier).result.outcomes}:
        raise Refused(_("Choose what the re-check found."), fields={"outcome": [_("Not chosen yet.")]})
    found = clean(found, limit=2000, multiline=True)
    if len(found) < 10:
        raise Refused(_("Write down who objected, and what was found."), fields={"found": [_("Too short.")]})
    back = step_back(act.dossier)
    changes = stand_at(act.dossier, back) if back else {}
    event = move(act, "recheck", changes=changes, payload={"outcome": outcome, "found": found})
    if back:
        prepare_step(act, back)
    return event


def verify(act: Act, what: str, found: str) -> Event:
    """What the office checked itself instead of asking the citizen for another paper."""
    if not what.strip():
        raise Refused(_("Say what was verified."), fields={"what": [_("Not filled in.")]})
    return move(
        act, "verify", payload={"what": clean(what, limit=500), "found": clean(found, limit=2000, multiline=True)}
    )


def consult(act: Act, office: str, question: str, days: int = 2) -> Event:
    """Ask another office for its opinion, with a date of its own; the dossier's clock runs on."""
    if not office.strip() or not question.strip():
        raise Refused(_("Say whom you ask, and what."), fields={"question": [_("Not filled in.")]})
    if not 1 <= days <= 30:
        raise Refused(_("Between 1 and 30."), fields={"days": [_("Between 1 and 30.")]})
    answer_by = count(act.at, Rule("working_days", days), (), calendar_for(act.dossier.commune_id))
    return move(
        act,
        "consult",
        facts={"answer_by": answer_by.isoformat() if answer_by else None},
        payload={"office": clean(office, limit=150), "question": clean(question, limit=2000, multiline=True)},
    )


def give_opinion(act: Act, opinion: str) -> Event:
    if not opinion.strip():
        raise Refused(_("Write down the opinion."), fields={"opinion": [_("Not filled in.")]})
    return move(act, "give_opinion", payload={"opinion": clean(opinion, limit=2000, multiline=True)})


# How the applicant's wish to take it back reached the desk.
WITHDRAWN_BY = frozenset({"paper", "spoken", "phone"})


def withdraw(act: Act, reason: str = "", asked_by: str = "") -> Event:
    """The applicant takes the dossier back, until the result is signed. The owner does it without a word; the desk, which
    does it for her, writes down why and how she asked. What was late by then stays in the history."""
    dossier, reason = act.dossier, clean(reason, limit=500, multiline=True)
    if act.actor.has("one_stop", dossier.commune_id):
        if len(reason) < 5:
            raise Refused(_("Write down why the applicant takes it back."), fields={"reason": [_("Not filled in.")]})
        if asked_by not in WITHDRAWN_BY:
            raise Refused(_("Choose how the applicant asked for it."), fields={"asked_by": [_("Not chosen yet.")]})
    late_since = clock.missed(dossier, act.at)
    clock.close_pause(dossier, act.at)
    return move(
        act,
        "withdraw",
        facts={
            **({"asked_by": asked_by} if asked_by in WITHDRAWN_BY else {}),
            **({"late_since": late_since.isoformat()} if late_since else {}),
        },
        payload={"reason": reason},
    )


def stop(act: Act, reason: str) -> Event:
    """Form 05. Only while no result has been signed."""
    reason = clean(reason, limit=1000, multiline=True)
    if len(reason) < 10:
        raise Refused(_("Say in plain words why it stops."), fields={"reason": [_("Too short.")]})
    clock.close_pause(act.dossier, act.at)
    return move(act, "stop", payload={"reason": reason})
