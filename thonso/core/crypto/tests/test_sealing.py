"""A sealed value opens only where it was sealed, and nothing of it is in the token."""

import time
from base64 import b64decode, b64encode
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thonso.core import crypto

ROW = UUID("018f0000-0000-7000-8000-000000000001")
LABEL = "test.id-number"
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=200)
labels = st.from_regex(r"[a-z][a-z0-9_.-]{1,30}", fullmatch=True)


@given(labels, st.uuids(), texts)
def test_what_is_sealed_opens_again(label: str, row: UUID, text: str) -> None:
    assert crypto.unseal(label, row, crypto.seal(label, row, text)) == text


@given(texts, st.uuids())
def test_another_row_cannot_open_it(text: str, other: UUID) -> None:
    token = crypto.seal(LABEL, ROW, text)
    if other != ROW:
        with pytest.raises(crypto.CannotOpen):
            crypto.unseal(LABEL, other, token)


@given(texts, labels)
def test_another_label_cannot_open_it(text: str, other: str) -> None:
    token = crypto.seal(LABEL, ROW, text)
    if other != LABEL:
        with pytest.raises(crypto.CannotOpen):
            crypto.unseal(other, ROW, token)


@given(texts, st.data())
def test_any_flipped_bit_is_noticed(text: str, data: st.DataObject) -> None:
    key_id, _, body = crypto.seal(LABEL, ROW, text).partition(":")
    raw = bytearray(b64decode(body))
    raw[data.draw(st.integers(0, len(raw) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    with pytest.raises(crypto.CannotOpen):
        crypto.unseal(LABEL, ROW, f"{key_id}:{b64encode(bytes(raw)).decode()}")


@pytest.mark.parametrize(
    "token", ["", ":", "k1", "k1:", "k1:@@@", "k1:AAAA", "k99:AAAA", "d:AAAA", "012345678901", "k1.key:"]
)
def test_what_is_not_a_token_is_refused_the_same_way(token: str) -> None:
    with pytest.raises(crypto.CannotOpen):
        crypto.unseal(LABEL, ROW, token)


def test_the_same_text_never_makes_the_same_token_twice() -> None:
    assert len({crypto.seal(LABEL, ROW, "015299000001") for _ in range(200)}) == 200


def test_a_token_does_not_hold_the_text() -> None:
    assert "015299000001" not in crypto.seal(LABEL, ROW, "015299000001")


@pytest.mark.parametrize("label", ["", "X", "Mã", "a b", "people.Resident", "a" * 81])
def test_a_label_is_a_frozen_ascii_name(label: str) -> None:
    with pytest.raises(ValueError, match="not a label"):
        crypto.seal(label, ROW, "x")


@given(texts)
def test_a_destroyed_data_key_leaves_nothing_to_open(text: str) -> None:
    dossier, row = uuid4(), uuid4()
    key = crypto.make_data_key("test.dossier.key", dossier)
    token = crypto.seal_with(key, "test.answers", row, text)
    assert crypto.unseal_with(key, "test.answers", row, token) == text
    for gone in ("", crypto.make_data_key("test.dossier.key", dossier)):
        with pytest.raises(crypto.CannotOpen):
            crypto.unseal_with(gone, "test.answers", row, token)
    for label, other in (("test.other", row), ("test.answers", uuid4())):
        with pytest.raises(crypto.CannotOpen):
            crypto.unseal_with(key, label, other, token)


def test_a_data_key_is_not_a_text_and_a_text_is_not_a_data_key() -> None:
    key = crypto.make_data_key(LABEL, ROW)
    with pytest.raises(crypto.CannotOpen):
        crypto.unseal(LABEL, ROW, key)
    with pytest.raises(crypto.CannotOpen):
        crypto.seal_with(crypto.seal(LABEL, ROW, "x" * 32), LABEL, ROW, "x")


def test_a_data_key_cannot_be_relabelled_as_another_row_s() -> None:
    name, _, body = crypto.make_data_key(LABEL, ROW).partition(":")
    raw = bytearray(b64decode(body))
    raw[raw[0]] ^= 1  # the last byte of the row id
    with pytest.raises(crypto.CannotOpen):
        crypto.seal_with(f"{name}:{b64encode(bytes(raw)).decode()}", LABEL, ROW, "x")


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=40), labels, labels)
def test_the_blind_index_is_stable_and_differs_per_label(text: str, one: str, two: str) -> None:
    index = crypto.blind(one, text)
    assert index == crypto.blind(one, f"  {text} ")
    assert len(index) == 64
    assert int(index, 16) >= 0
    assert (index == crypto.blind(two, text)) == (one == two)


def test_the_blind_index_is_not_a_plain_hash() -> None:
    assert crypto.blind(LABEL, "015299000001") != crypto.digest(b"015299000001")


def test_seal_and_unseal_together_take_less_than_50_microseconds() -> None:
    crypto.unseal(LABEL, ROW, crypto.seal(LABEL, ROW, "warm"))
    best = 1.0
    for _ in range(20):
        start = time.perf_counter()
        for _ in range(200):
            crypto.unseal(LABEL, ROW, crypto.seal(LABEL, ROW, "015299000001"))
        best = min(best, (time.perf_counter() - start) / 200)
    assert best < 50e-6, f"{best * 1e6:.1f} µs"
