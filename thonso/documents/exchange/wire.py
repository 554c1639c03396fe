"""How each part of a message stands on the wire: one object a field, by which it is read, checked and written.

A dataclass of `messages` gives each of its fields one of these. The order of the fields is the order of the elements.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import Field, dataclass, field, fields
from datetime import date, datetime
from typing import Any, Final, Protocol, cast

from thonso.documents.exchange import organ_codes, texts
from thonso.documents.exchange.findings import Told, code_of
from thonso.documents.exchange.tree import Node

_KEY: Final = "wire"
_YES, _NO = frozenset({"1", "true"}), frozenset({"0", "false"})
# An unsigned short, as Bkav's eDoc keeps numbers of pages and copies.
MOST: Final = 65_535


class Writer(Protocol):
    """What elements are written to."""

    def leaf(self, name: str, text: str) -> None: ...

    def open(self, name: str) -> None: ...

    def close(self, name: str) -> None: ...


class Part(Protocol):
    """`read` gives the value that stands for what is not there, and tells of what is wrong; `write` raises ValueError."""

    @property
    def name(self) -> str: ...

    @property
    def missing(self) -> Any: ...

    def read(self, parent: Node, path: str, told: Told) -> Any: ...

    def write(self, value: Any, path: str, out: Writer) -> None: ...


@dataclass(frozen=True, slots=True)
class Text:
    """`limit` in characters. `fits` says whether a text that is there is a possible one."""

    name: str
    limit: int
    needed: bool = False
    lines: bool = False
    fits: Callable[[str], bool] | None = None
    missing: str = ""

    def read(self, parent: Node, path: str, told: Told) -> str:
        value = self.tidied(parent.first(self.name))
        if self.nothing(value):
            told.tolerate("T_NULL", path)
            value = ""
        if fault := self.fault(value):
            told.error(fault, path)
        return value

    def write(self, value: str, path: str, out: Writer) -> None:
        if texts.tidy(value, lines=self.lines) != value:
            raise ValueError(f"{code_of('R', path)}: not NFC, or blanks and characters that are not printed")
        if fault := self.fault(value):
            raise ValueError(f"{code_of(fault, path)}: {len(value)} characters, at most {self.limit}: {value[:60]!r}")
        if value:
            out.leaf(self.name, value)

    def tidied(self, node: Node | None) -> str:
        return texts.tidy(node.text, lines=self.lines) if node is not None else ""

    def nothing(self, value: str) -> bool:
        """The word of a program that had no code to write."""
        return self.name == "OrganId" and value.casefold() in organ_codes.NOTHING

    def fault(self, value: str) -> str:
        if not value:
            return "N" if self.needed else ""
        odd = self.nothing(value) or (self.fits is not None and not self.fits(value))
        return "R" if odd or len(value) > self.limit else ""


def organ_code(name: str, *, needed: bool = False) -> Text:
    return Text(name, 50, needed, fits=organ_codes.fits)


@dataclass(frozen=True, slots=True)
class Number:
    name: str
    low: int = 0
    high: int = MOST
    needed: bool = False
    missing: None = None

    def read(self, parent: Node, path: str, told: Told) -> int | None:
        text = _text(parent, self.name)
        if not text:
            if self.needed:
                told.error("N", path)
            return None
        if not (text.isascii() and text.isdecimal() and len(text) <= 9 and self.low <= int(text) <= self.high):
            told.error("R", path)
            return None
        return int(text)

    def write(self, value: int | None, path: str, out: Writer) -> None:
        if value is None:
            if self.needed:
                raise ValueError(code_of("N", path))
            return
        if not self.low <= value <= self.high:
            raise ValueError(f"{code_of('R', path)}: {value} is not from {self.low} to {self.high}")
        out.leaf(self.name, str(value))


@dataclass(frozen=True, slots=True)
class Flag:
    """Yes or no, or nothing said; `words` are those for no and yes."""

    name: str
    words: tuple[str, str] = ("0", "1")
    missing: None = None

    def read(self, parent: Node, path: str, told: Told) -> bool | None:
        text = _text(parent, self.name).lower()
        if text and text not in _YES | _NO:
            told.error("R", path)
        return True if text in _YES else False if text in _NO else None

    def write(self, value: bool | None, path: str, out: Writer) -> None:
        if value is not None:
            out.leaf(self.name, self.words[value])


@dataclass(frozen=True, slots=True)
class Choice:
    """One of the codes of a table; one that is not in it is kept and told of."""

    name: str
    among: Mapping[str, str]
    missing: str = ""

    def read(self, parent: Node, path: str, told: Told) -> str:
        value = _text(parent, self.name)
        if value.isdecimal():
            value = value.zfill(max(map(len, self.among)))
        if value not in self.among:
            told.error("R" if value else "N", path)
        return value

    def write(self, value: str, path: str, out: Writer) -> None:
        if value not in self.among:
            raise ValueError(f"{code_of('R' if value else 'N', path)}: {value[:20]!r}")
        out.leaf(self.name, value)


@dataclass(frozen=True, slots=True)
class Day:
    name: str
    needed: bool = False
    missing: None = None

    def read(self, parent: Node, path: str, told: Told) -> date | None:
        text = _text(parent, self.name)
        day = texts.read_day(text)
        _told_of_time(text, day, "yyyy/mm/dd", path, told, needed=self.needed)
        return day

    def write(self, value: date | None, path: str, out: Writer) -> None:
        if value is None:
            if self.needed:
                raise ValueError(code_of("N", path))
            return
        if not texts.FIRST <= value <= texts.LAST:
            raise ValueError(f"{code_of('R', path)}: {value.isoformat()}")
        out.leaf(self.name, texts.write_day(value))


@dataclass(frozen=True, slots=True)
class Moment:
    """With its zone; on the wire it is the hour of Vietnam, without one."""

    name: str
    needed: bool = False
    missing: None = None

    def read(self, parent: Node, path: str, told: Told) -> datetime | None:
        text = _text(parent, self.name)
        moment = texts.read_moment(text)
        _told_of_time(text, moment, "yyyy/mm/dd hh:mm:ss", path, told, needed=self.needed)
        return moment

    def write(self, value: datetime | None, path: str, out: Writer) -> None:
        if value is None:
            if self.needed:
                raise ValueError(code_of("N", path))
            return
        if value.tzinfo is None or value.microsecond or texts.read_moment(texts.write_moment(value)) != value:
            raise ValueError(f"{code_of('R', path)}: a moment has a zone and whole seconds: {value!r}")
        out.leaf(self.name, texts.write_moment(value))


@dataclass(frozen=True, slots=True)
class Texts:
    """Several texts: elements `item` in one `name`. Empty ones are none."""

    name: str
    item: Text
    missing: tuple[str, ...] = ()

    def read(self, parent: Node, path: str, told: Told) -> tuple[str, ...]:
        items = [node for group in parent.all(self.name) for node in group.all(self.item.name)]
        values = [value for node in items if (value := self.item.tidied(node))]
        for index, value in enumerate(values, 1):
            if fault := self.item.fault(value):
                told.error(fault, f"{path}.{self.item.name}[{index}]")
        return tuple(values)

    def write(self, value: tuple[str, ...], path: str, out: Writer) -> None:
        if not value:
            return
        out.open(self.name)
        for index, text in enumerate(value, 1):
            where = f"{path}.{self.item.name}[{index}]"
            if not text:
                raise ValueError(code_of("N", where))
            self.item.write(text, where, out)
        out.close(self.name)


@dataclass(frozen=True, slots=True)
class Record:
    """A group of fields. It is not there when nothing in it is."""

    name: str
    of: type[Any]
    needed: bool = False

    @property
    def missing(self) -> Any:
        return self.of()

    def read(self, parent: Node, path: str, told: Told) -> Any:
        node = parent.first(self.name)
        if node is None or node.empty:
            if self.needed:
                told.error("N", path)
            return self.of()
        return self.of(**read(self.of, node, path, told))

    def write(self, value: Any, path: str, out: Writer) -> None:
        if value == self.of():
            if self.needed:
                raise ValueError(code_of("N", path))
            return
        out.open(self.name)
        write(value, path, out)
        out.close(self.name)


@dataclass(frozen=True, slots=True)
class Records:
    """Several groups, beside each other or in one element `within`."""

    name: str
    of: type[Any]
    needed: bool = False
    within: str = ""
    missing: tuple[Any, ...] = ()

    def read(self, parent: Node, path: str, told: Told) -> tuple[Any, ...]:
        parents = parent.all(self.within) if self.within else [parent]
        nodes = [node for one in parents for node in one.all(self.name) if not node.empty]
        if self.needed and not nodes:
            told.error("N", path)
        return tuple(self.of(**read(self.of, node, f"{path}[{index}]", told)) for index, node in enumerate(nodes, 1))

    def write(self, value: tuple[Any, ...], path: str, out: Writer) -> None:
        if self.needed and not value:
            raise ValueError(code_of("N", path))
        if self.within and value:
            out.open(self.within)
        for index, one in enumerate(value, 1):
            if one == self.of():
                raise ValueError(code_of("N", f"{path}[{index}]"))
            out.open(self.name)
            write(one, f"{path}[{index}]", out)
            out.close(self.name)
        if self.within and value:
            out.close(self.within)


def on(part: Part) -> Any:
    """The field of a dataclass that stands on the wire like this."""
    return field(default=part.missing, metadata={_KEY: part})


def read(of: type[Any], node: Node, path: str, told: Told) -> dict[str, Any]:
    """The fields of a dataclass from an element, those that are on the wire."""
    return {name: part.read(node, _path(path, part), told) for name, part in parts(of)}


def write(value: Any, path: str, out: Writer) -> None:
    for name, part in parts(type(value)):
        part.write(getattr(value, name), _path(path, part), out)


def parts(of: type[Any]) -> Iterable[tuple[str, Part]]:
    every: tuple[Field[Any], ...] = fields(of)
    return [(one.name, cast(Part, one.metadata[_KEY])) for one in every if _KEY in one.metadata]


def _path(path: str, part: Part) -> str:
    within = f"{part.within}." if isinstance(part, Records) and part.within else ""
    return f"{path}.{within}{part.name}"


def _text(parent: Node, name: str) -> str:
    node = parent.first(name)
    return texts.tidy(node.text) if node is not None else ""


def _told_of_time(text: str, value: date | None, form: str, path: str, told: Told, *, needed: bool) -> None:
    if value is None and (text or needed):
        told.error("R" if text else "N", path)
    elif value is not None:
        there = texts.write_moment(value) if isinstance(value, datetime) else texts.write_day(value)
        if there[: len(form)] != text:
            told.tolerate("T_DAY", path)
