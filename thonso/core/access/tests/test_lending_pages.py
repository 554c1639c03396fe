"""Somebody stands in for some days: lent by the holder or by a leader, shown, journalled, ended early."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client

from thonso.core.access import services
from thonso.core.access.actors import actor_of_account
from thonso.core.access.models import Account, Delegation
from thonso.core.access.policy import New, can
from thonso.core.base import clock
from thonso.core.base.errors import Refused
from thonso.core.journal.models import Entry
from thonso.core.journal.work import body_of
from thonso.core.notices import worker
from thonso.core.notices.models import InAppNotice

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
    lan, trung = as_("lan"), as_("trung")
    with django_assert_max_num_queries(12):
        assert lan.get(URL).status_code == 200
    assert "đang làm thay" not in trung.get("/ban/ho-so/").content.decode()
    assert lend(lan, post_of(cast, "lan"), cast["trung"]).status_code == 302
    assert "đang làm thay Nguyễn Thị Lan" in trung.get("/ban/ho-so/").content.decode()
    assert "Nguyễn Thị Lan" in trung.get("/tai-khoan/").content.decode()
    body = Entry.objects.get(verb="delegation.made").body
    assert str(cast["lan"].pk) in body
    with clock.at(clock.now() + timedelta(days=5)):
        assert "đang làm thay" not in trung.get("/ban/ho-so/").content.decode()


@pytest.mark.parametrize("who", ["lan", "trung", "hai", "pho"])
def test_either_side_or_a_leader_ends_it_early(as_, cast, who):
    lend(as_("lan"), post_of(cast, "lan"), cast["trung"])
    row = Delegation.objects.get()
    assert as_(who).post(f"{URL}{row.pk}/thoi/", {"transaction_id": str(uuid4())}).status_code == 302
    assert "đang làm thay" not in as_("trung").get("/ban/ho-so/").content.decode()
    assert Entry.objects.filter(verb="delegation.ended", object_id=row.pk).exists()


@pytest.mark.parametrize("who", ["hoa", "thu", "xuan", "quantri", "mai", "tu"])
def test_nobody_else_ends_it(as_, cast, who):
    lend(as_("lan"), post_of(cast, "lan"), cast["trung"])
    row = Delegation.objects.get()
    assert as_(who).post(f"{URL}{row.pk}/thoi/").status_code == 404
    assert Delegation.objects.filter(pk=row.pk).exists()


def test_a_leader_does_it_for_an_officer_who_is_ill_but_not_for_herself(as_, cast):
    pho = as_("pho")
    assert lend(pho, post_of(cast, "lan"), cast["trung"], reason="chị Lan ốm").status_code == 302
    assert lend(pho, post_of(cast, "hoa"), cast["pho"], reason="chị Hoa ốm").status_code == 422


@pytest.mark.parametrize(
    ("who", "whose"), [("pho", "hai"), ("lan", "hoa"), ("xuan", "lan"), ("quantri", "lan"), ("mai", "lan")]
)
def test_nobody_lends_what_is_not_theirs_to_lend(as_, cast, who, whose):
    assert lend(as_(who), post_of(cast, whose), cast["trung"]).status_code == 422
    assert not Delegation.objects.exists()


@pytest.mark.parametrize(
    "wrong", [{"valid_to": ""}, {"valid_to": "31/02/2027"}, {"valid_from": "01/01/2020"}, {"reason": ""}, {"to": ""}]
)
def test_what_cannot_stand_is_said_and_kept(as_, cast, wrong):
    answer = lend(as_("lan"), post_of(cast, "lan"), cast["trung"], **wrong)
    assert answer.status_code == 422
    assert "nghỉ phép" in answer.content.decode() or "reason" in wrong


def test_nobody_of_another_commune_stands_in(as_, cast):
    assert lend(as_("lan"), post_of(cast, "lan"), cast["xuan"]).status_code == 422


def test_what_was_lent_is_not_lent_on(as_, cast):
    lend(as_("lan"), post_of(cast, "lan"), cast["trung"])
    assert lend(as_("trung"), post_of(cast, "lan"), cast["hoa"]).status_code == 422


def test_the_same_press_twice_lends_once(as_, cast):
    key = str(uuid4())
    lan = as_("lan")
    for _ in range(2):
        assert lend(lan, post_of(cast, "lan"), cast["trung"], transaction_id=key).status_code == 302
    assert Delegation.objects.count() == 1


def test_lending_asks_for_a_fresh_proof_outside_the_demo(as_, cast, settings):
    lan = as_("lan")
    settings.TEST = False
    Account.objects.filter(pk=cast["lan"].pk).update(is_sample=False)
    session = lan.session
    session["access.has_factor"] = f"{cast['lan'].pk}:official"
    session.save()
    assert lan.get(URL)["Location"].startswith("/tai-khoan/bao-mat/xac-nhan/")
    assert lend(lan, post_of(cast, "lan"), cast["trung"]).status_code == 403


OFFERED = {
    "hai": {"pho"}, "pho": {"hai"}, "trung": {"hai", "pho"}, "lan": {"trung"}, "binh": {"lan", "hoa"},
    "hoa": {"lan", "binh"}, "thu": {"lan", "trung", "binh", "hoa"},
}  # fmt: skip


@pytest.mark.parametrize("who", OFFERED)
def test_only_who_may_stand_in_is_offered_and_nobody_else_is_taken(as_, cast, who):
    client, post = as_(who), cast[who].assignments.order_by("role").first()
    page = client.get(URL, {"post": str(post.pk)}).content.decode()
    for name, account in cast.items():
        if name != who:
            assert (f'value="{account.pk}"' in page) == (name in OFFERED[who]), name
    for name in set(cast) - OFFERED[who]:
        assert lend(client, post, cast[name]).status_code == 422
    assert not Delegation.objects.exists()
    for name in OFFERED[who]:
        assert lend(client, post, cast[name]).status_code == 302


def test_a_helper_gets_no_leaders_post_and_hears_why_from_the_service_too(as_, cast, bat_xat):
    post = post_of(cast, "pho")
    answer = lend(as_("pho"), post, cast["tu"])
    assert "không được làm thay" in answer.content.decode()
    today = clock.today()
    with pytest.raises(Refused, match="chỉ ủy quyền được cho"):
        services.lend(actor_of_account(cast["pho"]), post, cast["tu"], valid_from=today, valid_to=today, reason="nghỉ")


def test_the_administrators_post_is_not_lent_but_given(as_, cast):
    quantri = as_("quantri")
    assert "không giữ chức vụ nào" in quantri.get(URL).content.decode()
    with pytest.raises(Refused, match="phải giao chức vụ"):
        services.delegate(
            actor_of_account(cast["quantri"]), post_of(cast, "quantri"), cast["binh"],
            valid_from=clock.today(), valid_to=clock.today(),
        )  # fmt: skip


def test_who_is_also_administrator_stands_in_for_nobody(as_, cast, bat_xat):
    services.grant(actor_of_account(cast["quantri"]), cast["hoa"], "administrator", bat_xat.commune)
    post = cast["binh"].assignments.order_by("role").first()
    assert str(cast["hoa"].pk) not in as_("binh").get(URL, {"post": str(post.pk)}).content.decode()


def test_who_has_lost_the_post_that_let_her_stand_in_has_lost_the_lent_one(as_, cast):
    lend(as_("hai"), post_of(cast, "hai"), cast["pho"])
    assert actor_of_account(cast["pho"]).has("chairman")
    services.revoke(actor_of_account(cast["quantri"]), post_of(cast, "pho"), reason="chuyển công tác")
    assert not actor_of_account(cast["pho"]).has("chairman")


def test_a_post_in_the_wrong_hands_opens_nothing_and_each_try_is_written(as_, cast):
    post = post_of(cast, "pho")
    Delegation.objects.create(
        assignment=post, to=cast["tu"], valid_from=clock.today(), valid_to=clock.today(), granted_by=cast["pho"].pk
    )
    tu = as_("tu")
    assert tu.get("/ban/ky/").status_code == 404
    assert tu.post("/ban/ky/", {"code": "TS-1"}).status_code in {404, 405}
    denied = [body_of(one) for one in Entry.objects.filter(verb="access.denied", object_id=post.pk)]
    assert denied[0]["facts"] == {"action": "open:deny.lent"}
    assert "deny.lent" in can(actor_of_account(cast["tu"]), "sign", New("dossier", post.commune_id)).rule


def test_a_leaders_post_that_is_lent_is_told_to_who_leads(as_, cast):
    lend(as_("pho"), post_of(cast, "pho"), cast["hai"])
    worker.run_once()
    told = set(InAppNotice.objects.filter(template="post_lent").values_list("account_id", flat=True))
    assert told == {cast["hai"].pk, cast["trung"].pk}
    said = as_("trung").get("/tai-khoan/thong-bao/").content.decode()
    assert "Nguyễn Văn Hải làm thay Sùng Seo Phong, chức vụ Phó Chủ tịch UBND xã" in said


def test_what_a_leader_lends_for_an_officer_is_told_to_both(as_, cast):
    lend(as_("pho"), post_of(cast, "lan"), cast["trung"], reason="chị Lan ốm")
    worker.run_once()
    told = set(InAppNotice.objects.filter(template="post_lent").values_list("account_id", flat=True))
    assert told == {cast["lan"].pk, cast["trung"].pk}
