"""Checking a paper by its code or its file: enough to tell it from a forged one, and no more."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from thonso.core.files.services import open_stored
from thonso.core.web.words import masked_name
from thonso.dossiers.certified import certified
from thonso.dossiers.models import Dossier, Result
from thonso.dossiers.tests.test_procedure_ends import RECORD, taken
from thonso.dossiers.tests.world import World, sample

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]


@pytest.fixture
def issued(world: World) -> Result:
    done = taken(world, "TS.000001")
    world.act("hoa", done, "draft_result")
    world.act("hoa", done, "propose")
    world.sign("pho", done)
    world.act("thu", done, "seal")
    return world.dossier(done).results.get().result


def bytes_of(result: Result) -> bytes:
    assert result.upload is not None
    with open_stored(result.upload) as file:
        return file.read()


def by_file(client: Client, data: bytes) -> str:
    file = SimpleUploadedFile("giay.pdf", data, content_type="application/pdf")
    return main_of(client.post("/xac-minh/", {"file": file}).content.decode())


def main_of(page: str) -> str:
    return page.split("<main")[1].split("</main>")[0]


@pytest.mark.parametrize(
    ("name", "shown"), [("Lý Thị Mai", "L• T•• M••"), ("Sùng  Seo Phong", "S••• S•• P••••"), ("A", "A"), ("", "")]
)
def test_a_name_is_shown_by_its_letters_and_lengths(name: str, shown: str) -> None:
    assert masked_name(name) == shown


def test_the_code_shows_a_name_to_compare_and_no_name_to_learn(client: Client, issued: Result) -> None:
    said = main_of(client.get(f"/xac-minh/{issued.check_code}/").content.decode())
    holder = issued.stands_for.get().dossier.subject_name
    assert masked_name(holder) in said
    assert holder not in said
    assert "chỉ chủ hồ sơ mở được" in said
    assert issued.number in said


def test_who_signed_is_answered_with_a_name_and_a_post(client: Client, issued: Result) -> None:
    said = main_of(client.get(f"/xac-minh/{issued.check_code}/").content.decode())
    answer = said.split("Ai ký?")[1].split("</dd>")[0]
    assert f"{issued.signer_name}</b>" in answer
    assert "Chủ tịch" in answer
    assert answer.index(issued.signer_name) < answer.index("Chứng thư thử nghiệm")


def test_the_file_that_was_issued_here_tells_its_number_and_whether_it_holds(client: Client, issued: Result) -> None:
    data = bytes_of(issued)
    said = by_file(client, data)
    assert issued.number in said
    assert "Văn bản còn hiệu lực không?" in said
    Result.objects.filter(pk=issued.pk).update(state="revoked", ended_reason="Ghi sai tên.")
    assert "Đã thu hồi" in by_file(client, data)


def test_a_file_that_was_changed_is_not_taken_for_the_one_issued_here(client: Client, issued: Result) -> None:
    said = by_file(client, bytes_of(issued) + b"\n% them\n")
    assert issued.number not in said
    assert "Chưa biết được" in said


def test_a_damaged_file_leaves_no_empty_card(client: Client, issued: Result) -> None:
    data = bytes_of(issued)
    said = by_file(client, data[: len(data) // 2])
    assert "đã bị sửa hoặc hỏng" in said
    assert "Không đọc được chữ ký nào" in said
    assert "<b></b>" not in said
    assert 'class="card"' not in said


def test_a_paper_that_is_not_issued_yet_is_not_known(client: Client, issued: Result) -> None:
    data = bytes_of(issued)
    Result.objects.filter(pk=issued.pk).update(state="signed")
    assert client.get(f"/xac-minh/{issued.check_code}/").status_code == 404
    assert issued.number not in by_file(client, data)


CHILD = {"full_name": "Chảo Thị Sen", "birth": "2012-09-01", "sex": "female"}


def test_a_paper_for_another_of_the_household_shows_her_and_who_asked(client: Client, world: World) -> None:
    """The name on the paper is what it is compared with: the requester's would call a true paper forged."""
    done = world.file("lan", sample("TS.000001"), for_whom="child", member=CHILD)
    world.receive(done)
    world.act("hoa", done, "take")
    world.act("hoa", done, "draft_result")
    world.act("hoa", done, "propose")
    world.sign("pho", done)
    world.act("thu", done, "seal")
    result = world.dossier(done).results.get().result
    said = main_of(client.get(f"/xac-minh/{result.check_code}/").content.decode())
    row = said.split("Cấp cho")[1].split("</dd>")[0]
    assert "<b>C••• T•• S••</b>" in row
    assert "theo đề nghị của L• T•• M••" in row
    assert "Chảo Thị Sen" not in said


def test_who_asks_for_herself_is_named_once(client: Client, issued: Result) -> None:
    Dossier.objects.update(subject_name="Chảo  thị Sen")  # the same name, typed otherwise
    assert "theo đề nghị của" not in client.get(f"/xac-minh/{issued.check_code}/").content.decode()


@pytest.mark.parametrize(
    ("code", "name"), [("1.001193", "child"), ("2.000635", "requester"), ("1.004873", "requester")]
)
def test_a_paper_of_another_system_shows_whom_it_names(world: World, code: str, name: str) -> None:
    done = taken(world, code)
    world.act("binh", done, "record_result", RECORD)
    dossier = world.dossier(done)
    person = sample(code).answers[name]["full_name"]
    assert certified(dossier.results.get().result, dossier) == (person,)


def test_what_was_taken_back_says_so_before_anything_else(client: Client, issued: Result) -> None:
    Result.objects.filter(pk=issued.pk).update(state="revoked", ended_reason="Ghi sai tên.")
    said = main_of(client.get(f"/xac-minh/{issued.check_code}/").content.decode())
    first = said.split("<dt>")[1]
    assert "còn hiệu lực không?" in first
    assert "Đã thu hồi" in first
    assert "Ghi sai tên." in first
    assert said.count("<dt>") >= 4, "each answer stays by itself"
    assert said.count("còn hiệu lực không?") == 1
