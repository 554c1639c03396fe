"""Writing a document: begun with its kind, typed as plain text, its pages beside it, its versions compared."""

import base64
from collections.abc import Callable
from dataclasses import replace
from difflib import SequenceMatcher
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from thonso.core.access.actors import Actor, actor_of
from thonso.core.access.audience import audience
from thonso.core.access.pages.shared import Done, id_of, sentences, submit
from thonso.core.access.policy import absent
from thonso.core.base.clock import local, today
from thonso.core.base.errors import DomainError, Refused, Stale
from thonso.core.base.text import printable
from thonso.core.journal.work import Work
from thonso.core.papers import CannotBeSet
from thonso.documents import access as incoming_access
from thonso.documents import kinds
from thonso.documents.models import Incoming
from thonso.documents.organs import ORGANS, UNITS
from thonso.documents.outgoing import access, rules, services, setting
from thonso.documents.outgoing.drawing import drawn
from thonso.documents.outgoing.models import COLUMNS, TEXTS, Outgoing, Version
from thonso.documents.outgoing.structure import MOST_COLUMNS, blocks, too_wide, without_gaps
from thonso.documents.outgoing.typed import Draft, Marked, columns_of
from thonso.documents.rules import URGENCIES, counted
from thonso.dossiers.printing.drafts import LETTER_SYMBOL

# For whom an officer writes when nothing else is chosen: as letters to citizens are drafted, and who else works at the desk.
UNIT_OF_ROLE = {
    **{role: symbol.removeprefix(f"{ORGANS['ubnd'].symbol}-") for role, symbol in LETTER_SYMBOL.items()},
    "clerk": "VP", "one_stop": "TTPVHCC", "centre_director": "TTPVHCC",
}  # fmt: skip
MOST_COMPARED = 3_000
"""Words of a line, or lines, that are compared one by one; beyond that the old and the new stand whole."""


@audience("staff")
@never_cache
@require_http_methods(["GET", "POST"])
def begin(request: HttpRequest) -> HttpResponse:
    """The kind and what it is about; of a reply, what it replies to."""
    actor = actor_of(request)
    commune = access.commune_of(actor)
    answers = _answered(request)
    errors: dict[str, list[Any]] = {}
    unit = next((UNIT_OF_ROLE[grant.role] for grant in actor.grants if grant.role in UNIT_OF_ROLE), "")
    values: dict[str, Any] = {"kind": "cong-van", "unit": unit, "capacity": "body", "urgency": "0"}
    if answers is not None:
        values["addressees"] = answers.sender
    if request.method == "POST":
        values = request.POST.dict()

        def act(work: Work) -> Done:
            row = services.begin(work, actor, commune, _first(_typed(values)), answers)
            return reverse("documents:draft", args=[row.pk])

        try:
            return submit(request, actor, commune.pk, "outgoing.begin", act)
        except Refused as refusal:
            errors = _refused(refusal, actor, commune.pk, "subject")
    context = {**_choices(), "values": values, "errors": errors, "answers": answers}
    return render(request, "documents/begin.html", context, status=422 if errors else 200)


def _refused(refusal: Refused, actor: Actor, commune_id: UUID, first: str) -> dict[str, list[Any]]:
    if isinstance(refusal, Marked):
        services.note_marked(actor, commune_id)
    return sentences(refusal, first)


def _answered(request: HttpRequest) -> Incoming | None:
    given = request.POST.get("answers") or request.GET.get("tra-loi", "")
    if not given:
        return None
    id_ = id_of(given)
    if id_ is None:
        raise absent()
    return incoming_access.incoming(actor_of(request), id_)


def _first(draft: Draft) -> Draft:
    """With the usual lines of "Nơi nhận" of its kind, to be completed."""
    kind = kinds.of(draft.kind, today())
    keep = f"Lưu: VT{', ' + draft.unit if draft.unit else ''}"
    answered = kind is not None and (not kind.named or kind.key in {"to-trinh", "bao-cao"})  # begin with "Kính gửi"
    first = "Như Điều ...\n" if kind and kind.enacts else "Như trên\n" if answered else ""
    return replace(draft, recipients=draft.recipients or f"{first}{keep}")


