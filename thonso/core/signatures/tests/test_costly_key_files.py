"""A key file says how much work its opening is: too much is refused before any of it is done."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from asn1crypto import pkcs12 as structure
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, NoEncryption, PrivateFormat, pkcs12
from cryptography.hazmat.primitives.serialization.pkcs12 import PBES

from thonso.core.base.errors import Refused
from thonso.core.signatures.keys.sealed.cost import MOST, repetitions
from thonso.core.signatures.keys.sealed.open import read
from thonso.core.signatures.models import SigningKey
from thonso.core.signatures.tests.forged import forged, name
from thonso.core.signatures.tests.test_key_pages import As, come, sent

__all__ = ["come"]
SECRET = "mot-hai-ba"
MINUTES = 2**31 - 1


def file(encryption: Any) -> bytes:
    made = forged(name("Nguyễn Văn Phó"))
    return pkcs12.serialize_key_and_certificates(b"pho", made.key, made.certificate, None, encryption)


def of(kind: PBES, rounds: int) -> bytes:
    made = PrivateFormat.PKCS12.encryption_builder().kdf_rounds(rounds).key_cert_algorithm(kind)
    return file(made.hmac_hash(hashes.SHA256()).build(SECRET.encode()))


AES, TRIPLE = PBES.PBESv2SHA256AndAES256CBC, PBES.PBESv1SHA1And3KeyTripleDESCBC


@pytest.mark.parametrize(
    "data", [of(AES, 600_000 // 2), of(TRIPLE, 2000), file(BestAvailableEncryption(SECRET.encode()))]
)
def test_what_programs_export_opens(fresh: Path, data: bytes) -> None:
    assert 0 < repetitions(data) <= MOST
    assert read(data, SECRET).signing_cert is not None


def test_a_file_without_a_passphrase_opens(fresh: Path) -> None:
    assert read(file(NoEncryption()), None).signing_cert is not None


def in_mac(opened: structure.Pfx) -> None:
    opened["mac_data"]["iterations"] = MINUTES


def in_certificates(opened: structure.Pfx) -> None:
    safes = opened.authenticated_safe
    part = next(one for one in safes if one["content_type"].native == "encrypted_data")
    algorithm = part["content"]["encrypted_content_info"]["content_encryption_algorithm"]
    _counted(algorithm)
    _back(opened, safes)


def in_key(opened: structure.Pfx) -> None:
    safes = opened.authenticated_safe
    part = next(one for one in safes if one["content_type"].native == "data")
    bags = structure.SafeContents.load(part["content"].native)
    _counted(bags[0]["bag_value"]["encryption_algorithm"])
    part["content"] = type(part["content"])(bags.dump(True))
    _back(opened, safes)


def _counted(algorithm: Any) -> None:
    if algorithm["algorithm"].native == "pbes2":
        algorithm["parameters"]["key_derivation_func"]["parameters"]["iteration_count"] = MINUTES
    else:
        algorithm["parameters"]["iterations"] = MINUTES


def _back(opened: structure.Pfx, safes: Any) -> None:
    content = opened["auth_safe"]["content"]
    opened["auth_safe"]["content"] = type(content)(safes.dump(True))


@pytest.mark.parametrize("kind", [AES, TRIPLE])
@pytest.mark.parametrize("change", [in_mac, in_certificates, in_key])
def test_a_file_that_would_cost_minutes_is_refused_at_once(
    fresh: Path, kind: PBES, change: Callable[[structure.Pfx], None]
) -> None:
    opened = structure.Pfx.load(of(kind, 2000))
    change(opened)
    data = opened.dump(True)
    assert repetitions(data) >= MINUTES
    began = time.process_time()
    with pytest.raises(Refused, match="quá lâu") as caught:
        read(data, SECRET)
    assert time.process_time() - began < 1
    assert "file" in caught.value.fields


def test_a_way_of_protecting_whose_cost_is_not_known_is_refused(fresh: Path) -> None:
    pbkdf2, scrypt = bytes.fromhex("06092a864886f70d01050c"), bytes.fromhex("06092b06010401da47040b")
    data = of(AES, 2000)
    assert data.count(pbkdf2) == 2
    with pytest.raises(Refused, match="không hỗ trợ"):
        read(data.replace(pbkdf2, scrypt, 1), SECRET)


@pytest.mark.django_db
def test_the_page_says_so_beside_the_file(fresh: Path, cast: Any, come: As) -> None:
    opened = structure.Pfx.load(of(AES, 2000))
    in_mac(opened)
    answer = sent(come("pho"), opened.dump(True), holder=str(cast["pho"].pk), secret=SECRET)
    assert answer.status_code == 422
    assert "quá lâu" in answer.content.decode()
    assert not SigningKey.objects.exists()
