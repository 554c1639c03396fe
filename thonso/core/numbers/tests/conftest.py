"""For tests that commit: the append-only triggers would refuse the flush after them."""

from collections.abc import Iterator

import pytest

from thonso.core.base import append_only


@pytest.fixture
def committing(transactional_db: None) -> Iterator[None]:
    """Take the triggers off before the flush, which puts them back itself (post_migrate)."""
    yield
    append_only.remove()
