"""Who cannot read, sign or speak Vietnamese: the interpreter and the witnesses, from the form to what was certified."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from tests.cast import BACKEND
from thonso.core.base import clock
from thonso.core.base.errors import Absent, Refused, Stale
from thonso.core.journal.work import transact
from thonso.core.people.rules import Birth
from thonso.core.people.rules import Person as Resident_
from thonso.core.people.services import add_resident
from thonso.dossiers.models import Draft
from thonso.dossiers.services import filing
from thonso.dossiers.services.beside import Beside, of_dossier, problems
from thonso.dossiers.services.filing import Filed, Person
from thonso.dossiers.tests.world import SEED, World, file_sample, filing_of, sample
from thonso.procedures import catalogue
from thonso.procedures.access import version_on

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]
THURSDAY = datetime(2026, 11, 26, 9, 0, tzinfo=clock.HANOI)
SEN = {"interpreter_name": "Chảo Thị Sen", "interpreter_id_number": "015190990007", "interpreter_language": "Dao"}
TWO = {
    "witness1_name": "Vàng A Sử", "witness1_id_number": "015070990011",
    "witness2_name": "Giàng Thị Mỷ", "witness2_id_number": "015180990012",
}  # fmt: skip
YES = {"no_interest": "1"}


def person(name: str, number: str = "", **more: Any) -> Person:
    return Person(name, {"id_number": number, "no_interest": True, **more})


SEN_, SU, MY = (
    person("Chảo Thị Sen", "015190990007", language="Dao"),
    person("Vàng A Sử", "015070990011"),
    person("Giàng Thị Mỷ", "015180990012"),
)


@pytest.mark.parametrize(
    ("code", "beside", "boxes"),
    [
        ("2.001019", Beside(), []),
        ("2.001019", Beside(SEN_, (SU, MY)), []),
        ("2.001019", Beside(None, (SU,)), ["witness2_name"]),
        ("2.001019", Beside(None, (SU, SU)), ["witness2_name"]),
        ("2.001019", Beside(SEN_, (SU, SEN_)), ["witness2_name"]),
        ("2.001019", Beside(person("Lý Thị Mai", "", language="Dao")), ["interpreter_name", "interpreter_id_number"]),
        ("2.001019", Beside(person("Lý Thị Mai", "015168990001", language="Dao")), ["interpreter_name"]),
        ("2.001019", Beside(person("Chảo Thị Sen", "015190990007")), ["interpreter_language"]),
        ("2.001019", Beside(Person("Chảo Thị Sen", {"id_number": "015190990007", "language": "Dao"})), ["no_interest"]),
        ("2.000635", Beside(None, (SU, MY)), ["witness1_name"]),
    ],
)
def test_who_may_stand_beside(code: str, beside: Beside, boxes: list[str]) -> None:
    definition = next(one for _text, one in catalogue.read_all() if one.code == code)
    assert sorted(problems(beside, [Person("Lý Thị Mai", {"id_number": "015168990001"})], definition)) == sorted(boxes)


def test_a_will_is_certified_with_the_interpreter_and_two_witnesses(world: World, client: Client) -> None:
    """Bà Pham reads nothing and speaks Dao: nothing is certified before all three are named and seen."""
    client.force_login(world.cast["lan"], backend=BACKEND)
    done = file_sample(world, sample("2.001019"))
    world.act("lan", done, "receive", {"day": "2026-11-26", "hour": "09:00"})
    signed = {"signer": "Sùng Seo Phong", "present": ["person", "interpreter", "witnesses"]}
    with clock.at(THURSDAY + timedelta(minutes=10)):
        world.check_all("lan", done)
        with pytest.raises(Refused, match="hai người làm chứng"):
            world.act("lan", done, "certify", signed)
        for wrong in (
            {},
            SEN | TWO,
            {**SEN, **YES, "interpreter_name": "Lý Mùi Pham", "interpreter_id_number": "015150990004"},
        ):
            with pytest.raises(Refused):
                world.act("lan", done, "name_beside", wrong)
        with pytest.raises(Refused) as refusal:
            world.act("lan", done, "name_beside", TWO)  # nobody asked them whether they have an interest
        assert list(refusal.value.fields) == ["no_interest"]
        world.act("lan", done, "name_beside", TWO | YES)
        with pytest.raises(Refused, match="người phiên dịch"):
            world.act("lan", done, "certify", signed)
        with pytest.raises(Absent):
            world.act("xuan", done, "name_beside", SEN | TWO | YES)
        world.act("lan", done, "name_beside", SEN | TWO | YES)
        page = client.get(reverse("dossiers:act", args=[done.code, "certify"])).content.decode()
        assert "Người phiên dịch Chảo Thị Sen (tiếng Dao)" in page
        assert "Cả hai người làm chứng (Vàng A Sử, Giàng Thị Mỷ)" in page
        with pytest.raises(Refused) as refusal:
            world.act("lan", done, "certify", {"signer": "Sùng Seo Phong", "present": ["person", "interpreter"]})
        assert list(refusal.value.fields) == ["present_witnesses"]
        world.act("lan", done, "certify", signed)
        shown = client.get(reverse("dossiers:detail", args=[done.code])).content.decode()
        with pytest.raises(Stale):
            world.act("lan", done, "name_beside", SEN | YES)
    assert world.dossier(done).results.get().result.number == "01, quyển số 01/2026-SCT/HĐ,GD"
    assert "Chảo Thị Sen, tiếng Dao" in shown
    assert "người yêu cầu, người phiên dịch, hai người làm chứng" in shown
    for number in ("015190990007", "015070990011"):
        assert number not in shown
    assert [one.part for one in world.dossier(done).parties.order_by("pk")].count("witness") == 2


def test_at_the_desk_they_are_named_with_the_form_and_sign_the_sheet(world: World, client: Client) -> None:
    """TS.000001 at the desk: named beside the form, printed with their places, ticked at reception."""
    client.force_login(world.cast["lan"], backend=BACKEND)
    begun = client.post(reverse("dossiers:start", args=["TS.000001"]) + "?kenh=desk", {"representation": "self"})
    assert begun.status_code == 302
    draft = Draft.objects.get()
    answers = {**sample("TS.000001").answers, "signature": {"way": "paper"}}
    client.post(reverse("dossiers:fill_all", args=[draft.pk]), _flat(answers))
    address = reverse("dossiers:beside", args=[draft.pk])
    wrong = client.post(address, SEN | YES | {"witness1_name": "Vàng A Sử"})
    assert wrong.status_code == 422
    assert 'value="Vàng A Sử"' in wrong.content.decode(), "nothing typed is lost"
    assert client.post(address, SEN | TWO | YES).status_code == 302
    check = client.get(reverse("dossiers:check_answers", args=[draft.pk])).content.decode()
    assert "Chảo Thị Sen" in check
    sheet = client.get(reverse("dossiers:sheet", args=[draft.pk])).content.decode()
    for place in ("Người phiên dịch</b>", "Người làm chứng thứ nhất", "Người làm chứng thứ hai", "điểm chỉ"):
        assert place in sheet
    sent = client.post(reverse("dossiers:check_answers", args=[draft.pk]), {})
    assert sent.status_code == 302
    dossier = world.dossier_of(draft.pk)
    assert {one.part for one in dossier.parties.all()} >= {"interpreter", "witness"}
    done = Filed(dossier.pk, dossier.code, "")
    world.check_all("lan", done)
    with pytest.raises(Refused) as refusal:
        world.act("lan", done, "receive")
    assert sorted(refusal.value.fields) == ["present_interpreter", "present_witnesses"]
    world.act("lan", done, "receive", {"present": ["interpreter", "witnesses"]})


def test_a_witness_of_the_same_household_is_refused(world: World, client: Client) -> None:
    """Whoever lives in the household has an interest in what it gets; an interpreter of it is taken and marked."""
    with transact(world.commune_id) as work:
        husband = Resident_("Vàng A Sử", "male", Birth(date(1970, 1, 1)), "spouse", id_number=TWO["witness1_id_number"])
        add_resident(work, SEED, husband, household=world.mai_home)
    done = world.file("lan", sample("TS.000001"))
    with pytest.raises(Refused) as refusal:
        world.act("lan", done, "name_beside", TWO | YES)
    assert list(refusal.value.fields) == ["witness1_name"]
    his = {"interpreter_name": "Vàng A Sử", "interpreter_id_number": TWO["witness1_id_number"]}
    world.act("lan", done, "name_beside", SEN | his | YES)
    client.force_login(world.cast["lan"], backend=BACKEND)
    shown = client.get(reverse("dossiers:detail", args=[done.code])).content.decode()
    assert "cùng hộ với chủ hồ sơ" in shown


def test_an_interpreter_of_the_same_household_is_marked_when_named_with_the_form(world: World) -> None:
    """As when the desk names her afterwards: who checks the dossier sees that she is kin."""
    with transact(world.commune_id) as work:
        son = Resident_("Vàng A Tủa", "male", Birth(date(1990, 1, 1)), "child", id_number="015090990021")
        add_resident(work, SEED, son, household=world.mai_home)
    one = sample("TS.000001")
    whole = filing_of(world, one, version_on(world.commune_id, one.code, clock.today()).version_id, "desk", uuid4())
    for who, marked in ((person("Vàng A Tủa", "015090990021", language="Dao"), True), (SEN_, False)):
        done = filing.file(world.actor("lan"), replace(whole, id=uuid4(), interpreter=who))
        named = of_dossier(world.dossier(done)).interpreter
        assert named is not None
        assert bool(named.details.get("same_household")) is marked


def _flat(answers: dict[str, Any], before: str = "") -> dict[str, str]:
    found: dict[str, str] = {}
    for key, value in answers.items():
        if isinstance(value, dict):
            found |= _flat(value, f"{before}{key}.")
        else:
            found[f"{before}{key}"] = "yes" if value is True else str(value)
    return found
