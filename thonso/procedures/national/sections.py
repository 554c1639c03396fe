"""The reading of a record, section by section, as rows of plain cells: what pages show and a reviewer may mend. Pure."""

from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256

from thonso.procedures.national import legal, papers, records, results, ways
from thonso.procedures.national.records import Record

Row = dict[str, str]
Rows = list[Row]


@dataclass(frozen=True, slots=True)
class Section:
    """`columns` are the cells of a row; `sources` the portal's columns it was read from; `doubts` the marks that concern it."""

    key: str
    columns: tuple[str, ...]
    sources: tuple[str, ...]
    doubts: frozenset[str]
    read: Callable[[Record], Rows]


def _ways(record: Record) -> Rows:
    return [
        {"channels": ", ".join(way.channels), "time": way.time, "fee": "; ".join(way.fees), "note": way.note}
        for way in ways.rows(record.splits["ways"])
    ]


def _papers(record: Record) -> Rows:
    return [
        {
            "case": case.name,
            "name": paper.name,
            "form": paper.form,
            "originals": "" if paper.originals is None else str(paper.originals),
            "copies": "" if paper.copies is None else str(paper.copies),
        }
        for case in papers.cases(record.splits["papers"])
        for paper in case.papers
    ]


def _legal(record: Record) -> Rows:
    return [{"name": act.name, "number": act.number} for act in legal.acts(record.splits["legal"])]


def _result(record: Record) -> Rows:
    return [{"name": one.name, "code": one.code} for one in results.rows(record.splits["result"])]


def _text(words: str) -> Rows:
    return [{"text": words}] if words else []


SECTIONS: dict[str, Section] = {
    one.key: one
    for one in (
        Section("title", ("text",), ("ten_thu_tuc",), frozenset(["name"]), lambda record: _text(record.name)),
        Section(
            "office",
            ("text",),
            ("co_quan_thuc_hien", "co_quan_co_tham_quyen"),
            frozenset(["office"]),
            lambda record: _text(record.office),
        ),
        Section(
            "ways",
            ("channels", "time", "fee", "note"),
            ("cach_thuc_thuc_hien",),
            frozenset(["channels", "time", "fee"]),
            _ways,
        ),
        Section(
            "papers",
            ("case", "name", "form", "originals", "copies"),
            (records.PAPERS,),
            frozenset(["papers"]),
            _papers,
        ),
        Section("steps", ("text",), (records.STEPS,), frozenset(["steps"]), lambda one: _text(one.says(records.STEPS))),
        Section(
            "conditions",
            ("text",),
            (records.CONDITIONS,),
            frozenset(["conditions"]),
            lambda one: _text(one.says(records.CONDITIONS)),
        ),
        Section("result", ("name", "code"), ("ket_qua_xu_ly",), frozenset(["result"]), _result),
        Section("legal", ("name", "number"), ("can_cu_phap_ly",), frozenset(["legal"]), _legal),
    )
}


def source(record: Record, section: Section) -> str:
    """What the portal wrote there, verbatim; several columns one under the other."""
    return "\n".join(text for column in section.sources if (text := record.source.get(column, "")))


def mark(record: Record, section: Section) -> str:
    """Changes exactly when the source of the section does."""
    return sha256(source(record, section).encode()).hexdigest()[:16]


def marks(record: Record) -> dict[str, str]:
    return {key: mark(record, section) for key, section in SECTIONS.items()}
