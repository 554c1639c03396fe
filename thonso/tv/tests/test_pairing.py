"""A TV is paired by whoever keeps the hamlet, with the code it shows, once, within ten minutes; and taken out again."""

import itertools
from collections import Counter
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings
from django.test import Client

from thonso.core.access.models import Assignment
from thonso.core.access.policy import kind_of
from thonso.core.access.testing import actions_of, assert_faces_agree
from thonso.core.base import clock
from thonso.core.base.clock import today
from thonso.core.journal.models import Entry
from thonso.core.journal.work import transact
from thonso.core.units.models import Unit
from thonso.dossiers.tests.world import SEED, World
from thonso.tv import announcing, codes, rules, services
from thonso.tv.models import Announcement, PairingRequest, TvScreen
from thonso.tv.tests.helping import asking, paired, phone, stream, type_code

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]


def verbs() -> Counter[str]:
    return Counter(Entry.objects.filter(verb__startswith="tv_screen.").values_list("verb", flat=True))


def test_a_tv_shows_a_code_and_content_once_it_is_typed(world: World) -> None:
    tv, code = asking()
    assert stream(tv) == {}, "it waits"
    assert tv.get("/tv/").content.decode().count("tv__code") == 1
    assert PairingRequest.objects.count() == 1, "looked at again, it shows the same code"
    typed = f" {code[:3].lower()}-{code[3:]} "
    answer = type_code(phone(world, "tu"), typed)
    assert answer.status_code == 302
    assert stream(tv)["event"] == "content"
    page = tv.get("/tv/").content.decode()
    assert "Thôn Suối Chải" in page
    assert code not in page
    row = TvScreen.objects.get()
    assert (row.hamlet.code, row.name, row.paired_by) == ("suoi-chai", "Nhà văn hóa thôn", world.cast["tu"].pk)
    assert verbs() == {"tv_screen.paired": 1}


def test_the_cookie_is_long_out_of_reach_and_kept_as_a_hash_only(world: World) -> None:
    tv = paired(world)
    cookie = tv.cookies["tv"]
    assert len(cookie.value) >= 40
    assert cookie["httponly"]
    assert cookie["samesite"] == "Strict"
    assert cookie["path"] == "/"
    assert cookie["max-age"] >= 365 * 24 * 3600
    row = TvScreen.objects.get()
    assert cookie.value not in {row.digest, str(row.pk)}
    assert settings.SESSION_COOKIE_NAME not in tv.cookies, "a TV has no session"


def test_over_https_the_cookie_belongs_to_this_host_alone(world: World, settings: Any) -> None:
    settings.HTTPS = True
    tv, code = asking()
    cookie = tv.cookies["__Host-tv"]
    assert (cookie["secure"], cookie["path"], cookie["domain"]) == (True, "/", "")
    assert type_code(phone(world, "tu"), code).status_code == 302
    assert stream(tv)["event"] == "content"


def test_who_keeps_two_hamlets_says_which(world: World) -> None:
    units = world.units
    own = Assignment.objects.get(account=world.cast["tu"])
    own.pk, own.unit = uuid4(), units.son_ha
    own.save(force_insert=True)
    _tv, code = asking()
    tu = phone(world, "tu")
    assert type_code(tu, code).status_code == 422
    assert type_code(tu, code, paired_hamlet=str(units.son_ha.pk)).status_code == 302
    assert TvScreen.objects.get().hamlet == units.son_ha


def test_a_wrong_code_is_refused_with_a_sentence_and_what_was_typed_stays(world: World) -> None:
    _tv, code = asking()
    wrong = "346793" if code != "346793" else "346797"
    answer = type_code(phone(world, "tu"), wrong, "Nhà sàn")
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Không TV nào đang hiện mã này" in page
    assert wrong in page
    assert "Nhà sàn" in page
    assert not TvScreen.objects.exists()


@pytest.mark.parametrize("typed", ["", "12", "ÂÂÂÂÂÂ", "0O0O0O", "34679BCF", "' OR 1=1"])
def test_what_cannot_be_a_code_is_refused_alike(world: World, typed: str) -> None:
    asking()
    assert type_code(phone(world, "tu"), typed).status_code == 422


def test_a_code_runs_out_and_the_tv_is_told(world: World) -> None:
    tv, code = asking()
    with clock.at(clock.now() + rules.CODE_LIVES + timedelta(seconds=1)):
        assert type_code(phone(world, "tu"), code).status_code == 422
        assert stream(tv)["event"] == "pair"
        _again, other = asking()
        assert PairingRequest.objects.count() == 1, "what has run out is swept"
        assert other != code


