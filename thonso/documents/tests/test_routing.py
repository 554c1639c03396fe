"""A leader's word on a document: one in charge, others help or know; done, given back, passed on; every word stays."""

from collections.abc import Callable
from datetime import date, datetime, time

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from thonso.core.base import clock
from thonso.core.base.errors import Refused, Stale
from thonso.core.journal.work import transact
from thonso.core.notices import jobs, jobs_run, links
from thonso.core.notices.models import OutboxMessage
from thonso.core.notices.models.jobs import JobState
from thonso.documents import routing, services
from thonso.documents.models import DocumentTask, Incoming, Instruction, Step
from thonso.dossiers.tests.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]
WORDS = "Giao đồng chí Bình chủ trì, tham mưu văn bản trả lời."


@pytest.fixture
def row(world: World) -> Incoming:
    with transact(world.commune_id) as work:
        made = services.begin_on_paper(work, world.actor("thu"), world.units.commune, "ubnd")
        typed = services.Typed("Sở Tư pháp", "12/STP", "Công văn", "V/v rà soát hộ tịch", due_on=date(2026, 12, 10))
        return services.register(work, world.actor("thu"), made, typed)


def post(client: Client, name: str, id_: object, status: int = 302, **typed: object) -> str:
    args = [id_, typed.pop("act")] if "act" in typed else [id_]
    response = client.post(reverse(f"documents:{name}", args=args), typed)
    assert response.status_code == status, response.content.decode()
    return response.content.decode()


def instructed(world: World, row: Incoming, lead: str = "binh", **more: object) -> Instruction:
    wanted = routing.Wanted(WORDS, world.cast[lead].pk, due_on=date(2026, 12, 1), **more)  # type: ignore[arg-type]
    with transact(world.commune_id) as work:
        return routing.instruct(work, world.actor("hai"), row, wanted)


def the_task(row: Incoming, world: World, who: str) -> DocumentTask:
    return DocumentTask.objects.get(incoming=row, account=world.cast[who], state="open")


def page(client: Client, row: Incoming, status: int = 200) -> str:
    response = client.get(reverse("documents:one", args=[row.pk]))
    assert response.status_code == status
    return response.content.decode()


def nine(day: date) -> datetime:
    return datetime.combine(day, time(9), clock.HANOI)


def remind(world: World) -> None:
    """The job is put in the queue and done, as the worker does it."""
    with transact(world.commune_id) as work:
        jobs.enqueue(work, "documents.remind")
    for job in jobs_run.claim(1):
        assert jobs_run.run(job) == JobState.DONE


def test_the_whole_way_from_the_clerk_to_done(as_: Callable[[str], Client], world: World, row: Incoming) -> None:
    post(as_("thu"), "present", row.pk, leader=str(world.cast["hai"].pk))
    hai = as_("hai")
    assert "V/v rà soát hộ tịch" in hai.get(reverse("documents:work")).content.decode()
    typed = {
        "words": WORDS,
        "lead": str(world.cast["binh"].pk),
        "helpers": [str(world.cast["hoa"].pk)],
        "due_on": "01/12/2026",
    }
    post(hai, "instruct", row.pk, **typed)
    assert OutboxMessage.objects.filter(template="document_assigned").count() == 2
    binh = as_("binh")
    assert "V/v rà soát hộ tịch" in binh.get(reverse("documents:work")).content.decode()
    shown = page(binh, row)
    assert WORDS in shown
    assert "Anh chị chủ trì văn bản này" in shown
    task = the_task(row, world, "binh")
    assert task.seen_at is not None
    post(as_("hoa"), "act", the_task(row, world, "hoa").pk, act="opine", words="Đã gửi số liệu bảo trợ")
    assert "Đã gửi số liệu bảo trợ" in page(binh, row)
    post(binh, "act", task.pk, act="finish", words="Đã trả lời bằng công văn 15/UBND-VP")
    row.refresh_from_db()
    assert row.state == "done"
    assert not DocumentTask.objects.filter(incoming=row, state="open").exists()
    assert "Đã xử lý xong" in page(as_("thu"), row)


