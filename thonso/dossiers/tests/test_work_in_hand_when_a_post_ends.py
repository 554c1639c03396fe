"""When a post ends, however it ends, what was in hand goes on: back to its queue, or to a colleague who is named."""

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from django.http import HttpResponse
from django.test import Client

from thonso.core.access.models import Account, Assignment
from thonso.core.access.services import disable, enable, lend, revoke, take_over
from thonso.core.base import clock
from thonso.core.base.clock import today
from thonso.core.base.errors import Refused
from thonso.core.journal.models import Entry
from thonso.core.journal.work import transact
from thonso.core.notices import jobs, jobs_run
from thonso.core.notices.models.jobs import JobState
from thonso.core.people.models import Resident
from thonso.dossiers import overview, periodic, presenting, queues
from thonso.dossiers.services.filing import Filed
from thonso.dossiers.tests.world import MONDAY, World, sample

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]
SignIn = Callable[[Client, str], object]


def post_of(world: World, who: str, role: str = "officer_social") -> Assignment:
    return Assignment.objects.select_related("account", "unit").get(account=world.cast[who], role=role)


@pytest.fixture
def taken(world: World) -> list[Filed]:
    """Two are in Hoa's hands: one at work, one that waits for a paper."""
    found = []
    for _n in range(2):
        done = world.file("lan", sample("TS.000001"), id_=uuid4())
        world.receive(done)
        world.act("hoa", done, "take")
        found.append(done)
    key = world.dossier(found[1]).paper_keys[0]
    asked = {key: {"why": "invalid", "note": "Ảnh mờ, không đọc được."}}
    world.act("hoa", found[1], "ask_supplement", {"papers": asked})
    return found


def in_hand_of(world: World, taken: list[Filed]) -> list[object]:
    return [world.dossier(one).assignee_id for one in taken]


def in_queue(world: World, who: str) -> set[str]:
    return {row.code for row in queues.page(world.actor(who), "viec-cua-toi").rows}


def run(world: World) -> None:
    """The job as the worker does it."""
    with transact(world.commune_id) as work:
        jobs.enqueue(work, "dossiers.take_back")
    for job in jobs_run.claim(1):
        assert jobs_run.run(job) == JobState.DONE


def test_ended_at_once_everything_is_back_in_the_common_queue_with_its_event_and_entry(
    world: World, taken: list[Filed]
) -> None:
    world.appoint("binh")
    assert taken[0].code not in in_queue(world, "binh")
    before = Entry.objects.filter(verb="dossier.assign").count()
    revoke(world.actor("quantri"), post_of(world, "hoa"), reason="Chuyển công tác.")
    assert in_hand_of(world, taken) == [None, None]
    assert [world.dossier(one).state for one in taken] == ["processing", "awaiting_supplement"]
    assert taken[0].code in in_queue(world, "binh")
    event = world.dossier(taken[0]).events.order_by("-seq").first()
    assert (event.kind, event.actor_name) == ("assign", world.cast["quantri"].full_name)
    assert Entry.objects.filter(verb="dossier.assign").count() == before + 2


def test_a_named_colleague_has_it_at_once_and_goes_on(world: World, taken: list[Filed]) -> None:
    binh = world.appoint("binh").account
    revoke(world.actor("quantri"), post_of(world, "hoa"), reason="Chuyển công tác.", successor=binh.pk)
    assert in_hand_of(world, taken) == [binh.pk, binh.pk]
    world.act("binh", taken[0], "draft_result")


def test_somebody_who_does_not_hold_the_post_is_no_successor_and_nothing_ends(world: World, taken: list[Filed]) -> None:
    with pytest.raises(Refused):
        revoke(world.actor("quantri"), post_of(world, "hoa"), reason="Thử", successor=world.cast["lan"].pk)
    assert post_of(world, "hoa").valid_to is None
    assert in_hand_of(world, taken) == [world.cast["hoa"].pk] * 2


def test_what_is_about_the_colleagues_own_household_goes_to_the_queue(world: World, taken: list[Filed]) -> None:
    binh = world.appoint("binh").account
    about = world.dossier(taken[0])
    assert about.household_id
    Account.objects.filter(pk=binh.pk).update(
        resident_id=Resident.objects.filter(household=about.household_id).last().pk
    )
    revoke(world.actor("quantri"), post_of(world, "hoa"), reason="Chuyển công tác.", successor=binh.pk)
    assert in_hand_of(world, taken) == [None, None]  # both are of that household


def test_until_a_last_day_to_come_it_stays_and_then_the_worker_gives_it_back(world: World, taken: list[Filed]) -> None:
    hoa = world.cast["hoa"].pk
    revoke(world.actor("quantri"), post_of(world, "hoa"), last_day=today() + timedelta(days=2), reason="Nghỉ hưu.")
    assert in_hand_of(world, taken) == [hoa, hoa]
    run(world)
    assert in_hand_of(world, taken) == [hoa, hoa]
    with clock.at(MONDAY + timedelta(days=3)):
        run(world)
        assert in_hand_of(world, taken) == [None, None]
        assert world.dossier(taken[0]).events.order_by("-seq").first().actor_name == periodic.HOUSE.name
        count = world.dossier(taken[0]).revision
        run(world)
        assert world.dossier(taken[0]).revision == count  # nothing is left to be given back


