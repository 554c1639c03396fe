"""A revocation list of a hundred thousand entries, as a large authority has it, keeps nobody waiting."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from asn1crypto import x509

from thonso.core.signatures import services, trust
from thonso.core.signatures.certificates import from_pem, revoked_since
from thonso.core.signatures.models import SigningKey
from thonso.core.signatures.tests.forged import LONG_AGO, Forged, forged
from thonso.core.signatures.tests.test_key_pages import LIST, As, come, pho_key
from thonso.core.signatures.verdict import Trust

__all__ = ["come", "pho_key"]
pytestmark = pytest.mark.django_db
ENTRIES = 100_000


@pytest.fixture
def issuer(pho_key: SigningKey) -> Forged:
    """An authority under the name that stands in the certificate as its issuer."""
    from cryptography import x509 as checked

    return forged(checked.load_pem_x509_certificate(pho_key.certificate.encode()).issuer)


@pytest.fixture
def long(fresh: Path, issuer: Forged) -> Path:
    path = fresh / "trust" / "dai.crl"
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(issuer.revocation_list(range(10**20, 10**20 + ENTRIES)))
    return path


def seconds(call: Callable[[], Any]) -> float:
    began = time.process_time()
    call()
    return time.process_time() - began


def test_signing_and_the_key_pages_do_not_walk_through_it(pho_key: SigningKey, long: Path, come: As) -> None:
    assert pho_key.account_id is not None
    account_id, pho = pho_key.account_id, come("pho")
    with_it = [
        seconds(lambda: services.key_of_account(pho_key.commune_id, account_id)),
        seconds(lambda: pho.get(LIST)),
        seconds(lambda: pho.get(f"{LIST}{pho_key.pk}/")),
    ]
    assert max(with_it) < 0.6, f"walking through it takes more than a second: {with_it}"


def test_the_trust_is_read_once_a_page(pho_key: SigningKey, come: As, monkeypatch: pytest.MonkeyPatch) -> None:
    reads: list[int] = []
    load = trust.load
    pho = come("pho")
    monkeypatch.setattr(trust, "load", lambda: (reads.append(1), load())[1])
    for address in (LIST, f"{LIST}{pho_key.pk}/"):
        reads.clear()
        assert pho.get(address).status_code == 200
        assert len(reads) == 1, address


def test_the_last_entry_is_found(pho_key: SigningKey, issuer: Forged) -> None:
    certificate = from_pem(pho_key.certificate)
    serials = [*range(10**20, 10**20 + 1000), certificate.serial_number]
    assert revoked_since(certificate, Trust(revocation_lists=(issuer.revocation_list(serials),))) == LONG_AGO
    assert revoked_since(certificate, Trust(revocation_lists=(issuer.revocation_list(serials[:-1]),))) is None


def test_a_certificate_with_a_serial_that_no_authority_gives_is_no_accident(
    pho_key: SigningKey, issuer: Forged
) -> None:
    certificate = from_pem(pho_key.certificate)
    believed = Trust(revocation_lists=(issuer.revocation_list([5]),))
    certificate["tbs_certificate"]["serial_number"] = x509.Integer(-5)
    assert revoked_since(certificate, believed) is None
