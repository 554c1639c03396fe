"""State fees: asked by the version, exempted with reason and proof, proved by a receipt, taken back by someone else."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client

from thonso.core.base import clock
from thonso.core.base.errors import Absent, Refused, Stale
from thonso.core.notices.models import OutboxMessage
from thonso.dossiers import actions
from thonso.dossiers.models import Charge
from thonso.dossiers.rules.replay import replay
from thonso.dossiers.rules.states import NATIONAL_CODE, State
from thonso.dossiers.services import fees
from thonso.dossiers.services.filing import Filed
from thonso.dossiers.tests.test_api_work import send
from thonso.dossiers.tests.world import MONDAY, World, file_sample, sample

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]
FREE = {"amount": "0", "exemption": "Con liệt sĩ, được miễn theo quy định.", "proof": "Giấy xác nhận số 12"}
PAID = {"way": "receipt", "reference": "BL0001234", "paid_on": "2026-11-23"}
REASON = {"reason": "Ghi nhầm số biên lai của hồ sơ khác."}


@pytest.fixture
def done(world: World) -> Filed:
    """A copy of an extract, three of them at 8,000 đồng."""
    filed = file_sample(world, sample("2.000635"))
    world.receive(filed)
    return filed


def charge(done: Filed) -> Charge:
    return Charge.objects.exclude(state="void").get(dossier_id=done.dossier_id)


def test_the_fee_is_that_of_the_version_for_what_was_asked(world: World, done: Filed) -> None:
    assert fees.full_fee(world.dossier(done)) == 24_000


def test_it_waits_under_national_code_6_and_its_clock_stands(world: World, done: Filed) -> None:
    world.act("lan", done, "ask_payment", {"amount": "24.000"})
    dossier = world.dossier(done)
    assert (dossier.state, NATIONAL_CODE[State(dossier.state)]) == ("awaiting_payment", 6)
    assert (dossier.due_at, dossier.returns_to, dossier.fee_state) == (None, "accepted", "asked")
    assert dossier.pauses.get().reason == "payment"
    assert (charge(done).amount, charge(done).full) == (24_000, 24_000)


def test_the_receipt_lets_it_go_on_from_where_it_stood(world: World, done: Filed) -> None:
    world.act("lan", done, "ask_payment", {"amount": "24000"})
    with clock.at(MONDAY + timedelta(days=2)):
        world.act("lan", done, "record_payment", PAID)
    dossier = world.dossier(done)
    assert (dossier.state, dossier.returns_to, dossier.fee_state) == ("accepted", "", "paid")
    assert dossier.due_at > MONDAY + timedelta(days=2)
    assert dossier.pauses.get().end == MONDAY + timedelta(days=2)
    assert (charge(done).way, charge(done).reference) == ("receipt", "BL0001234")
    assert replay(dossier.events.all())["fee_state"] == "paid"


def test_paid_at_the_desk_without_waiting(world: World, done: Filed) -> None:
    before = world.dossier(done).due_at
    world.act("lan", done, "record_payment", PAID | {"way": "portal"})
    dossier = world.dossier(done)
    assert (dossier.state, dossier.fee_state, dossier.due_at) == ("accepted", "paid", before)


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({"amount": ""}, "amount"),
        ({"amount": "nhiều"}, "amount"),
        ({"amount": "-5"}, "amount"),
        ({"amount": "30000"}, "amount"),
        ({"amount": "8000"}, "exemption"),
        (FREE | {"proof": ""}, "proof"),
        (FREE | {"exemption": ""}, "exemption"),
        (FREE | {"exemption": "Nghè"}, "exemption"),
    ],
)
def test_no_more_than_the_law_and_less_only_with_reason_and_proof(world: World, done: Filed, data, field) -> None:
    with pytest.raises(Refused) as refusal:
        world.act("lan", done, "ask_payment", data)
    assert field in refusal.value.fields
    assert world.dossier(done).state == "accepted"
    assert not Charge.objects.exists()


def test_whoever_is_exempt_waits_for_nothing(world: World, done: Filed) -> None:
    before = world.dossier(done).due_at
    world.act("lan", done, "ask_payment", FREE)
    dossier = world.dossier(done)
    assert (dossier.state, dossier.fee_state, dossier.due_at) == ("accepted", "exempt", before)
    assert not dossier.pauses.exists()
    event = dossier.events.get(kind="ask_payment")
    assert "liệt sĩ" not in str(event.facts) + event.payload  # sealed: it tells of the person
    assert not OutboxMessage.objects.filter(template="payment_asked").exists()
    with pytest.raises(Refused):
        world.act("lan", done, "record_payment", PAID)


def test_a_fee_whose_amount_is_not_known_needs_what_sets_it(world: World) -> None:
    filed = file_sample(world, sample("1.001193", "supplement"))
    world.receive(filed)
    if fees.full_fee(world.dossier(filed)) is not None:
        pytest.fail("this sample is to be one whose fee the version does not know")
    with pytest.raises(Refused):
        world.act("lan", filed, "ask_payment", {"amount": "5000"})
    with pytest.raises(Refused):
        world.act("lan", filed, "record_payment", PAID)
    world.act("lan", filed, "ask_payment", {"amount": "5000", "basis": "Nghị quyết của HĐND tỉnh"})
    assert world.dossier(filed).state == "awaiting_payment"


def test_nor_is_anybody_exempt_from_it_without_reason_and_proof(world: World) -> None:
    filed = file_sample(world, sample("1.001193", "supplement"))
    world.receive(filed)
    with pytest.raises(Refused) as refusal:
        world.act("lan", filed, "ask_payment", {"amount": "0"})
    assert set(refusal.value.fields) == {"exemption", "proof"}
    assert not Charge.objects.exists()
    world.act("lan", filed, "ask_payment", FREE)
    assert world.dossier(filed).fee_state == "exempt"


def test_over_the_api_nought_is_an_amount(world: World, done: Filed, client: Client, sign_in) -> None:
    sign_in(client, "lan")
    assert send(client, f"/dossiers/{done.code}/ask_payment", {"amount": 0}).status_code == 422
    answer = send(client, f"/dossiers/{done.code}/ask_payment", FREE | {"amount": 0})
    assert answer.status_code == 200, answer.content
    assert world.dossier(done).fee_state == "exempt"


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"way": "vietqr"}, "way"),
        ({"way": ""}, "way"),
        ({"reference": " "}, "reference"),
        ({"paid_on": "2026-11-24"}, "paid_on"),
        ({"paid_on": "2026-11-01"}, "paid_on"),
        ({"paid_on": "hôm qua"}, "paid_on"),
        ({"amount": "23000"}, "amount"),
    ],
)
def test_what_proves_nothing_is_not_taken(world: World, done: Filed, change, field) -> None:
    world.act("lan", done, "ask_payment", {"amount": "24000"})
    with pytest.raises(Refused) as refusal:
        world.act("lan", done, "record_payment", PAID | change)
    assert field in refusal.value.fields
    assert world.dossier(done).state == "awaiting_payment"


def test_one_receipt_pays_one_dossier(world: World, done: Filed) -> None:
    other = file_sample(world, sample("2.000635"))
    world.receive(other)
    world.act("lan", done, "record_payment", PAID)
    with pytest.raises(Refused, match=done.code):
        world.act("lan", other, "record_payment", PAID)


@pytest.mark.parametrize("typed", ["00000", "Đã nộp", "AB", "B<script>1", "12-", "số 7"])
def test_a_number_that_no_receipt_has_is_not_taken(world: World, done: Filed, typed: str) -> None:
    with pytest.raises(Refused) as refusal:
        world.act("lan", done, "record_payment", PAID | {"reference": typed})
    assert set(refusal.value.fields) == {"reference"}


def test_one_receipt_is_one_number_however_it_is_typed(world: World, done: Filed) -> None:
    other = file_sample(world, sample("2.000635"))
    world.receive(other)
    world.act("lan", done, "record_payment", PAID | {"reference": " bl 26-0007421 "})
    assert charge(done).reference == "BL26-0007421"
    with pytest.raises(Refused, match=done.code):
        world.act("lan", other, "record_payment", PAID | {"reference": "BL26-0007421"})


GIVEN_BACK = {"refund": "Phiếu chi 07", "refund_amount": "24.000", "payee": "Lý Thị Mai"}


def test_money_that_is_given_back_names_paper_amount_and_payer(world: World, done: Filed) -> None:
    world.act("lan", done, "ask_payment", {"amount": "24000"})
    with pytest.raises(Refused, match="chưa nộp"):
        world.act("trung", done, "void_payment", REASON | GIVEN_BACK)  # nothing was paid yet
    world.act("lan", done, "record_payment", PAID)
    for left_out in GIVEN_BACK:
        with pytest.raises(Refused) as refusal:
            world.act("trung", done, "void_payment", REASON | GIVEN_BACK | {left_out: ""})
        assert set(refusal.value.fields) == {left_out}
    with pytest.raises(Refused) as refusal:
        world.act("trung", done, "void_payment", REASON | GIVEN_BACK | {"refund_amount": "24001"})
    assert set(refusal.value.fields) == {"refund_amount"}
    world.act("trung", done, "void_payment", REASON | GIVEN_BACK)
    assert Charge.objects.get(dossier_id=done.dossier_id).refunded == 24000
    # What was given back proves no other payment.
    with pytest.raises(Refused, match=done.code):
        world.act("lan", done, "record_payment", PAID)


def test_the_same_payment_sent_twice_is_one(world: World, done: Filed) -> None:
    world.act("lan", done, "ask_payment", {"amount": "24000"})
    id_, lan = uuid4(), world.actor("lan")
    first = actions.perform(lan, world.dossier(done), "record_payment", PAID, id_)
    again = actions.perform(lan, world.dossier(done), "record_payment", PAID, id_)
    assert again == {**first, "replayed": True}
    assert world.dossier(done).events.filter(kind="record_payment").count() == 1


def test_an_old_page_asks_no_second_time(world: World, done: Filed) -> None:
    world.act("lan", done, "ask_payment", {"amount": "24000"})
    with pytest.raises(Stale):
        world.act("lan", done, "ask_payment", {"amount": "24000"})


def test_nobody_works_on_it_while_it_waits(world: World, done: Filed) -> None:
    world.act("lan", done, "ask_payment", {"amount": "24000"})
    with pytest.raises(Stale):
        world.act("binh", done, "take")


def test_another_person_takes_a_recorded_payment_back_and_it_may_be_recorded_again(world: World, done: Filed) -> None:
    world.act("lan", done, "record_payment", PAID)
    with pytest.raises(Absent):
        world.act("lan", done, "void_payment", REASON)
    with pytest.raises(Refused):
        world.act("trung", done, "void_payment", {"reason": "nhầm"})
    world.act("trung", done, "void_payment", REASON)
    assert world.dossier(done).fee_state == ""
    assert Charge.objects.get(dossier_id=done.dossier_id).state == "void"
    world.act("lan", done, "record_payment", PAID)
    assert charge(done).state == "paid"


def test_a_demand_made_by_mistake_is_taken_back_and_the_dossier_goes_on(world: World, done: Filed) -> None:
    world.act("lan", done, "ask_payment", {"amount": "24000"})
    world.act("trung", done, "void_payment", REASON)
    dossier = world.dossier(done)
    assert (dossier.state, dossier.fee_state) == ("accepted", "")
    assert dossier.due_at is not None
    assert dossier.pauses.get().end is not None


def test_whoever_recorded_it_does_not_take_it_back_in_another_post(world: World, done: Filed) -> None:
    world.act("lan", done, "record_payment", PAID)
    Charge.objects.update(by_account_id=world.cast["trung"].pk)
    with pytest.raises(Refused):
        world.act("trung", done, "void_payment", REASON)


def test_strangers_and_other_posts_do_not_touch_money(world: World, done: Filed) -> None:
    for who in ("xuan", "mai", "tu", "quantri", "pho", "thu", "trung"):
        with pytest.raises(Absent):
            world.act(who, done, "ask_payment", {"amount": "24000"})
        with pytest.raises(Absent):
            world.act(who, done, "record_payment", PAID)


def test_a_free_procedure_asks_for_nothing(world: World) -> None:
    filed = file_sample(world, sample("TS.000001"))
    world.receive(filed)
    with pytest.raises(Refused):
        world.act("lan", filed, "ask_payment", {"amount": "1000"})


def test_the_applicant_is_told_and_sees_it_where_she_follows(world: World, done: Filed) -> None:
    world.act("lan", done, "ask_payment", {"amount": "24000"})
    assert OutboxMessage.objects.filter(template="payment_asked", about_id=done.dossier_id).exists()
    client = Client()
    client.post("/tra-cuu/", {"ma": done.code, "khoa": done.key})
    page = client.get(f"/tra-cuu/{done.code}/").content.decode()
    assert "24.000" in page
    assert "VietQR" in page
    world.act("lan", done, "record_payment", PAID)
    page = client.get(f"/tra-cuu/{done.code}/").content.decode()
    assert "BL0001234" in page


def test_the_desk_does_it_in_the_browser(world: World, done: Filed, client: Client, sign_in) -> None:
    sign_in(client, "lan")
    at = f"/ban/ho-so/{done.code}/lam/"
    page = client.get(f"{at}ask_payment/").content.decode()
    assert "24.000" in page
    wrong = client.post(f"{at}ask_payment/", {"transaction_id": str(uuid4()), "amount": "8.000", "proof": "Giấy X"})
    assert wrong.status_code == 422
    assert "Giấy X" in wrong.content.decode()
    assert client.post(f"{at}ask_payment/", {"transaction_id": str(uuid4()), "amount": "24.000"}).status_code == 302
    assert "24.000" in client.get(f"/ban/ho-so/{done.code}/").content.decode()
    data = {"transaction_id": str(uuid4()), **PAID, "paid_on": "23/11/2026", "amount": "24.000"}
    assert client.post(f"{at}record_payment/", data).status_code == 302
    assert charge(done).state == "paid"


def test_the_page_says_what_the_procedure_asks_and_only_what_it_needs(
    world: World, done: Filed, client: Client, sign_in
) -> None:
    sign_in(client, "lan")
    page = client.get(f"/ban/ho-so/{done.code}/lam/ask_payment/").content.decode()
    assert "Mức của thủ tục: 24.000" in page
    assert 'name="basis"' not in page  # the version sets it


def test_where_the_procedure_knows_no_amount_the_document_that_sets_it_is_not_optional(
    world: World, client: Client, sign_in
) -> None:
    filed = file_sample(world, sample("1.004873"))
    world.receive(filed)
    sign_in(client, "lan")
    path = f"/ban/ho-so/{filed.code}/lam/ask_payment/"
    page = client.get(path).content.decode()
    assert "Thủ tục không ghi mức" in page
    assert "không bắt buộc" not in page.split('for="f-basis"')[1].split("</label>")[0]
    answer = client.post(path, {"transaction_id": str(uuid4()), "amount": "5000"})
    assert answer.status_code == 422
    exempt = {"transaction_id": str(uuid4()), **FREE}
    assert client.post(path, exempt).status_code == 302
