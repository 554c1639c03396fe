"""The only code that loads dossiers from what a person typed or clicked: it loads and authorises in one step."""

import hmac
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import F, Q, QuerySet
from django.db.models.functions import Length
from django.utils.translation import gettext as _

from thonso.core.access import limits, policy
from thonso.core.access.actors import Actor
from thonso.core.access.roles import STAFF_ROLES
from thonso.core.base.clock import now
from thonso.core.base.errors import Absent
from thonso.core.base.ids import stable_id
from thonso.core.base.prepared import Prepared
from thonso.core.base.refs import Ref
from thonso.core.base.together import Together
from thonso.core.files.models import Upload
from thonso.core.journal.services import record_read
from thonso.core.journal.work import transact
from thonso.core.numbers.rules import OFFICIAL_CODE, TRACKING_CODE, as_printed
from thonso.dossiers import vault
from thonso.dossiers.models import (
    AssistSession,
    Attachment,
    Charge,
    Complaint,
    Dossier,
    Draft,
    Event,
    HamletTask,
    PaperCheck,
    Party,
    Pause,
    Rating,
    Report,
    Result,
    ResultFor,
)
from thonso.dossiers.rules.states import State
from thonso.dossiers.services import voice
from thonso.dossiers.services.drafts import owner_of


def absent() -> Absent:
    return Absent(_("There is no such dossier, or it is not for you."))


def by_code(actor: Actor, code: str, action: str = "read") -> Dossier:
    """The dossier with this code that the actor may `action`. Missing and forbidden look the same."""
    code = code.strip().upper()
    rows = Dossier.objects.filter(policy.visible(actor, action, Dossier), code=code)
    dossier = rows.select_related("hamlet", "commune__commune_profile").order_by("filed_at").first()
    if dossier is None:
        hidden = Dossier.objects.filter(code=code).first()
        if hidden is not None:
            policy.require(actor, action, hidden, words=absent().message)  # journals the denial and raises Absent
        raise absent()
    return dossier


def by_codes(actor: Actor, codes: Iterable[str], action: str) -> list[Dossier]:
    """The dossiers with these codes, each once however often it is named."""
    return list(dict.fromkeys(by_code(actor, code, action) for code in codes))


def listed(actor: Actor, action: str = "read") -> QuerySet[Dossier]:
    """All dossiers the actor may see, without order: the page adds filters, order and keyset."""
    return Dossier.objects.filter(policy.visible(actor, action, Dossier))


def whole(dossier: Dossier) -> Dossier:
    """Load what a page of one dossier shows, in one statement however long its history: whoever reads it afterwards
    through `.all()` asks nothing more. For looking only: what is written later is not in it."""
    if "events" in _cache_of(dossier):
        return dossier
    *rows, uploads, links, results, later, ratings = _whole(dossier.pk)
    files, papers = {one.pk: one for one in uploads}, {one.pk: one for one in [*later, *results]}
    for result in results:
        if result.replaced_by_id:
            result.replaced_by = papers[result.replaced_by_id]
    for link in links:
        link.result = papers[link.result_id]
    for attachment in rows[_OWN.index("attachments")]:
        attachment.upload = files[attachment.upload_id]
    for name, found in zip((*_OWN, "results"), [*rows, links], strict=True):
        for row in found:
            row.dossier = dossier
        manager = getattr(dossier, name)
        loaded = manager.get_queryset()
        loaded._result_cache, loaded._prefetch_done = found, True
        _cache_of(dossier)[name] = loaded
    dossier._state.fields_cache["rating"] = ratings[0] if ratings else None
    return dossier


def _cache_of(dossier: Dossier) -> dict[str, Any]:
    """Where Django keeps what `prefetch_related` has loaded."""
    cache: dict[str, Any] = dossier.__dict__.setdefault("_prefetched_objects_cache", {})
    return cache


