"""A message as a small tree: what a hostile one may cost is bounded while it is parsed, and its files are decoded on the way.

The parser hands over what it reads and builds no tree of its own: millions of elements, deep nesting and long texts end it
at once, and of a file only the decoded bytes are ever held.
"""

import binascii
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import BinaryIO, Final

from lxml import etree

from thonso.core.files.rules import MIB
from thonso.documents.exchange.findings import Told, Unreadable
from thonso.documents.exchange.source import Source

# libxml2: an entity that is not declared, an ampersand with nothing behind it, one without its semicolon.
_BARE_AMPERSAND: Final = frozenset({26, 68, 23})
# Bytes within one tag or comment, without anything being told of it.
_ONE_TAG: Final = 256 * 1024
_CONTENT: Final = "contenttransferencoded"


@dataclass(frozen=True, slots=True)
class Limits:
    """In bytes, but for counts. 50 MB a file is what the axis takes (VXP kit); the others are far above any message seen."""

    message: int = 150 * MIB
    file: int = 50 * MIB
    files: int = 100 * MIB
    attachments: int = 200
    elements: int = 100_000
    depth: int = 32
    text: int = 64 * 1024
    texts: int = 8 * MIB
    ratio: int = 200


LIMITS: Final = Limits()


class Node:
    """An element. `key` is its name in small letters, "Business" for the format's own "Bussiness" too."""

    __slots__ = ("_texts", "children", "content", "href", "key", "name", "size", "space")

    def __init__(self, tag: str, href: str = "") -> None:
        space, _, self.name = tag.rpartition("}")
        self.space = space[1:]
        self.key = key_of(self.name)
        self.href = href
        self.children: list[Node] = []
        self.content: Content | None = None
        self.size = 0
        self._texts: list[str] = []

    def add(self, text: str) -> None:
        self._texts.append(text)
        self.size += len(text)

    @property
    def text(self) -> str:
        return "".join(self._texts)

    @property
    def empty(self) -> bool:
        return not self.text.strip() and all(child.empty for child in self.children)

    def all(self, name: str) -> list["Node"]:
        key = key_of(name)
        return [child for child in self.children if child.key == key]

    def first(self, name: str) -> "Node | None":
        return next(iter(self.all(name)), None)

    def walk(self) -> Iterator["Node"]:
        """All elements from here down, without those of an XML signature, which has a Reference and a Manifest too."""
        yield self
        for child in self.children:
            if child.key != "signature":
                yield from child.walk()


class Content:
    """A file that comes as base64: decoded as it is read, and refused at its first byte too many."""

    def __init__(self, where: str, limit: int) -> None:
        self._where, self._limit = where, limit
        self._rest = ""
        self._file = BytesIO()

    @property
    def size(self) -> int:
        return self._file.tell()

    def add(self, text: str) -> None:
        self._rest += "".join(text.split())
        end = self._rest.find("=")
        whole = (len(self._rest) if end < 0 else end) // 4 * 4
        self._decode(self._rest[:whole])
        self._rest = self._rest[whole:]
        if len(self._rest) > 4:
            raise Unreadable("E_BASE64", self._where)

    def close(self) -> None:
        body = self._rest.rstrip("=")
        if "=" in body or len(body) % 4 == 1 or (self._rest and not body):
            raise Unreadable("E_BASE64", self._where)
        self._decode(body + "=" * (-len(body) % 4))
        self._rest = ""

    def taken(self) -> bytes:
        """The bytes, once: they are not kept here any longer."""
        data, self._file = self._file.getvalue(), BytesIO()
        return data

    def _decode(self, text: str) -> None:
        try:
            data = binascii.a2b_base64(text, strict_mode=True)
        except ValueError:
            raise Unreadable("E_BASE64", self._where) from None
        if self._file.tell() + len(data) > self._limit:
            raise Unreadable("E_FILE_SIZE", self._where)
        self._file.write(data)


class _Builder:
    """What the parser calls. Its first exception ends the parsing."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._open: list[Node] = []
        self._elements = self._texts = self._files = self._attachments = 0
        self.root: Node | None = None
        self.told_of = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self.told_of += 1
        self._elements += 1
        if self._elements > self._limits.elements:
            raise Unreadable("E_ELEMENTS")
        if len(self._open) >= self._limits.depth:
            raise Unreadable("E_DEPTH")
        node = Node(tag, next((value for name, value in attributes.items() if name.rpartition("}")[2] == "href"), ""))
        if self._open:
            self._open[-1].children.append(node)
        else:
            self.root = node
        if node.key == _CONTENT and self._open and self._open[-1].key == "attachment":
            self._attachments += 1
            if self._attachments > self._limits.attachments:
                raise Unreadable("E_ATTACHMENTS")
            limit = min(self._limits.file, self._limits.files - self._files)
            node.content = Content(f"AttachmentEncoded.Attachment[{self._attachments}]", limit)
        self._open.append(node)

    def end(self, _tag: str) -> None:
        self.told_of += 1
        node = self._open.pop()
        if node.content is not None:
            node.content.close()
            self._files += node.content.size

    def data(self, text: str) -> None:
        self.told_of += 1
        node = self._open[-1]
        if node.content is not None:
            node.content.add(text)
            return
        node.add(text)
        self._texts += len(text)
        if self._texts > self._limits.texts or node.size > self._limits.text:
            raise Unreadable("E_TEXT", node.name)

    def doctype(self, *_names: object) -> None:
        raise Unreadable("E_DTD")

    def close(self) -> None:
        """Nothing is left to do: `root` has it all."""


def parse(given: bytes | BinaryIO, told: Told, limits: Limits = LIMITS) -> Node:
    """The root element. Raises Unreadable."""
    source = Source(given, limits.message, told)
    try:
        return _parse(source.pieces(), limits)
    except etree.XMLSyntaxError as error:
        if error.code not in _BARE_AMPERSAND:
            raise Unreadable("E_XML", f"{error.lineno}:{error.offset}") from None
    told.tolerate("T_AMPERSAND", "xml")
    try:
        return _parse(source.pieces(mend=True), limits)
    except etree.XMLSyntaxError as error:
        raise Unreadable("E_XML", f"{error.lineno}:{error.offset}") from None


def key_of(name: str) -> str:
    return name.casefold().replace("bussiness", "business")


def _parse(pieces: Iterator[bytes], limits: Limits) -> Node:
    builder = _Builder(limits)
    # Without `huge_tree` libxml2 keeps its own guards: against names, attributes and entities that grow.
    parser = etree.XMLParser(
        target=builder, encoding="UTF-8", resolve_entities=False, load_dtd=False, no_network=True, huge_tree=False
    )
    silent, told_of = 0, 0
    for piece in pieces:
        parser.feed(piece)
        silent = 0 if builder.told_of != told_of else silent + len(piece)
        told_of = builder.told_of
        if silent > _ONE_TAG:
            raise Unreadable("E_TEXT")
    parser.close()
    if builder.root is None:
        raise Unreadable("E_XML")
    return builder.root
