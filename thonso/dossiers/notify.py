"""Who is told what when a dossier moves. Messages carry the code and the state, never a number, an answer or a class."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from thonso.core.access.actors import Actor
from thonso.core.access.models import Assignment
from thonso.core.access.roles import HAMLET_ROLES, LEADER_ROLES
from thonso.core.base.clock import local, today
from thonso.core.base.refs import Ref
from thonso.core.base.text import in_sentence
from thonso.core.journal.work import Work
from thonso.core.notices.rules import is_mobile, masked
from thonso.core.notices.services import NOBODY, Message, queue_many
from thonso.core.web.words import moment, money
from thonso.dossiers import approval
from thonso.dossiers.models import Dossier, Event, HamletTask, Party
from thonso.dossiers.printing import heads
from thonso.dossiers.rules.states import State
from thonso.dossiers.services.parties import details_of

# Event → message template of core.notices.
TEMPLATES = {
    "filed": "dossier_filed",
    "receive": "dossier_received",
    "cancel_reception": "reception_cancelled",
    "ask_supplement": "supplement_asked",
    "supply": "supplement_received",
    "ask_payment": "payment_asked",
    "record_payment": "payment_recorded",
    "approve_refusal": "refused",
    "extend": "extended",
    "name_heir": "heir_named",
    "rebook": "appointment_set",
    "arrive": "result_in_hamlet",
    "hand_over": "handed_over",
    "withdraw": "withdrawn",
    "stop": "stopped",
    "expire": "lapsed",
    "correct_result": "result_corrected",
    "give_up_correction": "correction_given_up",
    "approve_revocation": "result_revoked",
}


# To those who decide, and back to whoever holds it.
PROPOSED = {"propose_extension": "extension_proposed", "propose_supplement": "supplement_proposed"}
REJECTED = {"reject_extension": "extension_rejected", "reject_supplement": "supplement_rejected"}

# What makes a date or a paper that the person holds in her hand untrue.
MUST_REACH = frozenset({"extended", "redated", "appointment_set", "result_revoked"})


def filed(work: Work, dossier: Dossier, event: Event, parties: list[Party], actor: Actor) -> None:
    _tell(work, dossier, event, next((one for one in parties if one.part == "submitter"), None))


def moved(work: Work, dossier: Dossier, event: Event, actor: Actor) -> None:
    if event.kind == "propose_revocation":
        _tell_posts(work, dossier, event, LEADER_ROLES, "revocation_proposed")
    if event.kind in PROPOSED:
        _tell_posts(work, dossier, event, approval.posts(dossier.approval_by), PROPOSED[event.kind])
    if event.kind in REJECTED:
        about, key = Ref("dossier", dossier.pk), f"{event.kind}:{event.pk}"
        held = sorted({account for _commune, account in _holders([dossier])})
        told = [Message("inapp", one, REJECTED[event.kind], {"code": dossier.code}, key, about) for one in held]
        queue_many(work, told)
    if event.kind == "send_to_hamlet":
        _tell_posts(work, dossier, event, HAMLET_ROLES, "result_to_hamlet")
    if event.facts.get("from_hamlet"):
        _tell_posts(work, dossier, event, HAMLET_ROLES, "result_called_back")
    if event.facts.get("to_hamlet"):
        _tell_posts(work, dossier, event, HAMLET_ROLES, "result_let_stand")
    if event.kind == "ask_payment" and event.to_state != State.PAYMENT:
        return  # exempted: there is nothing to pay
    if event.facts.get("appointed_at") and dossier.appointed_at and dossier.appointed_at <= event.at:
        return  # for who stands there already
    if event.kind in TEMPLATES or (event.to_state == "completed" and event.from_state != "completed"):
        _tell(work, dossier, event, heads.applicant(dossier))


def _tell_posts(work: Work, dossier: Dossier, event: Event, roles: Iterable[str], template: str) -> None:
    """Everybody in these posts of the commune; of a hamlet's, those of the hamlet where the person lives."""
    about, key = Ref("dossier", dossier.pk), f"{event.kind}:{event.pk}"
    posts = {
        account
        for _commune, role, unit_id, account in _posts(roles, {dossier.commune_id})
        if role not in HAMLET_ROLES or unit_id == dossier.hamlet_id
    }
    queue_many(work, [Message("inapp", one, template, {"code": dossier.code}, key, about) for one in sorted(posts)])


