"""One damaged file in the trust folder stops nothing: it counts for nothing, and the page names it."""

from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from thonso.core.access.models import Account
from thonso.core.signatures import services, verify
from thonso.core.signatures.models import SigningKey
from thonso.core.signatures.tests.authority import Authority
from thonso.core.signatures.tests.forged import forged, name
from thonso.core.signatures.tests.test_key_pages import LIST, come, pho_key
from thonso.core.signatures.tests.test_trusting import PAGE, admin, look, put_in, signed_paper, spaced

__all__ = ["admin", "come", "pho_key", "signed_paper"]
pytestmark = pytest.mark.django_db


def lay_damaged(folder: Path, authority: Authority) -> list[str]:
    """A note, an empty file, a folder, halves of a certificate and of a list, and a list under the name of a certificate."""
    folder.mkdir(exist_ok=True)
    root, listed = authority.certificate("root"), authority.revocation_list("root")
    damaged = {
        "ghi-chu.pem": b"ghi chu\n",
        "trong.cer": b"",
        "nua.crt": root[: len(root) // 2],
        "nua.crl": listed[: len(listed) // 2],
        "vo.pem": b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n",
        "la.crl": b"rubbish",
    }
    for file, data in damaged.items():
        (folder / file).write_bytes(data)
    (folder / "thu-muc.pem").mkdir()
    return [*damaged, "thu-muc.pem"]


def test_signing_and_every_page_go_on_and_the_trust_page_names_the_files(
    fresh: Path, cast: dict[str, Account], admin: Client, come: Any, pho_key: SigningKey, authority: Authority
) -> None:
    names = lay_damaged(fresh / "trust", authority)
    assert services.key_of_account(pho_key.commune_id, cast["pho"].pk) == pho_key
    for address in (LIST, f"{LIST}{pho_key.pk}/", f"{LIST}them/", f"{LIST}{pho_key.pk}/thoi-dung/"):
        assert come("pho").get(address).status_code == 200, address
    page = admin.get(PAGE)
    assert page.status_code == 200
    for file in names:
        assert file in page.content.decode()


def test_what_is_whole_beside_them_counts(fresh: Path, authority: Authority, signed_paper: bytes) -> None:
    authority.trusted_by(fresh)
    lay_damaged(fresh / "trust", authority)
    assert verify(signed_paper).identity == "trusted"


def test_a_list_is_put_in_beside_a_damaged_one(fresh: Path, admin: Client, authority: Authority) -> None:
    lay_damaged(fresh / "trust", authority)
    root = authority.certificate("root")
    assert put_in(admin, root, spaced(root)).status_code == 302
    assert put_in(admin, authority.revocation_list("root")).status_code == 302


def test_without_a_damaged_file_nothing_is_said(fresh: Path, admin: Client, authority: Authority) -> None:
    authority.trusted_by(fresh)
    assert "không dùng được" not in admin.get(PAGE).content.decode()


def test_a_damaged_list_handed_in_is_a_sentence(fresh: Path, admin: Client) -> None:
    root = forged(name("Gốc"))
    assert put_in(admin, root.der, spaced(root.der)).status_code == 302
    whole = root.revocation_list([5, 6])
    for cut in range(0, len(whole), 13):
        assert look(admin, whole[:cut]).status_code == 422
        other = bytes([whole[cut] ^ 0xFF])  # a byte of the signature may be anything, 0xff too
        assert look(admin, whole[:cut] + other + whole[cut + 1 :]).status_code == 422
