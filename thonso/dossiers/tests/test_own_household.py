"""What is about an official's own household is done by a colleague; when there is none, somebody is told to mend it."""

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client

from thonso.core.access.models import Account, Assignment
from thonso.core.access.services import disable, lend
from thonso.core.base import clock
from thonso.core.base.clock import today
from thonso.core.base.errors import Absent, Refused
from thonso.core.journal.work import transact
from thonso.core.notices import access as notices
from thonso.core.people.models import Resident
from thonso.dossiers import access, holders, overview, queues, reading
from thonso.dossiers.models import Dossier
from thonso.dossiers.services import handing_on
from thonso.dossiers.services.filing import Filed
from thonso.dossiers.tests.world import MONDAY, World, sample

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]
SignIn = Callable[[Client, str], object]
ATTENTION = "/quan-tri/can-xu-ly/"


@pytest.fixture
def own(world: World) -> Filed:
    """A dossier of Hoa's own household, received, in the queue of her post that nobody else holds."""
    done = world.file("lan", sample("TS.000001"))
    world.receive(done)
    belongs_to(world, "hoa", world.dossier(done))
    return done


def belongs_to(world: World, who: str, dossier: Dossier) -> None:
    """Another member of that household than the one it is about."""
    people = Resident.objects.filter(household=dossier.household_id).exclude(pk=dossier.subject_resident_id)
    Account.objects.filter(pk=world.cast[who].pk).update(resident_id=people.get().pk)


def to_do(world: World, who: str) -> list[str]:
    return [row.code for row in queues.page(world.actor(who), "viec-cua-toi").rows]


def nobody(world: World) -> list[str]:
    rows = Dossier.objects.filter(holders.nobody_can_act(), commune_id=world.commune_id)
    return list(rows.values_list("code", flat=True))


def test_it_is_not_in_her_to_do_nor_in_its_number_and_still_to_be_found(world: World, own: Filed) -> None:
    assert own.code not in to_do(world, "hoa")
    assert reading.to_do(world.actor("hoa"))[0].count() == 0
    assert queues.counts(world.actor("hoa"))["viec_cua_toi"] == 0
    assert access.by_code(world.actor("hoa"), own.code).code == own.code


def test_what_she_filed_herself_is_hers_though_her_account_is_not_tied_to_the_register(world: World) -> None:
    done = world.file("lan", sample("TS.000001"))
    world.receive(done)
    assert to_do(world, "hoa") == [done.code]
    Dossier.objects.filter(pk=done.dossier_id).update(submitter_account_id=world.cast["hoa"].pk)
    assert to_do(world, "hoa") == []
    with pytest.raises(Absent):
        world.act("hoa", done, "take")
    assert world.cast["hoa"].pk not in dict(holders.colleagues(world.dossier(done)))
    assert nobody(world) == [done.code]


def test_opening_it_she_reads_why_and_what_to_do(world: World, own: Filed, client: Client, sign_in: SignIn) -> None:
    sign_in(client, "hoa")
    page = client.get(f"/ban/ho-so/{own.code}/").content.decode()
    assert "Anh chị không tự giải quyết việc của mình hoặc gia đình mình" in page
    assert "không còn ai khác giữ chức vụ này" in page
    assert "/tai-khoan/uy-quyen/" in page
    world.appoint("binh")
    page = client.get(f"/ban/ho-so/{own.code}/").content.decode()
    assert "Anh chị không tự giải quyết" in page
    assert "không còn ai khác" not in page
    sign_in(client, "binh")
    assert "Anh chị không tự giải quyết" not in client.get(f"/ban/ho-so/{own.code}/").content.decode()
    assert own.code in to_do(world, "binh")


def test_she_is_neither_offered_nor_taken_when_it_is_assigned(
    world: World, own: Filed, client: Client, sign_in: SignIn
) -> None:
    hoa, binh = world.cast["hoa"].pk, world.appoint("binh").account_id
    page = f"/ban/ho-so/{own.code}/lam/assign/"
    sign_in(client, "trung")
    shown = client.get(page).content.decode()
    assert str(binh) in shown
    assert str(hoa) not in shown
    assert "Không có trong danh sách vì là hồ sơ của chính gia đình: Hoàng Thị Hoa" in shown
    answer = client.post(page, {"transaction_id": str(uuid4()), "account": str(hoa), "reason": "Giao gấp"})
    assert answer.status_code == 422
    assert "Đây là hồ sơ của chính gia đình người này" in answer.content.decode()
    assert "Giao gấp" in answer.content.decode()
    assert world.dossier(own).assignee_id is None
    world.act("trung", own, "assign", {"account": str(binh)})
    assert world.dossier(own).assignee_id == binh


@pytest.mark.parametrize("gone", ["ended", "locked"])
def test_who_holds_the_post_no_more_is_neither_offered_nor_taken(world: World, own: Filed, gone: str) -> None:
    row = world.appoint("binh")
    if gone == "ended":
        Assignment.objects.filter(pk=row.pk).update(valid_from=today() - timedelta(9), valid_to=today() - timedelta(1))
    else:
        disable(world.actor("quantri"), world.commune_id, world.cast["binh"], reason="Nghỉ việc.")
    assert holders.colleagues(world.dossier(own)) == []
    with pytest.raises(Refused):
        world.act("trung", own, "assign", {"account": str(row.account_id)})


