"""Drafts: what is being filled in, kept sealed, with a revision so that two devices do not overwrite each other."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from thonso.core.access.actors import Actor
from thonso.core.base.clock import now
from thonso.core.base.errors import Refused, Stale
from thonso.core.base.ids import new_id
from thonso.core.base.refs import Ref
from thonso.core.files import services as files
from thonso.core.files.services import attach_check
from thonso.core.journal.work import Work, transact
from thonso.dossiers import vault
from thonso.dossiers.models import Draft
from thonso.dossiers.services.filing import files_in, upload_owner
from thonso.procedures.access import Offered, pinned
from thonso.procedures.forms.kinds import Context
from thonso.procedures.forms.parsing import parse

ENTERED = gettext_lazy("This slip is being entered already: go on with the form that was begun.")
_MOVED_ON = gettext_lazy("This form was changed on another device, or has been filed. Please open it again.")


def owner_of(actor: Actor) -> Ref:
    return upload_owner(actor)


def begin(
    actor: Actor,
    *,
    commune_id: UUID,
    version_id: UUID,
    channel: str,
    people: Mapping[str, Any],
    answers: Mapping[str, Any],
    prefilled: Mapping[str, Any],
    attachments: Sequence[Mapping[str, Any]] = (),
    slip: UUID | None = None,
) -> Draft:
    """Start filling in. `prefilled` keeps what was filled in beforehand and where each came from, so that it can be marked.
    `slip`: the slip that is entered now, whose id the dossier gets. Raises Stale where its form was begun meanwhile."""
    id_, owner = slip or new_id(), owner_of(actor)
    draft = Draft(
        id=id_,
        commune_id=commune_id,
        owner_kind=owner.kind,
        owner_id=owner.id,
        version_id=version_id,
        channel=channel,
        people=vault.close_draft(id_, "people", dict(people)),
        answers=vault.close_draft(id_, "answers", dict(answers)),
        prefilled=vault.close_draft(id_, "prefilled", dict(prefilled)),
        attachments=[dict(one) for one in attachments],
        created_at=now(),
        updated_at=now(),
    )
    try:
        with transaction.atomic():
            draft.save(force_insert=True)
    except IntegrityError as taken:
        raise Stale(ENTERED) from taken
    return draft


def answers_of(draft: Draft) -> dict[str, Any]:
    found: dict[str, Any] = vault.open_draft(draft.pk, "answers", draft.answers)
    return found


def prefilled_of(draft: Draft) -> dict[str, Any]:
    found: dict[str, Any] = vault.open_draft(draft.pk, "prefilled", draft.prefilled)
    return found


def people_of(draft: Draft) -> dict[str, Any]:
    found: dict[str, Any] = vault.open_draft(draft.pk, "people", draft.people)
    return found


def replace_answers(draft: Draft, answers: Mapping[str, Any], *, seen: str = "", revision: int | None = None) -> Draft:
    """Keep these answers; `seen` is the question that was passed with them, answered or left open. Raises Stale when another
    device has saved since."""
    columns = {"answers": vault.close_draft(draft.pk, "answers", dict(answers))}
    people = people_of(draft)
    if seen and seen not in people.get("seen", []):
        people = {**people, "seen": [*people.get("seen", []), seen]}
        columns["people"] = vault.close_draft(draft.pk, "people", people)
    return _store(draft, revision, **columns)


def replace_people(draft: Draft, more: Mapping[str, Any]) -> Draft:
    """Keep who else has a part in it."""
    return _store(draft, None, people=vault.close_draft(draft.pk, "people", {**people_of(draft), **more}))


def add_file(actor: Actor, draft: Draft, paper_key: str, sha256: str) -> Draft:
    """Attach an upload of one's own to a paper."""
    (upload,) = attach_check(owner_of(actor), [sha256])
    entry = {"paper": paper_key, "sha256": sha256, "name": upload.name}
    if entry in draft.attachments:
        return draft
    if len(draft.attachments) >= 30:
        raise Refused(_("At most 30 files in one dossier."))
    return _store(draft, None, attachments=[*draft.attachments, entry])


def remove_file(draft: Draft, paper_key: str, sha256: str) -> Draft:
    left = [a for a in draft.attachments if not (a["paper"] == paper_key and a["sha256"] == sha256)]
    return _store(draft, None, attachments=left)


def mark_filed(draft: Draft) -> None:
    Draft.objects.filter(pk=draft.pk).update(
        filed_at=now(), answers=vault.close_draft(draft.pk, "answers", {}), people="", prefilled=""
    )


def discard(actor: Actor, draft: Draft) -> None:
    """Thrown away by whoever fills it in, with what was written in it. Raises Stale when it has been sent meanwhile."""
    with transact(draft.commune_id) as work:
        gone, _by_model = Draft.objects.filter(pk=draft.pk, filed_at=None).delete()
        if not gone:
            raise Stale(_MOVED_ON)
        work.note("draft.discarded", actor.ref, Ref("draft", draft.pk), facts={"owner": draft.owner_kind})


def hand_on(work: Work, drafts: Iterable[Draft], to: Actor) -> None:
    """A colleague goes on with forms of the desk that were begun and not sent, and with the files given for them."""
    for draft in drafts:
        given = {entry["sha256"] for entry in draft.attachments}
        given |= {sha for _paper, sha in files_in(pinned(draft.version_id), answers_of(draft))}
        files.hand_on(work, Ref(draft.owner_kind, draft.owner_id), to.ref, given)
        Draft.objects.filter(pk=draft.pk, filed_at=None).update(owner_kind=to.ref.kind, owner_id=to.ref.id)
        work.note("draft.handed_on", to.ref, Ref("draft", draft.pk))


def carry_over(draft: Draft, offered: Offered, context: Context) -> Draft:
    """The form goes on under another version: answers to what is still asked, files of papers that are still needed.
    Raises Refused, Stale; the form stays as it was begun then."""
    definition = offered.definition
    if definition.filer(context.representation) is None:
        raise Refused(_("The new version does not allow filing in this capacity. Please ask at the one-stop desk."))
    answers = parse(definition.form, answers_of(draft), context)
    papers = {paper.key for paper in definition.papers}
    return _store(
        draft,
        None,
        version_id=offered.version_id,
        answers=vault.close_draft(draft.pk, "answers", answers),
        attachments=[one for one in draft.attachments if one["paper"] in papers],
    )


def _store(draft: Draft, revision: int | None, **columns: Any) -> Draft:
    expected = draft.revision if revision is None else revision
    updated = Draft.objects.filter(pk=draft.pk, revision=expected, filed_at=None).update(
        **columns, updated_at=now(), revision=F("revision") + 1
    )
    if not updated:
        raise Stale(_MOVED_ON)
    for name, value in columns.items():
        setattr(draft, name, value)
    draft.revision = expected + 1
    return draft
