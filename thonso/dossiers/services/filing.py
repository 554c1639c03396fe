"""Filing: a dossier begins, exactly once, with its code and key, whichever way it came in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db import IntegrityError
from django.utils.translation import gettext as _

from thonso.core.access import limits
from thonso.core.access.actors import Actor
from thonso.core.base.clock import local, now
from thonso.core.base.errors import Refused, Stale
from thonso.core.base.prepared import insert, sent_together
from thonso.core.base.refs import Ref
from thonso.core.base.text import clean, fold
from thonso.core.files.models import Upload
from thonso.core.files.services import NotArrived, attach_check, keep
from thonso.core.journal import once
from thonso.core.journal.work import Work, transact
from thonso.core.numbers.services import next_tracking_code
from thonso.core.people.services import find_by_id_number
from thonso.core.workdays.services import calendar_for
from thonso.dossiers import filer, people_of, vault
from thonso.dossiers.late_entries import Late, came_there, check_hour, day_of, late_of
from thonso.dossiers.models import Attachment, Dossier, Event, Party
from thonso.dossiers.models.dossier import Channel
from thonso.dossiers.rules.states import State
from thonso.dossiers.rules.transitions import HAMLET_KINDS
from thonso.dossiers.rules.visits import unfit_visits
from thonso.dossiers.services import clock
from thonso.dossiers.services.beside import Beside, kin, marked, problems
from thonso.dossiers.services.filing_checks import (
    authorise,
    channels_of,
    check_way,
    context_of,
    ended,
    must_be_given,
    not_as_answered,
    wrong_people,
)
from thonso.dossiers.services.filing_shapes import Filed, Filing, Person, people_in
from thonso.dossiers.services.moves import Act, build_event, note
from thonso.dossiers.services.parties import party
from thonso.procedures.access import pinned
from thonso.procedures.definition import Definition
from thonso.procedures.rules import evaluate

__all__ = [
    "Filed",
    "Filing",
    "Person",
    "attach",
    "channels_of",
    "ended",
    "file",
    "files_in",
    "must_be_given",
    "upload_owner",
]

VERB = "dossier.file"
ONLINE_AN_HOUR = 30  # far more than a family needs; a script is stopped


def file(actor: Actor, filing: Filing) -> Filed:
    """File a dossier, or give the first answer again. Raises Refused with field errors, Stale for another body.

    Everything slow or fallible (checks, sealing) is done before the transaction; inside it are only inserts, the day's
    counter and, last, the chain head.
    """
    body = filing.body()
    # A retry is answered first: it may come after the assisted session has ended, from a phone that was out of reach.
    if answer := once.replay(filing.commune_id, actor.ref.id, filing.id, VERB, body):
        return _again(answer)
    authorise(actor, filing)
    prepared = _prepare(actor, filing)
    try:
        with transact(filing.commune_id) as work:
            if filing.channel == Channel.ONLINE:
                # Only what is filed counts, so the count may fall with it; a commit of its own would cost a second fsync.
                limits.hit(f"file:{actor.ref.id}", ONLINE_AN_HOUR, 3600)
            with sent_together():
                return _write(work, actor, filing, prepared, body)
    except IntegrityError:
        # A twin of this very request was faster: its answer is ours.
        if answer := once.replay(filing.commune_id, actor.ref.id, filing.id, VERB, body):
            return _again(answer)
        if Dossier.objects.filter(pk=filing.id).exists():
            raise Stale(_("This request was already used for something else. Please open the page again.")) from None
        raise


def _again(answer: dict[str, Any]) -> Filed:
    dossier = Dossier.objects.only("id", "code", "key_sealed").get(pk=answer["dossier"])
    return Filed(dossier.pk, dossier.code, vault.open_tracking_key(dossier.pk, dossier.key_sealed), replayed=True)


@dataclass(slots=True)
class _Prepared:
    dossier: Dossier
    parties: list[Party]
    uploads: list[tuple[str, Upload]]
    payload: dict[str, Any]
    key: str
    late: Late | None  # filed earlier out of reach, and entered now
    differs: list[str]  # parts of the subject that the account of whoever files has otherwise


def _prepare(actor: Actor, filing: Filing) -> _Prepared:
    definition = pinned(filing.version_id)
    late = late_of(filing.commune_id, filing.id, filing.channel)
    if late is not None:
        check_hour(filing.commune_id, late.at, printed_at=late.printed_at, now=now())
    context = context_of(filing, day_of(late))
    check_way(actor, filing, definition, context)
    result = evaluate(definition.form, filing.answers, context)
    errors: dict[str, list[Any]] = {path: list(found) for path, found in result.errors.items()}
    if came_there(filing.id, filing.channel):
        errors = {path: found for path, found in errors.items() if not _of_visit(definition, path)}
    else:
        errors |= unfit_visits(definition.form, result.values, calendar_for(filing.commune_id), local(now()))
    errors |= wrong_people(filing)
    others = [one for one in (filing.subject, filing.submitter, filing.helper) if one]
    with_them = Beside(filing.interpreter, tuple(filing.witnesses))
    errors |= problems(with_them, others, definition)
    errors = not_as_answered(filing, definition, result.values, context.today) | errors
    try:
        uploads = _uploads(actor, [*filing.attachments, *files_in(definition, result.values)])
    except NotArrived:
        if errors:  # what is wrong with the answers can be mended while the files are on their way
            raise Refused(_("Some answers need to be mended before filing."), fields=errors) from None
        raise
    papers = definition.papers_for(result.values, context)
    given = {paper for paper, _upload in uploads}
    for paper in papers:
        if must_be_given(paper, filing.channel) and paper.key not in given:
            errors[f"paper.{paper.key}"] = [_("Please add a photo or a file of this paper.")]
    for key in given - {paper.key for paper in papers}:
        errors[f"paper.{key}"] = [_("This paper does not belong to this case. Please take it out.")]
    if errors:
        raise Refused(_("Some answers need to be mended before filing."), fields=errors)
    dossier = _dossier(actor, filing, definition, late)
    dossier.case_key = definition.case_of(result.values, context).key
    dossier.paper_keys = [paper.key for paper in papers]
    resident = find_by_id_number(filing.commune_id, str(filing.subject.details.get("id_number") or ""))
    # A number alone does not make it hers: typed wrongly, it would open another household.
    if resident is not None and resident.folded == fold(dossier.subject_name):
        dossier.subject_resident_id = resident.pk
        dossier.household_id = resident.household_id
        dossier.hamlet_id = dossier.hamlet_id or resident.hamlet_id
    if dossier.hamlet_id is None and any(step.kind in HAMLET_KINDS for step in definition.steps):
        key = home.key if (home := people_of.home_field(definition.form)) else ""
        raise Refused(
            _("A hamlet of this commune has to review this. Choose the hamlet where the household lives."),
            fields={key: [_("Please choose the hamlet.")]},
        )
    if errors := kin(filing.commune_id, with_them, dossier.household_id):
        raise Refused(_("Some answers need to be mended before filing."), fields=errors)
    with_them = marked(filing.commune_id, with_them, dossier.household_id)
    people = people_in(replace(filing, interpreter=with_them.interpreter))
    parties = [party(dossier, part, person) for part, person in people]
    parties[0].resident_id = dossier.subject_resident_id
    subject, online = filing.subject, filing.channel == Channel.ONLINE
    form, details = definition.form, subject.details
    differs = filer.differing(actor, form, context.representation, subject.name, details) if online else []
    key = (late.key if late else "") or vault.new_tracking_key()
    return _Prepared(dossier, parties, uploads, {"answers": result.values}, key, late, differs)


def _of_visit(definition: Definition, path: str) -> bool:
    field = definition.form.field_at(path)
    return field is not None and field.visit


def files_in(definition: Definition, values: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Files given through the form's own file fields: (paper key, sha256)."""
    return [
        (f.paper, sha)
        for f in definition.form.fields()
        if f.kind == "file" and f.paper
        for sha in values.get(f.key) or []
    ]