def _typed(values: dict[str, Any]) -> Draft:
    given = {name: values[name] for name in (*COLUMNS, *TEXTS) if name in values}
    seen = counted(values.get("seen", ""))
    return Draft(**given, seen=seen if seen > 0 else None)


@audience("staff")
@never_cache
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, outgoing_id: UUID) -> HttpResponse:
    """The text beside its pages. What is saved over a version that somebody else has replaced is not lost and not kept."""
    actor = actor_of(request)
    row = access.outgoing(actor, outgoing_id, "read" if request.method == "POST" else "write")
    if request.method == "GET" and not services.may_write(actor, row):
        raise absent()
    errors: dict[str, list[Any]] = {}
    stale: DomainError | None = None
    last = row.versions.get(number=row.version)
    values: dict[str, Any] = {**last.texts(), **last.columns(), "urgency": str(row.urgency), "seen": row.version}
    if request.method == "POST":
        values, before = request.POST.dict(), row.version

        def act(work: Work) -> Done:
            saved = services.save(work, actor, row, _typed(values))
            there = "documents:draft" if values.get("stay") else "documents:outgoing_one"
            said = _("Kept as version %(number)d.") % {"number": saved.version}
            return reverse(there, args=[row.pk]), said if saved.version != before else _("Nothing was changed.")

        try:
            return submit(request, actor, row.commune_id, "outgoing.save", act)
        except Refused as refusal:
            errors = _refused(refusal, actor, row.commune_id, "body")
        except Stale as refusal:
            row.refresh_from_db()
            stale, values["seen"] = refusal, str(row.version)
            values.pop("transaction_id", None)  # what is sent next is another change
    texts = {name: str(values.get(name, "")) for name in TEXTS}
    context = {
        **_choices(), **_preview(row, texts), "row": row, "kind": setting.kind_of(row), "values": values, "errors": errors,
        "stale": stale,
    }  # fmt: skip
    return render(request, "documents/draft.html", context, status=409 if stale else 422 if errors else 200)


def _choices() -> dict[str, Any]:
    usual = [one for one in kinds.in_force("government", today()) if not one.copy and one.key not in rules.NOT_WRITTEN]
    return {
        "kinds": [(kind.key, kind.name) for kind in usual],
        "units": [(key, f"{key} – {words}") for key, words in UNITS.items()],
        "capacities": list(rules.CAPACITIES.items()),
        "urgencies": [(str(degree), words) for degree, words in enumerate(URGENCIES)],
    }


@audience("staff")
@never_cache
@require_POST
def preview(request: HttpRequest, outgoing_id: UUID) -> HttpResponse:
    """What is typed just now, as pages; nothing is kept."""
    row = access.outgoing(actor_of(request), outgoing_id, "write")
    limits = {**rules.LIMITS, "body": rules.LONGEST}
    texts = {name: request.POST.get(name, "")[: limits[name]] for name in TEXTS}
    columns, _wrong = columns_of(_typed(request.POST.dict()), local(row.begun_at).date())
    for name, value in columns.items():
        setattr(row, name, value)
    template = "preview" if request.headers.get("HX-Request") else "preview_page"
    return render(request, f"documents/{template}.html", {"row": row, **_preview(row, texts)})


def _preview(row: Outgoing, texts: dict[str, str]) -> dict[str, Any]:
    clean = {name: printable(text) for name, text in texts.items()}
    kind = setting.kind_of(row)
    parts = blocks(clean["body"], enacts=bool(kind.enacts))
    try:
        images, count = drawn(setting.pages(row, clean, setting.signing_role(row)))
    except CannotBeSet:
        return {"unset": True}
    return {
        "wide": [{"line": line, "most": MOST_COLUMNS} for line in too_wide(parts)],
        "images": [base64.b64encode(image).decode() for image in images],
        "count": count,
        "cut": count > len(images),
        "gaps": [{"line": line, "there": there, "wanted": wanted} for line, there, wanted in without_gaps(parts)],
    }


