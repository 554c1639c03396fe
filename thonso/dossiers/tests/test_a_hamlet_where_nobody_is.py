"""A hamlet in which nobody holds a post: nothing is sent there unseen, and what waits there is somebody's to mend."""

import pytest
from django.test import Client
from django.urls import reverse

from thonso.core.access import in_hand
from thonso.core.access.models import Assignment
from thonso.core.access.roles import HAMLET_ROLES
from thonso.core.base.errors import Refused
from thonso.core.people.models import Resident
from thonso.dossiers import action_forms, left_to_do, overview, stranded
from thonso.dossiers.models import Dossier, HamletTask
from thonso.dossiers.services.filing import Filed
from thonso.dossiers.tests.test_result_through_the_hamlet import CARRIED
from thonso.dossiers.tests.test_signing_a_batch import submitted
from thonso.dossiers.tests.test_work_in_hand_when_a_post_ends import SignIn
from thonso.dossiers.tests.world import World, sample

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]


def empty(world: World) -> None:
    Assignment.objects.filter(role__in=HAMLET_ROLES).delete()


def listed(world: World, who: str) -> list[tuple[str, str, str]]:
    found = stranded.section(world.actor(who))
    return [(line.name, line.who, line.why) for line in found.lines] if found else []


@pytest.fixture
def ready(world: World) -> Filed:
    done = submitted(world)
    world.sign("pho", done)
    world.act("thu", done, "seal")
    return done


@pytest.fixture
def asked(world: World) -> Filed:
    """A request that goes to the hamlet next, in Hoa's hands."""
    done = world.file("lan", sample("1.011607"))
    world.receive(done)
    world.act("hoa", done, "take")
    return done


def test_a_result_is_not_sent_where_nobody_is_and_what_to_do_is_said_before(
    client: Client, sign_in: SignIn, world: World, ready: Filed
) -> None:
    empty(world)
    with pytest.raises(Refused, match="trao tại Trung tâm"):
        world.act("lan", ready, "send_to_hamlet", CARRIED)
    assert not HamletTask.objects.exists()
    assert not world.dossier(ready).events.filter(kind="send_to_hamlet").exists()
    sign_in(client, "lan")
    address = reverse("dossiers:act", args=[ready.code, "send_to_hamlet"])
    assert "chưa ai giữ chức vụ Trưởng thôn" in client.get(address).content.decode()
    answer = client.post(address, {**CARRIED, "revision": str(world.dossier(ready).revision)})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "chưa ai giữ chức vụ Trưởng thôn" in page
    assert "Vàng A Sử" in page
    assert not HamletTask.objects.exists()


def test_whose_own_result_it_is_does_not_hand_it_over(world: World, ready: Filed) -> None:
    Assignment.objects.filter(role="village_head").delete()
    tu = world.cast["tu"]
    tu.resident_id = Resident.objects.get(full_name="Lý Thị Mai").pk
    tu.save()
    Dossier.objects.filter(pk=ready.dossier_id).update(subject_resident_id=tu.resident_id)
    with pytest.raises(Refused, match="chính nhà họ"):
        world.act("lan", ready, "send_to_hamlet", CARRIED)


def test_a_result_whose_hamlet_has_lost_its_last_post_needs_attention(world: World, ready: Filed) -> None:
    world.act("lan", ready, "send_to_hamlet", CARRIED)
    assert listed(world, "quantri") == []
    empty(world)
    hamlet = world.dossier(ready).hamlet
    assert hamlet is not None
    ((code, who, why),) = listed(world, "quantri")
    assert (code, hamlet.full_name in who) == (ready.code, True)
    assert why == "Kết quả đã gửi về thôn này, mà ở thôn không có ai trao được."
    assert len(listed(world, "trung")) == 1
    assert overview.of([world.commune_id], stranded=True).total.stranded == 1


def test_a_review_asked_of_such_a_hamlet_is_said_before_and_after_and_needs_attention(
    world: World, asked: Filed
) -> None:
    assert "Thôn làm xong chậm nhất" in action_forms.text_of("advance", world.dossier(asked))
    empty(world)
    assert "Cần xử lý" in action_forms.text_of("advance", world.dossier(asked))
    world.act("hoa", asked, "advance")
    (said,) = left_to_do.after("advance", world.dossier(asked))
    assert "Cần xử lý" in said
    ((code, who, _why),) = listed(world, "quantri")
    assert code == asked.code
    assert "Trưởng thôn" in who


def test_the_last_post_of_a_hamlet_ends_with_a_word_about_what_waits_there(
    world: World, asked: Filed, client: Client, sign_in: SignIn
) -> None:
    world.act("hoa", asked, "advance")
    head, helper = (Assignment.objects.get(role=role) for role in ("village_head", "helper"))
    assert in_hand.told(helper) == []
    head.delete()
    assert in_hand.told(helper) == ["1 việc của thôn"]
    sign_in(client, "quantri")
    page = client.get(reverse("access_end_post", args=[helper.pk])).content.decode()
    assert "không còn ai khác giữ chức vụ: <b>1 việc của thôn</b> nằm đó" in page
    assert "hàng chờ chung" not in page  # a task of a hamlet goes nowhere else
