"""Who may do what: the rows that matter most, said as sentences."""

from dataclasses import dataclass, field, replace
from datetime import timedelta
from uuid import UUID

import pytest
from django.db import transaction

from thonso.core.access import denials, services
from thonso.core.access.actors import ANONYMOUS, AssistRef, actor_of_account, system_actor
from thonso.core.access.policy import New, can, require
from thonso.core.base.clock import now, today
from thonso.core.base.errors import Absent
from thonso.core.base.ids import new_id
from thonso.core.base.refs import Ref
from thonso.core.journal.models import Entry
from thonso.core.units.models import Unit

pytestmark = pytest.mark.django_db


@pytest.fixture
def act(cast):
    return {name: actor_of_account(account) for name, account in cast.items()}


@dataclass
class Paper:
    """Stands for a thing of a wing: a commune, an owner's household."""

    commune_id: UUID
    households: set = field(default_factory=set)
    policy_kind = "dossier"
    pk = None

    def household_ids(self):
        return self.households


def test_anybody_may_file_for_themselves(act, bat_xat):
    fresh = New("dossier", bat_xat.commune.pk)
    assert can(ANONYMOUS, "file", fresh)
    assert can(act["mai"], "file", fresh)
    assert can(act["lan"], "file", fresh).rule == "one_stop.file.dossier.commune", (
        "her post comes before being a citizen"
    )


def test_a_helper_files_for_another_only_inside_an_assisted_session(act, bat_xat):
    fresh = New("dossier", bat_xat.commune.pk)
    tu = replace(act["tu"], grants=tuple(g for g in act["tu"].grants if g.role != "citizen"))
    assert not can(tu, "file", fresh)
    session = AssistRef(new_id(), "Lý Thị Mai", now(), tu.account_id)
    assert can(replace(tu, assist=session), "file", fresh).rule == "helper.file.dossier.assist"
    elsewhere = New("dossier", bat_xat.other.pk)
    assert not can(replace(tu, assist=session), "file", elsewhere)


def test_the_deputy_chairman_and_the_chairman_sign_and_nobody_else(act, bat_xat):
    paper = New("dossier", bat_xat.commune.pk)
    assert {name for name, actor in act.items() if can(actor, "sign", paper)} == {"hai", "pho"}


def test_nobody_approves_what_was_put_before_nobody(act, bat_xat):
    paper = New("dossier", bat_xat.commune.pk)
    assert not any(can(actor, "approve_refusal", paper) for actor in act.values())


def test_only_the_clerk_seals(act, bat_xat):
    paper = New("dossier", bat_xat.commune.pk)
    assert {name for name, actor in act.items() if can(actor, "seal", paper)} == {"thu"}


def test_only_the_desk_receives(act, bat_xat):
    paper = New("dossier", bat_xat.commune.pk)
    assert {name for name, actor in act.items() if can(actor, "receive", paper)} == {"lan"}


@pytest.mark.parametrize("action", ["read", "read_answers", "read_id", "receive", "sign", "print", "assign"])
def test_the_stranger_of_another_commune_may_do_nothing_here(act, bat_xat, action):
    assert not can(act["xuan"], action, New("dossier", bat_xat.commune.pk))


@pytest.mark.parametrize("kind", ["dossier", "resident", "household", "classification"])
@pytest.mark.parametrize("name", ["quantri", "tinh", "son", "pao", "sen"])
def test_an_administrator_an_observer_and_the_party_see_no_personal_data(act, bat_xat, name, kind):
    thing = New(kind, bat_xat.commune.pk, hamlet_id=bat_xat.suoi_chai.pk)
    for action in ("read", "read_answers", "read_id"):
        assert not can(act[name], action, thing)


def test_the_administrator_sees_references_in_the_journal_and_not_the_entries(act, bat_xat):
    assert can(act["quantri"], "read_references", New("journal", bat_xat.commune.pk))
    assert not can(act["quantri"], "read", New("journal", bat_xat.commune.pk))


def test_a_village_head_does_the_tasks_of_the_own_hamlet_only(act, bat_xat):
    assert can(act["dung"], "do", New("hamlet_task", bat_xat.commune.pk, hamlet_id=bat_xat.suoi_chai.pk))
    assert not can(act["dung"], "do", New("hamlet_task", bat_xat.commune.pk, hamlet_id=bat_xat.son_ha.pk))


