"""Wrong data are the caller's mistake and are named; nothing half-filled is ever printed."""

from datetime import date, datetime
from typing import Any

import pytest

from thonso.core.papers import BadPaperData, render, signature_box
from thonso.core.papers.tests.samples import SHORT


def without(kind: str, *path: str) -> dict[str, Any]:
    data = {**SHORT[kind]}
    if len(path) == 1:
        del data[path[0]]
    else:
        data[path[0]] = {key: value for key, value in data[path[0]].items() if key != path[1]}
    return data


def test_an_unknown_kind() -> None:
    with pytest.raises(BadPaperData, match="'form99' is not a kind of paper"):
        render("form99", {})


@pytest.mark.parametrize(
    ("path", "said"),
    [
        (("request",), "form01: request is missing"),
        (("submitter", "name"), "form01: submitter.name is missing"),
        (("due_at",), "form01: due_at is missing"),
    ],
)
def test_a_missing_field_is_named(path: tuple[str, ...], said: str) -> None:
    with pytest.raises(BadPaperData, match=said):
        render("form01", without("form01", *path))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"request": "   "}, "form01: request is missing"),
        ({"requset": "x"}, "form01: requset is not a field"),
        ({"sets": "1"}, "form01: sets must be int, not str"),
        ({"sets": True}, "form01: sets must be int, not bool"),
        ({"format": "a3"}, "form01: format must be one of a4, a5x2"),
        ({"papers": "Tờ khai"}, "form01: papers must be a list"),
        ({"papers": [{"originals": 1}]}, r"form01: papers\[0\].name is missing"),
        ({"due_at": datetime(2026, 2, 9, 8, 0)}, "form01: due_at must be a moment with its time zone"),  # noqa: DTZ001
        ({"due_at": "mai"}, "form01: due_at is not a moment"),
        ({"date": "9/2/2026"}, "form01: date is not a date"),
        ({"submitter": "Mai"}, "form01: submitter must be a dictionary"),
    ],
)
def test_a_wrong_field_is_named(change: dict[str, Any], said: str) -> None:
    with pytest.raises(BadPaperData, match=said):
        render("form01", {**SHORT["form01"], **change})


def test_a_row_with_a_cell_too_few() -> None:
    annex = {**SHORT["decision"]["annex"], "rows": [["1", "Lý Thị Mai"]]}
    with pytest.raises(BadPaperData, match=r"annex.rows\[0\] has 2 cells, not 6"):
        render("decision", {**SHORT["decision"], "annex": annex})


def test_dates_may_be_iso_text_as_stored() -> None:
    stored = {**SHORT["form01"], "date": "2026-02-09", "due_at": "2026-03-09T17:00:00+07:00"}
    assert render("form01", stored) == render("form01", SHORT["form01"])
    assert SHORT["form01"]["date"] == date(2026, 2, 9)


@pytest.mark.parametrize("kind", ["form06", "blank_slip", "form07"])
def test_a_paper_without_a_place_to_sign_says_so(kind: str) -> None:
    with pytest.raises(BadPaperData, match="signature"):
        signature_box(kind, SHORT[kind])
