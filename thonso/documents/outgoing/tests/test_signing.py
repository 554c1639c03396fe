"""Signed under the next number of its kind, sealed over the signature, in force; what crosses that."""

import pytest
from django.db import IntegrityError, transaction

from thonso.core.access.models import Assignment
from thonso.core.access.services.posts import lend
from thonso.core.base.clock import today
from thonso.core.base.errors import Absent, Refused, Stale
from thonso.core.files.services import open_stored
from thonso.core.notices.models import OutboxMessage
from thonso.core.numbers.models import Issued
from thonso.core.numbers.services import expected
from thonso.core.papers.tests.test_every_kind import text_of
from thonso.core.signatures import services as keys
from thonso.core.signatures import verify
from thonso.core.signatures.models import SignatureRecord
from thonso.documents.outgoing import services, setting, signing
from thonso.documents.outgoing.models import Outgoing
from thonso.documents.outgoing.tests.conftest import Office

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]


def sign(office: Office, row: Outgoing, who: str = "hai", seen: int | None = None, key: str = "") -> Outgoing:
    turn = office.turn(row, who)
    with keys.in_hand(keys.key_of_account(office.world.commune_id, office.id(key or who))) as hand:
        return signing.sign(office.world.actor(who), turn, hand, seen)


def test_the_number_is_taken_with_the_signature(office: Office) -> None:
    row = office.submit(office.begin())
    before = _next(office, row)
    row = sign(office, row)
    assert row.state == "signed"
    assert row.code == f"{before:02d}/QĐ-UBND"
    assert (row.number, row.period, row.signer) == (before, "2026", office.world.cast["hai"].full_name)
    assert _next(office, office.begin()) == before + 1
    assert row.upload is not None
    with open_stored(row.upload) as file:
        verdict = verify(file.read())
    assert (verdict.integrity, verdict.changes, len(verdict.signatures)) == ("ok", "none", 1)


def _next(office: Office, row: Outgoing) -> int:
    return expected(commune_id=office.world.commune_id, organ="ubnd", book=row.kind, period="2026", obj=row.ref)


def test_the_seal_is_put_by_the_clerk_and_the_paper_is_in_force(office: Office) -> None:
    row = sign(office, office.submit(office.begin()))
    for who in ("hoa", "hai", "binh"):
        with pytest.raises(Absent):
            signing.issue(office.world.actor(who), row)
    row = signing.issue(office.world.actor("thu"), row)
    assert (row.state, row.issued_by_id) == ("issued", office.id("thu"))
    assert row.upload is not None
    with open_stored(row.upload) as file:
        verdict = verify(file.read())
    assert (verdict.integrity, len(verdict.signatures)) == ("ok", 2)
    assert verdict.changes in {"none", "allowed"}
    assert SignatureRecord.objects.filter(object_kind="outgoing", object_id=row.pk).count() == 2
    with pytest.raises(Stale):
        signing.issue(office.world.actor("thu"), row)


def test_nobody_seals_what_is_not_signed(office: Office) -> None:
    row = office.submit(office.begin())
    with pytest.raises(Stale):
        signing.issue(office.world.actor("thu"), row)


def test_a_text_changed_since_it_was_read_is_not_signed(office: Office) -> None:
    row = office.submit(office.begin(), checkers=("binh",))
    office.act(services.pass_on, "binh", office.turn(row, "binh"), "")
    office.save(row, "hai", seen=1, body="Điều 1. Khác.")
    with pytest.raises(Stale):
        sign(office, row, seen=1)
    assert sign(office, row, seen=2).version == 2


def test_only_the_leader_it_waits_for_signs_and_with_her_own_key(office: Office) -> None:
    row = office.submit(office.begin(), checkers=("binh",))
    with pytest.raises(Absent):  # looks it through, signs nothing
        sign(office, row, "binh", key="hai")
    office.act(services.pass_on, "binh", office.turn(row, "binh"), "")
    with pytest.raises(Refused, match="người khác"):
        sign(office, row, "hai", key="pho")
    row.refresh_from_db()
    assert (row.state, row.number) == ("presented", None)


