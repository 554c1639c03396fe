"""Somebody stands in for some days: lent by the holder or by a leader, shown, journalled, ended early."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client

from thonso.core.access.models import Account, Delegation
from thonso.core.base import clock
from thonso.core.journal.models import Entry

URL = "/tai-khoan/uy-quyen/"
pytestmark = pytest.mark.django_db


@pytest.fixture
def as_(cast, sign_in):
    def go(name: str) -> Client:
        client = Client()
        sign_in(client, name)
        return client

    return go


def day(plus: int) -> str:
    return f"{clock.today() + timedelta(days=plus):%d/%m/%Y}"


def lend(client, post, to, /, **more):
    fields = {"transaction_id": str(uuid4()), "post": str(post.pk), "to": str(to.pk), "valid_to": day(3), **more}
    return client.post(URL, {"reason": "nghỉ phép", **fields})


def post_of(cast, name):
    return cast[name].assignments.get()


def test_an_officer_lends_her_post_and_the_shell_says_for_whom(as_, cast, django_assert_max_num_queries):
    lan, thu = as_("lan"), as_("thu")
    with django_assert_max_num_queries(12):
        assert lan.get(URL).status_code == 200
    assert "đang làm thay" not in thu.get("/ban/ho-so/").content.decode()
    assert lend(lan, post_of(cast, "lan"), cast["thu"]).status_code == 302
    assert "đang làm thay Nguyễn Thị Lan" in thu.get("/ban/ho-so/").content.decode()
    assert "Nguyễn Thị Lan" in thu.get("/tai-khoan/").content.decode()
    body = Entry.objects.get(verb="delegation.made").body
    assert str(cast["lan"].pk) in body
    with clock.at(clock.now() + timedelta(days=5)):
        assert "đang làm thay" not in thu.get("/ban/ho-so/").content.decode()


@pytest.mark.parametrize("who", ["lan", "thu", "hai", "pho"])
def test_either_side_or_a_leader_ends_it_early(as_, cast, who):
    lend(as_("lan"), post_of(cast, "lan"), cast["thu"])
    row = Delegation.objects.get()
    assert as_(who).post(f"{URL}{row.pk}/thoi/", {"transaction_id": str(uuid4())}).status_code == 302
    assert "đang làm thay" not in as_("thu").get("/ban/ho-so/").content.decode()
    assert Entry.objects.filter(verb="delegation.ended", object_id=row.pk).exists()


@pytest.mark.parametrize("who", ["hoa", "trung", "xuan", "quantri", "mai", "tu"])
def test_nobody_else_ends_it(as_, cast, who):
    lend(as_("lan"), post_of(cast, "lan"), cast["thu"])
    row = Delegation.objects.get()
    assert as_(who).post(f"{URL}{row.pk}/thoi/").status_code == 404
    assert Delegation.objects.filter(pk=row.pk).exists()


def test_a_leader_does_it_for_an_officer_who_is_ill_but_not_for_herself(as_, cast):
    pho = as_("pho")
    assert lend(pho, post_of(cast, "lan"), cast["thu"], reason="chị Lan ốm").status_code == 302
    assert lend(pho, post_of(cast, "hoa"), cast["pho"], reason="chị Hoa ốm").status_code == 422


@pytest.mark.parametrize(
    ("who", "whose"), [("pho", "hai"), ("lan", "hoa"), ("xuan", "lan"), ("quantri", "lan"), ("mai", "lan")]
)
def test_nobody_lends_what_is_not_theirs_to_lend(as_, cast, who, whose):
    assert lend(as_(who), post_of(cast, whose), cast["thu"]).status_code == 422
    assert not Delegation.objects.exists()


@pytest.mark.parametrize(
    "wrong", [{"valid_to": ""}, {"valid_to": "31/02/2027"}, {"valid_from": "01/01/2020"}, {"reason": ""}, {"to": ""}]
)
def test_what_cannot_stand_is_said_and_kept(as_, cast, wrong):
    answer = lend(as_("lan"), post_of(cast, "lan"), cast["thu"], **wrong)
    assert answer.status_code == 422
    assert "nghỉ phép" in answer.content.decode() or "reason" in wrong


def test_nobody_of_another_commune_stands_in(as_, cast):
    assert lend(as_("lan"), post_of(cast, "lan"), cast["xuan"]).status_code == 422


def test_what_was_lent_is_not_lent_on(as_, cast):
    lend(as_("lan"), post_of(cast, "lan"), cast["thu"])
    assert lend(as_("thu"), post_of(cast, "lan"), cast["hoa"]).status_code == 422


def test_the_same_press_twice_lends_once(as_, cast):
    key = str(uuid4())
    lan = as_("lan")
    for _ in range(2):
        assert lend(lan, post_of(cast, "lan"), cast["thu"], transaction_id=key).status_code == 302
    assert Delegation.objects.count() == 1


def test_lending_asks_for_a_fresh_proof_outside_the_demo(as_, cast, settings):
    lan = as_("lan")
    settings.TEST = False
    Account.objects.filter(pk=cast["lan"].pk).update(is_sample=False)
    session = lan.session
    session["access.has_factor"] = f"{cast['lan'].pk}:official"
    session.save()
    assert lan.get(URL)["Location"].startswith("/tai-khoan/bao-mat/xac-nhan/")
    assert lend(lan, post_of(cast, "lan"), cast["thu"]).status_code == 403


@pytest.mark.parametrize("lender", ["hai", "binh"])
def test_no_leader_gets_an_officers_post_whoever_lends_it(as_, cast, lender):
    post = cast["binh"].assignments.get(role="officer_justice")
    for leader in {"hai", "pho"} - {lender}:
        answer = lend(as_(lender), post, cast[leader])
        assert answer.status_code == 422
        assert "người quyết định" in answer.content.decode()
    assert not Delegation.objects.exists()
    assert lend(as_(lender), post, cast["lan"]).status_code == 302
