"""The only code that writes the catalogue: load the shipped files, publish a version in a commune, retire it."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _

from thonso.core.base.clock import now, today
from thonso.core.base.errors import Absent, Refused
from thonso.core.base.ids import stable_id
from thonso.core.base.refs import Ref
from thonso.core.base.text import clean
from thonso.core.journal.work import Work, transact
from thonso.procedures import access, catalogue, reading
from thonso.procedures.models import Confirmation, Offering, Procedure, ProcedureVersion

SYSTEM = Ref("system", stable_id("actor", "catalogue"))


@dataclass(slots=True)
class Loaded:
    """What `load_catalogue` did, by code: texts that were new or known already, and those now offered in the commune.

    `waiting` are not offered: outside the demo for values still to verify, anywhere when another text has the label.
    """

    new: list[str] = field(default_factory=list)
    known: list[str] = field(default_factory=list)
    published: list[str] = field(default_factory=list)
    waiting: list[str] = field(default_factory=list)


def load_catalogue(commune_id: UUID | None = None, *, folder: Path | None = None, actor: Ref = SYSTEM) -> Loaded:
    """Bring the shipped definitions into the database; with a commune, offer those it does not offer yet.

    Every file is checked before anything is written. Running it twice changes nothing. Raises DefinitionError.
    """
    found = list(catalogue.read_all(folder))
    done = Loaded()
    for text, definition in found:
        version, created = add_version(text, definition.code)
        (done.new if created else done.known).append(definition.code)
        if not commune_id or not definition.handled_by.here or not _is_new_here(commune_id, version):
            continue
        if (is_strict() and (definition.checks or definition.demo_only)) or _published_with_label(version):
            done.waiting.append(definition.code)
            continue
        with transact(commune_id) as work:
            publish(work, actor, commune_id, version.id, definition.valid_from, keep_checks=not is_strict())
        done.published.append(definition.code)
    return done


def add_version(text: str, code: str) -> tuple[ProcedureVersion, bool]:
    """A draft with this canonical text, and whether it is new. The same text is the same version."""
    digest = reading.digest_of(text)
    definition = reading.parse(text, digest)
    with transaction.atomic():
        procedure, _made = Procedure.objects.get_or_create(code=code, defaults={"id": stable_id("procedure", code)})
        return ProcedureVersion.objects.get_or_create(
            procedure=procedure,
            digest=digest,
            defaults={
                "id": stable_id("procedure_version", f"{code}:{digest}"),
                "version": definition.version,
                "definition": text,
                "valid_from": definition.valid_from,
                "valid_to": definition.valid_to,
                "loaded_at": now(),
            },
        )


def is_strict() -> bool:
    return not (settings.DEMO or settings.TEST)


def _published_with_label(version: ProcedureVersion) -> bool:
    """Another text under a label that people already know; it keeps its dossiers, the new one needs a new label."""
    return (
        ProcedureVersion.objects.filter(
            procedure=version.procedure, version=version.version, state=ProcedureVersion.State.PUBLISHED
        )
        .exclude(id=version.id)
        .exists()
    )


def _is_new_here(commune_id: UUID, version: ProcedureVersion) -> bool:
    """Offer only what the commune has never decided about: a version it retired stays retired."""
    return not Offering.objects.filter(commune_id=commune_id, version=version).exists()


def publish(
    work: Work,
    actor: Ref,
    commune_id: UUID,
    version_id: UUID,
    first_day: date,
    *,
    keep_checks: bool = False,
) -> Offering:
    """Take dossiers under this version from `first_day` on; its predecessor ends the day before. Open dossiers stay.

    Each value marked "cần xác minh" must have been confirmed here (`confirm`): a version that rests on memory is refused,
    unless `keep_checks` (the demo). One that is `demo_only` is refused outside the demo, whatever was confirmed. Raises
    Refused, Absent.
    """
    version = ProcedureVersion.objects.filter(id=version_id).select_related("procedure").first()
    if version is None:
        raise Absent(_("There is no such version of a procedure."))
    if version.state == ProcedureVersion.State.RETIRED:
        raise Refused(_("This version was retired. Please publish a newer one."))
    definition = reading.parse(version.definition, version.digest)
    if definition.demo_only and is_strict():
        raise Refused(
            _("This procedure was written from memory (%(why)s) and is for the demo only: it cannot be offered here.")
            % {"why": definition.demo_only}
        )
    answers = _confirmed(commune_id, version.id)
    open_checks = [check for check in definition.checks if check.key not in answers]
    if open_checks and not keep_checks:
        raise Refused(
            _("Some values still have to be verified before this procedure can be offered."),
            fields={check.key: [check.text] for check in open_checks},
        )
    first_day = max(first_day, version.valid_from)
    if version.valid_to and first_day > version.valid_to:
        raise Refused(_("This version is no longer valid on that day."))
    if version.state == ProcedureVersion.State.DRAFT:
        if _published_with_label(version):
            raise Refused(
                _("Version %(version)s of %(code)s is published with another text. Give the new text a new label.")
                % {"version": version.version, "code": version.procedure.code}
            )
        version.state = ProcedureVersion.State.PUBLISHED
        version.save(update_fields=["state"])
    offerings = Offering.objects.filter(commune_id=commune_id, procedure=version.procedure)
    offerings.filter(first_day__lt=first_day).exclude(last_day__lt=first_day).update(
        last_day=first_day - timedelta(days=1)
    )
    offering, _made = Offering.objects.update_or_create(
        commune_id=commune_id,
        version=version,
        first_day=first_day,
        defaults={
            "procedure": version.procedure,
            "last_day": None,
            "published_by": actor.id,
            "published_at": work.at,
            "confirmed": answers,
        },
    )
    work.note(
        "procedure.published",
        actor,
        Ref("procedure_version", version.id),
        facts={"code": version.procedure.code, "version": version.version, "first_day": first_day.isoformat()},
    )
    return offering


def confirm(
    work: Work, actor: Ref, commune_id: UUID, version_id: UUID, key: str, source: str, dated: date
) -> Confirmation:
    """The commune found where a value marked "cần xác minh" stands: `source` in words, and the day of that text.

    The version stays as it is; confirming again corrects. Raises Refused with `fields`, Absent.
    """
    version = ProcedureVersion.objects.filter(id=version_id).select_related("procedure").first()
    definition = reading.parse(version.definition, version.digest) if version else None
    if version is None or definition is None or key not in {check.key for check in definition.checks}:
        raise Absent(_("There is no such value to verify."))
    errors: dict[str, list[str]] = {}
    source = clean(source, limit=300)
    if len(source) < 8:
        errors["source"] = [_("Name the text in which it stands: number, date, article.")]
    if not date(1945, 9, 2) <= dated <= today():
        errors["dated"] = [_("This day cannot be right.")]
    if errors:
        raise Refused(fields=errors)
    row = Confirmation.objects.create(
        commune_id=commune_id, version=version, key=key, source=source, dated=dated, confirmed_by=actor.id,
        confirmed_at=work.at,
    )  # fmt: skip
    answers = _confirmed(commune_id, version.id)
    Offering.objects.filter(commune_id=commune_id, version=version).update(confirmed=answers)
    facts = {"code": version.procedure.code, "version": version.version, "key": key, "dated": dated.isoformat()}
    work.note("procedure.confirmed", actor, Ref("procedure_version", version.id), facts=facts)
    return row


def _confirmed(commune_id: UUID, version_id: UUID) -> dict[str, str]:
    """Where each value was found, by key. Holds the version's row first, so that two who confirm see each other."""
    ProcedureVersion.objects.filter(id=version_id).update(state=F("state"))
    rows = Confirmation.objects.filter(commune_id=commune_id, version_id=version_id).order_by("confirmed_at", "id")
    return dict(rows.values_list("key", "source"))


