"""Every field of a message: as long as the schema says, wanted where it wants it, and read again whatever it holds."""

from collections.abc import Callable
from dataclasses import fields, replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from lxml import etree

from thonso.documents.exchange import agreeing, organ_codes, wire
from thonso.documents.exchange import messages as m
from thonso.documents.exchange.reading import read
from thonso.documents.exchange.tests.samples import (
    ANSWERED,
    COMMUNE,
    DOCUMENT,
    EVERY,
    REPLACED,
    STATUS,
    THERE,
    zip_of,
)
from thonso.documents.exchange.tests.schemas import SCHEMA, fault, schema_of
from thonso.documents.exchange.texts import FIRST, LAST, tidy
from thonso.documents.exchange.writing import write

EARLY, LATE = datetime(1900, 1, 2), datetime(2100, 12, 30)  # noqa: DTZ001  hypothesis wants them so

# --- lengths: of the fields, of the schema ----------------------------------------------------------------------------

# How a document or a status gets its only text of each kind, by the dataclass it stands in.
INTO: dict[type[Any], Callable[[Any], m.Message]] = {
    m.Document: lambda one: one,
    m.Status: lambda one: one,
    m.Organ: lambda one: replace(DOCUMENT, sender=one),
    m.Receiver: lambda one: replace(DOCUMENT, receivers=(one,)),
    m.Code: lambda one: replace(DOCUMENT, code=one),
    m.Promulgation: lambda one: replace(DOCUMENT, promulgation=one),
    m.DocumentType: lambda one: replace(DOCUMENT, type=one),
    m.Signer: lambda one: replace(DOCUMENT, signer=one),
    m.OtherInfo: lambda one: replace(DOCUMENT, other=one),
    m.Answered: lambda one: replace(DOCUMENT, response_for=(one,)),
    m.Staff: lambda one: replace(STATUS, staff=one),
    m.Business: lambda one: replace(DOCUMENT, business=one),
    m.Replaced: lambda one: replace(REPLACED, business=replace(REPLACED.business, replaced=(one,))),
}
BASES = {
    m.Document: DOCUMENT, m.Status: STATUS, m.Organ: COMMUNE, m.Receiver: THERE, m.Code: DOCUMENT.code,
    m.Promulgation: DOCUMENT.promulgation, m.DocumentType: DOCUMENT.type, m.Signer: DOCUMENT.signer,
    m.OtherInfo: DOCUMENT.other, m.Answered: ANSWERED, m.Staff: STATUS.staff, m.Business: DOCUMENT.business,
    m.Replaced: REPLACED.business.replaced[0],
}  # fmt: skip


def _texts() -> list[tuple[type[Any], str, wire.Text, bool]]:
    found = []
    for of in INTO:
        for name, part in wire.parts(of):
            text = part.item if isinstance(part, wire.Texts) else part
            if isinstance(text, wire.Text) and text.fits is None:
                found.append((of, name, text, isinstance(part, wire.Texts)))
    return found


TEXTS = _texts()


@pytest.mark.parametrize(
    ("of", "name", "text", "several"), TEXTS, ids=[f"{of.__name__}.{name}" for of, name, _t, _s in TEXTS]
)
def test_a_text_may_be_as_long_as_the_schema_says_and_no_longer(
    of: type[Any], name: str, text: wire.Text, several: bool
) -> None:
    def message(length: int) -> m.Message:
        value = "ữ" * length
        return INTO[of](replace(BASES[of], **{name: (value,) if several else value}))  # type: ignore[type-var]

    written = write(message(text.limit))
    kind = schema_of(message(1))
    assert fault(written, kind) == ""
    assert read(written).errors == ()
    with pytest.raises(ValueError, match=rf"R\.[A-Za-z.]*\b{text.name}: "):
        write(message(text.limit + 1))
    longer = written.replace(("ữ" * text.limit).encode(), ("ữ" * (text.limit + 1)).encode())
    assert "maxLength" in fault(longer, kind)
    assert [one.code.rpartition(".")[2] for one in read(longer).errors] == [text.name]


def test_the_schema_wants_what_the_fields_want() -> None:
    """Each field that is needed: without it nothing is written, and the schema refuses a message that lacks it."""
    checked = 0
    for of, into in INTO.items():
        for name, part in wire.parts(of):
            if not getattr(part, "needed", False):
                continue
            with pytest.raises(ValueError, match=rf"N\.[A-Za-z.]*\b{part.name}"):
                write(into(replace(BASES[of], **{name: part.missing})))
            checked += 1
    assert checked > 15
    for message in EVERY:
        tree = etree.fromstring(write(message))
        for element in list(tree.iter()):
            parent = element.getparent()
            if parent is None or len(element):
                continue
            without = etree.fromstring(etree.tostring(tree))
            same = without.find(tree.getroottree().getelementpath(element))
            same.getparent().remove(same)
            text = etree.tostring(without)
            if fault(text, schema_of(message)) == "":
                assert not [one for one in read(text).errors if one.code.startswith("N.MessageHeader")]


