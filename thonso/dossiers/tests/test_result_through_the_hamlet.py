"""The result goes back the way the request came: from the desk to the hamlet, where it arrives and is handed over."""

from dataclasses import replace
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.html import strip_tags

from thonso.core.base.errors import Absent, Refused, Stale
from thonso.core.journal.models import Entry
from thonso.core.journal.work import transact
from thonso.core.notices.models import OutboxMessage
from thonso.dossiers import access, vault
from thonso.dossiers.models import HamletTask
from thonso.dossiers.services import hamlet
from thonso.dossiers.services.filing import Filed
from thonso.dossiers.services.moves import Act
from thonso.dossiers.tests.test_corrections import WRONG, old_of
from thonso.dossiers.tests.test_signing_a_batch import submitted
from thonso.dossiers.tests.test_telling import told
from thonso.dossiers.tests.world import MAI_ID, World, sample

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]
CARRIED = {"carried_by": "Vàng A Sử"}


@pytest.fixture
def ready(world: World) -> Filed:
    """A confirmation that is signed and sealed, and waits at the desk."""
    done = submitted(world, phone="0912 345 678")
    world.sign("pho", done)
    world.act("thu", done, "seal")
    return done


@pytest.fixture
def sent(world: World, ready: Filed) -> HamletTask:
    world.act("lan", ready, "send_to_hamlet", CARRIED)
    return HamletTask.objects.select_related("dossier", "hamlet").get(dossier_id=ready.dossier_id)


def do(world: World, who: str, task: HamletTask, **report: str) -> None:
    """What the page does: `arrive` without a report, else hand over."""
    with transact(world.commune_id) as work:
        act = Act(work, world.actor(who), world.dossier_of(task.dossier_id), uuid4())
        fresh = access.hamlet_task(act.actor, task.pk)
        if report:
            hamlet.finish(act, fresh, hamlet.read_report(fresh, report))
        else:
            hamlet.start(act, fresh)


@pytest.mark.parametrize("who", ["tu", "dung"])
def test_it_is_sent_arrives_and_is_handed_over_in_the_hamlet(world: World, ready: Filed, who: str) -> None:
    world.act("lan", ready, "send_to_hamlet", CARRIED)
    (task,) = access.hamlet_tasks(world.actor(who))
    assert (task.kind, task.started_at, world.dossier(ready).state) == ("return", None, "completed")
    assert "Vàng A Sử" not in task.report
    do(world, who, task)
    assert told(ready, "sms")[-1] == "result_in_hamlet"
    do(world, who, task, taken_by="Lý Thị Mai")
    dossier, proof = world.dossier(ready), world.dossier(ready).handovers.get()
    assert (dossier.state, proof.way, proof.taken_by) == ("handed_over", "hamlet", "Lý Thị Mai")
    assert proof.by_account_id == world.cast[who].pk
    assert [event.kind for event in dossier.events.order_by("seq")][-3:] == ["send_to_hamlet", "arrive", "hand_over"]
    assert not access.hamlet_tasks(world.actor(who))


def test_those_of_this_hamlet_are_told_that_it_is_on_its_way(world: World, sent: HamletTask) -> None:
    rows = OutboxMessage.objects.filter(template="result_to_hamlet", channel="inapp")
    assert rows.count() == len({world.cast["tu"].pk, world.cast["dung"].pk})


def test_somebody_else_takes_it_only_with_an_authorisation(world: World, sent: HamletTask) -> None:
    do(world, "tu", sent)
    with pytest.raises(Refused) as caught:
        do(world, "tu", sent, taken_by="Chảo Thị Sen")
    assert list(caught.value.fields) == ["authority"]
    do(world, "tu", sent, taken_by="Chảo Thị Sen", authority="Giấy ủy quyền ngày 20/11/2026")
    dossier = world.dossier_of(sent.dossier_id)
    proof = dossier.handovers.get()
    assert vault.open_(dossier.data_key, "handover", proof.pk, proof.details)["authority"].startswith("Giấy ủy quyền")