def test_with_nobody_left_the_page_says_so_and_what_to_do(
    world: World, own: Filed, client: Client, sign_in: SignIn
) -> None:
    page = f"/ban/ho-so/{own.code}/lam/assign/"
    sign_in(client, "trung")
    shown = client.get(page).content.decode()
    assert "Không có ai để phân công" in shown
    assert '<button class="btn">' not in shown
    assert "gia đình Hoàng Thị Hoa" in shown
    assert "Đề nghị quản trị hệ thống" in shown
    main = shown.split("<main", 1)[1]
    assert "/tai-khoan/uy-quyen/" not in main  # the director lends no post of others
    sign_in(client, "hai")
    assert "/tai-khoan/uy-quyen/" in client.get(page).content.decode().split("<main", 1)[1]


def test_lent_to_a_colleague_it_goes_on_in_her_place(world: World, own: Filed) -> None:
    assert nobody(world) == [own.code]
    post = Assignment.objects.get(account=world.cast["hoa"], role="officer_social")
    last = today() + timedelta(days=2)
    lend(world.actor("hoa"), post, world.cast["binh"], valid_from=today(), valid_to=last, reason="Việc của nhà.")
    assert nobody(world) == []
    assert [words for _id, words in holders.colleagues(world.dossier(own))] == [
        "Phạm Thanh Bình làm thay Hoàng Thị Hoa"
    ]
    assert own.code in to_do(world, "binh")
    world.act("trung", own, "assign", {"account": str(world.cast["binh"].pk)})
    world.act("binh", own, "take")
    world.act("binh", own, "draft_result")
    with clock.at(MONDAY + timedelta(days=3)):
        assert nobody(world) == [own.code]


def test_what_turns_out_to_be_about_her_household_is_given_back(world: World) -> None:
    done = world.file("lan", sample("TS.000001"))
    world.receive(done)
    world.act("hoa", done, "take")
    belongs_to(world, "hoa", world.dossier(done))
    with transact(world.commune_id) as work:
        assert handing_on.left_behind(work, world.actor("quantri"), world.cast["hoa"].pk) == 1
    assert world.dossier(done).assignee_id is None


# --- named where it can be mended --------------------------------------------------------------------------------------


def test_it_is_named_to_the_director_who_opens_it_and_to_the_administrator_who_does_not(
    world: World, own: Filed, client: Client, sign_in: SignIn
) -> None:
    name = world.dossier(own).subject_name
    for who, opens in (("trung", True), ("quantri", False)):
        sign_in(client, who)
        shown = client.get(ATTENTION).content.decode()
        assert own.code in shown
        assert "chính gia đình người giữ chức vụ này" in shown
        assert (f"/ban/ho-so/{own.code}/" in shown) is opens
        assert name not in shown
        assert notices.attention_count(world.actor(who)) == 1
    sign_in(client, "lan")
    assert own.code not in client.get(ATTENTION).content.decode()


def test_a_post_that_nobody_holds_is_named_with_all_that_waits_for_it(
    world: World, client: Client, sign_in: SignIn
) -> None:
    found = []
    for _n in range(2):
        done = world.file("lan", sample("TS.000001"), id_=uuid4())
        world.receive(done)
        found.append(done.code)
    elsewhere = world.file("lan", sample("2.000635"))
    assert nobody(world) == []
    Assignment.objects.filter(account=world.cast["hoa"]).update(valid_to=today() - timedelta(days=1))
    assert sorted(nobody(world)) == sorted(found)
    sign_in(client, "trung")
    shown = client.get(ATTENTION).content.decode()
    assert all(code in shown for code in found)
    assert elsewhere.code not in shown
    assert "Hôm nay không ai giữ chức vụ này" in shown
    page = client.get("/ban/bao-cao/").content.decode()
    assert "hồ sơ không ai xử lý được" in page
    assert ATTENTION in page.split("<main", 1)[1]
    assert overview.of([world.commune_id], stranded=True).total.stranded == len(found)
    sign_in(client, "hai")
    page = client.get("/ban/bao-cao/").content.decode()
    assert "hồ sơ không ai xử lý được" in page
    assert ATTENTION not in page  # a leader reads it; whoever mends it is led there
    world.appoint("binh")
    assert nobody(world) == []
    assert "hồ sơ không ai xử lý được" not in client.get("/ban/bao-cao/").content.decode()


def test_a_task_of_a_hamlet_waits_for_its_own_village_head_or_helper(world: World) -> None:
    done = world.file("lan", sample("1.011607"))
    world.receive(done)
    world.act("hoa", done, "take")
    Dossier.objects.filter(pk=done.dossier_id).update(
        holder_role="village_head", holder_unit_id=world.units.suoi_chai.pk, assignee_id=None
    )
    Assignment.objects.filter(account=world.cast["dung"]).update(valid_to=today() - timedelta(days=1))
    assert nobody(world) == []  # the helper of that hamlet does it
    Assignment.objects.filter(account=world.cast["tu"]).update(valid_to=today() - timedelta(days=1))
    assert nobody(world) == [done.code]


def test_what_is_over_waits_for_nobody(world: World, own: Filed) -> None:
    world.act("trung", own, "stop", {"reason": "Người dân không còn nhu cầu nữa."})
    assert nobody(world) == []
