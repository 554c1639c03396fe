"""Filing: a dossier begins, exactly once, with its code and key, whichever way it came in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError
from django.utils.translation import gettext as _

from thonso.core import crypto
from thonso.core.access import limits, policy
from thonso.core.access.actors import Actor
from thonso.core.access.roles import HAMLET_ROLES
from thonso.core.base.clock import now, today
from thonso.core.base.errors import Refused, Stale
from thonso.core.base.ids import new_id
from thonso.core.base.refs import Ref
from thonso.core.base.text import clean, fold
from thonso.core.files.models import Upload
from thonso.core.files.services import attach_check, keep
from thonso.core.journal import once
from thonso.core.journal.work import Work, transact
from thonso.core.numbers.services import next_tracking_code
from thonso.core.people.models import ID_LABEL
from thonso.core.people.rules import check_id_number, digits_of
from thonso.core.people.services import find_by_id_number
from thonso.dossiers import people_of, vault
from thonso.dossiers.models import Attachment, Dossier, Event, Party
from thonso.dossiers.models.dossier import Channel, Part
from thonso.dossiers.rules.states import State
from thonso.dossiers.rules.transitions import HAMLET_KINDS
from thonso.dossiers.services import clock
from thonso.dossiers.services.moves import Act, build_event, note
from thonso.procedures.access import pinned, takes
from thonso.procedures.definition import Definition, Paper
from thonso.procedures.forms.kinds import Context
from thonso.procedures.partial_date import read as read_date
from thonso.procedures.partial_date import whole_years
from thonso.procedures.rules import evaluate

VERB = "dossier.file"
ONLINE_AN_HOUR = 30  # far more than a family needs; a script is stopped


@dataclass(frozen=True, slots=True)
class Person:
    """A person of the dossier as filed. `details`: id_number, birth, sex, phone, address, language, paper of authority…"""

    name: str
    details: Mapping[str, Any] = field(default_factory=dict)
    representation: str = ""


@dataclass(frozen=True, slots=True)
class Filing:
    """What a client files. `id` is made by the client and is the transaction id as well."""

    id: UUID
    commune_id: UUID
    commune_code: str
    version_id: UUID
    answers: Mapping[str, Any]
    attachments: Sequence[tuple[str, str]]  # (paper key, received sha256)
    channel: str
    subject: Person
    submitter: Person
    helper: Person | None = None
    interpreter: Person | None = None
    witnesses: Sequence[Person] = ()
    hamlet_id: UUID | None = None

    def body(self) -> dict[str, Any]:
        """What makes two filings under one id the same filing."""

        def person(p: Person | None) -> Any:
            return None if p is None else [p.name, dict(p.details), p.representation]

        return {
            "version": str(self.version_id),
            "answers": dict(self.answers),
            "attachments": sorted(list(pair) for pair in self.attachments),
            "channel": self.channel,
            "subject": person(self.subject),
            "submitter": person(self.submitter),
            "others": [person(self.helper), person(self.interpreter), *(person(w) for w in self.witnesses)],
            "hamlet": str(self.hamlet_id) if self.hamlet_id else None,
        }


@dataclass(frozen=True, slots=True)
class Filed:
    dossier_id: UUID
    code: str
    key: str
    replayed: bool = False


def file(actor: Actor, filing: Filing) -> Filed:
    """File a dossier, or give the first answer again. Raises Refused with field errors, Stale for another body.

    Everything slow or fallible (checks, sealing) is done before the transaction; inside it are only inserts, the day's
    counter and, last, the chain head.
    """
    body = filing.body()
    # A retry is answered first: it may come after the assisted session has ended, from a phone that was out of reach.
    if answer := once.replay(filing.commune_id, actor.ref.id, filing.id, VERB, body):
        return _again(answer)
    _authorise(actor, filing)
    if filing.channel == Channel.ONLINE:
        limits.hit(f"file:{actor.ref.id}", ONLINE_AN_HOUR, 3600)
    prepared = _prepare(actor, filing)
    try:
        with transact(filing.commune_id) as work:
            return _write(work, actor, filing, prepared, body)
    except IntegrityError:
        # A twin of this very request was faster: its answer is ours.
        if answer := once.replay(filing.commune_id, actor.ref.id, filing.id, VERB, body):
            return _again(answer)
        if Dossier.objects.filter(pk=filing.id).exists():
            raise Stale(_("This request was already used for something else. Please open the page again.")) from None
        raise


def _authorise(actor: Actor, filing: Filing) -> None:
    """Anybody for themselves online; a helper only inside an assisted session; the desk for who stands before it."""
    policy.require(actor, "file", policy.New("dossier", filing.commune_id, filing.hamlet_id))
    at_desk = filing.channel in {Channel.DESK, Channel.POST}
    if at_desk and not actor.has("one_stop", filing.commune_id):
        raise Refused(_("Only the one-stop desk can file this way."))
    if filing.channel == Channel.ASSISTED:
        _authorise_helper(actor, filing)
    if filing.channel == Channel.ONLINE and actor.assist is not None:
        raise Refused(_("End the assisted session before filing for yourself."))


def _authorise_helper(actor: Actor, filing: Filing) -> None:
    """Only for the person of the session that is open, and only while the helper holds a post in that commune."""
    if actor.assist is None or not actor.has_any(HAMLET_ROLES, filing.commune_id):
        raise Refused(_("Open an assisted session first."))
    if fold(filing.submitter.name) != fold(actor.assist.citizen_name):
        raise Refused(
            _("You are helping %(name)s: only that person can file now.") % {"name": actor.assist.citizen_name},
            fields={"submitter.name": [_("Please check.")]},
        )


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


def _prepare(actor: Actor, filing: Filing) -> _Prepared:
    definition = pinned(filing.version_id)
    context = context_of(filing)
    _check_way(filing, definition, context)
    result = evaluate(definition.form, filing.answers, context)
    errors: dict[str, list[Any]] = {path: list(found) for path, found in result.errors.items()} | _wrong_people(filing)
    errors = _not_as_answered(filing, definition, result.values) | errors
    uploads = _uploads(actor, [*filing.attachments, *files_in(definition, result.values)])
    papers = definition.papers_for(result.values, context)
    given = {paper for paper, _upload in uploads}
    for paper in papers:
        if must_be_given(paper, filing.channel) and paper.key not in given:
            errors[f"paper.{paper.key}"] = [_("Please add a photo or a file of this paper.")]
    for key in given - {paper.key for paper in papers}:
        errors[f"paper.{key}"] = [_("This paper does not belong to this case. Please take it out.")]
    if errors:
        raise Refused(_("Some answers need to be mended before filing."), fields=errors)
    dossier = _dossier(actor, filing, definition)
    dossier.case_key = definition.case_of(result.values, context).key
    dossier.paper_keys = [paper.key for paper in papers]
    parties = [_party(dossier, part, person) for part, person in _people(filing)]
    resident = find_by_id_number(filing.commune_id, str(filing.subject.details.get("id_number") or ""))
    # A number alone does not make it hers: typed wrongly, it would open another household.
    if resident is not None and resident.folded == fold(dossier.subject_name):
        dossier.subject_resident_id = parties[0].resident_id = resident.pk
        dossier.household_id = resident.household_id
        dossier.hamlet_id = dossier.hamlet_id or resident.hamlet_id
    if dossier.hamlet_id is None and any(step.kind in HAMLET_KINDS for step in definition.steps):
        key = home.key if (home := people_of.home_field(definition.form)) else ""
        raise Refused(
            _("A hamlet of this commune has to review this. Choose the hamlet where the household lives."),
            fields={key: [_("Please choose the hamlet.")]},
        )
    return _Prepared(dossier, parties, uploads, {"answers": result.values}, vault.new_tracking_key())


def _wrong_people(filing: Filing) -> dict[str, list[Any]]:
    """What a program may have sent of a person that no form would have let through."""
    errors: dict[str, list[Any]] = {}
    for part, person in _people(filing):
        if not clean(person.name, limit=100):
            errors[f"{part}.name"] = [_("Not filled in.")]
        number = str(person.details.get("id_number") or "")
        if number and (wrong := check_id_number(number, sex=person.details.get("sex")).errors):
            errors[f"{part}.id_number"] = list(wrong)
    return errors


def _not_as_answered(filing: Filing, definition: Definition, values: Mapping[str, Any]) -> dict[str, list[Any]]:
    """The owner named beside the form must be the one the form names: else one person's household would be opened with
    another's answers. And she must be old enough to file for herself, where the procedure says so.
    """
    name, details = people_of.subject_of(definition.form, values)
    errors: dict[str, list[Any]] = {}
    if name and fold(name) != fold(filing.subject.name):
        errors["subject.name"] = [_("Not the person named in the form.")]
    given, answered = (digits_of(str(d.get("id_number") or "")) for d in (filing.subject.details, details))
    if name and given != answered:
        errors["subject.id_number"] = [_("Not the number written in the form.")]
    filer, birth = definition.filer(filing.submitter.representation or "self"), read_date(details.get("birth"))
    if filer and birth and filer.relation == "self" and whole_years(birth.first, today()) < filer.min_age:
        field = people_of.subject_field(definition.form)
        words = _("Must be at least %(age)d years old to file alone.") % {"age": filer.min_age}
        errors[field.key if field else "subject.birth"] = [words]
    return errors


def context_of(filing: Filing) -> Context:
    """The facts of this filing that the form's rules may look at."""
    return Context(
        today=today(),
        channel=filing.channel,
        representation=filing.submitter.representation or "self",
        commune=filing.commune_code,
    )


