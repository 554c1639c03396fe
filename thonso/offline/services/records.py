"""What a phone delivers of one dossier: kept early as a draft, filed exactly once when it was sent and its photos are here.

The text comes first and is looked at at once, so that a mistake is told before ten minutes of photos have gone up a hill.
"""

from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cache, partial
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from thonso.core import crypto
from thonso.core.access import policy
from thonso.core.access.actors import Actor
from thonso.core.base.clock import now
from thonso.core.base.errors import Absent, Refused, Stale
from thonso.core.base.refs import Ref
from thonso.core.files.services import NotArrived
from thonso.core.journal.once import digest_of
from thonso.core.journal.work import Work, transact
from thonso.core.units.models import Unit
from thonso.dossiers import assisted, vault
from thonso.dossiers.access import hamlet_of
from thonso.dossiers.late_entries import day_of, late_of
from thonso.dossiers.models import AssistSession, Dossier
from thonso.dossiers.models.dossier import Channel
from thonso.dossiers.services import assist, filing
from thonso.dossiers.services.assembling import assemble
from thonso.offline import access, envelope, intake, text
from thonso.offline.context import context_of
from thonso.offline.models import Device, SealedBlob, SealedRecord
from thonso.offline.services import at_mobile
from thonso.outreach.services import pads
from thonso.procedures.access import pinned
from thonso.procedures.definition import Definition
from thonso.procedures.forms.parsing import parse

State = SealedRecord.State
LABEL = "offline.record.summary"


class GoneOn(Stale):
    """A colleague has taken it over: the phone has nothing more to do with it."""

    status = 410

    def __init__(self) -> None:
        super().__init__(_("A colleague has gone on with this dossier. Nothing more has to be sent."))


@dataclass(frozen=True, slots=True)
class Sent:
    """One record as it comes: sealed, with what may be known of it without opening it."""

    id: UUID
    key: UUID
    wrapped: str
    box: str
    revision: int
    filed: bool  # the villager has signed and the helper has pressed "send"; else it is kept early
    blobs: tuple[tuple[str, int], ...] = ()
    summary: str = ""

    @property
    def digest(self) -> str:
        """Of what is delivered: the same again is a repetition."""
        return digest_of({"wrapped": self.wrapped, "box": self.box})


@dataclass(frozen=True, slots=True)
class Outcome:
    """`key` opens the record on the phone again, for whoever sealed it: only where something has to be mended."""

    state: State
    code: str = ""
    tracking_key: str = ""
    missing: tuple[str, ...] = ()
    message: Any = ""
    errors: dict[str, list[Any]] = field(default_factory=dict)
    key: str = ""
    definition: Definition | None = None
    replayed: bool = False
    due_at: datetime | None = None
    fee: str = ""
    note: Any = ""  # what the desk has still to do, where it was to be received as well


def receive(actor: Actor, station: access.Station, device: Device | None, sent: Sent) -> Outcome:
    """Keep it, or file it. The same again gives the same answer. Raises Refused, Stale, Absent."""
    hamlet_id = station.hamlet.pk if station.hamlet else None
    policy.require(actor, "keep", policy.New("sealed_record", station.commune.pk, hamlet_id, owner_id=actor.account_id))
    known = access.own_record(actor, sent.id)
    if known is not None and (before := _settled(known, sent)):
        return before
    assert actor.account_id is not None
    own = intake.open_key(station.commune.pk, sent.key, sent.wrapped, actor.account_id, sent.id)
    found = _read(own, sent)
    place = _place(actor, station, sent.id, found)
    record = _keep(actor, station, place, device, sent, known)
    if record is None:  # a twin, or a colleague, was faster: what became of it is the answer
        return receive(actor, station, device, sent)
    if not sent.filed:
        return Outcome(State.DRAFT, missing=_missing(record, found))
    try:
        filer, channel, people = _filer(actor, record, found)
        if found.slip:
            with transact(record.commune_id) as work:
                pads.link_record(work, actor, record.commune_id, record.pk, found.slip)
        done = filing.file(filer, _filing(filer, channel, people, station.commune, record, found))
    except NotArrived:
        if missing := _missing(record, found):
            _move(record, State.WAITING)
            return Outcome(State.WAITING, missing=missing)
        # All of it came, and the scanner or another session has taken it since: only another photo helps.
        return _back(record, found, own, Refused(_("A photo cannot be used. Take it again.")))
    except Refused as refusal:
        return _back(record, found, own, refusal)
    return _done(record, replayed=done.replayed)


