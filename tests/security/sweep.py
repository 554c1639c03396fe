"""Every route of the server, filled in with her things and with things that do not exist; how to ask it and read the answer.

The routes come from the url resolver, as those of the permission matrix do. Which things of hers stand for a route's
parameters is said in `things`; a route that takes none of hers stands in `not_hers` with the reason.
"""

import inspect
import io
import re
import sys
import zipfile
from collections.abc import Callable, Iterator
from copy import copy
from dataclasses import dataclass, replace
from functools import cache
from typing import Any
from urllib.parse import quote, quote_plus

import pypdfium2
from django.db import connection, transaction
from django.http import HttpResponseBase
from django.test import Client
from django.urls import URLPattern

from tests.security.hers import ID, NAME, PHONE, Hers
from tests.security.not_hers import NOBODY, NOT_HERS, Values
from thonso.core.access import gate
from thonso.core.access.management.commands.routes import key_of
from thonso.core.base.text import fold
from thonso.core.files.models import Upload
from thonso.core.notices.models import Job, OutboxMessage
from thonso.core.people.models import Contact, DuplicateProposal, Household, Resident
from thonso.core.units.models import ImportBatch
from thonso.counter.models import Booking, Visit
from thonso.documents import allowed
from thonso.documents.models import DocumentTask, Incoming, Outgoing, OutgoingTask
from thonso.dossiers import actions
from thonso.dossiers.models import Complaint, Draft, Event, HamletTask, ResultFor
from thonso.neighbours.models import Outward
from thonso.offline.models import SealedRecord
from thonso.outreach.models import CarriedPaper, Enrolment, HandOver
from thonso.portal.models import Bundle

FORMATS = {"kind": "csv", "form": "csv"}
# Queries that say how a page is shown, not what is looked for.
SHOWN = {"khung", "kho", "nam", "truoc", "sau", "cursor"}
TWINS = {
    "uuid": NOBODY,
    "code": "TS-261123-9999",
    "sha": "ab" * 32,
    "check": "ZZZZZZZZZZZZ",
    "text": "Xủng Quớ Vẩy",
    "number": "999999999999",
    "phone": "0987000126",
}
Pair = tuple[Values, Values]  # what stands in an address: of hers, and what is not there


@dataclass(frozen=True)
class Route:
    name: str
    path: str  # as the resolver writes it: 'tra-cuu/<str:code>/'
    pattern: URLPattern

    @property
    def parameters(self) -> tuple[str, ...]:
        return tuple(self.pattern.pattern.converters)

    def address(self, values: Values) -> str:
        return "/" + re.sub(r"<(?:\w+:)?(\w+)>", lambda found: quote(values[found[1]], safe=""), self.path)


def routes() -> list[Route]:
    return [Route(key_of(name, path), path, pattern) for name, path, pattern in gate.routes()]


@dataclass(frozen=True)
class Guess:
    """One address twice: with a thing of hers, and with one that is not there."""

    route: Route
    real: str
    absent: str
    given: tuple[str, ...] = ()  # what of hers stands in the real address
    instead: tuple[str, ...] = ()  # and what in the other


# --- what of hers stands in an address -------------------------------------------------------------------------------


