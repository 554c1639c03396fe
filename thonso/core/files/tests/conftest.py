"""A folder and owners for the tests of files."""

import hashlib
from collections.abc import Callable
from pathlib import Path
from uuid import UUID

import pytest
from pytest_django.fixtures import Settings

from thonso.core.base.ids import new_id, stable_id
from thonso.core.base.refs import Ref
from thonso.core.files import services
from thonso.core.files.models import Upload

COMMUNE = stable_id("commune", "02683")


@pytest.fixture(autouse=True)
def media(settings: Settings, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path / "files"
    settings.CLAMD = ""
    return settings.MEDIA_ROOT


@pytest.fixture
def mai() -> Ref:
    return Ref("account", new_id())


@pytest.fixture
def xuan() -> Ref:
    return Ref("account", new_id())


@pytest.fixture
def send(db: None, mai: Ref) -> Callable[..., Upload]:
    def send(data: bytes, name: str = "giay.jpg", owner: Ref = mai) -> Upload:
        return services.store(owner, COMMUNE, data, name=name, purpose="test")

    return send


def files_under(folder: Path) -> list[Path]:
    """Every file but the lock."""
    return sorted(path for path in folder.rglob("*") if path.is_file() and path.name != ".lock")


def sha(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def journalled(commune_id: UUID = COMMUNE) -> list[str]:
    from thonso.core.journal.models import Entry

    return list(Entry.objects.filter(commune_id=commune_id).order_by("seq").values_list("verb", flat=True))


@pytest.fixture(autouse=True)
def no_readers_left(monkeypatch: pytest.MonkeyPatch) -> None:
    from thonso.core.files import access
    from thonso.core.files.services import hold

    monkeypatch.setattr(access, "_readers", [])
    monkeypatch.setattr(hold, "_holders", [])