def filed(work: Work, dossier: Dossier, **_more: Any) -> None:
    """In the transaction that files it (`dossier.filed`): text and key are gone, and whoever goes on with it comes too late,
    or was first. Raises Stale."""
    rows = SealedRecord.objects.filter(Q(pk=dossier.pk) | Q(draft_id=dossier.pk))
    known = rows.select_for_update().only("state", "mobile_day", "listed")
    row = known.first() if dossier.channel in {Channel.ASSISTED, Channel.DESK} else None
    if row is None:  # filed with a line, as most are
        return
    if row.pk != dossier.pk:  # a colleague has gone on with it
        return at_mobile.served(row, dossier)
    if row.state == State.TAKEN:
        raise GoneOn()
    rows.update(state=State.FILED, wrapped="", box="", blobs=[], summary="", changed_at=work.at)


def _place(actor: Actor, station: access.Station, record_id: UUID, found: text.Text) -> dict[str, Any]:
    """The record says whether it is of a mobile day, also of somebody who helps in a hamlet as well. Raises Refused."""
    if found.taken is not None:
        return at_mobile.columns(actor, record_id, found.taken)
    hamlet = station.hamlet or hamlet_of(actor)
    if hamlet is None:
        raise Refused(_("This record names no mobile day. Open it again from the list of the day and send it."))
    return {"hamlet": hamlet}


def _done(record: SealedRecord, *, replayed: bool) -> Outcome:
    note = at_mobile.finish(record)
    dossier = Dossier.objects.select_related("commune").get(pk=record.pk)
    key = vault.open_tracking_key(dossier.pk, dossier.key_sealed)
    return Outcome(
        State.FILED,
        code=dossier.code,
        tracking_key=key,
        replayed=replayed,
        due_at=dossier.due_at,
        fee=at_mobile.fee_words(dossier) if record.mobile_day_id else "",
        note=note,
    )


def _back(record: SealedRecord, found: text.Text, own: bytes, refusal: Refused) -> Outcome:
    """To the phone, with the key that opens it there again."""
    _move(record, State.REFUSED)
    return Outcome(
        State.REFUSED,
        message=refusal.message,
        errors=refusal.fields,
        key=b64encode(own).decode(),
        definition=_definition(found),
    )


def _person(found: text.Text, consent: str) -> dict[str, str]:
    """Her details as the register keeps them. Raises Refused with the mistakes, as `helped.…`."""
    details, errors = assisted.read({**found.helped.given, "consent": consent})
    if errors:
        raise Refused(
            _("Some answers need to be mended before filing."),
            fields={f"helped.{key}": said for key, said in errors.items()},
        )
    return details


def held(actor: Actor, record: SealedRecord, found: text.Text) -> AssistSession:
    """The session as the phone held it. Raises Refused with the mistakes in it, as `helped.…`."""
    details = _person(found, str(found.helped.given.get("consent") or ""))
    return assist.held_on_device(
        actor,
        record.commune_id,
        record.hamlet_id,
        record.device_id or record.pk,  # carried as a file: no phone has spoken, yet it was held on one
        found.helped.id,
        name=str(found.helped.given["name"]),
        details=details,
        consent=str(found.helped.given["consent"]),
        started_at=found.helped.started_at,
    )


def owner_of_photos(actor: Actor, record: SealedRecord, found: text.Text) -> Ref:
    """The citizen's session; the officer, who looked at the papers."""
    return actor.ref if record.mobile_day_id else Ref("assist", held(actor, record, found).pk)


def _filer(actor: Actor, record: SealedRecord, found: text.Text) -> tuple[Actor, str, dict[str, Any]]:
    """Who files, in which way, and for whom."""
    if record.mobile_day_id:  # whoever stands before an officer asks herself: nobody is asked whether she agrees
        details = _person(found, AssistSession.Consent.SPOKEN)
        return actor, Channel.DESK, at_mobile.people(found, str(found.helped.given["name"]), details)
    session = held(actor, record, found)
    people = {
        "representation": found.representation,
        "submitter": session.citizen_name,
        "phone": assist.details_of(session).get("phone", ""),
        "beside": found.beside,
    }
    return actor_in(actor, session), Channel.ASSISTED, people


