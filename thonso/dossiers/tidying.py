"""Forms that were begun and never sent: how long they are kept, and which files are kept with them.

| What | Goes |
|---|---|
| a draft of an assisted session that was ended | at the next hourly turn, with the session's files that no dossier holds |
| a draft of an assisted session that ran out and was never ended | a day later, the same |
| a draft nobody has touched | after THONSO_DRAFT_DAYS (90) |
| what is left of a draft that was sent (no answers) | after 30 days |

The rule holds from 1 December 2026 on for everything that is stored (docs/configuration.md).
"""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from thonso.core.access.actors import system_actor
from thonso.core.base.clock import now
from thonso.core.base.refs import Ref
from thonso.core.crypto import CannotOpen
from thonso.core.files.models import Upload
from thonso.core.files.services import let_go
from thonso.core.journal.work import Work
from thonso.core.notices import jobs
from thonso.dossiers.models import AssistSession, Draft
from thonso.dossiers.services import drafts

SECONDS = 3600
_RAN_OUT = timedelta(days=1)
_SENT = timedelta(days=30)
_BATCH = 500
_SHA256 = re.compile(r"[0-9a-f]{64}")


def held_uploads(ids: list[UUID]) -> set[UUID]:
    """Uploads a form begun and not sent yet refers to, as a paper or in a field of its own: they are not swept."""
    mine = list(Upload.objects.filter(pk__in=ids).values_list("pk", "owner_kind", "owner_id", "received_sha256"))
    live = Draft.objects.filter(filed_at=None, owner_id__in={owner for _pk, _kind, owner, _sha in mine})
    named: set[tuple[str, UUID, str]] = set()
    sealed: set[tuple[str, UUID]] = set()
    for draft in live.iterator(chunk_size=200):
        who = (draft.owner_kind, draft.owner_id)
        named |= {(*who, entry["sha256"]) for entry in draft.attachments}
        try:
            named |= {(*who, sha) for sha in _hashes(drafts.answers_of(draft))}
        except CannotOpen:
            # What cannot be read may name any of them.
            sealed.add(who)
    return {pk for pk, kind, owner, sha in mine if (kind, owner, sha) in named or (kind, owner) in sealed}


def _hashes(value: Any) -> Iterator[str]:
    if isinstance(value, str) and _SHA256.fullmatch(value):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from _hashes(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _hashes(inner)


def outlived(at: datetime) -> QuerySet[Draft]:
    """Drafts that the table above does not keep at this moment."""
    over = AssistSession.objects.filter(pk=OuterRef("owner_id")).filter(
        Q(ended_at__lte=at) | Q(expires_at__lt=at - _RAN_OUT)
    )
    abandoned = Q(updated_at__lt=at - timedelta(days=settings.DRAFT_DAYS))
    return Draft.objects.filter(
        Q(filed_at=None) & (abandoned | (Q(owner_kind="assist") & Exists(over))) | Q(filed_at__lt=at - _SENT)
    )


@jobs.handler("dossiers.tidy", title=_("Removing drafts that nobody will send"))
def tidy(job: jobs.Running) -> None:
    while found := list(outlived(now()).order_by("commune_id", "pk")[:_BATCH]):
        gone = 0
        for commune_id, rows in groupby(found, key=lambda draft: draft.commune_id):
            with job.transact(commune_id) as work:
                gone += sum(_remove(work, draft) for draft in rows)
        if not gone:
            return


def _remove(work: Work, draft: Draft) -> int:
    """Somebody who goes on with it in this moment keeps it."""
    removed, _by_model = Draft.objects.filter(pk=draft.pk, revision=draft.revision).delete()
    if removed and draft.owner_kind == "assist":
        let_go(work, Ref("assist", draft.owner_id))
    if removed and draft.filed_at is None:
        work.note(
            "draft.removed", system_actor("worker").ref, Ref("draft", draft.pk), facts={"owner": draft.owner_kind}
        )
    return removed


jobs.every(seconds=SECONDS)("dossiers.tidy")
