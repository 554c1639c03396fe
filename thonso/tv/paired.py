"""What is the same of every device that was paired by a code: a TV, a PC for everybody. Written here only, with `codes`."""

from datetime import timedelta
from typing import Any

from thonso.core.access.actors import Actor
from thonso.core.access.policy import Decision, kind_of, require
from thonso.core.base.clock import now
from thonso.core.base.errors import Refused
from thonso.core.base.refs import Ref
from thonso.core.base.text import clean
from thonso.core.journal.work import Work
from thonso.tv.models import Paired

SEEN = timedelta(minutes=5)


def label(field: str, typed: str, missing: Any) -> str:
    """Its name, by which people find it. Raises Refused at the field, with `missing` where nothing was typed."""
    try:
        name = clean(typed, limit=80)
    except Refused as refusal:
        raise Refused(fields={field: [refusal.message]}) from None
    if not name:
        raise Refused(fields={field: [missing]})
    return name


def revoke(work: Work, by: Actor, row: Paired) -> None:
    """From its next question on it is any browser. Twice is once."""
    decision = require(by, "manage", row)
    if row.revoked_at is None:
        take_out(work, by, row, decision)


def take_out(work: Work, by: Actor, row: Paired, decision: Decision) -> None:
    kind = kind_of(type(row))
    type(row)._default_manager.filter(pk=row.pk).update(revoked_at=work.at)
    work.note(f"{kind}.revoked", by.ref, Ref(kind, row.pk), acting_for=decision.acting_for)


def seen(row: Paired) -> None:
    """It has asked. Written once in five minutes: a TV asks four times a minute."""
    at = now()
    if row.last_seen_at is None or at - row.last_seen_at >= SEEN:
        type(row)._default_manager.filter(pk=row.pk).update(last_seen_at=at)
