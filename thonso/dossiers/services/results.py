"""Results: drafted by the officer, signed by the leader, numbered by the system, sealed by the clerk.

A paper is drawn and signed with the number that comes next, outside any transaction; one transaction then takes that
number and stores the paper. Somebody else took it meanwhile: drawn and signed anew. So no lock is held while a PDF is
made, and no number is taken without its paper (docs/decisions/005-numbering-and-signing.md).
"""

import json
import secrets
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext as _

from thonso.core import crypto, papers
from thonso.core.access import policy
from thonso.core.access.actors import Actor
from thonso.core.base.clock import local, today
from thonso.core.base.errors import Absent, Refused, Stale, Unavailable
from thonso.core.base.ids import new_id
from thonso.core.base.refs import Ref
from thonso.core.base.text import clean
from thonso.core.files.models import Upload
from thonso.core.files.services import open_stored, store_made
from thonso.core.journal.work import Work, transact
from thonso.core.numbers.services import expected, issue
from thonso.core.signatures import services as signing
from thonso.core.signatures.services import KeyInHand
from thonso.dossiers.models import Dossier, Event, Result, ResultFor
from thonso.dossiers.printing.drafts import Drafted, signing_lines
from thonso.dossiers.requirements import definition
from thonso.dossiers.rules.states import State
from thonso.dossiers.rules.transitions import BY_NAME, why_not
from thonso.dossiers.services.moves import Act, look_at, move, signature_ahead
from thonso.dossiers.services.route import next_step, previous_step, stand_at

LABEL = "dossiers.result"
BOOKS = {
    # paper → (book, symbol). One book a year for decisions and papers of the UBND (NĐ 30/2020 Điều 15).
    "decision": ("quyet-dinh", "QĐ-UBND"),
    "notice": ("thong-bao", "TB-UBND"),
    "letter": ("cong-van", "UBND-VHXH"),
    "confirmation": ("giay-xac-nhan", "GXN-UBND"),
    "certificate_household": ("giay-chung-nhan", "GCN-UBND"),
    "marital_confirmation": ("xac-nhan-hon-nhan", "XNTTHN"),
    "civil_extract_copy": ("trich-luc-ban-sao", "TLHT-BS"),
    "cooperative_certificate": ("to-hop-tac", "GCN-THT"),
}
# Whoever signs faster wins the number each time; a batch of a hundred of theirs is waited out.
_TRIES = 120
_CODE = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"


def data_of(result: Result) -> dict[str, Any]:
    """What the paper is drawn from (a TypedDict of core.papers)."""
    found: dict[str, Any] = json.loads(crypto.unseal(LABEL, result.pk, result.data)) if result.data else {}
    return found


def close(result_id: UUID, data: Mapping[str, Any]) -> str:
    return crypto.seal(LABEL, result_id, json.dumps(data, ensure_ascii=False, default=_iso))


def _iso(value: Any) -> str:
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def new(
    work: Work,
    actor: Actor,
    dossiers: Sequence[Dossier],
    paper: str,
    title: str,
    data: Mapping[str, Any],
    **columns: Any,
) -> Result:
    id_ = new_id()
    result = Result.objects.create(
        id=id_,
        commune_id=work.commune_id,
        paper=paper,
        title=clean(title, limit=300),
        data=close(id_, data) if data else "",
        check_code="".join(secrets.choice(_CODE) for _i in range(12)),
        made_by_id=actor.ref.id,
        at=work.at,
        **({"state": Result.State.DRAFT} | columns),
    )
    ResultFor.objects.bulk_create([ResultFor(result=result, dossier=dossier) for dossier in dossiers])
    return result


def draft(act: Act, paper: str, title: str, data: Mapping[str, Any]) -> Result:
    """Draft the paper of one dossier; a newer draft takes the place of an older one."""
    drop_drafts(act.dossier)
    result = new(act.work, act.actor, [act.dossier], paper, title, data)
    move(act, "draft_result", facts={"paper": paper, "result": str(result.pk)})
    return result