def test_taken_back_at_the_last_moment_no_number_is_lost(office: Office) -> None:
    row = office.submit(office.begin())
    turn, before = office.turn(row, "hai"), _next(office, row)
    office.act(services.take_back, "hoa", row)
    with keys.in_hand(keys.key_of_account(office.world.commune_id, office.id("hai"))) as hand, pytest.raises(Stale):
        signing.sign(office.world.actor("hai"), turn, hand)
    assert _next(office, row) == before


@pytest.mark.parametrize(
    ("signer", "capacity", "lines"),
    [
        ("hai", "chair", ["CHỦ TỊCH"]),
        ("hai", "body", ["TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"]),
        ("pho", "chair", ["KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"]),
        ("pho", "body", ["TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"]),
    ],
)
def test_who_signs_in_whose_name(office: Office, signer: str, capacity: str, lines: list[str]) -> None:
    row = office.submit(office.begin(capacity=capacity), signer)
    assert setting.lines_of(row, setting.signing_role(row)) == lines
    assert sign(office, row, signer).signed_by_id == office.id(signer)


def test_a_deputy_who_stands_in_for_the_chairman_signs_for_him(office: Office) -> None:
    row = office.submit(office.begin(), "hai")
    post, day = Assignment.objects.get(account=office.id("hai"), role="chairman"), today()
    hai = office.world.actor("hai")
    lend(hai, post, office.world.cast["pho"], valid_from=day, valid_to=day, reason="Hải đi họp tỉnh.")
    pho, turn = office.world.actor("pho"), office.turn(row, "hai")
    with keys.in_hand(keys.key_of_account(office.world.commune_id, office.id("pho"))) as hand:
        row = signing.sign(pho, turn, hand)
    assert row.upload is not None
    with open_stored(row.upload) as file:
        page = text_of(file.read())
    assert "KT. CHỦ TỊCH" in page
    assert office.world.cast["pho"].full_name in page
    assert row.steps.get(act="sign").acting_for_id == office.id("hai")


def test_what_is_signed_but_must_not_be_issued_goes_back_and_its_number_is_struck_out(office: Office) -> None:
    row = sign(office, office.submit(office.begin()))
    first, number = row.code, row.number
    for who in ("hoa", "hai"):
        with pytest.raises(Absent):
            office.act(signing.give_back, who, row, "Sai thể thức")
    with pytest.raises(Refused):
        office.act(signing.give_back, "thu", row, " ")
    office.act(signing.give_back, "thu", row, "Thiếu nơi nhận")
    row.refresh_from_db()
    assert (row.state, row.code, row.number, row.upload) == ("draft", "", None, None)
    assert services.may_write(office.world.actor("hoa"), row)
    with pytest.raises(Absent):  # a draft is not before the clerk
        office.act(signing.give_back, "thu", row, "Lần nữa")
    struck = Issued.objects.get(object_id=row.pk)
    assert (struck.number, struck.state) == (number, "cancelled")
    for words in (first, "Thiếu nơi nhận", row.subject):
        assert words in struck.reason
    again = sign(office, office.submit(row))
    assert again.code != first
    assert again.number == (number or 0) + 1


def test_the_clerk_is_told_that_a_seal_is_waited_for(office: Office) -> None:
    sign(office, office.submit(office.begin()))
    assert OutboxMessage.objects.filter(template="outgoing_to_seal", account_id=office.id("thu")).exists()


def test_each_kind_counts_for_itself(office: Office) -> None:
    plan = sign(office, office.submit(office.begin(kind="ke-hoach", capacity="body")))
    letter = sign(
        office, office.submit(office.begin(kind="cong-van", unit="VHXH", capacity="body", addressees="Sở Nội vụ"))
    )
    assert plan.code == "01/KH-UBND"
    assert letter.code.endswith("/UBND-VHXH")


def test_what_is_signed_is_whole(office: Office) -> None:
    row = sign(office, office.submit(office.begin()))
    for change in ({"number": None}, {"upload": None}, {"code": ""}, {"signed_at": None}, {"state": "issued"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Outgoing.objects.filter(pk=row.pk).update(**change)