def must_be_given(paper: Paper, channel: str) -> bool:
    """At the desk papers are shown to the officer; from afar a required one that is submitted must be photographed."""
    from_afar = channel in {Channel.ONLINE, Channel.ASSISTED}
    return from_afar and paper.required and paper.how == "submit" and not paper.electronic_form


def channels_of(definition: Definition) -> frozenset[str]:
    """The ways a dossier may come in. The desk takes everything; an appointment may be asked for from anywhere, since
    what is filed is only the wish for an hour."""
    if definition.appointment_only:
        return frozenset({Channel.ONLINE, Channel.ASSISTED, Channel.DESK})
    return frozenset({Channel.DESK, *definition.channels})


def ended(definition: Definition) -> str:
    """Why nothing is taken under this version any more, and what came after it, as far as its file tells."""
    assert definition.valid_to is not None
    successor = next((check.text for check in definition.checks if check.key == "valid_to"), "")
    words = _("This procedure takes no new dossiers since %(day)s. What you wrote is kept; ask the one-stop desk.") % {
        "day": (definition.valid_to + timedelta(days=1)).strftime("%d/%m/%Y")
    }
    return f"{words} {successor}".strip()


def _check_way(filing: Filing, definition: Definition, context: Context) -> None:
    if definition.valid_to is not None and context.today > definition.valid_to:
        raise Refused(ended(definition))
    if not definition.valid_on(context.today) or not takes(filing.commune_id, filing.version_id, context.today):
        raise Refused(
            _("This version of the procedure is no longer in force. Please begin again from the list of procedures.")
        )
    if filing.channel not in channels_of(definition):
        raise Refused(_("This procedure cannot be filed this way. Please make an appointment or come to the desk."))
    filer = definition.filer(context.representation)
    if filer is None:
        raise Refused(
            _("This procedure does not allow this person to file."),
            fields={"representation": [_("Please choose again.")]},
        )


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


