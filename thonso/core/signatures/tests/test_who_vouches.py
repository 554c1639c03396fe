"""Nobody is believed for a name: an intermediate is signed by an authority above it, and a list takes no other's place."""

from collections.abc import Iterable
from pathlib import Path

import pytest
from cryptography import x509
from django.test import Client

from thonso.core.signatures import trust, verify
from thonso.core.signatures.services import trusting
from thonso.core.signatures.tests.authority import Authority
from thonso.core.signatures.tests.forged import forged, name
from thonso.core.signatures.tests.test_trusting import PAGE, admin, look, put_in, signed_paper, spaced

__all__ = ["admin", "signed_paper"]
pytestmark = pytest.mark.django_db


def believe(client: Client, authority: Authority) -> None:
    """Root, issuing authority and both revocation lists, through the page."""
    root = authority.certificate("root")
    assert put_in(client, root, spaced(root)).status_code == 302
    for file in (authority.certificate("issuing"), *map(authority.revocation_list, ("root", "issuing"))):
        assert put_in(client, file).status_code == 302


def entries() -> list[int]:
    return sorted(one.entries for one in trusting.all_trusted() if one.kind == "crl")


def test_a_stranger_under_the_name_of_an_authority_is_refused_and_revokes_nobody(
    fresh: Path, admin: Client, authority: Authority, signed_paper: bytes
) -> None:
    believe(admin, authority)
    before = sorted((fresh / "trust").iterdir())
    real = x509.load_der_x509_certificate(authority.certificate("issuing"))
    for claims in (real.issuer, name("Người lạ")):
        stranger = forged(real.subject, claims)
        refused = look(admin, stranger.der)
        assert refused.status_code == 422
        assert "chưa có tổ chức nào đã cấp chứng thư này" in refused.content.decode()
        # Laid into the folder by hand it is believed no more than that.
        (fresh / "trust" / "la.pem").write_bytes(stranger.der)
        assert stranger.der not in trust.load().intermediates
        pho = x509.load_der_x509_certificate(authority.certificate("pho"))
        assert look(admin, stranger.revocation_list([pho.serial_number])).status_code == 422
        (fresh / "trust" / "la.pem").unlink()
    assert sorted((fresh / "trust").iterdir()) == before
    assert verify(signed_paper).identity == "trusted"


def test_an_intermediate_comes_after_the_authority_above_it(
    fresh: Path, admin: Client, authority: Authority, signed_paper: bytes
) -> None:
    assert look(admin, authority.certificate("issuing")).status_code == 422
    (fresh / "trust").mkdir()
    (fresh / "trust" / "issuing.cer").write_bytes(authority.certificate("issuing"))
    assert "Thiếu chứng thư gốc" in admin.get(PAGE).content.decode()
    assert verify(signed_paper).identity == "unknown"
    root = authority.certificate("root")
    assert put_in(admin, root, spaced(root)).status_code == 302
    assert "Thiếu chứng thư gốc" not in admin.get(PAGE).content.decode()


def test_a_person_whose_certificate_lies_in_the_folder_issues_nothing(fresh: Path, authority: Authority) -> None:
    authority.trusted_by(fresh)
    for one in ("issuing", "pho"):
        (fresh / "trust" / f"{one}.cer").write_bytes(authority.certificate(one))
    pho = authority.certificate("pho")
    assert trust.issued(authority.certificate("issuing"), pho)
    assert not trust.issued(pho, pho)
    assert not trust.issued(authority.certificate("root"), pho)


PARTS: Iterable[x509.ExtensionType] = (
    x509.DeltaCRLIndicator(1),
    x509.IssuingDistributionPoint(None, None, True, False, None, False, False),
)


@pytest.mark.parametrize("part", PARTS)
def test_a_list_of_a_part_does_not_take_the_place_of_the_whole(
    fresh: Path, admin: Client, part: x509.ExtensionType
) -> None:
    root = forged(name("Gốc"))
    assert put_in(admin, root.der, spaced(root.der)).status_code == 302
    assert put_in(admin, root.revocation_list([5, 6], days_ago=2)).status_code == 302
    refused = look(admin, root.revocation_list([7], days_ago=1, extensions=[part]))
    assert refused.status_code == 422
    assert "danh sách đầy đủ" in refused.content.decode()
    assert entries() == [2]
    assert put_in(admin, root.revocation_list([5, 6, 7])).status_code == 302
    assert entries() == [3], "a whole and newer one does"
    assert look(admin, root.revocation_list([5], days_ago=1)).status_code == 200
    assert put_in(admin, root.revocation_list([5], days_ago=1)).status_code == 422, "an older one does not"


def test_a_list_divided_over_two_addresses_is_kept_in_both_parts(fresh: Path, admin: Client) -> None:
    root = forged(name("Gốc"))
    assert put_in(admin, root.der, spaced(root.der)).status_code == 302
    for n, serials in ((1, [5, 6]), (2, [7])):
        there = x509.IssuingDistributionPoint(
            [x509.UniformResourceIdentifier(f"http://goc.example/{n}.crl")], None, False, False, None, False, False
        )
        assert put_in(admin, root.revocation_list(serials, days_ago=3 - n, extensions=[there])).status_code == 302
    assert entries() == [1, 2]
    assert put_in(admin, root.revocation_list([7, 8, 9], extensions=[there])).status_code == 302
    assert entries() == [2, 3]


def test_two_keys_under_one_name_have_a_list_each(fresh: Path, admin: Client) -> None:
    """As when an authority renews its key and keeps its name."""
    old, new = forged(name("Gốc")), forged(name("Gốc"))
    for root in (old, new):
        assert put_in(admin, root.der, spaced(root.der)).status_code == 302
    assert put_in(admin, old.revocation_list([5, 6], days_ago=2)).status_code == 302
    assert put_in(admin, new.revocation_list([7], days_ago=1)).status_code == 302
    assert entries() == [1, 2]
    assert put_in(admin, old.revocation_list([5, 6, 8, 9])).status_code == 302
    assert entries() == [1, 4]
