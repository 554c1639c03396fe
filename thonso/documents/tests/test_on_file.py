"""A leader has a document known and kept on file: nobody is in charge, and it is dealt with at once."""

from collections.abc import Callable

import pytest
from django.test import Client

from thonso.core.journal.work import transact
from thonso.core.notices.models import OutboxMessage
from thonso.documents import routing
from thonso.documents.models import DocumentTask, Incoming, Instruction
from thonso.documents.tests.test_routing import instructed, page, post, row, the_task
from thonso.dossiers.tests.world import World

__all__ = ["row"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]


def filed(world: World, row: Incoming, words: str = "", **more: object) -> Instruction:
    with transact(world.commune_id) as work:
        return routing.instruct(work, world.actor("hai"), row, routing.Wanted(words, None, file=True, **more))  # type: ignore[arg-type]


def test_for_information_only_it_is_dealt_with_at_once_and_the_word_stays(
    as_: Callable[[str], Client], world: World, row: Incoming
) -> None:
    form = {"way": "file", "words": "", "due_on": "10/12/2026", "informed": [str(world.cast["hoa"].pk)]}
    post(as_("hai"), "instruct", row.pk, **form)
    row.refresh_from_db()
    assert (row.state, row.ended_at is not None) == ("done", True)
    written = Instruction.objects.get()
    assert (written.words, written.due_on) == ("Biết, lưu.", None)
    assert [(one.part, one.state) for one in DocumentTask.objects.all()] == [("info", "open")]
    assert OutboxMessage.objects.filter(template="document_informed").count() == 1
    assert "Biết, lưu." in page(as_("hoa"), row)
    post(as_("hoa"), "act", the_task(row, world, "hoa").pk, act="finish")


def test_nobody_at_all_need_be_informed(world: World, row: Incoming) -> None:
    filed(world, row, "Lưu hồ sơ.")
    row.refresh_from_db()
    assert row.state == "done"
    assert not DocumentTask.objects.exists()


@pytest.mark.parametrize("box", ["lead", "helpers"])
def test_kept_on_file_and_given_to_somebody_contradict_each_other(
    as_: Callable[[str], Client], world: World, row: Incoming, box: str
) -> None:
    shown = post(as_("hai"), "instruct", row.pk, 422, way="file", words="Biết", **{box: str(world.cast["binh"].pk)})
    assert "Văn bản chỉ để biết, lưu: bỏ trống ô này" in shown
    assert not Instruction.objects.exists()


def test_another_word_opens_what_was_only_kept(world: World, row: Incoming) -> None:
    filed(world, row)
    instructed(world, row)
    row.refresh_from_db()
    assert (row.state, row.ended_at) == ("directed", None)


def test_kept_on_file_ends_what_was_open(world: World, row: Incoming) -> None:
    instructed(world, row)
    filed(world, row)
    assert DocumentTask.objects.get().state == "replaced"
