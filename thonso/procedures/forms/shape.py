"""The shape of a form: sections, fields and compiled rules. Read once, frozen, shared by every request."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from thonso.procedures.computing import Computation
from thonso.procedures.conditions import ALWAYS, Condition


@dataclass(frozen=True, slots=True)
class Option:
    value: str
    label: str
    hint: str = ""
    when: Condition = ALWAYS


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a person; an optional one is written "birth?" in the definition."""

    key: str
    required: bool


@dataclass(frozen=True, slots=True)
class Field:
    key: str
    kind: str
    label: str
    short: str = ""
    hint: str = ""
    required: bool = False
    sources: tuple[str, ...] = ()
    min: int | None = None
    max: int | None = None
    decimals: int = 0
    suffix: str = ""
    max_length: int = 0
    written: str = ""  # text: "name" of a person, or "letters" alone, as an ethnic group
    options: tuple[Option, ...] = ()
    look: str = "radio"
    unknown: bool = False
    time_way: str = "any"
    depth: str = "commune"
    here: bool = False
    filer: tuple[str, ...] = ("self",)
    half_day: str = ""
    visit: bool = False  # where or when somebody wants to come: not asked of who stands there
    parts: tuple[Part, ...] = ()
    fields: tuple["Field", ...] = ()
    row_name: str = ""
    min_rows: int = 0
    max_rows: int = 20
    paper: str = ""
    accept: tuple[str, ...] = ("image", "pdf")
    max_files: int = 5
    capture: bool = True
    quiet: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    key: str
    title: str
    intro: str = ""
    together: bool = False
    fields: tuple[Field, ...] = ()


@dataclass(frozen=True, slots=True)
class Rule:
    """`kind` show | require | compute | refuse; targets are section keys, field keys or "group.*.key"."""

    kind: str
    targets: tuple[str, ...]
    condition: Condition
    computation: Computation | None = None
    say: str = ""


@dataclass(frozen=True)
class Node:
    """A field with everything that decides about it gathered, in the order in which it can be decided."""

    field: Field
    path: str
    section: str
    shown_if: Condition | None = None
    required_if: Condition | None = None
    compute: Rule | None = None
    refusals: tuple[Rule, ...] = ()
    children: tuple["Node", ...] = ()


@dataclass(frozen=True)
class Form:
    sections: tuple[Section, ...]
    rules: tuple[Rule, ...] = ()
    section_shown_if: Mapping[str, Condition] = field(default_factory=dict)
    # Sections ("§key") and top fields in an order where each comes after all it looks at.
    order: tuple[str, ...] = ()
    nodes: Mapping[str, Node] = field(default_factory=dict)

    def fields(self) -> Iterator[Field]:
        for section in self.sections:
            yield from section.fields

    @cached_property
    def by_key(self) -> Mapping[str, Field]:
        return {one.key: one for one in self.fields()}

    @cached_property
    def section_of(self) -> Mapping[str, Section]:
        return {one.key: section for section in self.sections for one in section.fields}

    def field_at(self, path: str) -> Field | None:
        """The field that an answer path such as "members.2.birth" or "mother.full_name" belongs to."""
        parts = path.split(".")
        found = self.by_key.get(parts[0])
        if found and found.kind == "group" and len(parts) > 2:
            return next((one for one in found.fields if one.key == parts[2]), None)
        return found


Answers = dict[str, Any]