def test_a_locked_account_holds_nothing_and_gets_nothing_back_by_being_opened(world: World, taken: list[Filed]) -> None:
    disable(world.actor("quantri"), world.commune_id, world.cast["hoa"], reason="Nghỉ việc.")
    assert in_hand_of(world, taken) == [None, None]
    enable(world.actor("quantri"), world.commune_id, world.cast["hoa"])
    assert taken[0].code in in_queue(world, "hoa")


def test_who_takes_a_post_over_finds_the_work_in_the_queue(world: World, taken: list[Filed]) -> None:
    take_over(
        world.actor("quantri"), world.cast["binh"], "officer_social", world.units.commune,
        ends=[post_of(world, "hoa")], first=today(), last=None, post_title="", reason="Quyết định 12.",
    )  # fmt: skip
    assert in_hand_of(world, taken) == [None, None]
    assert taken[0].code in in_queue(world, "binh")


def test_when_the_days_of_standing_in_are_over_the_lender_has_it_in_her_queue_again(world: World) -> None:
    last = today() + timedelta(days=1)
    lend(world.actor("hoa"), post_of(world, "hoa"), world.cast["binh"], valid_from=today(), valid_to=last, reason="Ốm.")
    done = world.file("lan", sample("TS.000001"))
    world.receive(done)
    world.act("binh", done, "take")
    run(world)
    assert world.dossier(done).assignee_id == world.cast["binh"].pk  # he stands in today
    with clock.at(MONDAY + timedelta(days=2)):
        run(world)
        assert done.code in in_queue(world, "hoa")


def test_one_of_two_posts_ended_leaves_the_work_of_the_other_alone(world: World, taken: list[Filed]) -> None:
    both = world.appoint("hoa", "officer_justice").account
    revoke(world.actor("quantri"), post_of(world, "hoa", "officer_justice"), reason="Giao nhầm.")
    assert in_hand_of(world, taken) == [both.pk, both.pk]


def test_lists_and_overview_name_her_no_more(world: World, taken: list[Filed]) -> None:
    revoke(world.actor("quantri"), post_of(world, "hoa"), reason="Chuyển công tác.")
    dossiers = [world.dossier(one) for one in taken]
    names = [*presenting.holders(dossiers).values()]
    names += [name for name, _load, _key in overview.holders(overview.of([world.commune_id]), names=True)]
    assert not any("Hoàng Thị Hoa" in name for name in names)


# --- the page ----------------------------------------------------------------------------------------------------------


def end(client: Client, row: Assignment, **fields: str) -> HttpResponse:
    data = {"transaction_id": str(uuid4()), "last_day": "", "reason": "chuyển công tác", **fields}
    return client.post(f"/quan-tri/tai-khoan/chuc-vu/{row.pk}/thoi/", data)


def test_the_page_says_how_many_and_offers_the_colleagues(
    world: World, taken: list[Filed], client: Client, sign_in: SignIn
) -> None:
    row = post_of(world, "hoa")
    sign_in(client, "quantri")
    page = client.get(f"/quan-tri/tai-khoan/chuc-vu/{row.pk}/thoi/").content.decode()
    assert "2 hồ sơ chưa xong" in page
    assert "không còn ai khác giữ chức vụ này" in page
    world.appoint("binh")
    page = client.get(f"/quan-tri/tai-khoan/chuc-vu/{row.pk}/thoi/").content.decode()
    assert "Phạm Thanh Bình" in page
    assert "Nguyễn Thị Lan" not in page
    assert end(client, row, work=str(world.cast["binh"].pk)).status_code == 302
    assert in_hand_of(world, taken) == [world.cast["binh"].pk] * 2


@pytest.mark.parametrize("given", ["lan", "hoa", "khong-phai-ma"])
def test_a_wrong_choice_is_told_at_its_box_and_nothing_typed_is_lost(
    world: World, taken: list[Filed], client: Client, sign_in: SignIn, given: str
) -> None:
    row = post_of(world, "hoa")
    world.appoint("binh")
    sign_in(client, "quantri")
    chosen = str(world.cast[given].pk) if given in world.cast else given
    answer = end(client, row, work=chosen)
    assert answer.status_code == 422
    shown = answer.content.decode()
    assert "chọn trong danh sách" in shown
    assert "chuyển công tác" in shown
    assert post_of(world, "hoa").valid_to is None
    assert in_hand_of(world, taken) == [world.cast["hoa"].pk] * 2


def test_the_same_form_sent_twice_passes_on_once(
    world: World, taken: list[Filed], client: Client, sign_in: SignIn
) -> None:
    row = post_of(world, "hoa")
    sign_in(client, "quantri")
    fields = {"transaction_id": str(uuid4())}
    assert end(client, row, **fields).status_code == 302
    revision = world.dossier(taken[0]).revision
    assert end(client, row, **fields).status_code == 302
    assert world.dossier(taken[0]).revision == revision


def test_a_post_with_nothing_in_hand_asks_nothing(world: World, client: Client, sign_in: SignIn) -> None:
    sign_in(client, "quantri")
    page = client.get(f"/quan-tri/tai-khoan/chuc-vu/{post_of(world, 'hoa').pk}/thoi/").content.decode()
    assert "Việc người này đang giữ" not in page
