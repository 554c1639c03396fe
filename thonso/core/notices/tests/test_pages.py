"""The pages: own notices, what needs attention (who may, stale buttons), and the inbox of the demo."""

import pytest
from django.test import Client
from django.urls import reverse

from thonso.core.base.ids import new_id
from thonso.core.base.refs import Ref
from thonso.core.journal.models import Entry
from thonso.core.journal.work import transact
from thonso.core.notices import jobs, links, services, worker
from thonso.core.notices.models import InAppNotice, Job, OutboxMessage, State
from thonso.core.notices.tests.conftest import COMMUNE

pytestmark = pytest.mark.django_db
ATTENTION = "/quan-tri/can-xu-ly/"


@pytest.fixture
def stuck(gateway, queued):
    gateway.then("bad_number")
    message = queued()
    worker.run_once()
    message.refresh_from_db()
    assert message.state == State.DEAD
    return message


def button(message, act, token=None, kind="tin"):
    url = reverse("notices:decide", kwargs={"kind": kind, "id": message.pk, "act": act})
    return url, {"token": message.token if token is None else token}


def notify(account, code="TS-7K2M-9QPD"):
    with transact(COMMUNE) as work:
        context, about = {"code": code}, Ref("dossier", new_id())
        services.queue(
            work, channel="inapp", to=account.pk, template="task_assigned", context=context, key=code, about=about
        )
    worker.run_once()


# --- own notices -----------------------------------------------------------------------------------------------------


def test_lan_reads_her_notices_and_marks_them(client, sign_in, monkeypatch):
    monkeypatch.setattr(links, "_pages", {"dossier": lambda id_: f"/ban/ho-so/{id_}/"})
    notify(sign_in(client, "lan"))
    page = client.get("/tai-khoan/thong-bao/").content.decode()
    assert "Được giao xử lý hồ sơ TS-7K2M-9QPD." in page
    assert "/ban/ho-so/" in page
    assert client.post("/tai-khoan/thong-bao/da-doc/").status_code == 302
    assert not InAppNotice.objects.filter(read_at__isnull=True).exists()


def test_nobody_sees_or_marks_the_notices_of_another(client, sign_in, cast):
    notify(cast["lan"])
    sign_in(client, "mai")
    assert "TS-7K2M-9QPD" not in client.get("/tai-khoan/thong-bao/").content.decode()
    client.post("/tai-khoan/thong-bao/da-doc/", {"id": str(InAppNotice.objects.get().pk)})
    assert InAppNotice.objects.get().read_at is None


def test_a_notice_that_cannot_be_opened_does_not_take_the_page_with_it(client, sign_in):
    account = sign_in(client, "lan")
    notify(account, "TS-GOOD")
    notify(account, "TS-BAD")
    good, bad = InAppNotice.objects.order_by("pk")
    InAppNotice.objects.filter(pk=bad.pk).update(context=good.context)
    page = client.get("/tai-khoan/thong-bao/")
    assert page.status_code == 200
    assert "TS-GOOD" in page.content.decode()


def test_the_list_goes_on_by_key_with_the_same_number_of_queries(client, sign_in, django_assert_max_num_queries):
    account = sign_in(client, "lan")
    for n in range(60):
        notify(account, f"TS-{n:03d}")
    client.get("/tai-khoan/thong-bao/")
    with django_assert_max_num_queries(12):
        first = client.get("/tai-khoan/thong-bao/")
    assert first.content.decode().count("hồ sơ TS-") == 50
    second = client.get(f"/tai-khoan/thong-bao/?truoc={first.context['more']}").content.decode()
    assert second.count("hồ sơ TS-") == 10
    assert "TS-000" in second
    assert client.get("/tai-khoan/thong-bao/?truoc=nonsense").status_code == 200


def test_a_visitor_is_asked_to_sign_in(client, bat_xat):
    assert client.get("/tai-khoan/thong-bao/").status_code in {302, 401, 403, 404}


# --- needs attention -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["lan", "quantri"])
def test_the_desk_and_the_administrator_see_what_is_stuck_masked(client, sign_in, stuck, who):
    sign_in(client, who)
    page = client.get(ATTENTION)
    text = page.content.decode()
    assert page.status_code == 200
    assert "•••••678" in text
    assert "912345678" not in text
    assert "TS-7K2M-9QPD" not in text
    assert "Cổng tin nhắn trả lời (422 bad_number)" in text


@pytest.mark.parametrize("who", ["mai", "tu", "dung", "binh", "hai", "xuan", "son"])
def test_others_and_strangers_get_the_same_answer_for_there_and_not_there(client, sign_in, stuck, who):
    sign_in(client, who)
    page = client.get(ATTENTION)
    if who == "xuan" and page.status_code == 200:
        assert "•••••678" not in page.content.decode()
    else:
        assert page.status_code in {403, 404}
    url, data = button(stuck, "lam-lai")
    there = client.post(url, data).status_code
    absent = client.post(url.replace(str(stuck.pk), str(new_id())), data).status_code
    assert there == absent in {403, 404}
    stuck.refresh_from_db()
    assert stuck.state == State.DEAD


