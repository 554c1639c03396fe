"""A key on a real PKCS#11 token (SoftHSM2): signing, and every way in which it does not."""

import time
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import pkcs12

from tests.cast import make_units
from thonso.core.access import limits
from thonso.core.access.models import Account
from thonso.core.base.errors import Refused, TooMany, Unavailable
from thonso.core.base.ids import new_id
from thonso.core.base.refs import Ref
from thonso.core.journal.work import transact
from thonso.core.signatures import demo_ca, services, verify
from thonso.core.signatures.keys import KeyRef
from thonso.core.signatures.keys.pkcs11.tokens import plugged_in
from thonso.core.signatures.models import SigningKey
from thonso.core.signatures.tests.authority import Authority
from thonso.core.signatures.tests.conftest import PHO, Paper
from thonso.core.signatures.tests.softhsm import PIN, Make, SoftToken

pytestmark = pytest.mark.django_db


def demo_pair(data: Path) -> tuple[bytes, bytes]:
    """Key and certificate of the deputy chairman (ECDSA), as DER."""
    demo_ca.issue(PHO)
    folder = data / "demo-ca"
    secret = (folder / "pho.pass").read_bytes()
    private, certificate, _more = pkcs12.load_key_and_certificates((folder / "pho.p12").read_bytes(), secret)
    assert private is not None
    assert certificate is not None
    return der(private), certificate.public_bytes(serialization.Encoding.DER)