def draft_decision(acts: Sequence[Act], decision: Drafted, certificates: Mapping[UUID, Drafted]) -> Result:
    """One decision for a list of dossiers, and a certificate for each (practice.md 4). All acts share one transaction."""
    work, actor = acts[0].work, acts[0].actor
    dossiers = [act.dossier for act in acts]
    for dossier in dossiers:
        drop_drafts(dossier)
    whole = new(work, actor, dossiers, decision.paper, decision.title, decision.data)
    for act in acts:
        one = certificates[act.dossier.pk]
        new(work, actor, [act.dossier], one.paper, one.title, one.data, rests_on=whole)
        move(act, "draft_result", facts={"paper": "decision", "result": str(whole.pk), "together": len(dossiers)})
    return whole


def drop_drafts(dossier: Dossier) -> None:
    drafts = Result.objects.filter(stands_for__dossier=dossier, state=Result.State.DRAFT, number="")
    ResultFor.objects.filter(dossier=dossier, result__in=list(drafts)).delete()
    Result.objects.filter(pk__in=[r.pk for r in drafts], stands_for=None).delete()


def propose(act: Act, note: str = "") -> Event:
    """Submit for signature: the dossier goes to the queue of whom the procedure names."""
    step = signature_ahead(act.dossier)
    if step is None:
        raise Refused(_("The next step of this procedure is not a signature."))
    return move(act, "propose", changes=stand_at(act.dossier, step), payload={"note": clean(note, limit=500)})


def send_back(act: Act, note: str) -> Event:
    """The leader wants it changed, and says what."""
    step = previous_step(act.dossier, "process")
    if step is None or len(note.strip()) < 3:
        raise Refused(_("Say what should be changed."), fields={"note": [_("Not filled in.")]})
    return move(act, "send_back", changes=stand_at(act.dossier, step), payload={"note": clean(note, limit=1000)})


def unsigned_of(dossier: Dossier) -> list[Result]:
    return list(Result.objects.filter(stands_for__dossier=dossier, state=Result.State.DRAFT).order_by("at"))


def sign(
    actor: Actor, dossiers: Sequence[Dossier], transaction_ids: Sequence[UUID], *, lines: list[str], hand: KeyInHand
) -> list[Result]:
    """Sign every drafted paper of these dossiers: decisions first, then what rests on them. Each dossier moves on when
    all its papers are signed. The caller has asked for step-up. `hand` is the actor's own key; nobody else's signs.
    """
    if hand.key.account_id != actor.account_id:
        raise Refused(_("This is the key of another person. Nothing was signed."))
    for dossier in dossiers:
        policy.require(actor, "sign", dossier)
        if reason := why_not(BY_NAME["sign"], look_at(dossier)):
            raise Stale(reason)
    waiting = {result.pk: result for dossier in dossiers for result in unsigned_of(dossier)}
    _check_covered(actor, list(waiting), {dossier.pk for dossier in dossiers})
    for result in sorted(waiting.values(), key=lambda r: (r.rests_on_id is not None, r.at)):
        _sign_one(actor, result, hand, lines)
    for dossier, transaction_id in zip(dossiers, transaction_ids, strict=True):
        with transact(dossier.commune_id) as work:
            _signed(Act(work, actor, dossier, transaction_id))
    return list(waiting.values())


def _check_covered(actor: Actor, results: list[UUID], chosen: set[UUID]) -> None:
    """A decision stands for a list: it is signed only when every dossier of the list may be, and is submitted."""
    covered = Dossier.objects.filter(results__result__in=results).exclude(pk__in=chosen).distinct()
    for dossier in covered:
        policy.require(actor, "sign", dossier)
    if early := [dossier.code for dossier in covered if dossier.status is not State.SIGNATURE]:
        raise Refused(
            _("The decision also stands for %(codes)s, not submitted for signature yet.") % {"codes": ", ".join(early)}
        )


class _Overtaken(Exception):
    """Somebody else took the number that this paper was signed with."""


def _sign_one(actor: Actor, result: Result, hand: KeyInHand, lines: list[str]) -> None:
    for _try in range(_TRIES):
        try:
            return _sign_as_next(actor, result, hand, lines)
        except _Overtaken:
            continue
    raise Unavailable(_("Others are signing with this book of numbers just now. Please sign again in a minute."))


