"""Sample filings that ship with the catalogue: tests walk them, the demo files them."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings

from thonso.procedures.definition import Definition
from thonso.procedures.forms.kinds import Context
from thonso.procedures.reading import from_yaml

NAMES = ("valid", "refused", "supplement")


@dataclass(frozen=True, slots=True)
class Sample:
    """One filing. `errors`: path → words its sentence must hold; `ask`: what an officer asks for afterwards."""

    code: str
    name: str
    today: date
    channel: str
    representation: str
    answers: Mapping[str, Any]
    attachments: Mapping[str, tuple[str, ...]]
    errors: Mapping[str, str]
    case: str
    values: Mapping[str, Any]
    fee: int | None
    ask: tuple[Mapping[str, str], ...]

    def context(self, **more: Any) -> Context:
        facts = {"today": self.today, "channel": self.channel, "representation": self.representation}
        return Context(**{**facts, **more})

    def with_files(self, definition: Definition, hashes: Mapping[str, list[str]] | None = None) -> dict[str, Any]:
        """The answers with their papers attached: received hashes by paper key, or ones made of the file names."""
        return with_attachments(definition, self.answers, hashes or self.made_up_hashes())

    def made_up_hashes(self) -> dict[str, list[str]]:
        return {
            paper: [hashlib.sha256(f"{self.code}/{name}".encode()).hexdigest() for name in names]
            for paper, names in self.attachments.items()
        }


def with_attachments(
    definition: Definition, answers: Mapping[str, Any], hashes: Mapping[str, list[str]]
) -> dict[str, Any]:
    """Answers with received hashes put under the file field of each paper; a paper without a field is left out."""
    merged = dict(answers)
    for field in definition.form.fields():
        if field.paper and field.paper in hashes:
            merged[field.key] = list(hashes[field.paper])
    return merged


@cache
def load(code: str, folder: Path | None = None) -> dict[str, Sample]:
    """The samples of one procedure by name: valid, refused, supplement."""
    path = (folder or settings.CATALOGUE / "procedures" / "samples") / f"{code}.yaml"
    source = from_yaml(path.read_text(encoding="utf-8"))
    return {name: _read(code, name, date.fromisoformat(source["today"]), source[name]) for name in NAMES}


def _read(code: str, name: str, today: date, one: Mapping[str, Any]) -> Sample:
    return Sample(
        code=code,
        name=name,
        today=today,
        channel=one["channel"],
        representation=one["representation"],
        answers=one["answers"],
        attachments={paper: tuple(names) for paper, names in one.get("attachments", {}).items()},
        errors=one.get("errors", {}),
        case=one.get("case", ""),
        values=one.get("values", {}),
        fee=one.get("fee"),
        ask=tuple(one.get("ask", ())),
    )
