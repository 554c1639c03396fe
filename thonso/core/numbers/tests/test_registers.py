"""Numbers come one after another, go back with a rollback, and are never given twice."""

from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from thonso.core.base.errors import Absent, Stale
from thonso.core.base.refs import Ref
from thonso.core.journal.models import Entry
from thonso.core.journal.work import Work, transact
from thonso.core.numbers import services
from thonso.core.numbers.models import Issued, Register

pytestmark = pytest.mark.django_db

BAT_XAT, MUONG_KHUONG = UUID(int=1), UUID(int=2)
THU = Ref("account", UUID(int=99))
BOOK = {"organ": "ubnd", "book": "qd", "period": "2026"}


def take(commune_id: UUID = BAT_XAT, **changed: str) -> int:
    with transact(commune_id) as work:
        return services.take(work, commune_id=commune_id, **{**BOOK, **changed})


def issue(obj: Ref, commune_id: UUID = BAT_XAT) -> services.Number:
    with transact(commune_id) as work:
        return services.issue(work, commune_id=commune_id, obj=obj, **BOOK)


class GiveUp(Exception):
    pass


def take_and_give_up() -> None:
    with transact(BAT_XAT) as work:
        services.take(work, commune_id=BAT_XAT, **BOOK)
        services.issue(work, commune_id=BAT_XAT, obj=Ref("document", uuid4()), **BOOK)
        raise GiveUp


def cancel(number: services.Number, reason: str = "Ghi nhầm", commune_id: UUID = BAT_XAT) -> None:
    with transact(commune_id) as work:
        services.cancel(work, number.issued_id, actor=THU, reason=reason)


def test_numbers_of_a_book_follow_each_other_from_one() -> None:
    assert [take() for _ in range(5)] == [1, 2, 3, 4, 5]


def test_communes_organs_books_and_periods_count_apart() -> None:
    assert take() == 1
    assert take(MUONG_KHUONG) == 1
    assert take(organ="hdnd") == 1
    assert take(book="tb") == 1
    assert take(period="2027") == 1
    assert take() == 2


def test_a_rolled_back_number_is_given_again() -> None:
    assert take() == 1
    with pytest.raises(GiveUp):
        take_and_give_up()
    assert take() == 2


def test_the_first_number_of_a_book_rolls_back_too() -> None:
    with pytest.raises(GiveUp):
        take_and_give_up()
    assert not Register.objects.exists()
    assert not Issued.objects.exists()
    assert take() == 1


def test_many_numbers_are_taken_in_one_visit() -> None:
    assert take() == 1
    with transact(BAT_XAT) as work:
        assert list(services.take_many(work, 4, commune_id=BAT_XAT, **BOOK)) == [2, 3, 4, 5]
    assert take() == 6


def test_taking_no_number_at_all_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="at least one"), transact(BAT_XAT) as work:
        services.take_many(work, 0, commune_id=BAT_XAT, **BOOK)


def test_a_thing_that_has_a_number_keeps_it() -> None:
    decision = Ref("document", uuid4())
    first = issue(decision)
    assert issue(decision) == first
    assert issue(Ref("document", uuid4())).number == 2


def test_a_cancelled_number_is_never_given_again() -> None:
    decision = Ref("document", uuid4())
    first = issue(decision)
    cancel(first)
    assert issue(decision).number == 2
    assert issue(Ref("document", uuid4())).number == 3
    row = Issued.objects.get(pk=first.issued_id)
    assert (row.state, row.reason, row.number) == ("cancelled", "Ghi nhầm", 1)


def test_a_cancellation_is_in_the_journal() -> None:
    decision = Ref("document", uuid4())
    cancel(issue(decision))
    entry = Entry.objects.get(commune_id=BAT_XAT, verb="number.cancelled")
    assert (entry.object_kind, entry.object_id, entry.actor_id) == ("document", decision.id, THU.id)


def test_a_number_is_cancelled_once() -> None:
    number = issue(Ref("document", uuid4()))
    cancel(number)
    with pytest.raises(Stale):
        cancel(number)


def test_a_number_of_another_commune_is_not_there() -> None:
    number = issue(Ref("document", uuid4()))
    with pytest.raises(Absent):
        cancel(number, commune_id=MUONG_KHUONG)
    assert Issued.objects.get(pk=number.issued_id).state == "used"


def test_the_database_refuses_the_same_number_twice() -> None:
    number = issue(Ref("document", uuid4()))
    row = Issued.objects.get(pk=number.issued_id)
    with pytest.raises(IntegrityError), transaction.atomic():
        Issued.objects.create(
            commune_id=BAT_XAT, register_id=row.register_id, number=1, object_kind="x", object_id=uuid4(), at=row.at
        )


@pytest.mark.parametrize("change", [{"number": 7}, {"object_id": UUID(int=5)}])
def test_the_database_refuses_to_rewrite_what_a_number_was_given_to(change: dict[str, object]) -> None:
    number = issue(Ref("document", uuid4()))
    with pytest.raises(DatabaseError), transaction.atomic():
        Issued.objects.filter(pk=number.issued_id).update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        Issued.objects.filter(pk=number.issued_id)._raw_delete("default")


def test_a_number_outside_a_transaction_is_a_mistake(committing: None) -> None:
    with pytest.raises(RuntimeError, match="inside a transaction"):
        services.take(Work(BAT_XAT, datetime.now(UTC)), commune_id=BAT_XAT, **BOOK)
