"""The result reaches its owner, with proof of to whom, how and on what authority."""

import pytest

from thonso.core.base.errors import Absent, Refused, Stale
from thonso.core.files.models import Upload
from thonso.dossiers import vault
from thonso.dossiers.models import Dossier, Result
from thonso.dossiers.services.handover import same_name
from thonso.dossiers.tests.test_procedure_ends import RECORD, taken
from thonso.dossiers.tests.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]
SEN = {"way": "desk", "taken_by": "Chảo Thị Sen"}


def ready(world: World):
    done = taken(world, "1.001193")
    world.act("binh", done, "record_result", RECORD)
    return done


@pytest.mark.parametrize("wrong", [{"way": ""}, {"way": "bồ câu"}, {"taken_by": " "}])
def test_how_and_to_whom_must_be_said(world: World, wrong: dict[str, str]) -> None:
    done = ready(world)
    with pytest.raises(Refused):
        world.act("lan", done, "hand_over", SEN | wrong)
    assert world.dossier(done).state == "completed"


@pytest.mark.parametrize("way", ["desk", "hamlet", "post", "electronic"])
def test_it_is_handed_over_and_the_proof_is_kept_sealed(world: World, way: str) -> None:
    done = ready(world)
    Dossier.objects.filter(pk=done.dossier_id).update(channel="desk")  # where she was seen
    if way == "electronic":
        scan = Upload.objects.filter(received_sha256=world.upload("lan")).first()
        Result.objects.filter(stands_for__dossier=done.dossier_id).update(upload=scan, made=Result.Made.HERE)
    world.act("lan", done, "hand_over", SEN | {"way": way, "shown": "thẻ căn cước", "given_by": "Tẩn Văn Tú"})
    dossier = world.dossier(done)
    proof = dossier.handovers.get()
    assert (dossier.state, dossier.holder_role, proof.way, proof.taken_by) == ("handed_over", "", way, "Chảo Thị Sen")
    assert "căn cước" not in proof.details
    assert vault.open_(dossier.data_key, "handover", proof.pk, proof.details)["shown"] == "thẻ căn cước"


def test_another_person_needs_an_authorisation_whatever_the_letters(world: World) -> None:
    done = ready(world)
    with pytest.raises(Refused):
        world.act("lan", done, "hand_over", SEN | {"taken_by": "Chảo Thị Sến"})
    world.act("lan", done, "hand_over", SEN | {"taken_by": "CHẢO THỊ SEN"})


@pytest.mark.parametrize("typed", ["chao thi sen", "Chảo thi Sen", "CHẢO THỊ SEN", "chẢo  thị sen"])
def test_a_name_may_be_typed_without_its_marks(typed: str) -> None:
    assert same_name(typed, "Chảo Thị Sen")


@pytest.mark.parametrize("typed", ["Chảo Thị Sến", "Chảo Thị", "Chảo Thị Sen Hai", "Sen Chảo Thị", "Chão Thị Sen", ""])
def test_another_name_is_another_person(typed: str) -> None:
    assert not same_name(typed, "Chảo Thị Sen")


def test_the_tone_may_stand_on_either_letter() -> None:
    assert same_name("Hoà", "Hòa")
    assert not same_name("Hoá", "Hòa")


def test_it_is_handed_over_once(world: World) -> None:
    done = ready(world)
    world.act("lan", done, "hand_over", SEN)
    with pytest.raises(Stale):
        world.act("lan", done, "hand_over", SEN)


@pytest.mark.parametrize("who", ["tu", "dung", "binh", "pho", "thu", "xuan", "mai", "quantri"])
def test_only_the_desk_hands_over(world: World, who: str) -> None:
    done = ready(world)
    with pytest.raises((Absent, Refused)):
        world.act(who, done, "hand_over", SEN)
    assert world.dossier(done).state == "completed"


def test_nothing_is_handed_over_before_there_is_a_result(world: World) -> None:
    done = taken(world, "1.001193")
    with pytest.raises(Stale):
        world.act("lan", done, "hand_over", SEN)
