"""Who may file what, and whether the people beside the form are the ones in it. Writes nothing; raises, or gives errors."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _

from thonso.core.access import policy
from thonso.core.access.actors import Actor
from thonso.core.access.roles import HAMLET_ROLES
from thonso.core.base.errors import Refused
from thonso.core.base.text import clean, fold
from thonso.core.people.rules import check_id_number, check_name, digits_of
from thonso.dossiers import people_of
from thonso.dossiers.models.dossier import Channel
from thonso.dossiers.services.filing_shapes import Filing, people_in
from thonso.dossiers.services.superseded import begun_in_time
from thonso.procedures.access import takes
from thonso.procedures.definition import Definition, Paper
from thonso.procedures.forms.kinds import Context
from thonso.procedures.partial_date import read as read_date
from thonso.procedures.partial_date import whole_years


def authorise(actor: Actor, filing: Filing) -> None:
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


def wrong_people(filing: Filing) -> dict[str, list[Any]]:
    """What a program may have sent of a person that no form would have let through."""
    errors: dict[str, list[Any]] = {}
    for part, person in people_in(filing):
        if part != "subject" or filing.submitter.representation != "organisation":
            if wrong := check_name(person.name).errors:
                errors[f"{part}.name"] = list(wrong)
        elif not clean(person.name, limit=100):
            errors[f"{part}.name"] = [_("Not filled in.")]
        number = str(person.details.get("id_number") or "")
        if number and (wrong := check_id_number(number, sex=person.details.get("sex")).errors):
            errors[f"{part}.id_number"] = list(wrong)
    return errors


def not_as_answered(
    filing: Filing, definition: Definition, values: Mapping[str, Any], on: date
) -> dict[str, list[Any]]:
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
    if filer and birth and filer.relation == "self" and whole_years(birth.first, on) < filer.min_age:
        field = people_of.subject_field(definition.form)
        words = _("Must be at least %(age)d years old to file alone.") % {"age": filer.min_age}
        errors[field.key if field else "subject.birth"] = [words]
    return errors


def context_of(filing: Filing, on: date) -> Context:
    """The facts of this filing that the form's rules may look at; `on`: the day on which it was filed."""
    return Context(
        today=on,
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


def check_way(actor: Actor, filing: Filing, definition: Definition, context: Context) -> None:
    if definition.valid_to is not None and context.today > definition.valid_to:
        raise Refused(ended(definition))
    taken = takes(filing.commune_id, filing.version_id, context.today)
    session = actor.assist.session_id if actor.assist else None
    if not definition.valid_on(context.today) or not (taken or begun_in_time(filing, session)):
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
