"""What the API of dossiers takes and gives, as the OpenAPI document shows it."""

from typing import Any, Literal
from uuid import UUID

from ninja import Field, Schema

from thonso.dossiers.services.filing import Person

CODE = r"^[A-Za-z0-9.\-]{3,40}$"
SHA256 = r"^[0-9a-f]{64}$"
KEY = r"^[a-z][a-z0-9_]{0,59}$"


class PersonIn(Schema):  # type: ignore[misc]
    name: str = Field(min_length=1, max_length=100)
    id_number: str | None = Field(None, max_length=20)
    birth: str | None = Field(None, max_length=10)
    sex: Literal["male", "female"] | None = None
    phone: str | None = Field(None, max_length=20)
    address: str | None = Field(None, max_length=200)
    language: str | None = Field(None, max_length=40)
    no_interest: bool | None = Field(None, description="interpreter, witness: said to have none in the matter")

    def person(self, representation: str = "") -> Person:
        details = {k: v for k, v in self.dict(exclude={"name"}).items() if v}
        return Person(self.name, details, representation)


class AttachmentIn(Schema):  # type: ignore[misc]
    role: str = Field(pattern=KEY, description="key of the required paper")
    sha256: str = Field(pattern=SHA256, description="of the bytes that were sent to /blobs")


class FilingIn(Schema):  # type: ignore[misc]
    """`version` is the id of the procedure's version that the form was filled in with; left out: the one of today."""

    procedure: str = Field(pattern=r"^(?:[1-9]|TS)\.[0-9]{6}$")
    version: UUID | None = None
    commune: str | None = Field(None, pattern=r"^[0-9]{5}$", description="code of the commune that is asked")
    hamlet: str | None = Field(None, max_length=20, description="code of the hamlet the subject lives in")
    channel: Literal["online", "assisted", "desk", "post"] = "online"
    answers: dict[str, Any] = Field(default_factory=dict)
    attachments: list[AttachmentIn] = Field(default_factory=list, max_length=30)
    subject: PersonIn
    submitter: PersonIn | None = None
    representation: Literal["self", "parent", "guardian", "authorised", "relative", "organisation"] = "self"
    helper: PersonIn | None = None
    interpreter: PersonIn | None = None
    witnesses: list[PersonIn] = Field(default_factory=list, max_length=4)


class FiledOut(Schema):  # type: ignore[misc]
    id: UUID
    code: str
    key: str


class DayOut(Schema):  # type: ignore[misc]
    date: str
    kind: str
    label: str
    number: int | None


class EventOut(Schema):  # type: ignore[misc]
    seq: int
    kind: str
    at: str
    who: str
    from_state: str
    to_state: str


class DossierLine(Schema):  # type: ignore[misc]
    id: UUID
    code: str
    official_code: str
    procedure: str
    name: str
    subject: str
    state: str
    national_state: int
    stage: str
    channel: str
    hamlet: str | None
    filed_at: str
    received_at: str | None
    due_at: str | None
    act_by: str | None
    revision: int


class DossierOut(DossierLine):
    events: list[EventOut]
    explanation: list[DayOut]
    actions: list[str]


class DossierPage(Schema):  # type: ignore[misc]
    items: list[DossierLine]
    next: str | None


class PaperOut(Schema):  # type: ignore[misc]
    id: UUID
    kind: str
    title: str
    at: str
    url: str


class TrackOut(Schema):  # type: ignore[misc]
    code: str
    name: str
    state: str
    words: str
    filed_at: str
    received_at: str | None
    due_at: str | None
    act_by: str | None
    asked: list[str] = Field(
        description="while a supplement is awaited: each paper, why, and what the officer said of it"
    )
    explanation: list[DayOut]
    events: list[EventOut]


class FileIn(Schema):  # type: ignore[misc]
    paper: str = Field(pattern=KEY)
    sha256: str = Field(pattern=SHA256, description="of the bytes that were sent to /blobs")


