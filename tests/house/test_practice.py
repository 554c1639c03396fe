"""`docs/practice.md` answers each of the 24 points of everyday practice with screens and tests that there are."""

import re
from functools import cache
from pathlib import Path

import pytest

from thonso.core.access import gate

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs/practice.md"
NAMED = re.compile(r"`([\w/.]+\.py)::(\w+)`")
ADDRESS = re.compile(r"`(/[^`\s]*)`")
POINTS = list(range(1, 25))


@cache
def points() -> dict[int, str]:
    """The text of each point by its number."""
    parts = re.split(r"(?m)^## (\d+)\. ", PAGE.read_text())
    return {int(number): text for number, text in zip(parts[1::2], parts[2::2], strict=True)}


@cache
def shapes() -> frozenset[str]:
    """Every address of the server, whatever its parameters are called."""
    return frozenset(shape(f"/{path}") for _name, path, _pattern in gate.routes())


def shape(address: str) -> str:
    return re.sub(r"<[^>]*>", "<>", address)


def test_every_point_has_its_heading_once_and_in_order() -> None:
    assert [int(number) for number in re.findall(r"(?m)^## (\d+)\. ", PAGE.read_text())] == POINTS


@pytest.mark.parametrize("number", POINTS)
def test_every_point_names_tests_that_there_are(number: int) -> None:
    named = NAMED.findall(points()[number])
    assert named
    gone = [
        f"{path}::{test}"
        for path, test in named
        if not (ROOT / path).is_file() or not re.search(rf"(?m)^ *(?:async )?def {test}\(", (ROOT / path).read_text())
    ]
    assert gone == []


def test_every_address_is_one_of_the_product() -> None:
    named = {address for text in points().values() for address in ADDRESS.findall(text)}
    assert len(named) > len(POINTS)
    assert {address for address in named if shape(address) not in shapes()} == set()
