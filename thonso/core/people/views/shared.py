"""What these pages share beside `access.pages.shared`: a hamlet that may be changed, and an uploaded file."""

from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext as _

from thonso.core.access.actors import Actor
from thonso.core.access.pages.shared import XLSX, Done, commune_of, download, read_day, submit, table
from thonso.core.access.policy import require
from thonso.core.base.errors import Absent, Refused
from thonso.core.units import sheets
from thonso.core.units.models import Unit

__all__ = ["XLSX", "Done", "commune_of", "download", "hamlet_of", "read_day", "submit", "table", "uploaded"]


def hamlet_of(actor: Actor, hamlet_id: UUID) -> Unit:
    """A hamlet the actor may change. Raises Absent."""
    row = Unit.objects.select_related("commune", "hamlet_profile").filter(id=hamlet_id, kind=Unit.Kind.HAMLET).first()
    if row is None:
        raise Absent(_("There is no such page, or it is not for you."))
    require(actor, "edit", row)
    return row


def uploaded(request: HttpRequest) -> tuple[str, bytes]:
    """The file of the form: its name and content. Raises Refused."""
    file = request.FILES.get("file")
    if file is None:
        raise Refused(fields={"file": [_("Choose a file.")]})
    if (file.size or 0) > sheets.MAX_BYTES:
        text = _("The file is larger than %(mb)d MB. Split it into several files.") % {"mb": sheets.MAX_BYTES >> 20}
        raise Refused(fields={"file": [text]})
    return file.name or "", file.read()
