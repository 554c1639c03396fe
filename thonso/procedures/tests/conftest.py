"""The definitions that ship, read once, and the commune that offers them."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

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
