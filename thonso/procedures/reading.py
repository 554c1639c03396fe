"""From the text of a definition (YAML by hand, JSON in the database) to `Definition`, naming every problem at once."""

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import yaml
from jsonschema import Draft202012Validator

from thonso.procedures.building import build
from thonso.procedures.definition import Definition
from thonso.procedures.problems import own_problems

SCHEMA_FILE = Path(__file__).parent / "schema" / "procedure.schema.json"


class DefinitionError(ValueError):
    """What is wrong with a definition: one line a problem, each with the place it is at."""

    def __init__(self, problems: Iterable[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(self.problems))


class _PlainLoader(yaml.SafeLoader):
    """YAML with only the types a definition needs: 02683 stays text, so do 15:00, 2026-01-01, on, no. No name twice."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        if len({str(key.value) for key, _value in node.value}) < len(node.value):
            raise yaml.constructor.ConstructorError(None, None, "a name stands twice", node.start_mark)
        return super().construct_mapping(node, deep)


_PlainLoader.yaml_implicit_resolvers = {}


_PlainLoader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"^(?:true|false)$"), list("tf"))


_PlainLoader.add_implicit_resolver("tag:yaml.org,2002:int", re.compile(r"^-?(?:0|[1-9]\d*)$"), list("-0123456789"))


_PlainLoader.add_implicit_resolver("tag:yaml.org,2002:float", re.compile(r"^\d+\.5$"), list("0123456789"))


_PlainLoader.add_implicit_resolver("tag:yaml.org,2002:null", re.compile(r"^null$"), ["n"])


_PlainLoader.add_implicit_resolver("tag:yaml.org,2002:merge", re.compile(r"^<<$"), ["<"])


def from_yaml(text: str) -> dict[str, Any]:
    # A subclass of SafeLoader with fewer types than it has.
    found = yaml.load(text, _PlainLoader)  # noqa: S506
    if not isinstance(found, dict):
        raise DefinitionError(["the file is not a mapping"])
    return found


def canonical(source: Mapping[str, Any]) -> str:
    """The one JSON text of a definition, whose SHA-256 is its digest."""
    return json.dumps(source, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def digest_of(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


@cache
def validator() -> Draft202012Validator:
    schema = json.loads(SCHEMA_FILE.read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


@lru_cache(maxsize=1024)
def parse(text: str, digest: str) -> Definition:
    """The definition of a canonical JSON text already known to be sound. Definitions never change, so this is kept."""
    return build(json.loads(text), digest)


def check(source: Mapping[str, Any]) -> Definition:
    """Validate against the schema, then against itself. Raises DefinitionError with every problem found."""
    problems = [
        f"{'/'.join(str(step) for step in error.absolute_path) or '(top)'}: {error.message[:300]}"
        for error in sorted(validator().iter_errors(source), key=lambda one: [str(step) for step in one.absolute_path])
    ]
    if problems:
        raise DefinitionError(problems)
    problems = list(own_problems(source))
    if problems:
        raise DefinitionError(problems)
    try:
        return build(source, digest_of(canonical(source)))
    except ValueError as error:
        raise DefinitionError([str(error)]) from error