class ActionIn(Schema):  # type: ignore[misc]
    """What the action asks for, as in the form of the desk; `papers`: {key: {verdict|why, note}}; `files`: [{paper, sha256}]."""

    revision: int | None = Field(
        None, ge=0, description="of the dossier as it was read: 409 when anything has happened to it since"
    )
    papers: dict[str, dict[str, str]] | None = None
    files: list[FileIn] | None = Field(None, max_length=30)
    brought: dict[str, Literal["compared", "copy", "kept"]] | None = Field(
        None, description="supply at the desk: papers shown or given there without a file"
    )
    reason: str | None = None
    basis: str | None = None
    note: str | None = None
    what: str | None = None
    found: str | None = None
    outcome: str | None = Field(None, max_length=40, description="recheck: a key of the outcomes of the procedure")
    office: str | None = None
    question: str | None = None
    opinion: str | None = None
    days: int | None = None
    answer: str | None = None
    number: str | None = None
    dated: str | None = None
    signer: str | None = None
    system: str | None = None
    file: str | None = Field(None, max_length=64, description="record_result: SHA-256 of a PDF that was sent before")
    authority: str | None = None
    authority_until: str | None = Field(None, description="hand_over: the last day on which the authorisation holds")
    signed: bool | None = None
    interpreter_name: str | None = Field(None, max_length=100, description="name_beside")
    interpreter_id_number: str | None = Field(None, max_length=20)
    interpreter_language: str | None = Field(None, max_length=40)
    witness1_name: str | None = Field(None, max_length=100)
    witness1_id_number: str | None = Field(None, max_length=20)
    witness2_name: str | None = Field(None, max_length=100)
    witness2_id_number: str | None = Field(None, max_length=20)
    no_interest: bool | None = None
    died_on: str | None = Field(None, max_length=10, description="name_heir: day of the owner's death")
    heir_name: str | None = Field(None, max_length=100)
    heir_id_number: str | None = Field(None, max_length=20)
    heir_birth: str | None = Field(None, max_length=20)
    heir_relation: str | None = Field(None, max_length=60, description="what the heir is to the owner")
    heir_phone: str | None = Field(None, max_length=20)
    paper: str | None = Field(
        None, max_length=300, description="name_heir: which papers show the heir, number and date"
    )
    present: list[str] | None = Field(
        None, max_length=10, description="receive, certify, hand_over: who of those that have to come is there"
    )
    reference: str | None = None
    way: str | None = None
    carried_by: str | None = None
    asked_by: Literal["", "paper", "spoken", "phone"] | None = Field(
        None, description="withdraw at the desk: how she asked"
    )
    given_by: str | None = Field(None, description="hand_over in the hamlet: who gave it")
    taken_by: str | None = None
    shown: str | None = None
    account: str | None = None
    official_code: str | None = None
    sure: bool | None = Field(None, description="the official code names another unit, and is right all the same")
    at_once: bool | None = Field(None, description="receive, rebook: the person stands before the officer now")
    day: str | None = None
    hour: str | None = None
    book: int | None = None
    result: str | None = None
    resident: str | None = Field(None, description="link_resident: of the register; or `id_number`")
    name: str | None = None
    born: str | None = None
    address: str | None = None
    id_number: str | None = Field(None, description="correct_number, link_resident, correct_result")
    amount: int | None = None
    secret: str | None = Field(None, max_length=200, description="of the seal's key; kept nowhere")
    exemption: str | None = None
    proof: str | None = None
    paid_on: str | None = None
    refund: str | None = None
    refund_amount: int | None = None
    payee: str | None = None
    anew: bool | None = Field(None, description="correct_result: none of the lines changes, the paper is drafted anew")
    whole_list: bool | None = Field(
        None, description="propose, send_back, seal: for all that share a decision with this one, in one transaction"
    )


class ActedOut(Schema):  # type: ignore[misc]
    code: str
    state: str
    revision: int
    codes: list[str] | None = Field(None, description="of a whole list: every dossier that moved")
