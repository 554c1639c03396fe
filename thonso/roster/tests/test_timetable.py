"""The helpers' times through the pages: entered, shown, away, ended with the post, and nobody's but the commune's."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from thonso.core.access.actors import system_actor
from thonso.core.access.models import Account
from thonso.core.access.policy import kind_of
from thonso.core.access.services import grant, revoke
from thonso.core.access.testing import actions_of, assert_faces_agree
from thonso.core.base import clock
from thonso.core.base.clock import HANOI
from thonso.core.journal.models import Entry
from thonso.core.units.models import HamletProfile
from thonso.core.workdays.models import Holiday
from thonso.core.workdays.services import add_holiday
from thonso.roster import reading
from thonso.roster.models import Absence, Duty

NOW = datetime(2026, 11, 23, 9, tzinfo=HANOI)  # a Monday
KEPT, ADD, AWAY, OWN, PUBLIC = (
    "/ban/lich-ho-tro/", "/ban/lich-ho-tro/them/", "/ban/lich-ho-tro/vang/", "/thon/lich/", "/diem-ho-tro/",
)  # fmt: skip


@pytest.fixture(autouse=True)
def _monday() -> Any:
    with clock.at(NOW):
        yield


@pytest.fixture
def lan(sign_in: Callable[[Client, str], Account]) -> Client:
    return _signed(sign_in, "lan")


def _signed(sign_in: Callable[[Client, str], Account], who: str) -> Client:
    client = Client()
    sign_in(client, who)
    return client


def _time(bat_xat: Any, cast: dict[str, Account], **more: Any) -> dict[str, Any]:
    form = {
        "hamlet": str(bat_xat.suoi_chai.pk), "helper": str(cast["tu"].pk), "named": "1", "repeat": "weekly",
        "weekday": ["1", "3"], "starts": "19h", "ends": "21:00", "transaction_id": str(uuid4()),
    }  # fmt: skip
    return form | more


def text(response: Any) -> str:
    return response.content.decode().replace("\u2060", "")


def test_a_time_entered_stands_on_every_page_that_tells_of_it(lan: Client, bat_xat, cast, sign_in) -> None:
    HamletProfile.objects.create(
        unit=bat_xat.suoi_chai, commune=bat_xat.commune, latitude="22.4621", longitude="103.7913",
        support_place="Nhà văn hóa thôn", support_phone="0900 000 002",
    )  # fmt: skip
    HamletProfile.objects.create(
        unit=bat_xat.son_ha, commune=bat_xat.commune, latitude="22.5512", longitude="103.8904", distance_km="3.5"
    )
    form = _time(bat_xat, cast)
    assert lan.post(ADD, form).status_code == 302
    assert lan.post(ADD, form).status_code == 302  # sent twice
    assert Duty.objects.count() == 2
    assert Entry.objects.filter(verb="roster.added").count() == 2
    public = text(Client().get(PUBLIC))
    assert "Thứ Ba, thứ Năm 19:00–21:00" in public
    assert "thứ Ba, 24/11/2026, 19:00–21:00" in public
    assert "Tẩn Văn Tú" in public
    assert "Chưa có người giúp." in public  # Sơn Hà
    assert 'Gần nhất: <a href="/diem-ho-tro/#suoi-chai">Thôn Suối Chải</a>' in public
    assert "khoảng 14 km" in public
    assert "Thôn Sơn Hà" in text(lan.get(KEPT)).split("Thôn chưa có người giúp")[1]
    own = text(_signed(sign_in, "tu").get(OWN))
    assert "Thứ Ba, 24/11/2026, 19:00–21:00" in own
    line = reading.slip_words(bat_xat.commune.pk, bat_xat.suoi_chai.pk, clock.today()).replace("\u2060", "")
    assert line == "Thôn Suối Chải (Nhà văn hóa thôn): thứ Ba, thứ Năm 19:00–21:00, điện thoại 0900 000 002"
    far = reading.slip_words(bat_xat.commune.pk, bat_xat.son_ha.pk, clock.today())
    assert far.startswith("Thôn Sơn Hà chưa có người hỗ trợ; gần nhất là Thôn Suối Chải")


def test_whoever_did_not_agree_is_not_named_in_public(lan: Client, bat_xat, cast) -> None:
    lan.post(ADD, _time(bat_xat, cast, named=""))
    assert "19:00–21:00" in text(Client().get(PUBLIC))
    assert "Tẩn Văn Tú" not in text(Client().get(PUBLIC))


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"starts": "20:00", "ends": "21:30"}, "starts"),  # overlaps
        ({"hamlet": "son-ha", "weekday": ["3"]}, "starts"),  # in another hamlet at the same hour
        ({"repeat": "once", "day": "24/11/2026"}, "starts"),
        ({"repeat": "once", "day": "02/09/2027"}, "day"),  # a day off
        ({"repeat": "once", "day": ""}, "day"),
        ({"weekday": []}, "weekday"),
        ({"starts": "25:00"}, "starts"),
        ({"ends": "18:00"}, "ends"),
        ({"helper": "mai"}, "helper"),
        ({"hamlet": ""}, "hamlet"),
        ({"valid_from": "31/02/2027"}, "valid_from"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_typed_is_lost(lan: Client, bat_xat, cast, more, field) -> None:
    lan.post(ADD, _time(bat_xat, cast))
    add_holiday(bat_xat.commune.pk, date(2027, 9, 2), "Quốc khánh", actor=system_actor("test").ref)
    if more.get("hamlet") == "son-ha":
        more = {**more, "hamlet": str(bat_xat.son_ha.pk)}
    if more.get("helper") == "mai":
        more = {**more, "helper": str(cast["mai"].pk)}
    answer = lan.post(ADD, _time(bat_xat, cast, **more))
    assert answer.status_code == 422
    assert list(answer.context["errors"]) == [field]
    assert answer.context["values"]["ends"] == more.get("ends", "21:00")
    assert Duty.objects.count() == 2


def test_a_helper_is_away_with_and_without_somebody_to_stand_in(lan: Client, bat_xat, cast, sign_in) -> None:
    lan.post(ADD, _time(bat_xat, cast))
    lan.post(ADD, _time(bat_xat, cast, helper=str(cast["dung"].pk), weekday=["6"]))
    tu = _signed(sign_in, "tu")
    away = {"first": "24/11/2026", "replacement": str(cast["dung"].pk), "transaction_id": str(uuid4())}
    assert tu.post(OWN, away).status_code == 302
    assert tu.post(OWN, away).status_code == 302
    assert Absence.objects.count() == 1
    public = text(Client().get(PUBLIC))
    assert "thứ Ba, 24/11/2026, 19:00–21:00: Lý A Dũng giúp thay" in public
    assert "Giúp thay" in text(_signed(sign_in, "dung").get(OWN)).replace("giúp thay Tẩn", "Giúp thay Tẩn")
    assert tu.post(OWN, {"first": "26/11/2026", "last": "27/11/2026"}).status_code == 302
    assert "thứ Năm, 26/11/2026, 19:00–21:00: <b>không có người giúp, người hỗ trợ vắng</b>" in text(
        Client().get(PUBLIC)
    )
    for wrong, field in (
        ({"first": "22/11/2026"}, "first"), ({"first": "25/11/2026", "last": "24/11/2026"}, "last"),
        ({"first": "26/11/2026"}, "first"), ({"first": "01/12/2026", "last": "01/06/2027"}, "last"),
        ({"first": "29/11/2026", "replacement": str(cast["tu"].pk)}, "replacement"), ({"first": "x"}, "first"),
    ):  # fmt: skip
        answer = tu.post(OWN, wrong)
        assert answer.status_code == 422
        assert list(answer.context["errors"]) == [field]
    # Dũng is at Suối Chải himself on Sundays: he cannot be elsewhere then.
    lan.post(ADD, _time(bat_xat, cast, hamlet=str(bat_xat.son_ha.pk), weekday=["6"]))
    clash = lan.post(AWAY, {"helper": str(cast["tu"].pk), "first": "29/11/2026", "replacement": str(cast["dung"].pk)})
    assert "Lý A Dũng có giờ ở Thôn Suối Chải" in text(clash)
    # Another helper's days away are not hers to take back; her own are.
    row = Absence.objects.get(first=date(2026, 11, 24))
    assert _signed(sign_in, "dung").post(f"{OWN}vang/{row.pk}/bo/").status_code == 404
    assert tu.post(f"{OWN}vang/{row.pk}/bo/").status_code == 302
    assert not Absence.objects.filter(pk=row.pk).exists()


def test_days_taken_back_twice_keep_those_that_are_past(lan: Client, bat_xat, cast) -> None:
    row = Absence.objects.create(
        commune=bat_xat.commune, helper=cast["tu"], first=date(2026, 11, 20), last=date(2026, 11, 27)
    )
    for _press in range(2):  # the second from a page that is open since before the first
        assert lan.post(f"{KEPT}vang/{row.pk}/bo/").status_code == 302
        row.refresh_from_db()
        assert (row.first, row.last) == (date(2026, 11, 20), date(2026, 11, 22))
    assert Entry.objects.filter(verb="roster.back").count() == 1


def test_nobody_is_there_on_a_day_off_and_a_time_ends(lan: Client, bat_xat, cast) -> None:
    lan.post(ADD, _time(bat_xat, cast))
    add_holiday(
        bat_xat.commune.pk, date(2026, 11, 24), "Ngày hội xã", actor=system_actor("test").ref, kind=Holiday.Kind.HOLIDAY
    )
    assert "không có người giúp, Ngày hội xã" in text(Client().get(PUBLIC))
    row = Duty.objects.get(weekday=1)
    assert lan.post(f"{KEPT}{row.pk}/thoi/", {"last_day": "20/11/2026"}).status_code == 422
    assert lan.post(f"{KEPT}{row.pk}/thoi/", {"last_day": "30/11/2026"}).status_code == 302
    row.refresh_from_db()
    assert row.valid_to == date(2026, 11, 30)


def test_times_end_with_the_post(lan: Client, bat_xat, cast) -> None:
    lan.post(ADD, _time(bat_xat, cast))
    post = cast["tu"].assignments.get()
    by = system_actor("test")
    revoke(by, post, last_day=date(2026, 11, 25), reason="Thôi làm.")
    assert set(Duty.objects.values_list("weekday", "valid_to")) == {(1, date(2026, 11, 25)), (3, date(2026, 11, 25))}
    turns = reading.turns_of(bat_xat.commune.pk, clock.today())
    assert [turn.day for turn in turns] == [date(2026, 11, 24)]
    # A post that ends by its own date ends them too, without anybody's doing.
    Duty.objects.update(valid_to=None)
    assert [t.day for t in reading.turns_of(bat_xat.commune.pk, clock.today())] == [date(2026, 11, 24)]
    # Another post of a hamlet in the commune: she goes on.
    grant(by, cast["tu"], "helper", bat_xat.son_ha, valid_from=date(2026, 11, 26))
    assert len(reading.turns_of(bat_xat.commune.pk, clock.today())) == 4


def test_whose_times_are_whose(bat_xat, cast, sign_in, lan: Client) -> None:
    lan.post(ADD, _time(bat_xat, cast))
    Absence.objects.create(
        commune=bat_xat.commune, helper=cast["tu"], first=clock.today(), last=clock.today() + timedelta(days=1)
    )
    from thonso.core.access.actors import actor_of_account

    everybody = [actor_of_account(account) for account in cast.values()]
    for model in (Duty, Absence):
        assert assert_faces_agree(model, everybody, [*actions_of(kind_of(model)), "no-such-action"]) > 0
    stranger = _signed(sign_in, "xuan")
    row = Duty.objects.first()
    assert stranger.get(f"{KEPT}{row.pk}/thoi/").status_code == 404
    assert "Tẩn Văn Tú" not in text(stranger.get(KEPT))
    assert stranger.post(ADD, _time(bat_xat, cast)).status_code == 422  # neither hamlet nor helper is of her commune


def test_pages_of_the_timetable_cost_few_queries(lan: Client, bat_xat, cast, django_assert_max_num_queries) -> None:
    for n in range(5):
        lan.post(ADD, _time(bat_xat, cast, weekday=[str(n)]))
    with django_assert_max_num_queries(8):
        Client().get(PUBLIC)
    with django_assert_max_num_queries(12):
        lan.get(KEPT)