_OWN = ("events", "parties", "checks", "pauses", "attachments", "hamlet_tasks", "charges")
_whole = Together(
    lambda id_: (
        Event.objects.filter(dossier=id_),
        Party.objects.filter(dossier=id_),
        PaperCheck.objects.filter(dossier=id_),
        Pause.objects.filter(dossier=id_),
        Attachment.objects.filter(dossier=id_),
        HamletTask.objects.filter(dossier=id_),
        Charge.objects.filter(dossier=id_),
        Upload.objects.filter(pk__in=Attachment.objects.filter(dossier=id_).values("upload")),
        ResultFor.objects.filter(dossier=id_),
        Result.objects.filter(pk__in=ResultFor.objects.filter(dossier=id_).values("result")),
        Result.objects.filter(
            pk__in=ResultFor.objects.filter(dossier=id_, result__replaced_by__isnull=False).values(
                "result__replaced_by"
            )
        ),
        Rating.objects.filter(dossier=id_),
    )
)


def by_any_code(actor: Actor, tracking: str, official: str, check: str) -> Dossier | None:
    """The newest dossier the actor may read with this tracking code, official code, or result's code; None when there is
    none for her. The list that follows shows her nothing more, so nothing is told apart."""
    wanted = (
        Q(code=tracking)
        if tracking
        else Q(official_code=official)
        if official
        else Q(results__result__check_code=check)
    )
    if not (tracking or official or check):
        return None
    return listed(actor).filter(wanted).order_by("-filed_at").first()


def own(actor: Actor) -> QuerySet[Dossier]:
    """What one filed oneself or what is about one, newest first."""
    mine = Q(submitter_account_id=actor.account_id)
    if actor.resident_id:
        mine |= Q(subject_resident_id=actor.resident_id)
    rows = listed(actor, "track").filter(mine).select_related("hamlet").prefetch_related("pauses")
    return rows.order_by("-filed_at") if actor.account_id else rows.none()


def filed_by_helper(actor: Actor) -> QuerySet[Dossier]:
    """What a helper filed for others: the list shows code and state, and whose it is while that person must still be told
    something (`names_to_tell`); never a number, an answer or a file."""
    return Dossier.objects.filter(helper_account_id=actor.account_id) if actor.account_id else Dossier.objects.none()


TOLD_ALL = frozenset({State.WITHDRAWN, State.HANDED_OVER})


def names_to_tell(actor: Actor, filed: Iterable[Dossier], tasks: Iterable[HamletTask]) -> dict[UUID, str]:
    """Whose are these (by dossier), for those of the hamlet who must tell people without a phone: the helper who wrote the
    name herself when she filed, and whom the hamlet's task lets read it. Not where nothing is left to tell, and none of the
    others while somebody is being helped, who sits before the same screen. One entry in the journal for the list."""
    told = {one.dossier_id: one.dossier.subject_name for one in tasks if policy.can(actor, "read", one)}
    if open_session(actor) is None:
        mine = (one for one in filed if one.helper_account_id == actor.account_id and one.status not in TOLD_ALL)
        told |= {one.pk: one.subject_name for one in mine}
    commune = actor.home_commune()
    if told and commune is not None:
        with transact(commune) as work:
            queue = Ref("queue", stable_id("queue", "helper"))
            work.note("queue.read", actor.ref, queue, purpose="names to tell", facts={"rows": len(told)})
    return told


def key_digits(typed: str) -> str:
    """The figures of a key, however they were set apart. A key has `KEY_LENGTH` of them."""
    return "".join(c for c in typed if c in "0123456789")


KEY_LENGTH = 6


def by_code_and_key(code: str, key: str, who: str) -> Dossier:
    """Tracking without an account. Wrong code and wrong key look the same; tries are limited by code first, then by place."""
    code, key = _tracking_code(as_printed(code)), key_digits(key)
    limits.hit(f"track:{code}", 10, 600)
    limits.hit(f"track-from:{who}", 300, 600)
    dossier: Dossier
    for dossier in _with_code(code):
        if hmac.compare_digest(vault.open_tracking_key(dossier.pk, dossier.key_sealed), key):
            limits.forgive(f"track:{code}", 600)
            return dossier
    raise Absent(_("No dossier has this code and key. Please check both on your slip."))