def test_a_code_is_used_once(world: World) -> None:
    _tv, code = asking()
    assert type_code(phone(world, "tu"), code).status_code == 302
    assert type_code(phone(world, "dung"), code, "Trường học").status_code == 422
    assert TvScreen.objects.count() == 1


def test_guessing_ends_soon_and_says_when_to_go_on(world: World) -> None:
    _tv, code = asking()
    tu = phone(world, "tu")
    for _try in range(10):
        assert type_code(tu, "346793").status_code == 422
    late = type_code(tu, code, "Nhà sàn")
    assert late.status_code == 429
    assert "Nhà sàn" in late.content.decode(), "nothing typed is lost"
    assert not TvScreen.objects.exists()
    assert type_code(phone(world, "dung"), code).status_code == 302, "who did not guess is not held up"


def test_when_too_many_wait_a_new_tv_is_told_so_and_what_has_run_out_makes_room(world: World) -> None:
    until = clock.now() + rules.CODE_LIVES
    taken = itertools.islice(itertools.product(rules.LETTERS, repeat=rules.LENGTH), codes.MOST_WAITING)
    PairingRequest.objects.bulk_create(
        PairingRequest(code="".join(code), digest=f"{n}", expires_at=until) for n, code in enumerate(taken)
    )
    answer = Client().get("/tv/")
    assert answer.status_code == 429
    assert "quá nhiều máy chờ ghép" in answer.content.decode()
    with clock.at(until + timedelta(seconds=1)):
        assert asking()
        assert PairingRequest.objects.count() == 1


