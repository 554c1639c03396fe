"""The desk: the queue, one dossier, what can be done to it, and its covered numbers for who gives a reason."""

from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from thonso.core.access import policy, stepup
from thonso.core.access.actors import Actor, actor_of
from thonso.core.access.audience import audience
from thonso.core.access.roles import LEADER_ROLES, ROLES
from thonso.core.base.errors import DomainError, Refused, Stale, TooMany, Unavailable
from thonso.core.files.services import store
from thonso.core.web.words import moment
from thonso.dossiers import (
    access,
    action_forms,
    approval,
    at_desk,
    chronicle,
    holders,
    left_to_do,
    postings,
    presenting,
    printing,
    queues,
    register,
    supplements,
)
from thonso.dossiers.actions import ACTIONS, STEP_UP, perform
from thonso.dossiers.models import Dossier
from thonso.dossiers.models.dossier import Channel
from thonso.dossiers.printing.slips import OFFERED_BY
from thonso.dossiers.rules.transitions import BY_NAME, why_not
from thonso.dossiers.services import appointments, corrections, lists
from thonso.dossiers.services.filing import upload_owner
from thonso.dossiers.services.moves import allowed, look_at, payload_of
from thonso.dossiers.services.numbering import OtherUnit
from thonso.dossiers.services.reveal import people_in_full, task_in_hand
from thonso.dossiers.views import sent
from thonso.dossiers.views.detail import dossier_context
from thonso.dossiers.ways_back import ways_back

# Done with the register beside the page: what is confirmed, and what the office looks up itself.
SHARED = {"qua-han", "tat-ca"}  # lists of what is not in one's own hands alone
REVOCATION = {"approve_revocation", "reject_revocation"}
TO_HAND_OVER = "tra-ket-qua"
FROM_REGISTER = {"draft_result", "verify"}


@audience("staff", "observer")
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """Who answers for the work begins with how it stands; who does it, with what is to be done."""
    return redirect("dossiers:overview" if access.reports(actor_of(request)).exists() else "dossiers:queue")


def filters_of(query: QueryDict) -> dict[str, str]:
    """What a list is narrowed to, from the address; the same for the page and for its export."""
    return {
        "text": query.get("q", "")[:80],
        "procedure": query.get("tt", "")[:20],
        "hamlet": query.get("thon", "")[:40],
        "holder": query.get("giu", "")[:80],
    }


