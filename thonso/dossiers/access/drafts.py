"""What was begun and not sent, and the assisted session in which it was."""

from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from thonso.core.access.actors import Actor
from thonso.core.base.clock import now
from thonso.core.base.errors import Absent
from thonso.dossiers.models import AssistSession, Dossier, Draft
from thonso.dossiers.services.assist import may_go_on
from thonso.dossiers.services.drafts import owner_of


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
    """The helper's assisted session that is open and not run out, while the post in which she helps holds."""
    if not actor.account_id:
        return None
    rows = AssistSession.objects.filter(helper_id=actor.account_id, ended_at=None, expires_at__gt=now())
    found = rows.select_related("hamlet").first()
    return found if found and may_go_on(actor, found) else None
