"""What other parts ask of dossiers through their hooks: the open session, who may read a file, counts, real figures."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from thonso.core.access import policy
from thonso.core.access.actors import Actor, AssistRef, assist_session_id
from thonso.core.base.clock import HANOI, local, now, today
from thonso.core.base.kept import kept_for
from thonso.core.files.models import Upload
from thonso.core.journal.work import Work
from thonso.core.people.models import Household
from thonso.core.people.rules import Klass
from thonso.core.people.services import doubt_class, set_classification
from thonso.core.web.begun import Begun
from thonso.core.web.figures import Figure
from thonso.dossiers import access, queues
from thonso.dossiers.begun import named
from thonso.dossiers.models import Attachment, Dossier, Result, ResultFor
from thonso.dossiers.models.results import HELD
from thonso.dossiers.rules.states import State
from thonso.dossiers.services.assist import ref_of
from thonso.dossiers.services.drafting import awaiting_decision, proposed


@kept_for(600)
def filed_most(commune_id: UUID, since: date | None, until: date | None, channel: str = "") -> dict[str, int]:
    """Procedure code → how often filed from `since` to before `until`, most first. Ten minutes old: it changes over weeks,
    and TVs and phones ask all day."""
    rows = Dossier.objects.filter(commune_id=commune_id)
    if since:
        rows = rows.filter(filed_at__gte=datetime.combine(since, datetime.min.time(), HANOI))
    if until:
        rows = rows.filter(filed_at__lt=datetime.combine(until, datetime.min.time(), HANOI))
    if channel:
        rows = rows.filter(channel=channel)
    counted = rows.values_list("procedure_code").annotate(times=Count("pk")).order_by("-times", "procedure_code")
    return dict(counted)


def load_assist(request: HttpRequest, actor: Actor) -> AssistRef | None:
    """The assisted session this browser is in, while it is open to the helper."""
    found = access.open_session(actor)
    if found is None or found.pk != assist_session_id(request):
        return None
    return ref_of(found)


def may_read_upload(actor: Actor, upload: Upload) -> bool:
    """A file of a dossier is for whoever may read that dossier's answers."""
    rows = Attachment.objects.filter(upload=upload).select_related("dossier")
    return any(policy.can(actor, "read_answers", row.dossier).allow for row in rows)


def begun(actor: Actor) -> list[Begun]:
    """Forms of the person's own account that are not sent; inside an assisted session the helper's page shows hers."""
    if not actor.account_id or actor.assist is not None:
        return []
    rows = named(access.drafts_of(actor)[:3])
    words = [f"{row['name']} – {row['whose']}" if row["whose"] else row["name"] for row in rows]
    return [
        Begun(said, reverse("dossiers:fill", args=[row["draft"].pk])) for said, row in zip(words, rows, strict=True)
    ]


# What the navigation counts.
def to_do(actor: Actor) -> Sequence[QuerySet[Any, Any]]:
    return [access.listed(actor).filter(queues.condition(actor, "viec-cua-toi"))]


def open_complaints(actor: Actor) -> Sequence[QuerySet[Any, Any]]:
    return [access.complaints(actor).filter(answered_at=None)]


def awaiting_signature(actor: Actor) -> Sequence[QuerySet[Any, Any]]:
    return [to_sign(actor), to_take_back(actor)] if actor.has_any(("deputy_chairman", "chairman")) else []


def to_sign(actor: Actor) -> Any:
    """Dossiers that wait for this actor's signature."""
    return Dossier.objects.filter(policy.visible(actor, "sign", Dossier), state=State.SIGNATURE).filter(
        queues.mine(actor)
    )


def to_take_back(actor: Actor) -> QuerySet[Dossier]:
    """Dossiers with a result that an officer wants taken back, for the leader who decides."""
    waits = ResultFor.objects.filter(result__in=Result.objects.filter(**HELD))
    return Dossier.objects.filter(policy.visible(actor, "revoke", Dossier), pk__in=waits.values("dossier"))


def to_recognise(actor: Actor) -> QuerySet[Dossier]:
    """Dossiers that wait for one decision together."""
    return awaiting_decision(access.listed(actor, "propose"))


def classify_recognised(work: Work, dossier: Dossier, result: Result, actor: Actor) -> None:
    """A household has the class that was recognised from the day its decision is issued; the one it had before ends."""
    if result.paper != "decision" or not dossier.household_id:
        return
    outcome, day = proposed(dossier), result.dated or today()
    if outcome and outcome.klass:
        wanted = Klass(day.year, outcome.klass, decision_number=result.number, decision_date=day, valid_from=day)
        set_classification(work, actor.ref, Household.objects.get(pk=dossier.household_id), wanted)


def doubt_recognised(work: Work, dossier: Dossier, result: Result, actor: Actor) -> None:
    """What a household was given on a decision was taken back: nothing is confirmed from that class until it is decided
    anew."""
    decision = result if result.paper == "decision" else result.rests_on
    if decision is not None and dossier.household_id:
        household = Household.objects.get(pk=dossier.household_id)
        doubt_class(work, actor.ref, household, decision.number, decision.dated)


def figures(commune_id: UUID | None) -> list[Figure]:
    """Real figures of this year for the front page; nothing while there is nothing to count."""
    if commune_id is None:
        return []
    first = local(now()).replace(month=1, day=1, hour=0, minute=0, second=0, microsecond=0)
    rows = Dossier.objects.filter(commune_id=commune_id, filed_at__gte=first)
    counted = rows.aggregate(
        done=Count("pk", filter=~Q(completed_at=None)),
        late=Count("pk", filter=Q(completed_at__gt=F("due_at"))),
        helped=Count("pk", filter=Q(channel="assisted")),
    )
    helped, done = counted["helped"], counted["done"]
    found = []
    if done:
        share = f"{100 * (done - counted['late']) / done:.1f}".replace(".", ",")
        found.append(
            Figure(f"{share} %", _("answered in time, of what was filed since %(day)s") % {"day": f"{first:%d/%m/%Y}"})
        )
    if helped:
        found.append(Figure(f"{helped}", _("dossiers filed in the hamlets this year")))
    return found
