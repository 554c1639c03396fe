"""What all procedures have in common: filed as their samples say, refused by their rules and by the desk."""

from datetime import timedelta

import pytest

from thonso.core.base import clock
from thonso.core.base.errors import Absent, Refused
from thonso.dossiers import printing, requirements
from thonso.dossiers.models import Dossier
from thonso.dossiers.services.moves import payload_of
from thonso.dossiers.tests.world import APPOINTMENTS, CODES, MONDAY, World, file_sample, photo, sample

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]
WHY = "Hồ sơ thuộc thẩm quyền của Công an xã, không nộp ở đây."


@pytest.mark.parametrize("code", CODES)
def test_the_sample_is_filed_with_its_case_and_waits_for_the_desk(world: World, code: str) -> None:
    one = sample(code)
    dossier = world.dossier(file_sample(world, one))
    assert (dossier.state, dossier.holder_role, dossier.channel) == ("submitted", "one_stop", one.channel)
    assert dossier.case_key == one.case
    assert dossier.act_by is not None
    assert dossier.due_at is None
    assert [p.key for p in requirements.papers(dossier)] == dossier.paper_keys


@pytest.mark.parametrize("code", CODES)
def test_a_rule_of_its_form_refuses_in_plain_words_and_keeps_nothing(world: World, code: str) -> None:
    one = sample(code, "refused")
    with pytest.raises(Refused) as refusal:
        file_sample(world, one)
    for path, words in one.errors.items():
        assert words in " ".join(str(word) for word in refusal.value.fields[path])
    assert not Dossier.objects.exists()


@pytest.mark.parametrize("code", CODES)
def test_the_desk_proposes_a_refusal_and_the_director_approves_it(world: World, code: str) -> None:
    done = file_sample(world, sample(code))
    world.act("lan", done, "propose_refusal", {"reason": WHY, "basis": "Luật Cư trú"})
    assert world.dossier(done).holder_role == "centre_director"
    with pytest.raises(Absent):
        world.act("lan", done, "approve_refusal")
    world.act("trung", done, "approve_refusal")
    dossier = world.dossier(done)
    assert (dossier.state, dossier.holder_role, dossier.act_by) == ("refused_at_intake", "", None)
    event = dossier.events.get(kind="approve_refusal")
    assert payload_of(event, dossier)["reason"] == WHY
    assert [slip.kind for slip in printing.slips_of(dossier, list(dossier.events.order_by("seq")))] == [
        "filing_note",
        "form03",
    ]


@pytest.mark.parametrize("code", [code for code in CODES if code not in APPOINTMENTS])
def test_a_paper_is_asked_for_again_and_the_clock_runs_on_when_it_comes(world: World, code: str) -> None:
    one = sample(code, "supplement")
    done = file_sample(world, one)
    world.receive(done)
    due = world.dossier(done).due_at
    assert due is not None
    papers = {ask["paper"]: {"why": WHY_OF[ask["problem"]], "note": ask["say"]} for ask in one.ask}
    with clock.at(MONDAY + timedelta(hours=1)):
        world.act("lan", done, "ask_supplement", {"papers": papers})
    dossier = world.dossier(done)
    assert (dossier.state, dossier.due_at) == ("awaiting_supplement", None)
    assert dossier.act_by is not None
    with clock.at(MONDAY + timedelta(days=2)):
        anew = world.upload("lan", photo(70))
        world.act("lan", done, "supply", {"files": [{"paper": paper, "sha256": anew} for paper in papers]})
    dossier = world.dossier(done)
    assert dossier.state == "accepted"
    assert dossier.due_at is not None
    assert dossier.due_at > due
    assert dossier.attachments.filter(paper_key__in=papers, event__kind="supply").count() == len(papers)
    with pytest.raises(Refused):
        world.act("lan", done, "ask_supplement", {"papers": papers})  # once is all the law allows


WHY_OF = {"unclear": "invalid", "missing": "missing", "expired": "expired"}
