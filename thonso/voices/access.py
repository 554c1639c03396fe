"""The only way to recordings: it loads and authorises in one step."""

from datetime import datetime, time
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from thonso.core.access import policy
from thonso.core.access.actors import Actor
from thonso.core.access.pages.shared import commune_of
from thonso.core.base.clock import HANOI, today
from thonso.core.base.errors import Absent
from thonso.core.units.models import Unit
from thonso.voices.models import Recording


def place(actor: Actor, action: str = "make") -> Unit:
    """The commune for whose hamlets this person records or listens. Raises Absent."""
    return commune_of(actor, action, "recording")


def waiting(actor: Actor) -> QuerySet[Recording]:
    """What somebody else has recorded and nobody has listened to."""
    rows = Recording.objects.filter(policy.visible(actor, "approve", Recording), state=Recording.State.WAITING)
    return rows.exclude(made_by=actor.id).defer("data").order_by("made_at", "pk")


def decided_today(actor: Actor) -> dict[str, int]:
    """How many this person found `right` and `wrong` today. What was approved and has been taken back since was right then."""
    midnight = datetime.combine(today(), time.min, HANOI)
    mine = Recording.objects.filter(decided_by=actor.id, decided_at__gte=midnight)
    back = Q(state=Recording.State.REFUSED)
    return mine.aggregate(right=Count("pk", filter=~back), wrong=Count("pk", filter=back))


def recording(actor: Actor, recording_id: UUID) -> Recording:
    """To be listened to before it is decided about."""
    return policy.load(actor, "approve", Recording.objects.all(), recording_id)


def to_take_back(actor: Actor, language: str, digest: str) -> Recording | None:
    """What is heard of a text today, for who may withdraw it."""
    rows = Recording.objects.filter(policy.visible(actor, "approve", Recording), state=Recording.State.APPROVED)
    return rows.filter(language=language, digest=digest).defer("data").first()


def heard(recording_id: UUID) -> Recording:
    """What everybody may hear."""
    found = Recording.objects.filter(pk=recording_id, state=Recording.State.APPROVED).first()
    if found is None:
        raise _absent()
    return found


def _absent() -> Absent:
    return Absent(_("There is no such recording, or it is not for you."))
