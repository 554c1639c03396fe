"""Nhập bù (practice.md 20): a pad printed before, an outage approved, each slip entered with its true hour, once."""

import html
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from thonso.core.base import clock
from thonso.core.base.errors import Absent, Refused, Stale
from thonso.core.journal.models import Entry
from thonso.counter.models import Outage, Slip, SlipBatch
from thonso.counter.services import after_entry
from thonso.dossiers import late_entries
from thonso.dossiers.models import Dossier, Draft
from thonso.dossiers.services import clock as dates
from thonso.dossiers.services import drafts
from thonso.dossiers.tests.test_papers import drawn, words
from thonso.dossiers.tests.world import MONDAY, World, changed, sample
from thonso.procedures.access import version_on

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]
CUT = MONDAY.replace(hour=9), MONDAY.replace(hour=10, minute=30)
HOUR = MONDAY.replace(hour=9, minute=40)
BACK = MONDAY.replace(hour=16)  # the power is back


@pytest.fixture
def pad(world: World) -> SlipBatch:
    with clock.at(MONDAY.replace(hour=8)):
        return after_entry.print_pad(world.actor("lan"), world.commune_id, 8)


def outage(world: World) -> Outage:
    made = after_entry.propose(world.actor("lan"), world.commune_id, *CUT, "Mất điện toàn xã")
    after_entry.decide(world.actor("trung"), made, approve=True)
    made.refresh_from_db()
    return made


def entered(world: World, slip: Slip) -> Any:
    return world.file("lan", sample("TS.000001"), id_=slip.pk)


def test_numbers_are_reserved_and_the_slip_is_entered_with_its_hour(world: World, pad: SlipBatch) -> None:
    slips = list(pad.slips.order_by("code"))
    assert world.file("lan", sample("TS.000001")).code not in {one.code for one in slips}
    with clock.at(BACK):
        cut = outage(world)
        after_entry.write_hour(world.actor("lan"), slips[2], cut, HOUR)
        done = entered(world, slips[2])
        dossier = world.dossier(done)
        assert (done.code, done.key) == (slips[2].code, after_entry.key_of(slips[2]))
        assert (dossier.filed_at, dossier.entered_at) == (HOUR, BACK)
        assert dossier.act_by == dates.reception_due(world.commune_id, HOUR)
        assert Slip.objects.get(pk=slips[2].pk).state == "used"
        world.receive(done)
        dossier = world.dossier(done)
        assert dossier.received_at == HOUR
        same = world.file("lan", sample("TS.000001"))
        world.receive(same)
        assert dossier.due_at < world.dossier(same).due_at  # counted from the true hour
        assert "09 giờ 40 phút" in drawn(world, done, "filing_note")
        # The number is used: not entered again, not struck out.
        for again in (
            lambda: after_entry.write_hour(world.actor("lan"), Slip.objects.get(pk=slips[2].pk), cut, HOUR),
            lambda: after_entry.spoil(world.actor("lan"), slips[2], "Viết sai"),
        ):
            with pytest.raises((Refused, Stale)):
                again()


def test_papers_that_were_missing_start_the_clock_anew(world: World, pad: SlipBatch) -> None:
    slip = pad.slips.first()
    with clock.at(BACK):
        after_entry.write_hour(world.actor("lan"), slip, outage(world), HOUR)
        done = entered(world, slip)
        world.act("lan", done, "ask_supplement", {"papers": {"request": {"why": "missing", "note": "Thiếu đơn."}}})
    tuesday = MONDAY + timedelta(days=2)
    with clock.at(tuesday):
        world.act("lan", done, "supply", {"brought": {"request": "kept"}})
        world.receive(done)
        assert world.dossier(done).received_at == tuesday


