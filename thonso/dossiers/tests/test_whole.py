"""`access.whole` gives the very rows that asking table by table gives, and nothing of another dossier."""

from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.db.models import Model
from django.test.utils import CaptureQueriesContext

from thonso.core.base import clock
from thonso.core.base.together import Together
from thonso.dossiers import access
from thonso.dossiers.models import Dossier, Rating, Result
from thonso.dossiers.services import drafting
from thonso.dossiers.services.moves import look_at
from thonso.dossiers.tests import test_recognition as recognition
from thonso.dossiers.tests.test_fees import PAID
from thonso.dossiers.tests.test_query_counts import issued
from thonso.dossiers.tests.world import MONDAY, World, sample

pytestmark = pytest.mark.django_db
NAMES = ("events", "parties", "checks", "pauses", "attachments", "hamlet_tasks", "charges", "results")


def values(row: Model) -> dict[str, Any]:
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}


def same(world: World, id_: Any) -> set[str]:
    """Compare; gives the names of what there was something of."""
    fresh, whole = world.dossier_of(id_), access.whole(world.dossier_of(id_))
    expected = {name: {row.pk: values(row) for row in getattr(fresh, name).all()} for name in NAMES}
    results = {link.result_id: values(link.result) for link in fresh.results.select_related("result")}
    files = {one.pk: values(one.upload) for one in fresh.attachments.select_related("upload")}
    with CaptureQueriesContext(connection) as asked:
        assert {name: {row.pk: values(row) for row in getattr(whole, name).all()} for name in NAMES} == expected
        assert {link.result_id: values(link.result) for link in whole.results.all()} == results
        assert {one.pk: values(one.upload) for one in whole.attachments.all()} == files
        assert all(row.dossier is whole for name in NAMES for row in getattr(whole, name).all())
    assert len(asked.captured_queries) == 0
    assert look_at(whole) == look_at(fresh)
    return {name for name, rows in expected.items() if rows}


def test_every_kind_of_row_is_the_same(world: World) -> None:
    with clock.at(MONDAY):
        one = world.file_from_afar("lan", sample("2.000635"), channel="desk")
        world.receive(one)
        world.act("lan", one, "ask_payment", {"amount": "24000"})
        world.act("lan", one, "record_payment", PAID)
        seen = same(world, one.dossier_id)
        online = sample("1.001193")
        seen |= same(world, world.file_from_afar(world.filer(online), online, channel=online.channel).dossier_id)
    others = [recognition.ready_for_decision(world) for _n in range(2)]
    with clock.at(recognition.at(7.1)):
        ids = [uuid4() for _one in others]
        drafting.draft_recognition(world.actor("hoa"), [world.dossier(other) for other in others], ids)
        seen |= same(world, others[0].dossier_id)
    assert seen == set(NAMES)


@pytest.mark.usefixtures("monday")
def test_what_a_result_was_replaced_by_and_the_rating_come_with_it(world: World) -> None:
    done = issued(world)
    result = str(world.dossier(done).results.get().result_id)
    world.act("hoa", done, "correct_result", {"result": result, "reason": "Ghi sai tên đệm của chủ hộ.", "anew": True})
    world.act("hoa", done, "propose")
    world.sign("pho", done)
    world.act("thu", done, "seal")
    dossier = world.dossier(done)
    Rating.objects.create(dossier=dossier, commune=dossier.commune, score=4, at=MONDAY)
    same(world, done.dossier_id)
    whole = access.whole(world.dossier(done))
    old = next(link.result for link in whole.results.all() if link.result.state == Result.State.REPLACED)
    assert old.replaced_by is next(link.result for link in whole.results.all() if link.result.state == "issued")
    assert whole.rating.score == 4


@pytest.mark.usefixtures("monday")
def test_a_dossier_without_a_rating_has_none_without_asking(world: World, django_assert_num_queries) -> None:
    whole = access.whole(world.dossier(world.file("lan", sample("TS.000001"))))
    with django_assert_num_queries(0):
        assert getattr(whole, "rating", None) is None


def test_an_unknown_kind_of_column_is_refused_and_not_guessed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("thonso.core.base.together._AS_IT_IS", set())
    with pytest.raises(TypeError, match="JSON"):
        Together(lambda id_: (Dossier.objects.filter(pk=id_),))(uuid4())