@audience("staff")
@never_cache
@require_GET
def queue(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    # The search box on top of every page looks through everything.
    usual = "tat-ca" if request.GET.get("q") else "viec-cua-toi"
    chosen = queues.BY_KEY.get(request.GET.get("hang", usual), queues.QUEUES[0])
    filters = filters_of(request.GET)
    page = queues.page(actor, chosen.key, **filters, cursor=request.GET.get("sau", ""))
    counts = queues.counts(actor)
    tabs = [
        {
            "label": one.label,
            "url": f"{reverse('dossiers:queue')}?hang={one.key}",
            "current": one is chosen,
            "count": counts.get(one.key.replace("-", "_")),
        }
        for one in queues.QUEUES
        if one.tab or one is chosen
    ]
    # Whoever looks after others, or through everything, must see whom to ask.
    holders = presenting.holders(page.rows) if actor.has_any(queues.LOOK_AFTER) or chosen.key in SHARED else None
    back = ways_back(page.rows) if chosen.key == TO_HAND_OVER else {}
    rows = [
        {
            "dossier": dossier,
            "back": back.get(dossier.pk),
            "state": presenting.office_state(dossier),
            "due": (due := presenting.due(dossier)),
            "mark": due.tone if due and dossier.is_running else "",
            "holder": (holders or {}).get(dossier.pk, ""),
        }
        for dossier in page.rows
    ]
    narrowed = any(filters.values())
    query = request.GET.copy()
    query["hang"] = chosen.key
    export = query.copy()
    export.pop("sau", None)
    query["sau"] = page.next_cursor
    context = {
        "queue": chosen,
        "tabs": tabs,
        "rows": rows,
        "with_holder": holders is not None,
        "hands_over": chosen.key == TO_HAND_OVER,
        "filters": filters,
        "narrowed": narrowed,
        "procedures": queues.procedures(actor),
        "hamlets": queues.hamlets(actor),
        "can_file": actor.has("one_stop"),
        "export": export.urlencode(),
        "total": None if narrowed else counts.get(chosen.key.replace("-", "_")),
        "next_url": f"?{query.urlencode()}" if page.next_cursor else "",
        "first_url": f"?{export.urlencode()}" if request.GET.get("sau") else "",
    }
    return render(request, "dossiers/desk/queue.html", context)


@audience("staff")
@never_cache
@require_GET
def detail(request: HttpRequest, code: str) -> HttpResponse:
    actor = actor_of(request)
    dossier = access.by_code(actor, code)
    return render(request, "dossiers/desk/detail.html", dossier_context(actor, dossier))


@audience("staff")
@never_cache
@require_http_methods(["GET", "POST"])
def reveal(request: HttpRequest, code: str) -> HttpResponse:
    """Numbers in full on one page: at once for whoever has the dossier in hand, else for who says why (practice.md 21).
    The reason stands in the journal and can be asked about."""
    actor = actor_of(request)
    dossier = access.by_code(actor, code)
    policy.require(actor, "read_id", dossier)
    purpose, errors = request.POST.get("purpose", "") or task_in_hand(actor, dossier), {}
    if request.method == "POST" or purpose:
        try:
            people_in_full(actor, dossier, purpose)
        except Refused as refusal:
            errors = {"purpose": [refusal.message]}
        else:
            return render(request, "dossiers/desk/detail.html", dossier_context(actor, dossier, shown_for=purpose))
    context = {"dossier": dossier, "errors": errors, "purpose": purpose}
    return render(request, "dossiers/desk/reveal.html", context, status=422 if errors else 200)


@audience("staff")
@never_cache
@require_http_methods(["GET", "POST"])
def act(request: HttpRequest, code: str, name: str) -> HttpResponse:
    """The page of one action, and the doing of it. A stale button gets the 409 page with the way back."""
    actor = actor_of(request)
    dossier = access.by_code(actor, code)
    if name not in ACTIONS or name not in action_forms.FORMS:
        raise access.absent()
    if request.method == "POST":
        if name in STEP_UP and not stepup.is_fresh(request):
            return HttpResponseRedirect(stepup.confirm_url(request, request.path))
        post, unfit = _with_file(request, actor, dossier, name)
        transaction_id = post.get("transaction_id", "")
        try:
            if unfit is not None:
                raise unfit
            data = action_forms.read(name, post, dossier)
            action_forms.all_filled(name, data, dossier)
            secret, seen = post.get("secret", "")[:200], sent.revision(post.get("revision", ""))
            perform(actor, dossier, name, data, sent.transaction_id(transaction_id), secret=secret, seen=seen)
        except (Refused, Stale, TooMany, Unavailable) as refusal:
            if name not in STEP_UP and not isinstance(refusal, (Refused, Stale)):
                raise
            dossier = access.by_code(actor, code)
            return _action_page(request, actor, dossier, name, transaction_id, refusal, post)
        return _done(request, actor, dossier, name)
    look = look_at(access.whole(dossier))
    if BY_NAME[name] not in allowed(actor, dossier, look):
        mine = policy.can(actor, BY_NAME[name].policy, dossier).allow
        reason = (why_not(BY_NAME[name], look) if mine else None) or _("This is not yours to do now.")
        return _action_page(request, actor, dossier, name, "", Stale(reason))
    if name in STEP_UP and action_forms.seal_asks(dossier) and not stepup.is_fresh(request):
        return HttpResponseRedirect(stepup.confirm_url(request, request.path))  # the PIN is asked after it
    return _action_page(request, actor, dossier, name, str(uuid4()), None)


def _with_file(request: HttpRequest, actor: Actor, dossier: Dossier, name: str) -> tuple[QueryDict, DomainError | None]:
    """What was posted with the file of the form named by its hash, come now or with an earlier try; and why it is refused."""
    if all(ask.kind != "file" for ask in action_forms.FORMS[name].asks):
        return request.POST, None
    post = request.POST.copy()
    post["file"] = post.get("file.kept", "")
    if (file := request.FILES.get("file")) is not None:
        try:
            upload = store(upload_owner(actor), dossier.commune_id, file, name=file.name or "", purpose="result")
        except Refused as refusal:
            return post, Refused(refusal.message, fields={"file": [refusal.message]})
        post["file"] = upload.received_sha256
    return post, None


def _done(request: HttpRequest, actor: Actor, dossier: Dossier, name: str) -> HttpResponse:
    """Say what was done, offer the paper that came of it, and go where the work goes on."""
    events = list(dossier.events.order_by("seq"))
    words = action_forms.done_words(name, dossier)
    slip = next((s for s in reversed(printing.slips_of(dossier, events)) if s.kind in OFFERED_BY.get(name, ())), None)
    if slip is not None:
        url = reverse("dossiers:slip", args=[dossier.code, slip.kind, slip.id])
        told = str(words) if str(words).endswith(".") else f"{words}."
        words = format_html('{} <a href="{}">{}</a>', told, url, _("Print: %(paper)s") % {"paper": slip.title})
    messages.success(request, words)
    for warning in left_to_do.after(name, dossier):
        messages.warning(request, warning)
    if name == "check_paper" and BY_NAME["receive"] in allowed(actor, dossier, look_at(dossier)):
        return HttpResponseRedirect(reverse("dossiers:act", args=[dossier.code, "receive"]))
    if name in action_forms.BY_HOUR and request.POST.get("at_once"):
        return HttpResponseRedirect(reverse("dossiers:act", args=[dossier.code, "check_paper"]))
    if not policy.can(actor, "read", dossier).allow:  # it is in hands now whose work this person does not see
        return redirect("dossiers:queue")
    return HttpResponseRedirect(reverse("dossiers:detail", args=[dossier.code]))


def _opinion(dossier: Dossier) -> list[tuple[Any, Any]]:
    """What was asked, above the box for the answer."""
    asked = chronicle.opinion_asked(dossier)
    rows = (("office", _("Which office is asked")), ("question", _("What you ask")), ("asked_by", _("Asked by")),
            ("answer_by", _("Answer awaited by")))  # fmt: skip
    return [(label, asked[key]) for key, label in rows] if asked else []


PROPOSAL = {"approve_refusal": "refusal", "approve_supplement": "supplement"}


def _proposed(name: str, dossier: Dossier) -> dict[str, Any] | None:
    """What was proposed, or objected, for the one who decides."""
    if name == "recheck":
        return {"facts": [(presenting.REPORT["objections"], postings.objections(dossier))]}
    event = approval.proposal(dossier, PROPOSAL[name]) if name in PROPOSAL else None
    if event is None:
        return None
    words = payload_of(event, dossier)
    facts = [(_("Proposed by"), f"{event.actor_name}, {moment(event.at)}")]
    facts += [(_("Reason"), words["reason"])] if "reason" in words else []
    facts += [(_("Paper"), supplements.asked_for(item)) for item in words.get("items", ())]
    return {"facts": [*facts, (_("Legal basis"), words["basis"] or "–")], "form03": name == "approve_refusal"}


def _nobody_left(actor: Actor, dossier: Dossier) -> dict[str, Any]:
    """Who is not offered, since it is about their own household; and, with nobody left to choose, the way out."""
    own = [name.split(",")[0] for _id, name in holders.own_household(dossier)]
    if holders.colleagues(dossier):
        return {"own": own, "post": ""}
    links = []
    if actor.has_any(LEADER_ROLES, dossier.commune_id):
        links.append((reverse("access_lending"), _("Lend the post to a colleague")))
    if actor.has("administrator", dossier.commune_id):
        links.append((reverse("access_accounts"), _("Accounts and posts")))
    return {"own": own, "post": ROLES.get(dossier.holder_role, dossier.holder_role), "links": links}


def _revocation(dossier: Dossier) -> dict[str, Any] | None:
    """Which paper is to be taken back and in whose words, for the leader who decides."""
    found = corrections.proposed(dossier)
    if found is None:
        return None
    event, result = found
    facts = [
        (_("Paper"), result.title),
        (_("Number"), result.number or "–"),
        (_("Date"), f"{result.dated:%d/%m/%Y}" if result.dated else "–"),
        (_("Signed by"), result.signer_name or "–"),
        (_("Proposed by"), f"{event.actor_name}, {moment(event.at)}"),
        (_("Reason"), payload_of(event, dossier)["reason"]),
    ]
    return {"facts": facts, "result": result}


def _action_page(
    request: HttpRequest,
    actor: Actor,
    dossier: Dossier,
    name: str,
    transaction_id: str,
    refusal: DomainError | None,
    posted: QueryDict | None = None,
) -> HttpResponse:
    """The form, with why it was refused. One that came too late is drawn anew from what the dossier is now, below what has
    happened meanwhile; where the act is possible no more, what was typed is there to be read."""
    post = request.POST if posted is None else posted
    form, stale = action_forms.FORMS[name], isinstance(refusal, Stale)
    around = dossier_context(actor, dossier)
    blocked = stale and BY_NAME[name] not in allowed(actor, dossier, around["look"])
    values = post.copy() or action_forms.first_values(name, dossier)
    if stale and name in action_forms.LATER_DATE:
        values["days"] = ""  # the same number of days is another date now
    listed = lists.together(dossier) if name in lists.TOGETHER and not blocked else []
    rows = action_forms.paper_rows(form.papers, around["papers"], post, dossier)
    if form.papers == "check":
        at_desk.mark_shared(rows, dossier, choose=not post)
    asks = action_forms.asks_of(name, dossier)
    context = {
        **around,
        "name": name,
        "form": form,
        "asks": asks,
        "listed": listed,
        "others": lists.own_papers(listed[1:]) if name == "seal" else [],
        "text": action_forms.text_of(name, dossier),
        "transition": BY_NAME[name],
        "transaction_id": "" if stale else transaction_id,
        "revision": dossier.revision if stale else post.get("revision") or dossier.revision,
        "errors": presenting.faults(refusal) if refusal else {},
        "message": refusal.message if refusal and not refusal.fields else "",
        "stale": stale,
        "at_once": name in action_forms.BY_HOUR and appointments.is_appointment(dossier),
        "here_now": name == "receive" and dossier.channel == Channel.DESK,
        "other_unit": isinstance(refusal, OtherUnit),
        "blocked": blocked,
        "since": chronicle.since(dossier, post.get("revision", "")) if stale else [],
        "typed": action_forms.typed(name, post, dossier) if blocked else [],
        "values": values,
        "rows": rows,
        "rest_together": form.papers == "check" and action_forms.may_say_rest(rows),
        "verdicts": action_forms.VERDICTS,
        "labels": {ask.name: ask.label for ask in asks},
        "whys": action_forms.WHY,
        "nobody": _nobody_left(actor, dossier) if name == "assign" else None,
        "register": register.entry(actor, dossier) if name in FROM_REGISTER else None,
        "proposed": None if blocked else _proposed(name, dossier),
        "opinion": _opinion(dossier) if name == "give_opinion" and not blocked else [],
        "revocation": _revocation(dossier) if name in REVOCATION and not blocked else None,
        "misses_register": name in FROM_REGISTER and register.is_missed(dossier),
    }
    return render(request, "dossiers/desk/action.html", context, status=refusal.status if refusal else 200)
