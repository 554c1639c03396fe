"""What a person can do to a dossier, by name. The buttons of the desk and the API's `POST …/{action}` both come here."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError
from django.utils.translation import gettext as _

from thonso.core.access import policy
from thonso.core.access.actors import Actor
from thonso.core.base.errors import Absent, Refused, Stale
from thonso.core.base.ids import stable_id
from thonso.core.files.models import Upload
from thonso.core.files.services import attach_check
from thonso.core.journal import once
from thonso.core.journal.work import transact
from thonso.dossiers import holders, requirements
from thonso.dossiers.holders import OWN_HOUSEHOLD
from thonso.dossiers.models import Dossier, Event
from thonso.dossiers.rules.transitions import BY_NAME, out_of_place
from thonso.dossiers.services import (
    appointments,
    beside,
    corrections,
    extension,
    fees,
    handover,
    heirs,
    id_numbers,
    linking,
    lists,
    numbering,
    processing,
    reception,
    results,
    signing,
    supplement,
)
from thonso.dossiers.services.drafting import draft_for
from thonso.dossiers.services.filing import upload_owner
from thonso.dossiers.services.hands import IN_OTHER_HANDS, grant_for
from thonso.dossiers.services.moves import Act

Data = Mapping[str, Any]


def _text(data: Data, name: str) -> str:
    """What was written; a nought over the API is written too."""
    given = data.get(name)
    return "" if given is None else str(given).strip()


def _whole(data: Data, name: str, default: int = 0) -> int:
    try:
        return int(data.get(name) or default)
    except (TypeError, ValueError):
        raise Refused(_("Please write a whole number."), fields={name: [_("Not a whole number.")]}) from None


def _day(data: Data, name: str) -> date:
    try:
        return date.fromisoformat(_text(data, name))
    except ValueError:
        raise Refused(_("Please write the date as day/month/year."), fields={name: [_("Not a date.")]}) from None


def _account(data: Data, name: str) -> UUID | None:
    try:
        return UUID(_text(data, name)) if _text(data, name) else None
    except ValueError:
        raise Refused(_("Please choose from the list."), fields={name: [_("Unknown.")]}) from None


def _supply(act: Act, data: Data) -> Any:
    files = [(str(f["paper"]), str(f["sha256"])) for f in data.get("files") or []]
    found = {u.received_sha256: u for u in attach_check(upload_owner(act.actor), [sha for _p, sha in files])}
    brought = {str(key): str(seen) for key, seen in (data.get("brought") or {}).items()}
    uploads = [(paper, found[sha]) for paper, sha in files]
    return supplement.supply(act, uploads, brought=brought, note=_text(data, "note"))


def _own_file(act: Act, sha256: str) -> Upload | None:
    """A file that this person has sent before. Raises Refused for another's, and for one that has not arrived."""
    return attach_check(upload_owner(act.actor), [sha256])[0] if sha256 else None


def _record(act: Act, data: Data) -> Any:
    more = range(2, len(requirements.definition(act.dossier).result.recorded) + 1)
    return results.record(
        act,
        numbers=[_text(data, name) for name in ("number", *(f"number_{n}" for n in more))],
        dated=_day(data, "dated"),
        signer=_text(data, "signer"),
        system=_text(data, "system"),
        file=_own_file(act, _text(data, "file")),
    )


def _amount(data: Data, name: str) -> int | None:
    """Đồng as people write them: 24000 or 24.000."""
    typed = _text(data, name).replace(".", "").replace(" ", "").removesuffix("đ")
    return _whole({name: typed}, name) if typed else None


def _ask_payment(act: Act, data: Data) -> Any:
    amount = _amount(data, "amount")
    if amount is None:
        raise Refused(_("Write the amount in đồng."), fields={"amount": [_("Not filled in.")]})
    words = {name: _text(data, name) for name in ("exemption", "proof", "basis")}
    return fees.ask(act, amount, **words)


def _record_payment(act: Act, data: Data) -> Any:
    paid_on, amount = _day(data, "paid_on"), _amount(data, "amount")
    return fees.record(act, fees.Receipt(_text(data, "way"), _text(data, "reference"), paid_on, amount))


def _void_payment(act: Act, data: Data) -> Any:
    refund = fees.Refund(_text(data, "refund"), _amount(data, "refund_amount"), _text(data, "payee"))
    return fees.void(act, _text(data, "reason"), refund)


def _present(data: Data) -> set[str]:
    """Who was ticked as being there: a box each in the form, a list over the API as well."""
    boxes = {name.removeprefix("present_") for name, ticked in data.items() if name.startswith("present_") and ticked}
    listed = data.get("present")
    return boxes | ({str(one) for one in listed} if isinstance(listed, list | tuple) else set())


def _hand_over(act: Act, data: Data) -> Any:
    details: dict[str, Any] = {
        name: _text(data, name) for name in ("authority", "authority_until", "shown", "given_by")
    }
    details |= {"signed": True} if data.get("signed") else {}
    if _text(data, "way") == "hamlet" and not details["given_by"]:
        raise Refused(_("Write who gave it in the hamlet."), fields={"given_by": [_("Not filled in.")]})
    way, taken_by = _text(data, "way"), _text(data, "taken_by")
    return handover.hand_over(act, way=way, taken_by=taken_by, details=details, present=_present(data))


