"""What a leader is about to sign: of each draft what it says and of whom, and whether she has opened it."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from thonso.core.access.actors import Actor
from thonso.core.access.models import Account
from thonso.core.base.refs import Ref
from thonso.core.journal.models import Entry
from thonso.core.journal.services import record_read
from thonso.dossiers.models import Dossier, Result
from thonso.dossiers.services import results


@dataclass(frozen=True, slots=True)
class Paper:
    result: Result
    about: str
    purpose: str
    drafter: str
    opened: bool


def papers_of(actor: Actor, dossiers: Collection[Dossier]) -> dict[UUID, list[Paper]]:
    """The drafts of many dossiers by their ids, in three queries."""
    drafts = results.unsigned(dossiers)
    every = [result for rows in drafts.values() for result in rows]
    opened = _opened_by(actor, every)
    names = dict(Account.objects.filter(pk__in={one.made_by_id for one in every}).values_list("pk", "full_name"))
    return {
        dossier: [_paper(one, names.get(one.made_by_id, ""), one.pk in opened) for one in rows]
        for dossier, rows in drafts.items()
    }


def unopened(actor: Actor, dossiers: Collection[Dossier]) -> list[Paper]:
    """What this actor never had before her eyes here; a paper that several dossiers share is named once."""
    papers = {one.result.pk: one for rows in papers_of(actor, dossiers).values() for one in rows}
    return [one for one in papers.values() if not one.opened]


def note_opened(actor: Actor, dossier: Dossier, result: Result) -> None:
    """The journal keeps that it was opened: on whatever device, and a draft made anew is another paper."""
    resident = dossier.subject_resident_id
    subject = Ref("resident", resident) if resident else None
    task = f"{dossier.stage}:{dossier.state}"
    record_read(dossier.commune_id, actor.ref, Ref("result", result.pk), task, subject=subject)


def _opened_by(actor: Actor, found: Iterable[Result]) -> set[UUID]:
    places = {one.pk: one.commune_id for one in found}
    rows = Entry.objects.filter(commune_id__in=set(places.values()), object_id__in=list(places))
    return set(rows.filter(actor_id=actor.ref.id, verb="result.read").values_list("object_id", flat=True))


def _paper(result: Result, drafter: str, opened: bool) -> Paper:
    data = results.data_of(result)
    return Paper(result, _about(data), str(data.get("purpose") or data.get("abstract") or ""), drafter, opened)


def _about(data: dict[str, Any]) -> str:
    person = data.get("person") or data.get("head")
    if isinstance(person, dict):
        return ", ".join(str(person[key]) for key in ("name", "born") if person.get(key))
    return str(person or data.get("addressee") or "")
