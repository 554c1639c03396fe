"""Every text that somebody may need to hear: questions, their hints and options, how to file, and where a dossier stands."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any
from uuid import UUID

import yaml
from django.conf import settings
from django.utils.translation import gettext as _

from thonso.core.base.clock import today
from thonso.core.base.kept import kept
from thonso.dossiers.presenting import RELATION, states_told
from thonso.dossiers.reading import filed_most
from thonso.procedures import describing
from thonso.procedures.access import published
from thonso.procedures.definition import Case, Definition
from thonso.procedures.forms.shape import Field
from thonso.procedures.rendering import added
from thonso.voices.rules import digest_of, tidied

LONGEST = 600
HELPED = {"assisted", "appointment_only"}


@dataclass(frozen=True, slots=True)
class Language:
    key: str
    name: str
    tag: str
    verify: bool = False


@dataclass(frozen=True, slots=True)
class Phrase:
    digest: str
    text: str
    place: str


@cache
def languages() -> tuple[Language, ...]:
    raw: list[dict[str, Any]] = yaml.safe_load((Path(settings.ROOT) / "catalogue/languages.yaml").read_text("utf-8"))
    return tuple(Language(**one) for one in raw)


def language(key: str) -> Language | None:
    return next((one for one in languages() if one.key == key), None)


@kept
def of(commune_id: UUID) -> dict[str, Phrase]:
    """By digest, each text once, where it stands first: states, then what is asked in hamlets, what is filed most at the
    beginning; each procedure with its questions, then how it is filed."""
    states = tuple(_phrases((_("Where a dossier stands"), words) for words in states_told()))
    usual = filed_most(commune_id, None, None, "assisted")
    offered = sorted(
        published(commune_id, today()),
        key=lambda one: (not HELPED & set(one.definition.channels), -usual.get(one.code, 0)),
    )
    found: dict[str, Phrase] = {}
    for one in (*states, *(phrase for each in offered for phrase in _of_procedure(each.definition))):
        found.setdefault(one.digest, one)
    return found


def _phrases(texts: Iterable[tuple[str, str]]) -> Iterator[Phrase]:
    for place, text in texts:
        words = tidied(text)
        if words and len(words) <= LONGEST:
            yield Phrase(digest_of(words), words, place)


@lru_cache(maxsize=500)
def _of_procedure(definition: Definition) -> tuple[Phrase, ...]:
    """A version never changes."""
    return tuple(_phrases((*_of_form(definition), *_of_guide(definition))))


def _of_form(definition: Definition) -> Iterator[tuple[str, str]]:
    name = definition.name
    yield name, name
    for filer in definition.who_may_file:
        yield name, filer.label or str(RELATION[filer.relation])
        yield name, filer.note
    for section in definition.form.sections:
        yield name, section.intro
        for field in section.fields:
            yield from _of_field(name, field)


def _of_field(name: str, field: Field) -> Iterator[tuple[str, str]]:
    if field.quiet:
        return
    for words in (field.label, field.hint, *added(field)):
        yield name, words
    for option in field.options:
        yield name, option.label
        yield name, option.hint
    for child in field.fields:
        yield from _of_field(name, child)


def _of_guide(definition: Definition) -> Iterator[tuple[str, str]]:
    """As the procedure's page tells it: what it is for, how long, how much, what to bring, who files and comes, what happens,
    what comes of it."""
    place = _("%(name)s: how it is filed") % {"name": definition.name}
    steps = describing.steps_of(definition)
    beside = [one.text for one in (definition.witnesses, definition.interpreter, definition.heir) if one]
    relations = describing.relation_words()
    words = (
        definition.summary,
        describing.time_said(definition.time),
        definition.time.text,
        *(text for fee in definition.fees for text in describing.fee_said(fee)),
        *(one.text for one in definition.warnings),
        *(text for case in definition.cases for text in _of_case(case, one_of=len(definition.cases))),
        *(one.label or relations[one.relation] for one in definition.who_may_file),
        *beside,
        *(text for one in definition.presence for text in (describing.presence_words(one), one.why)),
        *(text for step in steps for text in (step["label"], step["note"])),
        *(text for one in definition.result.papers for text in (one.title, one.validity)),
    )
    for text in words:
        yield place, text


def _of_case(case: Case, *, one_of: int) -> Iterator[str]:
    if one_of > 1:
        yield case.name
    yield case.note
    for paper in case.papers:
        yield paper.name
        yield paper.note
