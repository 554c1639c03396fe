"""Messages made to harm: refused at once, with little memory, and with a code that says why."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from thonso.core.files.rules import MIB
from thonso.documents.exchange import words
from thonso.documents.exchange.findings import Unreadable
from thonso.documents.exchange.messages import Document
from thonso.documents.exchange.reading import read
from thonso.documents.exchange.tests.harm import ROOT, SMALL, Endless, code_and_most, refused
from thonso.documents.exchange.tests.odd import GOOD, bent
from thonso.documents.exchange.tests.samples import DOCUMENT, PDF, zip_of


def with_dtd(dtd: str, text: str = "&x;") -> bytes:
    return bent("?>\n<edXML", f"?>\n{dtd}\n<edXML").replace(b"A &amp; B", text.encode())


# --- entities and document types --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "dtd",
    [
        '<!DOCTYPE edXML [<!ENTITY x "y">]>',
        '<!DOCTYPE edXML [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE edXML SYSTEM "http://127.0.0.1:1/x.dtd">',
        '<!DOCTYPE edXML [<!ENTITY % p SYSTEM "http://127.0.0.1:1/x">%p;]>',
        '<!-- before -->\n<?x y?><!DOCTYPE edXML [<!ENTITY x "y">]>',
        "<!DOCTYPE edXML>",
    ],
)
def test_a_document_type_is_refused_whatever_it_says(dtd: str) -> None:
    assert refused(with_dtd(dtd)) == "E_DTD"
    assert refused(with_dtd(dtd).decode().replace("UTF-8", "UTF-16", 1).encode("utf-16")) == "E_DTD"
    assert refused(b"1212" + with_dtd(dtd)) == "E_DTD"


def test_laughs_by_the_billion() -> None:
    entities = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    assert refused(with_dtd(f'<!DOCTYPE edXML [<!ENTITY l0 "ha">{entities}]>', "&l11;")) == "E_DTD"


def test_a_document_type_behind_what_is_looked_at_first() -> None:
    far = f"<!--{' ' * 70_000}-->" + '<!DOCTYPE edXML [<!ENTITY x "y">]>'
    assert refused(with_dtd(far)) in ("E_DTD", "E_XML")
    several = f"<!--{' ' * 30_000}-->" * 3 + '<!DOCTYPE edXML [<!ENTITY x "y">]>'
    assert refused(with_dtd(several)) in ("E_DTD", "E_XML")


def test_an_entity_that_nobody_declared_is_only_its_letters() -> None:
    message = read(bent("A &amp; B", "&passwd;")).message
    assert isinstance(message, Document)
    assert "&passwd;" in message.subject


def test_no_file_of_the_server_is_opened(tmp_path: object) -> None:
    including = bent(
        "<edXML:Subject>", '<x:include xmlns:x="http://www.w3.org/2001/XInclude" href="/etc/passwd"/><edXML:Subject>'
    )
    assert read(including).message == DOCUMENT


# --- what is no message -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("message", "code"),
    [
        (b"", "E_EMPTY"),
        (b"\0" * 100, "E_EMPTY"),
        (b" \r\n", "E_EMPTY"),
        (b"khong phai", "E_XML"),
        (PDF, "E_XML"),
        (b"x" * 2000 + GOOD, "E_XML"),
        (GOOD[:-20], "E_XML"),
        (GOOD + GOOD, "E_XML"),
        (GOOD.replace(b"</edXML:Subject>", b"</edXML:subject>"), "E_XML"),
        (GOOD.replace(b"<edXML:Subject>", b"<edXML:Subject>\x01"), "E_XML"),
        (b"<html><body>404</body></html>", "E_ROOT"),
        (b"<van-ban-qua-mang/>", "E_ROOT"),
        (ROOT + b"<edXMLEnvelope/></edXML>", "E_HEADER"),
        (b"<Envelope><Body/></Envelope>", "E_HEADER"),
        (GOOD.replace(b"UTF-8", b"ISO-8859-1", 1), "E_ENCODING"),
        (GOOD.replace(b"UTF-8", b"windows-1258", 1), "E_ENCODING"),
        (GOOD.replace(b"UTF-8", b"UTF-7", 1), "E_ENCODING"),
        (GOOD.decode().encode("utf-16")[:-1], "E_ENCODING"),
        (GOOD.decode().encode("cp1258", "replace"), "E_XML"),
        (zip_of(("a.edxml", GOOD)), "E_XML"),
    ],
)
def test_what_is_no_message(message: bytes, code: str) -> None:
    assert refused(message) == code


# --- too much ---------------------------------------------------------------------------------------------------------


def test_a_message_that_is_too_large_is_not_read_to_its_end() -> None:
    source = Endless(ROOT + b"<edXMLEnvelope>", b"<!-- x -->")
    code, given = code_and_most(source, SMALL)
    assert code in ("E_SIZE", "E_TEXT")
    assert given <= SMALL.message + 128 * 1024


def test_elements_without_end() -> None:
    code, given = code_and_most(Endless(ROOT, b"<a/>"))
    assert code == "E_ELEMENTS"
    assert given < MIB


def test_elements_within_elements() -> None:
    code, given = code_and_most(Endless(ROOT, b"<a>"))
    assert code == "E_DEPTH"
    assert given < MIB
    deepest = b"".join([b"<a>" * 31, b"</a>" * 31])
    assert refused(ROOT + deepest + b"</edXML>") == "E_HEADER"
    assert refused(ROOT + b"<a>" + deepest + b"</a></edXML>") == "E_DEPTH"


@pytest.mark.parametrize(
    "begin", [b"<Subject>", b"<Subject x='", b"<!--", b"<?x ", b"<Subject ", b"<", b"<Subject><![CDATA["]
)
def test_texts_without_end(begin: bytes) -> None:
    code, given = code_and_most(Endless(ROOT + begin, b"x"))
    assert code in ("E_TEXT", "E_XML")
    assert given < 12 * MIB


def test_many_texts_that_are_long_together() -> None:
    subject = b"<a>" + b"x" * 1500 + b"</a>"
    assert refused(ROOT + subject * 20 + b"</edXML>", SMALL) == "E_TEXT"


def test_a_tag_with_attributes_by_the_million() -> None:
    attributes = b"".join(b" a%d=''" % n for n in range(100_000))
    assert refused(ROOT + b"<a" + attributes + b"/></edXML>") == "E_TEXT"


def test_more_attachments_than_anybody_sends() -> None:
    one = b"<Attachment><ContentTransferEncoded>QQ==</ContentTransferEncoded></Attachment>"
    message = GOOD.replace(b"<AttachmentEncoded>", b"<AttachmentEncoded>" + one * 2)
    assert refused(message, SMALL) == "E_ATTACHMENTS"


# --- anything ---------------------------------------------------------------------------------------------------------

_SCRAPS = st.sampled_from(
    b"< > & &#0; &#x41; &lt ]]> <![CDATA[ <!-- <a> </a> <Attachment> <ContentTransferEncoded> <Status> xmlns=' = cid: \0 \xff "
    b"<StatusCode>3</StatusCode> <!DOCTYPE 2026/02/31".split(b" ")
) | st.binary(max_size=6)


@settings(max_examples=150)
@given(
    st.lists(st.tuples(st.integers(0, len(GOOD)), st.integers(0, 40), _SCRAPS), min_size=1, max_size=4), st.booleans()
)
def test_whatever_is_wrong_with_a_message_it_is_read_or_refused_with_a_code(
    changes: list[tuple[int, int, bytes]], wide: bool
) -> None:
    message = GOOD
    for at, length, scrap in changes:
        message = message[:at] + scrap + message[at + length :]
    if wide:
        message = message.decode(errors="replace").encode("utf-16")
    code = ""
    try:
        read(message)
    except Unreadable as caught:
        code = caught.code
    assert not code or code in words.REFUSED


@settings(max_examples=150)
@given(st.binary(max_size=300))
def test_whatever_is_no_message_is_refused_with_a_code(noise: bytes) -> None:
    assert refused(noise) in words.REFUSED
    assert refused(ROOT + noise) in words.REFUSED
