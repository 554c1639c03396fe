"""The result reaches its owner, with proof: at the desk, by post, or through the hamlet, where it arrives and is given."""

import unicodedata
from collections.abc import Collection
from datetime import date
from itertools import zip_longest
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from thonso.core.access import policy
from thonso.core.base.clock import local
from thonso.core.base.errors import Refused, Stale
from thonso.core.base.ids import new_id
from thonso.core.base.text import clean, fold
from thonso.dossiers import filer, heir, holders, on_paper, vault
from thonso.dossiers.models import Dossier, Event, HamletTask, Handover, PaperCheck, Result
from thonso.dossiers.models.results import BEARS_A_SIGNATURE
from thonso.dossiers.models.results import HELD as WAITS
from thonso.dossiers.rules.guards import HELD
from thonso.dossiers.rules.states import State
from thonso.dossiers.rules.transitions import MOVED_ON
from thonso.dossiers.services import presence
from thonso.dossiers.services.hands import hamlet_grant
from thonso.dossiers.services.moves import Act, answers_of, move, write
from thonso.dossiers.services.reception import keep_check

INSTEAD = gettext_lazy("Until then the result is handed over at the desk.")


def send_to_hamlet(act: Act, carried_by: str) -> Event:
    """The paper leaves the desk with `carried_by`; the helper and the village head find it among what the hamlet has to do."""
    carried_by = clean(carried_by, limit=100)
    if not carried_by:
        raise Refused(_("Write who takes it there."), fields={"carried_by": [_("Not filled in.")]})
    dossier, id_ = act.dossier, new_id()
    event = move(act, "send_to_hamlet")  # first whether it may be sent at all; what is refused below undoes it
    if why := holders.nobody_there(dossier):
        raise Refused(f"{why} {INSTEAD}")
    assert dossier.hamlet_id is not None  # the transition's guard
    HamletTask.objects.create(
        id=id_,
        commune_id=dossier.commune_id,
        hamlet_id=dossier.hamlet_id,
        dossier=dossier,
        kind=HamletTask.Kind.RETURN,
        step=dossier.stage,
        asked_at=act.at,
        report=vault.close(dossier.data_key, "hamlet_task", id_, {"carried_by": carried_by}),
    )
    return event


def arrive(act: Act, task: HamletTask) -> HamletTask:
    """The hamlet has it, and its owner is told to come."""
    authorise(act, task)
    if is_held(act.dossier):
        raise Refused(HELD)  # whoever is told to come would come in vain
    if not HamletTask.objects.filter(pk=task.pk, started_at=None, done_at=None).update(started_at=act.at):
        raise Stale(_("It is written down already that it has arrived."))
    task.started_at = act.at
    write(act, "arrive", {})
    return task


def give(act: Act, task: HamletTask, *, taken_by: str, authority: str = "", signed: str = "") -> Event:
    """Handed over in the hamlet, by whom the task allows it."""
    authorise(act, task)
    details = {"authority": clean(authority, limit=200), **({"signed": True} if signed else {})}
    return hand_over(act, way=Handover.Way.HAMLET, taken_by=taken_by, details=details, system=True)


def authorise(act: Act, task: HamletTask) -> None:
    policy.require(act.actor, "do", task)
    grant = hamlet_grant(act.actor, task)
    act.lender = grant.lender if grant else None
    if act.dossier.status is not State.COMPLETED or task.done_at:
        raise Stale(MOVED_ON)


def is_held(dossier: Dossier) -> bool:
    """Whether a leader is still to decide if a result of this dossier is taken back."""
    return Result.objects.filter(stands_for__dossier=dossier, **WAITS).exists()


def in_hamlet(act: Act) -> bool:
    """Whether the result is on its way to the hamlet, or waits there."""
    return _open_returns(act.dossier).exists()


def called_back(act: Act) -> dict[str, bool]:
    """Nothing is to be handed over any more, since the result is corrected or taken back; the hamlet is told when it was
    sent there. Gives that as a fact of the event that calls it back."""
    return {"from_hamlet": True} if _close(act) else {}


def _close(act: Act) -> int:
    return _open_returns(act.dossier).update(done_at=act.at, done_by_id=act.actor.ref.id)


def _open_returns(dossier: Dossier) -> QuerySet[HamletTask]:
    return dossier.hamlet_tasks.filter(kind=HamletTask.Kind.RETURN, done_at=None)


def same_name(typed: str, name: str) -> bool:
    """Whether a name that was typed is this one: in any case, each word with its marks (wherever the tone is put) or
    without any. Marks that are others name another person: Sến is not Sen."""
    pairs = list(zip_longest(typed.casefold().split(), name.casefold().split(), fillvalue=""))
    return all(fold(one) == fold(other) and (fold(one) == one or _marks(one) == _marks(other)) for one, other in pairs)


