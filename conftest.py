"""Fixtures every test may use."""

from collections.abc import Iterator

import pytest

pytest_plugins = ["tests.cast", "tests.chromium"]


@pytest.fixture(autouse=True)
def _flush_append_only(request: pytest.FixtureRequest) -> Iterator[None]:
    """A test with transactions of its own ends in a flush, which append-only tables refuse: take their triggers off for
    that moment. `flush` sends post_migrate, which puts them back.
    """
    marker = request.node.get_closest_marker("django_db")
    if not (marker and marker.kwargs.get("transaction")):
        yield
        return
    request.getfixturevalue("transactional_db")
    yield
    from thonso.core.base import append_only

    append_only.remove()
