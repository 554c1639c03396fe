"""What a phone could not send any more comes to the desk as a file (frontend/ts/field/carry.ts): taken in as if it had sent it.

Only the commune's key opens it, and only as the account that sealed it: whoever carries the file can neither read nor change it.
"""

import json
from base64 import b64decode
from dataclasses import dataclass
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from thonso.core.access import policy
from thonso.core.access.actors import Actor, actor_of_account
from thonso.core.access.models import Account
from thonso.core.base.errors import Absent, DomainError, Refused
from thonso.core.base.refs import Ref
from thonso.core.journal.work import transact
from thonso.offline import access
from thonso.offline.models import SealedRecord
from thonso.offline.schemas import RecordIn, sent_of
from thonso.offline.services import blobs, records

LARGEST = 80 * 1024 * 1024
MOST = 200


@dataclass(frozen=True, slots=True)
class Taken:
    """`state` of the record now, or "wrong" with what to do."""

    summary: str
    state: str
    code: str = ""
    said: Any = ""


def take_in(actor: Actor, commune_id: UUID, data: bytes) -> tuple[str, list[Taken]]:
    """Whose file it is, and what became of each record. The same file again changes nothing. Raises Refused."""
    policy.require(actor, "carry", policy.New("sealed_record", commune_id))
    account_id, rows = _read(data)
    account = Account.objects.filter(pk=account_id, is_active=True).first()
    words = _("Whoever made this file has no post in this commune now. A colleague has to go on.")
    if account is None:
        raise Refused(words)
    helper = actor_of_account(account)
    try:
        station = access.station_of(helper)
    except Absent:
        raise Refused(words) from None
    if station.commune.pk != commune_id:
        raise Refused(words)
    taken = [_one(actor, helper, station, row) for row in rows]
    return account.full_name, taken


def _read(data: bytes) -> tuple[UUID, list[dict[str, Any]]]:
    words = _("This is no file that a helper's phone has exported.")
    if len(data) > LARGEST:
        raise Refused(words)
    try:
        found = json.loads(data)
        rows = found["records"]
        if found["thonso"] != "records" or found["layout"] != 1 or not isinstance(rows, list) or len(rows) > MOST:
            raise ValueError
        return UUID(found["account"]), [row for row in rows if isinstance(row, dict)]
    except (ValueError, KeyError, TypeError, RecursionError):
        raise Refused(words) from None


def _one(actor: Actor, helper: Actor, station: access.Station, row: dict[str, Any]) -> Taken:
    summary = str(row.get("summary") or "")[:120]
    try:
        photos = {str(one["sha256"]): b64decode(one["data"], validate=True) for one in row["blobs"]}
        blobs_in = [{"sha256": name, "size": len(photo)} for name, photo in photos.items()]
        sent = sent_of(UUID(row["id"]), RecordIn.model_validate({**row, "summary": summary, "blobs": blobs_in}))
    except (KeyError, TypeError, ValueError, AttributeError):  # what pydantic and base64 raise is a ValueError
        return Taken(
            summary, "wrong", said=_("This record is damaged. Export it to a file and take it to the commune.")
        )
    try:
        outcome = records.receive(helper, station, None, sent)
        record = access.own_record(helper, sent.id)
        if outcome.missing and record is not None:
            _photos(helper, record, photos, outcome.missing)
            outcome = records.receive(helper, station, None, sent)
    except DomainError as error:
        return Taken(summary, "wrong", said=error.message)
    with transact(station.commune.pk) as work:
        work.note("sealed_record.carried", actor.ref, Ref("sealed_record", sent.id), facts={"state": outcome.state})
    said = (
        outcome.message
        or outcome.note
        or (_("A photo is missing in the file.") if outcome.missing and sent.filed else "")
    )
    return Taken(summary, outcome.state, outcome.code, said)


def _photos(helper: Actor, record: SealedRecord, photos: dict[str, bytes], missing: tuple[str, ...]) -> None:
    for name in missing:
        sealed = photos.get(name)
        if sealed is None or sha256(sealed).hexdigest() != name:
            continue
        upload = blobs.add(record, name, len(sealed), None, [sealed])
        blobs.open_whole(helper, record, upload)
