"""The demo's authority: for its owner only, the same after a restart, and impossible in production."""

import io
import stat
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from django.core.exceptions import ImproperlyConfigured
from PIL import Image

from thonso.core.signatures import demo_ca
from thonso.core.signatures.tests.conftest import PHO, UBND


def test_only_the_owner_reads_it(fresh: Path) -> None:
    demo_ca.issue_all([PHO, UBND])
    folder = fresh / "demo-ca"
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    files = [path for path in folder.rglob("*") if path.is_file()]
    assert {"root.key", "root.pem", "root.crl", "pho.p12", "pho.pass", "ubnd.p12"} <= {path.name for path in files}
    assert {stat.S_IMODE(path.stat().st_mode) for path in files} == {0o600}


def test_the_second_call_gives_the_same(fresh: Path) -> None:
    assert demo_ca.issue(PHO) == demo_ca.issue(PHO)


def test_names_have_no_legal_value(fresh: Path) -> None:
    for signer in (PHO, UBND):
        certificate = x509.load_pem_x509_certificate(demo_ca.issue(signer).certificate_pem.encode())
        assert "BẢN THỬ" in certificate.subject.rfc4514_string()
        assert "KHÔNG CÓ GIÁ TRỊ PHÁP LÝ" in certificate.issuer.rfc4514_string()


def test_it_cannot_exist_in_production(fresh: Path, settings: Any) -> None:
    settings.DEMO = settings.TEST = False
    with pytest.raises(ImproperlyConfigured):
        demo_ca.issue(PHO)
    assert not (fresh / "demo-ca").exists()


@pytest.mark.parametrize(("signer", "colour"), [(PHO, "blue"), (UBND, "red")])
def test_pictures_have_a_transparent_ground(fresh: Path, signer: demo_ca.DemoSigner, colour: str) -> None:
    picture = Image.open(io.BytesIO(demo_ca.issue(signer).image))
    assert picture.mode == "RGBA"
    assert picture.getpixel((0, 0))[3] == 0
    seen = [pixel for pixel in picture.get_flattened_data() if pixel[3] > 200]
    assert len(seen) > 1000
    red, _, blue, _ = seen[0]
    assert (red > blue) == (colour == "red")


def test_long_names_still_get_a_certificate(fresh: Path) -> None:
    long = demo_ca.DemoSigner(
        "dai",
        "Ủy ban nhân dân xã Nghĩa Lộ Tân Thượng Hạ Phong Châu",
        "",
        "Ủy ban nhân dân xã Nghĩa Lộ Tân Thượng Hạ Phong Châu",
        "organisation",
    )
    assert demo_ca.issue(long).image