def test_the_schema_knows_every_field() -> None:
    named = set()
    for path in SCHEMA.glob("*.xsd"):
        named |= set(etree.parse(path).xpath("//@name"))
    for of in [*INTO, m.Changes, m.ChangedReceiver, m.Trace]:
        for _name, part in wire.parts(of):
            assert part.name in named


# --- any message ------------------------------------------------------------------------------------------------------

_CODES = st.sampled_from(["H17", "001.22.H17", "000.00.22.H17", "H17.5", "0100109106", "0100109106-001", "29.A01"])
_DAYS = st.dates(FIRST, LAST)
_MOMENTS = st.datetimes(EARLY, LATE, timezones=st.just(UTC)).map(lambda one: one.replace(microsecond=0))
_SAID = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cn")), max_size=40)


def _values(part: wire.Part) -> st.SearchStrategy[Any]:
    match part:
        case wire.Text(fits=fits) if fits is not None:
            return _CODES if part.needed else st.just("") | _CODES
        case wire.Text():
            some = _SAID.map(lambda one: tidy(tidy(one, lines=part.lines)[: part.limit], lines=part.lines))
            return some.filter(lambda one: not part.nothing(one) and (one or not part.needed))
        case wire.Number():
            number = st.integers(part.low, part.high)
            return number if part.needed else st.none() | number
        case wire.Flag():
            return st.none() | st.booleans()
        case wire.Choice():
            return st.sampled_from(sorted(part.among))
        case wire.Day():
            return _DAYS if part.needed else st.none() | _DAYS
        case wire.Moment():
            return _MOMENTS if part.needed else st.none() | _MOMENTS
        case wire.Texts():
            return st.lists(_values(part.item).filter(bool), max_size=3).map(tuple)
        case wire.Record():
            return st.just(part.of()) | records(part.of) if not part.needed else records(part.of)
        case wire.Records():
            filled = records(part.of).filter(lambda one: one != type(one)())
            return st.lists(filled, min_size=int(part.needed), max_size=2).map(tuple)
    raise AssertionError(part)


def records(of: type[Any], **more: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.builds(of, **({name: _values(part) for name, part in wire.parts(of)} | more))


_FILES = st.builds(
    m.Attachment,
    name=_SAID.map(m.file_name),
    data=st.binary(min_size=1, max_size=200) | st.binary(max_size=50).map(lambda one: zip_of(("a", one))),
    declared_type=st.sampled_from(["", "application/pdf", "application/zip", "x/y"]),
    description=_SAID.map(tidy),
    zipped=st.booleans(),
)


_DOCUMENTS = records(
    m.Document,
    trace=st.lists(records(m.Trace).filter(lambda one: one != m.Trace()), min_size=1, max_size=3).map(tuple),
    business=records(m.Business),
    attachments=st.lists(_FILES, min_size=1, max_size=3).map(tuple),
)


@settings(max_examples=120)
@given(_DOCUMENTS)
def test_any_document_is_read_again_as_it_was(document: m.Document) -> None:
    # What has to agree within a document is not drawn; what does not has tests of its own.
    assume(not list(agreeing.faults(document)))
    written = write(document)
    reading = read(written)
    if len({organ_codes.key(one.organ_id) for one in document.receivers}) == len(document.receivers):
        assert reading.message == document
        assert (reading.errors, reading.tolerated) == ((), ())
    else:
        assert {one.code for one in reading.tolerated} == {"T_TWICE"}
    assert fault(written) == ""


@settings(max_examples=60)
@given(records(m.Status))
def test_any_status_is_read_again_as_it_was(status: m.Status) -> None:
    written = write(status)
    reading = read(written)
    assert (reading.message, reading.errors, reading.tolerated) == (status, (), ())
    assert fault(written, "status") == ""


def test_every_field_of_a_message_is_on_the_wire() -> None:
    beside = {"trace", "business", "attachments"}
    assert {one.name for one in fields(m.Document)} - beside == {name for name, _part in wire.parts(m.Document)}
    assert {one.name for one in fields(m.Status)} == {name for name, _part in wire.parts(m.Status)}
