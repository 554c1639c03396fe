"""A registered document that turns out to be a state secret: nothing of it stays but its number, and there is no way back."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse

from thonso.core.base import append_only
from thonso.core.base.errors import Stale
from thonso.core.files import storage
from thonso.core.files.models import Upload
from thonso.core.files.tests.making import pdf
from thonso.core.journal.models import Entry
from thonso.core.journal.work import transact
from thonso.core.search.models import SearchDoc
from thonso.documents import routing
from thonso.documents.models import DocumentTask, Incoming, Instruction, Step
from thonso.documents.tests.intake import LIST, TYPED, act, dropped, registered
from thonso.dossiers.tests.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]
SECRET = "Nậm Pung"
WORDS = "Văn bản mật – đã rút khỏi hệ thống"


def routed(thu: Client, world: World) -> Incoming:
    """Everything that can be said about it says the word that must go."""
    row = registered(thu, subject=f"Phương án {SECRET}", signer=f"Lò {SECRET}", note=SECRET, due_on="10/12/2026")
    wanted = routing.Wanted(f"Về {SECRET}", world.cast["binh"].pk, [world.cast["hoa"].pk], due_on=date(2026, 12, 1))
    with transact(world.commune_id) as work:
        routing.instruct(work, world.actor("hai"), row, wanted)
        task = DocumentTask.objects.get(incoming=row, part="help")
        routing.see(work, world.actor("hoa"), task)
        routing.opine(work, world.actor("hoa"), task, f"Đã đọc {SECRET}")
    return row


def holds_the_word() -> list[str]:
    """Tables with a row that says it, wherever it stands."""
    found = []
    for model in apps.get_models():
        for row in model._default_manager.all().values_list():
            if SECRET.lower() in str(row).lower() or "nam pung" in str(row).lower():
                found.append(model._meta.label)
    return found


def test_nothing_of_it_stays_but_its_number(
    thu: Client, world: World, as_: Callable[[str], Client], django_capture_on_commit_callbacks: Any
) -> None:
    row = routed(thu, world)
    assert row.upload is not None
    stored = storage.place(row.upload.stored_sha256)
    assert {"documents.Incoming", "documents.Instruction", "documents.Step", "search.SearchDoc"} <= set(
        holds_the_word()
    )
    with django_capture_on_commit_callbacks(execute=True):
        act(thu, row, "withdraw", secret="1")
    row.refresh_from_db()
    assert (row.state, row.number, row.upload_id, row.read, row.sha256) == ("withdrawn", 1, None, {}, "")
    assert holds_the_word() == []
    assert not stored.exists()
    assert not Upload.objects.filter(purpose=Incoming.KIND).exists()
    assert not DocumentTask.objects.filter(incoming=row, state="open").exists()
    assert not DocumentTask.objects.filter(incoming=row).exclude(due_on=None).exists()
    assert not Instruction.objects.exclude(due_on=None).exists()
    noted = Entry.objects.get(verb="incoming.withdrawn")
    assert '"number":1' in noted.body.replace(" ", "")
    assert registered(thu).number == 2


def test_register_print_and_search_show_the_number_with_those_words(thu: Client, world: World) -> None:
    row = routed(thu, world)
    act(thu, row, "withdraw", secret="1")
    page = thu.get(LIST).content.decode()
    assert WORDS in page
    assert "Sở Nội vụ" not in page
    sheet = thu.get(reverse("documents:export", args=["csv"])).content.decode()
    assert WORDS in sheet
    assert world.cast["binh"].full_name not in sheet
    assert thu.get(reverse("documents:export", args=["pdf"])).content.startswith(b"%PDF")
    assert reverse("documents:one", args=[row.pk]) not in thu.get(LIST, {"q": "phuong an"}).content.decode()


def test_the_clerk_is_told_what_to_do_and_who_saw_it(thu: Client, world: World, as_: Callable[[str], Client]) -> None:
    row = routed(thu, world)
    url = reverse("documents:one", args=[row.pk])
    assert as_("binh").get(url).status_code == 200
    act(thu, row, "withdraw", secret="1")
    page = thu.get(url).content.decode()
    assert "sổ văn bản mật" in page
    for who in ("binh", "hoa", "hai", "thu"):
        assert world.cast[who].full_name in page
    leader = as_("pho").get(url).content.decode()
    assert WORDS in leader
    assert "Những người đã xem" not in leader
    assert world.cast["pho"].full_name not in thu.get(url).content.decode()


def test_who_had_a_part_opens_it_no_more(thu: Client, world: World, as_: Callable[[str], Client]) -> None:
    row = routed(thu, world)
    task = DocumentTask.objects.get(incoming=row, part="lead")
    act(thu, row, "withdraw", secret="1")
    binh = as_("binh")
    assert binh.get(reverse("documents:one", args=[row.pk])).status_code == 404
    assert binh.post(reverse("documents:act", args=[task.pk, "finish"]), {"words": "Xong"}).status_code == 409
    assert "Sở Nội vụ" not in binh.get(reverse("documents:work")).content.decode()
    with pytest.raises(Stale), transact(world.commune_id) as work:
        routing.opine(work, world.actor("binh"), task, "Thêm một lời")


def test_without_the_tick_nothing_happens_and_its_box_says_so(thu: Client, world: World) -> None:
    row = routed(thu, world)
    assert "Hãy đánh dấu xác nhận đây là văn bản mật" in act(thu, row, "withdraw", 422)
    row.refresh_from_db()
    assert row.state == "directed"


@pytest.mark.parametrize("state", ["registered", "directed", "done", "returned"])
def test_whatever_was_done_with_it_it_can_be_taken_out(thu: Client, world: World, state: str) -> None:
    row = routed(thu, world) if state in {"directed", "done"} else registered(thu)
    if state == "done":
        with transact(world.commune_id) as work:
            routing.finish(work, world.actor("binh"), DocumentTask.objects.get(incoming=row, part="lead"), "Đã xong")
    if state == "returned":
        act(thu, row, "send_back", reason="Gửi nhầm nơi nhận")
    act(thu, row, "withdraw", secret="1")
    row.refresh_from_db()
    assert (row.state, row.reason) == ("withdrawn", "")


@pytest.mark.parametrize("what", ["withdraw", "send_back", "throw_away", "register", "present"])
def test_there_is_no_way_back(thu: Client, world: World, what: str) -> None:
    row = registered(thu)
    act(thu, row, "withdraw", secret="1")
    typed = TYPED | {"secret": "1", "reason": "Thử đưa lại vào sổ", "leader": str(world.cast["hai"].pk)}
    act(thu, row, what, 409, **typed)
    row.refresh_from_db()
    assert (row.state, row.subject) == ("withdrawn", "")


def test_what_waits_has_no_number_and_is_thrown_away_instead(thu: Client) -> None:
    row = dropped(thu)
    act(thu, row, "withdraw", 409, secret="1")
    assert Incoming.objects.filter(pk=row.pk, state="waiting").exists()


def test_the_same_file_goes_wherever_else_it_was_dropped_in(thu: Client) -> None:
    data = pdf("Phương án")
    first, second = dropped(thu, data), None
    act(thu, first, "register", **TYPED)
    second = dropped(thu, data)
    act(thu, second, "register", **TYPED, sure="1")
    third = dropped(thu, data)
    act(thu, second, "withdraw", secret="1")
    assert set(Incoming.objects.values_list("state", "number")) == {("withdrawn", 1), ("withdrawn", 2)}
    assert not Incoming.objects.filter(pk=third.pk).exists()
    assert not Upload.objects.filter(purpose=Incoming.KIND).exists()
    assert not SearchDoc.objects.filter(kind=Incoming.KIND).exists()


def test_only_who_keeps_the_book_takes_it_out(thu: Client, world: World, as_: Callable[[str], Client]) -> None:
    row = routed(thu, world)
    for who in ("hai", "binh", "lan", "xuan"):
        assert as_(who).post(reverse("documents:withdraw", args=[row.pk]), {"secret": "1"}).status_code == 404


def refused(sql: str, *values: Any) -> None:
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, values)


def test_the_database_lets_words_go_only_with_their_document(thu: Client, world: World) -> None:
    row = routed(thu, world)
    refused("UPDATE documents_instruction SET words = '–', due_on = NULL")
    refused("UPDATE documents_step SET words = '–'")
    act(thu, row, "withdraw", secret="1")
    refused("UPDATE documents_instruction SET words = 'khác'")
    refused("UPDATE documents_step SET words = 'khác'")
    refused("UPDATE documents_instruction SET due_on = '2026-12-24'")
    refused("UPDATE documents_instruction SET post_title = 'khác'")
    refused("DELETE FROM documents_step")
    assert set(Instruction.objects.values_list("words", flat=True)) == {"–"}
    assert set(Step.objects.values_list("words", flat=True)) == {"", "–"}


def test_the_triggers_make_way_for_a_migrate_and_come_back() -> None:
    append_only.make_way()
    assert "documents_step_no_update" in append_only.missing()
    assert "journal_entry_no_update" not in append_only.missing()
    append_only.install()
    assert append_only.missing() == []


def test_a_withdrawn_row_with_content_is_refused_by_the_database(thu: Client) -> None:
    row = registered(thu)
    with pytest.raises(DatabaseError), transaction.atomic():
        Incoming.objects.filter(pk=row.pk).update(state="withdrawn", ended_at=row.registered_at)
