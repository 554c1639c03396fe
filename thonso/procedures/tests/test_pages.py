"""The public pages of the catalogue, over HTTP."""

from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine
from django.test import Client

from tests.cast import Units
from thonso.procedures import describing
from thonso.procedures.definition import Definition
from thonso.procedures.tests.conftest import CODES

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 23, 5, tzinfo=UTC)


@pytest.fixture(autouse=True)
def in_november() -> Any:
    with time_machine.travel(NOON, tick=False):
        yield


def page(client: Client, path: str, status: int = 200) -> str:
    response = client.get(path)
    assert response.status_code == status
    return response.content.decode()


def test_the_list_shows_what_the_commune_offers(client: Client, offered: Units) -> None:
    text = page(client, "/thu-tuc/")
    assert "Đăng ký khai sinh" in text
    assert "Hộ tịch" in text
    assert "/thu-tuc/1.011607/" in text


@pytest.mark.parametrize(
    ("question", "code"),
    [
        ("giay khai sinh", "1.001193"),
        ("Giấy khai sinh", "1.001193"),
        ("xin giay doc than", "1.004873"),
        ("lấy vợ", "1.000894"),
        ("lấy chồng", "1.000894"),
        ("cưới", "1.000894"),
        ("lay vo can giay gi", "1.000894"),
        ("giay ket hon", "1.000894"),
        ("chua ket hon", "1.004873"),
        ("ho ngheo cho con di hoc", "TS.000001"),
        ("cong nhan ho ngheo", "1.011607"),
        ("chung thuc chu ky", "2.000884"),
        ("lap to trong quyt", "2.002637"),
        ("trich luc", "2.000635"),
        ("nha co nguoi chet", "1.000656"),
        ("bao nguoi nha mat", "1.000656"),
        ("giay chung tu", "1.000656"),
        ("lam khai tu", "1.000656"),
        ("lam lai giay khai sinh", "1.004884"),
        ("mat giay khai sinh goc", "1.004884"),
        ("nhan con", "1.001022"),
        ("bo sung ten cha", "1.001022"),
        ("khai sinh cho con chua cuoi", "1.000689"),
        ("ong ba nuoi chau mo coi", "1.004837"),
        ("giam ho", "1.004837"),
        ("1.011607", "1.011607"),
        ("ts.000001", "TS.000001"),
    ],
)
def test_plain_words_find_it_with_or_without_marks(client: Client, offered: Units, question: str, code: str) -> None:
    response = client.get("/thu-tuc/", {"q": question})
    assert response.context["rows"][0]["offered"].code == code


@pytest.mark.parametrize("question", ["bitcoin", "<script>alert(1)</script>", "a" * 5000, "'; DROP TABLE", "\ud83d"])
def test_what_is_not_there_says_what_to_do(client: Client, offered: Units, question: str) -> None:
    response = client.get("/thu-tuc/", {"q": question.encode("utf-8", "replace").decode()})
    assert response.status_code == 200
    assert b"<script>alert" not in response.content


def test_one_procedure_tells_what_to_bring_how_long_and_how_much(client: Client, offered: Units) -> None:
    text = page(client, "/thu-tuc/2.000635/")
    for words in ("8.000 đ", "Văn bản ủy quyền", "tiếp nhận sau 15 giờ", "281/2016/TT-BTC", "Cơ quan, tổ chức yêu cầu"):
        assert words in text


@pytest.mark.parametrize("code", CODES)
def test_a_villager_is_told_what_counts_where_a_figure_is_not_certain(
    client: Client, offered: Units, code: str
) -> None:
    text = page(client, f"/thu-tuc/{code}/")
    for raw in ("cần xác minh", 'id="can-xac-minh"', "Xã đang đối chiếu"):
        assert raw not in text
    certain = {"2.002637", "1.004837", "2.000908", "1.002211"}  # whose fee and time have a text to show
    assert ("trên giấy xã đưa cho anh chị" in text) == (code not in certain)