def test_who_carries_and_who_takes_must_be_written(world: World, ready: Filed) -> None:
    with pytest.raises(Refused):
        world.act("lan", ready, "send_to_hamlet", {"carried_by": " "})
    assert not HamletTask.objects.exists()
    world.act("lan", ready, "send_to_hamlet", CARRIED)
    with pytest.raises(Refused) as caught:
        hamlet.read_report(HamletTask.objects.get(), {"taken_by": ""})
    assert list(caught.value.fields) == ["taken_by"]


def test_it_is_sent_once_and_arrives_once(world: World, ready: Filed, sent: HamletTask) -> None:
    with pytest.raises(Refused):
        world.act("lan", ready, "send_to_hamlet", CARRIED)
    do(world, "tu", sent)
    with pytest.raises(Stale):
        do(world, "dung", sent)
    do(world, "tu", sent, taken_by="Lý Thị Mai")
    with pytest.raises(Stale):
        do(world, "dung", sent, taken_by="Lý Thị Mai")


def test_nothing_is_sent_to_a_hamlet_nobody_knows(world: World) -> None:
    done = submitted(world)
    world.sign("pho", done)
    world.act("thu", done, "seal")
    dossier = world.dossier(done)
    type(dossier).objects.filter(pk=dossier.pk).update(hamlet=None)
    with pytest.raises(Refused):
        world.act("lan", done, "send_to_hamlet", CARRIED)


@pytest.mark.parametrize("who", ["mai", "hoa", "thu", "pho", "xuan", "quantri"])
def test_only_the_hamlet_says_that_it_is_there(world: World, sent: HamletTask, who: str) -> None:
    with pytest.raises(Absent):
        do(world, who, sent)
    with pytest.raises(Absent):
        do(world, who, sent, taken_by="Lý Thị Mai")


def test_the_desk_may_hand_it_over_after_all_and_the_hamlet_has_nothing_left_to_do(
    world: World, ready: Filed, sent: HamletTask
) -> None:
    world.act("lan", ready, "hand_over", {"way": "desk", "taken_by": "Lý Thị Mai"})
    assert not access.hamlet_tasks(world.actor("tu"))
    with pytest.raises(Stale):
        do(world, "tu", sent)


def test_a_paper_that_is_corrected_on_its_way_is_called_back(world: World, ready: Filed, sent: HamletTask) -> None:
    world.act(
        "hoa", ready, "correct_result", {"result": str(old_of(world, ready).pk), "reason": WRONG, "name": "Lý Thị May"}
    )
    assert OutboxMessage.objects.filter(template="result_called_back").exists()
    assert not access.hamlet_tasks(world.actor("tu"))
    with pytest.raises(Stale):
        do(world, "tu", sent, taken_by="Lý Thị Mai")
    world.act("hoa", ready, "give_up_correction")
    assert not access.hamlet_tasks(world.actor("tu"))
    world.act("lan", ready, "send_to_hamlet", CARRIED)
    assert access.hamlet_tasks(world.actor("tu")).count() == 1


def test_a_paper_that_is_taken_back_on_its_way_is_called_back(world: World, ready: Filed, sent: HamletTask) -> None:
    propose_to_take_it_back(world, ready)
    told_first = OutboxMessage.objects.filter(template="result_called_back").count()
    world.act("pho", ready, "approve_revocation")
    assert OutboxMessage.objects.filter(template="result_called_back").count() == 2 * told_first
    assert not access.hamlet_tasks(world.actor("tu"))


def propose_to_take_it_back(world: World, ready: Filed) -> None:
    world.act("hoa", ready, "propose_revocation", {"result": str(old_of(world, ready).pk), "reason": WRONG})


