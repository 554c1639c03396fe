"""Following a dossier by code and key: neither alone shows anything."""

import pytest
from django.test import Client

from thonso.dossiers.tests.world import World, sample

pytestmark = pytest.mark.django_db


def test_the_code_alone_shows_nothing(world: World, client: Client) -> None:
    done = world.file("lan", sample("TS.000001"))
    answer = client.get(f"/tra-cuu/{done.code}/")
    assert answer.status_code == 302
    assert "Mai" not in answer.content.decode()
    for path in ("phieu.pdf", "bo-sung/", "danh-gia/", "phan-anh/"):
        got = client.get(f"/tra-cuu/{done.code}/{path}")
        assert got.status_code in {302, 404, 405}, path
        assert client.post(f"/tra-cuu/{done.code}/{path}").status_code in {302, 404, 405}, path
    assert client.get(f"/nop/xong/{done.code}/").status_code in {302, 404}


def test_a_wrong_key_and_a_wrong_code_look_the_same(world: World, client: Client) -> None:
    done = world.file("lan", sample("TS.000001"))
    wrong = f"{(int(done.key) + 1) % 1_000_000:06d}"
    first = client.post("/tra-cuu/", {"ma": done.code, "khoa": wrong})
    second = client.post("/tra-cuu/", {"ma": "TS-261122-9999", "khoa": wrong})
    assert first.status_code == second.status_code == 404
    assert first.context["errors"] == second.context["errors"]


def test_code_and_key_show_where_it_stands_but_no_number_and_no_answer(world: World, client: Client) -> None:
    done = world.file("lan", sample("TS.000001"))
    answer = client.post("/tra-cuu/", {"ma": done.code.lower(), "khoa": f"{done.key[:3]} {done.key[3:]}"}, follow=True)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert done.code in page
    assert "015168990001" not in page
    assert "Trường PTDTBT" not in page


def test_guessing_is_slowed_down_for_the_code_that_is_guessed_only(world: World, client: Client) -> None:
    one, other = world.file("lan", sample("TS.000001")), world.file("lan", sample("TS.000001"))
    statuses = [client.post("/tra-cuu/", {"ma": one.code, "khoa": f"{n:06d}"}).status_code for n in range(12)]
    assert statuses[-1] == 429
    assert client.post("/tra-cuu/", {"ma": other.code, "khoa": other.key}).status_code == 302


def test_a_wrong_key_is_given_back_to_be_looked_at(client: Client, world: World) -> None:
    done = world.file("mai", sample("TS.000001"), channel="online")
    page = client.post("/tra-cuu/", {"ma": done.code, "khoa": "000 001"})
    assert page.status_code == 404
    assert 'value="000 001"' in page.content.decode()


@pytest.mark.parametrize("form", ["{d}-{n}", "{d}{n}", "ts{d}{n}", "TS {d} {n}", "ts–{d}–{n}", " ts-{d}-{n} "])
def test_the_code_may_be_typed_without_its_hyphens_or_its_letters(world: World, client: Client, form: str) -> None:
    done = world.file("lan", sample("TS.000001"))
    _ts, day, number = done.code.split("-")
    answer = client.post("/tra-cuu/", {"ma": form.format(d=day, n=number), "khoa": done.key})
    assert (answer.status_code, answer["Location"]) == (302, f"/tra-cuu/{done.code}/")


@pytest.mark.parametrize("key", ["", "12345", "1234567", "abc", "12 34 5"])
def test_a_key_that_has_not_six_digits_is_told_so_and_is_no_try(world: World, client: Client, key: str) -> None:
    done = world.file("lan", sample("TS.000001"))
    for code in [done.code] * 12 + ["TS-261122-9999"]:
        answer = client.post("/tra-cuu/", {"ma": code, "khoa": key})
        assert answer.status_code == 422
        assert "sáu chữ số" in answer.content.decode()
        assert f'value="{code}"' in answer.content.decode()
    assert client.post("/tra-cuu/", {"ma": done.code, "khoa": done.key}).status_code == 302


def test_what_was_opened_is_closed_on_a_device_that_others_use(world: World, client: Client) -> None:
    one, other = world.file("lan", sample("TS.000001")), world.file("lan", sample("TS.000001"))
    for done in (one, other):
        client.post("/tra-cuu/", {"ma": done.code, "khoa": done.key})
    page = client.get(f"/tra-cuu/{one.code}/").content.decode()
    assert "Đóng trên máy này" in page
    assert "Đóng trên máy này" in client.get("/tra-cuu/").content.decode()
    closed = client.post("/tra-cuu/", {"dong": "1"}, follow=True).content.decode()
    assert "Đã đóng" in closed
    assert "Đóng trên máy này" not in closed
    for done in (one, other):
        assert client.get(f"/tra-cuu/{done.code}/").status_code == 302
        assert client.get(f"/tra-cuu/{done.code}/phieu.pdf").status_code == 404
