"""What a confirmation tells and whom: of the one person who is asked about, with where it goes (NĐ 30/2020, Điều 8)."""

from typing import Any

import pytest

from thonso.core import crypto
from thonso.core.people.models import ID_LABEL, Classification, Resident
from thonso.dossiers.models import Dossier, Result
from thonso.dossiers.printing import drafts
from thonso.dossiers.services import drafting, results
from thonso.dossiers.tests.test_signing_a_batch import submitted
from thonso.dossiers.tests.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]


def drawn_from(world: World, **changes: Any) -> dict[str, Any]:
    submitted(world, **changes)
    return results.data_of(Result.objects.get())


def test_a_paper_for_the_school_names_the_pupil_and_not_who_else_lives_there(world: World) -> None:
    data = drawn_from(world)
    assert "miễn giảm học phí" in data["purpose"]
    assert "members" not in data
    assert data["person"]["name"]


def test_a_paper_for_the_whole_household_lists_it(world: World) -> None:
    dossier = world.dossier(submitted(world))
    answers = {**drafting.answers_of(dossier), "purpose": "loan"}
    answers.pop("member", None)
    data = drafts.confirmation(dossier, answers, Classification.objects.get(household=dossier.household_id)).data
    assert len(data["members"]) > 1


def test_it_says_where_it_goes(world: World) -> None:
    data = drawn_from(world)
    assert data["recipients"] == [f"Ông (Bà) {data['requested_by']}", "Lưu: VT"]


def test_it_bears_the_id_number_that_stands_in_the_register(world: World) -> None:
    name = drawn_from(world)["person"]["name"]
    pupil = Resident.objects.get(full_name=name)
    pupil.id_number, pupil.id_blind = crypto.seal(ID_LABEL, pupil.pk, "015309990001"), "x" * 64
    pupil.save(update_fields=["id_number", "id_blind"])
    dossier = Dossier.objects.get()
    klass = Classification.objects.get(household=dossier.household_id)
    data = drafts.confirmation(dossier, drafting.answers_of(dossier), klass).data
    assert data["person"]["id_number"] == "015309990001"