def der(private: Any) -> bytes:
    found: bytes = private.private_bytes(
        serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return found


@pytest.fixture
def token(data: Path, make_token: Make) -> SoftToken:
    key, certificate = demo_pair(data)
    return make_token("Phó Chủ tịch", key=key, certificate=certificate)


@pytest.fixture
def pho(db: None) -> Account:
    return Account.objects.create(username="pho", full_name="Nguyễn Văn Phó")


@pytest.fixture
def key(token: SoftToken, pho: Account) -> SigningKey:
    """The token, registered as the deputy chairman's."""
    return registered(token.label, pho)


def registered(label: str, account: Account, name: str = PHO.name) -> SigningKey:
    commune = make_units().commune
    (certificate,) = next(one for one in plugged_in() if one.label == label).certificates
    ref = KeyRef("pkcs11", label, PIN, certificate=certificate.dump())
    made = services.examine(ref, services.Holder(name, account_id=account.pk))
    with transact(commune.pk) as work:
        return services.register_key(work, account.ref, made, title=PHO.title)


def test_the_tokens_that_are_plugged_in_show_their_certificates_without_a_pin(token: SoftToken) -> None:
    (found,) = plugged_in()
    assert found.label == "Phó Chủ tịch"
    assert [one.subject.native["common_name"] for one in found.certificates] == ["BẢN THỬ – Nguyễn Văn Phó"]


def test_sign_with_the_token_and_verify(key: SigningKey, decision: Paper) -> None:
    with services.in_hand(key, PIN) as hand:
        signed = services.sign_with(hand, decision.pdf, box=decision.boxes.signer)
    assert (signed.verdict.integrity, signed.verdict.changes) == ("ok", "none")
    assert verify(signed.pdf).signatures[0].signer == "BẢN THỬ – Nguyễn Văn Phó"
    with transact(key.commune_id) as work:
        services.record(work, Ref("account", new_id()), Ref("result", new_id()), signed)


def test_an_rsa_key_of_a_real_authority_signs_and_is_trusted(
    fresh: Path, make_token: Make, authority: Authority, decision: Paper, pho: Account
) -> None:
    authority.trusted_by(fresh)
    (fresh / "trust" / "issuing.cer").write_bytes(authority.certificate("issuing"))
    private = serialization.load_pem_private_key((authority._folder / "keys" / "pho.pem").read_bytes(), None)
    made = make_token("RSA", key=der(private), certificate=authority.certificate("pho"))
    key = registered(made.label, pho)
    with services.in_hand(key, PIN) as hand:
        signed = services.sign_with(hand, decision.pdf)
    assert (signed.verdict.integrity, signed.verdict.identity) == ("ok", "trusted")


def test_a_batch_of_twenty_is_one_session(key: SigningKey, decision: Paper) -> None:
    began = time.monotonic()
    with services.in_hand(key, PIN) as hand:
        child = hand.signer._hand._child
        assert all(services.sign_with(hand, decision.pdf).verdict.integrity == "ok" for _n in range(20))
        assert hand.signer._hand._child is child
        assert child.poll() is None
    assert child.poll() == 0, "the process that held the token has ended, and the session with it"
    assert time.monotonic() - began < 120


def test_the_pin_is_in_no_argument_and_in_no_environment(key: SigningKey) -> None:
    with services.in_hand(key, PIN) as hand:
        process = Path(f"/proc/{hand.signer._hand._child.pid}")
        told = process.joinpath("cmdline").read_bytes() + process.joinpath("environ").read_bytes()
    assert PIN.encode() not in told
    assert b"THONSO_" not in told
    assert PIN not in repr(KeyRef("pkcs11", "x", PIN))


def test_a_wrong_pin_three_times_and_then_nobody_is_asked_again(key: SigningKey) -> None:
    for _try in range(3):
        with pytest.raises(Refused, match="Mã PIN không đúng") as caught, services.in_hand(key, "000000"):
            pass
        assert "secret" in caught.value.fields
    with pytest.raises(TooMany, match="sai ba lần"), services.in_hand(key, PIN):
        pass


def test_five_wrong_pins_in_a_day_and_then_not_before_tomorrow(
    key: SigningKey, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Three every ten minutes would lock a token of ten tries within the hour."""
    began = time.time()
    wrong = 0
    for minutes in range(0, 24 * 60, 11):
        monkeypatch.setattr(limits, "_now", lambda minutes=minutes: began + minutes * 60)
        for _try in range(3):
            try:
                with services.guarded(key.serial):
                    wrong += 1
                    raise Refused(fields={"secret": ["wrong"]})
            except (Refused, TooMany):
                pass
    assert wrong == 5
    with pytest.raises(TooMany, match="sai năm lần"), services.in_hand(key, PIN):
        pass
    monkeypatch.setattr(limits, "_now", lambda: began + 86_401)
    with services.in_hand(key, PIN):
        pass


def test_right_pins_are_not_counted(key: SigningKey) -> None:
    for _try in range(5):
        with services.in_hand(key, PIN):
            pass


def test_two_at_once_cannot_sign_under_each_others_pin(key: SigningKey) -> None:
    with services.in_hand(key, PIN), pytest.raises(Refused, match="Mã PIN không đúng"), services.in_hand(key, "000000"):
        pass


def test_no_pin_at_all(key: SigningKey) -> None:
    with pytest.raises(Refused, match="Vui lòng nhập mã PIN"), services.in_hand(key):
        pass


def test_the_token_is_not_plugged_in(key: SigningKey, token: SoftToken) -> None:
    token.pull_out()
    for _try in range(4):  # its absence is no wrong PIN
        with pytest.raises(Unavailable, match="chưa được cắm"), services.in_hand(key, PIN):
            pass
    token.plug_in()
    with services.in_hand(key, PIN):
        pass


def test_the_token_is_pulled_out_in_the_middle(key: SigningKey, token: SoftToken, decision: Paper) -> None:
    with services.in_hand(key, PIN) as hand:
        services.sign_with(hand, decision.pdf)
        child = hand.signer._hand._child
        token.pull_out()
        with pytest.raises(Unavailable, match="không còn trả lời"):
            services.sign_with(hand, decision.pdf)
    assert child.poll() is not None


def test_the_process_that_holds_the_token_dies(key: SigningKey, decision: Paper) -> None:
    with services.in_hand(key, PIN) as hand:
        hand.signer._hand._child.kill()
        with pytest.raises(Unavailable, match="không còn trả lời"):
            services.sign_with(hand, decision.pdf)


def test_the_driver_is_not_installed(key: SigningKey, settings: Any) -> None:
    settings.PKCS11_MODULE = "/nowhere/driver.so"
    with pytest.raises(Unavailable, match="chưa cài trình điều khiển"), services.in_hand(key, PIN):
        pass
    with pytest.raises(Unavailable, match="chưa cài trình điều khiển"):
        plugged_in()
    settings.PKCS11_MODULE = ""
    assert plugged_in() == []


@pytest.fixture
def stranger() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(65537, 2048)


def test_the_key_is_not_the_certificates(
    fresh: Path, make_token: Make, authority: Authority, stranger: rsa.RSAPrivateKey, pho: Account
) -> None:
    made = make_token("Lệch", key=der(stranger), certificate=authority.certificate("pho"))
    with pytest.raises(Refused, match="không khớp với chứng thư"):
        registered(made.label, pho)


def test_a_token_with_the_certificate_and_no_key(
    fresh: Path, make_token: Make, authority: Authority, pho: Account
) -> None:
    made = make_token("Không khóa", key=None, certificate=authority.certificate("pho"))
    with pytest.raises(Refused, match="không có khóa"):
        registered(made.label, pho)


def test_another_token_under_the_same_label(
    key: SigningKey, token: SoftToken, make_token: Make, authority: Authority
) -> None:
    token.pull_out()
    make_token(token.label, key=None, certificate=authority.certificate("ubnd"))
    with pytest.raises(Refused, match="không có trên thiết bị"), services.in_hand(key, PIN):
        pass


@pytest.mark.parametrize(("name", "said"), [("expired", "hết hạn"), ("revoked", "thu hồi")])
def test_a_certificate_that_does_not_hold_is_not_registered(
    fresh: Path, make_token: Make, authority: Authority, pho: Account, name: str, said: str
) -> None:
    authority.trusted_by(fresh)
    private = serialization.load_pem_private_key((authority._folder / "keys" / f"{name}.pem").read_bytes(), None)
    made = make_token("Cũ", key=der(private), certificate=authority.certificate(name))
    common = x509.load_der_x509_certificate(authority.certificate(name)).subject
    assert "Trần Văn Hải" in common.rfc4514_string()
    with pytest.raises(Refused, match=said):
        registered(made.label, pho, "Trần Văn Hải")
