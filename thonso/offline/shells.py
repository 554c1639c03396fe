"""What a phone keeps of the application: documents that are the same for everybody and hold nobody's data."""

import json
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext as _

from thonso.core.base.clock import today
from thonso.core.base.ids import stable_id
from thonso.core.base.kept import kept
from thonso.core.identity import scanning
from thonso.core.web import aloud
from thonso.dossiers.assisted import needs_number
from thonso.dossiers.reading import filed_most
from thonso.offline import text, words
from thonso.procedures.access import pinned, published
from thonso.procedures.definition import Definition
from thonso.procedures.describing import (
    fee_said,
    fee_words,
    paper_lines,
    relation_words,
    steps_of,
    time_said,
    time_words,
)
from thonso.procedures.forms.kinds import Context
from thonso.procedures.places import RegisteredPlaces
from thonso.procedures.rendering import outline, render_whole

# Kept from the start; a phone fetches the others after its first sync.
FORMS_AT_FIRST = 3
_STATIC = ("dist/field.css", "dist/field.js", "dist/card.js", "dist/icon.svg")


def commune_id() -> UUID:
    return stable_id("commune", settings.COMMUNE_CODE)


@kept
def offered() -> list[dict[str, Any]]:
    """What may be filed today, the most filed in hamlets first; `assisted`: with a helper too, not only before an officer."""
    found = published(commune_id(), today())
    usual = filed_most(commune_id(), None, today().replace(day=1), "assisted")  # so that a list stays for a month
    found.sort(key=lambda one: ("assisted" not in one.definition.channels, -usual.get(one.code, 0)))
    return [
        {
            "code": one.code,
            "version": str(one.version_id),
            "name": one.definition.name,
            "plain": list(one.definition.plain_names),
            "url": reverse("offline:form_shell", args=[one.version_id]),
            "assisted": "assisted" in one.definition.channels,
            "numbered": needs_number(one.definition),
        }
        for one in found
    ]


@kept
def application_html() -> str:
    with aloud.reading(aloud.Silence()):  # the same for everybody: the phone has speakers of its own
        return render_to_string("offline/application.html", {"layout": text.LAYOUT, **words.page()})


@kept
def form_html(version_id: UUID) -> str:
    """The questions of a version with the rules beside them. Raises Absent."""
    definition = pinned(version_id)
    context = Context(today=today(), channel="assisted", commune=settings.COMMUNE_CODE, places=RegisteredPlaces())
    with aloud.reading(aloud.Silence()):
        page = {
            "definition": definition,
            "outline": _outline(definition),
            "guide": _guide(definition),
            "html": render_whole(definition.form, context),
        }
        return render_to_string("offline/form.html", page)


def _guide(definition: Definition) -> dict[str, Any]:
    """What people ask first. Fees by the text of the procedure: an amount the commune has confirmed stands on its slip."""
    return {
        "time": time_words(definition.time),
        "time_said": time_said(definition.time),
        "fees": [{"fee": fee, "words": fee_words(fee), "said": fee_said(fee)} for fee in definition.fees],
        "cases": [
            {"case": case, "lines": [*paper_lines(case, how="submit"), *paper_lines(case, how="present")]}
            for case in (definition.cases[-1], *definition.cases[:-1])  # the last is the usual one
        ],
        "steps": steps_of(definition),
    }


def _outline(definition: Definition) -> dict[str, Any]:
    words = relation_words()
    found = outline(definition)
    found["filers"] = [{**one, "label": str(one["label"] or words[one["relation"]])} for one in found["filers"]]
    return found


@kept
def worker_script() -> str:
    """The worker with the list of what it keeps; the digest of it all is its version."""
    forms = sorted(offered()[:FORMS_AT_FIRST], key=lambda one: str(one["code"]))
    listed = sorted(offered(), key=lambda one: str(one["code"]))
    documents = [reverse("offline:application"), *(one["url"] for one in forms)]
    bodies = [application_html(), *(form_html(UUID(one["version"])) for one in forms)]
    urls = [*documents, reverse("offline:manifest"), reverse("offline:shell_list"), *(static(name) for name in _STATIC)]
    kept_lists = [json.dumps(listed), json.dumps(manifest())]
    digest = sha256(
        "\0".join([*bodies, *urls, *kept_lists, *(_of_file(name) for name in (*_STATIC, "dist/sw.js"))]).encode()
    )
    pack = scanning.pack() or {}
    told = {
        "version": digest.hexdigest()[:12],
        "keep": urls,
        "application": documents[0],
        "pack": [pack[part] for part in ("worker", "wasm") if part in pack],  # kept once somebody has asked for it
    }
    return f"self.KEPT={json.dumps(told)};\n{_source()}"


def manifest() -> dict[str, Any]:
    icon = {"src": static("dist/icon.svg"), "sizes": "any", "type": "image/svg+xml", "purpose": "any"}
    return {
        "id": "/thon/may/",
        "name": _("Thôn Số: hamlet desk"),
        "short_name": "Thôn Số",
        "lang": "vi",
        "start_url": reverse("offline:application"),
        "scope": "/thon/",
        "display": "standalone",
        "background_color": "#fbf8f1",
        "theme_color": "#083d30",
        "icons": [icon],
    }


def _source() -> str:
    return _path("dist/sw.js").read_text(encoding="utf-8")


def _of_file(name: str) -> str:
    file = _path(name)
    return _digest(file, file.stat().st_mtime_ns)


@cache
def _digest(file: Path, _changed: int) -> str:
    return sha256(file.read_bytes()).hexdigest()


def _path(name: str) -> Path:
    found = finders.find(name)
    assert isinstance(found, str), f"{name} is not built: make frontend"
    return Path(found)