def _uploads(actor: Actor, wanted: Sequence[tuple[str, str]]) -> list[tuple[str, Upload]]:
    wanted = list(dict.fromkeys(wanted))
    if not wanted:
        return []
    found = {u.received_sha256: u for u in attach_check(upload_owner(actor), [sha for _paper, sha in wanted])}
    return [(paper, found[sha]) for paper, sha in wanted]


def upload_owner(actor: Actor) -> Ref:
    """Whose an upload is: the assisted session's while one is open, else the account's, else the key holder's."""
    if actor.assist:
        return Ref("assist", actor.assist.session_id)
    return actor.ref if actor.is_account else Ref("session", actor.id)


def _dossier(actor: Actor, filing: Filing, definition: Definition, late: Late | None) -> Dossier:
    first = definition.steps[0]
    dossier = Dossier(
        id=filing.id,
        commune_id=filing.commune_id,
        procedure_code=definition.code,
        procedure_name=definition.name,
        version_id=filing.version_id,
        channel=filing.channel,
        hamlet_id=filing.hamlet_id,
        state=State.SUBMITTED.value,
        stage=first.key,
        holder_role=first.role,
        holder_unit_id=filing.commune_id,
        subject_name=clean(filing.subject.name, limit=100),
        subject_folded=fold(filing.subject.name)[:100],
        roles=f" {' '.join(dict.fromkeys(step.role for step in definition.steps))} ",
        submitter_account_id=actor.account_id if filing.channel == Channel.ONLINE else None,
        assist_session_id=actor.assist.session_id if actor.assist else None,
        helper_account_id=actor.account_id if actor.assist else None,
        filed_at=late.at if late else now(),
        data_key=vault.new_data_key(filing.id),
    )
    dossier.act_by = clock.reception_due(filing.commune_id, dossier.filed_at)
    return dossier


