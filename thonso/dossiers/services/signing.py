"""The leader signs with a key in hand, the clerk seals: papers of the dossiers become signed PDFs with a number.

Each paper is drawn, signed and numbered as `numbered` says (docs/decisions/005-numbering-and-signing.md).
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from thonso.core import papers
from thonso.core.access import policy
from thonso.core.access.actors import Actor
from thonso.core.base.clock import today
from thonso.core.base.errors import Refused, Stale
from thonso.core.base.refs import Ref
from thonso.core.files.models import Upload
from thonso.core.files.services import open_stored, store_made
from thonso.core.journal.work import Work, transact
from thonso.core.signatures import services as keys
from thonso.core.signatures.services import KeyInHand
from thonso.dossiers.models import Dossier, Result
from thonso.dossiers.printing.drafts import office_lines, signing_lines
from thonso.dossiers.rules.states import State
from thonso.dossiers.rules.transitions import BY_NAME, MOVED_ON, why_not
from thonso.dossiers.services.hands import grant_for
from thonso.dossiers.services.moves import Act, look_at, move
from thonso.dossiers.services.numbered import Place, under_next_number
from thonso.dossiers.services.results import (
    BOOKS,
    check_url,
    close,
    completion,
    data_of,
    issue_results,
    replaces,
    unsigned_of,
)
from thonso.dossiers.services.route import next_step, stand_at


def sign(
    actor: Actor, dossiers: Sequence[Dossier], transaction_ids: Sequence[UUID], *, hand: KeyInHand
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
    lender = _lender(actor, dossiers)
    for result in sorted(waiting.values(), key=_decisions_first):
        _sign_one(actor, result, hand, lender)
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


def _decisions_first(result: Result) -> tuple[bool, datetime]:
    """What others rest on has its number and its seal before them."""
    return result.rests_on_id is not None, result.at


def _lender(actor: Actor, dossiers: Sequence[Dossier]) -> Ref | None:
    """In whose place these papers are signed: what shares a decision was submitted to one leader."""
    found = [grant_for(actor, "sign", dossier) for dossier in dossiers]
    return next((grant.lender for grant in found if grant), None)


def _sign_one(actor: Actor, result: Result, hand: KeyInHand, lender: Ref | None) -> None:
    """Draw, sign and store the paper under the next number of its book, or under the one it holds."""
    data, day = data_of(result), result.dated or today()
    book, usual = BOOKS[result.paper]
    symbol = str(data.get("symbol") or usual)
    if result.rests_on_id:
        whole = Result.objects.get(pk=result.rests_on_id)
        when = whole.dated.strftime("%d/%m/%Y") if whole.dated else ""
        data["decision"] = f"Quyết định số {whole.number} ngày {when} của {data['authority']}"
    if result.corrects is not None:
        data["replaces"] = replaces(result.corrects)
    signer = {"lines": signing_lines(result.paper, office_lines(actor)), "name": hand.key.name}
    data |= {"signer": signer, "symbol": symbol, "date": day, "qr": check_url(result)}

    def make(count: int) -> keys.SignedFile:
        data["number"] = count
        pdf, boxes = papers.render_with_box(result.paper, data)
        return keys.sign_with(hand, pdf, box=boxes.signer)

    def keep(work: Work, count: int, signed: keys.SignedFile) -> None:
        if result.stands_for.exclude(dossier__state=State.SIGNATURE).exists():  # withdrawn or sent back meanwhile
            raise Stale(MOVED_ON)
        number = f"{count:02d}/{symbol}"
        upload = _keep_pdf(work, result, signed.pdf)
        done = Result.objects.filter(pk=result.pk, state=Result.State.DRAFT).update(
            state=Result.State.SIGNED,
            number=number,
            dated=day,
            upload=upload,
            data=close(result.pk, data),
            signer_name=hand.key.name,
            signer_title=hand.key.title,
            signed_at=work.at,
        )
        if not done:
            raise Stale(_("This paper has just been signed by someone else."))
        keys.record(work, actor.ref, Ref("result", result.pk), signed, acting_for=lender)
        work.note("result.numbered", actor.ref, Ref("result", result.pk), acting_for=lender, facts={"number": number})

    place: Place = {
        "commune_id": result.commune_id, "organ": "ubnd", "book": book, "period": str(day.year),
        "obj": Ref("result", result.pk),
    }  # fmt: skip
    under_next_number(place, make, keep)


def _signed(act: Act) -> None:
    step = next_step(act.dossier)
    if step is None or step.kind not in {"seal", "return"}:
        raise Refused(_("This procedure has no step after the signature. Please tell the administrator."))
    if step.kind == "seal":
        move(act, "sign", changes=stand_at(act.dossier, step))
    else:
        move(act, "sign", to=State.COMPLETED, changes={**stand_at(act.dossier, step), **completion(act)})
        issue_results(act)


def seal_papers(actor: Actor, dossiers: Sequence[Dossier], secret: str = "") -> None:
    """Put the committee's seal on what the leader signed, the decision before what rests on it, before the dossiers move
    on: sealing a PDF takes a while, and no lock is held meanwhile. Done again after a crash, it goes on where it stopped.
    `secret` opens the seal's key, once for all of them.
    """
    for dossier in dossiers:
        policy.require(actor, "seal", dossier)
        if reason := why_not(BY_NAME["seal"], look_at(dossier)):
            raise Stale(reason)
    signed = Result.objects.filter(stands_for__dossier__in=dossiers, state=Result.State.SIGNED, sealed_at=None)
    waiting = sorted(signed.distinct(), key=_decisions_first)
    if not waiting:
        return
    commune = dossiers[0].commune_id
    with keys.in_hand(keys.key_of_unit(commune, commune), secret) as hand:
        for result in waiting:
            _seal_one(actor, result, hand)


def _seal_one(actor: Actor, result: Result, hand: KeyInHand) -> None:
    assert result.upload is not None
    with open_stored(result.upload) as file:
        pdf = file.read()
    signed = keys.sign_with(hand, pdf, box=papers.signature_box(result.paper, data_of(result)).seal)
    with transact(result.commune_id) as work:
        upload = _keep_pdf(work, result, signed.pdf)
        if not Result.objects.filter(pk=result.pk, sealed_at=None).update(upload=upload, sealed_at=work.at):
            raise Stale(_("This paper has just been sealed by someone else."))
        keys.record(work, actor.ref, Ref("result", result.pk), signed)


def _keep_pdf(work: Work, result: Result, pdf: bytes) -> Upload:
    return store_made(work, Ref("system", result.pk), pdf, name=f"{result.check_code}.pdf", purpose="result")
