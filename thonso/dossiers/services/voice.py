"""A rating, once; complaints, also spoken ones."""

from django.db import IntegrityError
from django.utils.translation import gettext as _

from thonso.core import crypto
from thonso.core.access import policy
from thonso.core.access.actors import Actor
from thonso.core.base.errors import Refused, Stale
from thonso.core.base.ids import new_id
from thonso.core.base.refs import Ref
from thonso.core.base.text import clean
from thonso.core.journal.work import transact
from thonso.dossiers.models import Complaint, Dossier, Rating
from thonso.dossiers.rules.states import FINAL, State

RATABLE = FINAL | {State.COMPLETED}


def rate(dossier: Dossier, rater: Ref, score: int, words: str = "") -> Rating:
    """1 very dissatisfied to 5 very satisfied; one a dossier, when it has come to its end."""
    if score not in range(1, 6):
        raise Refused(_("Choose one of the five."), fields={"score": [_("Not chosen yet.")]})
    if dossier.status not in RATABLE:
        raise Refused(_("You can rate it when there is a result."))
    id_, words = new_id(), clean(words, limit=1000, multiline=True)
    try:
        with transact(dossier.commune_id) as work:
            rating = Rating.objects.create(
                id=id_, dossier=dossier, score=score, at=work.at,
                words=crypto.seal("dossiers.rating", id_, words) if words else "",
            )  # fmt: skip
            work.note("dossier.rated", rater, Ref("dossier", dossier.pk), facts={"score": score})
            return rating
    except IntegrityError:
        raise Stale(_("This dossier has already been rated. Thank you.")) from None


def words_of(complaint: Complaint) -> str:
    return crypto.unseal("dossiers.complaint", complaint.pk, complaint.words)


def answer_of(complaint: Complaint) -> str:
    return crypto.unseal("dossiers.complaint.answer", complaint.pk, complaint.answer) if complaint.answer else ""


def answer(actor: Actor, complaint: Complaint, words: str) -> None:
    """The leaders' answer, once; whoever complained reads it where the dossier is followed."""
    policy.require(actor, "answer", complaint)
    words = clean(words, limit=2000, multiline=True)
    if len(words) < 5:
        raise Refused(_("Write the answer."), fields={"answer": [_("Not filled in.")]})
    sealed = crypto.seal("dossiers.complaint.answer", complaint.pk, words)
    with transact(complaint.dossier.commune_id) as work:
        done = Complaint.objects.filter(pk=complaint.pk, answered_at=None).update(answer=sealed, answered_at=work.at)
        if not done:
            raise Stale(_("This has already been answered."))
        work.note("complaint.answered", actor.ref, Ref("complaint", complaint.pk))


def complain(dossier: Dossier, who: Ref, words: str, *, spoken_to: str = "") -> Complaint:
    """Kept for the leaders; hidden from the officers and the helper of this dossier (practice.md 24)."""
    words = clean(words, limit=2000, multiline=True)
    if len(words) < 5:
        raise Refused(_("Please write what happened."), fields={"words": [_("Not filled in.")]})
    id_ = new_id()
    with transact(dossier.commune_id) as work:
        complaint = Complaint.objects.create(
            id=id_, dossier=dossier, words=crypto.seal("dossiers.complaint", id_, words),
            spoken_to=clean(spoken_to, limit=100), at=work.at,
        )  # fmt: skip
        work.note("dossier.complained", who, Ref("dossier", dossier.pk))
        work.publish("dossier.complained", dossier=dossier)
    return complaint