def test_nobody_acts_on_their_own_household(act, bat_xat):
    home = new_id()
    lan = replace(act["lan"], household_id=home)
    hers = New("dossier", bat_xat.commune.pk, household_id=home)
    decision = can(lan, "receive", hers)
    assert not decision
    assert decision.rule == "deny.own_household"
    assert "hộ" in decision.reason or "household" in decision.reason
    assert can(lan, "receive", New("dossier", bat_xat.commune.pk, household_id=new_id()))
    assert can(lan, "file", hers), "at the desk she may still file, which is not an act of the office"


def test_nobody_acts_on_themselves_without_a_household_either(act, bat_xat):
    me = new_id()
    pho = replace(act["pho"], resident_id=me)
    assert can(pho, "sign", New("dossier", bat_xat.commune.pk, resident_id=me)).rule == "deny.own_household"


def test_a_token_does_only_what_its_scopes_say(act, bat_xat):
    lan = replace(act["lan"], token_scopes=frozenset({"dossier.read"}))
    assert can(lan, "read", New("dossier", bat_xat.commune.pk))
    assert can(lan, "receive", New("dossier", bat_xat.commune.pk)).rule == "deny.token"
    assert can(replace(lan, token_scopes=frozenset({"dossier.*"})), "receive", New("dossier", bat_xat.commune.pk))


def test_a_delegated_act_carries_the_name_of_the_lender(cast, bat_xat):
    clerk = cast["thu"].assignments.get()
    services.delegate(
        system_actor("test"), clerk, cast["lan"], valid_from=today(), valid_to=today() + timedelta(days=3)
    )
    decision = can(actor_of_account(cast["lan"]), "seal", New("dossier", bat_xat.commune.pk))
    assert decision
    assert decision.acting_for == cast["thu"].ref


def test_a_delegation_may_be_limited_to_one_act(cast, bat_xat):
    clerk = cast["thu"].assignments.get()
    services.delegate(
        system_actor("test"),
        clerk,
        cast["lan"],
        valid_from=today(),
        valid_to=today(),
        actions=["dossier.track"],
    )
    lan = actor_of_account(cast["trung"])
    assert can(lan, "track", New("dossier", bat_xat.commune.pk))
    assert not can(lan, "seal", New("dossier", bat_xat.commune.pk))


@pytest.mark.parametrize(("shift_from", "shift_to"), [(1, 5), (-5, -1)])
def test_a_delegation_gives_nothing_outside_its_days(cast, bat_xat, shift_from, shift_to):
    services.delegate(
        system_actor("test"),
        cast["thu"].assignments.get(),
        cast["lan"],
        valid_from=today() + timedelta(days=shift_from),
        valid_to=today() + timedelta(days=shift_to),
    )
    assert not can(actor_of_account(cast["trung"]), "seal", New("dossier", bat_xat.commune.pk))


def test_an_unknown_kind_or_action_is_denied(act):
    assert can(act["hai"], "read", New("spaceship")).rule == "deny.default"
    assert can(act["hai"], "explode", New("dossier")).rule == "deny.default"


def test_what_is_forbidden_looks_absent_and_is_journalled(act, bat_xat):
    before = Entry.objects.filter(verb="access.denied").count()
    with pytest.raises(Absent):
        require(act["xuan"], "edit", bat_xat.suoi_chai)
    # Inside a transaction (as here) outside a request it is only logged: over HTTP the gate writes it (test_gate).
    assert Entry.objects.filter(verb="access.denied").count() == before


def test_a_denial_outside_a_request_and_a_transaction_is_journalled_at_once(cast, bat_xat):
    ref = Ref("unit", bat_xat.suoi_chai.pk)
    denials.write_or_wait(bat_xat.commune.pk, cast["xuan"].ref, ref, "edit", in_transaction=False)
    entry = Entry.objects.get(verb="access.denied")
    assert (entry.object_id, entry.actor_id) == (bat_xat.suoi_chai.pk, cast["xuan"].pk)


def test_a_denial_in_a_transaction_survives_its_rollback(cast, bat_xat):
    def change_and_ask():
        with transaction.atomic():
            Unit.objects.filter(pk=bat_xat.suoi_chai.pk).update(name="x")
            require(actor_of_account(cast["xuan"]), "edit", bat_xat.suoi_chai)

    denials.begin()
    with pytest.raises(Absent):
        change_and_ask()
    denials.flush()
    assert Entry.objects.filter(verb="access.denied", object_id=bat_xat.suoi_chai.pk).count() == 1
    assert Unit.objects.get(pk=bat_xat.suoi_chai.pk).name == "Suối Chải"
