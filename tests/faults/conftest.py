import json
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from bench.house import House, house
from tests.faults.filing import Filing, read_plan

FILINGS = 1000
ENGINES = [
    pytest.param("sqlite", id="sqlite"),
    pytest.param("postgresql", id="postgresql", marks=pytest.mark.postgres),
]


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder on SQLite with a commune, residents with tokens and uploads, and a thousand filings to make."""
    folder = tmp_path_factory.mktemp("faults")
    with house(folder=folder) as home:
        home.build()
        prepare(home)
    return folder


def prepare(home: House) -> None:
    where = ["--plan", str(home.data / "plan.jsonl")]
    home.python("bench.prepare", "filing", "--communes", "1", "--accounts", "60", "--filings", str(FILINGS), *where)


@pytest.fixture(scope="session")
def prepared_on_postgresql(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """The same on PostgreSQL. Preparing takes half a minute, copying a second: so it is done once for all tests."""
    with house(server(), folder=tmp_path_factory.mktemp("faults-postgresql")) as home:
        home.build()
        prepare(home)
        yield home


def server() -> str:
    url = os.environ.get("THONSO_DATABASE_URL", "")
    if not url.startswith("postgres"):
        pytest.skip("needs PostgreSQL: python -m tests.cluster -- python -m pytest …")
    return url


@pytest.fixture
def sqlite_home(prepared: Path, tmp_path: Path) -> Iterator[House]:
    shutil.copytree(prepared, tmp_path / "data")
    with house(folder=tmp_path / "data") as home:
        yield home


@pytest.fixture
def postgresql_home(prepared_on_postgresql: House, tmp_path: Path) -> Iterator[House]:
    shutil.copytree(prepared_on_postgresql.data, tmp_path / "data")
    with house(server(), folder=tmp_path / "data", like=prepared_on_postgresql) as home:
        yield home


@pytest.fixture(params=ENGINES)
def home(request: pytest.FixtureRequest) -> House:
    """A prepared house on either database."""
    made: House = request.getfixturevalue(f"{request.param}_home")
    return made


@pytest.fixture
def plan(home: House) -> list[Filing]:
    return read_plan(home.data / "plan.jsonl")


def look(home: House) -> dict[str, list[str]]:
    """The stored dossiers of the plan: id → [code, events, messages, journal entries]."""
    found: dict[str, list[str]] = json.loads(home.python("tests.faults.look"))
    return found


Opens = Callable[[Path], AbstractContextManager[House]]
