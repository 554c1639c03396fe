"""What phones send and get, as the OpenAPI document shows it."""

from uuid import UUID

from ninja import Field, Schema

from thonso.offline import envelope
from thonso.offline.services.records import Sent

BASE64 = r"^[A-Za-z0-9+/]+={0,2}$"
SHA256 = r"^[0-9a-f]{64}$"


class EnrolIn(Schema):  # type: ignore[misc]
    name: str = Field("", max_length=60, description="by which its owner tells this phone from another")


class KeyOut(Schema):  # type: ignore[misc]
    id: UUID
    public: str = Field(description="RSA, SubjectPublicKeyInfo, base64: records are sealed to it")


class EnrolledOut(Schema):  # type: ignore[misc]
    id: UUID
    token: str = Field(description="given once; delivers and reads nothing")
    account: UUID
    name: str
    commune: str
    hamlet: str = Field(description="of a helper; of an officer none: each record names its mobile day")
    hamlet_name: str
    key: KeyOut


class BlobIn(Schema):  # type: ignore[misc]
    sha256: str = Field(pattern=SHA256, description="of the sealed bytes")
    size: int = Field(ge=29, le=20_000_000)


class RecordIn(Schema):  # type: ignore[misc]
    """A record as it lies on the phone: nothing of it is readable without the commune's key."""

    key: UUID = Field(description="of the commune, to which `wrapped` was made")
    wrapped: str = Field(pattern=BASE64, max_length=2000)
    box: str = Field(pattern=BASE64, max_length=envelope.LARGEST_TEXT)
    revision: int = Field(ge=0, le=1_000_000)
    sent: bool = Field(description="signed and sent; else kept early, so that a colleague can go on with it")
    blobs: list[BlobIn] = Field(default_factory=list, max_length=30)
    summary: str = Field("", max_length=120, description="masked, as the phone shows it")
    waiting: int | None = Field(
        None, ge=0, le=10_000, description="other records that were sent on this phone and not received; none: not told"
    )
    app: str = Field("", max_length=20, description="version of the application")


def sent_of(record_id: UUID, body: RecordIn) -> Sent:
    """What a phone delivered, or somebody carried for it."""
    return Sent(
        id=record_id,
        key=body.key,
        wrapped=body.wrapped,
        box=body.box,
        revision=body.revision,
        filed=body.sent,
        blobs=tuple((one.sha256, one.size) for one in body.blobs),
        summary=body.summary,
    )


class RecordOut(Schema):  # type: ignore[misc]
    state: str
    code: str = ""
    key: str = Field("", description="tracking key of what was filed: six digits")
    missing: list[str] = Field(default_factory=list, description="sealed photos to send, by their hash")
    at: str = Field("", description="the server's clock: phones are wrong by days")
    due: str = Field("", description="when the result is due, where it was received already")
    fee: str = Field("", description="what is to be paid for what was received, and where")
    note: str = Field("", description="why an officer's reception has to be done at the desk")


class MendOut(Schema):  # type: ignore[misc]
    """Something has to be mended: `record_key` opens the record again for whoever sealed it."""

    type: str = "about:blank"
    title: str = "Unprocessable Content"
    status: int = 422
    detail: str
    errors: dict[str, list[str]] = Field(default_factory=dict)
    labels: dict[str, str] = Field(default_factory=dict)
    record_key: str = ""


class WrappedIn(Schema):  # type: ignore[misc]
    id: UUID
    key: UUID
    wrapped: str = Field(pattern=BASE64, max_length=2000)


class ReopenIn(Schema):  # type: ignore[misc]
    records: list[WrappedIn] = Field(max_length=200)


class ReopenOut(Schema):  # type: ignore[misc]
    keys: dict[str, str] = Field(description="record → its key, base64; none for what is not the caller's")


class StandingIn(Schema):  # type: ignore[misc]
    device: UUID
    token: str = Field(max_length=200)


class StandingOut(Schema):  # type: ignore[misc]
    state: str = Field(description="active, ended, revoked or unknown")