def things(hers: Hers, *, acting: bool) -> dict[tuple[str, ...], list[Pair]]:
    """The parameters of a route → what of hers they may be. Who tries to act tries each action on each dossier."""
    code_of = {one.dossier_id: one.code for one in hers.filed.values()}
    uploads = hers.all(Upload)
    results = [(code_of[link.dossier_id], str(link.result_id)) for link in hers.all(ResultFor)]
    slips = {"filed": "filing_note", "receive": "form01", "ask_supplement": "form02"}
    events = [(code_of[e.dossier_id], str(e.pk), slips[e.kind]) for e in hers.all(Event) if e.kind in slips]
    names = sorted(actions.ACTIONS)
    first, each = [(hers.codes[0], name) for name in names], [(code, names[0]) for code in hers.codes[1:]]
    every = [(code, name) for code in hers.codes for name in names]
    return {
        (): [({}, {})],
        ("account_id",): [_uuid("account_id", hers.world.cast["mai"].pk)],
        ("batch_id",): [_uuid("batch_id", one.pk) for one in hers.all(ImportBatch)],
        ("resident_id",): [_uuid("resident_id", one.pk) for one in hers.all(Resident)],
        ("resident_id", "contact_id"): [
            (
                {"resident_id": str(one.resident_id), "contact_id": str(one.pk)},
                {"resident_id": NOBODY, "contact_id": TWINS["uuid"]},
            )
            for one in hers.all(Contact)
        ],
        ("household_id",): [_uuid("household_id", one.pk) for one in hers.all(Household)],
        ("proposal_id",): [_uuid("proposal_id", one.pk) for one in hers.all(DuplicateProposal)],
        ("sha256",): [({"sha256": one.received_sha256}, {"sha256": TWINS["sha"]}) for one in uploads],
        ("upload_id",): [_uuid("upload_id", one.pk) for one in uploads],
        ("paper_id",): [_uuid("paper_id", one.pk) for one in hers.all(CarriedPaper)],
        ("list_id",): [_uuid("list_id", one.pk) for one in hers.all(HandOver)],
        ("bundle_id",): [_uuid("bundle_id", one.pk) for one in hers.all(Bundle)],
        ("outward_id",): [_uuid("outward_id", one.pk) for one in hers.all(Outward)],
        ("outward_id", "act"): [
            _uuid("outward_id", one.pk, act=act) for one in hers.all(Outward) for act in ("pass_on", "give_back")
        ],
        ("incoming_id",): [_uuid("incoming_id", one.pk) for one in hers.all(Incoming)],
        ("task_id", "act"): [
            *(_uuid("task_id", one.pk, act="finish") for one in hers.all(DocumentTask)),
            *(_uuid("task_id", one.pk, act="send_back") for one in hers.all(OutgoingTask)),
        ],
        ("outgoing_id",): [_uuid("outgoing_id", one.pk) for one in hers.all(Outgoing)],
        ("outgoing_id", "number"): [_uuid("outgoing_id", one.pk, number="2") for one in hers.all(Outgoing)],
        ("outgoing_id", "page"): [_uuid("outgoing_id", one.pk, page="1") for one in hers.all(Outgoing)],
        ("outgoing_id", "act"): [_uuid("outgoing_id", one.pk, act="take_back") for one in hers.all(Outgoing)],
        ("incoming_id", "action"): [
            _uuid("incoming_id", one.pk, action=name) for one in hers.all(Incoming) for name in sorted(allowed.ACTIONS)
        ],
        ("incoming_id", "page"): [_uuid("incoming_id", one.pk, page="1") for one in hers.all(Incoming)],
        ("record_id",): [_uuid("record_id", one.pk) for one in hers.all(SealedRecord)],
        ("record_id", "sha256"): [_uuid("record_id", one.pk, sha256=TWINS["sha"]) for one in hers.all(SealedRecord)],
        ("enrolment_id",): [_uuid("enrolment_id", one.pk) for one in hers.all(Enrolment)],
        ("draft_id",): [_uuid("draft_id", one.pk) for one in hers.all(Draft)],
        ("draft_id", "key"): [_uuid("draft_id", one.pk, key=key) for one in hers.all(Draft) for key in ("requester", "phone")],
        ("dossier_id",): [_uuid("dossier_id", one.dossier_id) for one in hers.filed.values()],
        ("booking_id",): [_uuid("booking_id", one.pk) for one in hers.all(Booking)],
        ("visit_id",): [_uuid("visit_id", one.pk) for one in hers.all(Visit)],
        ("task_id",): [_uuid("task_id", one.pk) for model in (HamletTask, OutgoingTask) for one in hers.all(model)],
        ("complaint_id",): [_uuid("complaint_id", one.pk) for one in hers.all(Complaint)],
        ("kind", "id", "act"): [
            _uuid("id", one.pk, kind=kind, act=act)
            for kind, model in (("tin", OutboxMessage), ("viec", Job))
            for one in hers.all(model)[:2]
            for act in ("lam-lai", "bo")
        ],
        ("code",): [_code(code) for code in hers.codes],
        ("code", "name"): [_code(code, name=name) for code, name in (*first, *each)],
        ("code", "action"): [_code(code, action=name) for code, name in (every if acting else (*first, *each))],
        ("code", "result_id"): [_code(code, ("result_id", id_)) for code, id_ in results],
        ("code", "kind"): [_code(code, kind="form03") for code in hers.codes],
        ("code", "kind", "event_id"): [_code(code, ("event_id", id_), kind=kind) for code, id_, kind in events],
        ("code", "paper_id"): [_code(code, ("paper_id", id_)) for code, id_, *_kind in (*results, *events)],
    }  # fmt: skip