def test_a_code_that_another_tv_shows_is_not_given_again(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    given = iter(["346793", "346793", "346797"])
    monkeypatch.setattr(rules, "new_code", lambda: next(given))
    assert [codes.ask("tv", digest).code for digest in ("a", "b")] == ["346793", "346797"]


def test_one_address_cannot_fill_the_house_with_codes(world: World) -> None:
    answers = [Client().get("/tv/").status_code for _one in range(31)]
    assert answers == [200] * 30 + [429]


@pytest.mark.parametrize("who", ["mai", "lan", "hai", "son", "tinh", "xuan"])
def test_nobody_else_pairs_in_the_hamlet(world: World, who: str) -> None:
    _tv, code = asking()
    assert type_code(phone(world, who), code).status_code == 404
    assert not TvScreen.objects.exists()


def test_a_visitor_is_sent_to_sign_in(world: World) -> None:
    _tv, code = asking()
    assert type_code(Client(), code).status_code in {302, 403}
    assert not TvScreen.objects.exists()


def test_the_officer_writes_but_does_not_pair(world: World) -> None:
    _tv, code = asking()
    suoi_chai = str(world.units.suoi_chai.pk)
    assert type_code(phone(world, "lan"), code, where="ban", paired_hamlet=suoi_chai).status_code == 404
    assert type_code(phone(world, "quantri"), code, where="ban", paired_hamlet=suoi_chai).status_code == 302
    assert TvScreen.objects.get().hamlet == world.units.suoi_chai


def test_the_administrator_says_in_which_hamlet(world: World) -> None:
    _tv, code = asking()
    answer = type_code(phone(world, "quantri"), code, where="ban")
    assert answer.status_code == 422
    assert "Chọn thôn" in answer.content.decode()


def test_a_tv_of_the_same_name_gives_its_place_and_goes_back_to_a_code(world: World) -> None:
    old, other = paired(world), paired(world, place="Điểm trường")
    new = paired(world, place="nhà văn hóa thôn")
    assert stream(old)["event"] == "pair"
    assert stream(new)["event"] == stream(other)["event"] == "content"
    assert TvScreen.objects.filter(revoked_at=None).count() == 2


def test_taken_out_it_shows_a_code_again_by_itself(world: World) -> None:
    tv, dung = paired(world), phone(world, "dung")
    row = TvScreen.objects.get()
    before = tv.cookies["tv"].value
    assert dung.post(f"/thon/tv/{row.pk}/go/").status_code == 302
    assert stream(tv) == {"event": "pair", "id": "", "data": 1}
    assert "tv__code" in tv.get("/tv/").content.decode()
    assert tv.cookies["tv"].value != before, "what could be copied opens nothing any more"
    assert dung.post(f"/thon/tv/{row.pk}/go/").status_code == 302
    assert verbs() == {"tv_screen.paired": 1, "tv_screen.revoked": 1}, "twice is once"


def test_it_is_given_another_name_but_not_that_of_another(world: World) -> None:
    paired(world)
    paired(world, place="Điểm trường")
    first, second = TvScreen.objects.order_by("paired_at", "pk")
    tu = phone(world, "tu")
    assert tu.post(f"/thon/tv/{second.pk}/ten/", {"name": "nha van hoa thon"}).status_code == 422
    assert tu.post(f"/thon/tv/{second.pk}/ten/", {"name": " "}).status_code == 422
    assert tu.post(f"/thon/tv/{second.pk}/ten/", {"name": "Nhà trưởng thôn"}).status_code == 302
    assert set(TvScreen.objects.values_list("name", flat=True)) == {first.name, "Nhà trưởng thôn"}


def _move_to_son_ha(world: World, who: str) -> None:
    Assignment.objects.filter(account=world.cast[who]).update(unit=world.units.son_ha)


@pytest.mark.parametrize("who", ["dung", "mai", "lan", "hai", "xuan"])
def test_who_does_not_keep_the_hamlet_neither_renames_nor_takes_out(world: World, who: str) -> None:
    """Dũng heads another hamlet here."""
    tv = paired(world)
    _move_to_son_ha(world, "dung")
    row = TvScreen.objects.get()
    for where in ("thon", "ban"):
        client = phone(world, who)
        assert client.post(f"/{where}/tv/{row.pk}/go/").status_code == 404
        assert client.post(f"/{where}/tv/{row.pk}/ten/", {"name": "Khác"}).status_code == 404
    if who == "dung":
        assert "Chưa ghép TV nào" in phone(world, who).get("/thon/tv/").content.decode()
    assert stream(tv)["event"] == "content"


def test_a_helper_of_another_hamlet_pairs_only_with_her_own(world: World) -> None:
    _move_to_son_ha(world, "tu")
    tv, code = asking()
    answer = type_code(phone(world, "tu"), code, paired_hamlet=str(world.units.suoi_chai.pk))
    assert answer.status_code == 302
    assert stream(tv)["data"]["hamlet"] == "Thôn Sơn Hà"


def test_the_administrator_of_the_commune_takes_out(world: World) -> None:
    tv = paired(world)
    assert phone(world, "quantri").post(f"/ban/tv/{TvScreen.objects.get().pk}/go/").status_code == 302
    assert stream(tv)["event"] == "pair"


def test_a_stolen_or_made_up_cookie_opens_no_page_of_anybody(world: World) -> None:
    tv = paired(world)
    for path in ("/thon/", "/thon/tv/", "/ban/tv/", "/tai-khoan/"):
        assert tv.get(path).status_code == 302, "to the page of signing in"
    made_up = Client()
    made_up.cookies["tv"] = "x" * 43
    assert stream(made_up)["event"] == "pair"
    made_up.get("/tv/")
    assert made_up.cookies["tv"].value != "x" * 43, "a cookie that came along is never taken over"


def test_a_link_of_another_site_does_not_lose_the_tv(world: World) -> None:
    """A strict cookie stays behind on the first request: the page is asked for once more, and no new cookie is set."""
    answer = Client().get("/tv/", headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.headers["Refresh"] == "0; url=/tv/"
    assert not answer.cookies


def test_when_it_last_asked_is_written_once_in_five_minutes(world: World) -> None:
    tv = paired(world)
    stream(tv)
    seen = TvScreen.objects.get().last_seen_at
    with clock.at(clock.now() + timedelta(minutes=4)):
        stream(tv)
    assert TvScreen.objects.get().last_seen_at == seen
    with clock.at(clock.now() + timedelta(minutes=6)):
        stream(tv)
    assert TvScreen.objects.get().last_seen_at > seen


def test_tv_and_announcements_follow_a_hamlet_into_its_successor(world: World) -> None:
    tv, commune = paired(world), world.units.commune
    with transact(world.commune_id) as work:
        wanted = announcing.Wanted(world.units.suoi_chai, "Họp thôn", "", today(), today())
        announcing.announce(work, world.actor("tu"), commune, wanted)
        services.hamlets_succeeded(work, SEED, [world.units.suoi_chai], [world.units.son_ha], today())
    event = stream(tv)
    assert event["data"]["hamlet"] == "Thôn Sơn Hà"
    assert "Họp thôn" in event["data"]["html"]


def test_both_faces_of_the_policy_agree(world: World) -> None:
    paired(world)
    other = Unit.objects.get(pk=world.units.other.pk)
    with transact(world.commune_id) as work:
        for who, hamlet in (("tu", world.units.suoi_chai), ("lan", None), ("lan", world.units.son_ha)):
            announcing.announce(
                work, world.actor(who), world.units.commune, announcing.Wanted(hamlet, "Họp", "", today(), today())
            )
    Announcement.objects.create(
        commune=other, title="Nơi khác", first=today(), last=today(), written_at=clock.now(), written_by=SEED.id
    )
    everybody = [world.actor(who) for who in world.cast]
    for model in (TvScreen, Announcement):
        assert assert_faces_agree(model, everybody, [*actions_of(kind_of(model)), "no-such-action"]) > 0
