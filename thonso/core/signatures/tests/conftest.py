"""A data folder of its own for each test, the demo's signers, a decision to sign, and a real authority for the run."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from thonso.core import papers
from thonso.core.papers.tests.samples import SHORT
from thonso.core.signatures import demo_ca, sign
from thonso.core.signatures.tests.authority import Authority
from thonso.core.signatures.tests.softhsm import make_token

__all__ = ["make_token"]
PHO = demo_ca.DemoSigner("pho", "Nguyễn Văn Phó", "Phó Chủ tịch", "Ủy ban nhân dân xã Bát Xát")
UBND = demo_ca.DemoSigner("ubnd", "Ủy ban nhân dân xã Bát Xát", "", "Ủy ban nhân dân xã Bát Xát", "organisation")


@dataclass(frozen=True)
class Paper:
    pdf: bytes
    boxes: papers.Boxes


@pytest.fixture(scope="session")
def demo_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("signatures")


@pytest.fixture
def data(settings: Any, demo_folder: Path) -> Path:
    """The data folder that all tests share which only read the demo's authority."""
    settings.DATA = demo_folder
    return demo_folder


@pytest.fixture
def fresh(settings: Any, tmp_path: Path) -> Path:
    settings.DATA = tmp_path
    return tmp_path


@pytest.fixture(scope="session")
def decision() -> Paper:
    return Paper(*papers.render_with_box("decision", {**SHORT["decision"], "demo": True}))


@pytest.fixture
def signed(data: Path, decision: Paper) -> bytes:
    """Signed by the deputy chairman."""
    key = demo_ca.issue(PHO)
    return sign(
        decision.pdf,
        key=key.key,
        role="person",
        name=PHO.name,
        title=PHO.title,
        image=key.image,
        box=decision.boxes.signer,
    )


@pytest.fixture
def sealed(signed: bytes, decision: Paper) -> bytes:
    """Signed by the deputy chairman, then sealed by the commune."""
    key = demo_ca.issue(UBND)
    return sign(
        signed, key=key.key, role="organisation", name=UBND.name, title="", image=key.image, box=decision.boxes.seal
    )


@pytest.fixture(scope="session")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Authority]:
    with Authority(tmp_path_factory.mktemp("authority")) as running:
        yield running