def _sign_as_next(actor: Actor, result: Result, hand: KeyInHand, lines: list[str]) -> None:
    """Draw, sign and store the paper under the next number of its book, or under the one it holds. Raises _Overtaken."""
    data, day = data_of(result), result.dated or today()
    book, usual = BOOKS[result.paper]
    symbol = str(data.get("symbol") or usual)
    place: dict[str, Any] = {
        "commune_id": result.commune_id, "organ": "ubnd", "book": book, "period": str(day.year),
        "obj": Ref("result", result.pk),
    }  # fmt: skip
    count = expected(**place)
    if result.rests_on_id:
        whole = Result.objects.get(pk=result.rests_on_id)
        when = whole.dated.strftime("%d/%m/%Y") if whole.dated else ""
        data["decision"] = f"Quyết định số {whole.number} ngày {when} của {data['authority']}"
    signer = {"lines": signing_lines(result.paper, lines), "name": hand.key.name}
    data |= {"signer": signer, "number": count, "symbol": symbol, "date": day, "qr": check_url(result)}
    pdf, boxes = papers.render_with_box(result.paper, data)
    signed = signing.sign_with(hand, pdf, box=boxes.signer)
    with transact(result.commune_id) as work:
        if expected(**place) != count:  # seen before a file is written for nothing; `issue` below decides
            raise _Overtaken
        upload = _keep_pdf(work, result, signed.pdf)
        done = Result.objects.filter(pk=result.pk, state=Result.State.DRAFT).update(
            state=Result.State.SIGNED,
            number=f"{count:02d}/{symbol}",
            dated=day,
            upload=upload,
            data=close(result.pk, data),
            signer_name=hand.key.name,
            signer_title=hand.key.title,
            signed_at=work.at,
        )
        if not done:
            raise Stale(_("This paper has just been signed by someone else."))
        signing.record(work, actor.ref, Ref("result", result.pk), signed)
        if issue(work, **place).number != count:
            raise _Overtaken
        work.note("result.numbered", actor.ref, Ref("result", result.pk), facts={"number": f"{count:02d}/{symbol}"})


def _keep_pdf(work: Work, result: Result, pdf: bytes) -> Upload:
    return store_made(work, Ref("system", result.pk), pdf, name=f"{result.check_code}.pdf", purpose="result")


def check_url(result: Result) -> str:
    """Where anybody can check the paper: printed on it as a QR code."""
    return f"{settings.PUBLIC_URL}/xac-minh/{result.check_code}/"


def _signed(act: Act) -> None:
    step = next_step(act.dossier)
    if step is None or step.kind not in {"seal", "return"}:
        raise Refused(_("This procedure has no step after the signature. Please tell the administrator."))
    if step.kind == "seal":
        move(act, "sign", changes=stand_at(act.dossier, step))
    else:
        move(act, "sign", to=State.COMPLETED, changes={**stand_at(act.dossier, step), "completed_at": act.at})
        issue_results(act)


def preview(result: Result) -> bytes:
    """The draft as a page, without number and date. Raises Absent for a paper that was never drawn here."""
    if not result.paper:
        raise Absent(_("This paper was made elsewhere; there is no file of it here."))
    data = {"symbol": BOOKS[result.paper][1], **data_of(result)}
    return papers.render(result.paper, data)


def seal_papers(actor: Actor, dossier: Dossier, secret: str = "") -> None:
    """Put the committee's seal on what the leader signed, before the dossier moves on: sealing a PDF takes a while, and
    no lock is held meanwhile. Done again after a crash, it goes on where it stopped. `secret` opens the seal's key.
    """
    policy.require(actor, "seal", dossier)
    if reason := why_not(BY_NAME["seal"], look_at(dossier)):
        raise Stale(reason)
    waiting = list(Result.objects.filter(stands_for__dossier=dossier, state=Result.State.SIGNED, sealed_at=None))
    if not waiting:
        return
    with signing.in_hand(signing.key_of_unit(dossier.commune_id, dossier.commune_id), secret) as hand:
        for result in waiting:
            _seal_one(actor, result, hand)


def _seal_one(actor: Actor, result: Result, hand: KeyInHand) -> None:
    assert result.upload is not None
    with open_stored(result.upload) as file:
        pdf = file.read()
    signed = signing.sign_with(hand, pdf, box=papers.signature_box(result.paper, data_of(result)).seal)
    with transact(result.commune_id) as work:
        upload = _keep_pdf(work, result, signed.pdf)
        if not Result.objects.filter(pk=result.pk, sealed_at=None).update(upload=upload, sealed_at=work.at):
            raise Stale(_("This paper has just been sealed by someone else."))
        signing.record(work, actor.ref, Ref("result", result.pk), signed)


