"""Writing: received for another commune, passed on, told of, given to the person; and ours that came in elsewhere.

No exchange is assumed: both sides may be on paper, so each word of the other side is written down by hand.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _

from thonso.core import crypto
from thonso.core.access.actors import Actor
from thonso.core.access.pages.shared import read_day
from thonso.core.base.clock import local, today
from thonso.core.base.errors import Refused, Stale
from thonso.core.base.ids import new_id
from thonso.core.base.refs import Ref
from thonso.core.base.text import clean
from thonso.core.journal.work import Work
from thonso.core.numbers.services import take
from thonso.core.people.rules import check_id_number, check_name, digits_of, parse_phone, tidy_name
from thonso.core.units.models import Unit
from thonso.dossiers.models import Dossier
from thonso.dossiers.rules.guards import HELD
from thonso.dossiers.rules.states import State as Ours
from thonso.dossiers.services.handover import is_held
from thonso.neighbours import rules
from thonso.neighbours.communes import named
from thonso.neighbours.models import PERSON, WORDS, Inward, Outward, OutwardStep
from thonso.neighbours.rules import ACTS, Way

MOST_PAPERS = 40
FURTHEST = timedelta(days=730)
"""No promise of another desk lies further ahead: a year that was typed wrong."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What was typed at the counter. `procedure`: code and name of one of ours, else a name alone."""

    competent: str
    procedure: tuple[str, str]
    name: str
    id_number: str
    phone: str
    address: str
    papers: str
    channel: str = "desk"


def receive(work: Work, by: Actor, own: Unit, wanted: Wanted) -> Outward:
    """Raises Refused with the sentences at their fields."""
    errors: dict[str, list[Any]] = {}
    competent = _tried(errors, lambda: named(wanted.competent, own, "competent"), "competent")
    phone = _tried(errors, lambda: parse_phone(wanted.phone) if wanted.phone.strip() else "", "phone")
    if wrong := check_name(wanted.name).errors:
        errors["name"] = list(wrong)
    if wanted.id_number.strip() and (wrong := check_id_number(wanted.id_number).errors):
        errors["id_number"] = list(wrong)
    code, name = wanted.procedure
    name = _tried(errors, lambda: clean(name, limit=300), "procedure_name") or ""
    if not name and "procedure_name" not in errors:
        errors["procedure_name"] = [_("Choose the procedure, or write what is asked for.")]
    address = _tried(errors, lambda: clean(wanted.address, limit=200), "address") or ""
    lines = _tried(errors, lambda: clean(wanted.papers, limit=4000, multiline=True), "papers") or ""
    papers = [line for line in lines.split("\n") if line]
    if not papers and "papers" not in errors:
        errors["papers"] = [_("Write what was handed in, one paper a line: the receipt and the slip name it.")]
    elif len(papers) > MOST_PAPERS:
        errors["papers"] = [_("At most %(count)d papers.") % {"count": MOST_PAPERS}]
    if wanted.channel not in {"desk", "post"}:
        errors["channel"] = [_("Please choose from the list.")]
    if errors or competent is None:
        raise Refused(_("Please check what is marked."), fields=errors)
    who = {"id_number": digits_of(wanted.id_number), "phone": phone or "", "address": address}
    id_, year = new_id(), local(work.at).year
    number = take(work, commune_id=own.pk, organ="thonso", book="neighbours", period=str(year))
    row = Outward.objects.create(
        id=id_, commune=own, competent=competent, code=f"NH-{year % 100:02d}-{number:04d}", procedure_code=code,
        procedure_name=name, person_name=tidy_name(wanted.name),
        person=crypto.seal_facts(PERSON, id_, {key: value for key, value in who.items() if value}), papers=papers,
        channel=wanted.channel, received_at=work.at, received_by_id=by.id,
    )  # fmt: skip
    _step(work, by, row, "receive")
    return row


def _tried(errors: dict[str, list[Any]], read: Any, field: str) -> Any:
    """What `read` gives; None with its sentences in `errors`."""
    try:
        return read()
    except Refused as refusal:
        errors[field] = [refusal.message]
        return None


def _step(work: Work, by: Actor, row: Outward, act: str, way: str = "", words: dict[str, str] | None = None) -> None:
    id_ = new_id()
    kept = {key: value for key, value in (words or {}).items() if value}
    OutwardStep.objects.create(
        id=id_, outward=row, act=act, way=way, words=crypto.seal_facts(WORDS, id_, kept), by_id=by.id, at=work.at
    )
    facts = {"code": row.code, "to": row.competent.code, **({"way": way} if way else {})}
    work.note(f"outward.{act}", by.ref, Ref("outward", row.pk), facts=facts)