def _uuid(name: str, value: Any, **words: str) -> Pair:
    return {name: str(value), **words}, {name: TWINS["uuid"], **words}


def _code(code: str, *ids: tuple[str, str], **words: str) -> Pair:
    return {"code": code, **dict(ids), **words}, {"code": TWINS["code"], **{name: NOBODY for name, _id in ids}, **words}


def guesses(hers: Hers, *, acting: bool = False) -> Iterator[Guess]:
    known = things(hers, acting=acting)
    # The code of an issued result is printed on it so that everybody may check it; that of the others is nobody's business.
    checks = [
        one.result.check_code for one in hers.all(ResultFor) if one.result.state in {"drafted", "proposed", "signed"}
    ]
    for route in routes():
        if route.name in NOT_HERS:
            values = {
                name: str(hers.world.units.suoi_chai.pk) if v == "@hamlet" else v
                for name, v in NOT_HERS[route.name][0].items()
            }
            pairs = [(values, values)]
        elif route.name == "dossiers:check":
            pairs = [({"code": code}, {"code": TWINS["check"]}) for code in checks]
        else:
            pairs = known.get(route.parameters, [])  # none: said by test_strangers
        for real, absent in pairs:
            kind = "?kind=filing_note" if route.name == "api:get_paper" else ""
            changed = [name for name in real if real[name] != absent[name]]
            given, instead = (tuple(side[name] for name in changed) for side in (real, absent))
            yield Guess(route, route.address(real) + kind, route.address(absent) + kind, given, instead)
        if not acting and not set(route.parameters) - FORMATS.keys():
            yield from _searches(route, hers)


def _searches(route: Route, hers: Hers) -> Iterator[Guess]:
    at = route.address(FORMATS)
    texts = [(NAME, TWINS["text"]), (fold(NAME), TWINS["text"]), (ID, TWINS["number"]), (PHONE, TWINS["phone"])]
    for name in (name for name in queries_of(route) if name not in SHOWN):
        for real, absent in (
            *texts,
            (hers.codes[0], TWINS["code"]),
            *([("tat-ca", "tat-ca")] if name in {"hang", "queue"} else []),
        ):
            given = ((real,), (absent,)) if real != absent else ((), ())
            yield Guess(route, f"{at}?{name}={quote(real)}", f"{at}?{name}={quote(absent)}", *given)


@cache
def queries_of(route: Route) -> tuple[str, ...]:
    """Names that the view's module reads from the query; of the API, what its document says."""
    if route.name.startswith("api:"):
        from thonso.config.api import api

        about = api.get_openapi_schema()["paths"].get(f"/{route.path}", {}).get("get", {})
        return tuple(one["name"] for one in about.get("parameters", ()) if one["in"] == "query")
    view = inspect.unwrap(route.pattern.callback)
    if not view.__module__.startswith("thonso."):
        return ()
    source = inspect.getsource(sys.modules[view.__module__])
    return tuple(dict.fromkeys(re.findall(r'\.GET(?:\.get\(|\.getlist\(|\[)\s*"(\w+)"', source)))


