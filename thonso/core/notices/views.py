"""Pages: one's own notices, what needs attention, and the inbox of the demo."""

import json
import logging
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from thonso.core import crypto
from thonso.core.access.actors import Actor, actor_of
from thonso.core.access.audience import audience
from thonso.core.base.errors import Absent, Refused
from thonso.core.notices import access, jobs, links, messages, reasons, rules, services
from thonso.core.notices import attention as sections
from thonso.core.notices.labels import CONTEXT, NOTICE, TO
from thonso.core.notices.models import DemoMessage, InAppNotice, Job, OutboxMessage, State

logger = logging.getLogger(__name__)

TEMPLATE_NAMES = {
    "dossier_filed": gettext_lazy("Dossier filed"),
    "dossier_received": gettext_lazy("Dossier received"),
    "supplement_asked": gettext_lazy("Papers to be added"),
    "supplement_received": gettext_lazy("Added papers received"),
    "payment_asked": gettext_lazy("Fee to be paid"),
    "payment_recorded": gettext_lazy("Fee paid"),
    "refused": gettext_lazy("Dossier refused"),
    "extension_proposed": gettext_lazy("Later date to be decided"),
    "extension_rejected": gettext_lazy("Later date not granted"),
    "supplement_proposed": gettext_lazy("Request for papers to be decided"),
    "supplement_rejected": gettext_lazy("Request for papers not approved"),
    "extended": gettext_lazy("Later date"),
    "result_ready": gettext_lazy("Result ready"),
    "posting_redated": gettext_lazy("List in the hamlet: other last day"),
    "result_to_hamlet": gettext_lazy("Result on its way to the hamlet"),
    "result_in_hamlet": gettext_lazy("Result in the hamlet"),
    "result_called_back": gettext_lazy("Result called back"),
    "result_let_stand": gettext_lazy("The result may be handed over"),
    "result_corrected": gettext_lazy("Result to be corrected"),
    "correction_given_up": gettext_lazy("The result stands as it is"),
    "result_revoked": gettext_lazy("Result revoked"),
    "revocation_proposed": gettext_lazy("Revocation to be decided"),
    "handed_over": gettext_lazy("Result handed over"),
    "withdrawn": gettext_lazy("Dossier withdrawn"),
    "stopped": gettext_lazy("Processing stopped"),
    "appointment_set": gettext_lazy("Appointment set"),
    "appointment": gettext_lazy("Reminder of an appointment"),
    "reception_cancelled": gettext_lazy("Reception cancelled"),
    "heir_named": gettext_lazy("An heir goes on"),
    "lapsed": gettext_lazy("Closed: papers were not added in time"),
    "redated": gettext_lazy("Date counted again"),
    "work_redated": gettext_lazy("Dates of your work counted again"),
    "task_assigned": gettext_lazy("Work assigned"),
    "document_assigned": gettext_lazy("Work from a document"),
    "document_informed": gettext_lazy("A document to be read"),
    "document_presented": gettext_lazy("A document waits for an instruction"),
    "document_due": gettext_lazy("A document is due"),
    "document_late": gettext_lazy("A document is overdue"),
    "document_late_with": gettext_lazy("A document is overdue with a colleague"),
    "outgoing_asked": gettext_lazy("Your opinion on a draft is asked"),
    "outgoing_to_check": gettext_lazy("A draft to be looked through"),
    "outgoing_to_sign": gettext_lazy("A document waits for your signature"),
    "outgoing_opinion": gettext_lazy("An opinion on your draft"),
    "outgoing_back": gettext_lazy("Your draft was sent back"),
    "outgoing_taken_back": gettext_lazy("A draft was taken back"),
    "outgoing_signed": gettext_lazy("Your document is signed"),
    "outgoing_to_seal": gettext_lazy("A document waits for the seal"),
    "outgoing_issued": gettext_lazy("Your document is issued"),
    "phone_code": gettext_lazy("Sign-in code"),
    "key_ending": gettext_lazy("A signing certificate ends soon"),
    "post_lent": gettext_lazy("Somebody stands in"),
    "integrity_fault": gettext_lazy("The journal does not hold"),
}
CHANNEL_NAMES = {"sms": gettext_lazy("SMS"), "email": gettext_lazy("E-mail"), "inapp": gettext_lazy("In the product")}


@dataclass(frozen=True, slots=True)
class Shown:
    id: UUID
    name: str
    text: str
    url: str
    at: datetime
    unread: bool


@dataclass(frozen=True, slots=True)
class Stuck:
    """A line of the list: what it is, to whom (masked), and why it stands still."""

    id: UUID
    kind: str
    token: int
    name: str
    channel: str
    to: str
    why: str
    unsure: bool
    at: datetime
    attempts: int
    url: str
    can_repeat: bool
    nobody: bool = False  # a person has to be told in another way


def _before(request: HttpRequest) -> UUID | None:
    given = request.GET.get("truoc", "")
    try:
        return UUID(given) if given else None
    except ValueError:
        return None