def retire(work: Work, actor: Ref, commune_id: UUID, code: str, last_day: date) -> int:
    """Take no new dossiers after `last_day` in this commune. Open dossiers run on. Gives how many offerings ended."""
    offerings = Offering.objects.filter(commune_id=commune_id, procedure__code=code)
    running = offerings.filter(Q(last_day__isnull=True) | Q(last_day__gt=last_day))
    ended = running.filter(first_day__lte=last_day).update(last_day=last_day)
    # One that had not begun by then never will.
    ended += running.filter(first_day__gt=last_day).delete()[0]
    if ended:
        facts = {"code": code, "last_day": last_day.isoformat()}
        work.note("procedure.retired", actor, Ref("procedure", stable_id("procedure", code)), facts=facts)
    return ended


def call_off(work: Work, actor: Ref, commune_id: UUID, version_id: UUID, on: date) -> int:
    """What was to begin after `on` under this version does not; what it would have ended runs on. Gives how many."""
    offerings = Offering.objects.filter(commune_id=commune_id)
    coming = list(offerings.filter(version_id=version_id, first_day__gt=on).select_related("version__procedure"))
    for one in coming:
        one.delete()
        before = offerings.filter(procedure_id=one.procedure_id, last_day=one.first_day - timedelta(days=1))
        before.update(last_day=None)
        facts = {"code": one.version.procedure.code, "first_day": one.first_day.isoformat()}
        work.note("procedure.called_off", actor, Ref("procedure_version", version_id), facts=facts)
    return len(coming)


def set_last_day(work: Work, actor: Ref, version_id: UUID, valid_to: date | None) -> ProcedureVersion:
    """The law ended (or prolonged) a version on a day: for every commune on this server."""
    version = ProcedureVersion.objects.filter(id=version_id).first()
    if version is None:
        raise Absent(_("There is no such version of a procedure."))
    if valid_to and valid_to < version.valid_from:
        raise Refused(_("The last day is before the first day of this version."))
    version.valid_to = valid_to
    version.save(update_fields=["valid_to"])
    work.note(
        "procedure.dated",
        actor,
        Ref("procedure_version", version.id),
        facts={"valid_to": valid_to.isoformat() if valid_to else None},
    )
    return version


def withdraw_version(work: Work, actor: Ref, version_id: UUID) -> None:
    """A version that was wrong: offered nowhere from today on."""
    version = ProcedureVersion.objects.filter(id=version_id).first()
    if version is None:
        raise Absent(_("There is no such version of a procedure."))
    version.state = ProcedureVersion.State.RETIRED
    version.save(update_fields=["state"])
    access.forget()
    work.note("procedure.withdrawn", actor, Ref("procedure_version", version.id), facts={"on": today().isoformat()})
