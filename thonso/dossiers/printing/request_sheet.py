"""A request as it is printed to be signed: what was said in lines that can be read aloud, and a place for who signs."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from thonso.core.base.text import fold
from thonso.dossiers import people_of
from thonso.dossiers.services.presence import promised
from thonso.procedures.definition import Definition
from thonso.procedures.forms.kinds import Context
from thonso.procedures.forms.shape import Form, Section
from thonso.procedures.partial_date import read as read_date
from thonso.procedures.rendering.reading import Line, blocks
from thonso.procedures.rules import Evaluation, evaluate

NOT_SAID = ("file", "consent", "signature")
SEX = {"male": "nam", "female": "nữ"}
BORN = {1: "sinh năm", 2: "sinh tháng", 3: "sinh ngày"}
PROMISE = "Tôi cam đoan những điều ghi trên là đúng."
# By the first word of the paper's name; whoever asks for something else asks for it.
SIGNS = {"tờ": "Người khai", "thông": "Người thông báo"}


@dataclass(frozen=True, slots=True)
class Part:
    """`unsaid`: the questions left open, named in one line, so that nothing can be written in after it is signed."""

    section: Section
    lines: tuple[Line, ...]
    unsaid: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    parts: tuple[Part, ...]
    promises: tuple[str, ...]
    signers: tuple[tuple[str, str], ...]


def sheet_of(definition: Definition, answers: Mapping[str, Any], context: Context, paper: str, heir: str = "") -> Sheet:
    """What stands on the sheet of the paper of that name; `heir` signs for whoever died."""
    form, evaluation = definition.form, evaluate(definition.form, answers, context)
    found = blocks(form, evaluation, context, mask=False, filled={}, empty="", without=NOT_SAID, short=True)
    parts = tuple(
        Part(
            one.section,
            tuple(_line(line, one.section, form, evaluation.values) for line in one.lines if line.text or line.lines),
            tuple(line.label.rstrip("?") for line in one.lines if not (line.text or line.lines)),
        )
        for one in found
    )
    consents = (one for one in form.fields() if one.kind == "consent" and one.key in evaluation.visible)
    promises = tuple(one.label for one in consents if one.key in evaluation.required) or (PROMISE,)
    return Sheet(parts, promises, _signers(definition, evaluation, context, paper, heir))


def _line(line: Line, section: Section, form: Form, values: Mapping[str, Any]) -> Line:
    value = values.get(line.key)
    if form.by_key[line.key].kind != "person" or not isinstance(value, Mapping):
        return line
    label = "Họ và tên" if fold(line.label) == fold(section.title) else line.label
    return replace(line, label=label, text=person_words(value))


def person_words(person: Mapping[str, Any]) -> str:
    """ "Lý Thị Mai, sinh ngày 12/05/1968, nữ, số định danh cá nhân 015168990001": each figure says what it is."""
    birth = read_date(person.get("birth"))
    number, known_by = person.get("id_number"), person.get("known_by")
    said = (
        str(person.get("full_name") or ""),
        f"{BORN[len(str(birth).split('-'))]} {birth.shown}" if birth else "",
        SEX.get(str(person.get("sex")), ""),
        f"số định danh cá nhân {number}" if number else "",
        f"chưa có số định danh cá nhân, nhận biết qua: {known_by}" if known_by else "",
    )
    return ", ".join(one for one in said if one)


def _signers(
    definition: Definition, evaluation: Evaluation, context: Context, paper: str, heir: str
) -> tuple[tuple[str, str], ...]:
    """Who signs, as (in what part, name): both, where the act is of two and nobody signs for another."""
    form, values = definition.form, evaluation.values
    facts = {"channel": context.channel, "representation": context.representation}
    if any(one.who == "both_parties" for one in promised(definition, values, facts)):
        subject = people_of.subject_field(form)
        both = [one for one in form.fields() if one.kind == "person" and one is not subject]
        return tuple((one.label, _name(values.get(one.key))) for one in both if one.key in evaluation.visible)
    name, _details = people_of.subject_of(form, values)
    return ((SIGNS.get(paper.split()[0].lower(), "Người đề nghị"), heir or name),)


def _name(person: Any) -> str:
    return str(person.get("full_name") or "") if isinstance(person, Mapping) else ""
