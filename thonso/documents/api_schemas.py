"""What the API of documents takes and gives, as the OpenAPI document shows it."""

from typing import Any, Literal
from uuid import UUID

from ninja import Field, Schema

State = Literal["waiting", "registered", "directed", "done", "returned", "withdrawn"]


class DocumentPerson(Schema):  # type: ignore[misc]
    id: UUID
    name: str


class DocumentTaskOut(Schema):  # type: ignore[misc]
    """`acts`: what may be done with it by whoever asks; none for a colleague's."""

    id: UUID
    account: DocumentPerson
    part: str = Field(description="lead, help, info")
    state: str
    due_on: str | None
    given_at: str
    seen_at: str | None
    ended_at: str | None
    acts: list[str]


class DocumentLine(Schema):  # type: ignore[misc]
    """`title`: while it waits what was read as its subject, or the name of its file; `due_on`: the day that its sender asks
    for; `task`: the person's own, in the list of her work."""

    id: UUID
    organ: str
    state: State
    channel: str
    arrived_at: str
    number: int | None
    year: int | None
    registered_at: str | None
    title: str
    sender: str
    code: str
    dated: str | None
    kind: str
    subject: str
    signer: str
    signer_title: str
    urgency: int
    pages: int | None
    copies: int
    due_on: str | None
    note: str
    leader: DocumentPerson | None
    presented_at: str | None
    ended_at: str | None
    task: DocumentTaskOut | None = None


class DocumentPage(Schema):  # type: ignore[misc]
    """`cut`: the search found more than it gives."""

    items: list[DocumentLine]
    next: str | None
    cut: bool


class PlaceOut(Schema):  # type: ignore[misc]
    """A page, from 1, and a box on it in fractions of the page."""

    page: int
    left: float
    top: float
    right: float
    bottom: float


class ProposedOut(Schema):  # type: ignore[misc]
    value: str
    place: PlaceOut | None = Field(description="where it was read; none for what follows from something else")


class CheckedOut(Schema):  # type: ignore[misc]
    question: str
    answer: str
    reasons: list[str]


class SignatureOut(Schema):  # type: ignore[misc]
    signer: str
    organisation: str


class InstructionOut(Schema):  # type: ignore[misc]
    id: UUID
    by: DocumentPerson
    acting_for: DocumentPerson | None
    post: str
    words: str
    due_on: str | None
    at: str


class StepOut(Schema):  # type: ignore[misc]
    act: str
    by: DocumentPerson
    acting_for: DocumentPerson | None
    to: DocumentPerson | None
    words: str
    at: str


class DocumentOut(DocumentLine):
    """`proposed`: by field of the entry, what was read; `checked`: what checking its signatures found on arrival; `same`:
    what is most likely the same document; `leaders`, `colleagues`: to whom it can be given, for who may give it."""

    arrived_by: str
    registered_by: str
    register_by: str = Field(description="the last day on which it is to be registered")
    numbered_by: str = Field(description="the other system that numbers; empty where Thôn Số does")
    reason: str = Field(description="why it was returned")
    file: str | None = Field(description="where its PDF is")
    illegible: bool = Field(description="the machine could not read it: whoever registers it says `looked`")
    proposed: dict[str, ProposedOut]
    checked: list[CheckedOut]
    signatures: list[SignatureOut]
    same: list[UUID]
    instructions: list[InstructionOut]
    tasks: list[DocumentTaskOut]
    steps: list[StepOut]
    actions: list[str]
    leaders: list[DocumentPerson]
    colleagues: list[DocumentPerson]


class PutOut(Schema):  # type: ignore[misc]
    id: UUID
    state: str
    channel: str


class DocumentActionIn(Schema):  # type: ignore[misc]
    """What the action asks for, as in the form of the desk. Days are year-month-day."""

    sender: str | None = Field(None, description="register: the organ that issued it")
    code: str | None = Field(None, description="its own number and symbol: 12/QĐ-UBND")
    dated: str | None = None
    kind: str | None = None
    subject: str | None = None
    signer: str | None = None
    signer_title: str | None = None
    urgency: int | None = Field(None, description="0 ordinary, 1 urgent, 2 very urgent, 3 express")
    copies: int | None = None
    note: str | None = None
    number: int | None = Field(None, description="where another system numbers: what it gave")
    sure: bool | None = Field(None, description="it is another document than the one that looks the same")
    looked: bool | None = Field(None, description="register: no page of an illegible file bears a mark of secrecy")
    due_on: str | None = Field(None, description="register: the day its sender asks for; instruct: until when")
    reason: str | None = Field(None, description="send_back")
    leader: UUID | None = Field(None, description="present")
    words: str | None = Field(None, description="instruct")
    lead: UUID | None = Field(None, description="instruct: exactly one in charge")
    helpers: list[UUID] | None = Field(None, max_length=50)
    informed: list[UUID] | None = Field(None, max_length=50)
    file: bool | None = Field(None, description="instruct: only to be known and kept on file; then without `lead`")
    secret: bool | None = Field(None, description="withdraw: it is a state-secret document; there is no way back")
    seen: str | None = Field(
        None, max_length=36, description="instruct: the id of the last instruction as it was read, empty for none"
    )

    def given(self) -> dict[str, Any]:
        found: dict[str, Any] = self.dict(exclude_none=True)
        return found


class DocumentActedOut(Schema):  # type: ignore[misc]
    id: UUID
    state: str = Field(description="`thrown_away`: it is not there any more")
    number: int | None
    year: int | None


class TaskActIn(Schema):  # type: ignore[misc]
    words: str = Field("", description="finish, opine")
    why: str = Field("", description="give_back, pass_on")
    to: UUID | None = Field(None, description="pass_on: the colleague")
