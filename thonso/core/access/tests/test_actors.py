"""Who is acting: the roles that hold today, in one query."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.db import SessionStore
from django.test import RequestFactory

from thonso.core.access import actors, services
from thonso.core.access.actors import AssistRef, actor_of, actor_of_account, bind_assist, system_actor, unbind_assist
from thonso.core.base.clock import now, today
from thonso.core.base.errors import Refused
from thonso.core.base.ids import new_id
from thonso.core.journal.models import Entry

pytestmark = pytest.mark.django_db
BY = system_actor("test")


def request_of(account):
    request = RequestFactory().get("/")
    request.user = account or AnonymousUser()
    request.session = SessionStore()
    return request


def test_an_actor_is_made_in_one_query_and_kept_for_the_request(cast, django_assert_num_queries):
    request = request_of(cast["binh"])
    with django_assert_num_queries(1):
        actor = actor_of(request)
        assert actor_of(request) is actor
    assert actor.roles == {"officer_justice", "officer_economy", "citizen"}


def test_nobody_signed_in_is_anonymous(db):
    assert actor_of(request_of(None)).kind == "anonymous"


def test_a_disabled_account_is_nobody(cast):
    services.disable(BY, cast["lan"].assignments.get().commune_id, cast["lan"], reason="nghỉ việc")
    assert actor_of(request_of(cast["lan"])).kind == "anonymous"


def test_a_post_holds_from_its_first_to_its_last_day(cast, bat_xat):
    row = services.grant(
        BY, cast["mai"], "helper", bat_xat.son_ha, valid_from=today(), valid_to=today() + timedelta(days=2)
    )
    for shift, holds in ((-1, False), (0, True), (2, True), (3, False)):
        assert actor_of_account(cast["mai"], today() + timedelta(days=shift)).has("helper") is holds
    assert row.tree == "government"


def test_a_post_taken_away_holds_no_more(cast):
    services.revoke(BY, cast["lan"].assignments.get(), reason="chuyển công tác")
    assert not actor_of_account(cast["lan"]).has("one_stop")
    assert actor_of_account(cast["lan"], today() - timedelta(days=1)).has("one_stop")


def test_a_post_given_and_taken_the_same_day_leaves_nothing(cast, bat_xat):
    row = services.grant(BY, cast["mai"], "helper", bat_xat.son_ha)
    services.revoke(BY, row)
    assert not actor_of_account(cast["mai"]).has("helper")
    assert Entry.objects.filter(object_id=row.pk).count() == 2


def test_ending_a_post_ends_what_was_lent_of_it(cast):
    row = cast["pho"].assignments.get()
    services.delegate(BY, row, cast["hai"], valid_from=today(), valid_to=today() + timedelta(days=9))
    assert actor_of_account(cast["hai"]).has("deputy_chairman")
    services.revoke(BY, row)
    assert not actor_of_account(cast["hai"]).has("deputy_chairman")


def test_what_a_disabled_lender_lent_is_gone(cast, bat_xat):
    services.delegate(BY, cast["pho"].assignments.get(), cast["hai"], valid_from=today(), valid_to=today())
    services.disable(BY, bat_xat.commune.pk, cast["pho"], reason="bị đình chỉ")
    assert not actor_of_account(cast["hai"]).has("deputy_chairman")


def test_a_post_cannot_be_lent_to_its_holder_or_beyond_its_end(cast, bat_xat):
    row = services.grant(BY, cast["mai"], "helper", bat_xat.son_ha, valid_to=today() + timedelta(days=5))
    with pytest.raises(Refused):
        services.delegate(BY, row, cast["mai"], valid_from=today(), valid_to=today())
    with pytest.raises(Refused):
        services.delegate(BY, row, cast["tu"], valid_from=today(), valid_to=today() + timedelta(days=6))
    services.delegate(BY, row, cast["tu"], valid_from=today(), valid_to=today() + timedelta(days=5))
    with pytest.raises(Refused):
        services.delegate(BY, row, cast["tu"], valid_from=today(), valid_to=today())


def test_government_and_party_are_two_trees(cast):
    son = actor_of_account(cast["son"])
    assert {grant.tree for grant in son.grants if grant.role != "citizen"} == {"party"}
    assert not son.has_any(("chairman", "clerk", "one_stop"))


def test_a_role_that_is_not_given_by_hand_is_refused(cast, bat_xat):
    for role in ("citizen", "system", "king"):
        with pytest.raises(Refused):
            services.grant(BY, cast["mai"], role, bat_xat.commune)


def test_an_assisted_session_is_on_the_actor_only_while_the_wing_says_so(cast):
    open_sessions: dict = {}
    before = actors._assist_loader
    actors.register_assist_loader(lambda request, account: open_sessions.get(actors.assist_session_id(request)))
    try:
        assist = AssistRef(new_id(), "Lý Thị Mai", now(), cast["tu"].pk)
        request = request_of(cast["tu"])
        open_sessions[assist.session_id] = assist
        assert actor_of(request).assist is None
        bind_assist(request, assist)
        assert actor_of(request).assist == assist
        del open_sessions[assist.session_id]
        actors.forget(request)
        assert actor_of(request).assist is None
        open_sessions[assist.session_id] = assist
        unbind_assist(request)
        assert actor_of(request).assist is None
    finally:
        actors._assist_loader = before


def test_an_assisted_session_of_another_helper_is_not_taken_over(cast):
    before = actors._assist_loader
    assist = AssistRef(new_id(), "Lý Thị Mai", now(), cast["dung"].pk)
    actors.register_assist_loader(lambda request, account: assist)
    try:
        request = request_of(cast["tu"])
        bind_assist(request, assist)
        assert actor_of(request).assist is None
    finally:
        actors._assist_loader = before


def test_every_sample_account_has_its_post(cast):
    roles = {name: actor_of_account(account).roles - {"citizen"} for name, account in cast.items()}
    assert roles["mai"] == set()
    assert roles["tu"] == {"helper"}
    assert roles["hai"] == {"chairman"}
    assert roles["xuan"] == {"one_stop"}
    assert len(roles) == 17


def test_making_the_sample_accounts_twice_changes_nothing(cast, bat_xat):
    from tests.cast import create_sample_accounts
    from thonso.core.access.models import Account, Assignment

    counts = Account.objects.count(), Assignment.objects.count(), Entry.objects.count()
    assert create_sample_accounts(bat_xat.commune, bat_xat.hamlets) == cast
    assert (Account.objects.count(), Assignment.objects.count(), Entry.objects.count()) == counts