def seal(act: Act) -> Event:
    """All papers are sealed: they are issued from here on."""
    if Result.objects.filter(stands_for__dossier=act.dossier, state=Result.State.SIGNED, sealed_at=None).exists():
        raise Refused(_("A paper is not sealed yet. Please try again."))
    step = next_step(act.dossier)
    if step is None:
        raise Refused(_("This procedure has no step after the seal. Please tell the administrator."))
    event = move(act, "seal", changes={**stand_at(act.dossier, step), "completed_at": act.at})
    issue_results(act)
    return event


def issue_results(act: Act) -> None:
    """What is signed (and sealed) is in force from here; `result.issued` lets others act on it (the household's class)."""
    for result in Result.objects.filter(stands_for__dossier=act.dossier, state=Result.State.SIGNED):
        waits = result.stands_for.exclude(dossier__state__in=[State.COMPLETED, State.HANDED_OVER]).exclude(
            dossier=act.dossier
        )
        if not waits.exists():
            Result.objects.filter(pk=result.pk).update(state=Result.State.ISSUED)
        act.work.publish("result.issued", dossier=act.dossier, result=result, actor=act.actor)


def record(act: Act, *, number: str, dated: date, signer: str, system: str, scan: Any = None) -> Event:
    """A result made in another system (civil-status software, police): its number, date, signer and scan (practice.md 3)."""
    number = clean(number, limit=60)
    if not number:
        raise Refused(_("Write the number as the other system gave it."), fields={"number": [_("Not filled in.")]})
    if dated > local(act.at).date():
        raise Refused(_("The date lies in the future."), fields={"dated": [_("Please check.")]})
    drop_drafts(act.dossier)  # a letter begun before the other system answered
    result = new(
        act.work, act.actor, [act.dossier], "", act.dossier.procedure_name, {"system": clean(system, limit=100)},
        made=Result.Made.ELSEWHERE, state=Result.State.ISSUED, number=number, dated=dated,
        signer_name=clean(signer, limit=100), upload=scan,
    )  # fmt: skip
    return move(
        act,
        "record_result",
        changes={**at_return(act), "completed_at": act.at},
        facts={"number": number, "result": str(result.pk)},
    )


def transfer(act: Act, authority: str, reference: str = "") -> Event:
    """Handed to the authority that decides; what comes back is recorded later."""
    if not authority.strip():
        raise Refused(_("Say which authority."), fields={"authority": [_("Not filled in.")]})
    drop_drafts(act.dossier)
    result = new(
        act.work, act.actor, [act.dossier], "", act.dossier.procedure_name, {"authority": clean(authority, limit=200)},
        made=Result.Made.TRANSFERRED, state=Result.State.ISSUED, number=clean(reference, limit=60),
    )  # fmt: skip
    return move(act, "transfer", changes={**at_return(act), "completed_at": act.at}, facts={"result": str(result.pk)})


def at_return(act: Act) -> dict[str, Any]:
    """The columns of standing at the procedure's return step, wherever the dossier is now."""
    steps = definition(act.dossier).steps
    step = next((s for s in steps if s.kind == "return"), None)
    return (
        stand_at(act.dossier, step) if step else {"holder_role": "one_stop", "holder_unit_id": act.dossier.commune_id}
    )


def revoke(act: Act, result: Result, reason: str, replaced_by: Result | None = None) -> Result:
    """Corrected or taken back: the old one stays, with what took its place and why (practice.md 17)."""
    reason = clean(reason, limit=300)
    if len(reason) < 5:
        raise Refused(_("Say why it is no longer in force."), fields={"reason": [_("Too short.")]})
    state = Result.State.REPLACED if replaced_by else Result.State.REVOKED
    move(act, "correct_result", facts={"result": str(result.pk), "now": state}, payload={"reason": reason})
    done = Result.objects.filter(pk=result.pk, state=Result.State.ISSUED).update(
        state=state, replaced_by=replaced_by, ended_reason=reason
    )
    if not done:
        raise Stale(_("This result is not in force any more."))
    result.state = state
    return result
