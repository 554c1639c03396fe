"""All that a page of one dossier shows, in one statement."""

from typing import Any

from thonso.core.base.together import Together
from thonso.core.files.models import Upload
from thonso.core.people.models import Household, Resident
from thonso.dossiers.models import (
    Attachment,
    Charge,
    Dossier,
    Event,
    HamletTask,
    PaperCheck,
    Party,
    Pause,
    Rating,
    Result,
    ResultFor,
)


def whole(dossier: Dossier) -> Dossier:
    """Load what a page of one dossier shows, in one statement however long its history: whoever reads it afterwards
    through `.all()` asks nothing more. For looking only: what is written later is not in it."""
    if "events" in _cache_of(dossier):
        return dossier
    *rows, uploads, links, results, later, ratings, owners, homes = _whole(dossier.pk)
    dossier.__dict__["owner_now"] = (owners[0] if owners else None, homes[0] if homes else None)
    files, papers = {one.pk: one for one in uploads}, {one.pk: one for one in [*later, *results]}
    for result in results:
        if result.replaced_by_id:
            result.replaced_by = papers[result.replaced_by_id]
    for link in links:
        link.result = papers[link.result_id]
    for attachment in rows[_OWN.index("attachments")]:
        attachment.upload = files[attachment.upload_id]
    for name, found in zip((*_OWN, "results"), [*rows, links], strict=True):
        for row in found:
            row.dossier = dossier
        manager = getattr(dossier, name)
        loaded = manager.get_queryset()
        loaded._result_cache, loaded._prefetch_done = found, True
        _cache_of(dossier)[name] = loaded
    dossier._state.fields_cache["rating"] = ratings[0] if ratings else None
    return dossier


def _cache_of(dossier: Dossier) -> dict[str, Any]:
    """Where Django keeps what `prefetch_related` has loaded."""
    cache: dict[str, Any] = dossier.__dict__.setdefault("_prefetched_objects_cache", {})
    return cache


_OWN = ("events", "parties", "checks", "pauses", "attachments", "hamlet_tasks", "charges")


_whole = Together(
    lambda id_: (
        Event.objects.filter(dossier=id_),
        Party.objects.filter(dossier=id_),
        PaperCheck.objects.filter(dossier=id_),
        Pause.objects.filter(dossier=id_),
        Attachment.objects.filter(dossier=id_),
        HamletTask.objects.filter(dossier=id_),
        Charge.objects.filter(dossier=id_),
        Upload.objects.filter(pk__in=Attachment.objects.filter(dossier=id_).values("upload")),
        ResultFor.objects.filter(dossier=id_),
        Result.objects.filter(pk__in=ResultFor.objects.filter(dossier=id_).values("result")),
        Result.objects.filter(
            pk__in=ResultFor.objects.filter(dossier=id_, result__replaced_by__isnull=False).values(
                "result__replaced_by"
            )
        ),
        Rating.objects.filter(dossier=id_),
        Resident.objects.filter(pk__in=Dossier.objects.filter(pk=id_).values("subject_resident_id")),
        Household.objects.filter(
            pk__in=Resident.objects.filter(pk__in=Dossier.objects.filter(pk=id_).values("subject_resident_id")).values(
                "household"
            )
        ),
    )
)
