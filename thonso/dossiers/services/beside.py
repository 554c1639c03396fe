"""Who stands beside whoever cannot read, sign or speak Vietnamese: an interpreter, two witnesses (practice.md 10, 12).

They are named when the form is filled in at the desk or by a helper, or before the certifier later; each stands among the
people of the dossier with name and number. Their ID card is looked at and given back.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _

from thonso.core.base.errors import Refused
from thonso.core.base.text import clean, fold
from thonso.core.people.rules import check_id_number, check_name, digits_of, tidy_name
from thonso.core.people.services import find_by_id_number
from thonso.dossiers import requirements, vault
from thonso.dossiers.models import Dossier, Event, Party
from thonso.dossiers.models.dossier import Part
from thonso.dossiers.services.filing_shapes import Person
from thonso.dossiers.services.moves import Act, answers_of, move
from thonso.dossiers.services.parties import party
from thonso.procedures.conditions import Scope
from thonso.procedures.definition import Definition

WITNESSES = 2
PARTS = (Part.INTERPRETER, Part.WITNESS)
# The boxes, in the order of the page: whose, which, and what stands over it is the page's.
FIELDS = (
    "interpreter_name", "interpreter_id_number", "interpreter_language",
    "witness1_name", "witness1_id_number", "witness2_name", "witness2_id_number",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Beside:
    interpreter: Person | None = None
    witnesses: tuple[Person, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.people())

    def people(self) -> list[tuple[str, Person]]:
        """Each under the name that the boxes give: interpreter, witness1, witness2."""
        first = [("interpreter", self.interpreter)] if self.interpreter else []
        return [*first, *((f"witness{number}", one) for number, one in enumerate(self.witnesses, start=1))]


def read(given: Mapping[str, Any]) -> Beside:
    """What was typed, tidied; a person of whom nothing was typed is nobody."""

    def text(name: str) -> str:
        return clean(str(given.get(name) or ""), limit=100)

    def person(who: str, **more: str) -> Person | None:
        name, number = tidy_name(text(f"{who}_name")), digits_of(text(f"{who}_id_number"))
        if not (name or number or any(more.values())):
            return None
        details: dict[str, Any] = {key: value for key, value in {"id_number": number, **more}.items() if value}
        return Person(name, {**details, **({"no_interest": True} if given.get("no_interest") else {})})

    interpreter = person("interpreter", language=text("interpreter_language"))
    witnesses = (person(f"witness{number}") for number in range(1, WITNESSES + 1))
    return Beside(interpreter, tuple(one for one in witnesses if one))


def typed(beside: Beside) -> dict[str, Any]:
    """As the boxes hold it."""
    found: dict[str, Any] = {}
    for who, one in beside.people():
        found |= {f"{who}_name": one.name} | {f"{who}_{key}": value for key, value in one.details.items()}
        found |= {"no_interest": "1"} if one.details.get("no_interest") else {}
    return {key: value for key, value in found.items() if key in (*FIELDS, "no_interest")}


def problems(beside: Beside, others: Iterable[Person], definition: Definition) -> dict[str, list[Any]]:
    """Box → what is wrong. `others` have a part in the dossier already and can be neither (helper, owner, submitter)."""
    errors: dict[str, list[Any]] = {}
    seen = list(others)
    for who, one in beside.people():
        if wrong := check_name(one.name).errors:
            errors[f"{who}_name"] = list(wrong)
        if wrong := check_id_number(str(one.details.get("id_number") or "")).errors:
            errors[f"{who}_id_number"] = list(wrong)
        if any(_same(one, other) for other in seen):
            errors.setdefault(f"{who}_name", []).append(
                _("Has a part in this dossier already: somebody else must do this.")
            )
        seen.append(one)
    if beside.interpreter and not beside.interpreter.details.get("language"):
        errors["interpreter_language"] = [_("Write the language.")]
    if beside.witnesses and "two_witnesses" not in definition.ways_to_confirm:
        errors["witness1_name"] = [_("In this procedure witnesses cannot stand in for a signature.")]
    elif len(beside.witnesses) not in {0, WITNESSES}:
        errors["witness2_name"] = [_("There must be two witnesses, or none.")]
    if not all(one.details.get("no_interest") for _who, one in beside.people()):
        errors["no_interest"] = [_("Ask each of them, then tick: only who has no interest in the matter may do this.")]
    return errors


def _same(one: Person, other: Person) -> bool:
    mine, hers = (digits_of(str(person.details.get("id_number") or "")) for person in (one, other))
    return mine == hers if mine and hers else fold(one.name) == fold(other.name)


def kin(commune_id: Any, beside: Beside, household_id: Any) -> dict[str, list[Any]]:
    """A witness of the owner's own household has an interest in what it gets; an interpreter may be of it, and is marked."""
    errors: dict[str, list[Any]] = {}
    for number, one in enumerate(beside.witnesses if household_id else (), start=1):
        if _household(commune_id, one) == household_id:
            errors[f"witness{number}_name"] = [_("Lives in the same household: a witness must be somebody else.")]
    return errors


