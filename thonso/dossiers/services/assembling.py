"""From what was filled in to what is filed: who is the owner, who files, where the household lives. Writes nothing."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from thonso.core.access.actors import Actor
from thonso.core.units.models import Unit
from thonso.dossiers import people_of, sources
from thonso.dossiers.services import beside
from thonso.dossiers.services.filing_shapes import Filing, Person
from thonso.procedures.definition import Definition
from thonso.procedures.forms.kinds import Context
from thonso.procedures.rules import evaluate


def assemble(
    actor: Actor,
    id_: UUID,
    commune: Unit,
    version_id: UUID,
    definition: Definition,
    answers: Mapping[str, Any],
    context: Context,
    people: Mapping[str, Any],
    attachments: Sequence[tuple[str, str]],
) -> Filing:
    """`people`: representation, submitter, id_number and phone of who files for another, and who stands `beside`."""
    values = evaluate(definition.form, answers, context).values
    name, details = people_of.subject_of(definition.form, values)
    representation = people.get("representation", "self")
    subject = Person(name or people.get("submitter", ""), details)
    submitter = Person(
        subject.name if representation == "self" else people.get("submitter") or subject.name,
        details if representation == "self" else _of_submitter(actor, definition, context.channel, people, details),
        representation,
    )
    hamlet = people_of.hamlet_code_of(definition.form, values)
    place = Unit.objects.filter(commune_id=commune.pk, kind="hamlet", code=hamlet).first() if hamlet else None
    with_them = beside.read(people.get("beside", {}))
    return Filing(
        id=id_,
        commune_id=commune.pk,
        commune_code=commune.code,
        version_id=version_id,
        answers=answers,
        attachments=attachments,
        channel=context.channel,
        subject=subject,
        submitter=submitter,
        helper=Person(actor.name) if actor.assist else None,
        interpreter=with_them.interpreter,
        witnesses=with_them.witnesses,
        hamlet_id=place.pk if place else None,
    )


def _of_submitter(
    actor: Actor, definition: Definition, channel: str, people: Mapping[str, Any], subject: Mapping[str, Any]
) -> dict[str, Any]:
    """Number and phone of whoever files for another: as said at the desk; else the phone the form asked her for, where the
    form is about her, or the one of her account."""
    found = {key: people[key] for key in ("id_number", "phone") if people.get(key)}
    if "phone" not in found:
        hers = people_of.is_filer(definition.form, people.get("representation", "self"))
        phone = str(subject.get("phone") or "") if hers else ""
        phone = phone or (sources.phone_of(actor) if channel == "online" else "")
        found |= {"phone": phone} if phone else {}
    return found
