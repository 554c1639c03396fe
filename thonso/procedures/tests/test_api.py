"""The catalogue over the API, mounted as the server mounts it."""

import json
from datetime import UTC, datetime
from typing import Any

import jsonschema
import pytest
import time_machine
from django.test import Client
from django.urls import path
from ninja import NinjaAPI

from tests.cast import Units
from thonso.core.access.ninja import gated
from thonso.core.web import problems
from thonso.procedures import samples
from thonso.procedures.api import router
from thonso.procedures.definition import Definition
from thonso.procedures.forms import parse
from thonso.procedures.rules import evaluate

api = NinjaAPI(urls_namespace="procedures-test")
api.add_router("", router)
problems.install(api)
urlpatterns = [path("api/v1/", gated(api))]

pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]


@pytest.fixture(autouse=True)
def in_november() -> Any:
    with time_machine.travel(datetime(2026, 11, 23, 5, tzinfo=UTC), tick=False):
        yield


def test_the_list_has_its_count(client: Client, offered: Units) -> None:
    body = client.get("/api/v1/procedures").json()
    assert body["count"] == len(body["items"]) >= 7
    found = client.get("/api/v1/procedures", {"q": "khai sinh"}).json()["items"]
    assert found[0]["code"] == "1.001193"


def test_one_procedure_brings_its_form_and_what_to_verify(client: Client, offered: Units) -> None:
    body = client.get("/api/v1/procedures/1.011607").json()
    assert body["definition"]["form"]["rules"]
    assert body["valid_to"] == "2026-12-31"
    assert any(one["key"] == "time" for one in body["to_verify"])


@pytest.mark.parametrize("code", ["9.999999", "abc", "1.0011931"])
def test_no_such_procedure_is_a_problem(client: Client, offered: Units, code: str) -> None:
    response = client.get(f"/api/v1/procedures/{code}")
    assert response.status_code in {404, 422}
    assert response.headers["Content-Type"].startswith("application/problem+json")
    assert json.loads(response.content)["detail"]


def test_the_schema_of_answers_takes_what_the_evaluator_gives(
    client: Client, offered: Units, definition: Definition
) -> None:
    schema = client.get(f"/api/v1/procedures/{definition.code}").json()["answers"]
    jsonschema.Draft202012Validator.check_schema(schema)
    sample = samples.load(definition.code)["valid"]
    context = sample.context()
    values = evaluate(definition.form, parse(definition.form, sample.with_files(definition), context), context).values
    jsonschema.validate(values, schema)
