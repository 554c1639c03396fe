"""Before a signature the person proves again that it is they: with a key or the app, not with a password."""

import time

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.test import RequestFactory

from thonso.core.access import services, stepup
from thonso.core.access.actors import system_actor
from thonso.core.base.errors import StepUpNeeded

pytestmark = pytest.mark.django_db


@pytest.fixture
def request_with(bat_xat):
    account = services.create_account(
        system_actor("test"), bat_xat.commune.pk, username="ky", full_name="Người Ký", password=None
    )

    def make(*records, token=None):
        request = RequestFactory().get("/")
        request.user = account
        request.session = SessionStore()
        request.session["account_authentication_methods"] = [
            {"method": method, "type": type_, "at": time.time() - ago} for method, type_, ago in records
        ]
        request.session["account_authentication_methods_user"] = str(account.pk)
        request.api_token = token
        return request

    return make


def record(method="mfa", type_="webauthn", ago=10):
    return method, type_, ago


@pytest.mark.parametrize("type_", ["webauthn", "totp"])
def test_a_fresh_key_or_app_code_is_enough(request_with, type_):
    stepup.require_step_up(request_with(record(type_=type_)))


@pytest.mark.parametrize(
    "records",
    [[], [record(ago=121)], [record("password", None)], [record(type_="recovery_codes")], [record("code", None)]],
)
def test_nothing_else_is(request_with, records):
    with pytest.raises(StepUpNeeded):
        stepup.require_step_up(request_with(*records))


def test_the_age_is_the_callers_to_say(request_with):
    stepup.require_step_up(request_with(record(ago=200)), max_age=300)


def test_a_token_never_proves_a_person(request_with):
    with pytest.raises(StepUpNeeded):
        stepup.require_step_up(request_with(record(), token=object()))


def test_a_sample_account_is_exempt_in_the_demo_only(cast, settings):
    request = RequestFactory().get("/")
    request.user = cast["pho"]
    request.session = SessionStore()
    stepup.require_step_up(request)
    settings.TEST = False
    with pytest.raises(StepUpNeeded):
        stepup.require_step_up(request)


def test_the_way_to_confirm_leads_back(request_with):
    assert stepup.confirm_url(request_with(), "/ban/ho-so/1/").endswith("?next=%2Fban%2Fho-so%2F1%2F")
