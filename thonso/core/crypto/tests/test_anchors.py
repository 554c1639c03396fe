"""An anchor is signed with a key that the database does not have."""

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from thonso.core import crypto
from thonso.core.crypto import ring


@given(st.binary(max_size=200), st.binary(max_size=200))
def test_a_signature_holds_for_exactly_these_bytes(data: bytes, other: bytes) -> None:
    signature = crypto.anchor_sign(data)
    assert crypto.anchor_verify(data, signature)
    assert crypto.anchor_verify(other, signature) == (other == data)


@given(st.text(max_size=120))
def test_what_is_not_a_signature_is_simply_not_one(text: str) -> None:
    assert not crypto.anchor_verify(b"head", text)
    assert not crypto.anchor_verify(b"head", f"a1:{text}")


def test_another_ring_did_not_sign_it(own_ring: Path) -> None:
    signature = crypto.anchor_sign(b"head")
    own_ring.unlink()
    ring.forget()
    assert not crypto.anchor_verify(b"head", signature)
