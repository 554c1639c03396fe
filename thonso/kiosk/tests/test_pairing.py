"""A PC is made one for everybody by whoever keeps the place, with the code it shows; and taken back."""

from collections import Counter
from datetime import timedelta
from typing import Any

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
from thonso.dossiers.tests.world import SEED, World
from thonso.kiosk import services
from thonso.kiosk.models import Kiosk
from thonso.kiosk.tests.helping import HOME, asking, in_lobby, paired, type_code
from thonso.tv.codes import TRIES
from thonso.tv.models import PairingRequest, TvScreen
from thonso.tv.rules import CODE_LIVES
from thonso.tv.tests import helping as tv
from thonso.tv.tests.helping import phone

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]
MODE = 'data-mode="kiosk"'


def verbs() -> Counter[str]:
    return Counter(Entry.objects.filter(verb__startswith="kiosk.").values_list("verb", flat=True))


def test_the_helper_makes_the_pc_of_the_hamlet_house_one_for_everybody(world: World) -> None:
    pc, code = asking()
    assert MODE not in pc.get(HOME).content.decode()
    assert PairingRequest.objects.count() == 1, "looked at again, it shows the same code"
    assert type_code(phone(world, "tu"), f" {code[:3].lower()}-{code[3:]}").status_code == 302
    page = pc.get(HOME).content.decode()
    assert MODE in page
    assert code not in page
    row = Kiosk.objects.get()
    assert (row.hamlet, row.name, row.paired_by) == (world.units.suoi_chai, "Nhà văn hóa thôn", world.cast["tu"].pk)
    assert verbs() == {"kiosk.paired": 1}


def test_the_desk_makes_the_pc_in_the_lobby_one(world: World) -> None:
    in_lobby(world)
    row = Kiosk.objects.get()
    assert (row.hamlet, row.commune) == (None, world.units.commune)


def test_the_administrator_says_where_it_stands(world: World) -> None:
    _pc, code = asking()
    trung = phone(world, "quantri")
    answer = type_code(trung, code, where="ban")
    assert answer.status_code == 422
    assert "chọn nơi đặt máy" in answer.content.decode()
    assert type_code(trung, code, where="ban", stands=str(world.units.suoi_chai.pk)).status_code == 302
    assert Kiosk.objects.get().hamlet == world.units.suoi_chai


def test_the_desk_keeps_no_pc_of_a_hamlet(world: World) -> None:
    paired(world)
    lan, row = phone(world, "lan"), Kiosk.objects.get()
    assert lan.post(f"/ban/may-chung/{row.pk}/go/").status_code == 404
    _pc, code = asking()
    assert type_code(lan, code, "Trường", "ban", stands=str(world.units.suoi_chai.pk)).status_code == 302
    assert Kiosk.objects.get(folded="truong").hamlet is None, "for the desk there is only the lobby"


@pytest.mark.parametrize("who", ["mai", "binh", "hai", "tinh", "xuan"])
def test_nobody_else_pairs(world: World, who: str) -> None:
    _pc, code = asking()
    client = phone(world, who)
    for where in ("thon", "ban"):
        answer = type_code(client, code, where=where)
        assert answer.status_code == 404 or (who == "xuan" and where == "ban"), (
            "Xuân keeps the lobby of her own commune"
        )
    assert not Kiosk.objects.filter(commune=world.units.commune).exists()


def test_the_code_of_a_tv_is_none_of_a_pc_nor_the_other_way(world: World) -> None:
    (_tv, tv_code), (_pc, pc_code) = tv.asking(), asking()
    tu = phone(world, "tu")
    assert type_code(tu, tv_code).status_code == 422
    assert tv.type_code(tu, pc_code).status_code == 422
    assert not Kiosk.objects.exists()
    assert not TvScreen.objects.exists()


def test_a_wrong_code_is_refused_with_a_sentence_and_what_was_typed_stays(world: World) -> None:
    answer = type_code(phone(world, "tu"), "346793", "Nhà sàn")
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Không máy nào đang hiện mã này" in page
    assert "346793" in page
    assert "Nhà sàn" in page


