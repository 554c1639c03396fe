"""The owner has died: an heir goes on where the procedure lets a right pass; the dead person's account opens nothing more."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from thonso.core.access.models import Account
from thonso.core.base.clock import local, now
from thonso.core.base.errors import Absent, Refused
from thonso.core.journal.models import Entry
from thonso.core.journal.work import transact
from thonso.core.notices.models import OutboxMessage
from thonso.core.people.models import Resident
from thonso.core.people.rules import Birth, Person
from thonso.core.people.services import add_resident
from thonso.core.units.models import Unit
from thonso.dossiers import access, heir
from thonso.dossiers.access import tracking
from thonso.dossiers.models import Dossier, Event, Party
from thonso.dossiers.printing.slip_data import BUILDERS
from thonso.dossiers.rules.replay import comparable, plain, replay
from thonso.dossiers.services.filing import Filed
from thonso.dossiers.tests.heirs import CONFIRMATION, COPY, HEIR, MARITAL, PAO_ID, key, page
from thonso.dossiers.tests.test_deaths import DEAD, death
from thonso.dossiers.tests.world import MAI_ID, SEED, World, sample
from thonso.insight import facts
from thonso.insight.register import entries
from thonso.insight.rules.periods import Span
from thonso.procedures.access import version_on

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday", "pao")]


def account_of(row: Resident) -> Account:
    return Account.objects.create(username="pao-tho", full_name=row.full_name, resident_id=row.pk)


def test_the_heir_is_told_follows_with_another_key_and_fetches_it(world: World, mine: Filed) -> None:
    death(world, DEAD)
    before = world.dossier(mine)
    shown = page(world, "hoa", mine)
    assert reverse("dossiers:act", args=[mine.code, "name_heir"]) in shown
    assert reverse("dossiers:act", args=[mine.code, "stop"]) in shown
    assert 'value="18/11/2026"' in page(world, "hoa", mine, "name_heir")
    world.act("hoa", mine, "name_heir", HEIR)
    after = world.dossier(mine)
    assert (after.due_at, after.state, after.stage) == (before.due_at, before.state, before.stage), "the clock goes on"
    assert (after.subject_name, after.subject_resident_id) == ("Lý Thị Mai", before.subject_resident_id)
    assert Party.objects.filter(dossier=after, part="subject", name="Lý Thị Mai").exists()
    sms = OutboxMessage.objects.filter(template="heir_named", channel="sms")
    assert sms.count() == 1
    assert key(world, mine) != mine.key
    with pytest.raises(Absent):
        access.by_code_and_key(mine.code, mine.key, "nhà")
    assert access.by_code_and_key(mine.code, key(world, mine), "nhà").pk == after.pk
    shown = page(world, "hoa", mine)
    for words in ("Lý A Páo", "con trai", "Giấy khai tử số 27/2026", "Người thừa kế"):
        assert words in shown
    assert PAO_ID not in shown
    assert Entry.objects.filter(verb="dossier.name_heir", object_id=after.pk).count() == 1


def test_a_result_is_given_to_the_heir_and_never_to_the_dead(world: World) -> None:
    done = world.file("lan", sample(COPY))
    world.receive(done)
    world.act("binh", done, "take")
    world.act("binh", done, "advance")
    made = {"number": "3/2026", "dated": "2026-11-23", "signer": "Sùng Seo Phong", "system": "Sổ gốc"}
    world.act("binh", done, "record_result", made)
    world.act("lan", done, "name_heir", HEIR)
    assert 'value="Lý A Páo"' in page(world, "lan", done, "hand_over")
    with pytest.raises(Refused, match="đã mất"):
        world.act("lan", done, "hand_over", {"way": "desk", "taken_by": world.dossier(done).subject_name})
    with pytest.raises(Refused):
        world.act("lan", done, "hand_over", {"way": "desk", "taken_by": "Vàng A Sử"})
    world.act("lan", done, "hand_over", {"way": "desk", "taken_by": "Ly A Pao"})
    receipt = BUILDERS["result_receipt"](
        world.dossier(done), Event.objects.get(dossier_id=done.dossier_id, kind="hand_over")
    )
    assert receipt["taker_relation"] == "Người thừa kế của chủ hồ sơ"
    assert "Lý A Páo" in receipt["subject"]["name"]


def test_of_accounts_only_one_tied_to_the_heir_opens_it(world: World, mine: Filed, pao: Resident) -> None:
    mai, other = world.actor("mai"), world.actor("dung")
    assert access.by_code(mai, mine.code, "track").pk == mine.dossier_id
    account = account_of(pao)
    world.cast["pao-tho"] = account
    with pytest.raises(Absent):
        access.by_code(world.actor("pao-tho"), mine.code, "track")
    world.act("hoa", mine, "name_heir", HEIR)
    for gone in (mai, other):
        with pytest.raises(Absent):
            access.by_code(gone, mine.code, "track")
    assert not access.own(mai).exists()
    hers = world.actor("pao-tho")
    assert access.by_code(hers, mine.code, "read_answers").pk == mine.dossier_id
    assert [one.code for one in access.own(hers)] == [mine.code]
    assert world.dossier(mine).submitter_account_id == account.pk


def test_a_name_alone_ties_no_account(world: World, mine: Filed) -> None:
    Account.objects.create(username="pao-gia", full_name="Lý A Páo")
    world.act("hoa", mine, "name_heir", HEIR | {"heir_id_number": "015090990099"})
    dossier = world.dossier(mine)
    assert (dossier.has_heir, dossier.heir_resident_id, dossier.submitter_account_id) == (True, None, None)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"heir_name": ""}, "heir_name"),
        ({"heir_id_number": "0151"}, "heir_id_number"),
        ({"heir_id_number": MAI_ID, "heir_birth": "1968", "heir_name": "Lý Thị Mai"}, "heir_id_number"),
        ({"heir_name": "Lý A Tủa"}, "heir_id_number"),
        ({"heir_birth": "1989"}, "heir_id_number"),
        ({"heir_birth": "hôm qua"}, "heir_birth"),
        ({"heir_relation": ""}, "heir_relation"),
        ({"heir_phone": "12"}, "heir_phone"),
        ({"died_on": "2026-12-24"}, "died_on"),
        ({"died_on": "tháng trước"}, "died_on"),
        ({"died_on": "2026-11-22"}, "died_on"),  # before it was filed
        ({"paper": "giấy"}, "paper"),
        ({"reason": ""}, "reason"),
    ],
)
def test_what_is_wrong_is_told_at_its_box_and_changes_nothing(
    world: World, mine: Filed, wrong: dict[str, Any], field: str
) -> None:
    with pytest.raises(Refused) as refusal:
        world.act("hoa", mine, "name_heir", HEIR | wrong)
    assert field in refusal.value.fields
    assert (world.dossier(mine).has_heir, key(world, mine)) == (False, mine.key)


def test_an_heir_who_has_died_too_is_refused(world: World, mine: Filed) -> None:
    Resident.objects.filter(full_name="Lý A Páo").update(status="died", left_on=now().date(), household=None)
    with pytest.raises(Refused, match="cũng đã mất"):
        world.act("hoa", mine, "name_heir", HEIR)


def test_what_is_her_own_does_not_pass_and_the_page_says_so(world: World) -> None:
    done = world.file("lan", sample(MARITAL))
    world.receive(done)
    world.act("binh", done, "take")
    with pytest.raises(Refused, match="gắn với riêng"):
        world.act("lan", done, "name_heir", HEIR)
    assert "gắn với riêng" in page(world, "lan", done, "name_heir")
    dead = Resident.objects.filter(full_name="Lý Thị Mai")
    dead.update(status="died", left_on=now().date())
    Dossier.objects.filter(pk=done.dossier_id).update(subject_resident_id=dead.get().pk)
    shown = page(world, "binh", done)
    assert "gắn với riêng" in shown
    assert reverse("dossiers:act", args=[done.code, "stop"]) in shown
    assert reverse("dossiers:act", args=[done.code, "name_heir"]) not in shown


@pytest.mark.parametrize("who", ["xuan", "mai", "tu", "quantri", "binh"])
def test_nobody_else_names_an_heir(world: World, mine: Filed, who: str) -> None:
    with pytest.raises((Absent, Refused)):
        world.act(who, mine, "name_heir", HEIR)
    assert not world.dossier(mine).has_heir


def test_named_again_it_is_the_other_and_undone_it_is_the_owners_as_before(world: World, mine: Filed) -> None:
    mai = world.actor("mai")
    world.act(
        "hoa",
        mine,
        "name_heir",
        HEIR | {"heir_name": "Lý Văn Nhầm", "heir_id_number": "015081990044", "heir_birth": "1981"},
    )
    first = key(world, mine)
    assert 'value="Lý Văn Nhầm"' in page(world, "hoa", mine, "name_heir")
    world.act("hoa", mine, "name_heir", HEIR)
    assert heir.named(world.dossier(mine)) == "Lý A Páo"
    assert Party.objects.filter(dossier_id=mine.dossier_id, part="heir").count() == 1
    assert key(world, mine) not in {first, mine.key}
    assert "vẫn còn sống" in page(world, "hoa", mine)
    with pytest.raises(Refused):
        world.act("hoa", mine, "undo_heir", {"reason": "nhầm"})
    world.act("hoa", mine, "undo_heir", {"reason": "Nhầm người: chị Mai vẫn sống."})
    dossier = world.dossier(mine)
    assert (dossier.has_heir, dossier.heir_resident_id, heir.named(dossier)) == (False, None, "Lý Thị Mai")
    assert key(world, mine) == mine.key
    assert access.by_code(mai, mine.code, "track").pk == mine.dossier_id
    with pytest.raises((Absent, Refused)):
        world.act("hoa", mine, "undo_heir", {"reason": "Nhầm người: chị Mai vẫn sống."})
    played = replay(list(dossier.events.all()))
    assert {c: played.get(c) for c in comparable(played)} == {
        c: plain(getattr(dossier, c)) if c in played else None for c in comparable(played)
    }


def test_nobody_names_an_heir_of_the_own_household(world: World, mine: Filed) -> None:
    with transact(world.commune_id) as work:
        person = Person("Phàn A Tỏa", "male", Birth(date(1991, 1, 5)), "other", id_number="015091990022")
        other = add_resident(work, SEED, person, household=world.lo_home)
    Account.objects.filter(pk=world.cast["hoa"].pk).update(resident_id=other.pk)
    wrong = {"heir_name": "Phàn A Tỏa", "heir_id_number": "015091990022", "heir_birth": "1991"}
    with pytest.raises(Refused, match="hộ của anh chị"):
        world.act("hoa", mine, "name_heir", HEIR | wrong)


def test_a_slip_of_a_pad_that_the_dead_had_opens_nothing(
    world: World, mine: Filed, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tracking, "_aliases", [lambda code, key: mine.dossier_id if code == "PH-0001-01" else None])
    assert access.by_code_and_key("PH-0001-01", "123456", "nhà").pk == mine.dossier_id
    world.act("hoa", mine, "name_heir", HEIR)
    with pytest.raises(Absent):
        access.by_code_and_key("PH-0001-01", "123456", "nhà")


def test_the_register_and_the_catalogue_say_it(world: World, mine: Filed) -> None:
    world.act("hoa", mine, "name_heir", HEIR)
    today = local(now()).date()
    found = entries(facts.of([world.commune_id], Span(today - timedelta(days=30), today)).lives)
    assert "người thừa kế tiếp tục: Lý A Páo" in found[0].note
    text = Client().get(reverse("procedures:detail", args=[CONFIRMATION])).content.decode()
    assert "Nếu chủ hồ sơ mất" in text
    for code, passes in ((COPY, True), ("2.000815", True), ("1.011607", True), (MARITAL, False), ("1.000894", False)):
        offered = version_on(Unit.objects.get(pk=world.commune_id).pk, code, now().date())
        assert (offered.definition.heir is not None) is passes, code
