"""Queue messages in the transaction of the act they tell about; consent; decisions about stuck messages."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from thonso.core import crypto
from thonso.core.access.actors import Actor
from thonso.core.base.clock import now
from thonso.core.base.errors import Refused, Stale
from thonso.core.base.ids import new_id
from thonso.core.base.prepared import insert
from thonso.core.base.refs import Ref
from thonso.core.journal.work import Work, transact
from thonso.core.notices import messages, nudge, reasons, rules
from thonso.core.notices.labels import CONTEXT, TO
from thonso.core.notices.messages import DOSSIER_STATUS
from thonso.core.notices.models import Channel, Consent, InAppNotice, Job, OutboxMessage, State
from thonso.core.notices.models.jobs import JobState

NOBODY = None


@dataclass(frozen=True, slots=True)
class Message:
    """`to`: the id of an account (in-app, or e-mail to its address), a mobile number, or an e-mail address; NOBODY where
    none of these is known, so that a person sees it and tells the recipient in another way.

    `key` names the act, e.g. f"received:{dossier.id}"; channel and recipient are added to it. `contact_id` is the
    contact whose consent is looked up when the message is about to leave. `not_before` holds it back.
    """

    channel: str
    to: UUID | str | None
    template: str
    context: Mapping[str, Any]
    key: str
    about: Ref
    contact_id: UUID | None = None
    not_before: datetime | None = None


def queue(
    work: Work,
    *,
    channel: str,
    to: UUID | str,
    template: str,
    context: Mapping[str, Any],
    key: str,
    about: Ref,
    commune_id: UUID | None = None,
    contact_id: UUID | None = None,
    not_before: datetime | None = None,
) -> None:
    """One INSERT in the caller's transaction; the same key to the same recipient a second time does nothing.

    Raises Refused for an address that is none, ValueError for a template or value that must not be sent.
    """
    message = Message(channel, to, template, context, key, about, contact_id, not_before)
    queue_many(work, [message], commune_id=commune_id)


def queue_many(work: Work, outgoing: Iterable[Message], *, commune_id: UUID | None = None) -> None:
    """As `queue`, for any number, in bulk."""
    insert([_row(message, commune_id or work.commune_id, work.at) for message in outgoing], unless_there=True)
    transaction.on_commit(nudge.ring)


def _row(message: Message, commune_id: UUID, at: datetime) -> OutboxMessage:
    values = messages.check(message.template, message.channel, message.context)
    account, address = (None, "") if message.to is NOBODY else _recipient(message.channel, message.to)
    stuck = {"state": State.DEAD, "last_error": reasons.coded("nobody")} if message.to is NOBODY else {}
    # Two recipients of one act are two messages, and so are two channels to one person.
    tag = account.hex if account else crypto.blind("notices.to", address)[:32]
    id_ = new_id()
    lasts = messages.TEMPLATES[message.template].lasts
    start = max(message.not_before or at, at)
    return OutboxMessage(
        id=id_,
        commune_id=commune_id,
        key=f"{message.key}/{message.channel}/{tag}",
        channel=message.channel,
        account_id=account,
        contact_id=message.contact_id,
        to=crypto.seal(TO, id_, address) if address else "",
        template=message.template,
        context=crypto.seal(CONTEXT, id_, json.dumps(values, ensure_ascii=False)),
        about_kind=message.about.kind,
        about_id=message.about.id,
        next_at=start,
        expires_at=start + lasts if lasts else None,
        created_at=at,
        **stuck,
    )


def _recipient(channel: str, to: UUID | str) -> tuple[UUID | None, str]:
    if isinstance(to, UUID):
        if channel == Channel.SMS:
            raise ValueError("an SMS goes to a number, not to an account")
        return to, ""
    if channel == Channel.INAPP:
        raise ValueError("a notice in the product goes to an account")
    return None, rules.mobile(to) if channel == Channel.SMS else rules.email(to)


# --- consent ---------------------------------------------------------------------------------------------------------


def record_consent(
    work: Work,
    *,
    contact_id: UUID,
    channel: str,
    recorder: Ref,
    text_version: str,
    purpose: str = DOSSIER_STATUS,
    commune_id: UUID | None = None,
) -> Consent:
    """That the person agreed, in the words of `text_version`. Given already: the one in force is returned."""
    commune = commune_id or work.commune_id
    in_force = {
        "commune_id": commune,
        "contact_id": contact_id,
        "channel": channel,
        "purpose": purpose,
        "withdrawn_at": None,
    }
    consent, made = Consent.objects.get_or_create(
        **in_force,
        defaults={
            "text_version": text_version,
            "given_at": work.at,
            "recorder_kind": recorder.kind,
            "recorder_id": recorder.id,
        },
    )
    if made:
        facts = {"channel": channel, "purpose": purpose, "text": text_version}
        work.note("consent.given", recorder, Ref("contact", contact_id), facts=facts)
    return consent


def withdraw_consent(
    work: Work, *, contact_id: UUID, channel: str, recorder: Ref, purpose: str = DOSSIER_STATUS
) -> bool:
    """From now on nothing leaves, also of what is queued already. False when there was none in force."""
    found = Consent.objects.filter(
        commune_id=work.commune_id, contact_id=contact_id, channel=channel, purpose=purpose, withdrawn_at__isnull=True
    ).update(withdrawn_at=work.at)
    if found:
        facts = {"channel": channel, "purpose": purpose}
        work.note("consent.withdrawn", recorder, Ref("contact", contact_id), facts=facts)
    return bool(found)


def has_consent(commune_id: UUID, contact_id: UUID, channel: str, purpose: str = DOSSIER_STATUS) -> bool:
    return Consent.objects.filter(
        commune_id=commune_id, contact_id=contact_id, channel=channel, purpose=purpose, withdrawn_at__isnull=True
    ).exists()


# --- decisions of a person -------------------------------------------------------------------------------------------


def resend(actor: Actor, message: OutboxMessage, *, token: int) -> None:
    """Put a stuck message back in the queue. The person has decided, so a doubtful one is sent without asking again.

    `token` is what the page showed: if the message has moved on since, raises Stale.
    """
    if not message.to and message.account_id is None:
        raise Refused(_("There is nobody to send it to. Tell the person in another way."))
    if message.expires_at and message.expires_at <= now():
        raise Refused(_("This message is no longer of use. Ask for a new one instead of sending it again."))
    values = {"state": State.QUEUED, "next_at": now(), "attempts": 0, "doubtful": False}
    _decide(actor, message, token, values, "notices.resent")


def cancel(actor: Actor, message: OutboxMessage, *, token: int) -> None:
    """Leave it unsent for good. Raises Stale as `resend` does."""
    _decide(actor, message, token, {"state": State.CANCELLED}, "notices.cancelled")


def _decide(actor: Actor, message: OutboxMessage, token: int, values: dict[str, Any], verb: str) -> None:
    with transact(message.commune_id) as work:
        stuck = OutboxMessage.objects.filter(pk=message.pk, token=token, state__in=[State.FAILED, State.DEAD])
        if not stuck.update(**values):
            raise Stale(_("Somebody has already dealt with this. Please look at the list again."))
        about = {"about": [message.about_kind, str(message.about_id)], "was": message.state}
        work.note(verb, actor.ref, Ref("outbox_message", message.pk), facts=about)
        transaction.on_commit(nudge.ring)


def rerun_job(actor: Actor, job: Job, *, token: int) -> None:
    """Run a dead job again from the start. Raises Stale when it is no longer dead."""
    values = {"state": JobState.QUEUED, "run_after": now(), "attempts": 0, "progress": 0}
    _decide_job(actor, job, token, values, "job.rerun")


def cancel_job(actor: Actor, job: Job, *, token: int) -> None:
    _decide_job(actor, job, token, {"state": JobState.CANCELLED}, "job.cancelled")


def _decide_job(actor: Actor, job: Job, token: int, values: dict[str, Any], verb: str) -> None:
    with transact(job.commune_id) as work:
        if not Job.objects.filter(pk=job.pk, token=token, state=JobState.DEAD).update(**values):
            raise Stale(_("Somebody has already dealt with this. Please look at the list again."))
        work.note(verb, actor.ref, Ref("job", job.pk), facts={"name": job.name})
        transaction.on_commit(nudge.ring)


# --- notices in the product ------------------------------------------------------------------------------------------


def mark_read(account_id: UUID, notice_id: UUID | None = None) -> int:
    """Mark one of the account's notices as read, or all of them; gives how many were unread."""
    unread = InAppNotice.objects.filter(account_id=account_id, read_at__isnull=True)
    if notice_id:
        unread = unread.filter(pk=notice_id)
    return unread.update(read_at=now())


def unread_count(account_id: UUID) -> int:
    return InAppNotice.objects.filter(account_id=account_id, read_at__isnull=True).count()
