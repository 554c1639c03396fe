"""Results: drafted by the officer, signed by the leader and sealed by the clerk (`signing`), in force, later revoked."""

import json
import secrets
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext as _

from thonso.core import crypto, papers
from thonso.core.access.actors import Actor
from thonso.core.base.clock import local
from thonso.core.base.errors import Absent, Refused
from thonso.core.base.ids import new_id
from thonso.core.base.text import clean, in_sentence
from thonso.core.files.models import Upload
from thonso.core.files.services import keep
from thonso.core.journal.work import Work
from thonso.dossiers import requirements
from thonso.dossiers.models import Dossier, Event, Result, ResultFor
from thonso.dossiers.printing.drafts import SIGNERS, Drafted, lines_of, office_lines, signing_lines
from thonso.dossiers.requirements import definition
from thonso.dossiers.rules.states import State
from thonso.dossiers.services.hands import at_work, can_go_on
from thonso.dossiers.services.moves import Act, move, payload_of, signature_ahead
from thonso.dossiers.services.route import next_step, previous_step, stand_at

LABEL = "dossiers.result"
DRAFTED_BY = ("draft_result", "correct_result")
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
_CODE = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"


def data_of(result: Result) -> dict[str, Any]:
    """What the paper is drawn from (a TypedDict of core.papers)."""
    return crypto.unseal_facts(LABEL, result.pk, result.data)


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
    old = (
        Result.objects.filter(stands_for__dossier=act.dossier, state=Result.State.DRAFT).exclude(corrects=None).first()
    )
    drop_drafts(act.dossier)
    rests_on = old.rests_on if old and old.paper == paper else decision_of(act.dossier, paper)
    corrects = old.corrects if old else None
    result = new(act.work, act.actor, [act.dossier], paper, title, data, corrects=corrects, rests_on=rests_on)
    move(act, "draft_result", facts={"paper": paper, "result": str(result.pk)})
    return result


def decision_of(dossier: Dossier, paper: str) -> Result | None:
    """The decision in force that a certificate of this dossier rests on when it is drafted anew; None for another paper."""
    if paper != "certificate_household":
        return None
    found = Result.objects.filter(stands_for__dossier=dossier, paper="decision", state=Result.State.ISSUED)
    return found.order_by("-at").first()


def draft_decision(acts: Sequence[Act], decision: Drafted, certificates: Mapping[UUID, Drafted]) -> Result:
    """One decision for a list of dossiers, and a certificate for each that gets one (practice.md 4), in one transaction."""
    work, actor = acts[0].work, acts[0].actor
    dossiers = [act.dossier for act in acts]
    for dossier in dossiers:
        drop_drafts(dossier)
    whole = new(work, actor, dossiers, decision.paper, decision.title, decision.data)
    for act in acts:
        if one := certificates.get(act.dossier.pk):
            new(work, actor, [act.dossier], one.paper, one.title, one.data, rests_on=whole)
        move(act, "draft_result", facts={"paper": "decision", "result": str(whole.pk), "together": len(dossiers)})
    return whole


def drop_drafts(dossier: Dossier) -> None:
    """A decision drafted for a list goes as a whole, with the certificates drafted on it: it names everybody of the list.
    Raises Refused while others of the list are submitted for signature."""
    drafts = Result.objects.filter(stands_for__dossier=dossier, state=Result.State.DRAFT)
    gone = {result.pk for result in drafts}
    listed = {result.pk for result in drafts if result.paper == "decision"}
    others = Dossier.objects.filter(results__result__in=listed, state=State.SIGNATURE).exclude(pk=dossier.pk)
    if codes := list(others.values_list("code", flat=True)[:5]):
        raise Refused(
            _("The decision drafted for it also stands for %(codes)s, submitted already: have that sent back first.")
            % {"codes": ", ".join(codes)}
        )
    resting = Result.objects.filter(rests_on__in=listed, state=Result.State.DRAFT)
    gone |= set(resting.values_list("pk", flat=True))
    ResultFor.objects.filter(result__in=gone).delete()
    Result.objects.filter(pk__in=gone - listed).delete()
    Result.objects.filter(pk__in=listed).delete()