def _tell(work: Work, dossier: Dossier, event: Event, applicant: Party | None) -> None:
    template = TEMPLATES.get(event.kind, "result_ready")
    context: dict[str, Any] = {"code": dossier.code}
    if template in {"dossier_received", "appointment_set"} and dossier.appointed_at:
        template, context["at"] = "appointment_set", moment(dossier.appointed_at)
    if dossier.due_at and template in {"dossier_received", "supplement_received", "extended"}:
        context["due"] = moment(dossier.due_at)
    if template == "supplement_asked" and dossier.act_by:
        context["until"] = local(dossier.act_by).strftime("%d/%m/%Y")
    if template == "result_in_hamlet" and dossier.hamlet:
        context["place"] = in_sentence(dossier.hamlet.full_name)
    if template in {"payment_asked", "payment_recorded"}:
        context["amount"] = money(event.facts["amount"])
    found = _to_applicant(dossier, applicant, template, context, f"{event.kind}:{event.pk}")
    if event.kind == "receive" and dossier.channel == "desk":  # she stands at the counter and is told there
        found = [one for one in found if one.to is not NOBODY]
    queue_many(work, found)


def _to_applicant(
    dossier: Dossier, applicant: Party | None, template: str, context: dict[str, Any], key: str
) -> list[Message]:
    """The submitter, or the heir who goes on, by SMS when a mobile phone is known, and in the account when there is one.
    Neither is ever required.

    The helper who filed it hears of it too: whoever has no phone is told by her (practice.md 13).
    """
    about = Ref("dossier", dossier.pk)
    phone = str(details_of(dossier, applicant).get("phone") or "") if applicant else ""
    accounts = {dossier.submitter_account_id, None if template == "dossier_filed" else dossier.helper_account_id}
    found = [Message("sms", phone, template, context, key, about)] if is_mobile(phone) else []
    found += [Message("inapp", account, template, context, key, about) for account in accounts if account]
    # What was promised or given holds no more: where nothing reaches the person, somebody is asked to go and tell.
    if not found and template in MUST_REACH:
        return [Message("sms", NOBODY, template, context, key, about)]
    return found


def reached_by(dossier: Dossier) -> list[Any]:
    """How news of this dossier reaches its applicant, in words; nothing where neither phone nor account is known."""
    applicant = heads.applicant(dossier)
    phone = str(details_of(dossier, applicant).get("phone") or "") if applicant else ""
    return [
        *([_("by SMS to %(phone)s") % {"phone": masked(phone)}] if is_mobile(phone) else []),
        *([_("in the account")] if dossier.submitter_account_id else []),
        *([_("through the helper who filed it")] if dossier.helper_account_id else []),
    ]


def told_words(dossier: Dossier) -> str:
    """Who is told of a date that has changed or a paper that was taken back, and how; where nobody can be reached, what
    is to be done instead."""
    if ways := reached_by(dossier):
        return _("News for the applicant: %(ways)s.") % {"ways": ", ".join(str(way) for way in ways)}
    words = _("The applicant has no phone number here: tell her through whoever is on duty in the hamlet.")
    listed = _("It stands under Needs attention.")
    return f"{words} {listed}"


def remind(work: Work, dossier: Dossier) -> None:
    """A word before the hour of an appointment; once an hour that was set, however often it is asked for."""
    if dossier.appointed_at is None:
        return
    context = {"code": dossier.code, "at": moment(dossier.appointed_at)}
    key = f"appointment:{dossier.pk}:{dossier.appointed_at.isoformat()}"
    queue_many(work, _to_applicant(dossier, heads.applicant(dossier), "appointment", context, key))


def redated(work: Work, dossiers: list[Dossier], why: str, report: list[str]) -> None:
    """A date people were told has moved: each applicant hears of the new one and why, each holder how many of hers."""
    by_commune: dict[UUID, list[Message]] = defaultdict(list)
    reached: dict[str, list[str]] = defaultdict(list)
    for dossier in dossiers:
        context = {"code": dossier.code, "why": why}
        if dossier.status is State.SUPPLEMENT and dossier.act_by:
            context["until"] = local(dossier.act_by).strftime("%d/%m/%Y")
        elif dossier.due_at:
            context["due"] = moment(dossier.due_at)
        else:  # the office's own hours to receive it: nobody outside was told them as a promise
            reached["unpromised"].append(dossier.code)
            continue
        key = f"redated:{dossier.pk}:{work.at.isoformat()}:{context.get('due') or context.get('until')}"
        found = _to_applicant(dossier, heads.applicant(dossier), "redated", context, key)
        by_commune[dossier.commune_id] += found
        reached[_reached(dossier, found)].append(dossier.code)
    report += _reported(reached)
    for (commune, account), count in Counter(_holders(dossiers)).items():
        context = {"count": str(count), "why": why}
        about, key = Ref("account", account), f"redated:{work.at.isoformat()}"
        by_commune[commune].append(Message("inapp", account, "work_redated", context, key, about))
    for commune, outgoing in by_commune.items():
        queue_many(work, outgoing, commune_id=commune)