def test_while_a_leader_decides_whether_it_is_taken_back_nobody_hands_it_over(
    world: World, ready: Filed, sent: HamletTask, client: Client, sign_in
) -> None:
    sign_in(client, "tu")
    at = reverse("dossiers:hamlet_task", args=[sent.pk])
    propose_to_take_it_back(world, ready)
    assert OutboxMessage.objects.filter(template="result_called_back", account_id=world.cast["tu"].pk).count() == 1
    assert "Giữ lại kết quả, chưa trao" in client.get(reverse("dossiers:hamlet_home")).content.decode()
    page = client.get(at).content.decode()
    assert "gửi trả Trung tâm" in page
    assert 'form="task"' not in page
    refused = client.post(at, {"do": "post", "transaction_id": str(uuid4())})  # from a page that was open before
    assert refused.status_code == 422
    assert told(ready, "sms")[-1] == "result_ready", "nobody is told to come for it"
    HamletTask.objects.filter(pk=sent.pk).update(started_at=sent.asked_at)
    with pytest.raises(Refused):
        do(world, "tu", sent, taken_by="Lý Thị Mai")
    with pytest.raises(Refused) as caught:
        world.act("lan", ready, "hand_over", {"way": "desk", "taken_by": "Lý Thị Mai"})
    assert "chưa trao cho ai" in str(caught.value.message)
    assert world.dossier(ready).state == "completed"
    sign_in(client, "lan")
    desk = client.get(reverse("dossiers:detail", args=[ready.code])).content.decode()
    assert "/lam/hand_over/" not in desk
    assert "Thôn đã được báo giữ giấy lại" in desk
    assert "chưa được trao" in client.get("/ban/ho-so/?hang=tra-ket-qua").content.decode()
    sign_in(client, "mai")
    followed = client.get(reverse("dossiers:tracked", args=[ready.code])).content.decode()
    assert "Kết quả chưa trao" in followed
    assert "về đến thôn" not in followed


def test_what_stands_after_all_is_handed_over_as_before_and_the_hamlet_is_told(
    world: World, ready: Filed, sent: HamletTask
) -> None:
    propose_to_take_it_back(world, ready)
    world.act("pho", ready, "reject_revocation", {"note": ""})
    assert OutboxMessage.objects.filter(template="result_let_stand", account_id=world.cast["tu"].pk).count() == 1
    do(world, "tu", sent)
    do(world, "tu", sent, taken_by="Lý Thị Mai")
    assert world.dossier(ready).state == "handed_over"


def test_what_was_called_back_is_not_said_to_be_handed_over(
    world: World, ready: Filed, sent: HamletTask, client: Client, sign_in
) -> None:
    propose_to_take_it_back(world, ready)
    world.act("pho", ready, "approve_revocation")
    sign_in(client, "hoa")
    page = " ".join(strip_tags(client.get(reverse("dossiers:detail", args=[ready.code])).content.decode()).split())
    assert "Trao kết quả tại thôn đã gọi về" in page
    sign_in(client, "tu")
    page = client.get(reverse("dossiers:hamlet_task", args=[sent.pk])).content.decode()
    assert "Không trao nữa" in page
    assert "Việc này đã xong" not in page


def test_one_does_not_hand_over_to_ones_own_household(world: World, sent: HamletTask) -> None:
    own = replace(world.actor("tu"), household_id=sent.dossier.household_id)
    with pytest.raises(Absent):
        access.hamlet_task(own, sent.pk)


def test_the_helper_who_helps_another_meanwhile_does_not_act_for_that_one(world: World, sent: HamletTask) -> None:
    inside = world.helping("tu", "Chảo Thị Sen")
    with transact(world.commune_id) as work:
        act = Act(work, inside, world.dossier_of(sent.dossier_id), uuid4())
        hamlet.start(act, access.hamlet_task(inside, sent.pk))
    assert world.dossier_of(sent.dossier_id).events.get(kind="arrive").acting_for == ""


