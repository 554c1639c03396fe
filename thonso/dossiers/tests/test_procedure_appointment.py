"""Certification of a signature (2.000884): a wish for an hour, the hour, the meeting, the number of the book."""

from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from tests.cast import BACKEND
from thonso.core.base import clock
from thonso.core.base.errors import Absent, Refused, Stale
from thonso.dossiers import printing
from thonso.dossiers.services import clock as dates
from thonso.dossiers.tests.world import World, changed, file_sample, sample

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]
THURSDAY = datetime(2026, 11, 26, 9, 0, tzinfo=clock.HANOI)
HOUR = {"day": "2026-11-26", "hour": "09:00"}
THERE = {"present": ["person"]}


def booked(world: World):
    done = file_sample(world, sample("2.000884"))
    world.act("lan", done, "receive", HOUR)
    return done


@pytest.mark.parametrize("channel", ["online", "assisted", "desk"])
def test_an_hour_may_be_asked_for_from_anywhere_but_by_post(world: World, channel: str) -> None:
    done = file_sample(world, changed(sample("2.000884"), channel=channel))
    assert world.dossier(done).channel == channel
    with pytest.raises(Refused):
        world.file("lan", sample("2.000884"), channel="post")


def test_the_desk_sets_the_hour_without_having_seen_any_paper(world: World) -> None:
    dossier = world.dossier(booked(world))
    assert (dossier.state, dossier.stage, dossier.holder_role) == ("accepted", "witness", "one_stop")
    assert (dossier.appointed_at, dossier.act_by) == (THURSDAY, THURSDAY)
    assert dossier.due_at == THURSDAY.replace(hour=17)
    assert dates.explain(dossier) is None


@pytest.mark.parametrize(
    "hour",
    [
        {},
        {"day": "2026-11-26"},
        {"day": "2026-11-26", "hour": "sáng"},
        {"day": "2026-11-20", "hour": "09:00"},  # past
        {"day": "2026-11-24", "hour": "09:00"},  # a holiday
        {"day": "2026-11-26", "hour": "12:15"},  # noon
        {"day": "2027-11-26", "hour": "09:00"},  # next year
    ],
)
def test_an_hour_at_which_nobody_is_there_is_refused(world: World, hour: dict[str, str]) -> None:
    done = file_sample(world, sample("2.000884"))
    with pytest.raises(Refused):
        world.act("lan", done, "receive", hour)
    assert world.dossier(done).state == "submitted"


def test_it_is_signed_before_the_officer_numbered_and_given_back(world: World) -> None:
    done = booked(world)
    with clock.at(THURSDAY + timedelta(minutes=20)):
        with pytest.raises(Refused):
            world.act("lan", done, "certify", {"signer": "Sùng Seo Phong"})  # papers not looked at yet
        world.check_all("lan", done)
        with pytest.raises(Refused):
            world.act("lan", done, "certify", {"signer": " "})
        with pytest.raises(Refused) as refusal:
            world.act("lan", done, "certify", {"signer": "Sùng Seo Phong"})  # nobody said that she was there
        assert list(refusal.value.fields) == ["present_person"]
        words = {"signer": "Sùng Seo Phong", "note": "Phiên dịch tiếng Dao: Chảo Thị Sen"}
        world.act("lan", done, "certify", words | THERE)
        dossier = world.dossier(done)
        result = dossier.results.get().result
        assert (dossier.state, dossier.stage) == ("completed", "return")
        assert (result.number, result.state) == ("01, quyển số 01/2026-SCT/CK,ĐC", "issued")
        world.act("lan", done, "hand_over", {"way": "desk", "taken_by": dossier.subject_name})
    assert world.dossier(done).state == "handed_over"


def test_the_book_counts_without_a_gap(world: World) -> None:
    for number in (1, 2, 3):
        done = booked(world)
        with clock.at(THURSDAY + timedelta(minutes=number)):
            world.check_all("lan", done)
            world.act("lan", done, "certify", {"signer": "Sùng Seo Phong"} | THERE)
        assert world.dossier(done).results.get().result.number.startswith(f"{number:02d}, quyển")


