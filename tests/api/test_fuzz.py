"""What the OpenAPI document promises holds for whatever is sent: no fault of the server, answers and errors as described.

The requests come from schemathesis, once as the document allows and once as it does not, with codes and ids of things that
are there among them; they go through the WSGI application in this process. The seed is fixed, so a failure comes again.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import APIOperation, Case, GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.core.failures import FailureGroup
from schemathesis.specs.openapi import checks

from tests.api.made import CONFIRMATION, RECOGNITION, MadeTestCase, token_for
from tests.security.tries import WORDS
from thonso.config.api import api
from thonso.core.journal.work import transact
from thonso.documents import allowed, routing
from thonso.documents import services as documents
from thonso.dossiers import actions
from thonso.dossiers.models import HamletTask
from thonso.dossiers.services import voice
from thonso.dossiers.tests.world import sample

CHECKS = [
    not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_headers_conformance,
    checks.response_schema_conformance,
]
EXAMPLES = 20
MORE = {"POST /api/v1/dossiers/{code}/{action}": 80, "POST /api/v1/documents/{incoming_id}/{action}": 80}
# Who must have got at something, so that more than refusals was looked at.
_FOLLOW = {"GET /api/v1/procedures/{code}", "GET /api/v1/track/{code}"}
_DOCUMENTS = {
    "GET /api/v1/documents/{incoming_id}",
    "POST /api/v1/documents/{incoming_id}/{action}",
    "GET /api/v1/documents",
}
_READ = {"GET /api/v1/dossiers/{code}", "GET /api/v1/dossiers/{code}/papers/{paper_id}.pdf"}
REACHED = {
    "anonymous": _FOLLOW,
    "mai": _FOLLOW | _READ | {"POST /api/v1/track/{code}/complaints", "GET /api/v1/mine"},
    "lan": _FOLLOW | _READ | {"POST /api/v1/dossiers/{code}/{action}", "GET /api/v1/dossiers"},
    "thu": _FOLLOW | _DOCUMENTS,
}
DOCUMENT_ACTIONS = st.sampled_from(sorted(allowed.ACTIONS))
ACTIONS = st.sampled_from(("check_paper", "ask_supplement", "propose_extension")) | st.sampled_from(
    sorted(actions.ACTIONS)
)
SETTINGS = settings(
    derandomize=True, database=None, deadline=None, phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)  # fmt: skip


class Fuzzed(MadeTestCase):
    @classmethod
    def make(cls) -> None:
        super().make()
        world = cls.world
        filed = [world.file("mai", sample(CONFIRMATION), channel="online") for _n in range(3)]
        for one in filed[1:]:
            world.receive(one)
            world.act("hoa", one, "take")
        world.act("hoa", filed[2], "draft_result")
        poor = world.file("lan", sample(RECOGNITION))
        world.receive(poor)
        world.act("hoa", poor, "take")
        world.act("hoa", poor, "advance")
        said = voice.complain(world.dossier(filed[0]), world.actor("mai").ref, "Chờ lâu mà không ai báo.")
        known = {"task_id": str(HamletTask.objects.get().pk), "complaint_id": str(said.pk), "kind": "filing_note"}
        with transact(cls.world.commune_id) as work:
            thu, commune = cls.world.actor("thu"), cls.world.units.commune
            came = documents.register(
                work,
                thu,
                documents.begin_on_paper(work, thu, commune, "ubnd"),
                documents.Typed("Sở Nội vụ", subject="Rà soát"),
            )
            given = routing.instruct(
                work, cls.world.actor("hai"), came, routing.Wanted("Xem", cls.world.cast["thu"].pk)
            )
            waits = documents.begin_on_paper(work, thu, commune, "ubnd")
        cls.documents = [
            {"incoming_id": str(row.pk), "task_id": str(given.tasks.get().pk), "kind": "csv"}
            for row in (came, waits, waits)
        ]
        cls.there = [
            {
                "code": one.code,
                "key": one.key,
                "dossier_id": str(one.dossier_id),
                "paper_id": str(world.dossier(one).events.get(kind="filed").pk),
                **known,
            }
            for one in (*filed, poor)
        ]
        cls.application = get_wsgi_application()
        cls.tokens = {"anonymous": "", **{who: token_for(world, who) for who in ("mai", "lan", "thu")}}

    def setUp(self) -> None:
        super().setUp()
        self.enterContext(one_connection())

    def fuzz(self, who: str, mode: GenerationMode) -> dict[str, set[int]]:
        """Statuses by operation. Every operation is tried, and all that is wrong is told at once."""
        said = api.get_openapi_schema()
        document = schemathesis.openapi.from_dict(said)
        document.app = self.application
        wrong, statuses = list[str](), dict[str, set[int]]()
        for found in document.get_all_operations():
            operation = found.ok()
            if mode is GenerationMode.NEGATIVE and not takes_anything(operation):
                continue
            try:
                statuses[operation.label] = self.try_(operation, mode, who, names_in(said, operation))
            except FailureGroup as group:
                wrong += [f"{operation.label}: {one}" for one in group.exceptions]
        assert not wrong, "\n\n".join(wrong)
        return statuses

    def try_(self, operation: APIOperation, mode: GenerationMode, who: str, names: frozenset[str]) -> set[int]:
        headers = {"Accept-Encoding": "identity"}
        if self.tokens[who]:
            headers["Authorization"] = f"Bearer {self.tokens[who]}"
        statuses = set[int]()

        @settings(SETTINGS, max_examples=MORE.get(operation.label, EXAMPLES))
        @given(case=operation.as_strategy(mode), data=st.data())
        def one(case: Case, data: Any) -> None:
            self.fill(case, data, names)
            with transaction.atomic():
                answer = case.call(headers=headers)
                transaction.set_rollback(True)
            statuses.add(answer.status_code)
            case.validate_response(answer, checks=CHECKS)

        one()
        return statuses

    def fill(self, case: Case, data: Any, names: frozenset[str]) -> None:
        """Every other time something that is there, said in words that are understood, or no request would pass the first
        look-up."""
        if not data.draw(st.booleans(), label="there"):
            return
        of_documents = "/documents" in case.operation.path
        thing = data.draw(st.sampled_from(self.documents if of_documents else self.there), label="which")
        words = {"action": data.draw(DOCUMENT_ACTIONS if of_documents else ACTIONS, label="action")}
        if of_documents:
            words |= {"queue": "register", "act": "finish"}
        if case.operation.path.endswith("/procedures/{code}"):
            words["code"] = CONFIRMATION
        for part in (case.path_parameters, case.query):
            part |= {name: value for name, value in (thing | words).items() if name in part}
        if isinstance(case.body, dict) and data.draw(st.booleans(), label="understood"):
            case.body |= {name: value for name, value in WORDS.items() if name in names}


@contextmanager
def one_connection() -> Iterator[None]:
    """An application ends a request by dropping a connection that is inside a transaction, and the test's own is."""
    signals = request_started, request_finished
    for signal in signals:
        signal.disconnect(close_old_connections)
    try:
        yield
    finally:
        for signal in signals:
            signal.connect(close_old_connections)


def names_in(document: dict[str, Any], operation: APIOperation) -> frozenset[str]:
    """What the body of an operation may hold."""
    asked = document["paths"][operation.path][operation.method].get("requestBody", {}).get("content", {})
    name = asked.get("application/json", {}).get("schema", {}).get("$ref", "").rsplit("/", 1)[-1]
    return frozenset(document["components"]["schemas"].get(name, {}).get("properties", {}))


def takes_anything(operation: APIOperation) -> bool:
    return any((*operation.path_parameters, *operation.query, *operation.headers, *operation.body))


def _for(who: str, mode: GenerationMode) -> Callable[[Fuzzed], None]:
    def test(self: Fuzzed) -> None:
        statuses = self.fuzz(who, mode)
        if mode is GenerationMode.POSITIVE:
            missed = {label for label in REACHED[who] if not statuses[label] & {200, 201}}
            assert not missed, f"nothing passed the first look-up: {missed}"

    return test


for _who in REACHED:
    setattr(Fuzzed, f"test_what_the_document_allows_as_{_who}", _for(_who, GenerationMode.POSITIVE))
    setattr(Fuzzed, f"test_what_the_document_does_not_allow_as_{_who}", _for(_who, GenerationMode.NEGATIVE))