def test_guessing_ends_soon(world: World) -> None:
    _pc, code = asking()
    tu = phone(world, "tu")
    for _try in range(10):
        assert type_code(tu, "346793").status_code == 422
    assert type_code(tu, code).status_code == 429


def test_a_right_code_is_no_guess(world: World) -> None:
    helper = phone(world, "tu")
    for _turn in range(TRIES + 2):
        assert type_code(helper, asking()[1]).status_code == 302


def test_a_code_runs_out_and_another_stands_there(world: World) -> None:
    pc, code = asking()
    with clock.at(clock.now() + CODE_LIVES + timedelta(seconds=1)):
        assert type_code(phone(world, "tu"), code).status_code == 422
        assert code not in "".join(pc.get(HOME).content.decode().split())


def test_its_cookie_is_strict_out_of_reach_and_kept_as_a_hash(world: World, settings: Any) -> None:
    pc = paired(world)
    cookie = pc.cookies["kiosk"]
    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Strict", "/")
    assert cookie.value not in {Kiosk.objects.get().digest, str(Kiosk.objects.get().pk)}
    settings.HTTPS = True
    other, _code = asking()
    assert other.cookies["__Host-kiosk"]["secure"]


def test_the_cookie_opens_no_page_of_anybody(world: World) -> None:
    pc = paired(world)
    for path in ("/tai-khoan/", "/tai-khoan/ho-so/", "/hen-gio/"):
        assert pc.get(path).status_code == 302, "to the page of signing in"
    assert settings.SESSION_COOKIE_NAME not in pc.cookies, "a shared PC has no session of its own"
    made_up = Client()
    made_up.cookies["kiosk"] = "x" * 43
    assert MODE not in made_up.get(HOME).content.decode()
    assert made_up.cookies["kiosk"].value != "x" * 43, "a cookie that came along is never taken over"


def test_one_of_the_same_name_gives_its_place(world: World) -> None:
    old, new = paired(world), paired(world)
    assert MODE not in old.get(HOME).content.decode()
    assert MODE in new.get(HOME).content.decode()
    assert verbs() == {"kiosk.paired": 2, "kiosk.revoked": 1}


def test_taken_back_it_is_a_browser_like_any_other(world: World) -> None:
    pc, dung, row = paired(world), phone(world, "dung"), Kiosk.objects.get()
    before = pc.cookies["kiosk"].value
    assert row.name in dung.get("/thon/may-chung/").content.decode()
    assert dung.post(f"/thon/may-chung/{row.pk}/go/").status_code == 302
    assert MODE not in pc.get("/tra-cuu/").content.decode()
    assert "pair-code" in pc.get(HOME).content.decode()
    assert pc.cookies["kiosk"].value != before
    assert dung.post(f"/thon/may-chung/{row.pk}/go/").status_code == 302
    assert verbs() == {"kiosk.paired": 1, "kiosk.revoked": 1}, "twice is once"


def test_who_keeps_another_hamlet_takes_nothing_back(world: World) -> None:
    pc = paired(world)
    Assignment.objects.filter(account=world.cast["dung"]).update(unit=world.units.son_ha)
    dung, row = phone(world, "dung"), Kiosk.objects.get()
    assert dung.post(f"/thon/may-chung/{row.pk}/go/").status_code == 404
    assert "Chưa có máy chung nào" in dung.get("/thon/may-chung/").content.decode()
    assert MODE in pc.get(HOME).content.decode()


def test_it_follows_a_hamlet_into_its_successor(world: World) -> None:
    paired(world)
    with transact(world.commune_id) as work:
        services.hamlets_succeeded(work, SEED, [world.units.suoi_chai], [world.units.son_ha], today())
    assert Kiosk.objects.get().hamlet == world.units.son_ha


def test_both_faces_of_the_policy_agree(world: World) -> None:
    paired(world)
    in_lobby(world)
    everybody = [world.actor(who) for who in world.cast]
    assert assert_faces_agree(Kiosk, everybody, [*actions_of(kind_of(Kiosk)), "no-such-action"]) > 0
