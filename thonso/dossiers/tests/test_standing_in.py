"""Whoever stands in goes on with what the absent colleague had begun, and with nothing after the last day."""

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client

from thonso.core.access.models import Assignment
from thonso.core.access.services import lend
from thonso.core.base import clock
from thonso.core.base.clock import today
from thonso.core.base.errors import Absent, Stale
from thonso.core.journal.models import Entry
from thonso.core.journal.work import body_of
from thonso.dossiers import queues
from thonso.dossiers.models import Dossier, HamletTask
from thonso.dossiers.services import hamlet
from thonso.dossiers.services.filing import Filed
from thonso.dossiers.tests.world import MONDAY, World, sample

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]
SignIn = Callable[[Client, str], object]


@pytest.fixture
def begun(world: World) -> Filed:
    """Hoa has taken it; then she is ill and Binh stands in for three days."""
    done = world.file("lan", sample("TS.000001"))
    world.receive(done)
    world.act("hoa", done, "take")
    post = Assignment.objects.get(account=world.cast["hoa"], role="officer_social")
    last = today() + timedelta(days=2)
    lend(world.actor("hoa"), post, world.cast["binh"], valid_from=today(), valid_to=last, reason="Hoa nghỉ ốm ba ngày.")
    return done


def codes(world: World, who: str) -> list[str]:
    return [row.code for row in queues.page(world.actor(who), "viec-cua-toi").rows]


def test_what_was_begun_stands_in_the_queue_and_goes_on(world: World, begun: Filed) -> None:
    assert begun.code in codes(world, "binh")
    world.act("binh", begun, "draft_result")
    world.act("binh", begun, "propose")
    assert world.dossier(begun).state == "awaiting_signature"


def test_after_the_last_day_it_is_out_of_reach_again(world: World, begun: Filed) -> None:
    with clock.at(MONDAY + timedelta(days=3)):
        assert begun.code not in codes(world, "binh")
        with pytest.raises((Stale, Absent)):
            world.act("binh", begun, "draft_result")
    assert world.dossier(begun).state == "processing"


def test_a_colleagues_work_that_was_not_lent_stays_hers(world: World) -> None:
    done = world.file("lan", sample("TS.000001"))
    world.receive(done)
    world.act("hoa", done, "take")
    assert done.code not in codes(world, "binh")


def test_the_history_says_who_stood_in_for_whom(world: World, begun: Filed, client: Client, sign_in: SignIn) -> None:
    world.act("binh", begun, "draft_result")
    drafted = world.dossier(begun).events.get(kind="draft_result")
    assert (drafted.actor_name, drafted.acting_for) == ("Phạm Thanh Bình", "Hoàng Thị Hoa")
    sign_in(client, "lan")
    shown = client.get(f"/ban/ho-so/{begun.code}/").content.decode()
    assert "Phạm Thanh Bình làm thay Hoàng Thị Hoa" in shown
    assert "Phạm Thanh Bình giúp" not in shown
    assert world.dossier(begun).events.get(kind="take").acting_for == ""  # Hoa herself


def test_whoever_follows_with_a_key_reads_no_officers_name(world: World, begun: Filed, client: Client) -> None:
    world.act("binh", begun, "draft_result")
    client.post("/tra-cuu/", {"ma": begun.code, "khoa": begun.key})
    shown = client.get(f"/tra-cuu/{begun.code}/").content.decode()
    assert begun.code in shown
    assert "Hoàng Thị Hoa" not in shown


@pytest.fixture
def lent_to_the_chairman(world: World) -> Filed:
    """A paper is submitted to Phong, who lends his post to Hải: the chairman, who could sign by himself."""
    done = world.file("lan", sample("TS.000001"))
    world.receive(done)
    for name in ("take", "draft_result", "propose"):
        world.act("hoa", done, name)
    post = Assignment.objects.get(account=world.cast["pho"])
    last = today() + timedelta(days=2)
    lend(world.actor("pho"), post, world.cast["hai"], valid_from=today(), valid_to=last, reason="Phong đi họp tỉnh.")
    return done


