"""A phone without signal asks the same questions as the server, of every procedure, whatever was answered so far."""

import json
import random
import subprocess
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from thonso.procedures import catalogue, samples
from thonso.procedures.definition import Definition
from thonso.procedures.forms.kinds import Context
from thonso.procedures.forms.shape import Field
from thonso.procedures.rendering import outline, screens
from thonso.procedures.rules import evaluate

FRONTEND = Path(__file__).resolve().parents[3] / "frontend"
DAY = date(2026, 11, 23)
TRIES = 40
DEFINITIONS = {definition.code: definition for _text, definition in catalogue.read_all()}


@pytest.fixture(scope="session")
def phone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("phone") / "alike.mjs"
    command = [
        "node_modules/.bin/esbuild",
        str(Path(__file__).with_name("alike.mjs")),
        "--bundle",
        "--platform=node",
        "--format=esm",
    ]
    subprocess.run([*command, f"--outfile={out}", "--log-level=error"], cwd=FRONTEND, check=True)
    return out


def _answers(definition: Definition) -> list[tuple[dict[str, Any], str]]:
    """Answers of the samples with their capacity, and the same with some left out, exchanged or never given."""
    seen = random.Random(definition.code)
    known = [(dict(one.answers), one.representation) for one in samples.load(definition.code).values()]
    tried = list(known)
    for _turn in range(TRIES):
        answers, representation = seen.choice(known)
        changed = {key: value for key, value in answers.items() if seen.random() > 0.15}
        for field in definition.form.fields():
            if seen.random() < 0.25:
                changed[field.key] = _other(field, seen, changed.get(field.key))
        filer = seen.choice(definition.who_may_file).relation if seen.random() < 0.5 else representation
        tried.append((changed, filer))
    return tried


def _other(field: Field, seen: random.Random, value: Any) -> Any:
    if field.kind == "choice":
        return seen.choice([one.value for one in field.options])
    if field.kind == "yes_no":
        return seen.choice(["yes", "no", ""])
    if field.kind == "date":
        return seen.choice(["1/1/1950", "2012", "30/2/2026", "5/2020", "1/12/2026", "hôm qua", ""])
    if field.kind in {"number", "money"}:
        return seen.choice(["0", "1", "12", "1.500.000", "1,5", "ba"])
    if field.kind == "group":
        rows = value if isinstance(value, list) else []
        return rows[: seen.randint(0, len(rows))] + [{}] * seen.randint(0, 1)
    return seen.choice([value, None])


@pytest.mark.parametrize("code", sorted(DEFINITIONS))
def test_it_shows_and_asks_what_the_server_does(code: str, phone: Path) -> None:
    definition = DEFINITIONS[code]
    lines, wanted = [], []
    for answers, representation in _answers(definition):
        context = Context(today=DAY, channel="assisted", representation=representation, commune="02683")
        plain = json.loads(json.dumps(answers, default=str))
        found = evaluate(definition.form, plain, context)
        wanted.append(
            {
                "sections": sorted(found.sections),
                "visible": sorted(found.visible),
                "required": sorted(found.required),
                "computed": sorted(found.computed),
                "papers": [paper.key for paper in definition.papers_for(found.values, context)],
                "screens": [screen.key for screen in screens(definition.form, found)],
            }
        )
        facts = {key: str(value) for key, value in context.facts.items()}
        lines.append({"answers": plain, "facts": facts} | ({} if lines else {"outline": outline(definition)}))
    said = subprocess.run(
        ["node", str(phone)],
        input="\n".join(json.dumps(line) for line in lines),
        capture_output=True,
        text=True,
        check=True,
    )
    for line, here, there in zip(lines, wanted, said.stdout.splitlines(), strict=True):
        decided = json.loads(there)
        assert {key: decided[key] for key in here} == here, line["answers"]