def test_officials_see_what_rests_on_memory(client: Client, offered: Units, sign_in: Any) -> None:
    sign_in(client, "lan")
    text = page(client, "/thu-tuc/1.004873/")
    assert 'id="can-xac-minh"' in text


def test_the_periodic_review_is_warned_of_only_in_its_season(client: Client, offered: Units) -> None:
    assert "rà soát định kỳ" in page(client, "/thu-tuc/1.011607/")
    with time_machine.travel(datetime(2026, 5, 5, tzinfo=UTC), tick=False):
        assert "rà soát định kỳ" not in page(client, "/thu-tuc/1.011607/")


def test_a_procedure_that_ended_is_gone_the_day_after(client: Client, offered: Units) -> None:
    with time_machine.travel(datetime(2026, 12, 31, 16, 59, tzinfo=UTC), tick=False):  # 23:59 in Hà Nội
        page(client, "/thu-tuc/1.011607/")
    with time_machine.travel(datetime(2026, 12, 31, 17, 0, tzinfo=UTC), tick=False):
        page(client, "/thu-tuc/1.011607/", 404)


@pytest.mark.parametrize("path", ["/thu-tuc/9.999999/", "/thu-tuc/abc/", "/thu-tuc/1.0011931/", "/thu-tuc/TS.1/"])
def test_no_such_procedure_is_not_found(client: Client, offered: Units, path: str) -> None:
    page(client, path, 404)


def test_the_checklist_has_a_box_for_each_paper(client: Client, offered: Units) -> None:
    text = page(client, "/thu-tuc/1.001193/giay-to/")
    assert text.count("☐") == 23
    assert "Giấy chứng sinh" in text


def test_a_commune_that_offers_nothing_says_so(client: Client, bat_xat: Units) -> None:
    assert "files__name" not in page(client, "/thu-tuc/")


def test_pages_take_few_queries(client: Client, offered: Units, django_assert_max_num_queries: Any) -> None:
    page(client, "/thu-tuc/")
    for path in ("/thu-tuc/", "/thu-tuc/?q=ho+ngheo", "/thu-tuc/1.001193/", "/thu-tuc/1.001193/giay-to/"):
        with django_assert_max_num_queries(
            9
        ):  # two of them of what is spoken: a process asks that once in five minutes
            page(client, path)


def test_the_button_does_not_promise_to_file_online_what_is_not(client: Client, offered: Units) -> None:
    assert "Nộp hồ sơ</a>" in page(client, "/thu-tuc/TS.000001/")
    text = page(client, "/thu-tuc/1.011607/")
    assert "Nộp hồ sơ</a>" not in text
    assert "Xem nơi nộp</a>" in text


def test_a_fee_says_who_is_exempt_only_where_somebody_is(client: Client, offered: Units) -> None:
    birth, single, copy = (page(client, f"/thu-tuc/{code}/") for code in ("1.001193", "1.004873", "2.000635"))
    assert "Được miễn" not in birth
    assert "Mức do tỉnh quyết định" in birth
    assert "Miễn phí với mọi hình thức nộp" in birth
    assert "Được miễn: Người thuộc gia đình có công" in single
    assert "Được miễn" not in copy
    assert "đối chiếu Thông tư 281/2016/TT-BTC" in copy


def test_what_to_have_at_hand_marks_the_papers_of_special_cases(definitions: dict[str, Definition]) -> None:
    lines = describing.at_hand(definitions["1.001193"])
    sometimes = {line.paper.key: line.only_sometimes for line in lines}
    assert all(sometimes[key] for key in ("abandoned_record", "surrogacy_paper", "witness_paper"))
    assert not sometimes["declaration"]
    assert sometimes["residence_proof"]  # the desk lists it: its note says when it is asked for


def test_what_to_have_at_hand_is_what_the_desk_lists(definitions: dict[str, Definition]) -> None:
    for code, definition in definitions.items():
        lines = describing.at_hand(definition)
        assert [line.paper.key for line in lines] == [paper.key for paper in definition.papers], code
        optional = [line for line in lines if not line.paper.required]
        assert all(line.only_sometimes for line in optional), code
