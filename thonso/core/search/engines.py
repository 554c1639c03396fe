"""The index of each database, and the question in its language.

SQLite: FTS5 (unicode61 on text that is folded already) over SearchDoc, kept by triggers in the same transaction.
PostgreSQL: GIN over the array of words and tags. It needs no extension, so nothing must be allowed first.
"""

# ruff: noqa: S608  (table and index names are our own constants; what people type goes in as a parameter)

from typing import Any, Protocol

from django.db import connections

from thonso.core.search.models import SearchDoc
from thonso.core.search.rules import Question

TABLE = SearchDoc._meta.db_table
_INDEX = f"{TABLE}_fts"


class Engine(Protocol):
    def install(self, cursor: Any) -> None: ...
    def present(self, cursor: Any) -> bool: ...
    def rebuild(self, cursor: Any) -> None: ...
    def beginning_with(self, question: Question, limit: int) -> tuple[str, list[Any]]: ...
    def matching(self, question: Question, limit: int, *, unfinished: str) -> tuple[str, list[Any]]: ...


class Sqlite:
    """`unfinished` says which words may go on: 'none', the 'last', or 'all' of them."""

    def install(self, cursor: Any) -> None:
        cursor.execute(
            f"CREATE VIRTUAL TABLE IF NOT EXISTS {_INDEX} USING fts5("
            f"text_folded, tags, content='{TABLE}', content_rowid='id', tokenize='unicode61', prefix='1 2 3')"
        )
        cursor.execute(f"CREATE INDEX IF NOT EXISTS {TABLE}_begin ON {TABLE} (commune_id, kind, text_folded)")
        new, old = "new.id, new.text_folded, new.tags", "old.id, old.text_folded, old.tags"
        add = f"INSERT INTO {_INDEX}(rowid, text_folded, tags) VALUES ({new});"
        drop = f"INSERT INTO {_INDEX}({_INDEX}, rowid, text_folded, tags) VALUES ('delete', {old});"
        changed = "WHEN old.text_folded IS NOT new.text_folded OR old.tags IS NOT new.tags"
        for when, guard, body in (("INSERT", "", add), ("DELETE", "", drop), ("UPDATE", changed, drop + add)):
            cursor.execute(
                f"CREATE TRIGGER IF NOT EXISTS {TABLE}_{when.lower()} AFTER {when} ON {TABLE} {guard} BEGIN {body} END"
            )

    def present(self, cursor: Any) -> bool:
        cursor.execute("SELECT count(*) FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s", [TABLE])
        return bool(cursor.fetchone()[0] == 3)

    def rebuild(self, cursor: Any) -> None:
        cursor.execute(f"INSERT INTO {_INDEX}({_INDEX}) VALUES ('rebuild')")

    def beginning_with(self, question: Question, limit: int) -> tuple[str, list[Any]]:
        return _beginning("text_folded", question, limit)

    def matching(self, question: Question, limit: int, *, unfinished: str) -> tuple[str, list[Any]]:
        words = _words(question, unfinished, '"{}"', '"{}"*')
        parts = ["text_folded : (" + " AND ".join(words) + ")"] if words else []
        parts.append("tags : (" + " AND ".join(f'"{tag}"' for tag in question.tags) + ")")
        if question.any_tags:
            parts.append("tags : (" + " OR ".join(f'"{tag}"' for tag in question.any_tags) + ")")
        sql = (
            f"SELECT d.object_id, d.text_folded FROM {_INDEX} f JOIN {TABLE} d ON d.id = f.rowid"
            f" WHERE {_INDEX} MATCH %s LIMIT %s"
        )
        return sql, [" AND ".join(parts), limit]


class Postgresql:
    # Tags carry a sign that no word has, so that the beginning of a word never meets a tag.
    _vector = "array_to_tsvector(string_to_array(text_folded || ' #' || replace(tags, ' ', ' #'), ' '))"

    def install(self, cursor: Any) -> None:
        # A short list of what is not yet merged in keeps the worst search short.
        options = "WITH (gin_pending_list_limit = 256)"
        cursor.execute(f"CREATE INDEX IF NOT EXISTS {_INDEX} ON {TABLE} USING gin ({self._vector}) {options}")
        ordered = '(commune_id, kind, text_folded COLLATE "C")'
        cursor.execute(f"CREATE INDEX IF NOT EXISTS {TABLE}_begin ON {TABLE} {ordered}")

    def present(self, cursor: Any) -> bool:
        cursor.execute("SELECT count(*) FROM pg_indexes WHERE indexname IN (%s, %s)", [_INDEX, f"{TABLE}_begin"])
        return bool(cursor.fetchone()[0] == 2)

    def rebuild(self, cursor: Any) -> None:
        cursor.execute(f"REINDEX INDEX {_INDEX}")

    def beginning_with(self, question: Question, limit: int) -> tuple[str, list[Any]]:
        return _beginning('text_folded COLLATE "C"', question, limit)

    def matching(self, question: Question, limit: int, *, unfinished: str) -> tuple[str, list[Any]]:
        parts = _words(question, unfinished, "'{}'", "'{}':*")
        parts += [f"'#{tag}'" for tag in question.tags]
        if question.any_tags:
            parts.append("(" + " | ".join(f"'#{tag}'" for tag in question.any_tags) + ")")
        sql = f"SELECT object_id, text_folded FROM {TABLE} WHERE {self._vector} @@ %s::tsquery LIMIT %s"
        return sql, [" & ".join(parts), limit]


def _beginning(column: str, question: Question, limit: int) -> tuple[str, list[Any]]:
    """In the order of the index, so that only the first rows are touched; the two first parameters are the caller's."""
    where, values = _tags_in_sql(question)
    sql = (
        f"SELECT object_id, text_folded FROM {TABLE} WHERE commune_id = %s AND kind = %s"
        f" AND {column} >= %s AND {column} < %s{where} ORDER BY {column} LIMIT %s"
    )
    return sql, [question.text, question.text + "\U0010ffff", *values, limit]


def _words(question: Question, unfinished: str, whole: str, begun: str) -> list[str]:
    last = len(question.words) - 1
    return [
        (begun if unfinished == "all" or (unfinished == "last" and index == last) else whole).format(word)
        for index, word in enumerate(question.words)
    ]


def _tags_in_sql(question: Question) -> tuple[str, list[str]]:
    """The same tags for the ordered index: few rows begin with the text, so they are looked at one by one."""
    values = [f"% {tag} %" for tag in question.tags]
    one = "(' ' || tags || ' ') LIKE %s"
    sql = f" AND {one}" * len(question.tags)
    if question.any_tags:
        sql += " AND (" + " OR ".join([one] * len(question.any_tags)) + ")"
        values += [f"% {tag} %" for tag in question.any_tags]
    return sql, values


def engine(using: str = "default") -> Engine:
    return Sqlite() if connections[using].vendor == "sqlite" else Postgresql()


def install(using: str = "default", **_: Any) -> None:
    """After every migrate: Django rebuilds SQLite tables and drops their triggers, and the index falls behind."""
    connection = connections[using]
    if TABLE not in connection.introspection.table_names():
        return
    made = engine(using)
    with connection.cursor() as cursor:
        if not made.present(cursor):
            made.install(cursor)
            made.rebuild(cursor)
