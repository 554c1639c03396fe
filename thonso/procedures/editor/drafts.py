"""The only code that writes working copies: begun, changed, taken back to an earlier revision, dropped, made a version."""

import json
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import F
from django.utils.translation import gettext as _

from thonso.core.base.clock import today
from thonso.core.base.errors import Refused, Stale
from thonso.core.base.ids import new_id
from thonso.core.base.refs import Ref
from thonso.core.journal.work import Work
from thonso.procedures import reading, services
from thonso.procedures.editor import access, problems
from thonso.procedures.editor.places import Source
from thonso.procedures.models import ProcedureVersion, WorkingCopy, WorkingText

LONGEST = 400_000


class MovedOn(Stale):
    """Another administrator changed, published or dropped the copy since the page was drawn."""


def source_of(holder: WorkingCopy | WorkingText) -> Source:
    found: Source = json.loads(holder.text)
    return found


def _text(source: Source) -> str:
    text = json.dumps(source, ensure_ascii=False)
    if len(text) > LONGEST:
        raise Refused(_("This procedure has become too long to be kept. Please take something away."))
    return text


def start(work: Work, actor: Ref, commune_id: UUID, source: Source, base: ProcedureVersion | None) -> WorkingCopy:
    """A working copy of a version, or of a file that was checked. Its label is one that no published text has."""
    made = {**source, "version": next_label(source["code"], source["version"])}
    copy = WorkingCopy.objects.create(
        commune_id=commune_id, code=source["code"], base=base, text=_text(made), started_by=actor.id, started_at=work.at,
        changed_by=actor.id, changed_at=work.at,
    )  # fmt: skip
    WorkingText.objects.create(copy=copy, revision=1, text=copy.text, changed_by=actor.id, changed_at=work.at)
    facts = {"code": copy.code, "base": str(base.pk) if base else None}
    work.note("procedure.copied", actor, Ref("working_copy", copy.pk), facts=facts)
    return copy


def next_label(code: str, label: str) -> str:
    """A label no version of this procedure has: this month, then ".2", ".3" …"""
    taken = set(ProcedureVersion.objects.filter(procedure__code=code).values_list("version", flat=True))
    month = f"{today():%Y-%m}"
    if label not in taken and label >= month:
        return label
    number, found = 2, month
    while found in taken:
        number, found = number + 1, f"{month}.{number}"
    return found


def change(work: Work, actor: Ref, copy: WorkingCopy, revision: int, source: Source, place: str) -> int:
    """Keep a changed definition, sound or not yet. Gives the new revision. Raises MovedOn: nothing was overwritten."""
    text = _text(source)
    _take(copy, revision, text=text, revision=F("revision") + 1, changed_by=actor.id, changed_at=work.at)
    WorkingText.objects.create(
        id=new_id(), copy=copy, revision=revision + 1, text=text, changed_by=actor.id, changed_at=work.at
    )
    facts = {"code": copy.code, "revision": revision + 1, "place": place[:200]}
    work.note("procedure.changed", actor, Ref("working_copy", copy.pk), facts=facts)
    return revision + 1


def go_back(work: Work, actor: Ref, copy: WorkingCopy, revision: int, to: int) -> int:
    """As it stood at an earlier revision, as a new one: what came between stays in the history."""
    earlier = access.text_at(copy, to)
    if earlier is None:
        raise Refused(_("There is no such earlier state."))
    return change(work, actor, copy, revision, source_of(earlier), f"@{to}")


def drop(work: Work, actor: Ref, copy: WorkingCopy, revision: int) -> None:
    _take(copy, revision, state=WorkingCopy.State.DROPPED, changed_by=actor.id, changed_at=work.at)
    work.note("procedure.dropped", actor, Ref("working_copy", copy.pk), facts={"code": copy.code, "revision": revision})


def make_version(
    work: Work, actor: Ref, copy: WorkingCopy, revision: int, first_day: date | None, *, against: UUID | None
) -> ProcedureVersion:
    """The copy becomes a version, offered from a day on; without a day it waits among the versions to be verified.

    `against` is the version that the page compared with. Raises MovedOn when another is offered by now, Refused.
    """
    source = source_of(copy)
    if problems.of(source):
        raise Refused(_("Something has to be mended first. Each place is named on the page of the working copy."))
    now_offered = access.offered_now(copy)
    if (now_offered.pk if now_offered else None) != against:
        raise MovedOn(
            _("Another version of this procedure was published in the meantime. Please compare with it first.")
        )
    if first_day is not None and first_day < today():
        raise Refused(fields={"day": [_("The first day is today or later.")]})
    text = reading.canonical(source)
    if now_offered is not None and now_offered.digest == reading.digest_of(text):
        raise Refused(_("Nothing differs from the version that is published. There is nothing to publish."))
    _take(copy, revision, state=WorkingCopy.State.USED, changed_by=actor.id, changed_at=work.at)
    version, _new = services.add_version(text, copy.code)
    WorkingCopy.objects.filter(pk=copy.pk).update(made=version)
    facts = {"code": copy.code, "revision": revision, "version": str(version.pk), "label": version.version}
    work.note("procedure.made", actor, Ref("working_copy", copy.pk), facts=facts)
    if first_day is not None:
        services.publish(
            work, actor, copy.commune_id, version.pk, first_day, keep_checks=not services.is_strict()
        )  # refuses what rests on memory outside the demo
    return version


def _take(copy: WorkingCopy, drawn_from: int, **values: Any) -> None:
    """Move the copy on if it still is as the page was drawn from it. Raises MovedOn."""
    rows = WorkingCopy.objects.filter(pk=copy.pk, revision=drawn_from, state=WorkingCopy.State.OPEN)
    if not rows.update(**values):
        raise MovedOn(_("Another administrator has changed this working copy in the meantime."))