def _reached(dossier: Dossier, found: list[Message]) -> str:
    if found[0].to is NOBODY:
        return "nobody"
    return "helper" if {one.to for one in found} == {dossier.helper_account_id} else "applicant"


def _reported(reached: Mapping[str, list[str]]) -> list[str]:
    """For whoever has moved the dates: how many applicants hear of it, and whom somebody has to go and tell."""
    told = len(reached["applicant"])
    words = ngettext(
        "The applicant of %(count)d dossier is told its new date.",
        "The applicants of %(count)d dossiers are told their new dates.",
        told,
    )
    said = {
        "helper": _("Of these only the helper who filed is told, who tells the applicant: %(codes)s."),
        "nobody": _(
            "Of these no phone number and no account is known, so tell them through whoever is on duty in the hamlet:"
            " %(codes)s. They stand under Needs attention."
        ),
        "unpromised": _("Of these no date was promised yet, so nobody needs to be told: %(codes)s."),
    }
    found = [words % {"count": told}] if told else []
    return found + [one % {"codes": ", ".join(reached[who])} for who, one in said.items() if reached[who]]


def posting_redated(work: Work, tasks: list[HamletTask], why: str, report: list[str]) -> None:
    """Lists that hang in a hamlet come down on another day: the hamlet hears it, whose print still says the old one."""
    there: dict[UUID, set[UUID]] = defaultdict(set)
    for _commune, _role, hamlet_id, account in _posts(HAMLET_ROLES, {task.commune_id for task in tasks}):
        there[hamlet_id].add(account)
    by_commune: dict[UUID, list[Message]] = defaultdict(list)
    for task in tasks:
        assert task.ends_at is not None
        context = {"code": task.dossier.code, "until": moment(task.ends_at), "why": why}
        about, key = Ref("dossier", task.dossier_id), f"posting_redated:{task.pk}:{work.at.isoformat()}"
        by_commune[task.commune_id] += [
            Message("inapp", one, "posting_redated", context, key, about) for one in sorted(there[task.hamlet_id])
        ]
    for commune, outgoing in by_commune.items():
        queue_many(work, outgoing, commune_id=commune)
    words = _("Lists that hang in hamlets come down on another day; the hamlets are told: %(codes)s.")
    report.append(words % {"codes": ", ".join(task.dossier.code for task in tasks)})


def _posts(roles: Iterable[str], communes: set[UUID]) -> Iterable[tuple[UUID | None, str, UUID, UUID]]:
    """(commune, role, unit, account) of everybody who holds one of these posts today."""
    day = today()
    rows = Assignment.objects.filter(
        Q(valid_to=None) | Q(valid_to__gte=day),
        valid_from__lte=day,
        account__is_active=True,
        commune_id__in=communes,
        role__in=set(roles),
    )
    return rows.values_list("commune_id", "role", "unit_id", "account_id")


def _holders(dossiers: list[Dossier]) -> Iterable[tuple[UUID, UUID]]:
    """(commune, account) once for each dossier that an account holds: assigned to it, or in the queue of its post."""
    communes = {dossier.commune_id for dossier in dossiers}
    posts: dict[tuple[Any, ...], set[UUID]] = defaultdict(set)
    for at_commune, role, unit_id, account in _posts({dossier.holder_role for dossier in dossiers}, communes):
        posts[at_commune, role, unit_id if role in HAMLET_ROLES else None].add(account)
    for dossier in dossiers:
        unit = dossier.holder_unit_id if dossier.holder_role in HAMLET_ROLES else None
        held = {dossier.assignee_id} if dossier.assignee_id else posts[dossier.commune_id, dossier.holder_role, unit]
        yield from ((dossier.commune_id, account) for account in held)
