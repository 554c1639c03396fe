"""Recording, listening, approving: one function a verb."""

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from thonso.core.access import policy
from thonso.core.access.actors import Actor
from thonso.core.base.errors import Refused, Stale
from thonso.core.base.refs import Ref
from thonso.core.base.text import clean
from thonso.core.journal.work import Work
from thonso.core.web.words import size as sized
from thonso.voices import machine, phrases, rules
from thonso.voices.models import Recording

State = Recording.State


def record(work: Work, actor: Actor, language: str, digest: str, data: bytes) -> Recording:
    """Somebody beside the helper has spoken it, and agrees that everybody hears it. Raises Refused."""
    policy.require(actor, "make", policy.New("recording", work.commune_id))
    if phrases.language(language) is None:
        raise Refused(_("There is no such language here."))
    return _keep(work, actor, language, digest, data)


def keep_machine_voice(work: Work, actor: Actor, language: str, digest: str, data: bytes) -> Recording:
    """What a machine has spoken waits for somebody to listen, as any other. By whoever runs the server. Raises Refused."""
    if language != machine.LANGUAGE:
        raise Refused(_("A machine speaks Vietnamese only: the other languages are spoken by people of the hamlets."))
    return _keep(work, actor, language, digest, data, machine=True)


def _keep(work: Work, actor: Actor, language: str, digest: str, data: bytes, **more: bool) -> Recording:
    phrase = phrases.of(work.commune_id).get(digest)
    if phrase is None:
        raise Refused(_("This text is not asked any more: it was changed. Record the new one."))
    kind = rules.media_type(data)
    words = what_is_wrong(len(data), kind)
    if words:
        raise Refused(words, fields={"audio": [words]})
    made = Recording.objects.create(
        commune_id=work.commune_id,
        digest=digest,
        text=phrase.text,
        language=language,
        data=data,
        media_type=kind,
        made_at=work.at,
        made_by=actor.ref.id,
        **more,
    )
    work.note("recording.made", actor.ref, Ref("recording", made.pk), facts={"language": language, "bytes": len(data)})
    return made


def what_is_wrong(size: int, kind: str = "") -> str:
    """Why a sound of so many bytes and of this media type cannot be kept; "" where it can."""
    if not size:
        return _("Nothing has been recorded yet. Press Record, or choose a recording below.")
    if size > rules.LARGEST:
        sizes = {"size": sized(size), "limit": sized(rules.LARGEST)}
        return _("This file has %(size)s; at most %(limit)s can be kept, about a minute. Record a shorter one.") % sizes
    if not kind:
        return _(
            "This file is none of the sounds that can be kept: WebM, M4A, MP4 or OGG. "
            "Record it with the button, or choose another one; WAV and MP3 in Chrome."
        )
    return ""


def decide(work: Work, actor: Actor, recording: Recording, *, approve: bool, why: str = "") -> None:
    """Somebody who understands it has listened: it is heard from now on, in the place of the one before.

    Raises Refused, Stale."""
    policy.require(actor, "approve", recording)
    if recording.made_by == actor.ref.id:
        raise Refused(_("Somebody else than who recorded it must listen to it."))
    why = clean(why, limit=200)
    if not approve and not why:
        words = _("Say what is wrong, so that it can be recorded again.")
        raise Refused(words, fields={"why": [words]})
    if approve and why:  # Enter in the box presses the first button
        words = _("You wrote what is wrong: send it back, or clear the box and approve.")
        raise Refused(words, fields={"why": [words]})
    before = Recording.objects.filter(
        commune_id=recording.commune_id, language=recording.language, digest=recording.digest
    ).exclude(pk=recording.pk)
    if approve:
        _withdraw(work, actor, before)
    state = State.APPROVED if approve else State.REFUSED
    rows = Recording.objects.filter(pk=recording.pk, state=State.WAITING)
    if not rows.update(state=state, why=why, decided_at=work.at, decided_by=actor.ref.id):
        raise Stale(_("Somebody else has decided about this recording already."))
    work.note(f"recording.{state}", actor.ref, Ref("recording", recording.pk))


def withdraw(work: Work, actor: Actor, recording: Recording) -> None:
    """It is not heard any more; its speaker has asked for it, or it is wrong after all."""
    policy.require(actor, "approve", recording)
    _withdraw(work, actor, Recording.objects.filter(pk=recording.pk))


def _withdraw(work: Work, actor: Actor, rows: QuerySet[Recording]) -> None:
    for pk in rows.filter(state=State.APPROVED).values_list("pk", flat=True):
        Recording.objects.filter(pk=pk).update(state=State.WITHDRAWN)
        work.note("recording.withdrawn", actor.ref, Ref("recording", pk))
