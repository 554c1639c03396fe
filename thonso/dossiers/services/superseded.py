"""A form that was begun under a version which another has taken the place of: it may be sent as it was begun, or goes on
under the new one (`drafts.carry_over`). A version withdrawn as wrong is taken no more; then only the second is left."""

from datetime import date, timedelta
from uuid import UUID

from thonso.core.base.clock import local, now
from thonso.core.base.errors import Absent
from thonso.dossiers.late_entries import day_of, late_of
from thonso.dossiers.models import AssistSession, Draft
from thonso.dossiers.services.filing_shapes import Filing
from thonso.procedures.access import Offered, pinned, takes, version_on

OUT_OF_REACH = timedelta(days=30)
"""How long a phone may have kept a form without a line; a clock that is wrong by more counts for nothing."""


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


def begun_in_time(filing: Filing, session: UUID | None) -> bool:
    """Whether what is filed was begun before another version took the place of its own: here, or in that session on a phone
    out of reach."""
    draft = Draft.objects.filter(pk=filing.id, commune_id=filing.commune_id, version_id=filing.version_id).first()
    if draft is None:
        return session is not None and _begun_on_phone(filing, session)
    return successor(draft) is not None and still_taken(draft)


def _begun_on_phone(filing: Filing, session: UUID) -> bool:
    rows = AssistSession.objects.filter(pk=session, started_at__gt=now() - OUT_OF_REACH).exclude(device_id=None)
    began = rows.values_list("started_at", flat=True).first()
    return began is not None and takes(filing.commune_id, filing.version_id, local(began).date())
