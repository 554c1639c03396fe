"""What the page of a dossier says to whoever follows it: where to go, what was answered, what is over."""

from collections.abc import Callable

import pytest
from django.test import Client

from thonso.core.units.models import CommuneProfile
from thonso.core.web.context import forget_faces
from thonso.dossiers.services.filing import Filed
from thonso.dossiers.tests.test_procedure_ends import RECORD, TAKEN, taken
from thonso.dossiers.tests.world import World, file_sample, name_in, sample

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]
SignIn = Callable[[Client, str], object]
HOURS = "Thứ Hai"  # as the calendar of the commune says it


@pytest.fixture(autouse=True)
def office(world: World) -> None:
    CommuneProfile.objects.update(
        office_name="Trung tâm Bát Xát", office_address="Trụ sở UBND xã", office_phone="0214 000 0000"
    )
    forget_faces()


def page_of(client: Client, done: Filed) -> str:
    return client.post("/tra-cuu/", {"ma": done.code, "khoa": done.key}, follow=True).content.decode()


def main_of(page: str) -> str:
    return page.split("<main")[1].split("</main>")[0]


def test_a_result_that_is_ready_says_where_when_and_with_what_to_fetch_it(world: World, client: Client) -> None:
    done = taken(world, "1.001193")
    world.act("binh", done, "record_result", RECORD)
    said = main_of(page_of(client, done))
    for part in ("Nhận kết quả ở đâu", "Trung tâm Bát Xát", "Trụ sở UBND xã", HOURS, "mang theo căn cước"):
        assert part in said, part
    world.act("lan", done, "hand_over", TAKEN | {"taken_by": name_in(sample("1.001193"))})
    assert "Nhận kết quả ở đâu" not in page_of(client, done)


def test_an_answer_by_letter_does_not_look_like_success(world: World, client: Client) -> None:
    done = taken(world, "2.000635")
    world.act("binh", done, "draft_result", {"answer": "Không tìm thấy việc đã đăng ký trong sổ hộ tịch của xã."})
    world.act("binh", done, "propose")
    world.sign("pho", done)
    world.act("thu", done, "seal")
    said = main_of(page_of(client, done))
    assert "chưa giải quyết được như đề nghị" in said
    assert "đọc lý do" in said
    assert "Đã có kết quả" not in said.split("<h2")[0]
    assert "tag--ok" not in said.split("<ol")[0]


def test_what_was_withdrawn_says_so_draws_no_further_step_and_asks_for_no_rating(
    world: World, client: Client, sign_in: SignIn
) -> None:
    done = world.file("mai", sample("TS.000001"), channel="online")
    world.receive(done)
    sign_in(client, "mai")
    client.post(f"/tra-cuu/{done.code}/rut/", {"reason": "", "transaction_id": "0199c000-0000-7000-8000-000000000001"})
    said = main_of(client.get(f"/tra-cuu/{done.code}/").content.decode())
    assert world.dossier(done).state == "withdrawn"
    assert "Hồ sơ này đã được rút" in said
    assert "hài lòng" not in said
    assert "is-todo" not in said


def test_its_owner_goes_back_to_her_list_and_others_to_the_two_boxes(
    world: World, client: Client, sign_in: SignIn
) -> None:
    done = world.file("mai", sample("TS.000001"), channel="online")
    assert 'href="/tai-khoan/ho-so/"' not in main_of(page_of(client, done))
    sign_in(client, "mai")
    assert 'href="/tai-khoan/ho-so/"' in main_of(client.get(f"/tra-cuu/{done.code}/").content.decode())


def test_an_appointment_stands_above_the_steps_with_what_it_costs(world: World, client: Client) -> None:
    done = file_sample(world, sample("2.000884"))
    world.act("lan", done, "receive", {"day": "2026-11-26", "hour": "09:00"})
    said = main_of(page_of(client, done))
    assert said.index("đến đúng giờ hẹn") < said.index('class="path')
    assert "10.000 đ" in said


def test_a_wrong_key_is_told_where_the_focus_goes(world: World, client: Client) -> None:
    done = world.file("lan", sample("TS.000001"))
    said = client.post("/tra-cuu/", {"ma": done.code, "khoa": "000 001"}).content.decode()
    assert "data-errors" in said
    assert 'href="#f-ma"' in said