def propose(act: Act, note: str = "") -> Event:
    """Submit for signature: the dossier goes to the queue of whom the procedure names."""
    step = signature_ahead(act.dossier)
    if step is None:
        raise Refused(_("The next step of this procedure is not a signature."))
    return move(act, "propose", changes=stand_at(act.dossier, step), payload={"note": clean(note, limit=500)})


def send_back(act: Act, note: str) -> Event:
    """The leader wants it changed, and says what: it goes back to whoever drafted it, while that person can go on with it."""
    step = previous_step(act.dossier, "process")
    if step is None or len(note.strip()) < 3:
        raise Refused(_("Say what should be changed."), fields={"note": [_("Not filled in.")]})
    drafted = act.dossier.events.filter(kind__in=DRAFTED_BY).order_by("-seq").first()
    back = drafted.actor_id if drafted and can_go_on(at_work(drafted.actor_id), step.role, act.dossier) else None
    changes = {**stand_at(act.dossier, step), "assignee_id": back}
    return move(act, "send_back", changes=changes, payload={"note": clean(note, limit=1000)})


def unsigned_of(dossier: Dossier) -> list[Result]:
    return unsigned([dossier]).get(dossier.pk, [])


def unsigned(dossiers: Collection[Dossier]) -> dict[UUID, list[Result]]:
    """The drafted papers of many dossiers by their ids, oldest first, in one query."""
    links = ResultFor.objects.filter(dossier__in=[one.pk for one in dossiers], result__state=Result.State.DRAFT)
    found: dict[UUID, list[Result]] = {}
    for link in links.select_related("result").order_by("result__at", "result_id"):
        found.setdefault(link.dossier_id, []).append(link.result)
    return found


def replaces(old: Result) -> str:
    """What a corrected paper says of the one it takes the place of."""
    day = f" ngày {old.dated:%d/%m/%Y}" if old.dated else ""
    return f"Thay thế {in_sentence(old.title)} số {old.number}{day}"


def check_url(result: Result) -> str:
    """Where anybody can check the paper: printed on it as a QR code."""
    return f"{settings.PUBLIC_URL}/xac-minh/{result.check_code}/"


def preview(result: Result, actor: Actor, dossier: Dossier) -> bytes:
    """The draft as a page, without number and date, under the head it will be signed with: for a leader her own, for
    anybody else that of the post which the procedure names. Raises Absent for a paper that was never drawn here."""
    if not result.paper:
        raise Absent(_("This paper was made elsewhere; there is no file of it here."))
    lines = office_lines(actor) if actor.has_any(SIGNERS, dossier.commune_id) else lines_of(_signed_by(dossier))
    signer = {"lines": signing_lines(result.paper, lines)}
    data = {"symbol": BOOKS[result.paper][1], **data_of(result), "signer": signer}
    return papers.render(result.paper, data)


def _signed_by(dossier: Dossier) -> str:
    """The role whose signature comes next, or is awaited; '' where there is none."""
    step = requirements.step(dossier)
    step = step if step is not None and step.kind == "sign" else signature_ahead(dossier)
    return step.role if step else ""


def seal(act: Act) -> Event:
    """All papers are sealed: they are issued from here on."""
    if Result.objects.filter(stands_for__dossier=act.dossier, state=Result.State.SIGNED, sealed_at=None).exists():
        raise Refused(_("A paper is not sealed yet. Please try again."))
    step = next_step(act.dossier)
    if step is None:
        raise Refused(_("This procedure has no step after the seal. Please tell the administrator."))
    event = move(act, "seal", changes={**stand_at(act.dossier, step), **completion(act)})
    issue_results(act)
    return event


def completion(act: Act) -> dict[str, Any]:
    """The columns of a dossier that is completed now. A corrected result does not make a dossier late that was in time."""
    return {"completed_at": act.dossier.completed_at or act.at, "returns_to": "", "result_revoked": False}