def _move(work: Work, row: Outward, act: str, **columns: Any) -> None:
    """Raises Stale when somebody else has moved it meanwhile."""
    sources, target = ACTS[act]
    columns |= {"state": target}
    if row.state not in sources or not Outward.objects.filter(pk=row.pk, state=row.state).update(**columns):
        raise Stale(_("This has moved on since you opened it. Please look at it again."))
    for name, value in columns.items():
        setattr(row, name, value)


def pass_on(work: Work, by: Actor, row: Outward, typed: Mapping[str, str]) -> None:
    """Handed over to whoever is competent: by hand to somebody named, by post under a number, or typed into the portal."""
    errors: dict[str, list[Any]] = {}
    way, to = typed.get("way", ""), _text(typed, "to", 100, errors)
    if way not in Way.values():
        errors["way"] = [_("Please choose from the list.")]
    elif not to and "to" not in errors:
        errors["to"] = [
            {
                Way.HAND: _("Write who took it over."),
                Way.POST: _("Write the number of the postal item."),
                Way.PORTAL: _("Write the code under which it stands on the portal."),
            }[Way(way)]
        ]
    code = _their_code(typed.get("their_code", "") or (to if way == Way.PORTAL else ""), errors, row)
    _refuse(errors)
    _move(work, row, "pass_on", passed_at=work.at, **({"their_code": code} if code else {}))
    _step(work, by, row, "pass_on", way, {"to": to})


def told_code(work: Work, by: Actor, row: Outward, typed: Mapping[str, str]) -> None:
    """The other side has received it: its code there, and the day it promised."""
    errors: dict[str, list[Any]] = {}
    code = _their_code(typed.get("their_code", ""), errors, row)
    if not code and "their_code" not in errors:
        errors["their_code"] = [_("Write the code it has there.")]
    due = _day(typed, "their_due", errors)
    if due and not local(row.received_at).date() <= due <= today() + FURTHEST:
        errors["their_due"] = [_("This day cannot be right: it lies before our reception, or years ahead.")]
    _refuse(errors)
    _move(work, row, "told_code", their_code=code, their_due=due or row.their_due)
    _step(work, by, row, "told_code")


def told_missing(work: Work, by: Actor, row: Outward, typed: Mapping[str, str]) -> None:
    """They ask for a supplement: what, in their words. The person brings it here, and it is passed on once more."""
    what = _needed(typed, "what", _("Write which papers they ask for."))
    _move(work, row, "told_missing")
    _step(work, by, row, "told_missing", words={"what": what})


def answered(work: Work, by: Actor, row: Outward, typed: Mapping[str, str]) -> None:
    """What they resolved is here: a result with number and date, or that they refused or stopped, with the reason."""
    errors: dict[str, list[Any]] = {}
    kind = typed.get("kind", "")
    number, why = _text(typed, "number", 60, errors), _text(typed, "why", 500, errors)
    on = _day(typed, "on", errors)
    if kind not in {"result", "refused"}:
        errors["kind"] = [_("Please choose from the list.")]
    elif kind == "refused" and not why and "why" not in errors:
        errors["why"] = [_("Write why, in the words of their paper.")]
    elif kind == "result" and not number and "number" not in errors:
        errors["number"] = [_("Write the number of the result, or what kind of paper it is.")]
    if on and on > today():
        errors["on"] = [_("This day is still to come.")]
    _refuse(errors)
    _move(work, row, "answered", answered_at=work.at, refused=kind == "refused")
    _step(work, by, row, "answered", words={"number": number, "why": why, "on": on.strftime("%d/%m/%Y") if on else ""})


def give(work: Work, by: Actor, row: Outward, typed: Mapping[str, str]) -> None:
    """Handed to the person, or to somebody with an authorisation that is named."""
    errors: dict[str, list[Any]] = {}
    taker, authority = _text(typed, "taker", 100, errors), _text(typed, "authority", 200, errors)
    if not taker and "taker" not in errors:
        errors["taker"] = [_("Write who took it.")]
    elif taker and tidy_name(taker).casefold() != row.person_name.casefold() and not authority:
        errors["authority"] = [_("This is somebody else: write the paper of authorisation.")]
    _refuse(errors)
    _move(work, row, "give", closed_at=work.at)
    _step(work, by, row, "give", words={"to": taker, "authority": authority})


