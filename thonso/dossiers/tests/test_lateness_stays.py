"""Late stays late: while papers or a fee are awaited, and when the dossier ends without a result."""

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test import Client

from thonso.core.base import clock
from thonso.dossiers import overview, presenting, queues
from thonso.dossiers.models import Dossier
from thonso.dossiers.rules.replay import REPLAYED, plain, replay
from thonso.dossiers.rules.states import FINAL
from thonso.dossiers.tests.test_overview import PAGE, seen
from thonso.dossiers.tests.test_supplement import ASK, BROUGHT, received
from thonso.dossiers.tests.world import MONDAY, World, file_sample, sample

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]
LATE = MONDAY + timedelta(days=14)
LATER = LATE + timedelta(days=14)
WHY = "Công dân nộp sai nơi, hồ sơ thuộc xã khác."


def late(world: World):
    done = received(world)
    assert world.dossier(done).due_at < LATE
    return done


def asked_late(world: World):
    done = late(world)
    with clock.at(LATE):
        world.act("binh", done, "take")
        world.act("binh", done, "ask_supplement", ASK)
    return done


def words(dossier: Dossier) -> str:
    found = presenting.due(dossier)
    assert found is not None
    return found.words


def lately(world: World) -> tuple[int, int]:
    found = overview.of([world.commune_id]).lately
    return found.completed, found.late


def test_asking_for_papers_does_not_make_it_green(world: World) -> None:
    dossier = world.dossier(asked_late(world))
    due = world.dossier_of(dossier.pk).due_at
    for at in (LATE, LATER):
        with clock.at(at):  # what it was late by does not grow while it waits
            found = presenting.due(dossier)
            assert found is not None
            assert found.tone == "late"
            assert found.words == (
                f"Đang chờ bổ sung đến {clock.local(dossier.act_by):%d/%m/%Y}; trước khi dừng đã trễ 6 ngày làm việc"
            )
    assert due < LATE


def test_it_stays_among_the_late_ones_and_in_the_figures_of_the_leaders(world: World, client: Client, sign_in) -> None:
    done = late(world)
    with clock.at(LATE):
        before = overview.of([world.commune_id]).total.late
        world.act("binh", done, "take")
        world.act("binh", done, "ask_supplement", ASK)
        total = overview.of([world.commune_id]).total
        assert (before, total.late, total.late_paused, total.late_result, total.late_reception) == (1, 1, 1, 0, 0)
        actor = world.actor("trung")
        assert [one.code for one in queues.page(actor, "qua-han").rows] == [done.code]
        assert queues.counts(actor)["qua_han"] == 1
        assert [one.code for one in queues.page(actor, "cho-bo-sung").rows] == [done.code]
        sign_in(client, "trung")
        assert "1 đã trễ trước khi dừng chờ người nộp" in seen(client, PAGE)
        assert "trước khi dừng đã trễ 6 ngày" in seen(client, "/ban/ho-so/?hang=qua-han")
        assert "trước khi dừng đã trễ 6 ngày" in seen(client, f"/ban/ho-so/{done.code}/")


def test_the_counts_are_one_query_for_which_the_index_of_open_ones_is_enough(
    world: World, django_assert_num_queries
) -> None:
    actor = world.actor("trung")
    asked_late(world)
    with django_assert_num_queries(1) as asked:
        assert queues.counts(actor)["cho_bo_sung"] == 1
    if connection.vendor == "sqlite":  # PostgreSQL cannot be told which index to take
        sql = asked.captured_queries[0]["sql"].replace(
            'FROM "dossiers_dossier"', 'FROM "dossiers_dossier" INDEXED BY "dossier_open"'
        )
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN QUERY PLAN {sql}")
            assert "COVERING INDEX dossier_open" in str(cursor.fetchall())


def test_what_was_not_late_waits_without_a_word_of_it(world: World) -> None:
    done = received(world)
    world.act("binh", done, "ask_supplement", ASK)
    dossier = world.dossier(done)
    assert dossier.due_at is None
    assert "trễ" not in words(dossier)
    with clock.at(LATE):
        assert overview.of([world.commune_id]).total.late == 0


def test_its_owner_reads_the_apology_while_her_papers_are_awaited(world: World, client: Client) -> None:
    done = asked_late(world)
    with clock.at(LATE):
        client.post("/tra-cuu/", {"ma": done.code, "khoa": done.key})
        text = seen(client, f"/tra-cuu/{done.code}/")
    assert "trước khi dừng đã trễ 6 ngày làm việc" in text
    assert "UBND xã xin lỗi bà con" in text
    assert "Hẹn trả lúc" in text
    in_time = received(world)
    world.act("binh", in_time, "ask_supplement", ASK)
    client.post("/tra-cuu/", {"ma": in_time.code, "khoa": in_time.key})
    assert "xin lỗi" not in seen(client, f"/tra-cuu/{in_time.code}/")


def test_the_papers_come_and_it_is_as_late_as_its_date_says(world: World) -> None:
    done = asked_late(world)
    missed = world.dossier(done).due_at
    with clock.at(LATER):
        world.act("lan", done, "supply", BROUGHT)
        dossier = world.dossier(done)
        assert (dossier.state, dossier.due_at, dossier.act_by) == ("processing", missed, missed)
        assert words(dossier).startswith("Trễ trả kết quả ")