def test_lan_sends_it_again_and_it_arrives(client, sign_in, stuck, gateway):
    sign_in(client, "lan")
    url, data = button(stuck, "lam-lai")
    assert client.post(url, data).status_code == 302
    worker.run_once()
    stuck.refresh_from_db()
    assert stuck.state == State.SENT
    assert gateway.count(stuck.pk) == 1
    assert Entry.objects.filter(verb="notices.resent", object_id=stuck.pk).count() == 1


def test_lan_leaves_it_and_it_is_gone_from_the_list(client, sign_in, stuck, gateway):
    sign_in(client, "lan")
    url, data = button(stuck, "bo")
    assert client.post(url, data).status_code == 302
    assert "•••••678" not in client.get(ATTENTION).content.decode()
    worker.run_once()
    assert gateway.delivered == []
    stuck.refresh_from_db()
    assert stuck.state == State.CANCELLED


def test_a_stale_button_is_a_conflict_and_changes_nothing(client, sign_in, stuck):
    sign_in(client, "lan")
    url, data = button(stuck, "bo")
    client.post(url, data)
    again, data = button(stuck, "lam-lai")
    assert client.post(again, data).status_code == 409
    stuck.refresh_from_db()
    assert stuck.state == State.CANCELLED


@pytest.mark.parametrize("token", ["", "-1", "x", "9" * 30, "99"])
def test_a_forged_token_changes_nothing(client, sign_in, stuck, token):
    sign_in(client, "lan")
    url, data = button(stuck, "lam-lai", token=token)
    assert client.post(url, data).status_code in {409, 422}
    stuck.refresh_from_db()
    assert stuck.state == State.DEAD


def test_a_decision_without_the_forgery_token_is_refused(sign_in, stuck):
    strict = Client(enforce_csrf_checks=True)
    sign_in(strict, "lan")
    assert strict.post(*button(stuck, "lam-lai")).status_code == 403
    assert strict.get(button(stuck, "lam-lai")[0]).status_code == 302  # back to the list


def test_a_code_that_is_over_cannot_be_sent_again(client, sign_in, gateway, queued, clock):
    message = queued(template="phone_code", context={"code": "482913"}, key="c")
    clock.forward(minutes=11)
    worker.run_once()
    message.refresh_from_db()
    account = sign_in(client, "lan")
    assert account
    assert client.post(*button(message, "lam-lai")).status_code == 422
    message.refresh_from_db()
    assert message.state == State.DEAD


def test_a_dead_job_is_seen_and_run_again(client, sign_in, monkeypatch):
    monkeypatch.setattr(jobs, "_handlers", {})
    tries = []

    @jobs.handler("reports.monthly")
    def report(job):
        tries.append(1)
        if len(tries) == 1:
            raise jobs.GiveUp("no data")

    with transact(COMMUNE) as work:
        jobs.enqueue(work, "reports.monthly")
    worker.run_once()
    sign_in(client, "quantri")
    assert "reports.monthly" in client.get(ATTENTION).content.decode()
    job = Job.objects.get()
    assert client.post(*button(job, "lam-lai", kind="viec")).status_code == 302
    worker.run_once()
    job.refresh_from_db()
    assert (job.state, len(tries)) == ("done", 2)
    assert client.post(*button(job, "bo", kind="viec")).status_code == 409


def test_the_page_asks_as_much_for_two_as_for_fifty(client, sign_in, gateway, queued, django_assert_max_num_queries):
    sign_in(client, "lan")
    gateway.then(*["bad_number"] * 60)
    for n in range(55):
        queued(key=f"k{n}", to=f"09123{n:05d}")
    worker.run_once()
    client.get(ATTENTION)
    with django_assert_max_num_queries(12):
        page = client.get(ATTENTION)
    assert page.content.decode().count("lam-lai") == 50
    assert client.get(f"{ATTENTION}?truoc={page.context['more']}").content.decode().count("lam-lai") == 5
    assert OutboxMessage.objects.filter(state=State.DEAD).count() == 55


def test_an_empty_list_says_so(client, sign_in):
    sign_in(client, "lan")
    assert "Không có gì bị vướng" in client.get(ATTENTION).content.decode()


# --- the demo's inbox ------------------------------------------------------------------------------------------------


def test_the_inbox_shows_what_would_have_gone_out_and_escapes_it(client, bat_xat, queued):
    queued(context={"code": "<b>TS&1"})
    queued("email", "mai@example.vn")
    worker.run_once()
    page = client.get("/hop-thu-thu/").content.decode()
    assert "0912 345 678" in page
    assert "mai@example.vn" in page
    assert "&lt;b&gt;TS&amp;1" in page


def test_outside_the_demo_there_is_no_inbox(client, bat_xat, settings):
    settings.TEST = settings.DEMO = False
    assert client.get("/hop-thu-thu/").status_code == 404