# --- asking, and reading the answer ----------------------------------------------------------------------------------

# What every request may leave behind: limits and sessions; the journal is looked into apart.
NOTED = {"access_ratewindow", "django_session", "usersessions_usersession"}


@dataclass(frozen=True)
class Answer:
    status: int
    head: str
    body: str
    noticed: Any = None  # what `inside` gave

    def said(self, leave_out: tuple[str, ...] = ()) -> str:
        """What two answers are compared by: without what is drawn anew each time, and without what was asked for."""
        text = f"{self.status}\n{self.head}\n{self.body}"
        for one in sorted(leave_out, key=len, reverse=True):
            for form in {
                one,
                quote(one),
                quote(one, safe=""),
                one.upper(),
                quote(quote(one)),
                one.replace(" ", "+"),
                one.replace("-", ""),
                quote_plus(one),
            }:
                text = text.replace(form, "@")
        return text


_ANEW = tuple(
    (re.compile(pattern), by)
    for pattern, by in (
        (r'(name="csrfmiddlewaretoken" value=)"[^"]*"', r"\1"),
        (r'(name="transaction_id"[^>]* value=)"[^"]*"', r"\1"),
        (r"nonce(?:=\"|-)[A-Za-z0-9+/=_-]+", "nonce"),
        (r"(data-now=)\"[^\"]*\"", r"\1"),
        (r"(X-CSRFToken(?:&quot;|\"): ?(?:&quot;|\"))\w+", r"\1"),
        (r"(Expires: ).*", r"\1"),
        (r"(Location: /nop/)[0-9a-f-]{36}", r"\1"),
        (r"\bprogress-\d+", "progress"),
    )
)


def ask(
    client: Client, address: str, method: str = "GET", *, inside: Callable[[set[str]], Any] | None = None, **sent: Any
) -> Answer:
    """The answer; afterwards everything is as it was. `inside` is given the tables that were written to, before that."""
    cookies, written = copy(client.cookies), set[str]()

    def watch(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        # An update that claims may stand inside a WITH; a trigger's own writes are its table's.
        written.update(re.findall(r'\b(?:INSERT INTO|UPDATE|DELETE FROM)\s+"?(\w+)"?', sql))
        return execute(sql, params, many, context)

    with transaction.atomic():
        with connection.execute_wrapper(watch):
            answer = read(client.generic(method, address, **sent))
        if inside is not None and written - NOTED:
            answer = replace(answer, noticed=inside(written - NOTED))
        transaction.set_rollback(True)
    client.cookies = cookies
    return answer


def read(response: HttpResponseBase) -> Answer:
    streamed = getattr(response, "streaming_content", None)
    # Read to its end: closing it by hand would drop the connection that holds this transaction (PostgreSQL).
    raw = b"".join(streamed) if streamed is not None else response.content  # type: ignore[attr-defined]
    head = "\n".join(f"{k}: {v}" for k, v in sorted(response.items()) if k not in {"Content-Length", "Retry-After"})
    # A session is renewed by the clock, whatever was asked.
    head += "\n" + ",".join(sorted(response.cookies.keys() - {"session"}))
    body = "\n".join(_texts_in(raw, response.headers.get("Content-Type", "")))
    for pattern, by in _ANEW:
        head, body = pattern.sub(by, head), pattern.sub(by, body)
    return Answer(response.status_code, head, body)


def _texts_in(raw: bytes, kind: str) -> Iterator[str]:
    """What a person would read, also out of a PDF or a spreadsheet."""
    if raw[:4] == b"%PDF":
        for page in pypdfium2.PdfDocument(raw):
            yield page.get_textpage().get_text_range()
    elif raw[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(raw)) as book:
            for part in book.namelist():
                yield book.read(part).decode(errors="replace")
    elif not kind.startswith("image/"):
        yield raw.decode(errors="replace")
    else:
        yield f"{len(raw)} bytes of {kind}"
