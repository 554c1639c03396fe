"""Acts of civil status from the filing to the hand-over: registered in the shared software, recorded and given here."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from tests.cast import BACKEND
from thonso.core.base import clock
from thonso.core.base.errors import Refused
from thonso.core.signatures.verdict import Verdict
from thonso.core.web.words import masked_name
from thonso.dossiers import printing, requirements
from thonso.dossiers.action_forms import asks_of
from thonso.dossiers.certified import certified
from thonso.dossiers.printing.slip_data import BUILDERS
from thonso.dossiers.services import fees, presence
from thonso.dossiers.tests.test_papers import drawn
from thonso.dossiers.tests.world import CIVIL, MONDAY, World, file_sample, photo, sample
from thonso.dossiers.views.checking import _told

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]
RECORD = {
    "number": "27/2026",
    "number_2": "3/2026",
    "dated": "2026-11-25",
    "signer": "Sùng Seo Phong",
    "system": "Phần mềm hộ tịch",
}
POOR = {"amount": "0", "exemption": "Hộ nghèo, được miễn lệ phí.", "proof": "Giấy chứng nhận hộ nghèo 45/GCN"}


@pytest.mark.parametrize("code", CIVIL)
def test_an_act_is_asked_about_again_registered_elsewhere_and_given_here(world: World, code: str) -> None:
    one = sample(code, "supplement")
    done = file_sample(world, one)
    dossier = world.dossier(done)
    assert (dossier.state, dossier.channel, dossier.case_key) == ("submitted", one.channel, one.case)
    papers = [paper.key for paper in requirements.papers(dossier)]
    assert papers == dossier.paper_keys
    world.receive(done)
    due = world.dossier(done).due_at
    assert due is not None
    if fees.full_fee(world.dossier(done)) != 0:  # the province sets it; she is exempt
        world.act("lan", done, "ask_payment", POOR)
        assert world.dossier(done).fee_state == "exempt"

    asked = {ask["paper"]: {"why": "invalid", "note": ask["say"]} for ask in one.ask}
    with clock.at(MONDAY + timedelta(hours=1)):
        world.act("binh", done, "take")
        with pytest.raises(Refused):
            world.act(
                "binh", done, "ask_supplement", {"papers": {"household_book": {"why": "missing", "note": "Hộ khẩu"}}}
            )
        world.act("binh", done, "ask_supplement", {"papers": asked})
    assert world.dossier(done).state == "awaiting_supplement"
    with clock.at(MONDAY + timedelta(days=2)):
        anew = world.upload("lan", photo(70))
        world.act("lan", done, "supply", {"files": [{"paper": paper, "sha256": anew} for paper in asked]})
        assert world.dossier(done).due_at > due
        world.check_all("binh", done)
        world.act("binh", done, "advance")
        assert world.dossier(done).stage == "register"
        with pytest.raises(Refused):
            world.act("binh", done, "draft_result")  # the form is the Ministry's, nothing is drawn here
        world.act("binh", done, "record_result", RECORD)

        dossier = world.dossier(done)
        results = [row.result for row in dossier.results.order_by("result__id")]
        made = requirements.definition(dossier).result.recorded
        assert [one.title for one in results] == [one.title for one in made]
        assert [one.number for one in results] == ["27/2026", "3/2026"][: len(made)]
        result = results[0]
        assert (dossier.state, dossier.stage, result.made, result.number) == (
            "completed",
            "return",
            "elsewhere",
            "27/2026",
        )
        person = one.answers.get(requirements.definition(dossier).result.certifies) or one.answers["requester"]
        assert person["full_name"] in certified(result, dossier)
        given = {"way": "desk", "taken_by": dossier.subject_name, "signed": True}
        if must_come := presence.asked(dossier, "hand_over"):  # both sign the marriage, and nobody for them
            with pytest.raises(Refused):
                world.act("lan", done, "hand_over", given)
            given["present"] = list(must_come)
        world.act("lan", done, "hand_over", given)
    dossier = world.dossier(done)
    assert dossier.state == "handed_over"
    slips = {slip.kind for slip in printing.slips_of(dossier, list(dossier.events.order_by("seq")))}
    assert {"filing_note", "form02", "result_receipt"} <= slips
    assert bool(must_come) == (code == "1.000894")
    receipt = BUILDERS["result_receipt"](dossier, dossier.events.get(kind="hand_over"))
    lines = [(row["abstract"], row["number"], row["copies"]) for row in receipt["results"]]
    assert lines == GIVEN.get(code, lines)
    text = drawn(world, done, "result_receipt")
    assert all(word in text for title, _number, _copies in lines for word in title.split())


# Originals as the procedure gives them, copies as many as were asked for, never taken for one another.
GIVEN = {
    "1.000689": [
        ("Giấy khai sinh", "27/2026", 1),
        ("Trích lục đăng ký nhận cha, mẹ, con", "3/2026", 1),
        ("Bản sao Giấy khai sinh", "–", 2),
        ("Bản sao Trích lục đăng ký nhận cha, mẹ, con", "–", 2),
    ],
    "1.000894": [
        ("Giấy chứng nhận kết hôn (mỗi bên 01 bản chính)", "27/2026", 2),
        ("Bản sao Trích lục kết hôn", "–", 1),
    ],
}


def test_a_birth_and_its_acknowledgement_have_a_number_each(world: World) -> None:
    done = file_sample(world, sample("1.000689"))
    world.receive(done)
    world.act("binh", done, "take")
    world.act("binh", done, "advance")
    assert [ask.name for ask in asks_of("record_result", world.dossier(done))][:2] == ["number", "number_2"]
    one = {**RECORD, "dated": "2026-11-23"}
    del one["number_2"]
    with pytest.raises(Refused) as refusal:
        world.act("binh", done, "record_result", one)
    assert set(refusal.value.fields) == {"number_2"}
    assert not world.dossier(done).results.exists()


def test_a_marriage_names_both_whoever_filed(world: World) -> None:
    for name, both in (
        ("valid", ("Phàn Văn Sơn", "Tẩn Mùi Pham")),
        ("supplement", ("Vàng A Dơ", "Phàn Thị Lở")),
    ):
        done = file_sample(world, sample("1.000894", name))
        world.receive(done)
        world.act("binh", done, "take")
        world.act("binh", done, "advance")
        world.act("binh", done, "record_result", {**RECORD, "dated": "2026-11-23"})
        dossier = world.dossier(done)
        result = dossier.results.get().result
        assert certified(result, dossier) == both
        told = _told(Verdict("unsigned", "none", "unknown"), result)
        assert told["holder"] == ", ".join(masked_name(one) for one in both)
        assert told["asked_by"] == ""


def test_the_declaration_of_who_came_to_the_desk_is_printed_to_be_signed(world: World, client: Client) -> None:
    client.force_login(world.cast["lan"], backend=BACKEND)
    here = world.file("lan", sample("1.000894", "supplement"))
    sheet = reverse("dossiers:filed_sheet", args=[here.code])
    assert sheet in client.get(reverse("dossiers:detail", args=[here.code])).content.decode()
    printed = client.get(sheet).content.decode()
    for said in ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Tờ khai đăng ký kết hôn", "Phàn Thị Lở", "Vàng A Dơ", "1970"):
        assert said in printed
    afar = file_sample(world, sample("1.000894"))  # the form sent from home is the declaration
    assert client.get(reverse("dossiers:filed_sheet", args=[afar.code])).status_code == 404