def test_a_reception_that_was_late_stays_late_while_papers_are_awaited(world: World) -> None:
    done = file_sample(world, sample("1.004873", "supplement"))
    limit = world.dossier(done).act_by
    with clock.at(LATE):
        world.act("lan", done, "ask_supplement", ASK)
        dossier = world.dossier(done)
        assert (dossier.received_at, dossier.due_at) == (None, limit)
        assert "trước khi dừng đã trễ" in words(dossier)
        assert overview.of([world.commune_id]).total.late_paused == 1
        world.act("lan", done, "supply", BROUGHT)  # the desk has its hours again
        dossier = world.dossier(done)
    assert dossier.due_at is None
    assert dossier.act_by > LATE


def test_a_fee_asked_for_late_hides_nothing_either(world: World) -> None:
    done = file_sample(world, sample("1.004873"))
    world.receive(done)
    missed = world.dossier(done).due_at
    with clock.at(LATE):
        world.act("lan", done, "ask_payment", {"amount": 8000, "basis": "Nghị quyết của HĐND tỉnh"})
        dossier = world.dossier(done)
        assert (dossier.state, dossier.due_at, dossier.act_by) == ("awaiting_payment", missed, missed)
        assert words(dossier).startswith("Đang chờ nộp phí; trước khi dừng đã trễ ")
        assert [one.code for one in queues.page(world.actor("trung"), "qua-han").rows] == [done.code]
        assert overview.of([world.commune_id]).total.late == 1


@pytest.mark.parametrize(
    ("who", "name", "data"),
    [
        ("binh", "stop", {"reason": WHY}),
        ("lan", "withdraw", {"reason": "Bà không cần nữa.", "asked_by": "spoken"}),
    ],
)
def test_what_ends_late_is_counted_among_what_came_late(
    world: World, who: str, name: str, data: dict[str, str]
) -> None:
    done = late(world)
    missed = world.dossier(done).due_at
    with clock.at(LATE):
        world.act("binh", done, "take")
        world.act(who, done, name, data)
        dossier = world.dossier(done)
        assert (dossier.due_at, dossier.completed_at) == (missed, LATE)
        assert lately(world) == (1, 1)
        assert overview.of([world.commune_id]).total.late == 0
    with clock.at(LATE + timedelta(days=31)):
        assert lately(world) == (0, 0)


def test_what_ends_in_time_is_counted_as_such(world: World) -> None:
    done = received(world)
    world.act("binh", done, "take")
    world.act("binh", done, "stop", {"reason": WHY})
    assert lately(world) == (1, 0)
    assert presenting.due(world.dossier(done)) is None


def test_a_refusal_is_counted_against_the_date_of_reception(world: World, client: Client) -> None:
    basis = {"reason": WHY, "basis": "Điều 17 Nghị định 118/2025/NĐ-CP"}
    for at, counted in ((MONDAY, (1, 0)), (LATE, (2, 1))):
        done = file_sample(world, sample("1.004873"))
        with clock.at(at):
            world.act("lan", done, "propose_refusal", basis)
            world.act("trung", done, "approve_refusal")
            assert lately(world) == counted
    dossier = world.dossier(done)
    assert words(dossier).startswith("Kết thúc trễ ")
    client.post("/tra-cuu/", {"ma": done.code, "khoa": done.key})
    assert "UBND xã xin lỗi bà con" in seen(client, f"/tra-cuu/{done.code}/")


def test_stopped_while_papers_were_awaited_it_was_late_by_what_it_was_late_before(world: World) -> None:
    done = asked_late(world)
    with clock.at(LATER):
        world.act("binh", done, "stop", {"reason": WHY})
        assert lately(world) == (1, 1)
    assert words(world.dossier(done)) == "Kết thúc trễ 6 ngày làm việc"
    in_time = received(world)
    world.act("binh", in_time, "ask_supplement", ASK)
    with clock.at(LATER):
        world.act("binh", in_time, "stop", {"reason": WHY})
        assert lately(world) == (2, 1)


def test_a_result_handed_over_keeps_the_day_on_which_it_was_there(world: World) -> None:
    done = received(world)
    dossier = world.dossier(done)
    with clock.at(LATE):
        Dossier.objects.filter(pk=dossier.pk).update(
            state="completed", completed_at=MONDAY + timedelta(days=1), holder_role="one_stop"
        )
        assert lately(world) == (1, 0)


def test_the_history_still_gives_the_present(world: World) -> None:
    done = asked_late(world)
    with clock.at(LATER):
        world.act("binh", done, "stop", {"reason": WHY})
    dossier = world.dossier(done)
    assert dossier.status in FINAL
    told = replay(dossier.events.all())
    assert datetime.fromisoformat(told["completed_at"]) == LATER
    assert {name: told[name] for name in REPLAYED if name in told} == {
        name: plain(getattr(dossier, name)) for name in REPLAYED if name in told
    }
