"""The journal, read by the administrator: who did what to which thing, never what was in it. Reading it is an entry too.

Residents are not named, also where they acted themselves. A reason that was typed may hold a name: the administrator
sees those of acts on posts and accounts, the chairman, who is answerable for it, those of every reading. The order is
that of the chain; the hour is the one at which the act was done, and in the sample commune days are written in one go.
"""

from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from thonso.core.access import entries, verbs
from thonso.core.access.actors import Actor, actor_of
from thonso.core.access.audience import audience
from thonso.core.access.pages.shared import commune_of, table
from thonso.core.access.policy import New, can
from thonso.core.base.clock import local, now
from thonso.core.base.errors import Refused
from thonso.core.base.refs import Ref
from thonso.core.base.text import person_sort_key
from thonso.core.journal.models import Entry
from thonso.core.journal.work import body_of, transact

PAGE: Final = 50
MOST: Final = 20_000
"""Rows of one table to take away: what a spreadsheet on an old machine still opens."""
OF_OFFICIALS: Final = frozenset({"account", "assignment", "delegation"})
FILTERS: Final = ("first", "last", "actor", "group", "object", "subject")


@dataclass(frozen=True, slots=True)
class Line:
    """An entry as it is shown: names of officials, words for verbs, codes of dossiers; no name of a resident."""

    entry: Entry
    who: str
    acting_for: str
    did: str
    thing: str
    reason: str


@audience("admin", "staff")
@never_cache
@require_GET
def journal(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    commune = commune_of(actor, "read_references", "journal")
    errors: entries.Errors = {}
    asked = _asked(request)
    rows = entries.found(actor, asked, errors)
    before = request.GET.get("before", "")
    if before.isascii() and before.isdigit() and len(before) < 16:
        rows = rows.filter(seq__lt=int(before))
    found = [] if errors else list(rows.order_by("-seq")[: PAGE + 1])
    lines = _lines(commune.pk, found[:PAGE], reasons=_sees_reasons(actor, commune.pk))
    if not errors:
        _note(actor, commune.pk, "journal.read", asked | {"before": before})
    given = {name: value for name, value in asked.items() if value}
    people = sorted(entries.officials(commune.pk), key=lambda one: person_sort_key(one.full_name))
    here = reverse("access_journal")
    context = {
        "rows": lines, "asked": asked, "errors": errors, "given": urlencode(given), "filtered": bool(given),
        "first": f"{here}?{urlencode(given)}" if before else "",
        "more": f"{here}?{urlencode({**given, 'before': found[PAGE - 1].seq})}" if len(found) > PAGE else "",
        "people": [(str(one.pk), one.full_name) for one in people], "groups": list(verbs.GROUP_WORDS.items()),
    }  # fmt: skip
    return render(request, "access/admin/journal.html", context, status=422 if errors else 200)


@audience("admin", "staff")
@never_cache
@require_GET
def export(request: HttpRequest, form: str) -> HttpResponse:
    """What the filter finds, as a table. Raises Refused when it is more than a spreadsheet is good for."""
    actor = actor_of(request)
    commune = commune_of(actor, "read_references", "journal")
    errors: entries.Errors = {}
    asked = _asked(request)
    rows = entries.found(actor, asked, errors)
    if errors:
        raise Refused(next(iter(errors.values()))[0], fields=errors)
    found = list(rows.order_by("-seq")[: MOST + 1])
    if len(found) > MOST:
        raise Refused(_("These are more than 20,000 entries. Choose fewer days, or a person."))
    headings = [
        _("Number"),
        _("Hour"),
        _("Who"),
        _("Standing in for"),
        _("Did what"),
        _("To what"),
        _("Reason"),
        _("Hash"),
    ]
    lines = [
        [one.entry.seq, f"{local(one.entry.at):%d/%m/%Y %H:%M:%S}", one.who, one.acting_for, one.did, one.thing,
         one.reason, one.entry.hash]
        for one in _lines(commune.pk, found, reasons=_sees_reasons(actor, commune.pk))
    ]  # fmt: skip
    answer = table(form, _("Journal"), f"nhat-ky-{commune.code}-{local(now()):%Y%m%d}", headings, lines)
    _note(actor, commune.pk, "journal.exported", asked | {"rows": str(len(lines)), "format": form})
    return answer


def _sees_reasons(actor: Actor, commune_id: UUID) -> bool:
    return can(actor, "read_reasons", New("journal", commune_id)).allow


def _asked(request: HttpRequest) -> dict[str, str]:
    return {name: request.GET.get(name, "").strip()[:60] for name in FILTERS}


def _note(actor: Actor, commune_id: UUID, verb: str, asked: dict[str, str]) -> None:
    with transact(commune_id) as work:
        facts = {name: value for name, value in asked.items() if value}
        work.note(verb, actor.ref, Ref("journal", commune_id), facts=facts)


def _lines(commune_id: UUID, found: list[Entry], *, reasons: bool) -> list[Line]:
    bodies = [body_of(entry) for entry in found]
    lent = {UUID(body["acting_for"][1]) for body in bodies if body["acting_for"]}

    def of(kind: str) -> set[UUID]:
        return {entry.object_id for entry in found if entry.object_kind == kind}

    posts = entries.appointments(commune_id, of("assignment"))
    stand_ins = entries.stand_ins(commune_id, of("delegation"))
    holders = {account for account, _title in posts.values()} | set(stand_ins.values())
    names = entries.names({entry.actor_id for entry in found} | lent | of("account") | holders)
    known = {
        **entries.codes(commune_id, of("dossier")),
        **{id_: names[id_] for id_ in of("account") if id_ in names},
        **{id_: f"{title} – {names.get(account, '')}".rstrip(" –") for id_, (account, title) in posts.items()},
        **{id_: names[to] for id_, to in stand_ins.items() if to in names},
    }
    lines = []
    for entry, body in zip(found, bodies, strict=True):
        lender = UUID(body["acting_for"][1]) if body["acting_for"] else entry.actor_id
        thing = known.get(entry.object_id) or f"…{str(entry.object_id)[-6:]}"
        if entry.object_id == commune_id:
            thing = ""  # there is one of these in a commune
        lines.append(
            Line(
                entry,
                names.get(entry.actor_id) or str(verbs.ACTORS.get(entry.actor_kind, entry.actor_kind)),
                names.get(lender, "") if lender != entry.actor_id else "",
                verbs.words(entry.verb),
                f"{verbs.kind(entry.object_kind)} {thing}".strip(),
                verbs.reason(body["purpose"]) if reasons or entry.object_kind in OF_OFFICIALS else "",
            )
        )
    return lines
