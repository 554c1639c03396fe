"""The two faces of the policy table say the same, for any roles in any units."""

from datetime import date

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from tests.cast import create_sample_accounts, make_units
from thonso.core.access import policy
from thonso.core.access.actors import ANONYMOUS, Actor, Grant, actor_of_account
from thonso.core.access.models import Account, Assignment, Delegation, Post
from thonso.core.access.policy_table import OFFICIAL_ACTS, TABLE
from thonso.core.access.roles import PARTY_ROLES, ROLES
from thonso.core.access.testing import actions_of, assert_faces_agree
from thonso.core.base.ids import new_id
from thonso.core.units.models import Unit


@st.composite
def actors(draw, units, account_ids):
    account_id = draw(st.sampled_from(account_ids))
    grants = []
    for role, unit in draw(st.lists(st.tuples(st.sampled_from(sorted(ROLES)), st.sampled_from(units)), max_size=4)):
        grants.append(Grant(role, unit.pk, unit.path, unit.commune_id))
    return Actor(
        "account",
        account_id=account_id,
        id=account_id,
        grants=(*grants, Grant("citizen")),
        household_id=draw(st.none() | st.just(new_id())),
        token_scopes=draw(st.none() | st.just(frozenset({"unit.*"})) | st.just(frozenset({"account.read"}))),
    )


class FacesAgree(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.units = make_units()
        cls.cast = create_sample_accounts(cls.units.commune, cls.units.hamlets)
        Delegation.objects.create(
            assignment=Assignment.objects.get(role="deputy_chairman"),
            to=cls.cast["hai"],
            valid_from=date(2026, 1, 1),
            valid_to=date(2026, 12, 31),
            granted_by=new_id(),
        )

    @settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(st.data())
    def test_for_any_actor_over_every_model_of_this_part(self, data):
        everywhere = list(Unit.objects.order_by("path"))
        actor = data.draw(actors(everywhere, sorted(a.pk for a in self.cast.values())))
        for model in (Unit, Account, Assignment, Post, Delegation):
            kind = policy.kind_of(model)
            assert_faces_agree(model, [actor], [*actions_of(kind), "no-such-action"])

    def test_for_the_whole_cast_and_for_nobody(self):
        everybody = [ANONYMOUS, *(actor_of_account(a) for a in self.cast.values())]
        for model in (Unit, Account, Assignment, Post, Delegation):
            assert assert_faces_agree(model, everybody, actions_of(policy.kind_of(model))) > 0


def test_every_row_of_the_table_names_a_role_that_exists():
    assert {rule.role for rule in TABLE} <= {*ROLES, "public"}


def test_a_party_role_gives_nothing_in_the_government():
    assert not [rule.id for rule in TABLE if rule.role in PARTY_ROLES]


def test_no_row_stands_twice():
    ids = [rule.id for rule in TABLE]
    assert len(ids) == len(set(ids))


def test_every_official_act_is_an_act_of_the_table():
    known = {(rule.kind, rule.action) for rule in TABLE}
    assert known >= OFFICIAL_ACTS


def test_every_registered_model_gives_a_meaning_to_every_scope_the_table_uses_for_its_kind():
    assert policy.rules_without_meaning() == []