def give_back(work: Work, by: Actor, row: Outward, typed: Mapping[str, str]) -> None:
    """Before it went: the person wants the papers back, or it was entered by mistake. The code is never given again."""
    why = _needed(typed, "why", _("Write why it is given back."))
    _move(work, row, "give_back", closed_at=work.at)
    _step(work, by, row, "give_back", words={"why": why})


DOING = {
    "pass_on": pass_on, "told_code": told_code, "told_missing": told_missing, "answered": answered, "give": give,
    "give_back": give_back,
}  # fmt: skip


def enter_inward(work: Work, by: Actor, dossier: Dossier, typed: Mapping[str, str]) -> Inward:
    """Another desk received it for us. Raises Refused, Stale when that is written down already."""
    errors: dict[str, list[Any]] = {}
    receiver = _tried(errors, lambda: named(typed.get("receiver", ""), dossier.commune, "receiver"), "receiver")
    code = rules.tidied(typed.get("their_code", ""))
    if not code:
        errors["their_code"] = [_("Write the code of their receipt: letters and digits, at least four signs.")]
    elif receiver and Inward.objects.filter(commune_id=dossier.commune_id, receiver=receiver, their_code=code).exists():
        errors["their_code"] = [_("Another dossier from there has this code already.")]
    on = _day(typed, "received_on", errors)
    if on is None and "received_on" not in errors:
        errors["received_on"] = [_("Write the day on which they received it.")]
    elif on and on > today():
        errors["received_on"] = [_("This day is still to come.")]
    back = typed.get("back", "")
    if back not in {"there", "here"}:
        errors["back"] = [_("Please choose from the list.")]
    if Inward.objects.filter(dossier=dossier).exists():
        raise Stale(_("It is written down already where this dossier was received."))
    if errors or receiver is None or on is None:
        raise Refused(_("Please check what is marked."), fields=errors)
    row = Inward.objects.create(
        commune_id=dossier.commune_id, dossier=dossier, receiver=receiver, their_code=code, received_on=on, back=back,
        by_id=by.id, at=work.at,
    )  # fmt: skip
    facts = {"code": dossier.code, "from": receiver.code, "received_on": on.isoformat()}
    work.note("inward.entered", by.ref, Ref("dossier", dossier.pk), facts=facts)
    return row


def send_back(work: Work, by: Actor, row: Inward, typed: Mapping[str, str]) -> None:
    """The result goes to the desk that received it. It is handed over only when that desk says to whom."""
    errors: dict[str, list[Any]] = {}
    way, to = typed.get("way", ""), _text(typed, "to", 100, errors)
    if way not in {Way.HAND, Way.POST}:
        errors["way"] = [_("Please choose from the list.")]
    if not to and "to" not in errors:
        errors["to"] = [_("Write who took it, or the number of the postal item.")]
    _refuse(errors)
    if row.dossier.status is not Ours.COMPLETED or row.dossier.result_revoked:
        raise Refused(_("There is no result to send back yet."), fields={"to": [_("There is no result yet.")]})
    if is_held(row.dossier):
        raise Refused(HELD, fields={"to": [HELD]})
    if not Inward.objects.filter(pk=row.pk, sent_at=None).update(sent_at=work.at, sent_way=way, sent_to=to):
        raise Stale(_("It is written down already that the result was sent back."))
    work.note("inward.sent_back", by.ref, Ref("dossier", row.dossier_id), facts={"way": way, "to": row.receiver.code})


def _text(typed: Mapping[str, str], field: str, limit: int, errors: dict[str, list[Any]]) -> str:
    return str(_tried(errors, lambda: clean(typed.get(field, ""), limit=limit), field) or "")


def _needed(typed: Mapping[str, str], field: str, missing: str) -> str:
    errors: dict[str, list[Any]] = {}
    found = _text(typed, field, 500, errors)
    if len(found) < 5 and not errors:
        errors[field] = [missing]
    _refuse(errors)
    return found


def _day(typed: Mapping[str, str], field: str, errors: dict[str, list[Any]]) -> date | None:
    return read_day(typed.get(field, ""), errors, field)


def _their_code(typed: str, errors: dict[str, list[Any]], row: Outward) -> str:
    if not typed.strip():
        return ""
    code = rules.tidied(typed)
    twins = Outward.objects.filter(commune_id=row.commune_id, competent_id=row.competent_id, their_code=code)
    if not code:
        errors["their_code"] = [_("This is no code: letters and digits, at least four signs, as their paper has it.")]
    elif twins.exclude(pk=row.pk).exists():
        errors["their_code"] = [_("Another dossier that went there has this code already.")]
    return code


def _refuse(errors: dict[str, list[Any]]) -> None:
    if errors:
        raise Refused(_("Please check what is marked."), fields=errors)
