"""Lists over the API: page by page without gap or double, searched, printed, and asked for in as few statements whatever
their length."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.api.made import bearer
from thonso.core.base.clock import now
from thonso.core.journal.work import transact
from thonso.documents import listing, routing, services
from thonso.documents.models import Incoming
from thonso.documents.tests.calling import DOCUMENTS, listed, registered
from thonso.dossiers.tests.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]


def made(world: World, count: int) -> None:
    """In each list as many, some urgent and some without a day."""
    thu, hai, commune = world.actor("thu"), world.actor("hai"), world.units.commune
    with transact(world.commune_id) as work:
        for number in range(count):
            Incoming.objects.create(
                commune=commune, organ="ubnd", channel="paper", arrived_at=now(), brought_by_id=thu.id,
                urgency=number % 2,
            )  # fmt: skip
            for presented in (True, False):
                row = services.begin_on_paper(work, thu, commune, "ubnd")
                typed = services.Typed(f"Sở {number}", f"{number}/S", "", f"Việc {number}", sure=True)
                services.register(work, thu, row, typed)
                if presented:
                    routing.present(work, thu, row, world.cast["hai"].pk)
                    continue
                due = date(2026, 12, 1) + timedelta(days=number % 3) if number % 4 else None
                routing.instruct(work, hai, row, routing.Wanted("Làm", world.cast["binh"].pk, due_on=due))


@pytest.mark.parametrize(
    ("who", "queue"), [("thu", "register"), ("thu", "waiting"), ("hai", "before_me"), ("binh", "mine")]
)
def test_pages_follow_each_other_without_gap_or_double(
    world: World, monkeypatch: pytest.MonkeyPatch, who: str, queue: str
) -> None:
    made(world, 7)
    monkeypatch.setattr(listing, "PAGE", 3)
    client, seen, cursor = bearer(world, who), list[dict[str, Any]](), ""
    for _page in range(9):
        found = listed(client, queue=queue, cursor=cursor)
        assert len(found["items"]) <= 3
        seen += found["items"]
        if not (cursor := found["next"]):
            break
    assert len({line["id"] for line in seen}) == len(seen) == (14 if queue == "register" else 7)
    if queue == "mine":
        days = [line["task"]["due_on"] or "9999" for line in seen]
        assert days == sorted(days)
        assert days[-1] == "9999"
    if queue == "register":
        assert [line["number"] for line in seen] == list(range(14, 0, -1))


@pytest.mark.parametrize(
    ("who", "queue"), [("thu", "register"), ("thu", "waiting"), ("hai", "before_me"), ("binh", "mine")]
)
def test_a_list_asks_no_more_for_many_than_for_few(world: World, who: str, queue: str) -> None:
    client = bearer(world, who)

    def count() -> int:
        listed(client, queue=queue)
        with CaptureQueriesContext(connection) as asked:
            listed(client, queue=queue)
        return len(asked)

    made(world, 2)
    few = count()
    made(world, 9)
    assert len(listed(client, queue=queue)["items"]) >= 11
    assert count() == few


def test_a_cursor_that_is_none_begins_anew_and_never_breaks(world: World) -> None:
    made(world, 1)
    for who, queue in (("thu", "register"), ("thu", "waiting"), ("hai", "before_me"), ("binh", "mine")):
        client = bearer(world, who)
        for cursor in (
            "x", "~", "~~", "1~x~y", "99999999999999999999", "-5", "1~0001-01-01T00:00:00+14:00~" + str(uuid4()),
            "2026-13-01~2026-11-23T09:00:00+07:00~" + str(uuid4()), "' OR 1=1 --", "💥" * 50,
        ):  # fmt: skip
            assert listed(client, queue=queue, cursor=cursor)["items"], (queue, cursor)


def test_the_register_is_searched_and_narrowed(world: World) -> None:
    thu = bearer(world, "thu")
    id_ = str(registered(thu, subject="Về việc tiêm phòng đàn trâu", organ="x"))
    other = str(registered(thu, subject="Rà soát hộ tịch"))

    def ids(**query: Any) -> list[str]:
        return [line["id"] for line in listed(thu, **query)["items"]]

    assert ids(q="tiem phong") == [id_]
    assert ids() == ids(organ="ubnd", year=2026, state="registered") == [other, id_]
    assert ids(organ="hdnd") == ids(year=2025) == ids(state="done") == []
    for query in ({"organ": "khac"}, {"queue": "khac"}, {"state": "khac"}, {"year": 1}, {"q": "x" * 101}):
        listed(thu, 422, **query)


def test_the_register_is_taken_away_as_on_the_page(world: World) -> None:
    thu = bearer(world, "thu")
    registered(thu, subject="Rà soát hộ tịch")
    sheet = thu.get(f"{DOCUMENTS}/register.csv")
    assert "Rà soát hộ tịch" in sheet.content.decode()
    assert thu.get(f"{DOCUMENTS}/register.csv?since=2026-01-01&until=2026-01-31").content.decode().count("\n") == 1
    assert thu.get(f"{DOCUMENTS}/register.xlsx").content[:2] == b"PK"
    assert thu.get(f"{DOCUMENTS}/register.pdf").content[:5] == b"%PDF-"
    for wrong in ("register.csv?since=mai", "register.csv?organ=khac", "register.docx"):
        assert thu.get(f"{DOCUMENTS}/{wrong}").status_code == 422, wrong


def test_an_empty_list_is_one(world: World, client: Client) -> None:
    assert listed(bearer(world, "thu")) == {"items": [], "next": None, "cut": False}
