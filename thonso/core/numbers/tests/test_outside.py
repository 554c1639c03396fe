"""A book that also counts on paper: it goes on after the last number there, and no number is given twice."""

from datetime import UTC, date, datetime
from uuid import UUID, uuid4

import pytest
from django.db import DatabaseError, transaction

from thonso.core.base import clock
from thonso.core.base.errors import Refused, Stale
from thonso.core.base.refs import Ref
from thonso.core.journal.models import Entry
from thonso.core.journal.work import body_of, transact
from thonso.core.numbers import outside, services
from thonso.core.numbers.models import Issued, Outside, Register
from thonso.core.numbers.outside import By, Place

pytestmark = pytest.mark.django_db

BAT_XAT = UUID(int=1)
THU = By(Ref("account", UUID(int=99)), "Đỗ Hoài Thu")
BOOK = {"organ": "ubnd", "book": "qd", "period": "2026"}
PLACE = Place(BAT_XAT, **BOOK)
DAY, WHERE = date(2026, 11, 20), "Sổ quyết định giấy, trang 12"
NOON = datetime(2026, 11, 23, 5, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _a_monday():
    with clock.at(NOON):
        yield


def stand(last: int, seen: int, *, day: date | None = DAY, words: str = WHERE, sure: bool = False) -> None:
    with transact(BAT_XAT) as work:
        outside.stand(work, THU, PLACE, last=last, seen=seen, day=day, words=words, sure=sure)


def issue(**changed: str) -> int:
    with transact(BAT_XAT) as work:
        return services.issue(work, commune_id=BAT_XAT, obj=Ref("result", uuid4()), **{**BOOK, **changed}).number


def expected() -> int:
    return services.expected(commune_id=BAT_XAT, obj=Ref("result", uuid4()), **BOOK)


def strike(number: int, reason: str = "Ghi nhầm, số này chưa dùng") -> None:
    with transact(BAT_XAT) as work:
        outside.strike(work, THU, PLACE, number, reason)


def volume(number: int, seen: int) -> None:
    with transact(BAT_XAT) as work:
        outside.begin_volume(work, THU, PLACE, volume=number, seen=seen)


def spans() -> list[tuple[int, int]]:
    return list(Outside.objects.filter(withdrawn_at=None).order_by("first").values_list("first", "last"))


def last() -> int:
    return Register.objects.get().last


def test_it_goes_on_after_the_last_number_of_the_paper_book() -> None:
    stand(17, 0)
    assert expected() == 18
    assert [issue(), issue()] == [18, 19]
    assert issue(period="2027") == 1
    assert spans() == [(1, 17)]
    assert Outside.objects.get().said() == WHERE


def test_what_was_said_is_in_the_journal_without_its_words() -> None:
    stand(17, 0)
    body = body_of(Entry.objects.get(verb="number_book.stood"))
    assert body["facts"] == {"book": "qd", "period": "2026", "before": 0, "after": 17}
    assert WHERE not in str(body)
    assert WHERE not in Outside.objects.get().words


def test_until_the_first_number_here_it_is_put_right_up_and_down() -> None:
    stand(71, 0)
    stand(17, 71)
    assert spans() == [(1, 17)]
    stand(0, 17, day=None, words="")
    assert (spans(), issue()) == ([], 1)
    assert Outside.objects.count() == 2


def test_then_it_is_only_raised() -> None:
    stand(17, 0)
    issue()
    for wrong in (17, 0):
        with pytest.raises(Refused) as refusal:
            stand(wrong, 18)
        assert list(refusal.value.fields) == ["last"]
    assert (last(), spans()) == (18, [(1, 17)])
    stand(20, 18, words="Quyết định cứu trợ ký giấy lúc mất điện")
    assert (spans(), issue()) == ([(1, 17), (19, 20)], 21)


def test_a_struck_out_number_of_the_book_counts_as_given() -> None:
    with transact(BAT_XAT) as work:
        held = services.issue(work, commune_id=BAT_XAT, obj=Ref("result", uuid4()), **BOOK)
        services.cancel(work, held.issued_id, actor=THU.ref, reason="Ghi nhầm")
    with pytest.raises(Refused):
        stand(0, 1)


@pytest.mark.parametrize(("seen", "moved_by"), [(0, "issue"), (0, "stand")])
def test_who_says_so_of_a_book_that_has_moved_on_looks_again(seen: int, moved_by: str) -> None:
    if moved_by == "issue":
        issue()
    else:
        stand(30, 0)
    before = last()
    with pytest.raises(Stale):
        stand(17, seen)
    assert last() == before


@pytest.mark.parametrize(
    ("last_", "day", "words", "fields"),
    [
        (-1, DAY, WHERE, {"last"}),
        (outside.LARGEST + 1, DAY, WHERE, {"last"}),
        (17, None, WHERE, {"day"}),
        (17, date(2026, 11, 24), WHERE, {"day"}),  # tomorrow
        (17, date(2025, 12, 31), WHERE, {"day"}),  # of another year's book
        (17, DAY, "", {"words"}),
        (17, DAY, "x" * 301, {"words"}),
        (outside.LARGEST + 1, None, " ", {"last", "day", "words"}),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(last_: int, day: date | None, words: str, fields: set[str]) -> None:
    with pytest.raises(Refused) as refusal:
        stand(last_, 0, day=day, words=words)
    assert set(refusal.value.fields) == fields
    assert not Outside.objects.exists()
    assert expected() == 1


def test_a_book_of_a_year_to_come_does_not_stand_anywhere() -> None:
    place = Place(BAT_XAT, "ubnd", "qd", "2027")
    with pytest.raises(Refused, match="2027"), transact(BAT_XAT) as work:
        outside.stand(work, THU, place, last=5, seen=0, day=DAY, words=WHERE)


def test_many_numbers_at_once_are_asked_about_when_thon_so_counts_already() -> None:
    stand(5000, 0)  # a beginning in the middle of the year
    issue()
    with pytest.raises(outside.TooMany, match="5052"):
        stand(5052, 5001)
    stand(5052, 5001, sure=True)
    assert issue() == 5053


def test_the_same_number_again_says_nothing() -> None:
    stand(17, 0)
    with pytest.raises(Refused):
        stand(17, 17)


def test_a_number_given_outside_is_struck_out_and_never_given_again() -> None:
    issue()
    stand(3, 1)
    strike(3)
    with pytest.raises(Stale):
        strike(3)
    assert issue() == 4
    row = Issued.objects.get(number=3)
    assert (row.state, row.reason, row.object_kind) == ("cancelled", "Ghi nhầm, số này chưa dùng", "outside")
    assert Entry.objects.filter(verb="number.cancelled", object_kind="outside").count() == 1


@pytest.mark.parametrize("number", [1, 4, 0])
def test_what_was_not_given_outside_is_not_struck_out_here(number: int) -> None:
    issue()
    stand(3, 1)
    with pytest.raises(Refused):
        strike(number)


def test_a_number_is_struck_out_for_a_reason() -> None:
    stand(3, 0)
    with pytest.raises(Refused) as refusal:
        strike(3, " ")
    assert list(refusal.value.fields) == ["reason"]


def test_the_paper_book_is_not_put_right_below_a_struck_out_number() -> None:
    stand(17, 0)
    strike(12)
    with pytest.raises(Refused):
        stand(11, 17)
    stand(12, 17)
    assert issue() == 13


def test_a_volume_begins_and_the_numbers_run_on() -> None:
    stand(42, 0)
    assert outside.volume_of(PLACE) == 1
    volume(3, 1)
    volume(2, 3)  # put right before the first number
    assert issue() == 43
    assert outside.volume_of(PLACE) == 2
    for wrong, seen in ((1, 2), (2, 2), (0, 2), (100, 2)):
        with pytest.raises(Refused):
            volume(wrong, seen)
    with pytest.raises(Stale):
        volume(3, 1)
    assert issue() == 44
    said = Entry.objects.filter(verb="number_book.volume_begun").order_by("seq")
    assert [body_of(one)["facts"]["after"] for one in said] == [3, 2]


@pytest.mark.parametrize("change", [{"last": 99}, {"first": 2}, {"words": ""}])
def test_the_database_refuses_to_rewrite_what_was_said(change: dict[str, object]) -> None:
    stand(17, 0)
    with pytest.raises(DatabaseError), transaction.atomic():
        Outside.objects.update(**change)
