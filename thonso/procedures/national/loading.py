"""The administrator brings a file of the national portal's procedures in, from the browser."""

from typing import Any, BinaryIO, cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from thonso.core.access.actors import actor_of
from thonso.core.access.audience import audience
from thonso.core.access.pages.shared import Done, commune_of, confirmed, sentences, submit
from thonso.core.base.errors import Refused
from thonso.core.base.refs import Ref
from thonso.core.journal.work import Work
from thonso.procedures.national import files, importing
from thonso.procedures.national.importing import Reading, Report

NAMED = 3  # rejected lines that are named in the message


@audience("admin")
@never_cache
@require_http_methods(["GET", "POST"])
def load(request: HttpRequest) -> HttpResponse:
    """Read the file, then write what is new or has changed: all of it or nothing."""
    first = confirmed(request)
    if first:
        return first
    actor = actor_of(request)
    commune = commune_of(actor, "edit", "procedure")
    errors: dict[str, list[Any]] = {}
    if request.method == "POST":
        try:
            report, readings = _read(request)

            def act(work: Work) -> Done:
                importing.bring_in(report, readings, work.at)
                facts = {"new": report.imported, "changed": report.updated, "rejected": len(report.rejected)}
                work.note("procedure.catalogue", actor.ref, Ref("unit", commune.pk), facts=facts)
                return reverse("procedures:review_list"), _said(report)

            return submit(request, actor, commune.pk, "procedure.catalogue", act)
        except Refused as refusal:
            errors = sentences(refusal, "file")
    context = {"errors": errors, "transaction": "" if errors else request.POST.get("transaction_id", "")}
    return render(request, "procedures/admin/national/load.html", context, status=422 if errors else 200)


def _read(request: HttpRequest) -> tuple[Report, list[Reading]]:
    given = request.FILES.get("file")
    if given is None:
        raise Refused(fields={"file": [_("Choose the file of national procedures.")]})
    try:
        report, readings = importing.read_file(cast(BinaryIO, given.file))
    except files.Unreadable as error:
        said = _("%(name)s cannot be read and nothing has changed: %(why)s.") % {"name": given.name, "why": error}
        raise Refused(fields={"file": [said]}) from None
    if not readings:
        said = (
            _("There is no procedure in this file: choose the one that ends in .jsonl or .jsonl.gz.")
            + " "
            + _named(report)
        )
        raise Refused(fields={"file": [said.strip()]})
    return report, readings


def _said(report: Report) -> str:
    said = _("Brought in: %(new)s new, %(changed)s changed, %(same)s unchanged.") % {
        "new": report.imported, "changed": report.updated, "same": report.unchanged,
    }  # fmt: skip
    return f"{said} {_named(report)}".strip()


def _named(report: Report) -> str:
    """The first lines that were left out, and why."""
    count = len(report.rejected)
    if not count:
        return ""
    said = ngettext("%(n)s line was left out:", "%(n)s lines were left out:", count) % {"n": count}
    lines = [
        _("line %(line)s %(code)s (%(why)s)") % {"line": one["line"], "code": one["code"], "why": one["reason"]}
        for one in report.rejected[:NAMED]
    ]
    return f"{said} {'; '.join(lines)}{' …' if count > NAMED else '.'}"