def _people(filing: Filing) -> list[tuple[str, Person]]:
    people = [(Part.SUBJECT, filing.subject), (Part.SUBMITTER, filing.submitter)]
    people += [(Part.HELPER, filing.helper)] if filing.helper else []
    people += [(Part.INTERPRETER, filing.interpreter)] if filing.interpreter else []
    people += [(Part.WITNESS, witness) for witness in filing.witnesses]
    return [(part.value, person) for part, person in people]


def _party(dossier: Dossier, part: str, person: Person) -> Party:
    id_ = new_id()
    number = digits_of(str(person.details.get("id_number") or ""))
    return Party(
        id=id_,
        dossier=dossier,
        part=part,
        name=clean(person.name, limit=100),
        details=vault.close(dossier.data_key, "party", id_, dict(person.details)),
        id_blind=crypto.blind(ID_LABEL, number) if number else "",
        representation=person.representation,
    )


def _dossier(actor: Actor, filing: Filing, definition: Definition) -> Dossier:
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
        filed_at=now(),
        data_key=vault.new_data_key(filing.id),
    )
    dossier.act_by = clock.reception_due(filing.commune_id, dossier.filed_at)
    return dossier


def _write(work: Work, actor: Actor, filing: Filing, prepared: _Prepared, body: dict[str, Any]) -> Filed:
    dossier = prepared.dossier
    dossier.code = next_tracking_code(work, filing.commune_id)
    dossier.filed_at = work.at
    dossier.key_sealed = vault.close_tracking_key(dossier.pk, prepared.key)
    dossier.save(force_insert=True)
    Party.objects.bulk_create(prepared.parties)
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
        facts={"channel": dossier.channel, "files": len(prepared.uploads)},
        payload=prepared.payload,
    )
    event.save(force_insert=True)
    attach(work, dossier, event, prepared.uploads)
    note(act, "filed", "")
    work.publish("dossier.filed", dossier=dossier, event=event, parties=prepared.parties, actor=actor)
    once.remember(work, actor.ref.id, filing.id, VERB, body, {"dossier": str(dossier.pk)})
    return Filed(dossier.pk, dossier.code, prepared.key)


def attach(work: Work, dossier: Dossier, event: Event, uploads: Sequence[tuple[str, Upload]]) -> None:
    if uploads:
        keep(work, [upload for _paper, upload in uploads])
        Attachment.objects.bulk_create(
            [
                Attachment(dossier=dossier, event=event, upload=upload, paper_key=paper, at=event.at)
                for paper, upload in uploads
            ]
        )
