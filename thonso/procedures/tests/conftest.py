"""The definitions that ship, read once, the commune that offers them, and files of the national portal to bring in."""

import gzip
import json
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from tests.cast import Units
from thonso.procedures import access, catalogue, places, services
from thonso.procedures.definition import Definition
from thonso.procedures.forms import Context

CODES = tuple(path.stem for path in catalogue.files())


@pytest.fixture(scope="session")
def definitions() -> dict[str, Definition]:
    return {definition.code: definition for _text, definition in catalogue.read_all()}


@pytest.fixture(params=CODES)
def definition(request: Any, definitions: dict[str, Definition]) -> Definition:
    found: Definition = definitions[request.param]
    return found


@pytest.fixture
def context() -> Context:
    return Context(today=date(2026, 11, 23), commune="02683")


@pytest.fixture
def offered(bat_xat: Units) -> Iterator[Units]:
    """Bát Xát takes dossiers for all of them."""
    access.forget()
    places.forget()
    services.load_catalogue(bat_xat.commune.id)
    yield bat_xat
    access.forget()


@pytest.fixture
def bring(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, dict[str, Any]]]:
    """Import these lines (objects or texts) and give the exit code and what `--json` printed."""

    def run(*found: Any, packed: bool = False) -> tuple[int, dict[str, Any]]:
        text = "\n".join(one if isinstance(one, str) else json.dumps(one, ensure_ascii=False) for one in found)
        file = tmp_path / "procedures.jsonl"
        file.write_bytes(gzip.compress(text.encode()) if packed else text.encode())
        code = 0
        try:
            call_command("import_procedures", str(file), "--json")
        except SystemExit as ended:
            code = int(ended.code or 0)
        return code, json.loads(capsys.readouterr().out)

    return run
