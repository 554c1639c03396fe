"""A cursor of psycopg that plans a statement once a connection. Imported on PostgreSQL only."""

from functools import lru_cache
from itertools import count
from typing import Any

from psycopg import RawCursor

_LONGEST_KEPT = 20_000  # characters; a thousand rows written at once come once, and need not be remembered


class NumberedCursor(RawCursor[Any]):
    """Takes SQL with `%s` like any cursor, and turns it into PostgreSQL's own `$1` once a text.

    psycopg's other cursors read a long statement, or one with over fifty values, anew at every call: for the one
    statement that a filing writes with, that cost as much as everything else in sending it.
    """

    def execute(self, query: Any, params: Any = None, **how: Any) -> Any:
        if params is None:
            return super().execute(query, **how)
        convert = _kept if len(query) <= _LONGEST_KEPT else numbered
        return super().execute(convert(query), params, **how)


def numbered(sql: str) -> bytes:
    """SQL as Django writes it, with `%s` for each value and `%%` for a percent sign, in PostgreSQL's own writing."""
    first, *others = sql.replace("%%", "\0").split("%s")
    number = count(1)
    return "".join([first, *(f"${next(number)}{other}" for other in others)]).replace("\0", "%").encode()


_kept = lru_cache(maxsize=512)(numbered)
