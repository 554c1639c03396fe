"""Another office is asked: until it answers the dossier says that it was asked and until when, and what."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from thonso.core.base import clock
from thonso.dossiers.tests.test_extension import taken
from thonso.dossiers.tests.test_overview import seen
from thonso.dossiers.tests.test_two_tabs import opened, sent, text
from thonso.dossiers.tests.world import MONDAY, World

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]
ASKED: dict[str, Any] = {"office": "UBND xã A Mú Sung", "question": "Anh A đã đăng ký kết hôn ở xã chưa?", "days": "3"}


def test_it_says_that_it_was_asked_and_until_when_not_that_there_is_an_opinion(
    world: World, client: Client, sign_in
) -> None:
    done = taken(world)
    sign_in(client, "binh")
    sent(client, done, "consult", opened(client, done, "consult"), **ASKED)
    event = world.dossier(done).events.get(kind="consult")
    by = f"{clock.local(datetime.fromisoformat(event.facts['answer_by'])):%H:%M %d/%m/%Y}"
    assert by == "17:00 27/11/2026"  # three working days; the 24th is a day off
    page = seen(client, f"/ban/ho-so/{done.code}/")
    assert f"Đã hỏi ý kiến, chờ trả lời đến {by}." in page  # said once it is sent
    assert f"chờ trả lời đến {by}" in page.split("Lịch sử")[-1]
    assert "Đã lấy ý kiến" not in page


def test_the_form_for_the_answer_repeats_what_was_asked(world: World, client: Client, sign_in) -> None:
    done = taken(world)
    world.act("binh", done, "consult", ASKED)
    sign_in(client, "binh")
    page = seen(client, f"/ban/ho-so/{done.code}/lam/give_opinion/")
    for said in (ASKED["office"], ASKED["question"], "17:00 27/11/2026", world.cast["binh"].full_name):
        assert said in page


def test_asked_twice_the_form_repeats_the_question_that_is_open(world: World, client: Client, sign_in) -> None:
    done = taken(world)
    world.act("binh", done, "consult", ASKED)
    world.act("binh", done, "give_opinion", {"opinion": "Chưa đăng ký kết hôn."})
    with clock.at(MONDAY + timedelta(hours=1)):
        world.act("binh", done, "consult", ASKED | {"question": "Anh A cư trú ở xã từ năm nào?"})
    sign_in(client, "binh")
    form = client.get(f"/ban/ho-so/{done.code}/lam/give_opinion/")
    main = text(form).split("Hạn trả lời")[0]
    assert "Anh A cư trú ở xã từ năm nào?" in main
    assert ASKED["question"] not in main
