"""The suite is shared out to processes that each collect it for themselves: they must find the same tests."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.mark.slow
def test_two_processes_collect_the_same_tests() -> None:
    """Names made from the order of a set, the clock or chance would differ between the two, which also begin seconds apart."""
    command = [sys.executable, "-m", "pytest", "-v", "--collect-only", "-p", "no:xdist"]
    first, second = (
        subprocess.run(
            command, env=os.environ | {"PYTHONHASHSEED": seed}, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True
        ).stdout
        for seed in ("1", "2")
    )
    named = [[line.strip() for line in listing.splitlines() if "<Function " in line] for listing in (first, second)]
    assert len(named[0]) > 1000, first[-1000:]
    assert named[0] == named[1]
