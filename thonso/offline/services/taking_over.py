"""A colleague goes on with what another's phone kept early: the person is asked again, and sits beside the new helper."""

from django.utils.translation import gettext as _

from thonso.core.access import policy
from thonso.core.access.actors import Actor
from thonso.core.base.clock import now, today
from thonso.core.base.errors import Refused, Stale
from thonso.core.base.refs import Ref
from thonso.core.files import services as files
from thonso.core.journal.work import transact
from thonso.dossiers import assisted
from thonso.dossiers.models import AssistSession, Draft
from thonso.dossiers.services import assist, drafts
from thonso.offline.models import SealedRecord
from thonso.offline.services.records import TAKEN, actor_in, text_of
from thonso.procedures.access import pinned
from thonso.procedures.forms.kinds import Context
from thonso.procedures.forms.parsing import parse
from thonso.procedures.places import RegisteredPlaces

State = SealedRecord.State


def take_over(actor: Actor, record: SealedRecord, consent: str) -> tuple[AssistSession, Draft]:
    """An assisted session of one's own and a form with what was written. Raises Refused, Stale while one helps another."""
    policy.require(actor, "take_over", record)
    _own, found = text_of(record)
    details, errors = assisted.read({**found.helped.given, "consent": consent})
    if errors:
        raise Refused(_("Some answers need to be mended before filing."), fields=errors)
    definition = pinned(found.version)
    context = Context(
        today=today(),
        channel="assisted",
        representation=found.representation,
        commune=record.commune.code,
        places=RegisteredPlaces(),
    )
    with transact(record.commune_id) as work:
        taken = SealedRecord.objects.filter(pk=record.pk, state__in=SealedRecord.OPEN)
        if not taken.update(state=State.TAKEN, wrapped="", box="", summary="", changed_at=now()):
            raise Stale(TAKEN)
        session = assist.open_session(
            actor,
            record.commune_id,
            name=str(found.helped.given["name"]),
            details=details,
            consent=consent,
            hamlet_id=record.hamlet_id,
        )
        arrived = set(record.arrived.values_list("upload__received_sha256", flat=True))
        files.hand_on(work, Ref("assist", found.helped.id), Ref("assist", session.pk), arrived)
        draft = drafts.begin(
            actor_in(actor, session),
            commune_id=record.commune_id,
            version_id=found.version,
            channel="assisted",
            people={
                "representation": found.representation,
                "submitter": session.citizen_name,
                "beside": dict(found.beside),
            },
            answers=parse(definition.form, found.answers, context),
            prefilled={},
            attachments=[
                {"paper": photo.paper, "sha256": photo.sha256, "name": photo.name}
                for photo in found.photos
                if photo.paper and photo.sha256 in arrived
            ],
        )
        work.note("sealed_record.taken_over", actor.ref, Ref("sealed_record", record.pk))
    return session, draft