def _write(work: Work, actor: Actor, filing: Filing, prepared: _Prepared, body: dict[str, Any]) -> Filed:
    dossier = prepared.dossier
    # Of a printed slip the number was given away before.
    dossier.code = (prepared.late.code if prepared.late else "") or next_tracking_code(work, filing.commune_id)
    if prepared.late:
        dossier.entered_at = work.at
    else:
        dossier.filed_at = work.at
    dossier.key_sealed = vault.close_tracking_key(dossier.pk, prepared.key)
    insert([dossier])
    insert(prepared.parties)
    act = Act(work, actor, dossier, filing.id)
    columns = {
        "state": dossier.state,
        "stage": dossier.stage,
        "holder_role": dossier.holder_role,
        "holder_unit_id": dossier.holder_unit_id,
    }
    event = build_event(
        act,
        "filed",
        "",
        columns,
        facts={
            "channel": dossier.channel,
            "files": len(prepared.uploads),
            **({"filed_at": dossier.filed_at.isoformat()} if prepared.late else {}),
            **({"differs": prepared.differs} if prepared.differs else {}),
        },
        payload=prepared.payload,
    )
    insert([event])
    attach(work, dossier, event, prepared.uploads)
    note(act, "filed", "")
    work.publish("dossier.filed", dossier=dossier, event=event, parties=prepared.parties, actor=actor)
    once.remember(work, actor.ref.id, filing.id, VERB, body, {"dossier": str(dossier.pk)})
    return Filed(dossier.pk, dossier.code, prepared.key)


def attach(work: Work, dossier: Dossier, event: Event, uploads: Sequence[tuple[str, Upload]]) -> None:
    if uploads:
        keep(work, [upload for _paper, upload in uploads])
        insert(
            [
                Attachment(dossier=dossier, event=event, upload=upload, paper_key=paper, at=event.at)
                for paper, upload in uploads
            ]
        )