def _send_to_hamlet(act: Act, data: Data) -> Any:
    return handover.send_to_hamlet(act, _text(data, "carried_by"))


def _hour(act: Act, data: Data) -> datetime | None:
    """The hour of an appointment, from its day and its hour, or now for who has come; None when nothing was given."""
    if data.get("at_once"):
        return act.at
    if not _text(data, "day") and not _text(data, "hour"):
        return None
    return appointments.hour_from(_day(data, "day"), _text(data, "hour"))


def _receive(act: Act, data: Data) -> Any:
    code, sure = _text(data, "official_code"), bool(data.get("sure"))
    return reception.receive(act, official_code=code, appointed_at=_hour(act, data), sure=sure, present=_present(data))


def _rebook(act: Act, data: Data) -> Any:
    at = _hour(act, data) or appointments.hour_from(_day(data, "day"), _text(data, "hour"))
    return appointments.rebook(act, at, _text(data, "reason"))


def _certify(act: Act, data: Data) -> Any:
    return appointments.certify(
        act,
        signer=_text(data, "signer"),
        witness_note=_text(data, "note"),
        book=_whole(data, "book", 0) if _text(data, "book") else None,
        present=_present(data),
    )


def _result_in(act: Act, data: Data) -> Any:
    wanted = _account(data, "result")
    found = act.dossier.results.filter(result_id=wanted).select_related("result").first() if wanted else None
    if found is None:
        raise Refused(_("Choose which result."), fields={"result": [_("Not chosen yet.")]})
    return found.result


def _correct(act: Act, data: Data) -> Any:
    changes = {name: _text(data, name) for name in corrections.FIELDS}
    anew = data.get("anew") in {True, "1", "true"}
    return corrections.begin(act, _result_in(act, data), _text(data, "reason"), changes, anew=anew)


def _propose_revocation(act: Act, data: Data) -> Any:
    return corrections.propose_revocation(act, _result_in(act, data), _text(data, "reason"))


def _assign(act: Act, data: Data) -> Any:
    account = _account(data, "account")
    if account is not None and account not in dict(holders.colleagues(act.dossier)):
        own = holders.excluded(act.dossier, [account])
        why = OWN_HOUSEHOLD if own else _("Please choose from the list.")
        raise Refused(why, fields={"account": [_("Another person must be chosen.") if own else _("Unknown.")]})
    return processing.assign(act, account, _text(data, "reason"))


def _extend(act: Act, data: Data) -> Any:
    return extension.extend(act, _whole(data, "days"), _text(data, "reason"))


ACTIONS: dict[str, Callable[[Act, Data], Any]] = {
    "check_paper": lambda act, data: reception.check_papers(act, data.get("papers") or {}),
    "link_resident": lambda act, data: linking.link(
        act, _text(data, "reason"), resident_id=_account(data, "resident"), id_number=_text(data, "id_number")
    ),
    "receive": _receive,
    "cancel_reception": lambda act, data: reception.cancel(act, _text(data, "reason")),
    "record_official_code": lambda act, data: numbering.record(
        act, _text(data, "official_code"), sure=bool(data.get("sure"))
    ),
    "name_beside": lambda act, data: beside.name(act, data),
    "correct_number": lambda act, data: id_numbers.correct(act, _text(data, "id_number"), _text(data, "reason")),
    "name_heir": lambda act, data: heirs.name(act, data),
    "undo_heir": lambda act, data: heirs.undo(act, _text(data, "reason")),
    "rebook": _rebook,
    "certify": _certify,
    "propose_refusal": lambda act, data: reception.propose_refusal(act, _text(data, "reason"), _text(data, "basis")),
    "approve_refusal": lambda act, data: reception.approve_refusal(act),
    "reject_refusal": lambda act, data: reception.reject_refusal(act, _text(data, "note")),
    "ask_supplement": lambda act, data: supplement.ask(act, data.get("papers") or {}, basis=_text(data, "basis")),
    "propose_supplement": lambda act, data: supplement.propose(
        act, data.get("papers") or {}, basis=_text(data, "basis")
    ),
    "approve_supplement": lambda act, data: supplement.approve(act),
    "reject_supplement": lambda act, data: supplement.reject(act, _text(data, "note")),
    "supply": _supply,
    "expire": lambda act, data: supplement.expire(act),
    "ask_payment": _ask_payment,
    "record_payment": _record_payment,
    "void_payment": _void_payment,
    "take": lambda act, data: processing.take(act),
    "assign": _assign,
    "advance": lambda act, data: processing.advance(act, _text(data, "note")),
    "recheck": lambda act, data: processing.recheck(act, _text(data, "outcome"), _text(data, "found")),
    "verify": lambda act, data: processing.verify(act, _text(data, "what"), _text(data, "found")),
    "consult": lambda act, data: processing.consult(
        act, _text(data, "office"), _text(data, "question"), _whole(data, "days", 2)
    ),
    "give_opinion": lambda act, data: processing.give_opinion(act, _text(data, "opinion")),
    "propose_extension": lambda act, data: extension.propose(act, _whole(data, "days"), _text(data, "reason")),
    "extend": _extend,
    "reject_extension": lambda act, data: extension.reject(act, _text(data, "note")),
    "withdraw": lambda act, data: processing.withdraw(act, _text(data, "reason"), _text(data, "asked_by")),
    "stop": lambda act, data: processing.stop(act, _text(data, "reason")),
    "draft_result": lambda act, data: draft_for(act, data),
    "propose": lambda act, data: results.propose(act, _text(data, "note")),
    "send_back": lambda act, data: results.send_back(act, _text(data, "note")),
    "seal": lambda act, data: results.seal(act),
    "record_result": _record,
    "transfer": lambda act, data: results.transfer(act, _text(data, "authority"), _text(data, "reference")),
    "send_to_hamlet": _send_to_hamlet,
    "hand_over": _hand_over,
    "correct_result": _correct,
    "give_up_correction": lambda act, data: corrections.give_up(act),
    "propose_revocation": _propose_revocation,
    "approve_revocation": lambda act, data: corrections.approve_revocation(act),
    "reject_revocation": lambda act, data: corrections.reject_revocation(act, _text(data, "note")),
}


