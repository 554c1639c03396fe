"""Assisted sessions: one helper, one citizen, with her consent, for a limited time."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from thonso.core import crypto
from thonso.core.access.actors import Actor, AssistRef
from thonso.core.access.roles import HAMLET_ROLES
from thonso.core.base.clock import now
from thonso.core.base.errors import Absent, Refused, Stale
from thonso.core.base.ids import new_id
from thonso.core.base.refs import Ref
from thonso.core.journal.work import Work, transact
from thonso.core.people.models import ID_LABEL
from thonso.core.people.rules import check_name, tidy_name
from thonso.core.people.services import find_by_id_number
from thonso.dossiers.models import AssistSession, Draft
from thonso.dossiers.services.hands import at_work

MINUTES = 30
CONSENT_TEXT = "2026-11"
LABEL = "dossiers.assist"
_FOR_YOURSELF = gettext_lazy("To file for yourself, sign in as a resident; a helper's session is for someone else.")


def open_session(
    actor: Actor, commune_id: UUID, *, name: str, details: dict[str, Any], consent: str, hamlet_id: UUID | None = None
) -> AssistSession:
    """Begin to help one citizen. Refused while another session of the same helper is open, or without consent."""
    if wrong := check_name(name).errors:
        raise Refused(wrong[0], fields={"name": list(wrong)})
    name = tidy_name(name)
    if consent not in AssistSession.Consent.values:
        raise Refused(
            _("Read the text aloud and ask whether she agrees."), fields={"consent": [_("Consent is needed first.")]}
        )
    _end_what_is_over(actor)
    if AssistSession.objects.filter(helper_id=actor.account_id, ended_at=None).exists():
        raise Stale(_("You are still helping someone else. End that session first."))
    at = now()
    return _begin(
        actor,
        commune_id,
        new_id(),
        details,
        facts={},
        hamlet_id=hamlet_id,
        citizen_name=name,
        consent=consent,
        started_at=at,
        expires_at=at + timedelta(minutes=MINUTES),
    )


def held_on_device(
    actor: Actor,
    commune_id: UUID,
    hamlet_id: UUID,
    device_id: UUID,
    session_id: UUID,
    *,
    name: str,
    details: dict[str, Any],
    consent: str,
    started_at: datetime,
) -> AssistSession:
    """A session that a phone held without signal, as it tells of it: over already, so that nothing opens under it here.
    The same again changes nothing. Raises Refused, Absent for another helper's."""
    known = AssistSession.objects.filter(pk=session_id).first()
    if known is not None:
        if known.helper_id != actor.account_id or known.device_id is None or known.commune_id != commune_id:
            raise Absent
        return known
    at = now()
    try:
        return _begin(
            actor,
            commune_id,
            session_id,
            details,
            facts={"device": str(device_id)},
            hamlet_id=hamlet_id,
            device_id=device_id,
            citizen_name=tidy_name(name),
            consent=consent,
            started_at=min(started_at, at),
            expires_at=at,
            ended_at=at,
        )
    except IntegrityError:  # a twin of this request was faster
        return AssistSession.objects.get(pk=session_id, helper_id=actor.account_id)


def _begin(
    actor: Actor, commune_id: UUID, id_: UUID, details: dict[str, Any], *, facts: dict[str, Any], **columns: Any
) -> AssistSession:
    """Her details sealed, herself looked up in the register, the session in the journal. Refused for oneself."""
    number = str(details.get("id_number") or "")
    resident = find_by_id_number(commune_id, number) if number else None
    if resident is not None and resident.pk == actor.resident_id:
        raise Refused(_FOR_YOURSELF)
    with transact(commune_id) as work:
        session = AssistSession.objects.create(
            id=id_,
            commune_id=commune_id,
            helper_id=actor.ref.id,
            citizen_resident_id=resident.pk if resident else None,
            citizen_sealed=crypto.seal_facts(LABEL, id_, details),
            id_blind=crypto.blind(ID_LABEL, number) if number else "",
            consent_text=CONSENT_TEXT,
            **columns,
        )
        work.note(
            "assist.opened",
            actor.ref,
            Ref("assist", id_),
            subject=Ref("resident", resident.pk) if resident else None,
            facts={"consent": session.consent, "text": CONSENT_TEXT, **facts},
        )
    return session


def ref_of(session: AssistSession) -> AssistRef:
    """The session as an actor bears it."""
    return AssistRef(session.pk, session.citizen_name, session.started_at, session.helper_id)


def details_of(session: AssistSession) -> dict[str, Any]:
    return crypto.unseal_facts(LABEL, session.pk, session.citizen_sealed)


def extend_session(actor: Actor, session: AssistSession) -> None:
    """More time with the same citizen, asked for before it runs out."""
    if session.ended_at or session.helper_id != actor.account_id:
        raise Absent
    with transact(session.commune_id) as work:
        AssistSession.objects.filter(pk=session.pk, ended_at=None).update(
            expires_at=work.at + timedelta(minutes=MINUTES)
        )
        work.note("assist.extended", actor.ref, Ref("assist", session.pk))


def end_session(actor: Actor, session: AssistSession, why: str = "ended", drop: Iterable[Draft] = ()) -> None:
    """From here on the helper sees nothing of her but the state of what was filed. `drop`: forms of hers that nobody will
    send, gone with what was written in them."""
    if session.helper_id != actor.account_id:
        raise Absent
    with transact(session.commune_id) as work:
        if AssistSession.objects.filter(pk=session.pk, ended_at=None).update(ended_at=work.at):
            work.note(f"assist.{why}", actor.ref, Ref("assist", session.pk))
        for draft in drop:
            if Draft.objects.filter(pk=draft.pk, filed_at=None).delete()[0]:
                work.note("draft.discarded", actor.ref, Ref("draft", draft.pk), facts={"owner": draft.owner_kind})


def may_go_on(actor: Actor | None, session: AssistSession) -> bool:
    """Whether the helper still holds, or stands in for, a post of the hamlet in which the session was opened."""
    if actor is None:
        return False
    there, here = ("unit_id", session.hamlet_id) if session.hamlet_id else ("commune_id", session.commune_id)
    return any(grant.role in HAMLET_ROLES and getattr(grant, there) == here for grant in actor.grants)


def close_without_post(work: Work, by: Actor) -> None:
    """Nobody goes on helping in a post that has ended: neither its holder nor who stood in for her. What was begun is left
    to the hourly turn that removes it (`tidying`)."""
    for session in AssistSession.objects.filter(commune_id=work.commune_id, ended_at=None):
        if may_go_on(at_work(session.helper_id), session):
            continue
        if AssistSession.objects.filter(pk=session.pk, ended_at=None).update(ended_at=work.at):
            work.note("assist.post_ended", by.ref, Ref("assist", session.pk))


def _end_what_is_over(actor: Actor) -> None:
    for session in AssistSession.objects.filter(helper_id=actor.account_id, ended_at=None):
        if session.expires_at <= now():
            end_session(actor, session, "expired")
        elif not may_go_on(actor, session):
            end_session(actor, session, "post_ended")
