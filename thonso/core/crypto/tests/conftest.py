"""Each test here gets a ring of its own, so that rotating one never touches the others."""

from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from thonso.core.crypto import ring


@pytest.fixture
def own_ring(settings: Settings, tmp_path: Path) -> Path:
    settings.KEY_RING_FILE = tmp_path / "secrets" / "keyring.json"
    ring.forget()
    ring.load()
    yield settings.KEY_RING_FILE
    ring.forget()
