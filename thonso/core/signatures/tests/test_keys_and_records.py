"""Signing keys are rows without the key; every signed file leaves a record that cannot be changed."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from tests.cast import make_units
from thonso.core.access.models import Account
from thonso.core.base import clock
from thonso.core.base.clock import now
from thonso.core.base.errors import Refused, Stale
from thonso.core.base.ids import new_id
from thonso.core.base.refs import Ref
from thonso.core.journal.models import Entry
from thonso.core.journal.work import transact
from thonso.core.signatures import demo_ca, services, verify
from thonso.core.signatures.models import SignatureRecord, SigningKey
from thonso.core.signatures.tests.conftest import PHO, UBND, Paper

pytestmark = pytest.mark.django_db
ADMIN = Ref("account", new_id())


@pytest.fixture
def pho() -> Account:
    return Account.objects.create(username="pho", full_name="Nguyễn Văn Phó")


def registered(commune_id: object, account: Account) -> SigningKey:
    issued = demo_ca.issue(PHO)
    made = services.examine(issued.key, services.Holder(PHO.name, account_id=account.id))
    with transact(commune_id) as work:  # type: ignore[arg-type]
        return services.register_key(work, ADMIN, made, title=PHO.title, image=issued.image)


def sign_with(key: SigningKey, pdf: bytes, **options: Any) -> services.SignedFile:
    with services.in_hand(key) as hand:
        return services.sign_with(hand, pdf, **options)


def test_sign_as_the_deputy_chairman_and_keep_the_record(data: Path, decision: Paper, pho: Account) -> None:
    commune = make_units().commune
    registered(commune.id, pho)
    key = services.key_of_account(commune.id, pho.id)
    assert key.is_test
    assert key.title == "Phó Chủ tịch"
    signed = sign_with(key, decision.pdf, box=decision.boxes.signer)
    obj = Ref("dossier", new_id())
    with transact(commune.id) as work:
        row = services.record(work, pho.ref, obj, signed)
    assert row.object == obj
    assert row.verdict["integrity"] == "ok"
    assert row.level == "B-B"
    assert services.record_of_file(verify(signed.pdf).sha256) == row
    assert Entry.objects.filter(commune_id=commune.id).count() == 2


def test_the_commune_seals(data: Path, decision: Paper, signed: bytes) -> None:
    commune = make_units().commune
    issued = demo_ca.issue(UBND)
    made = services.examine(issued.key, services.Holder(UBND.name, unit_id=commune.id))
    with transact(commune.id) as work:
        services.register_key(work, ADMIN, made, image=issued.image)
    key = services.key_of_unit(commune.id, commune.id)
    sealed = sign_with(key, signed, box=decision.boxes.seal)
    assert [one.role for one in sealed.verdict.signatures] == ["person", "organisation"]


def test_registering_twice_is_one_key(data: Path, pho: Account) -> None:
    commune = make_units().commune
    assert registered(commune.id, pho) == registered(commune.id, pho)


def test_a_key_of_somebody_else_is_refused(data: Path, pho: Account) -> None:
    with pytest.raises(Refused) as caught:
        services.examine(demo_ca.issue(PHO).key, services.Holder("Trần Văn Hải", account_id=pho.id))
    assert "name" in caught.value.fields


def test_no_key_retired_key_ended_key(data: Path, pho: Account) -> None:
    commune = make_units().commune
    with pytest.raises(Refused, match="chưa có khóa ký"):
        services.key_of_account(commune.id, pho.id)
    key = registered(commune.id, pho)
    with clock.at(datetime(2040, 1, 1, tzinfo=UTC)), pytest.raises(Refused, match="hết hạn"):
        services.key_of_account(commune.id, pho.id)
    with clock.at(datetime(2020, 1, 1, tzinfo=UTC)), pytest.raises(Refused, match="có hiệu lực từ"):
        services.key_of_account(commune.id, pho.id)
    with transact(commune.id) as work:
        services.retire_key(work, ADMIN, key, reason="Mất thiết bị")
    with pytest.raises(Refused, match="chưa có khóa ký"):
        services.key_of_account(commune.id, pho.id)
    with pytest.raises(Refused, match="chưa có khóa ký"):
        services.key_of_account(new_id(), pho.id)


def test_a_revoked_certificate_does_not_sign(fresh: Path, pho: Account) -> None:
    commune = make_units().commune
    registered(commune.id, pho)
    demo_ca.revoke("pho")
    with pytest.raises(Refused, match="thu hồi"):
        services.key_of_account(commune.id, pho.id)


def test_retired_from_a_day_to_come_it_signs_until_then(data: Path, pho: Account) -> None:
    commune = make_units().commune
    key = registered(commune.id, pho)
    last = now() + timedelta(days=10)
    with transact(commune.id) as work:
        services.retire_key(work, ADMIN, key, reason="Nghỉ hưu", at=last)
    assert services.key_of_account(commune.id, pho.id) == key
    with clock.at(last + timedelta(minutes=1)), pytest.raises(Refused, match="chưa có khóa ký"):
        services.key_of_account(commune.id, pho.id)


def test_an_end_that_was_set_is_brought_forward_when_the_token_is_stolen_and_never_put_off(
    data: Path, pho: Account
) -> None:
    commune = make_units().commune
    key = registered(commune.id, pho)
    last = now() + timedelta(days=10)
    with transact(commune.id) as work:
        services.retire_key(work, ADMIN, key, reason="Nghỉ hưu", at=last)
    for later in (last, last + timedelta(days=1)):
        with pytest.raises(Refused, match="ngày sớm hơn") as caught, transact(commune.id) as work:
            services.retire_key(work, ADMIN, key, reason="Ở lại thêm", at=later)
        assert "day" in caught.value.fields
    key.refresh_from_db()
    assert (key.retired_at, key.retired_reason) == (last, "Nghỉ hưu")
    with transact(commune.id) as work:
        services.retire_key(work, ADMIN, key, reason="Thiết bị bị mất trộm")
    key.refresh_from_db()
    assert key.retired_reason == "Thiết bị bị mất trộm"
    with pytest.raises(Refused, match="chưa có khóa ký"):
        services.key_of_account(commune.id, pho.id)
    with pytest.raises(Stale), transact(commune.id) as work:
        services.retire_key(work, ADMIN, key, reason="Nghỉ hưu")


def test_another_key_under_the_same_reference_does_not_sign(data: Path, decision: Paper, pho: Account) -> None:
    commune = make_units().commune
    key = registered(commune.id, pho)
    key.reference = demo_ca.issue(UBND).key.reference
    with pytest.raises(Refused, match="không phải là khóa đã đăng ký"):
        sign_with(key, decision.pdf)


def test_a_broken_signature_is_not_recorded(data: Path, decision: Paper, pho: Account) -> None:
    commune = make_units().commune
    key = registered(commune.id, pho)
    signed = sign_with(key, decision.pdf)
    broken = services.SignedFile(signed.pdf, key, "B-B", verify(signed.pdf[:4000] + b"x" + signed.pdf[4001:]))
    with pytest.raises(Refused), transact(commune.id) as work:
        services.record(work, pho.ref, Ref("dossier", new_id()), broken)
    assert not SignatureRecord.objects.exists()


def test_a_key_has_one_holder(data: Path, pho: Account) -> None:
    commune = make_units().commune
    key = registered(commune.id, pho)
    row = {field.attname: getattr(key, field.attname) for field in SigningKey._meta.concrete_fields}
    for wrong in ({"unit_id": commune.id}, {"account_id": None}):
        with pytest.raises(IntegrityError), transaction.atomic():
            SigningKey.objects.create(**row | {"id": new_id(), "serial": "1"} | wrong)


def test_records_and_keys_cannot_be_rewritten(data: Path, decision: Paper, pho: Account) -> None:
    commune = make_units().commune
    key = registered(commune.id, pho)
    with transact(commune.id) as work:
        services.record(work, pho.ref, Ref("dossier", new_id()), sign_with(key, decision.pdf))
    for attempt in (
        lambda: SignatureRecord.objects.update(level="B-T"),
        lambda: SignatureRecord.objects.all().delete(),
        lambda: SigningKey.objects.update(holder="Trần Văn Hải"),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            attempt()
