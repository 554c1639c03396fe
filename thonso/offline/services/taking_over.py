"""A colleague goes on with what another's phone kept early: the person is asked again, and is there now."""

from collections.abc import Collection, Mapping
from typing import Any

from django.utils.translation import gettext as _

from thonso.core.access import policy
from thonso.core.access.actors import Actor
from thonso.core.base.clock import now, today
from thonso.core.base.errors import Refused
from thonso.core.base.refs import Ref
from thonso.core.files import services as files
from thonso.core.journal.services import record_read
from thonso.core.journal.work import Work, transact
from thonso.dossiers import assisted
from thonso.dossiers.models import AssistSession, Draft
from thonso.dossiers.models.dossier import Channel
from thonso.dossiers.services import assist, drafts
from thonso.offline.context import context_of
from thonso.offline.models import SealedRecord
from thonso.offline.services import at_mobile
from thonso.offline.services.records import GoneOn, actor_in, text_of
from thonso.offline.text import Text
from thonso.procedures.access import pinned
from thonso.procedures.forms.parsing import parse

State = SealedRecord.State
PERSON = ("name", "id_number", "birth", "phone")
"""Of whoever was there: what a phone kept early may still be wrong, and is mended before anything is gone on with."""


def take_over(actor: Actor, record: SealedRecord, given: Mapping[str, str]) -> tuple[AssistSession, Draft]:
    """An assisted session of one's own and a form with what was written. `given`: how she agreed, and what was mended of
    PERSON. Raises Refused, Stale while one helps another."""
    found, person, details = _opened(actor, record, given, given.get("consent", ""))
    with transact(record.commune_id) as work:
        _claim(work, actor, record)
        session = assist.open_session(
            actor,
            record.commune_id,
            name=person["name"],
            details=details,
            consent=given["consent"],
            hamlet_id=record.hamlet_id,
        )
        people = {
            "representation": found.representation,
            "submitter": session.citizen_name,
            "beside": dict(found.beside),
        }
        helper = actor_in(actor, session)
        draft = _go_on(work, helper, record, found, Channel.ASSISTED, people, Ref("assist", found.helped.id))
    return session, draft


def take_over_there(actor: Actor, record: SealedRecord, given: Mapping[str, str]) -> Draft:
    """A form of the desk with what an officer wrote on a mobile day; how the papers were found is looked at again there.
    Raises Refused, Stale."""
    # Whoever stands before an officer asks herself: nobody is asked whether she agrees.
    found, person, details = _opened(actor, record, given, AssistSession.Consent.SPOKEN)
    with transact(record.commune_id) as work:
        _claim(work, actor, record)
        people = at_mobile.people(found, person["name"], details)
        return _go_on(work, actor, record, found, Channel.DESK, people, Ref("account", record.account_id))


def told(actor: Actor, record: SealedRecord, keys: Collection[str]) -> dict[str, str]:
    """What the phone kept of whoever was there, to mend what of it is wrong; journalled."""
    why = _("to mend the person's details before going on")
    record_read(record.commune_id, actor.ref, Ref("sealed_record", record.pk), why)
    given = text_of(record)[1].helped.given
    return {key: str(given.get(key) or "") for key in keys}


def _opened(
    actor: Actor, record: SealedRecord, given: Mapping[str, str], consent: str
) -> tuple[Text, dict[str, str], dict[str, str]]:
    policy.require(actor, "take_over", record)
    _own, found = text_of(record)
    mended = {key: given[key] for key in PERSON if key in given}
    person = {**found.helped.given, **mended, "consent": consent}
    details, errors = assisted.read(person)
    if errors:
        raise Refused(_("Some answers need to be mended before filing."), fields=errors)
    return found, {"name": str(person["name"])}, details


def _claim(work: Work, actor: Actor, record: SealedRecord) -> None:
    rows = SealedRecord.objects.filter(pk=record.pk, state__in=SealedRecord.OPEN)
    if not rows.update(state=State.TAKEN, wrapped="", box="", summary="", reception="", note="", changed_at=now()):
        raise GoneOn()
    work.note("sealed_record.taken_over", actor.ref, Ref("sealed_record", record.pk))


def _go_on(
    work: Work, actor: Actor, record: SealedRecord, found: Text, channel: str, people: dict[str, Any], before: Ref
) -> Draft:
    """The form as the phone had it, with the photos that were given to `before`."""
    arrived = set(record.arrived.values_list("upload__received_sha256", flat=True))
    files.hand_on(work, before, drafts.owner_of(actor), arrived)
    definition = pinned(found.version)
    context = context_of(found, channel, record.commune.code, today())
    draft = drafts.begin(
        actor,
        commune_id=record.commune_id,
        version_id=found.version,
        channel=channel,
        people=people,
        answers=parse(definition.form, found.answers, context),
        prefilled={},
        attachments=[
            {"paper": photo.paper, "sha256": photo.sha256, "name": photo.name}
            for photo in found.photos
            if photo.paper and photo.sha256 in arrived
        ],
    )
    SealedRecord.objects.filter(pk=record.pk).update(draft_id=draft.pk)
    return draft