def test_a_slip_of_the_last_day_of_a_procedure_is_taken_in_the_new_year(
    world: World, client: Client, sign_in: Any
) -> None:
    """Filed in time: what was offered and asked on that day counts (practice.md 6, 20)."""
    cut = datetime(2026, 12, 31, 9, tzinfo=clock.HANOI), datetime(2026, 12, 31, 10, 30, tzinfo=clock.HANOI)
    lan, told = world.actor("lan"), changed(sample("1.011607"), channel="desk", attachments={})
    with clock.at(cut[0] - timedelta(days=1)):
        slip, other = after_entry.print_pad(lan, world.commune_id, 2).slips.order_by("code")
    sign_in(client, "lan")
    with clock.at(datetime(2027, 1, 4, 9, tzinfo=clock.HANOI)):
        made = after_entry.propose(lan, world.commune_id, *cut, "Mất điện")
        after_entry.decide(world.actor("trung"), made, approve=True)
        made.refresh_from_db()
        after_entry.write_hour(lan, slip, made, cut[0] + timedelta(minutes=20))
        choose, start = "/ban/ho-so/moi/", "/thu-tuc/1.011607/nop/?kenh=desk"
        assert "1.011607" not in client.get(choose).content.decode()
        page = html.unescape(client.get(f"{choose}?phieu={slip.pk}").content.decode())
        assert f"/thu-tuc/1.011607/nop/?kenh=desk&phieu={slip.pk}" in page
        assert "31/12/2026" in page
        assert client.get(start).status_code == 404
        begun = client.post(f"{start}&phieu={slip.pk}", {"representation": "self"})
        assert client.get(begun.headers["Location"], follow=True).status_code == 200
        with pytest.raises(Refused, match="01/01/2027"):
            world.file("lan", told, id_=other.pk)  # its hour was not written down: filed today
        done = world.file("lan", told, id_=slip.pk)
        world.receive(done)
    dossier = world.dossier(done)
    assert (dossier.procedure_code, dossier.received_at) == ("1.011607", cut[0] + timedelta(minutes=20))


def test_hours_that_cannot_be_are_refused(world: World, pad: SlipBatch) -> None:
    lan, slip = world.actor("lan"), pad.slips.first()
    with clock.at(BACK):
        proposed = after_entry.propose(lan, world.commune_id, *CUT, "Mất điện")
        with pytest.raises(Refused):  # not approved yet
            after_entry.write_hour(lan, slip, proposed, HOUR)
        cut = outage(world)
        for wrong in (CUT[0] - timedelta(minutes=1), CUT[1] + timedelta(minutes=1)):
            with pytest.raises(Refused):
                after_entry.write_hour(lan, slip, cut, wrong)
        with clock.at(BACK + timedelta(days=15)), pytest.raises(Refused):
            after_entry.write_hour(lan, slip, cut, HOUR)
        newer = after_entry.print_pad(lan, world.commune_id, 1)  # printed after the power came back
        with pytest.raises(Refused, match="in lúc"):
            after_entry.write_hour(lan, newer.slips.get(), cut, HOUR)
        after_entry.write_hour(lan, slip, cut, HOUR)
    with pytest.raises(Refused):
        late_entries.check_hour(world.commune_id, BACK, printed_at=MONDAY, now=MONDAY)


def test_a_slip_is_entered_in_its_own_commune_once_and_not_after_it_was_struck_out(
    world: World, pad: SlipBatch, monkeypatch: pytest.MonkeyPatch
) -> None:
    lan, slip = world.actor("lan"), pad.slips.first()
    with clock.at(BACK):
        after_entry.write_hour(lan, slip, outage(world), HOUR)
        late = late_entries.late_of(world.commune_id, slip.pk, "desk")
        assert late is not None
        assert late_entries.late_of(world.units.other.pk, slip.pk, "desk") is None
        version = version_on(world.commune_id, "TS.000001", BACK.date()).version_id
        form = {"commune_id": world.commune_id, "version_id": version, "channel": "desk", "people": {}, "answers": {}}
        drafts.begin(lan, **form, prefilled={}, slip=slip.pk)
        with pytest.raises(Stale):  # pressed twice: both found no form begun
            drafts.begin(lan, **form, prefilled={}, slip=slip.pk)
        # A colleague strikes it out between the look at the slip and the writing of the dossier.
        after_entry.spoil(lan, slip, "Viết sai")
        monkeypatch.setattr(late_entries, "_loaders", [lambda commune, id_: late])
        with pytest.raises(Stale):
            entered(world, slip)
    assert not Dossier.objects.filter(pk=slip.pk).exists()


