"""Index and search. Indexing is one statement inside the caller's transaction, so it holds no lock for long."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection

from thonso.core.journal.work import Work
from thonso.core.people.models import Resident
from thonso.core.search import rules
from thonso.core.search.engines import engine
from thonso.core.search.models import SearchDoc

RESIDENT = "resident"
BATCH = 400


@dataclass(frozen=True, slots=True)
class Hit:
    object_id: UUID
    text: str


@dataclass(frozen=True, slots=True)
class Found:
    """`more` is true when there were more than were asked for: the page says so and asks for another word."""

    hits: list[Hit]
    more: bool


def index(work: Work, kind: str, object_id: UUID, commune_id: UUID, text: str, tags: Sequence[str] = ()) -> None:
    """Put a thing under its words, or under new ones. One statement."""
    index_many(work, [doc(kind, object_id, commune_id, text, tags)])


def doc(kind: str, object_id: UUID, commune_id: UUID, text: str, tags: Sequence[str] = ()) -> SearchDoc:
    """A row for `index_many`. Tags are letters and digits."""
    marks = " ".join([rules.scope_tag(commune_id, kind), *tags])
    folded = rules.indexed(text)
    return SearchDoc(kind=kind, object_id=object_id, commune_id=commune_id, text_folded=folded, tags=marks)


def index_many(work: Work, docs: Sequence[SearchDoc]) -> None:
    """As `index`, one statement for every 400."""
    unique, changing = ["commune_id", "kind", "object_id"], ["text_folded", "tags"]
    for start in range(0, len(docs), BATCH):
        SearchDoc.objects.bulk_create(
            docs[start : start + BATCH], update_conflicts=True, unique_fields=unique, update_fields=changing
        )


def remove(work: Work, kind: str, object_id: UUID, commune_id: UUID) -> None:
    SearchDoc.objects.filter(commune_id=commune_id, kind=kind, object_id=object_id).delete()


def search(
    commune_id: UUID,
    kind: str,
    text: str,
    limit: int = 20,
    *,
    tags: Sequence[str] = (),
    any_tags: Sequence[str] = (),
) -> Found:
    """Things of one kind in one commune: first those that begin with the text, then those that hold all its words.

    The last word may be unfinished; when nothing is found so, every word may be. The caller authorises what it shows.
    """
    asked = rules.question(text, tags=(rules.scope_tag(commune_id, kind), *tags), any_tags=tuple(any_tags))
    if not asked.words and not tags and not any_tags:
        return Found([], False)
    made = engine()
    found: dict[UUID, Hit] = {}
    if asked.words:
        sql, values = made.beginning_with(asked, limit + 1)
        _collect(found, sql, [_key(commune_id), kind, *values])
    for unfinished in ("last", "all"):
        if len(found) > limit or (unfinished == "all" and (found or len(asked.words) < 2)):
            break
        sql, values = made.matching(asked, limit + 1 + len(found), unfinished=unfinished)
        _collect(found, sql, values)
    hits = list(found.values())
    return Found(hits[:limit], len(hits) > limit)


def people(
    commune_id: UUID,
    text: str,
    limit: int = 20,
    *,
    birth_year: int | None = None,
    hamlet_id: UUID | None = None,
    within: Iterable[UUID] = (),
) -> Found:
    """Residents by name, diacritics or not; a year in the text is the year of birth. `within`: these hamlets only.

    Gives ids for who may load them: pages use `access.people`, which shows only what the actor may see.
    """
    name, year = rules.split_year(text)
    tags = [rules.year_tag(value) for value in [birth_year or year] if value]
    if hamlet_id:
        tags.append(rules.hamlet_tag(hamlet_id))
    any_tags = [rules.hamlet_tag(unit) for unit in within]
    return search(commune_id, RESIDENT, name, limit, tags=tags, any_tags=any_tags)


def resident_doc(row: Resident) -> SearchDoc:
    tags = [rules.year_tag(row.birth_year), rules.hamlet_tag(row.hamlet_id)]
    return doc(RESIDENT, row.id, row.commune_id, row.full_name, tags)


def residents_changed(work: Work, residents: Sequence[Resident]) -> None:
    """Follows `people` inside its transaction (event 'residents.changed')."""
    gone = [row.id for row in residents if row.status == Resident.Status.MERGED]
    if gone:
        SearchDoc.objects.filter(commune_id=work.commune_id, kind=RESIDENT, object_id__in=gone).delete()
    index_many(work, [resident_doc(row) for row in residents if row.status != Resident.Status.MERGED])


def rebuild() -> None:
    """Make the database's index anew from the rows (after a restore, or when `present` says it is missing)."""
    made = engine()
    with connection.cursor() as cursor:
        made.install(cursor)
        made.rebuild(cursor)


def present() -> bool:
    with connection.cursor() as cursor:
        return engine().present(cursor)


def _key(value: UUID) -> str:
    return str(value) if connection.vendor == "postgresql" else value.hex


def _collect(found: dict[UUID, Hit], sql: str, values: list[Any]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        for object_id, text in cursor.fetchall():
            key = object_id if isinstance(object_id, UUID) else UUID(object_id)
            found.setdefault(key, Hit(key, text))