# Done with the committee's seal, or taking back what bears it: a second factor first, and never by a program.
STEP_UP = frozenset({"seal", "approve_revocation"})

# What takes long and must not hold a lock: done before the transaction of the act, and safe to do again.
BEFORE: dict[str, Callable[[Actor, list[Dossier], str], None]] = {"seal": signing.seal_papers}


def perform(
    actor: Actor,
    dossier: Dossier,
    name: str,
    data: Data,
    transaction_id: UUID,
    *,
    secret: str = "",
    seen: int | None = None,
) -> dict[str, Any]:
    """Do one action once. Gives {code, state, revision}; a retry with the same transaction id gives the same answer.

    `secret` opens the seal's key; it stands apart from the data, of which a digest is kept. `seen` is the revision that
    the actor had before the eyes: what happened since may leave the state as it was and still change what is decided.
    With `whole_list` in the data the act is done for all that share a decision with this one, in one transaction: all of
    them, or none and the name of the one that hinders.
    Raises Absent for an unknown or forbidden action, Stale when the dossier has moved on, Refused with field errors.
    """
    run = ACTIONS.get(name)
    if run is None:
        raise Absent(_("There is no such action."))
    verb, body = f"dossier.{name}", {"dossier": str(dossier.pk), "data": dict(data)}
    if answer := once.replay(dossier.commune_id, actor.ref.id, transaction_id, verb, body):
        return {**answer, "replayed": True}
    policy.require(actor, BY_NAME[name].policy, dossier)  # before the transaction, so that a denial is journalled
    if dossier.status not in BY_NAME[name].sources or seen not in {None, dossier.revision}:
        raise Stale(
            out_of_place(name, revoked=dossier.result_revoked)
        )  # a stale button, whatever was typed on its page
    every = lists.together(dossier) if name in lists.TOGETHER and data.get("whole_list") else [dossier]
    for one in every:
        policy.require(actor, BY_NAME[name].policy, one)
        if grant_for(actor, name, one) is None:
            raise Stale(IN_OTHER_HANDS if one is dossier else _of(one, IN_OTHER_HANDS))
    if name in BEFORE:
        BEFORE[name](actor, every, secret)
    try:
        with transact(dossier.commune_id) as work:
            for one in every:
                _run_one(Act(work, actor, one, _id_of(one, dossier, transaction_id)), run, data, among=len(every))
            answer = {"code": dossier.code, "state": dossier.state, "revision": dossier.revision}
            if len(every) > 1:
                answer["codes"] = [one.code for one in every]
            once.remember(work, actor.ref.id, transaction_id, verb, body, answer)
    except IntegrityError:
        if again := once.replay(dossier.commune_id, actor.ref.id, transaction_id, verb, body):
            return {**again, "replayed": True}
        if Event.objects.filter(dossier=dossier, transaction_id=transaction_id).exists():
            raise Stale(_("This request was already used for something else. Please open the page again.")) from None
        raise
    return answer


def _id_of(one: Dossier, chosen: Dossier, transaction_id: UUID) -> UUID:
    return transaction_id if one is chosen else stable_id("act", f"{transaction_id}:{one.pk}")


def _run_one(act: Act, run: Callable[[Act, Data], Any], data: Data, *, among: int) -> None:
    """Of a list, whoever is told no is told about whom."""
    try:
        run(act, data)
    except (Refused, Stale) as refusal:
        if among == 1 or refusal.fields:
            raise
        raise type(refusal)(_of(act.dossier, refusal.message)) from refusal


def _of(dossier: Dossier, words: Any) -> str:
    return f"{dossier.subject_name} ({dossier.code}): {words}"
