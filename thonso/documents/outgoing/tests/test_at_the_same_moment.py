"""Two people at the same moment, on PostgreSQL: numbers without a gap, one of two wins, nothing is half done."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection

from thonso.core.base import clock
from thonso.core.base.errors import DomainError, Stale
from thonso.core.numbers.models import Issued, Register
from thonso.core.signatures import services as keys
from thonso.documents.outgoing import services, signing
from thonso.documents.outgoing.models import Outgoing
from thonso.documents.outgoing.tests.conftest import Office
from thonso.dossiers.tests.world import MONDAY, World

pytestmark = pytest.mark.postgres


@pytest.fixture
def office(committed_world: World) -> Office:
    if connection.vendor != "postgresql":
        pytest.skip("needs PostgreSQL")
    return Office(committed_world)


def together(*acts: Callable[[], Any]) -> list[str]:
    """What becomes of each: 'done', or the name of the refusal. Anything else is a fault."""
    gate = threading.Barrier(len(acts))

    def one(act: Callable[[], Any]) -> str:
        try:
            gate.wait(timeout=30)
            with clock.at(MONDAY):
                act()
            return "done"
        except DomainError as refusal:
            return type(refusal).__name__
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(one, acts))


def signing_as(office: Office, row: Outgoing, who: str) -> Callable[[], Any]:
    actor, turn, account = office.world.actor(who), office.turn(row, who), office.id(who)

    def act() -> None:
        with keys.in_hand(keys.key_of_account(office.world.commune_id, account)) as hand:
            signing.sign(actor, turn, hand)

    return act


def test_two_leaders_sign_one_kind_and_each_has_a_number(office: Office) -> None:
    with clock.at(MONDAY):
        rows = [office.submit(office.begin(), who) for who in ("hai", "pho") * 3]
        acts = [signing_as(office, row, who) for row, who in zip(rows, ("hai", "pho") * 3, strict=True)]
    assert together(*acts) == ["done"] * 6
    numbers = sorted(Outgoing.objects.values_list("number", flat=True))
    assert numbers == list(range(numbers[0], numbers[0] + 6))
    register = Register.objects.get(organ="ubnd", book="quyet-dinh")
    assert register.last == numbers[-1]
    assert sorted(Issued.objects.filter(register=register).values_list("number", flat=True))[-6:] == numbers


def test_signed_and_taken_back_at_once_one_of_them_holds(office: Office) -> None:
    for _each in range(3):
        with clock.at(MONDAY):
            row = office.submit(office.begin())
            act = signing_as(office, row, "hai")
        said = together(act, lambda row=row: office.act(services.take_back, "hoa", row))  # type: ignore[misc]
        row.refresh_from_db()
        assert sorted(said) == ["Stale", "done"], said
        assert row.state == ("signed" if said[0] == "done" else "draft")
        assert (row.number is not None) == (row.state == "signed")
        assert not row.tasks.filter(state="open").exists()


def test_two_save_over_one_version_and_one_text_is_kept(office: Office) -> None:
    with clock.at(MONDAY):
        row = office.begin()
    copies = [Outgoing.objects.select_related("commune").get(pk=row.pk) for _each in range(2)]
    said = together(*(lambda one=one, n=n: office.save(one, seen=1, body=f"Bản {n}") for n, one in enumerate(copies)))  # type: ignore[misc]
    assert sorted(said) == ["Stale", "done"]
    row.refresh_from_db()
    assert row.version == 2
    assert row.versions.get(number=2).body == f"Bản {said.index('done')}"


def test_two_clerks_seal_once(office: Office) -> None:
    with clock.at(MONDAY):
        row = office.submit(office.begin())
        signing_as(office, row, "hai")()
        row.refresh_from_db()
        thu = office.world.actor("thu")
    copies = [Outgoing.objects.select_related("commune", "upload").get(pk=row.pk) for _each in range(2)]
    said = together(*(lambda one=one: signing.issue(thu, one) for one in copies))  # type: ignore[misc]
    assert sorted(said) == ["Stale", "done"]
    assert row.steps.filter(act="issue").count() == 1
    with pytest.raises(Stale):
        signing.issue(thu, copies[0])
