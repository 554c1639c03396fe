"""Every text that somebody may need to hear: questions, their hints and options, what to do, and where a dossier stands."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID

import yaml
from django.conf import settings
from django.utils.translation import gettext as _

from thonso.core.base.clock import today
from thonso.core.base.kept import kept
from thonso.dossiers.reading import filed_most
from thonso.dossiers.rules.states import LABEL
from thonso.procedures.access import Offered, published
from thonso.procedures.forms.shape import Field
from thonso.voices.rules import digest_of, tidied

LONGEST = 600


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
    """By digest, each text once, where it stands first: what is asked in a hamlet today, what is filed most at the beginning."""
    found: dict[str, Phrase] = {}
    for place, text in _texts(commune_id):
        words = tidied(text)
        if words and len(words) <= LONGEST:
            found.setdefault(digest_of(words), Phrase(digest_of(words), words, place))
    return found


def _texts(commune_id: UUID) -> Iterator[tuple[str, str]]:
    for words in LABEL.values():
        yield _("Where a dossier stands"), str(words)
    usual = filed_most(commune_id, None, None, "assisted")
    for one in sorted(published(commune_id, today()), key=lambda each: -usual.get(each.code, 0)):
        if {"assisted", "appointment_only"} & set(one.definition.channels):
            yield from _of_form(one)


def _of_form(one: Offered) -> Iterator[tuple[str, str]]:
    name = one.definition.name
    yield name, name
    for filer in one.definition.who_may_file:
        yield name, filer.label
    for section in one.definition.form.sections:
        yield name, section.intro
        for field in section.fields:
            yield from _of_field(name, field)


def _of_field(name: str, field: Field) -> Iterator[tuple[str, str]]:
    if field.quiet:
        return
    yield name, field.label
    yield name, field.hint
    for option in field.options:
        yield name, option.label
    for child in field.fields:
        yield from _of_field(name, child)
