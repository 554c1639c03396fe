"""A number that was typed wrongly with a dossier, or that changed since: it stays hers, and papers have the right one."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from tests.cast import BACKEND
from thonso.core.base.errors import Absent, Refused, Stale
from thonso.core.journal.models import Entry
from thonso.core.journal.work import transact
from thonso.core.people.rules import Birth
from thonso.core.people.rules import Person as Register
from thonso.core.people.services import add_resident, set_id_number
from thonso.dossiers import access
from thonso.dossiers.models import Party
from thonso.dossiers.services import results
from thonso.dossiers.services.filing import Filed, Person
from thonso.dossiers.services.moves import answers_of, payload_of
from thonso.dossiers.services.parties import details_of
from thonso.dossiers.sources import running_alike
from thonso.dossiers.tests.world import MAI_ID, SEED, World, resident, sample

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]
CONFIRMATION = "TS.000001"
TYPED = "015168990009"
WHY = {"reason": "Gõ nhầm chữ số cuối khi nhập."}


@pytest.fixture
def wrong(world: World) -> Filed:
    person = {"full_name": "Lý Thị Mai", "id_number": TYPED, "birth": "1968-05-12", "sex": "female"}
    done = world.file("lan", sample(CONFIRMATION), requester=person, for_whom="me")
    assert world.dossier(done).subject_resident_id is None
    return done


def page(world: World, who: str, done: Filed, *more: str) -> str:
    client = Client()
    client.force_login(world.cast[who], backend=BACKEND)
    to = reverse("dossiers:act", args=[done.code, *more]) if more else reverse("dossiers:detail", args=[done.code])
    return client.get(to).content.decode()


def test_set_right_the_dossier_is_hers_and_papers_have_the_number(world: World, wrong: Filed) -> None:
    assert reverse("dossiers:act", args=[wrong.code, "correct_number"]) in page(world, "lan", wrong)
    world.act("lan", wrong, "correct_number", {"id_number": "015 168 990 001", **WHY})
    dossier = world.dossier(wrong)
    assert (dossier.subject_resident_id, dossier.household_id) == (resident("Lý Thị Mai").pk, world.mai_home.pk)
    assert answers_of(dossier)["requester"]["id_number"] == MAI_ID
    assert payload_of(dossier.events.get(kind="filed"), dossier)["answers"]["requester"]["id_number"] == TYPED
    for one in Party.objects.filter(dossier=dossier, part__in=["subject", "submitter"]):
        assert details_of(dossier, one)["id_number"] == MAI_ID
    shown = page(world, "lan", wrong)
    assert "015•••••••09 → 015•••••••01" in shown
    assert "Gõ nhầm chữ số cuối" in shown
    assert not any(number in shown for number in (TYPED, MAI_ID))
    assert Entry.objects.filter(verb="dossier.correct_number", object_id=dossier.pk).count() == 1
    world.receive(wrong)
    world.act("hoa", wrong, "take")
    world.act("hoa", wrong, "draft_result")
    assert results.data_of(dossier.results.get().result)["person"]["id_number"] == MAI_ID
    assert "đã soạn với số này" in page(world, "hoa", wrong, "correct_number")


@pytest.mark.parametrize(
    ("number", "reason", "said"),
    [
        ("0151", WHY["reason"], "12"),
        (TYPED, WHY["reason"], "đang ghi đúng"),
        ("015175990002", WHY["reason"], "1975"),
        (MAI_ID, "nhầm", "Vì sao|vì sao"),
        (MAI_ID, "", "vì sao"),
    ],
)
def test_what_cannot_be_is_told_and_changes_nothing(
    world: World, wrong: Filed, number: str, reason: str, said: str
) -> None:
    with pytest.raises(Refused, match=said):
        world.act("lan", wrong, "correct_number", {"id_number": number, "reason": reason})
    assert answers_of(world.dossier(wrong))["requester"]["id_number"] == TYPED


def test_a_number_that_is_somebody_elses_by_the_register_is_refused(world: World, wrong: Filed) -> None:
    with transact(world.commune_id) as work:
        other = Register("Lý Thị Hoa", "female", Birth(date(1968, 3, 1)), "other", id_number="015168990077")
        add_resident(work, SEED, other, household=world.lo_home)
    with pytest.raises(Refused, match="của người khác"):
        world.act("lan", wrong, "correct_number", {"id_number": "015168990077", **WHY})


@pytest.mark.parametrize("who", ["xuan", "mai", "tu", "quantri", "binh", "hoa"])
def test_nobody_sets_it_right_who_has_it_not_in_hand(world: World, wrong: Filed, who: str) -> None:
    with pytest.raises((Absent, Stale)):
        world.act(who, wrong, "correct_number", {"id_number": MAI_ID, **WHY})


def test_a_number_that_is_wrong_in_the_register_is_set_right_there_first(world: World) -> None:
    done = world.file("lan", sample(CONFIRMATION), for_whom="me")
    with pytest.raises(Refused, match="sửa ở sổ trước"):
        world.act("lan", done, "correct_number", {"id_number": "015168990031", **WHY})
    with transact(world.commune_id) as work:
        set_id_number(work, SEED, resident("Lý Thị Mai"), "015168990031", WHY["reason"], wrong=True)
    world.act("lan", done, "correct_number", {"id_number": "015168990031", **WHY})
    assert world.dossier(done).subject_resident_id == resident("Lý Thị Mai").pk


@pytest.mark.parametrize("replaced", [True, False])
def test_a_running_dossier_stays_hers_and_is_found_by_either_number_only_where_it_was_replaced(
    world: World, replaced: bool
) -> None:
    done = world.file_from_afar("mai", sample(CONFIRMATION), channel="online", for_whom="me")
    with transact(world.commune_id) as work:
        set_id_number(work, SEED, resident("Lý Thị Mai"), "015168990031", "Căn cước mới", wrong=not replaced)
    assert world.dossier(done).subject_resident_id == resident("Lý Thị Mai").pk
    assert access.by_code(world.actor("mai"), done.code, "track").pk == done.dossier_id
    for number, finds in (("015168990031", True), (MAI_ID, replaced)):
        who = Person("Lý Thị Mai", {"id_number": number})
        found = running_alike(world.actor("lan"), "desk", world.commune_id, CONFIRMATION, who)
        assert (found is not None) is finds, number
