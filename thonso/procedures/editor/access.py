"""Loading working copies, for whoever may edit the procedures of a commune; what is another commune's is not there."""

from uuid import UUID

from django.utils.translation import gettext as _

from thonso.core.access.actors import Actor
from thonso.core.access.models import Account
from thonso.core.access.pages.shared import commune_of
from thonso.core.access.policy import visible
from thonso.core.base.clock import today
from thonso.core.base.errors import Absent
from thonso.core.units.models import Unit
from thonso.procedures import access
from thonso.procedures.models import Offering, ProcedureVersion, WorkingCopy, WorkingText


def open_copies(actor: Actor) -> tuple[Unit, list[WorkingCopy]]:
    """The commune and its working copies, the last changed first. Raises Absent."""
    commune = commune_of(actor, "edit", "working_copy")
    rows = WorkingCopy.objects.filter(
        visible(actor, "edit", WorkingCopy), commune=commune, state=WorkingCopy.State.OPEN
    )
    return commune, list(rows.order_by("-changed_at", "id")[:200])


def working_copy(actor: Actor, copy_id: UUID) -> WorkingCopy:
    """One, in any state. Raises Absent."""
    commune_of(actor, "edit", "working_copy")
    rows = WorkingCopy.objects.filter(visible(actor, "edit", WorkingCopy)).select_related("base", "commune")
    found = rows.filter(pk=copy_id).first()
    if found is None:
        raise Absent(_("There is no such working copy."))
    return found


def text_at(copy: WorkingCopy, revision: int) -> WorkingText | None:
    return WorkingText.objects.filter(copy=copy, revision=revision).first()


def history(copy: WorkingCopy, most: int = 30) -> list[WorkingText]:
    """The last revisions, newest first."""
    return list(WorkingText.objects.filter(copy=copy).order_by("-revision")[:most])


def names_of(ids: list[UUID]) -> dict[UUID, str]:
    return dict(Account.objects.filter(pk__in=ids).values_list("pk", "full_name"))


def offered_now(copy: WorkingCopy) -> ProcedureVersion | None:
    """The version a new one would take the place of: that which the commune takes dossiers under, or will; else the base."""
    rows = Offering.objects.filter(commune_id=copy.commune_id, procedure__code=copy.code)
    rows = rows.filter(version__state=ProcedureVersion.State.PUBLISHED).exclude(last_day__lt=today())
    last = rows.select_related("version").order_by("-first_day", "-published_at").first()
    return last.version if last else copy.base


def version(actor: Actor, version_id: UUID) -> tuple[ProcedureVersion, UUID]:
    return access.version(actor, version_id)
