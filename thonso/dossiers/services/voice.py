"""A rating, once; complaints, also spoken ones."""

from uuid import UUID

from django.db import IntegrityError
from django.db.models import Count, Q
from django.utils.translation import gettext as _

from thonso.core import crypto
from thonso.core.access import policy
from thonso.core.access.actors import Actor
from thonso.core.access.roles import HAMLET_ROLES, STAFF_ROLES
from thonso.core.base.clock import local, now
from thonso.core.base.errors import Refused, Stale
from thonso.core.base.ids import new_id
from thonso.core.base.refs import Ref
from thonso.core.base.text import clean
from thonso.core.journal import once
from thonso.core.journal.work import transact
from thonso.dossiers.models import Complaint, Dossier, Rating
from thonso.dossiers.rules.states import FINAL, State

CODE_LETTERS, CODE_LENGTH = "ACDEFGHJKLMNPQRTVWXY23456789", 8  # no two that look alike
RATABLE = FINAL - {State.WITHDRAWN} | {State.COMPLETED}  # who took it back has nothing to judge


def rate(dossier: Dossier, rater: Actor, score: int, words: str = "") -> Rating:
    """1 very dissatisfied to 5 very satisfied; one a dossier, when it has come to its end.

    Nobody rates the office they work for: the key stands on slips that pass through officials' hands. Signed out they
    still could, so it is kept by which way a rating came, and counted apart.
    """
    if score not in range(1, 6):
        raise Refused(_("Choose one of the five."), fields={"score": [_("Not chosen yet.")]})
    if dossier.status not in RATABLE:
        raise Refused(_("You can rate it when there is a result."))
    channel = channel_of(rater, dossier)
    if channel is None:
        raise Refused(_("Who works for the commune does not rate its work; sign out and let the owner do it."))
    id_, words = new_id(), clean(words, limit=1000, multiline=True)
    try:
        with transact(dossier.commune_id) as work:
            rating = Rating.objects.create(
                id=id_, dossier=dossier, commune_id=dossier.commune_id, score=score, at=work.at, channel=channel,
                words=crypto.seal("dossiers.rating", id_, words) if words else "",
            )  # fmt: skip
            facts = {"score": score, "channel": channel}
            work.note("dossier.rated", rater.ref, Ref("dossier", dossier.pk), facts=facts)
            return rating
    except IntegrityError:
        raise Stale(_("This dossier has already been rated. Thank you.")) from None


def channel_of(rater: Actor, dossier: Dossier) -> Rating.Channel | None:
    """By which way this person would rate; None for who may not."""
    if rater.is_account and rater.account_id == dossier.submitter_account_id:
        return Rating.Channel.ACCOUNT
    if rater.resident_id and rater.resident_id == dossier.owner_resident_id:
        return Rating.Channel.ACCOUNT
    if rater.assist is not None and rater.assist.session_id == dossier.assist_session_id:
        return Rating.Channel.HELPER
    return None if rater.has_any((*STAFF_ROLES, *HAMLET_ROLES), dossier.commune_id) else Rating.Channel.KEY


def ratings(commune_id: UUID) -> list[tuple[str, int, int]]:
    """This year's ratings by channel: how many, and how many of them satisfied (4 or 5)."""
    first = local(now()).replace(month=1, day=1, hour=0, minute=0, second=0, microsecond=0)
    rows = Rating.objects.filter(commune_id=commune_id, at__gte=first)
    counted = rows.values("channel").annotate(all=Count("at"), good=Count("at", filter=Q(score__gte=4)))
    found = {row["channel"]: (row["all"], row["good"]) for row in counted.order_by()}
    return [(channel, *found.get(channel, (0, 0))) for channel in Rating.Channel.values]


def rating_words_of(rating: Rating) -> str:
    return crypto.unseal("dossiers.rating", rating.pk, rating.words) if rating.words else ""


def code_of(complaint_id: UUID) -> str:
    """The code of whoever complained, told once. It follows from the complaint and the ring's key, so that sending the same
    words twice tells the same code while nothing but its blind index is kept."""
    number, code = int(crypto.blind("dossiers.complaint.code", str(complaint_id)), 16), ""
    for _place in range(CODE_LENGTH):
        number, place = divmod(number, len(CODE_LETTERS))
        code += CODE_LETTERS[place]
    return code


def tidied_code(typed: str) -> str:
    """As it was told, however it was typed; '' for what cannot be one."""
    code = "".join(char for char in typed.upper() if char.isalnum())
    return code if len(code) == CODE_LENGTH and set(code) <= set(CODE_LETTERS) else ""


def blind_code(code: str) -> str:
    return crypto.blind("dossiers.complaint.told", code)


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


def refer(actor: Actor, complaint: Complaint) -> None:
    """What turns out to be a denunciation is not kept here: its words go, and whoever wrote them reads where to turn
    (practice.md 24). Once, in the place of an answer."""
    policy.require(actor, "answer", complaint)
    gone = crypto.seal("dossiers.complaint", complaint.pk, _("(Removed: a denunciation is not kept here.)"))
    answer = crypto.seal(
        "dossiers.complaint.answer",
        complaint.pk,
        _(
            "What you wrote is a denunciation. Please bring it to the citizen reception of the committee, or write to its"
            " chairman: there you are heard, and by law who you are is kept secret. Here it has been removed."
        ),
    )
    with transact(complaint.dossier.commune_id) as work:
        open_ = Complaint.objects.filter(pk=complaint.pk, answered_at=None)
        if not open_.update(words=gone, answer=answer, answered_at=work.at):
            raise Stale(_("This has already been answered."))
        work.note("complaint.referred", actor.ref, Ref("complaint", complaint.pk))


def complain(
    dossier: Dossier, who: Ref, words: str, *, spoken_to: str = "", transaction_id: UUID | None = None
) -> Complaint:
    """Kept for the leaders; hidden from the officers and the helper of this dossier (practice.md 24).

    `transaction_id` made by a client that may send twice: the same id is the same complaint. Raises Stale when it comes
    with other words.
    """
    words = clean(words, limit=2000, multiline=True)
    if len(words) < 5:
        raise Refused(_("Please write what happened."), fields={"words": [_("Not filled in.")]})
    id_, sent_id, verb = new_id(), transaction_id or new_id(), "dossier.complain"
    sent = {"dossier": str(dossier.pk), "words": words, "spoken_to": spoken_to}
    if earlier := once.replay(dossier.commune_id, who.id, sent_id, verb, sent):
        return Complaint.objects.get(pk=earlier["complaint"])
    try:
        with transact(dossier.commune_id) as work:
            complaint = Complaint.objects.create(
                id=id_, dossier=dossier, commune_id=dossier.commune_id, words=crypto.seal("dossiers.complaint", id_, words),
                spoken_to=clean(spoken_to, limit=100), at=work.at, code_blind=blind_code(code_of(id_)),
            )  # fmt: skip
            work.note("dossier.complained", who, Ref("dossier", dossier.pk))
            work.publish("dossier.complained", dossier=dossier)
            once.remember(work, who.id, sent_id, verb, sent, {"complaint": str(id_)})
            return complaint
    except IntegrityError:
        if earlier := once.replay(dossier.commune_id, who.id, sent_id, verb, sent):
            return Complaint.objects.get(pk=earlier["complaint"])
        raise