def test_an_outage_is_written_down_with_sense_and_approved_by_another(world: World) -> None:
    lan, commune = world.actor("lan"), world.commune_id
    with clock.at(BACK):
        for began, ended, reason in (
            (CUT[1], CUT[0], "Mất điện"),
            (CUT[0], BACK + timedelta(hours=1), "Mất điện"),
            (CUT[0] - timedelta(days=2), CUT[1], "Mất điện"),
            (CUT[0] - timedelta(days=15), CUT[1] - timedelta(days=15), "Mất điện"),
            (*CUT, " "),
        ):
            with pytest.raises(Refused):
                after_entry.propose(lan, commune, began, ended, reason)
        made = after_entry.propose(lan, commune, *CUT, "Mất điện")
        with pytest.raises(Absent):
            after_entry.decide(lan, made, approve=True)
        world.appoint("lan", "centre_director")
        with pytest.raises(Refused):  # with both posts: not one's own
            after_entry.decide(world.actor("lan"), made, approve=True)
        after_entry.decide(world.actor("trung"), made, approve=False)
        with pytest.raises(Stale):
            after_entry.decide(world.actor("trung"), made, approve=True)


def test_the_desk_does_it_in_the_browser(world: World, client: Client, sign_in: Any) -> None:
    page = "/ban/quay/nhap-bu/"
    sign_in(client, "lan")
    with clock.at(MONDAY.replace(hour=8)):
        assert client.post(page, {"part": "print", "count": "x"}).status_code == 422
        client.post(page, {"part": "print", "count": "3"})
        batch = SlipBatch.objects.get()
        first = words(client.get(f"{page}{batch.pk}/phieu.pdf").content)
        code = batch.slips.order_by("code").first().code
        assert first.count(code) >= 2  # in the register and on its slip
        assert "Sổ ghi tay khi mất điện".upper() in first.upper()
        assert "In lại lần 1" in words(client.get(f"{page}{batch.pk}/phieu.pdf").content)
    with clock.at(BACK):
        told = {"part": "outage", "day": "23/11/2026", "began": "09:00", "ended": "10:30", "reason": "Mất điện"}
        wrong = client.post(page, {**told, "ended": "10 rưỡi"})
        assert wrong.status_code == 422
        assert 'value="10 rưỡi"' in html.unescape(wrong.content.decode())
        client.post(page, told)
        cut = Outage.objects.get()
        assert client.post(f"{page}dot/{cut.pk}/", {"approve": "yes"}).status_code == 404
        sign_in(client, "trung")
        assert "Duyệt" in html.unescape(client.get(page).content.decode())
        client.post(f"{page}dot/{cut.pk}/", {"approve": "yes"})
        sign_in(client, "lan")
        one = {"part": "enter", "outage": str(cut.pk), "slip": code, "hour": "09:40"}
        for bad in ({"slip": "TS-261123-9999"}, {"hour": "25:00"}, {"hour": "08:30"}, {"outage": "x"}):
            assert client.post(page, {**one, **bad}).status_code == 422
        going = client.post(page, one).headers["Location"]
        slip = Slip.objects.get(code=code)
        assert going.endswith(f"?phieu={slip.pk}")
        assert f"kenh=desk&amp;phieu={slip.pk}" in client.get(going).content.decode()
        start = f"/thu-tuc/TS.000001/nop/?kenh=desk&phieu={slip.pk}"
        begun = client.post(start, {"representation": "self"})
        assert Draft.objects.get().pk == slip.pk
        assert client.post(start, {"representation": "self"}).status_code == 409  # begun once
        assert UUID(begun.headers["Location"].split("/")[2]) == slip.pk
        # A slip whose hour nobody wrote down begins an ordinary form.
        other = batch.slips.order_by("code").last()
        client.post(f"/thu-tuc/TS.000001/nop/?kenh=desk&phieu={other.pk}", {"representation": "self"})
        assert not Draft.objects.filter(pk=other.pk).exists()
        entered(world, slip)
        shown = html.unescape(client.get(f"/ban/ho-so/{code}/").content.decode())
        assert "nhập bù" in shown
        client.post(page, {"part": "spoil", "slip": other.code, "reason": "Viết sai"})
        assert Slip.objects.get(pk=other.pk).state == "spoilt"
    assert {"slip.pad_made", "slip.printed", "slip.hour_written", "outage.approved", "slip.spoilt"} <= set(
        Entry.objects.values_list("verb", flat=True)
    )