def reopen(actor: Actor, station: access.Station, wrapped: Sequence[tuple[UUID, UUID, str]]) -> dict[str, str]:
    """Record → its own key, base64, of those that this account sealed; journalled. What is another's is left out."""
    found: dict[str, str] = {}
    half_of = cache(partial(intake.private_half, station.commune.pk))
    with transact(station.commune.pk) as work:
        for record_id, key_id, one in wrapped:
            try:
                own = envelope.unwrap(half_of(key_id), one, actor.id, record_id)
            except (Refused, envelope.NotOurs):
                continue
            found[str(record_id)] = b64encode(own).decode()
            work.note("sealed_record.reopened", actor.ref, Ref("sealed_record", record_id))
    return found


def actor_in(actor: Actor, session: AssistSession) -> Actor:
    """The helper inside this session."""
    return replace(actor, assist=assist.ref_of(session))


def text_of(record: SealedRecord) -> tuple[bytes, text.Text]:
    """A record that is not settled yet, opened: its own key and what stands in it. Raises Refused."""
    own = intake.open_key(record.commune_id, record.key_id, record.wrapped, record.account_id, record.pk)
    try:
        return own, text.read(envelope.open_text(own, record.box, record.pk))
    except envelope.NotOurs:
        raise Refused(text.DAMAGED) from None


def _definition(found: text.Text) -> Definition | None:
    try:
        return pinned(found.version)
    except Absent:
        return None


def _settled(known: SealedRecord, sent: Sent) -> Outcome | None:
    """What became of it before; None while it is still open. Raises Stale for another body, or an older one."""
    if known.state == State.FILED:
        if known.digest != sent.digest:
            raise Stale(
                _("This dossier has been received already, as it was sent first. Make a new one for what changed.")
            )
        return _done(known, replayed=True)
    if known.state == State.TAKEN:
        raise GoneOn()
    if known.revision > sent.revision:
        raise Stale(_("A later state of this record is here already."))
    return None


def _read(own: bytes, sent: Sent) -> text.Text:
    if len(sent.box) > envelope.LARGEST_TEXT:
        raise Refused(_("This record is too long."))
    try:
        return text.read(envelope.open_text(own, sent.box, sent.id))
    except envelope.NotOurs:
        raise Refused(text.DAMAGED) from None


def _keep(
    actor: Actor,
    station: access.Station,
    place: dict[str, Any],
    device: Device | None,
    sent: Sent,
    known: SealedRecord | None,
) -> SealedRecord | None:
    """None where it was filed or taken over meanwhile."""
    columns: dict[str, Any] = {
        "key_id": sent.key,
        "wrapped": sent.wrapped,
        "box": sent.box,
        "blobs": [{"sha256": sha256, "size": size} for sha256, size in sent.blobs],
        "digest": sent.digest,
        "revision": sent.revision,
        "summary": crypto.seal(LABEL, sent.id, sent.summary) if sent.summary else "",
        "changed_at": now(),
        **place,
    }
    if known is not None:
        if not SealedRecord.objects.filter(pk=known.pk, state__in=SealedRecord.OPEN).update(**columns):
            return None
        for name, value in columns.items():
            setattr(known, name, value)
        return known
    made, _new = SealedRecord.objects.get_or_create(
        pk=sent.id,
        defaults={
            "commune_id": station.commune.pk,
            "account_id": actor.id,
            "device": device,
            "state": State.DRAFT,
            **columns,
        },
    )
    if made.account_id != actor.account_id:
        raise access.no_record()
    return made


def _move(record: SealedRecord, state: State) -> None:
    SealedRecord.objects.filter(pk=record.pk, state__in=SealedRecord.OPEN).update(state=state, changed_at=now())


def _missing(record: SealedRecord, found: text.Text) -> tuple[str, ...]:
    """The sealed photos still to be sent."""
    here = set(SealedBlob.objects.filter(record=record).values_list("sha256", flat=True))
    return tuple(dict.fromkeys(photo.box for photo in found.photos if photo.box not in here))


def _filing(
    filer: Actor, channel: str, people: dict[str, Any], commune: Unit, record: SealedRecord, found: text.Text
) -> filing.Filing:
    context = context_of(found, channel, commune.code, day_of(late_of(commune.pk, record.pk, channel)))
    definition = pinned(found.version)
    answers = parse(definition.form, found.answers, context) | at_mobile.meeting(record, definition.form, found)
    papers = [(photo.paper, photo.sha256) for photo in found.photos if photo.paper]
    return assemble(filer, record.pk, commune, found.version, definition, answers, context, people, papers)