@audience("signed_in")
@require_GET
def own(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    page = access.own_notices(actor, _before(request))
    shown = [_shown(notice) for notice in page.rows]
    unread = services.unread_count(actor.account_id) if actor.account_id else 0
    return render(request, "notices/own.html", {"notices": shown, "more": page.more, "unread": unread})


def _shown(notice: InAppNotice) -> Shown:
    try:
        context = json.loads(crypto.unseal(NOTICE, notice.pk, notice.context))
        text = messages.render(notice.template, "inapp", notice.commune_id, context).text
    except Exception:
        # One notice that cannot be opened must not take the page with it.
        logger.exception("notice %s cannot be shown", notice.pk)
        text = _("This notice cannot be shown. Please open the dossier itself.")
    name = str(TEMPLATE_NAMES.get(notice.template, notice.template))
    url = links.to(notice.about_kind, notice.about_id)
    return Shown(notice.pk, name, text, url, notice.created_at, notice.read_at is None)


@audience("signed_in")
@require_POST
def read(request: HttpRequest) -> HttpResponse:
    """Mark all as read, or the one that is named."""
    actor = actor_of(request)
    given = request.POST.get("id", "")
    if actor.account_id:
        services.mark_read(actor.account_id, _uuid(given) if given else None)
    return redirect("notices:own")


@audience("staff", "admin")
@require_GET
def attention(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    _must_attend(actor)
    page = access.attention(actor, OutboxMessage, _before(request))
    work = access.attention(actor, Job).rows if not request.GET.get("truoc") else []
    context = {
        "stuck": [_stuck_message(m) for m in page.rows],
        "jobs": [_stuck_job(j) for j in work],
        "sections": sections.sections(actor) if not request.GET.get("truoc") else [],
        "more": page.more,
        "count": access.attention_count(actor),
    }
    return render(request, "notices/attention.html", context)


@audience("staff", "admin")
@require_http_methods(["POST"])
def decide(request: HttpRequest, kind: str, id: UUID, act: str) -> HttpResponse:
    """Send again or leave unsent. `token` is what the page showed; a stale button gets 409."""
    actor = actor_of(request)
    token = request.POST.get("token", "")
    if not token.isdecimal() or len(token) > 18:
        raise Refused(_("The form is not complete. Please open the page again."))
    row = access.get_stuck(actor, Job if kind == "viec" else OutboxMessage, id)
    if kind == "viec":
        (services.rerun_job if act == "lam-lai" else services.cancel_job)(actor, row, token=int(token))
    else:
        (services.resend if act == "lam-lai" else services.cancel)(actor, row, token=int(token))
    return redirect("notices:attention")


def _must_attend(actor: Actor) -> None:
    if not access.may_attend(actor):
        raise Absent(_("There is no such page, or it is not for you."))


def _stuck_message(message: OutboxMessage) -> Stuck:
    nobody = not message.to and message.account_id is None
    known = _("the applicant") if nobody else _("their account")
    try:
        to = rules.masked(crypto.unseal(TO, message.pk, message.to)) if message.to else known
    except crypto.CannotOpen:
        to = "•••"
    name, code = str(TEMPLATE_NAMES.get(message.template, message.template)), _code_of(message) if nobody else ""
    return Stuck(
        id=message.pk,
        kind="tin",
        token=message.token,
        name=f"{name}: {code}" if code else name,
        channel="" if nobody else str(CHANNEL_NAMES.get(message.channel, message.channel)),
        to=to,
        why=reasons.words(message.last_error),
        unsure=message.state == State.FAILED,
        at=message.created_at,
        attempts=message.attempts,
        url=links.to(message.about_kind, message.about_id) or links.to_code(message.about_kind, code),
        can_repeat=message.expires_at is None and not nobody,
        nobody=nobody,
    )


def _code_of(message: OutboxMessage) -> str:
    """The code of what it tells about: whoever has to go and tell must know of what."""
    try:
        return str(json.loads(crypto.unseal(CONTEXT, message.pk, message.context)).get("code", ""))
    except crypto.CannotOpen:
        return ""


def _stuck_job(job: Job) -> Stuck:
    known = jobs.registered(job.name)
    return Stuck(
        id=job.pk,
        kind="viec",
        token=job.token,
        name=str((known.title if known else "") or job.name),
        channel="",
        to="",
        why=reasons.words(job.last_error),
        unsure=False,
        at=job.created_at,
        attempts=job.attempts,
        url="",
        can_repeat=True,
    )


@audience("public")
@require_GET
def demo_inbox(request: HttpRequest) -> HttpResponse:
    """What would have gone out by SMS and e-mail. Exists in the demo only."""
    if not (settings.DEMO or settings.TEST):
        raise Http404
    rows = DemoMessage.objects.order_by("-at", "-pk")[:100]
    return render(request, "notices/demo_inbox.html", {"messages_shown": rows})


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Absent(_("There is no such page, or it is not for you.")) from None
