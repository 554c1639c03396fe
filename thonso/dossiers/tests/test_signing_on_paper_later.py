"""Who chose to sign on paper is told where, when and what; the desk sees it until the signed paper is kept."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from thonso.dossiers import on_paper
from thonso.dossiers.requirements import definition
from thonso.dossiers.services.drafting import answers_of
from thonso.dossiers.services.filing import Filed
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
