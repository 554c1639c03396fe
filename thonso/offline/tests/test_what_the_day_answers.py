"""What a mobile day answers for whoever sits there: which papers, where and when, which date and fee; told alike everywhere."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from django.test import Client

from thonso.core.base import clock
from thonso.core.web.words import moment
from thonso.dossiers import chronicle
from thonso.dossiers.models import Dossier
from thonso.dossiers.services import fees
from thonso.dossiers.services.moves import answers_of
from thonso.dossiers.tests.world import World
from thonso.offline.tests.phone import Phone
from thonso.offline.tests.there import COPIES, EVENING, THERE, WEDNESDAY, taken
from thonso.outreach.models import MobileDay
from thonso.procedures.access import version_on
from thonso.procedures.definition import Definition
from thonso.procedures.rendering import outline

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]


def test_an_original_that_is_only_shown_has_to_be_looked_at_there(world: World, day: MobileDay, laptop: Phone) -> None:
    """At the desk it is looked at in the meeting; the meeting was there, and she has taken it home again."""
    unseen, bad = taken(world, day, COPIES, papers={}), taken(world, day, COPIES)
    bad.text["taken"]["papers"]["original"]["verdict"] = "invalid"
    for record in (unseen, bad):
        with clock.at(EVENING):
            note = laptop.deliver(record).json()["note"]
        assert "Bản chính giấy tờ, văn bản cần chứng thực bản sao" in note
        assert "Bản sao đã chụp sẵn" not in note  # nobody has to bring these
        assert note.startswith("Đã nộp, chưa tiếp nhận")
        assert Dossier.objects.get(pk=record.id).state == "submitted"


def test_the_phone_demands_the_same_papers(world: World) -> None:
    (paper, copies) = outline(version_on(world.commune_id, COPIES, WEDNESDAY).definition)["cases"][-1]["papers"]
    assert (paper["key"], paper["required"], copies["required"]) == ("original", True, False)


@pytest.mark.parametrize("asked", [True, False])
def test_who_sits_there_has_wished_for_no_other_day(
    world: World, day: MobileDay, laptop: Phone, *, asked: bool
) -> None:
    """The phone asks nothing of it; one that still has the form of before sends what it asked."""
    record = taken(world, day, COPIES)
    for key in () if asked else ("place", "day", "part_of_day"):
        del record.text["answers"][key]
    with clock.at(EVENING):
        said = laptop.deliver(record)
    assert (said.status_code, said.json()["note"]) == (201, ""), said.json()
    answers = answers_of(Dossier.objects.get(pk=record.id))
    assert (answers["place"], answers["day"], answers["part_of_day"]) == ("hamlet", "2026-11-25", "morning")
    assert answers["hamlet"]["hamlet"] == day.hamlet.code


def test_on_a_day_on_which_the_office_is_closed_too(world: World, day: MobileDay, laptop: Phone) -> None:
    sunday = THERE + timedelta(days=4)
    MobileDay.objects.filter(pk=day.pk).update(day=sunday.date())
    record = taken(world, day, COPIES, at=sunday.isoformat())
    with clock.at(sunday + timedelta(hours=8)):
        said = laptop.deliver(record)
    assert (said.status_code, said.json()["note"]) == (201, ""), said.json()
    assert answers_of(Dossier.objects.get(pk=record.id))["day"] == "2026-11-29"


def test_also_where_it_counts_from_a_later_day(world: World, day: MobileDay, laptop: Phone) -> None:
    record = taken(world, day, COPIES, at="2026-11-24T03:00:00Z")
    with clock.at(EVENING + timedelta(days=1)):
        said = laptop.deliver(record)
    assert said.status_code == 201, said.json()
    assert "place" in answers_of(Dossier.objects.get(pk=record.id))


def test_phone_and_lookup_tell_the_same_date_and_fee(world: World, day: MobileDay, laptop: Phone) -> None:
    record = taken(world, day, COPIES)
    with clock.at(EVENING):
        said = laptop.deliver(record).json()
    dossier = Dossier.objects.get(pk=record.id)
    assert dossier.appointed_at == dossier.received_at == THERE
    log = " ".join(line.text for line in chronicle.history(dossier, dossier.events.all()))
    assert f"hẹn lúc {moment(THERE)}" in log, log
    assert moment(EVENING) not in log
    assert said["due"] == dossier.due_at.isoformat()
    assert said["fee"].startswith("34.000\N{NO-BREAK SPACE}đ. Anh chị nộp tại Trung tâm Phục vụ hành chính công")
    for at in (EVENING, EVENING + timedelta(days=1)):
        with clock.at(at):
            client = Client()
            client.post("/tra-cuu/", {"ma": said["code"], "khoa": said["key"]})
            page = client.get(f"/tra-cuu/{said['code']}/").content.decode()
        text = " ".join(re.sub(r"<[^>]+>", " ", page).split())
        assert " ".join(moment(dossier.due_at, "long").split()) in text, text
        assert "34.000 đ Chưa yêu cầu nộp Anh chị nộp tại Trung tâm" in text
        assert "Đến đúng giờ hẹn" not in text
        assert "Đã qua giờ hẹn" not in text
        assert "tại buổi đăng ký lưu động ở thôn Suối Chải (Nhà văn hóa thôn)" in text
        assert "tại quầy" not in text


def test_who_may_pay_less_is_told_to_bring_the_paper_for_it(
    world: World, day: MobileDay, laptop: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, bring = fees.requirements.definition, "Ai được miễn, giảm thì mang theo giấy tờ chứng minh."

    def known(dossier: Dossier) -> Definition:
        found = real(dossier)
        return replace(found, fees=tuple(replace(fee, exemptions=("Hộ nghèo",)) for fee in found.fees))

    with clock.at(EVENING):
        assert bring not in laptop.deliver(taken(world, day, COPIES)).json()["fee"]
        with monkeypatch.context() as exempting:
            exempting.setattr(fees.requirements, "definition", known)
            said = laptop.deliver(taken(world, day, COPIES)).json()
            client = Client()
            client.post("/tra-cuu/", {"ma": said["code"], "khoa": said["key"]})
            page = client.get(f"/tra-cuu/{said['code']}/").content.decode()
    assert said["fee"].endswith(bring)
    assert bring in page


def test_what_costs_nothing_and_what_is_not_received_names_no_fee(world: World, day: MobileDay, laptop: Phone) -> None:
    with clock.at(EVENING):
        assert laptop.deliver(taken(world, day)).json()["fee"] == ""
        assert laptop.deliver(taken(world, day, COPIES, received=False)).json()["fee"] == ""