def marked(commune_id: Any, beside: Beside, household_id: Any) -> Beside:
    one = beside.interpreter
    if one is None or not household_id or _household(commune_id, one) != household_id:
        return beside
    return replace(beside, interpreter=replace(one, details={**one.details, "same_household": True}))


def _household(commune_id: Any, person: Person) -> Any:
    found = find_by_id_number(commune_id, str(person.details.get("id_number") or ""))
    return found.household_id if found is not None and found.folded == fold(person.name) else None


def needed(definition: Definition, answers: Mapping[str, Any], facts: Mapping[str, Any]) -> set[str]:
    """Which of the two these answers call for: "interpreter", "witnesses"."""
    rules = {"interpreter": definition.interpreter, "witnesses": definition.witnesses}
    return {who for who, rule in rules.items() if rule is not None and rule.when.test(Scope(answers, facts))}


def missing(dossier: Dossier, events: Iterable[Event] | None = None) -> set[str]:
    """Who is called for by the answers and is not named yet. With the `events` loaded already they are not asked for."""
    parts = {one.part for one in dossier.parties.all()}
    there = {"interpreter"} if Part.INTERPRETER in parts else set()
    there |= {"witnesses"} if Part.WITNESS in parts else set()
    return needed(requirements.definition(dossier), answers_of(dossier, events), {"channel": dossier.channel}) - there


def name(act: Act, given: Mapping[str, Any]) -> Event:
    """Who stands beside, written down at the desk: in place of whoever was named before. The history keeps them all."""
    dossier, beside = act.dossier, read(given)
    rows = list(dossier.parties.all())
    others = [_as_person(dossier, one) for one in rows if one.part not in PARTS]
    errors = problems(beside, others, requirements.definition(dossier)) or kin(
        dossier.commune_id, beside, dossier.household_id
    )
    if not beside and not any(one.part in PARTS for one in rows):
        errors["interpreter_name"] = [_("Write the interpreter, or two witnesses.")]
    if errors:
        (first, *_more), *further = errors.values()
        raise Refused(_("Please mend what is marked.") if further else first, fields=errors)
    beside = marked(dossier.commune_id, beside, dossier.household_id)
    named = beside.people()
    words = {who: f"{_word_of(who)}: {one.name}" for who, one in named}
    event = move(act, "name_beside", facts={"named": [who for who, _one in named]}, payload=words)
    Party.objects.filter(dossier=dossier, part__in=PARTS).delete()
    parts = [(Part.INTERPRETER if who == "interpreter" else Part.WITNESS, one) for who, one in named]
    Party.objects.bulk_create([party(dossier, part.value, one) for part, one in parts])
    return event


def _word_of(who: str) -> str:
    return _("Interpreter") if who == "interpreter" else _("Witness")


def _as_person(dossier: Dossier, one: Party) -> Person:
    return Person(one.name, vault.open_(dossier.data_key, "party", one.pk, one.details) or {})


def of_dossier(dossier: Dossier) -> Beside:
    """Who is named now."""
    people = [(one.part, _as_person(dossier, one)) for one in dossier.parties.all() if one.part in PARTS]
    interpreter = next((one for part, one in people if part == Part.INTERPRETER), None)
    return Beside(interpreter, tuple(one for part, one in people if part == Part.WITNESS))