_with_code = Prepared(lambda code: Dossier.objects.filter(code=code).select_related("hamlet", "commune")[:50], str)


def _tracking_code(code: str) -> str:
    """The receipt calls the province's code the dossier's too: in the commune of this site it leads to ours."""
    if not OFFICIAL_CODE.match(code) or TRACKING_CODE.match(code):
        return code
    here = Dossier.objects.filter(~Q(official_code=""), commune_id=stable_id("commune", settings.COMMUNE_CODE))
    return here.filter(official_code=code).values_list("code", flat=True).first() or code


class AlreadySent(Absent):
    """The form asked for was one's own and is a dossier now: who filled it in is told which."""

    def __init__(self, dossier: Dossier) -> None:
        super().__init__(_("This form has been sent already: %(code)s.") % {"code": dossier.code})
        self.dossier = dossier


def draft(actor: Actor, draft_id: UUID) -> Draft:
    """A draft of one's own: of the account, or of the assisted session that is open now. Raises AlreadySent once it is a
    dossier, so that nobody fills in the same again."""
    owner = owner_of(actor)
    found = (
        Draft.objects.select_related("commune").filter(pk=draft_id, owner_kind=owner.kind, owner_id=owner.id).first()
    )
    if found is not None and found.filed_at is None:
        return found
    if found is not None and (dossier := Dossier.objects.filter(pk=draft_id).first()):
        raise AlreadySent(dossier)
    raise Absent(_("This form is no longer open. Begin again, or look under your dossiers."))


def drafts_of(actor: Actor) -> QuerySet[Draft]:
    owner = owner_of(actor)
    return Draft.objects.filter(owner_kind=owner.kind, owner_id=owner.id, filed_at=None).order_by("-updated_at")


def drafts_in(session: AssistSession) -> QuerySet[Draft]:
    """What was begun in an assisted session and not sent, on whichever phone."""
    return Draft.objects.filter(owner_kind="assist", owner_id=session.pk, filed_at=None).order_by("-updated_at")


def has_begun(actor: Actor) -> bool:
    """Whether anything was ever filled in by this person, or in this session, filed or not."""
    owner = owner_of(actor)
    return Draft.objects.filter(owner_kind=owner.kind, owner_id=owner.id).exists()


def open_session(actor: Actor) -> AssistSession | None:
    """The helper's assisted session that is open and not run out."""
    if not actor.account_id:
        return None
    return (
        AssistSession.objects.filter(helper_id=actor.account_id, ended_at=None, expires_at__gt=now())
        .select_related("hamlet")
        .first()
    )


def hamlet_task(actor: Actor, task_id: UUID, action: str = "do") -> HamletTask:
    task = HamletTask.objects.filter(pk=task_id).select_related("dossier", "hamlet").first()
    if task is None:
        raise absent()
    policy.require(actor, action, task, words=absent().message)
    return task


def owner_of_result(actor: Actor, task: HamletTask) -> str:
    """To whom the result of this task (that has been loaded already, and so authorised) is given, as an entry in the journal;
    '' once it has been given."""
    if task.done_at:
        return ""
    record_read(task.commune_id, actor.ref, Ref("hamlet_task", task.pk), f"dossier {task.dossier.code}")
    return task.dossier.subject_name


def hamlet_tasks(actor: Actor) -> QuerySet[HamletTask]:
    """What the hamlet has to do now: nothing of dossiers that were withdrawn or stopped, or that wait for papers. A list
    that hangs stays in sight while its dossier waits: somebody must know why it is still there."""
    returns, hangs = Q(kind=HamletTask.Kind.RETURN), Q(kind=HamletTask.Kind.POSTING, started_at__isnull=False)
    rows = HamletTask.objects.filter(policy.visible(actor, "read", HamletTask), done_at=None)
    rows = rows.filter(
        (returns & Q(dossier__state=State.COMPLETED))
        | (~returns & Q(dossier__state=State.PROCESSING))
        | (hangs & Q(dossier__state=State.SUPPLEMENT))
    )
    return rows.select_related("dossier", "hamlet").order_by("due_at", "id")