def test_nobody_reads_it_without_a_part_in_it(as_: Callable[[str], Client], world: World, row: Incoming) -> None:
    for who in ("binh", "hoa", "lan", "quantri", "xuan"):
        page(as_(who), row, 404)
    instructed(world, row, informed=[world.cast["lan"].pk])
    page(as_("binh"), row)
    page(as_("lan"), row)
    page(as_("hoa"), row, 404)


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"words": " "}, "Ghi ý kiến chỉ đạo."),
        ({"lead": ""}, "Hãy chọn đúng một người chủ trì."),
        ({"lead": "xuan"}, "Hãy chọn đúng một người chủ trì."),
        ({"helpers": ["binh"]}, "Mỗi người một vai"),
        ({"helpers": ["mai"]}, "Hãy chọn đồng nghiệp trong danh sách."),
        ({"due_on": "01/11/2026"}, "Ngày này đã qua."),
        ({"due_on": "mai"}, "24/11/2026"),
    ],
)
def test_an_instruction_that_cannot_be_is_told_at_its_box(
    as_: Callable[[str], Client], world: World, row: Incoming, changed: dict[str, object], says: str
) -> None:
    def id_of(who: object) -> str:
        return str(world.cast[str(who)].pk) if who in world.cast else str(who)

    typed: dict[str, object] = {"words": WORDS, "lead": "binh", "helpers": ["hoa"]} | changed
    typed["lead"], typed["helpers"] = id_of(typed["lead"]), [id_of(one) for one in typed["helpers"]]  # type: ignore[attr-defined]
    shown = post(as_("hai"), "instruct", row.pk, 422, **typed)
    assert says in shown
    assert not Instruction.objects.exists()
    assert not DocumentTask.objects.exists()


def test_another_word_ends_what_was_open_and_both_stay(world: World, row: Incoming) -> None:
    instructed(world, row)
    instructed(world, row, "hoa")
    assert list(row.instructions.values_list("words", flat=True)) == [WORDS, WORDS]
    assert DocumentTask.objects.get(incoming=row, account=world.cast["binh"]).state == "replaced"
    assert the_task(row, world, "hoa").part == "lead"


