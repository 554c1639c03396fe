"""A form that was begun under a version which another has taken the place of: it may be sent as it was begun, or goes on
under the new one (`drafts.carry_over`). A version withdrawn as wrong is taken no more; then only the second is left."""

from datetime import date

from thonso.core.base.clock import local
from thonso.core.base.errors import Absent
from thonso.dossiers.late_entries import day_of, late_of
from thonso.dossiers.models import Draft
from thonso.dossiers.services.filing_shapes import Filing
from thonso.procedures.access import Offered, pinned, takes, version_on


def taken_on(draft: Draft) -> date:
    """The day whose versions and rules this form is held to: that of its slip, where it is entered later; else today."""
    return day_of(late_of(draft.commune_id, draft.pk, draft.channel))


def successor(draft: Draft) -> Offered | None:
    """The version that the commune takes dossiers under on that day, when it is another than the form's."""
    try:
        found = version_on(draft.commune_id, pinned(draft.version_id).code, taken_on(draft))
    except Absent:
        return None
    return None if found.version_id == draft.version_id else found


def still_taken(draft: Draft) -> bool:
    """Whether this form can be sent as it was begun: its version was taken on that day, and its law has not ended."""
    began = local(draft.created_at).date()
    return pinned(draft.version_id).valid_on(taken_on(draft)) and takes(draft.commune_id, draft.version_id, began)


def begun_in_time(filing: Filing) -> bool:
    """Whether what is filed was begun here before another version took the place of its own."""
    draft = Draft.objects.filter(pk=filing.id, commune_id=filing.commune_id, version_id=filing.version_id).first()
    return draft is not None and successor(draft) is not None and still_taken(draft)