# How the office came to what it did; the person sees what was done.
OFFICE_ONLY = frozenset(
    {
        "check_paper",
        "link_resident",
        "assign",
        "verify",
        "propose_refusal",
        "reject_refusal",
        "propose_extension",
        "reject_extension",
        "draft_result",
        "propose_revocation",
        "reject_revocation",
    }
)


def for_its_owner(events: Iterable[Event]) -> list[Event]:
    return [event for event in events if event.kind not in OFFICE_ONLY]


# A result is shown to its owner once it has been issued; one that was replaced or revoked says so itself.
ISSUED_ONCE = (Result.State.ISSUED, Result.State.REPLACED, Result.State.REVOKED)


def results_of(actor: Actor, dossier: Dossier) -> list[Result]:
    """The results of a dossier (that has been loaded already, and so authorised) that this actor may see, oldest first.

    What is drafted or signed and not yet sealed is for those at work on it.
    """
    rows = Result.objects.filter(stands_for__dossier=dossier).order_by("at")
    if not actor.has_any(STAFF_ROLES, dossier.commune_id):
        rows = rows.filter(state__in=ISSUED_ONCE)
    return list(rows.select_related("upload"))


def reports(actor: Actor) -> QuerySet[Report]:
    """The communes whose figures the actor may see; of nobody's dossiers in particular."""
    communes = Report.objects.filter(policy.visible(actor, "read", Report), kind=Report.Kind.COMMUNE)
    return communes.order_by("folded", "code")


def complaints(actor: Actor) -> QuerySet[Complaint]:
    """What people complain about, for those above who had no hand in the dossier; unanswered first."""
    rows = Complaint.objects.filter(policy.visible(actor, "read", Complaint)).select_related("dossier")
    return rows.order_by(F("answered_at").asc(nulls_first=True), "-at")


def ratings_with_words(actor: Actor) -> QuerySet[Rating]:
    """What people wrote with their rating, for the same readers; newest first."""
    rows = Rating.objects.filter(policy.visible(actor, "read", Rating)).annotate(said=Length("words"))
    return rows.filter(said__gt=0).select_related("dossier").order_by("-at")


def complaint_by_code(code: str, who: str) -> Complaint:
    """For whoever complained, with the code that was told then. Tries are limited by place."""
    key = f"complaint-from:{who}"
    limits.hit(key, 30, 600)
    wanted = voice.tidied_code(code)
    found = Complaint.objects.filter(code_blind=voice.blind_code(wanted)).select_related("dossier").first()
    if found is None or not wanted:
        raise Absent(_("No complaint has this code. Please check its eight characters."))
    limits.forgive(key, 600)
    return found


def complaint(actor: Actor, complaint_id: UUID) -> Complaint:
    found = Complaint.objects.filter(pk=complaint_id).select_related("dossier").first()
    if found is None:
        raise absent()
    policy.require(actor, "answer", found, words=absent().message)
    return found


def result_of(actor: Actor, dossier: Dossier, result_id: UUID) -> Result:
    found = next((result for result in results_of(actor, dossier) if result.pk == result_id), None)
    if found is None:
        raise absent()
    return found


def result_by_check_code(code: str) -> Result | None:
    """For the public verification page: the code is printed on the paper itself."""
    code = "".join(c for c in code.upper() if c.isalnum())
    return _results_to_check().filter(check_code=code).first()


def result_by_file(sha256: str) -> Result | None:
    """The same for whoever has the file: to the bit the one that was issued here."""
    return _results_to_check().filter(upload__stored_sha256=sha256).first()


def _results_to_check() -> QuerySet[Result]:
    issued = (Result.State.ISSUED, Result.State.REPLACED, Result.State.REVOKED)
    return (
        Result.objects.filter(state__in=issued, upload__isnull=False)
        .select_related("upload", "replaced_by", "commune")
        .prefetch_related("stands_for__dossier")
    )