def _is_owner(dossier: Dossier, taken_by: str) -> bool:
    """Whether it is whom the result belongs to: the heir, where one goes on."""
    owner = heir.named(dossier)
    if not same_name(taken_by, owner) and dossier.has_heir and same_name(taken_by, dossier.subject_name):
        words = _("The owner has died: it is given to the heir, %(name)s.") % {"name": owner}
        raise Refused(words, fields={"taken_by": [words]})
    return same_name(taken_by, owner)


def _marks(word: str) -> list[str]:
    return sorted(unicodedata.normalize("NFD", word))


def _check_electronic(dossier: Dossier) -> None:
    """As a file only what is here as a file, and only where somebody knows who has it then. Raises Refused."""
    in_force = Result.objects.filter(stands_for__dossier=dossier, state=Result.State.ISSUED)
    if not in_force.filter(BEARS_A_SIGNATURE).exists():
        words = _(
            "There is no signed file of this result here to be sent: hand over the paper, or say how it was handed over."
        )
    elif not (filer.is_known(dossier) or filer.has_authority(dossier)):
        words = _("Nobody has seen who filed it: hand it over beside the ID card, at the desk or in the hamlet.")
    else:
        return
    raise Refused(words, fields={"way": [words]})


def _check_authority(act: Act, taken_by: str, details: dict[str, Any], come: Collection[str]) -> None:
    """Until when the authorisation of somebody else holds, as ISO text where the paper says it. `come`: who has to be there.
    Raises Refused."""
    owner = _is_owner(act.dossier, taken_by)
    if not owner and "person" in come:
        words = _("Nobody else may take this in her place, not even with an authorisation.")
        raise Refused(words, fields={"taken_by": [words]})
    until = details.get("authority_until")
    if owner or not until:
        details.pop("authority_until", None)
        return
    try:
        last = date.fromisoformat(str(until))
    except ValueError:
        raise Refused(
            _("Please write the date as day/month/year."), fields={"authority_until": [_("Not a date.")]}
        ) from None
    if last < local(act.at).date():
        words = _("The authorisation held until %(day)s only: a new one is needed, or the owner comes.") % {
            "day": f"{last:%d/%m/%Y}"
        }
        raise Refused(words, fields={"authority_until": [words]})


def hand_over(
    act: Act,
    *,
    way: str,
    taken_by: str,
    details: dict[str, Any] | None = None,
    present: Collection[str] = (),
    system: bool = False,
) -> Event:
    """Handed to `taken_by`; someone other than the owner (whose name may be typed without its marks) needs an
    authorisation, which is named in `details`. `present`: who of those that have to come stands there."""
    taken_by = clean(taken_by, limit=100)
    details = details or {}
    if way not in Handover.Way.values:
        raise Refused(_("Choose how it was handed over."), fields={"way": [_("Not chosen yet.")]})
    if not taken_by:
        raise Refused(_("Write who took it."), fields={"taken_by": [_("Not filled in.")]})
    if not _is_owner(act.dossier, taken_by) and not str(details.get("authority", "")).strip():
        words = _("Somebody else may take it only with an authorisation: write which.")
        raise Refused(words, fields={"authority": [words]})
    come = presence.asked(act.dossier, "hand_over")
    _check_authority(act, taken_by, details, come)
    to_sign, signed = on_paper.awaited(act.dossier, answers_of(act.dossier)), bool(details.get("signed"))
    if to_sign and not signed:
        words = _("“%(paper)s” is to be signed on paper first: have it signed, then mark that.") % {
            "paper": to_sign.name
        }
        raise Refused(words, fields={"signed": [words]})
    if way != Handover.Way.DESK and come:
        words = _("Who has to be present for this result gets it at the desk, in no other way.")
        raise Refused(words, fields={"way": [words]})
    there = presence.check(act.dossier, "hand_over", present)
    if way == Handover.Way.ELECTRONIC:
        _check_electronic(act.dossier)
    event = move(
        act,
        "hand_over",
        changes={"handed_over_at": act.at},
        facts={"way": way, **there, **({"signed_on_paper": True} if to_sign else {})},
        payload={"taken_by": taken_by, **details},
        system=system,
    )
    if to_sign:
        keep_check(act, to_sign.key, {"verdict": PaperCheck.Verdict.VALID, "seen": PaperCheck.Seen.KEPT})
    _close(act)
    id_ = new_id()
    Handover.objects.create(
        id=id_,
        dossier=act.dossier,
        way=way,
        taken_by=taken_by,
        details=vault.close(act.dossier.data_key, "handover", id_, details),
        by_account_id=act.actor.ref.id,
        at=act.at,
    )
    return event
