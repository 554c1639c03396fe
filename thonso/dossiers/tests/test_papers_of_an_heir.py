"""What is printed once an heir goes on: who is named, who signs, and which hour holds."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from tests.cast import BACKEND
from thonso.core import papers
from thonso.core.base.clock import at, local
from thonso.core.people.models import Household, Resident
from thonso.dossiers import heir, printing
from thonso.dossiers.models import Dossier, Event
from thonso.dossiers.printing.slip_data import BUILDERS
from thonso.dossiers.services import results
from thonso.dossiers.services.filing import Filed
from thonso.dossiers.services.moves import answers_of
from thonso.dossiers.tests.heirs import HEIR, PAO_ID, key
from thonso.dossiers.tests.test_deaths import DEAD, death
from thonso.dossiers.tests.test_papers import words as words_of
from thonso.dossiers.tests.test_procedure_appointment import HOUR
from thonso.dossiers.tests.world import MAI_ID, World, sample

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday", "pao")]


def test_papers_name_the_heir_beside_whoever_died(world: World, mine: Filed) -> None:
    world.act("lan", mine, "name_heir", HEIR)
    dossier = world.dossier(mine)
    events = list(dossier.events.order_by("seq"))
    slips = {one.kind: one for one in printing.slips_of(dossier, events)}
    first = Event.objects.get(pk=slips["filing_note" if "filing_note" in slips else "form01"].id)
    kind = "filing_note" if "filing_note" in slips else "form01"
    data = BUILDERS[kind](dossier, first)
    assert data["submitter"]["name"] == "Lý Thị Mai; người thừa kế tiếp tục: Lý A Páo"
    assert "id_number" not in data["submitter"], "no number beside two names"
    assert data["subject"]["name"] == "Lý Thị Mai (đã mất)"
    assert data["submitter"]["signs"] == "Lý A Páo"
    assert data["tracking_key"] == key(world, mine) != mine.key
    control = BUILDERS["form06"](dossier, events[-1])
    assert control["subject"]["name"] == "Lý Thị Mai (đã mất); người thừa kế tiếp tục: Lý A Páo"
    world.act("hoa", mine, "stop", {"reason": "Những người thừa kế không làm tiếp nữa."})
    notice = BUILDERS["form05"](world.dossier(mine), Event.objects.get(dossier=dossier, kind="stop"))
    assert notice["addressee"] == "Ông (Bà) Lý A Páo"


def test_an_heirs_receipt_names_the_hour_that_holds_and_none_that_has_passed(world: World, mine: Filed) -> None:
    received = Event.objects.get(dossier_id=mine.dossier_id, kind="receive")
    due = world.dossier(mine).due_at
    assert due is not None
    with at(due + timedelta(days=2)):
        hers = BUILDERS["form01"](world.dossier(mine), received)
        assert hers["due_at"] == due, "her own copy says what was promised"
        world.act("hoa", mine, "name_heir", HEIR)
        his = BUILDERS["form01"](world.dossier(mine), received)
        assert "due_at" not in his
        assert his["due_words"].startswith(f"đã hẹn {local(due):%H:%M} ngày {local(due):%d/%m/%Y}, nay đã quá hẹn")
        text = words_of(papers.render("form01", his))
        assert "nay đã quá hẹn; Ông (Bà) được báo khi có kết quả" in text
        assert text.rstrip().count("Lý A Páo") == 2, "in the opening and under the place to sign"
    later = due + timedelta(days=7)
    Dossier.objects.filter(pk=mine.dossier_id).update(due_at=later)
    with at(due + timedelta(days=2)):
        assert BUILDERS["form01"](world.dossier(mine), received)["due_at"] == later


def test_an_heir_of_an_appointment_gets_a_slip_only_of_an_hour_to_come(world: World) -> None:
    done = world.file("lan", sample("2.000815"))
    world.act("lan", done, "receive", HOUR)
    world.act("lan", done, "name_heir", HEIR)
    dossier = world.dossier(done)

    def kinds() -> list[str]:
        return [one.kind for one in printing.slips_of(dossier, list(dossier.events.order_by("seq")))]

    assert "appointment_slip" in kinds()
    assert dossier.appointed_at is not None
    with at(dossier.appointed_at + timedelta(minutes=1)):
        assert "appointment_slip" not in kinds()


def test_who_follows_for_the_dead_sees_who_goes_on(world: World, mine: Filed) -> None:
    world.act("hoa", mine, "name_heir", HEIR)
    client = Client()
    told = client.post("/tra-cuu/", {"ma": mine.code, "khoa": key(world, mine)}, follow=True).content.decode()
    assert "Người thừa kế, tiếp tục hồ sơ: <b>Lý A Páo</b>" in told
    assert PAO_ID not in told


def test_the_heir_signs_the_sheet_of_who_has_died(world: World) -> None:
    other = world.file("lan", sample("1.011607"), channel="desk")
    world.act("lan", other, "name_heir", HEIR)
    client = Client()
    client.force_login(world.cast["lan"], backend=BACKEND)
    sheet = client.get(reverse("dossiers:filed_sheet", args=[other.code])).content.decode()
    assert 'class="official__name">Lý A Páo<' in sheet
    assert "đã mất; người thừa kế tiếp tục hồ sơ: Lý A Páo" in sheet


def test_the_confirmation_names_the_heir_with_his_own_number(world: World, mine: Filed, pao: Resident) -> None:
    world.act("hoa", mine, "draft_result")
    death(world, DEAD)
    world.act("hoa", mine, "name_heir", HEIR)
    assert not world.dossier(mine).results.exists(), "the draft named whoever died"
    world.act("hoa", mine, "draft_result")
    data = results.data_of(world.dossier(mine).results.get().result)
    assert (data["person"]["name"], data["person"]["id_number"]) == ("Lý A Páo", PAO_ID)
    assert data["requested_by"] == "Lý A Páo"
    assert data["is_head"] is (Household.objects.get(pk=world.mai_home.pk).head_id == pao.pk)
    assert "Lý Thị Mai" not in str(data)


def test_a_decision_for_a_list_names_the_heir_and_the_dead_is_in_no_list(world: World) -> None:
    dead = {"full_name": "Lý Thị Mai", "id_number": MAI_ID, "birth": "1968-05-12", "sex": "female"}
    lives = {"full_name": "Lý A Páo", "birth": "1990-04-02", "sex": "male", "relation": "child", "doing": "work"}
    gone = {"full_name": "Lý Thị Mai", "birth": "1968-05-12", "sex": "female", "relation": "head", "doing": "work"}
    done = world.file("lan", sample("1.011607"), head=dead, members=[gone, lives])
    before = answers_of(world.dossier(done))
    world.act("lan", done, "name_heir", HEIR)
    after = heir.in_place(world.dossier(done), before)
    assert (after["head"]["full_name"], after["head"]["id_number"]) == ("Lý A Páo", PAO_ID)
    assert [one["full_name"] for one in after["members"]] == ["Lý A Páo"]
    assert answers_of(world.dossier(done)) == before, "what was filed stays"