@audience("staff")
@require_GET
def pdf(request: HttpRequest, outgoing_id: UUID, number: int) -> HttpResponse:
    """A version as it would be printed: without number and day, to be read on paper or signed by hand."""
    row = access.outgoing(actor_of(request), outgoing_id)
    version = _version(row, number)
    made = setting.pages(version.document(), version.texts(), setting.signing_role(row))
    response = HttpResponse(made, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="du-thao-{version.number}.pdf"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "no-store"
    return response


@audience("staff")
@never_cache
@require_GET
def compare(request: HttpRequest, outgoing_id: UUID, number: int) -> HttpResponse:
    """What a version changed in the one before it, word by word."""
    row = access.outgoing(actor_of(request), outgoing_id)
    later = _version(row, number)
    earlier = row.versions.select_related("outgoing").filter(number=number - 1).first()
    if earlier is None:
        raise absent()
    labels = {
        "subject": _("What the document is about"), "addressees": _("Addressees"), "body": _("Text"),
        "recipients": _("Recipients"),
    }  # fmt: skip
    parts = [
        {"label": labels[name], "lines": differences(getattr(earlier, name), getattr(later, name))}
        for name in TEXTS
        if getattr(earlier, name) != getattr(later, name)
    ]
    parts += [
        {"label": label, "lines": [[("-", was), ("+", is_)]]}
        for label, was, is_ in (_said(name, earlier, later) for name in COLUMNS)
        if was != is_
    ]
    context = {
        "row": row, "earlier": earlier, "later": later, "parts": parts,
        "next": number + 1 if number < row.version else 0, "previous": number - 1 if number > 2 else 0,
    }  # fmt: skip
    return render(request, "documents/compare.html", context)


def _said(name: str, earlier: Version, later: Version) -> tuple[Any, str, str]:
    """A column of both versions in words."""
    shown: dict[str, tuple[Any, Callable[[Version], str]]] = {
        "kind": (_("Kind of document"), lambda one: setting.kind_of(one.document()).name),
        "unit": (_("Who writes it"), lambda one: str(UNITS.get(one.unit, "–"))),
        "capacity": (_("In whose name it is signed"), lambda one: str(rules.CAPACITIES[one.capacity])),
        "urgency": (_("Urgency"), lambda one: str(URGENCIES[one.urgency])),
    }
    label, words = shown[name]
    return label, words(earlier), words(later)


def differences(old: str, new: str) -> list[list[tuple[str, str]]]:
    """Changed lines with (mark, words): "=" stays, "-" is gone, "+" is new; lines that stay are left out but for one around."""
    before, after = old.splitlines(), new.splitlines()
    if max(len(before), len(after)) > MOST_COMPARED:
        return [[("-", old), ("+", new)]]
    out: list[list[tuple[str, str]]] = []
    for tag, a1, a2, b1, b2 in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            kept = before[a1:a2]
            near = kept if len(kept) <= 2 else [kept[0], "…", kept[-1]]
            out += [[("=", line)] for line in near]
            continue
        for place in range(max(a2 - a1, b2 - b1)):
            was = before[a1 + place] if a1 + place < a2 else ""
            is_ = after[b1 + place] if b1 + place < b2 else ""
            out.append(_words(was, is_))
    return out


def _words(was: str, is_: str) -> list[tuple[str, str]]:
    old, new = was.split(), is_.split()
    if max(len(old), len(new)) > MOST_COMPARED:
        return [("-", was), ("+", is_)]
    found: list[tuple[str, str]] = []
    for tag, a1, a2, b1, b2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            found.append(("=", " ".join(old[a1:a2])))
            continue
        found += [(mark, " ".join(words)) for mark, words in (("-", old[a1:a2]), ("+", new[b1:b2])) if words]
    return found


def _version(row: Outgoing, number: int) -> Version:
    found = row.versions.select_related("by", "outgoing").filter(number=number).first()
    if found is None:
        raise absent()
    return found