def test_a_missing_paper_means_another_hour_not_a_supplement(world: World) -> None:
    done = booked(world)
    (asked,) = sample("2.000884", "supplement").ask
    with pytest.raises(Refused):
        world.act("lan", done, "ask_supplement", {"papers": {asked["paper"]: {"why": "missing"}}})
    later = {"day": "2026-11-27", "hour": "14:00", "reason": asked["say"]}
    world.act("lan", done, "rebook", later)
    dossier = world.dossier(done)
    assert dossier.appointed_at == datetime(2026, 11, 27, 14, 0, tzinfo=clock.HANOI)
    assert dossier.state == "accepted"
    with pytest.raises(Refused):
        world.act("lan", done, "rebook", later)


def test_it_cannot_be_certified_before_its_day(world: World) -> None:
    done = booked(world)
    world.check_all("lan", done)
    with pytest.raises(Refused):
        world.act("lan", done, "certify", {"signer": "Sùng Seo Phong"})


def test_who_does_not_come_may_withdraw_and_nothing_is_numbered(world: World) -> None:
    done = booked(world)
    world.act("lan", done, "withdraw", {"reason": "Người hẹn báo không đến.", "asked_by": "spoken"})
    assert world.dossier(done).state == "withdrawn"
    with pytest.raises(Stale):
        world.act("lan", done, "certify", {"signer": "Sùng Seo Phong"})


def test_only_this_desk_sets_and_certifies(world: World) -> None:
    done = booked(world)
    for who in ("xuan", "binh", "tu", "quantri"):
        with pytest.raises(Absent):
            world.act(who, done, "rebook", HOUR | {"hour": "10:00"})


def test_an_appointment_is_never_a_receipt(world: World) -> None:
    done = booked(world)
    dossier = world.dossier(done)
    kinds = [slip.kind for slip in printing.slips_of(dossier, list(dossier.events.order_by("seq")))]
    assert "form01" not in kinds
    assert "filing_note" in kinds


def test_no_other_procedure_is_booked_or_certified(world: World) -> None:
    done = world.file("lan", sample("TS.000001"))
    world.receive(done)
    for name in ("rebook", "certify"):
        with pytest.raises(Refused):
            world.act("lan", done, name, HOUR | {"signer": "Sùng Seo Phong"})


def test_the_desk_does_it_all_on_its_pages(world: World, client: Client) -> None:
    client.force_login(world.cast["lan"], backend=BACKEND)
    done = file_sample(world, sample("2.000884"))

    def press(name: str, **fields: str) -> int:
        address = reverse("dossiers:act", args=[done.code, name])
        page = client.get(address)
        assert page.status_code == 200, name
        answer: int = client.post(address, {"transaction_id": str(uuid4()), **fields}).status_code
        return answer

    hour = {"day": "26/11/2026"}
    assert press("receive", **hour, hour="12:15") == 422  # noon: the page says when the office is open
    assert press("receive", **hour, hour="9h00") == 302
    assert press("rebook", **hour, hour="10:00", reason="Đường sạt lở") == 302
    with clock.at(THURSDAY + timedelta(hours=1)):
        page = client.get(reverse("dossiers:detail", args=[done.code]))
        assert "10:00 26/11/2026" in page.content.decode()
        world.check_all("lan", done)
        assert press("certify", signer="Sùng Seo Phong", book="1") == 422
        assert press("certify", signer="Sùng Seo Phong", book="1", present_person="1") == 302
    assert world.dossier(done).state == "completed"
    page = client.get(reverse("dossiers:detail", args=[done.code])).content.decode()
    assert "01, quyển số 01/2026-SCT/CK,ĐC" in page
    assert "Có mặt: người yêu cầu" in page


def test_the_citizen_asks_for_an_hour_on_the_public_pages(world: World, client: Client) -> None:
    client.force_login(world.cast["mai"], backend=BACKEND)
    page = client.get(reverse("dossiers:start", args=["2.000884"]))
    assert page.status_code == 200
    answer = client.post(reverse("dossiers:start", args=["2.000884"]), {"representation": "self"})
    assert answer.status_code == 302
