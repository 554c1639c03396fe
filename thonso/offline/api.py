"""Phones without signal over the API: enrol one, deliver what it sealed, ask how it stands."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router

from thonso.core.access import limits
from thonso.core.access.actors import actor_of
from thonso.core.access.audience import audience
from thonso.core.base.clock import now
from thonso.core.base.errors import Absent
from thonso.dossiers.labels import labels_of
from thonso.offline import access, intake
from thonso.offline.models import Device, SealedRecord
from thonso.offline.schemas import (
    EnrolIn,
    EnrolledOut,
    MendOut,
    RecordIn,
    RecordOut,
    ReopenIn,
    ReopenOut,
    StandingIn,
    StandingOut,
    sent_of,
)
from thonso.offline.services import devices, discarding, records

router = Router(tags=["offline"])
State = SealedRecord.State
_STATUS = {State.FILED: 201, State.REFUSED: 422}


@router.post("/offline/devices", response={201: EnrolledOut}, operation_id="enrolDevice")  # type: ignore[untyped-decorator]
@audience("helper", "staff")
def enrol_device(request: HttpRequest, body: EnrolIn) -> Any:
    """This phone is one's own and keeps what is filled in without signal, sealed. Its token is given once."""
    actor = actor_of(request)
    station = access.station_of(actor)
    device, secret = devices.enrol(actor, station, name=body.name)
    key = intake.current(device.commune_id)
    return 201, {
        "id": device.pk,
        "token": secret,
        "account": device.account_id,
        "name": actor.name,
        "commune": station.commune.code,
        "hamlet": station.hamlet.code if station.hamlet else "",
        "hamlet_name": station.hamlet.name if station.hamlet else "",
        "key": {"id": key.pk, "public": key.public},
    }


@router.put(
    "/offline/records/{uuid:record_id}",
    response={200: RecordOut, 201: RecordOut, 202: RecordOut, 422: MendOut},
    operation_id="deliverRecord",
)  # type: ignore[untyped-decorator]
@audience("helper", "staff")
def deliver_record(request: HttpRequest, record_id: UUID, body: RecordIn) -> Any:
    """A sealed record: kept early (202), filed (201; 200 for a repetition), waiting for photos (202), to be mended (422)."""
    actor = actor_of(request)
    device = device_of(request)
    outcome = records.receive(
        actor,
        access.station_of(actor, device),
        device,
        sent_of(record_id, body),
    )
    if device:
        others = body.waiting
        waiting = others if others is None else others + (outcome.state != State.FILED)
        devices.heard_of(device, version=body.app, waiting=waiting)
    if outcome.state == State.REFUSED:
        return 422, {
            "detail": str(outcome.message),
            "errors": {path: [str(one) for one in said] for path, said in outcome.errors.items()},
            "labels": labels_of(outcome.definition, outcome.errors) if outcome.definition else {},
            "record_key": outcome.key,
        }
    status = 200 if outcome.replayed else _STATUS.get(outcome.state, 202)
    return status, {
        "state": outcome.state,
        "code": outcome.code,
        "key": outcome.tracking_key,
        "missing": list(outcome.missing),
        "at": now().isoformat(),
        "due": outcome.due_at.isoformat() if outcome.due_at else "",
        "fee": outcome.fee,
        "note": str(outcome.note),
    }


@router.delete("/offline/records/{uuid:record_id}", response={204: None}, operation_id="discardRecord")  # type: ignore[untyped-decorator]
@audience("helper", "staff")
def discard_record(request: HttpRequest, record_id: UUID) -> Any:
    """Thrown away on the phone: what was kept early of it goes here too. What was filed or taken over stays as it is."""
    discarding.discard(actor_of(request), record_id)
    return 204, None


@router.post("/offline/reopen", response=ReopenOut, operation_id="reopenRecords")  # type: ignore[untyped-decorator]
@audience("helper", "staff")
def reopen_records(request: HttpRequest, body: ReopenIn) -> Any:
    """The keys of one's own drafts, for who forgot the PIN: only in a session, and no token gets them."""
    actor = actor_of(request)
    station = access.station_of(actor)
    if actor.token_scopes is not None:
        raise Absent
    limits.hit(f"reopen:{actor.id}", 20, 3600)
    found = records.reopen(actor, station, [(one.id, one.key, one.wrapped) for one in body.records])
    return {"keys": found}


@router.post("/offline/standing", response=StandingOut, auth=None, operation_id="deviceStanding")  # type: ignore[untyped-decorator]
@audience("public")
def device_standing(request: HttpRequest, body: StandingIn) -> Any:
    """How a phone stands, for whoever holds its token: after a 401 it learns whether to sign in or to shut itself."""
    limits.hit(f"standing:{limits.network(request)}", 600, 3600)
    return {"state": devices.standing(access.holder_of(body.device, body.token))}


def device_of(request: HttpRequest) -> Device | None:
    token = getattr(request, "api_token", None)
    return access.own_device(actor_of(request), token.pk if token else None)
