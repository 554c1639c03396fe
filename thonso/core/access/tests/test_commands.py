"""thonso user and thonso token, as the contract promises them."""

import io
import json

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from thonso.core.access.actors import actor_of_account
from thonso.core.access.models import Account
from thonso.core.access.services import account_by_token
from thonso.core.journal.models import Entry

pytestmark = pytest.mark.django_db


def run(*args):
    out = io.StringIO()
    call_command(*args, "--json", stdout=out)
    return json.loads(out.getvalue())


def test_an_account_with_a_post_is_added_and_its_password_shown_once(cast):
    answer = run("user", "add", "hanh", "--full-name", "Vi Thị Hạnh", "--role", "clerk", "--post", "Văn thư")
    account = Account.objects.get(username="hanh")
    assert account.check_password(answer["password"])
    assert actor_of_account(account).has("clerk")
    assert Entry.objects.filter(verb="assignment.granted").exists()


def test_a_helper_is_added_to_a_hamlet(cast, bat_xat):
    run("user", "add", "pua", "--full-name", "Sùng Thị Púa", "--role", "helper", "--unit", "02683/son-ha")
    (grant, _citizen) = actor_of_account(Account.objects.get(username="pua")).grants
    assert grant.unit_id == bat_xat.son_ha.pk


def test_a_name_that_exists_is_refused(cast):
    with pytest.raises(CommandError):
        run("user", "add", "lan", "--full-name", "Ai Đó")


def test_reset_gives_a_new_password(cast):
    answer = run("user", "reset", "lan")
    assert Account.objects.get(username="lan").check_password(answer["password"])


def test_roles_are_listed_given_and_ended(cast, bat_xat):
    assert [row["role"] for row in run("user", "roles", "binh")["roles"]] == ["officer_economy", "officer_justice"]
    run("user", "roles", "binh", "--give", "clerk", "--post", "Văn thư kiêm nhiệm", "--until", "2099-12-31")
    assert actor_of_account(cast["binh"]).has("clerk")
    run("user", "roles", "binh", "--end", "officer_economy", "--reason", "chuyển việc")
    assert not actor_of_account(cast["binh"]).has("officer_economy")
    with pytest.raises(CommandError):
        run("user", "roles", "binh", "--end", "officer_economy")


def test_an_unknown_account_or_unit_fails_with_a_sentence(cast):
    with pytest.raises(CommandError, match="no account"):
        run("user", "roles", "nobody")
    with pytest.raises(CommandError, match="no unit"):
        run("user", "add", "x", "--full-name", "X", "--unit", "99999")


def test_a_token_is_printed_once_and_works(cast):
    answer = run("token", "create", "--user", "lan", "--scope", "dossier.read", "--scope", "unit.*")
    row = account_by_token(answer["token"])
    assert row is not None
    assert row.account == cast["lan"]
    assert row.scopes == ["dossier.read", "unit.*"]


def test_a_token_for_a_disabled_account_is_refused(cast):
    Account.objects.filter(username="lan").update(is_active=False)
    with pytest.raises(CommandError):
        run("token", "create", "--user", "lan")