def issue_results(act: Act) -> None:
    """What is signed (and sealed) is in force from here: the decision before what rests on it, and for its whole list at
    once. `result.issued` lets others act on it (the household's class), for each dossier that it stands for."""
    signed = Result.objects.filter(stands_for__dossier=act.dossier, state=Result.State.SIGNED).select_related(
        "rests_on"
    )
    fresh = sorted(signed, key=lambda result: (result.rests_on_id is not None, result.at, result.pk))
    told = [one.rests_on for one in fresh if one.rests_on and one.rests_on not in fresh and one.corrects_id is None]
    for result in fresh:
        Result.objects.filter(pk=result.pk).update(state=Result.State.ISSUED)
        _replace(act, result)
    for result in [*told, *fresh]:
        act.work.publish("result.issued", dossier=act.dossier, result=result, actor=act.actor)


def _replace(act: Act, result: Result) -> None:
    """The paper that `result` corrects says from now on what took its place, and why."""
    if result.corrects_id is None:
        return
    why = act.dossier.events.filter(kind="correct_result").order_by("-seq").first()
    reason = payload_of(why, act.dossier)["reason"] if why else ""
    old = Result.objects.filter(pk=result.corrects_id, state=Result.State.ISSUED)
    old.update(state=Result.State.REPLACED, replaced_by=result, ended_reason=reason)


def record(
    act: Act, *, numbers: Sequence[str], dated: date, signer: str, system: str, file: Upload | None = None
) -> Event:
    """A result made in another system (civil-status software, police): its date, signer and file (as that system signed
    it, or a scan), and the number of each paper that has one of its own, in the order of the definition (practice.md 3)."""
    given = [clean(one, limit=60) for one in numbers]
    for box, number in zip(["number", *(f"number_{n}" for n in range(2, len(given) + 1))], given, strict=True):
        if not number:
            words = _("Write the number as the other system gave it.")
            raise Refused(words, fields={box: [_("Not filled in.")]})
        if not any(char in "123456789" for char in number):
            words = _("A number as the other system gave it, for example 12/2026.")
            raise Refused(words, fields={box: [words]})
    if dated > local(act.at).date():
        raise Refused(_("The date lies in the future."), fields={"dated": [_("Please check.")]})
    if dated < (filed := local(act.dossier.filed_at).date()):
        words = _("It was filed on %(day)s only: the result cannot be older.") % {"day": f"{filed:%d/%m/%Y}"}
        raise Refused(words, fields={"dated": [words]})
    if not signer.strip():
        raise Refused(_("Write who signed it."), fields={"signer": [_("Not filled in.")]})
    if file is not None and file.media_type != "application/pdf":
        words = _("Give it as a PDF: the file of the other system, or the paper scanned.")
        raise Refused(words, fields={"file": [words]})
    drop_drafts(act.dossier)  # a letter begun before the other system answered
    made = definition(act.dossier).result.recorded
    keep(act.work, [file] if file else [])
    first, *_more = [
        new(
            act.work, act.actor, [act.dossier], "", one.title, {"system": clean(system, limit=100)},
            made=Result.Made.ELSEWHERE, state=Result.State.ISSUED, number=number, dated=dated,
            signer_name=clean(signer, limit=100), upload=file if place == 0 else None,
        )
        for place, (one, number) in enumerate(zip(made, given, strict=True))
    ]  # fmt: skip
    return move(
        act,
        "record_result",
        changes={**at_return(act), **completion(act)},
        facts={"number": ", ".join(given), "result": str(first.pk)},
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
    return move(act, "transfer", changes={**at_return(act), **completion(act)}, facts={"result": str(result.pk)})


def at_return(act: Act) -> dict[str, Any]:
    """The columns of standing at the procedure's return step, wherever the dossier is now."""
    steps = definition(act.dossier).steps
    step = next((s for s in steps if s.kind == "return"), None)
    return (
        stand_at(act.dossier, step) if step else {"holder_role": "one_stop", "holder_unit_id": act.dossier.commune_id}
    )