def test_who_could_sign_by_himself_still_signs_in_place_of_whom_the_paper_was_submitted_to(
    world: World, lent_to_the_chairman: Filed, client: Client, sign_in: SignIn
) -> None:
    done = lent_to_the_chairman
    sign_in(client, "hai")
    assert "Làm thay <b>Sùng Seo Phong</b>" in client.get("/ban/ky/").content.decode()
    assert "Làm thay <b>Sùng Seo Phong</b>" in client.get(f"/ban/ho-so/{done.code}/").content.decode()
    world.sign("hai", done)
    signed = world.dossier(done).events.get(kind="sign")
    assert (signed.actor_name, signed.acting_for) == ("Nguyễn Văn Hải", "Sùng Seo Phong")
    assert "Nguyễn Văn Hải làm thay Sùng Seo Phong" in client.get(f"/ban/ho-so/{done.code}/").content.decode()
    entries = Entry.objects.filter(verb__in=["dossier.sign", "document.signed", "result.numbered"])
    assert {body_of(one)["acting_for"][1] for one in entries} == {str(world.cast["pho"].pk)}
    assert entries.count() == 3
    sign_in(client, "quantri")
    assert "Sùng Seo Phong" in client.get("/quan-tri/nhat-ky/?group=dossiers").content.decode()


def test_what_was_submitted_to_himself_he_signs_in_his_own_name(
    world: World, lent_to_the_chairman: Filed, client: Client, sign_in: SignIn
) -> None:
    rows = Dossier.objects.filter(pk=lent_to_the_chairman.dossier_id)
    rows.update(holder_role="chairman")
    sign_in(client, "hai")
    shown = client.get("/ban/ky/").content.decode()
    assert lent_to_the_chairman.code in shown
    assert "Làm thay" not in shown
    world.sign("hai", lent_to_the_chairman)
    assert world.dossier(lent_to_the_chairman).events.get(kind="sign").acting_for == ""


def test_with_the_post_held_and_lent_it_is_in_place_of_whoever_had_begun(world: World, begun: Filed) -> None:
    """Binh is an officer of the same post as well: his own counts, but for what Hoa has in hand."""
    world.appoint("binh")
    fresh = world.file("lan", sample("TS.000001"), id_=uuid4())
    world.receive(fresh)
    world.act("binh", begun, "draft_result")
    world.act("binh", fresh, "take")
    assert world.dossier(begun).events.get(kind="draft_result").acting_for == "Hoàng Thị Hoa"
    assert world.dossier(fresh).events.get(kind="take").acting_for == ""


@pytest.fixture
def in_the_hamlet(world: World) -> Filed:
    done = world.file("lan", sample("1.011607"))
    world.receive(done)
    world.act("hoa", done, "take")
    world.act("hoa", done, "advance")
    return done


def reviewed(client: Client, world: World, done: Filed) -> None:
    task = HamletTask.objects.select_related("dossier").get(dossier=done.dossier_id)
    sheet = {"income_score": "120", "lack_score": "40", "proposal": "poor", "members": str(hamlet.asked_members(task))}
    assert client.post(f"/thon/viec/{task.pk}/", sheet).status_code == 302


def test_a_task_of_the_hamlet_is_done_in_place_of_the_village_head_whose_post_is_lent(
    world: World, in_the_hamlet: Filed, client: Client, sign_in: SignIn
) -> None:
    """Tú, a helper there, could do it by himself; it waits for the village head."""
    post = Assignment.objects.get(account=world.cast["dung"])
    last = today() + timedelta(days=2)
    lend(world.actor("dung"), post, world.cast["tu"], valid_from=today(), valid_to=last, reason="Dũng đi viện.")
    sign_in(client, "tu")
    reviewed(client, world, in_the_hamlet)
    told = world.dossier(in_the_hamlet).events.order_by("-seq").first()
    assert (told.kind, told.actor_name, told.acting_for) == ("advance", "Tẩn Văn Tú", "Lý A Dũng")
    entry = Entry.objects.filter(verb="dossier.advance").order_by("-seq").first()
    assert entry is not None
    assert body_of(entry)["acting_for"][1] == str(world.cast["dung"].pk)


def test_a_helper_to_whom_nothing_is_lent_does_it_in_his_own_name(
    world: World, in_the_hamlet: Filed, client: Client, sign_in: SignIn
) -> None:
    sign_in(client, "tu")
    reviewed(client, world, in_the_hamlet)
    assert world.dossier(in_the_hamlet).events.order_by("-seq").first().acting_for == ""
