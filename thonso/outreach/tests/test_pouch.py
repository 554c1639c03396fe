"""Papers on the way: never an ID card, a receipt, lists signed at both ends; what is missing stays with its giver."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from thonso.core.access.policy import kind_of
from thonso.core.access.testing import actions_of, assert_faces_agree
from thonso.core.base.errors import Refused, Stale
from thonso.core.journal.models import Entry
from thonso.core.journal.work import transact
from thonso.dossiers import requirements
from thonso.dossiers.models import Dossier, PaperCheck
from thonso.dossiers.rules.states import FINAL
from thonso.dossiers.tests.world import World, name_in, sample
from thonso.outreach.models import CarriedPaper, HandOver, HandOverLine
from thonso.outreach.services import pouch

Browser = Callable[[str], Client]
BIRTH = "1.001193"


def text(answer: Any) -> str:
    return answer.content.decode()


def _line(address: str) -> HandOverLine:
    """The one line of the list at this address."""
    return HandOverLine.objects.get(list=address.split("/")[3])


def _helped(world: World) -> Any:
    """A birth that Tú files in the hamlet: it has papers to hand in."""
    one = sample(BIRTH)
    return world.file_from_afar(world.helping("tu", name_in(one)), one, channel="assisted")


def test_a_paper_goes_from_the_hamlet_to_the_division_and_back_to_its_owner(world: World, browser: Browser) -> None:
    filed = _helped(world)
    dossier = world.dossier(filed)
    tu, lan, binh = browser("tu"), browser("lan"), browser("binh")
    keys = [one.key for one in pouch.may_be_carried(dossier)]
    assert keys == ["birth_certificate"]
    assert "Giấy tờ tôi đang giữ" in text(tu.get("/thon/giay-to/"))
    assert filed.code in text(tu.get("/thon/giay-to/"))
    page = text(tu.get(f"/thon/giay-to/?hoso={filed.code}"))
    assert "Minh An" not in page  # the helper sees which paper, not whose answers
    for kind in ("original", "copy"):
        data = {"hoso": filed.code, "paper": keys[0], "kind": kind}
        assert tu.post("/thon/giay-to/nhan/", data).status_code == 302
    again = tu.post("/thon/giay-to/nhan/", {"hoso": filed.code, "paper": keys[0]})
    assert "đang có người giữ" in text(again)
    shown = next(p.key for p in requirements.papers(dossier) if p.how == "present")
    held = tu.post("/thon/giay-to/nhan/", {"hoso": filed.code, "paper": shown})
    assert held.status_code == 422
    assert "căn cước không bao giờ được giữ" in text(held)
    assert tu.post("/thon/giay-to/nhan/", {"hoso": "TS-261123-9999", "paper": keys[0]}).status_code == 422
    assert tu.get(f"/giay-to/bien-nhan/{filed.code}.pdf").content.startswith(b"%PDF")
    one, two = CarriedPaper.objects.order_by("taken_at", "id")

    # Hamlet → desk: the helper signs, the desk takes; what is missing needs a word and stays with the giver.
    assert tu.post("/thon/giay-to/giao/", {}).status_code == 422
    gone = tu.post("/thon/giay-to/giao/", {"papers": [str(one.pk), str(two.pk)]})
    made = HandOver.objects.get()
    here = gone["Location"]
    assert tu.post("/thon/giay-to/giao/", {"papers": [str(one.pk)]}).status_code == 422  # on its way already
    assert tu.post(f"/giay-to/{one.pk}/tra/").status_code == 422
    assert tu.post(here, {"arrived": []}).status_code == 404  # the giver does not take it too
    assert browser("xuan").get(here).status_code == 404
    assert browser("dung").get(here).status_code == 404
    first, second = made.lines.order_by("pk")
    refused = lan.post(here, {"arrived": [str(first.pk)]})
    assert refused.status_code == 422
    assert "Ghi thiếu gì" in text(refused)
    refused = lan.post(here, {f"note-{first.pk}": "Bị ướt, rách mất góc."})
    assert refused.status_code == 422
    assert "Bị ướt, rách mất góc." in text(refused)
    assert " checked" not in text(refused)
    assert lan.post(here, {"arrived": [str(first.pk)], f"note-{second.pk}": "Không thấy trong túi."}).status_code == 302
    with pytest.raises(Exception, match="đã có người nhận"), transact(world.commune_id) as work:
        pouch.take_list(work, world.actor("lan"), HandOver.objects.get(), [first.pk, second.pk], {})
    assert sorted(CarriedPaper.objects.values_list("place", flat=True)) == ["desk", "helper"]
    assert "thiếu giấy tờ" in text(tu.get("/thon/giay-to/"))
    assert lan.get(f"{here[:-1]}.pdf").content.startswith(b"%PDF")

    # Desk → division → desk → hamlet.
    at_desk = CarriedPaper.objects.get(place="desk")
    nobody = lan.post("/ban/giay-to/giao/to_division/", {"papers": [str(at_desk.pk)]})
    assert nobody.status_code == 422
    assert " checked" in text(nobody)
    sent = lan.post(
        "/ban/giay-to/giao/to_division/", {"papers": [str(at_desk.pk)], "to-to_division": str(world.cast["binh"].pk)}
    )
    there = sent["Location"]
    assert browser("hoa").get(there).status_code == 404
    line = _line(there)
    assert binh.post(there, {"arrived": [str(line.pk)]}).status_code == 302
    assert "ở bộ phận chuyên môn" in text(lan.get(f"/ban/ho-so/{filed.code}/"))
    back = binh.post("/ban/giay-to/giao/back_desk/", {"papers": [str(at_desk.pk)]})
    line = _line(back["Location"])
    assert lan.post(back["Location"], {"arrived": [str(line.pk)]}).status_code == 302
    assert lan.post(f"/giay-to/{at_desk.pk}/tra/").status_code == 302
    stale = CarriedPaper(pk=at_desk.pk, place="desk", holder_id=world.cast["lan"].pk)  # of a page opened before
    with pytest.raises(Stale), transact(world.commune_id) as work:
        pouch.hand_over(work, world.actor("lan"), "to_division", [stale], world.cast["binh"])
    at_desk.refresh_from_db()
    assert at_desk.place == "owner"
    assert Entry.objects.filter(verb="hand_over.taken").count() == 3
    everybody = [world.actor(who) for who in ("lan", "trung", "tu", "dung", "binh", "hoa", "xuan", "mai", "quantri")]
    for model in (HandOver, CarriedPaper):
        assert assert_faces_agree(model, everybody, [*actions_of(kind_of(model)), "no-such-action"]) > 0


def test_what_the_desk_kept_at_checking_joins_the_list_once(world: World, browser: Browser) -> None:
    filed = world.file("lan", sample(BIRTH))
    dossier = world.dossier(filed)
    key = pouch.may_be_carried(dossier)[0].key
    world.act("lan", filed, "check_paper", {"papers": {key: {"verdict": "valid", "seen": PaperCheck.Seen.KEPT.value}}})
    lan = browser("lan")
    assert lan.post("/ban/giay-to/gom/").status_code == 302
    assert lan.post("/ban/giay-to/gom/").status_code == 302
    assert CarriedPaper.objects.get().place == "desk"
    assert filed.code in text(lan.get("/ban/giay-to/"))
    CarriedPaper.objects.all().delete()
    for state in FINAL:  # nothing of what is over is handed on
        Dossier.objects.filter(pk=dossier.pk).update(state=state.value)
        assert lan.post("/ban/giay-to/gom/").status_code == 302
        assert not CarriedPaper.objects.exists(), state
    with pytest.raises(Refused), transact(world.commune_id) as work:
        pouch.take(work, world.actor("lan"), dossier, "nothing", original=True, place="desk")
