"""Who a filed form is about: its subject, her hamlet and phone, found by what the form's fields are filled from. Pure."""

from collections.abc import Mapping
from typing import Any

from thonso.core.base.text import fold
from thonso.procedures.forms.kinds import Context
from thonso.procedures.forms.shape import Answers, Field, Form
from thonso.procedures.prefill import prefill
from thonso.procedures.rules import evaluate


def subject_field(form: Form) -> Field | None:
    """The person the dossier belongs to: the first person field that may be filled from a card."""
    people = [one for one in form.fields() if one.kind == "person"]
    return next((one for one in people if "card" in one.sources), people[0] if people else None)


def is_filer(form: Form, representation: str) -> bool:
    """Whether the person the form asks for is whoever files, in this capacity."""
    one = subject_field(form)
    return one is not None and (representation == "self" or representation in one.filer)


def home_field(form: Form) -> Field | None:
    return next((one for one in form.fields() if one.kind == "unit" and "resident.home" in one.sources), None)


def phone_field(form: Form) -> Field | None:
    return next((one for one in form.fields() if one.kind == "phone"), None)


def subject_of(form: Form, values: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
    """Name and details (number, birth, sex, phone) of the subject as answered; ("", {}) when not answered yet."""
    one = subject_field(form)
    person = values.get(one.key) if one else None
    if not isinstance(person, Mapping):
        return "", {}
    details = {key: person[key] for key in ("id_number", "birth", "sex", "known_by") if person.get(key)}
    phone = phone_field(form)
    if phone is not None and values.get(phone.key):
        details["phone"] = values[phone.key]
    return str(person.get("full_name") or ""), details


def with_number(form: Form, answers: Mapping[str, Any], before: str, after: str) -> Answers:
    """The answers with another ID number of the subject, wherever she stands in them with the one before."""
    one = subject_field(form)
    person = answers.get(one.key) if one else None
    if one is None or not isinstance(person, Mapping):
        return dict(answers)
    name = fold(str(person.get("full_name") or ""))

    def mended(value: Any) -> Any:
        if isinstance(value, list):
            return [mended(each) for each in value]
        if not isinstance(value, Mapping):
            return value
        hers = before and value.get("id_number") == before and fold(str(value.get("full_name") or "")) == name
        return {key: mended(each) for key, each in value.items()} | ({"id_number": after} if hers else {})

    found: Answers = {key: mended(value) for key, value in answers.items()}
    return found | {one.key: {**found[one.key], "id_number": after}}


def with_applicant(form: Form, answers: Mapping[str, Any], context: Context) -> Answers:
    """The answers, with the subject as the first row of a list that is still empty and asks for her too, or as the mother
    or father that she files as."""
    name, details = subject_of(form, evaluate(form, answers, context).values)
    person = {"full_name": name, **details}
    known: dict[str, Any] = {"rows": [{**person, "member": person}]} if name else {}
    if name:
        known |= as_parent(person, context.representation)
    return prefill(form, {"subject": known}, context, answers).answers


def as_parent(person: Mapping[str, Any], representation: str) -> dict[str, Any]:
    """The mother or father of whom the form is about, where she files as that and her sex is known."""
    which = {"female": "mother", "male": "father"}.get(str(person.get("sex") or ""))
    return {which: person} if which and representation == "parent" else {}


def hamlet_code_of(form: Form, values: Mapping[str, Any]) -> str:
    """The code of the hamlet the subject lives in, as answered, or ''."""
    one = home_field(form)
    place = values.get(one.key) if one else None
    return str(place.get("hamlet") or "") if isinstance(place, Mapping) else ""
