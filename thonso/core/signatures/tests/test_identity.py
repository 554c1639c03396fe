"""Who signed: trusted, test, unknown or revoked; judged at the time a stamp proves. Against a real authority."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import time_machine

from thonso.core.base.errors import Refused
from thonso.core.signatures import demo_ca, sign, verify
from thonso.core.signatures.keys import KeyRef, open_key
from thonso.core.signatures.signing import Signed, sign_recorded
from thonso.core.signatures.tests.authority import Authority
from thonso.core.signatures.tests.conftest import PHO, UBND, Paper

NAME = "Nguyễn Văn Phó"


def test_a_trusted_signer(fresh: Path, authority: Authority, decision: Paper) -> None:
    authority.trusted_by(fresh)
    pdf = sign(decision.pdf, key=authority.key(fresh, "pho"), role="person", name=NAME, title="Phó Chủ tịch")
    verdict = verify(pdf)
    assert (verdict.integrity, verdict.changes, verdict.identity) == ("ok", "none", "trusted")
    (one,) = verdict.signatures
    assert one.signer == NAME
    assert one.title == "Phó Chủ tịch"
    assert one.issuer == "Cơ quan cấp của bài thử"
    assert one.level == "B-B"
    assert one.time_source == "claimed"


def test_a_seal_with_the_usage_that_seals_have(fresh: Path, authority: Authority, decision: Paper) -> None:
    authority.trusted_by(fresh)
    name = "Ủy ban nhân dân xã Bát Xát"
    pdf = sign(decision.pdf, key=authority.key(fresh, "ubnd"), role="organisation", name=name, title="")
    assert verify(pdf).signatures[0].role == "organisation"
    assert verify(pdf).identity == "trusted"


def test_an_issuer_nobody_here_knows(fresh: Path, authority: Authority, decision: Paper) -> None:
    pdf = sign(decision.pdf, key=authority.key(fresh, "pho"), role="person", name=NAME, title="")
    verdict = verify(pdf)
    assert (verdict.integrity, verdict.identity) == ("ok", "unknown")
    assert verdict.signatures[0].reasons == ("issuer_not_known",)


def test_without_word_on_revocation_it_is_not_called_trusted(
    fresh: Path, authority: Authority, decision: Paper
) -> None:
    authority.trusted_by(fresh, lists=False)
    pdf = sign(decision.pdf, key=authority.key(fresh, "pho"), role="person", name=NAME, title="")
    verdict = verify(pdf)
    assert verdict.identity == "unknown"
    assert verdict.signatures[0].reasons == ("revocation_not_known",)


def test_revocation_lists_are_fetched_where_that_is_allowed(
    fresh: Path, settings: Any, authority: Authority, decision: Paper
) -> None:
    authority.trusted_by(fresh, lists=False)
    settings.SIGNATURE_FETCH_REVOCATION = True
    pdf = sign(decision.pdf, key=authority.key(fresh, "pho"), role="person", name=NAME, title="")
    assert verify(pdf).identity == "trusted"


def test_a_revoked_certificate(fresh: Path, authority: Authority, decision: Paper) -> None:
    authority.trusted_by(fresh)
    pdf = sign(decision.pdf, key=authority.key(fresh, "revoked"), role="person", name="Trần Văn Hải", title="")
    verdict = verify(pdf)
    assert (verdict.integrity, verdict.identity) == ("ok", "revoked")


def test_nobody_signs_with_an_ended_certificate(fresh: Path, authority: Authority, decision: Paper) -> None:
    with pytest.raises(Refused):
        sign(decision.pdf, key=authority.key(fresh, "expired"), role="person", name="Trần Văn Hải", title="")


def signed_with(key: KeyRef, decision: Paper) -> Signed:
    with open_key(key) as signer:
        return sign_recorded(decision.pdf, signer=signer, role="person", name=NAME, title="")


def test_a_time_stamp_makes_it_b_t(fresh: Path, settings: Any, authority: Authority, decision: Paper) -> None:
    authority.trusted_by(fresh)
    settings.TSA_URL = authority.tsa
    done = signed_with(authority.key(fresh, "pho"), decision)
    assert (done.level, done.downgraded) == ("B-T", False)
    (one,) = verify(done.pdf).signatures
    assert (one.level, one.time_source, one.identity) == ("B-T", "timestamp", "trusted")
    assert abs(datetime.fromisoformat(one.time) - datetime.now(UTC)).total_seconds() < 120


def test_an_authority_that_does_not_answer_downgrades_and_says_so(
    fresh: Path, settings: Any, authority: Authority, decision: Paper
) -> None:
    settings.TSA_URL = authority.tsa
    authority.down = True
    try:
        done = signed_with(authority.key(fresh, "pho"), decision)
    finally:
        authority.down = False
    assert (done.level, done.downgraded) == ("B-B", True)
    assert verify(done.pdf).integrity == "ok"


def test_an_address_where_nobody_listens(fresh: Path, settings: Any, authority: Authority, decision: Paper) -> None:
    settings.TSA_URL = "http://127.0.0.1:9/tsa"
    done = signed_with(authority.key(fresh, "pho"), decision)
    assert done.downgraded


def test_a_stamp_outlives_the_certificate(fresh: Path, settings: Any, authority: Authority, decision: Paper) -> None:
    """The demo's certificate ends after five years; with a proven time the signature is judged at that time."""
    authority.trusted_by(fresh)
    key = demo_ca.issue(PHO).key
    settings.TSA_URL = authority.tsa
    stamped = sign(decision.pdf, key=key, role="person", name=PHO.name, title="")
    settings.TSA_URL = ""
    plain = sign(decision.pdf, key=key, role="person", name=PHO.name, title="")
    with time_machine.travel(datetime(2034, 1, 1, tzinfo=UTC), tick=False):
        assert verify(plain).identity == "unknown"
        assert verify(plain).signatures[0].reasons == ("certificate_expired",)
        assert verify(stamped).integrity == "ok"
        assert verify(stamped).identity == "unknown", "the lists kept here are years old and say nothing of the stamp"
        authority.trusted_by(fresh)
        assert verify(stamped).identity == "test"


def test_a_revoked_demo_signer(fresh: Path, decision: Paper) -> None:
    pho, ubnd = demo_ca.issue(PHO), demo_ca.issue(UBND)
    pdf = sign(decision.pdf, key=pho.key, role="person", name=PHO.name, title="")
    both = sign(pdf, key=ubnd.key, role="organisation", name=UBND.name, title="")
    assert verify(both).identity == "test"
    demo_ca.revoke("pho")
    assert [one.identity for one in verify(both).signatures] == ["revoked", "test"]
    assert verify(both).identity == "revoked"


def test_another_installations_demo_is_unknown_here(
    fresh: Path, decision: Paper, settings: Any, tmp_path_factory: pytest.TempPathFactory
) -> None:
    pdf = sign(decision.pdf, key=demo_ca.issue(PHO).key, role="person", name=PHO.name, title="")
    settings.DATA = tmp_path_factory.mktemp("elsewhere")
    demo_ca.issue(PHO)
    assert verify(pdf).identity == "unknown"
