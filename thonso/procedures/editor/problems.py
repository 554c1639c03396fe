"""Every problem that `reading.check` finds, at its place and in a sentence that says what to do. Pure."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from thonso.procedures import reading
from thonso.procedures.editor import layout
from thonso.procedures.editor.places import Source, has, name_of, named, parent_of

MOST = 200  # so many are enough to mend; a stranger's file may have one at every comma


@dataclass(frozen=True, slots=True)
class Problem:
    """`place` opens the page where it is mended; `box` is the box there, when one is to blame."""

    place: str
    sentence: str
    box: str = ""


def of(source: Source) -> list[Problem]:
    """What must be mended before this can be tried or published; empty when it is sound."""
    found = [_of_schema(source, error) for error in islice(reading.validator().iter_errors(source), MOST)]
    if found:
        return list(dict.fromkeys(found))
    try:
        reading.check(source)
    except reading.DefinitionError as error:
        return [_of_sentence(source, one) for one in error.problems]
    return []


# --- what the schema says -------------------------------------------------------------------------------------------


def _of_schema(source: Source, error: Any) -> Problem:
    path = list(error.absolute_path)
    place, box = at_page(source, named(source, path))
    if error.validator == "required":
        missing = next((one for one in error.validator_value if one not in error.instance), "")
        place, box = at_page(source, ".".join(filter(None, [named(source, path), missing])))
    label = _label(place, box)
    words = _SCHEMA.get(error.validator, gettext_noop("What stands here is not right: open it, choose again and save."))
    if error.validator in {"oneOf", "anyOf"} and place.startswith("form.rules."):
        words = gettext_noop("This rule is not complete: say on what it depends and what follows, then save.")
    unknown = ", ".join(sorted(set(error.instance) - set(error.schema.get("properties", ())))) \
        if error.validator == "additionalProperties" and isinstance(error.instance, dict) else ""  # fmt: skip
    said = _(words) % {
        "limit": error.validator_value if isinstance(error.validator_value, int) else "",
        "what": unknown,
    }
    return Problem(place, f"{label}: {said}" if label else said, box)


_SCHEMA: dict[str, str] = {
    "required": gettext_noop("This has not been filled in yet."),
    "minItems": gettext_noop("There must be at least %(limit)s. Please add."),
    "maxItems": gettext_noop("There may be at most %(limit)s. Please remove some."),
    "minLength": gettext_noop("This has not been filled in yet."),
    "maxLength": gettext_noop("Too long: at most %(limit)s characters."),
    "pattern": gettext_noop("Not in the form that is needed. Look at the hint and write it again."),
    "enum": gettext_noop("Choose one from the list."),
    "minimum": gettext_noop("Too small: at least %(limit)s."),
    "maximum": gettext_noop("Too great: at most %(limit)s."),
    "uniqueItems": gettext_noop("The same stands here twice. Take one away."),
    "additionalProperties": gettext_noop("There is something here that this software does not know: %(what)s."),
    "dependentRequired": gettext_noop("Give both days, or neither."),
}


def at_page(source: Source, path: str) -> tuple[str, str]:
    """The page that shows a path of the definition, and the box on it."""
    names = path.split(".") if path else []
    for length in range(len(names), 0, -1):
        place, rest = ".".join(names[:length]), ".".join(names[length:])
        try:
            part = layout.part_of(place)
        except KeyError:
            continue
        if part.whole or not (has(source, place) or has(source, parent_of(place))):
            continue
        if layout.is_item(place) and rest.split(".")[0] in part.below:
            return f"{place}.{rest.split('.')[0]}", ""
        return place, _box(part, rest)
    for part in layout.PARTS.values():
        if part.whole and (box := _box(part, path)):
            return part.at, box
    return "", ""


def _box(part: layout.Part, rest: str) -> str:
    found = [one.at for one in part.boxes if rest == one.at or rest.startswith(f"{one.at}.")]
    whole = [one.at for one in part.boxes if rest and one.at.startswith(f"{rest}.")]
    rule = {"show": "targets", "require": "targets", "refuse": "targets"} if part.at == "form.rules" else {}
    return (found or whole or [rule.get(rest.split(".")[0], "")])[0]


def _label(place: str, box: str) -> str:
    if not place:
        return ""
    part = layout.part_of(place)
    return next((str(one.label) for one in part.boxes if one.at == box), "")


# --- what the definition says against itself ------------------------------------------------------------------------

Where = Callable[..., str]
_K = r"([a-z][a-z0-9_]*)"
_PATH = r"([a-z@][a-z0-9_.*]*)"


def _field(source: Source, ref: str) -> str:
    parts = ref.split(".")
    for section in source["form"]["sections"]:
        if section["key"] == parts[0]:
            return f"form.sections.{parts[0]}"
        for one in section["fields"]:
            if one["key"] == parts[0]:
                at = f"form.sections.{section['key']}.fields.{parts[0]}"
                return f"{at}.fields.{parts[2]}" if len(parts) > 2 and parts[1] == "*" else at
    return "form.rules"


def _rule_with(source: Source, ref: str) -> str:
    for index, rule in enumerate(source["form"].get("rules", ())):
        if ref in reading.canonical(rule):
            return f"form.rules.{index}"
    for rows in ("cases", "papers", "fees"):
        for index, one in enumerate(source[rows]):
            if "when" in one and ref in reading.canonical(one["when"]):
                return f"{rows}.{name_of(one, index)}"
    return "form.rules"


def _filer(source: Source, paper: str) -> str:
    found = (index for index, one in enumerate(source["who_may_file"]) if one.get("paper") == paper)
    return f"who_may_file.{next(found, 0)}"


def _case_with(source: Source, paper: str) -> str:
    return next((f"cases.{one['key']}" for one in source["cases"] if paper in one["papers"]), "cases")


def _result_paper(source: Source, title: str) -> str:
    rows = source["result"]["papers"]
    return f"result.papers.{next((index for index, one in enumerate(rows) if one['title'] == title), 0)}"


def _fee_of(source: Source, key: str) -> str:
    found = (index for index, one in enumerate(source["fees"]) if one.get("times") == key)
    return f"fees.{next(found, 0)}"


def _paged(source: Source, where: str) -> str:
    """The fee that is counted by pages, or the result."""
    found = (index for index, one in enumerate(source["fees"]) if "by_page" in one)
    return f"fees.{next(found, 0)}" if where == "fees" else "outcome"


def _half_day(source: Source, key: str) -> str:
    for section in source["form"]["sections"]:
        for one in section["fields"]:
            if one.get("half_day") == key:
                return f"form.sections.{section['key']}.fields.{one['key']}"
    return "form.sections"


SENTENCES: tuple[tuple[str, Where, str], ...] = (
    (rf"(papers|cases|steps): {_K} is used twice", lambda s, part, key: part,
     gettext_noop("Two things here have the same inner name. Remove one and add it anew.")),
    (rf"cases: there is no paper {_K}", lambda s, key: _case_with(s, key),
     gettext_noop("This case names a paper that is not there any more. Open it, look at its papers and save.")),
    (rf"papers: {_K} is in no case", lambda s, key: f"papers.{key}",
     gettext_noop("This paper belongs to no case. Open a case and tick it, or remove the paper.")),
    (rf"who_may_file: there is no paper {_K}", lambda s, key: _filer(s, key),
     gettext_noop("This capacity names a paper that is not there any more. Choose another, or none.")),
    (rf"form: {_K} is for a paper {_K} that does not exist", lambda s, key, _paper: _field(s, key),
     gettext_noop("This question is for a paper that is not there any more. Choose another paper, or remove the question.")),
    (rf"form: {_K} is not a choice of half days", lambda s, key: _half_day(s, key),
     gettext_noop("Choose the question that says morning or afternoon: one with a list of choices.")),
    (rf"form: {_K} asks for more rows than it allows", lambda s, key: _field(s, key),
     gettext_noop("It asks for more rows than it allows. Make the smallest number smaller, or the greatest greater.")),
    (rf"fees: {_K} is not a number field", lambda s, key: _fee_of(s, key),
     gettext_noop("This fee is multiplied by a question that is no number. Choose another, or none.")),
    (rf"steps: {_K} goes back to {_K}, which is not before it", lambda s, key, _to: f"steps.{key}",
     gettext_noop("This step goes back to one that is not before it. Choose an earlier step, or move it.")),
    (rf"cases: {_K} has no condition, so the cases after it are never reached", lambda s, key: f"cases.{key}",
     gettext_noop("Without a condition the cases after this one are never reached. Say when it holds, or move it to the end.")),
    (r"(valid_from|valid_to): .* is not a day", lambda s, key: "texts",
     gettext_noop("This is no day of the calendar. Write it again.")),
    (r"valid_to is before valid_from", lambda s: "texts",
     gettext_noop("It ends before it begins. Look at the two days again.")),
    (r"result: an appointment is the result of appointment_only, and only of that", lambda s: "outcome",
     gettext_noop("An appointment as the result goes with filing by appointment alone. Change one of the two.")),
    (r"presence: who has to be there at filing cannot file from afar", lambda s: "presence",
     gettext_noop("Whoever has to come to file cannot file from afar. Change who has to come, or the ways of filing.")),
    (r"presence: an hour is asked for from afar, so nobody has to be there before the signing", lambda s: "presence",
     gettext_noop("An hour is asked for from afar, so nobody has to come before the signing. Choose a later moment.")),
    (r"presence: who has to come for the result cannot have it sent \(.*\)", lambda s: "presence",
     gettext_noop("Whoever has to come for the result cannot have it sent. Change who comes, or those ways in the form.")),
    (r"presence: .* at .* twice", lambda s: "presence",
     gettext_noop("The same person is asked to come twice at the same moment. Remove one.")),
    (r"witnesses: two_witnesses is not a way to confirm here", lambda s: "ways",
     gettext_noop("Witnesses are described, but two witnesses are no way to confirm here. Tick it, or empty their boxes.")),
    (rf"papers: {_K} is a paper of identity: .*", lambda s, key: f"papers.{key}",
     gettext_noop("A paper of identity is shown and given back, never handed in. Choose “only shown”.")),
    (rf"result: {_K} is not a person of the form", lambda s, key: "outcome",
     gettext_noop("Whom the paper names must be a person that the form asks about. Choose another question.")),
    (rf"result: {_K} is not a number of the form", lambda s, key: "result.papers",
     gettext_noop("The number of copies must be a number that the form asks for. Choose another question.")),
    (r"result: name the book that numbers what is certified", lambda s: "outcome",
     gettext_noop("What is certified takes its number from a book. Give the book and its symbol.")),
    (rf"(fees|result): {_K} is not a list of the form", lambda s, where, _key: _paged(s, where),
     gettext_noop("What is counted by rows must be a table of the form. Choose another question.")),
    (rf"(fees|result): {_K} is not a number in {_K}", lambda s, where, *_keys: _paged(s, where),
     gettext_noop("Pages and copies must be numbers that each row asks for. Choose other questions.")),
    (rf"(fees|result): {_K} is not a field of {_K}", lambda s, where, *_keys: _paged(s, where),
     gettext_noop("The name of a row must be a question of that table. Choose another question.")),
    (r"result: the words of a decision stand with a decision among the papers, and only there", lambda s: "decision",
     gettext_noop("The words of a decision go with a decision among the papers of the result, and only with one.")),
    (r"result: a decision for a list needs outcomes, with what it recognises", lambda s: "outcome",
     gettext_noop("A decision for a list needs what a review may propose, and how the decision counts it. Add it.")),
    (r"result: a decision for a list needs the title of that list", lambda s: "decision",
     gettext_noop("A decision for a list needs the title of that list. Fill it in.")),
    (r"result: .* is asked of the officer and known already", lambda s: "decision",
     gettext_noop("Something is asked of the officer that is known already. Remove it there.")),
    (r"result: nothing fills in \{.*\}", lambda s: "decision",
     gettext_noop("A word in braces is filled in by nothing. Use a question, or what the officer fills in.")),
    (rf"result: {_K} is not a group of rows", lambda s, key: "decision",
     gettext_noop("The rows of the list must be a table of the form. Choose another question.")),
    (r"result: name the system that makes it", lambda s: "outcome",
     gettext_noop("Say in which other system the result is made.")),
    (r"result: (.*) needs a kind of paper", lambda s, title: _result_paper(s, title),
     gettext_noop("What is drafted here needs a layout. Choose one.")),
    (rf"{_PATH} looks at itself", lambda s, ref: _rule_with(s, ref),
     gettext_noop("A question cannot depend on its own answer. Choose another question in the rule.")),
    (r"rules go in a circle: (.*)", lambda s, _circle: "form.rules",
     gettext_noop("Some rules depend on each other in a circle. Take one of them away.")),
    (rf"{_PATH} is computed by more than one rule", lambda s, ref: _rule_with(s, ref),
     gettext_noop("Two rules fill in the same question. Take one of them away.")),
    (rf"{_PATH} is quiet, so something must compute it", lambda s, ref: _field(s, ref),
     gettext_noop("This question is never shown, so a rule must fill it in. Remove the question, or bring the rule back.")),
    (rf"{_PATH} looks at the whole group it is in", lambda s, ref: _rule_with(s, ref),
     gettext_noop("A question of a row cannot depend on the whole table. Choose another question in the rule.")),
    (rf"{_PATH}: a row cannot hold a {_K}", lambda s, ref, _kind: _field(s, ref),
     gettext_noop("A row cannot hold a question of this kind. Remove it and ask it outside the table.")),
    (rf"rule for {_PATH}: there is no such section or field", lambda s, ref: _rule_with(s, ref),
     gettext_noop("This rule is about a question that is not there any more. Choose another, or remove the rule.")),
    (rf"rule for {_PATH}: a section can only be shown", lambda s, ref: _rule_with(s, ref),
     gettext_noop("A whole part can only be shown or not. Choose single questions in this rule.")),
    (rf"{_PATH} is used twice", lambda s, ref: _field(s, ref),
     gettext_noop("Two questions have the same inner name. Remove one and add it anew.")),
    (rf"reference {_PATH}: name a field of the row", lambda s, ref: _rule_with(s, ref),
     gettext_noop("Choose a question of the row in this condition.")),
    (rf"reference {_PATH}: there is no such field", lambda s, ref: _rule_with(s, ref),
     gettext_noop("This depends on a question that is not there any more. Choose another in its condition, or remove it.")),
    (rf"reference {_PATH}: {_PATH} has no .*", lambda s, ref, _path: _rule_with(s, ref),
     gettext_noop("This depends on a part of an answer that is not asked. Choose another in its condition.")),
    (rf"reference {_PATH}: only rules of the same row may look into it", lambda s, ref: _rule_with(s, ref),
     gettext_noop("Only rules about the same row may look at its questions. Choose another question in the condition.")),
)  # fmt: skip


def _of_sentence(source: Source, text: str) -> Problem:
    for pattern, where, words in SENTENCES:
        if found := re.fullmatch(pattern, text, re.DOTALL):
            place = where(source, *found.groups())
            return Problem(place, _(words))
    return Problem("", _("Something does not fit together (%(what)s). Undo the last change.") % {"what": text[:200]})


def by_place(problems: list[Problem]) -> Iterator[tuple[str, list[Problem]]]:
    """In the order of the overview: each part with what is wrong in it."""
    for part in layout.ORDER:
        holds = (part, *(layout.PARTS[part].below if layout.PARTS[part].whole else ()))
        inside = [one for one in problems if any(one.place == at or one.place.startswith(f"{at}.") for at in holds)]
        if inside:
            yield part, inside
    rest = [one for one in problems if not one.place]
    if rest:
        yield "", rest