def test_a_word_is_never_changed_and_two_never_lead(world: World, row: Incoming) -> None:
    written = instructed(world, row)
    for change in (
        lambda: Instruction.objects.filter(pk=written.pk).update(words="Khác"),
        lambda: Step.objects.filter(incoming=row).update(words="Khác"),
        lambda: written.delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
    with pytest.raises(IntegrityError), transaction.atomic():
        DocumentTask.objects.create(
            commune_id=row.commune_id, incoming=row, instruction=written, account=world.cast["hoa"], part="lead",
            given_at=written.at,
        )  # fmt: skip


def test_given_back_it_waits_for_the_leader_again(as_: Callable[[str], Client], world: World, row: Incoming) -> None:
    instructed(world, row)
    binh = as_("binh")
    shown = post(binh, "act", the_task(row, world, "binh").pk, 422, act="give_back", why="")
    assert "Ghi vài chữ." in shown
    assert 'href="#f-why"' in shown
    post(binh, "act", the_task(row, world, "binh").pk, act="give_back", why="Thuộc lĩnh vực kinh tế")
    row.refresh_from_db()
    assert (row.state, row.leader_id) == ("registered", world.cast["hai"].pk)
    assert "Thuộc lĩnh vực kinh tế" in page(as_("hai"), row)
    page(binh, row)  # who had a part in it still reads it


def test_passed_on_the_colleague_has_the_same_part_and_day(world: World, row: Incoming) -> None:
    instructed(world, row, helpers=[world.cast["lan"].pk])
    task = the_task(row, world, "binh")
    with pytest.raises(Refused), transact(world.commune_id) as work:
        routing.pass_on(work, world.actor("lan"), the_task(row, world, "lan"), world.cast["binh"].pk, "Bạn đã có phần")
    with transact(world.commune_id) as work:
        with pytest.raises(Refused):
            routing.pass_on(work, world.actor("binh"), task, world.cast["mai"].pk, "Người dân")
        routing.pass_on(work, world.actor("binh"), task, world.cast["hoa"].pk, "Nghỉ phép")
    given = the_task(row, world, "hoa")
    assert (given.part, given.due_on) == ("lead", date(2026, 12, 1))
    with pytest.raises(Stale), transact(world.commune_id) as work:
        routing.finish(work, world.actor("binh"), task, "Xong")


def test_what_another_does_with_my_task_is_not_there(as_: Callable[[str], Client], world: World, row: Incoming) -> None:
    instructed(world, row)
    task = the_task(row, world, "binh")
    for who in ("hoa", "thu", "hai", "mai"):
        post(as_(who), "act", task.pk, 404, act="finish", words="Xong")
    post(as_("binh"), "act", task.pk, 404, act="destroy", words="Xong")


def test_who_is_informed_only_reads(as_: Callable[[str], Client], world: World, row: Incoming) -> None:
    instructed(world, row, informed=[world.cast["lan"].pk])
    lan = as_("lan")
    assert "Văn bản để biết" in page(lan, row)
    post(lan, "act", the_task(row, world, "lan").pk, act="finish")
    row.refresh_from_db()
    assert row.state == "directed"


def test_what_is_late_stands_out_and_first(as_: Callable[[str], Client], world: World, row: Incoming) -> None:
    instructed(world, row)
    DocumentTask.objects.update(due_on=date(2026, 11, 20))
    assert "quá hạn" in as_("binh").get(reverse("documents:work")).content.decode()
    assert "quá hạn" in page(as_("hai"), row)


def test_the_notice_leads_to_the_document_and_says_who_only_has_to_know(world: World, row: Incoming) -> None:
    instructed(world, row, informed=[world.cast["lan"].pk])
    told = {one.template: one.about_id for one in OutboxMessage.objects.all()}
    assert told == {"document_assigned": row.pk, "document_informed": row.pk}
    assert links.to("incoming", row.pk) == reverse("documents:one", args=[row.pk])


def test_an_instruction_written_on_an_old_page_is_told_so(
    as_: Callable[[str], Client], world: World, row: Incoming
) -> None:
    hai = as_("hai")
    assert hai.get(reverse("documents:instruct", args=[row.pk])).status_code == 200
    instructed(world, row)
    post(hai, "instruct", row.pk, 409, words="Khác", lead=str(world.cast["hoa"].pk), seen="")
    assert the_task(row, world, "binh").state == "open"


def test_the_lead_may_pass_on_to_whoever_helps_or_knows(world: World, row: Incoming) -> None:
    instructed(world, row, helpers=[world.cast["hoa"].pk])
    with transact(world.commune_id) as work:
        routing.pass_on(
            work, world.actor("binh"), the_task(row, world, "binh"), world.cast["hoa"].pk, "Đồng chí nắm việc"
        )
    assert the_task(row, world, "hoa").part == "lead"


def test_returned_after_it_was_given_back_nobody_keeps_a_part(world: World, row: Incoming) -> None:
    instructed(world, row, helpers=[world.cast["hoa"].pk], informed=[world.cast["lan"].pk])
    with transact(world.commune_id) as work:
        routing.give_back(work, world.actor("binh"), the_task(row, world, "binh"), "Của xã khác")
    row.refresh_from_db()
    with transact(world.commune_id) as work:
        services.send_back(work, world.actor("thu"), row, "Gửi nhầm nơi nhận")
    assert not DocumentTask.objects.filter(incoming=row, state="open").exists()


def test_a_document_in_work_is_not_returned_to_its_sender(world: World, row: Incoming) -> None:
    instructed(world, row)
    with pytest.raises(Stale), transact(world.commune_id) as work:
        services.send_back(work, world.actor("thu"), row, "Gửi nhầm nơi nhận")


def test_whose_day_comes_is_told_once_and_who_is_late_with_the_leader(world: World, row: Incoming) -> None:
    instructed(world, row)
    told = OutboxMessage.objects.exclude(template="document_assigned")
    remind(world)
    assert not told.exists()
    with clock.at(nine(date(2026, 11, 30))):
        remind(world)
        remind(world)
    assert [one.template for one in told] == ["document_due"]
    for day in (date(2026, 12, 2), date(2026, 12, 3), date(2026, 12, 10)):
        with clock.at(nine(day)):
            remind(world)
    assert told.filter(template="document_late").count() == 2
    assert told.filter(template="document_late_with").count() == 2


def test_who_was_put_in_charge_stands_in_the_printed_register(
    as_: Callable[[str], Client], world: World, row: Incoming
) -> None:
    instructed(world, row)
    page(as_("binh"), row)
    sheet = as_("thu").get(reverse("documents:export", args=["csv"])).content.decode()
    assert world.cast["binh"].full_name in sheet
    assert "23/11/2026" in sheet
