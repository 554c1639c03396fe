"""Who chose to sign on paper is told where, when and what; the desk sees it until the signed paper is kept."""

from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from thonso.core.base.errors import Refused
from thonso.dossiers import on_paper
from thonso.dossiers.models import HamletTask, Result
from thonso.dossiers.requirements import definition
from thonso.dossiers.services.filing import Filed
from thonso.dossiers.services.moves import answers_of
from thonso.dossiers.tests.test_filing_pages import begun
from thonso.dossiers.tests.world import World, sample

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]
PAPER = {"way": "paper"}
TOLD, OFFICE = "Còn phải ký trên giấy", "Chờ ký trên giấy khi tới"


@pytest.fixture
def promised(world: World) -> Filed:
    return world.file("mai", sample("TS.000001"), channel="online", signature=PAPER)


def text(client: Client, name: str, *args: Any) -> str:
    response = client.get(reverse(f"dossiers:{name}", args=args))
    assert response.status_code == 200
    return response.content.decode()


def test_it_is_said_before_and_after_sending(client: Client, world: World, sign_in: Any) -> None:
    sign_in(client, "mai")
    draft = begun(client, "TS.000001")
    at = reverse("dossiers:question", args=[draft, "truth"])
    client.post(at, {"truth": "on", "signature.way": "paper"})
    before = text(client, "check_answers", draft)
    assert reverse("dossiers:sheet", args=[draft]) in before
    assert "Đơn đề nghị xác nhận" in text(client, "sheet", draft)
    sent = client.post(reverse("dossiers:check_answers", args=[draft]), follow=True)
    assert TOLD in sent.content.decode()
    assert "“Đơn đề nghị xác nhận”" in sent.content.decode()


def test_whoever_follows_it_reads_it_and_so_does_the_desk(
    client: Client, world: World, sign_in: Any, promised: Filed
) -> None:
    client.post(reverse("dossiers:track"), {"ma": promised.code, "khoa": promised.key})
    assert TOLD in text(client, "tracked", promised.code)
    sign_in(client, "lan")
    for page in (text(client, "detail", promised.code), text(client, "act", promised.code, "check_paper")):
        assert OFFICE in page
        assert reverse("dossiers:filed_sheet", args=[promised.code]) in page
    assert "Đơn đề nghị xác nhận" in text(client, "filed_sheet", promised.code)


def test_once_the_signed_paper_is_kept_nobody_asks_for_it(
    client: Client, world: World, sign_in: Any, promised: Filed
) -> None:
    data = {"papers": {"request": {"verdict": "valid", "seen": "kept"}}}
    world.act("lan", promised, "check_paper", data)
    client.post(reverse("dossiers:track"), {"ma": promised.code, "khoa": promised.key})
    assert TOLD not in text(client, "tracked", promised.code)
    sign_in(client, "lan")
    assert OFFICE not in text(client, "detail", promised.code)


def test_who_signed_on_the_screen_is_asked_for_nothing(client: Client, world: World, sign_in: Any) -> None:
    done = world.file("mai", sample("TS.000001"), channel="online")
    assert on_paper.promised(definition(world.dossier(done)), answers_of(world.dossier(done))) is None
    client.post(reverse("dossiers:track"), {"ma": done.code, "khoa": done.key})
    assert TOLD not in text(client, "tracked", done.code)
    sign_in(client, "lan")
    assert OFFICE not in text(client, "detail", done.code)


def test_a_dossier_that_is_over_asks_for_nothing(world: World, promised: Filed) -> None:
    world.act("mai", promised, "withdraw")
    dossier = world.dossier(promised)
    assert on_paper.awaited(dossier, answers_of(dossier)) is None


def test_who_cannot_draw_is_not_sent_to_a_box(client: Client, world: World, sign_in: Any) -> None:
    sign_in(client, "mai")
    draft = begun(client, "TS.000001")
    answer = client.post(reverse("dossiers:question", args=[draft, "truth"]), {"truth": "on"})
    assert answer.status_code == 422
    assert "ký vào ô" not in answer.content.decode()
    assert "Tôi sẽ ký trên giấy" in answer.content.decode()


def completed(world: World, filed: Filed) -> Result:
    world.receive(filed)
    for name in ("take", "draft_result", "propose"):
        world.act("hoa", filed, name)
    (result,) = world.sign("pho", filed)
    world.act("thu", filed, "seal")
    return result


def test_before_it_is_signed_on_paper_nothing_is_downloaded_or_handed_over(
    client: Client, world: World, sign_in: Any, promised: Filed
) -> None:
    result = completed(world, promised)
    sign_in(client, "mai")
    at = reverse("dossiers:tracked_result", args=[promised.code, result.pk])
    page = text(client, "tracked", promised.code)
    assert at not in page
    assert "ký “Đơn đề nghị xác nhận” trên giấy rồi mới tải về được" in page
    for address in (at, reverse("dossiers:result", args=[promised.code, result.pk])):
        assert client.get(address).status_code == 404
    given = {"way": "desk", "taken_by": "Lý Thị Mai"}
    with pytest.raises(Refused) as refused:
        world.act("lan", promised, "hand_over", given)
    assert "signed" in refused.value.fields
    world.act("lan", promised, "hand_over", given | {"signed": "1"})
    dossier = world.dossier(promised)
    assert dossier.state == "handed_over"
    assert dossier.checks.get(paper_key="request").seen == "kept"
    assert client.get(at).status_code == 200


def test_a_signature_kept_at_the_desk_opens_the_download(
    client: Client, world: World, sign_in: Any, promised: Filed
) -> None:
    result = completed(world, promised)
    sign_in(client, "lan")
    page = client.get(reverse("dossiers:act", args=[promised.code, "hand_over"])).content.decode()
    assert 'name="signed"' in page
    given = {"way": "desk", "taken_by": "Lý Thị Mai", "transaction_id": str(uuid4())}
    again = client.post(reverse("dossiers:act", args=[promised.code, "hand_over"]), given)
    assert again.status_code == 422
    assert "Phải ký “Đơn đề nghị xác nhận” trên giấy trước đã" in again.content.decode()
    world.act("lan", promised, "hand_over", given | {"signed": "1"})
    sign_in(client, "mai")
    assert client.get(reverse("dossiers:tracked_result", args=[promised.code, result.pk])).status_code == 200


def test_in_the_hamlet_it_is_marked_as_signed_too(client: Client, world: World, sign_in: Any, promised: Filed) -> None:
    completed(world, promised)
    world.act("lan", promised, "send_to_hamlet", {"carried_by": "Anh Tú"})
    task = HamletTask.objects.get(dossier_id=promised.dossier_id, kind="return")
    sign_in(client, "tu")
    at = reverse("dossiers:hamlet_task", args=[task.pk])
    client.post(at, {"do": "post", "transaction_id": str(uuid4())})
    given = {"taken_by": "Lý Thị Mai", "transaction_id": str(uuid4())}
    assert client.post(at, given).status_code == 422
    assert world.dossier(promised).state == "completed"
    client.post(at, given | {"signed": "1"})
    assert world.dossier(promised).state == "handed_over"
