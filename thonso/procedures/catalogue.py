"""The definitions that ship as files: one YAML a version under `catalogue/procedures/`."""

from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from thonso.procedures import reading
from thonso.procedures.definition import Definition
from thonso.procedures.reading import DefinitionError


def files(folder: Path | None = None) -> list[Path]:
    return sorted((folder or settings.CATALOGUE / "procedures").glob("*.yaml"))


def read_all(folder: Path | None = None) -> Iterator[tuple[str, Definition]]:
    """(canonical text, definition) of every file. Raises DefinitionError, naming the first unsound file."""
    for path in files(folder):
        try:
            source = reading.from_yaml(path.read_text(encoding="utf-8"))
            definition = reading.check(source)
        except DefinitionError as error:
            raise DefinitionError([f"{path.name}: {problem}" for problem in error.problems]) from error
        if not path.stem.startswith(definition.code):
            raise DefinitionError([f"{path.name}: the file holds {definition.code}; name it so"])
        yield reading.canonical(source), definition
