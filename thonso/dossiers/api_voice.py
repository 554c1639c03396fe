"""What people say and what they follow, over the API: their own dossiers, ratings, complaints and the answers to them."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Field, Header, Path, Router, Schema

from thonso.core.access import policy
from thonso.core.access.actors import Actor, actor_of
from thonso.core.access.audience import audience
from thonso.core.access.limits import network
from thonso.dossiers import access, scopes
from thonso.dossiers.api import line
from thonso.dossiers.api_schemas import CODE, DossierLine
from thonso.dossiers.models import Dossier
from thonso.dossiers.services import voice

router = Router(tags=["voice"])
KEY = r"^[0-9 ]{6,12}$"


class RatingIn(Schema):  # type: ignore[misc]
    """`key`: the six digits, for whoever does not own the dossier by her account."""

    score: int = Field(ge=1, le=5)
    words: str = Field("", max_length=1000)
    key: str | None = Field(None, pattern=KEY)


class ComplaintIn(Schema):  # type: ignore[misc]
    words: str = Field(min_length=5, max_length=2000)
    key: str | None = Field(None, pattern=KEY)


class SaidOut(Schema):  # type: ignore[misc]
    code: str


class ComplainedOut(Schema):  # type: ignore[misc]
    """`answer_code` opens the answer on the page of complaints; it is not shown again, except to a retry of this call."""

    code: str
    answer_code: str


class ComplaintOut(Schema):  # type: ignore[misc]
    id: UUID
    dossier: str
    words: str
    answer: str
    at: str


class AnswerIn(Schema):  # type: ignore[misc]
    answer: str = Field(min_length=5, max_length=2000)


@router.get("/mine", response=list[DossierLine], operation_id="listMyDossiers")  # type: ignore[untyped-decorator]
@audience("api", "signed_in")
def mine(request: HttpRequest) -> Any:
    """What I filed or what is about me, the newest fifty."""
    return [line(dossier) for dossier in access.own(actor_of(request))[:50]]


@router.post("/track/{str:code}/rating", response=SaidOut, auth=None, operation_id="rate")  # type: ignore[untyped-decorator]
@audience("public")
def rate(request: HttpRequest, body: RatingIn, code: str = Path(..., pattern=CODE)) -> Any:
    """One a dossier, when it has come to its end; 409 for a second one."""
    actor, dossier = _speaker(request, code, body.key, "rate")
    voice.rate(dossier, actor, body.score, body.words)
    return {"code": dossier.code}


@router.post("/track/{str:code}/complaints", response=ComplainedOut, auth=None, operation_id="complain")  # type: ignore[untyped-decorator]
@audience("public")
def complain(
    request: HttpRequest,
    body: ComplaintIn,
    code: str = Path(..., pattern=CODE),
    key: UUID = Header(..., alias="Idempotency-Key"),
) -> Any:
    """To the leaders, hidden from whoever worked on the dossier. The same key again is the same complaint; 409 for the same
    key with other words."""
    actor, dossier = _speaker(request, code, body.key, "complain")
    said = voice.complain(dossier, actor.ref, body.words, transaction_id=key)
    return {"code": dossier.code, "answer_code": voice.code_of(said.pk)}


def _speaker(request: HttpRequest, code: str, key: str | None, action: str) -> tuple[Actor, Dossier]:
    """Whoever shows the key, or owns the dossier, or helps its owner."""
    actor = actor_of(request)
    if key is not None:
        dossier = access.by_code_and_key(code, key, network(request))
        return actor if actor.is_account else scopes.keyholder(dossier, ""), dossier
    dossier = access.by_code(actor, code, "track")
    policy.require(actor, action, dossier)
    return actor, dossier


@router.get("/complaints", response=list[ComplaintOut], operation_id="listComplaints")  # type: ignore[untyped-decorator]
@audience("api", "staff")
def complaints(request: HttpRequest) -> Any:
    """For those above who had no hand in the dossier; unanswered first, a hundred at most."""
    return [
        {
            "id": one.pk,
            "dossier": one.dossier.code,
            "words": voice.words_of(one),
            "answer": voice.answer_of(one),
            "at": one.at.isoformat(),
        }
        for one in access.complaints(actor_of(request))[:100]
    ]


@router.post("/complaints/{uuid:complaint_id}/answer", response=SaidOut, operation_id="answerComplaint")  # type: ignore[untyped-decorator]
@audience("api", "staff")
def answer(request: HttpRequest, complaint_id: UUID, body: AnswerIn) -> Any:
    """Once; 409 when somebody has answered already."""
    actor = actor_of(request)
    found = access.complaint(actor, complaint_id)
    voice.answer(actor, found, body.answer)
    return {"code": found.dossier.code}