def test_the_pages_say_whose_it_is_until_it_is_given(world: World, sent: HamletTask, client: Client, sign_in) -> None:
    sign_in(client, "tu")
    at, code = reverse("dossiers:hamlet_task", args=[sent.pk]), world.dossier_of(sent.dossier_id).code
    for address in (reverse("dossiers:hamlet_home"), at):
        page = client.get(address).content.decode()
        assert code in page
        assert ("Lý Thị Mai" in page) == (address == at), "the list beside which anybody may sit names the code only"
        assert MAI_ID not in page
    assert "Vàng A Sử" in client.get(at).content.decode()
    assert client.post(at, {"do": "post", "transaction_id": str(uuid4())}).status_code == 302
    assert 'name="authority"' not in client.get(at).content.decode()
    refused = client.post(at, {"taken_by": "", "transaction_id": str(uuid4())})
    assert refused.status_code == 422
    other = client.post(at, {"taken_by": "Chảo Thị Sen", "transaction_id": str(uuid4())})
    assert other.status_code == 422
    assert 'name="authority"' in other.content.decode()
    assert 'value="Chảo Thị Sen"' in other.content.decode()
    done = client.post(at, {"taken_by": "ly thi mai", "transaction_id": str(uuid4())})
    assert (done.status_code, done["Location"]) == (302, reverse("dossiers:hamlet_home"))
    for address in (reverse("dossiers:hamlet_home"), at):
        assert "Lý Thị Mai" not in client.get(address).content.decode()


def test_whoever_reads_the_name_stands_in_the_journal(world: World, sent: HamletTask, client: Client, sign_in) -> None:
    sign_in(client, "tu")
    client.get(reverse("dossiers:hamlet_home"))
    client.get(reverse("dossiers:hamlet_task", args=[sent.pk]))
    read = Entry.objects.filter(actor_id=world.cast["tu"].pk, verb__in=["queue.read", "hamlet_task.read"])
    assert [one.verb for one in read.order_by("seq")] == ["hamlet_task.read"]
    assert not any("Mai" in str(one.body) for one in read)


def test_whoever_follows_it_reads_where_the_paper_is(world: World, sent: HamletTask, client: Client, sign_in) -> None:
    sign_in(client, "mai")
    at = reverse("dossiers:tracked", args=[world.dossier_of(sent.dossier_id).code])
    assert "Kết quả đang trên đường về thôn" in client.get(at).content.decode()
    do(world, "tu", sent)
    assert "Kết quả đã về đến thôn" in client.get(at).content.decode()


def test_over_the_api_it_arrives_and_is_handed_over_once(
    world: World, sent: HamletTask, client: Client, sign_in
) -> None:
    sign_in(client, "tu")
    (task,) = client.get("/api/v1/hamlet/tasks").json()
    assert (task["kind"], task["subject"]) == ("return", "")

    def post(what: str, body: dict[str, str], key: str):
        headers = {"Idempotency-Key": key}
        return client.post(f"/api/v1/hamlet/tasks/{sent.pk}/{what}", body, "application/json", headers=headers)

    first, again = str(uuid4()), str(uuid4())
    assert post("post", {}, first).json()["started_at"]
    assert (post("post", {}, first).status_code, post("post", {}, again).status_code) == (200, 409)
    key = str(uuid4())
    assert (
        post("finish", {"taken_by": "Lý Thị Mai"}, key).json() == post("finish", {"taken_by": "Lý Thị Mai"}, key).json()
    )
    assert world.dossier_of(sent.dossier_id).state == "handed_over"


def test_at_the_desk_it_leads_for_what_was_filed_in_the_hamlet(
    world: World, ready: Filed, client: Client, sign_in
) -> None:
    sign_in(client, "lan")
    at = reverse("dossiers:detail", args=[ready.code])
    assert "Gửi kết quả về thôn" in client.get(at).content.decode()
    world.act("lan", ready, "send_to_hamlet", CARRIED)
    page = client.get(at).content.decode()
    assert "Trao kết quả tại thôn" in page
    assert "Vàng A Sử" in page


def test_what_is_asked_of_the_hamlet_for_a_recognition_is_not_taken_for_it(world: World) -> None:
    done = world.file("lan", sample("1.011607"))
    world.receive(done)
    world.act("hoa", done, "take")
    with pytest.raises(Stale):
        world.act("lan", done, "send_to_hamlet", CARRIED)
