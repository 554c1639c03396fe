"""`thonso import-procedures`, and the public pages of what it brought in. Records are invented."""

import gzip
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from tests.cast import Units
from thonso.procedures.models import NationalProcedure
from thonso.procedures.national import legal, papers, records, ways
from thonso.procedures.national.cells import NOTHING

pytestmark = pytest.mark.django_db
PACKED = gzip.compress(b'{"ma_thu_tuc": "1.000014", "ten_thu_tuc": "V"}')


def record(code: str = "1.001766", **other: Any) -> dict[str, Any]:
    return {
        "ma_thu_tuc": code,
        "ten_thu_tuc": f"Đăng ký việc số {code}",
        "linh_vuc": "Hộ tịch",
        "cap_thuc_hien": "Cấp xã",
        "cach_thuc_thuc_hien": f"{ways.HEAD}Trực tiếp1 NgàyMiễn phí",
        "thanh_phan_ho_so": f"--{papers.HEAD}Tờ khai theo mẫu1 bản chính",
        "can_cu_phap_ly": f"{legal.HEAD}Luật Hộ tịch60/2014/QH13",
        "ket_qua_xu_ly": "Trích lụcMã: KQ.G15.000056Từ khóaKhông có thông tinMô tảKhông có thông tin",
        "trinh_tu_thuc_hien": "Bước 1: nộp.\nBước 2: nhận.",
        "yeu_cau_dieu_kien": f"{NOTHING}Từ khóa{NOTHING}",
        "detail_url": "https://dichvucong.gov.vn/thu-tuc-hanh-chinh/1",
    } | other


@pytest.fixture
def bring(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, dict[str, Any]]]:
    """Import these lines (objects or texts) and give the exit code and what `--json` printed."""

    def run(*found: Any, packed: bool = False) -> tuple[int, dict[str, Any]]:
        text = "\n".join(one if isinstance(one, str) else json.dumps(one, ensure_ascii=False) for one in found)
        file = tmp_path / "procedures.jsonl"
        file.write_bytes(gzip.compress(text.encode()) if packed else text.encode())
        code = 0
        try:
            call_command("import_procedures", str(file), "--json")
        except SystemExit as ended:
            code = int(ended.code or 0)
        return code, json.loads(capsys.readouterr().out)

    return run


def test_it_counts_what_it_read_and_a_second_run_changes_nothing(bring: Any) -> None:
    code, first = bring(record(), record("1.000014"), packed=True)
    assert (code, first["read"], first["imported"], first["flagged"]) == (0, 2, 2, [])
    assert first["parsed"] == {"channels": 2, "time": 2, "fee": 2, "papers": 2, "legal": 2, "result": 2}
    before = list(NationalProcedure.objects.order_by("code").values())
    code, again = bring(record(), record("1.000014"))
    assert (code, again["imported"], again["updated"], again["unchanged"]) == (0, 0, 0, 2)
    assert list(NationalProcedure.objects.order_by("code").values()) == before


def test_what_changed_at_the_portal_is_updated_and_what_is_gone_stays(bring: Any) -> None:
    bring(record(), record("1.000014"))
    code, report = bring(record(ten_thu_tuc="Đăng ký khai tử"))
    assert (code, report["updated"], report["unchanged"]) == (0, 1, 0)
    assert dict(NationalProcedure.objects.values_list("code", "name")) == {
        "1.001766": "Đăng ký khai tử",
        "1.000014": "Đăng ký việc số 1.000014",
    }


def test_lines_that_are_no_record_are_named_and_the_others_come_in(bring: Any) -> None:
    code, report = bring(
        "{",
        "[]",
        record("1.14"),
        record(ten_thu_tuc=" "),
        record("1.000014", linh_vuc=3),
        "",
        record(),
        record(linh_vuc=""),
    )
    assert (code, report["read"], report["imported"]) == (3, 7, 1)
    assert [(one["line"], one["code"]) for one in report["rejected"]] == [
        (1, ""),
        (2, ""),
        (3, "1.14"),
        (4, "1.001766"),
        (5, "1.000014"),
        (8, "1.001766"),
    ]
    assert report["rejected"][-1]["reason"] == "this code stands in the file already"


def test_what_nobody_should_rely_on_is_flagged(bring: Any) -> None:
    _code, report = bring(
        record("1.000001", cach_thuc_thuc_hien=f"{ways.HEAD}Trực tiếp1Miễn phí"),
        record("1.000002", thanh_phan_ho_so="Bước 2. Nộp hồ sơ", ket_qua_xu_ly=""),
        record("1.000003", ten_thu_tuc="Cùng một tên"),
        record("1.000004", ten_thu_tuc="Cùng một tên"),
    )
    assert report["flagged"] == [
        {"code": "1.000001", "fields": ["time"]},
        {"code": "1.000002", "fields": ["papers", "result"]},
        {"code": "1.000003", "fields": ["name"]},
        {"code": "1.000004", "fields": ["name"]},
    ]
    assert (report["parsed"]["time"], report["parsed"]["papers"], report["parsed"]["result"]) == (4, 3, 3)


@pytest.mark.parametrize(
    "content",
    [b"\x1f\x8bbroken", PACKED[: len(PACKED) // 2], b"x" * (records.LONGEST_LINE + 2)],
    ids=["no gzip", "cut off", "a line without end"],
)
def test_a_file_that_cannot_be_read_changes_nothing(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "procedures.jsonl.gz"
    file.write_bytes(content)
    with pytest.raises(CommandError, match="cannot be read and nothing has changed"):
        call_command("import_procedures", str(file))
    assert not NationalProcedure.objects.exists()


def test_a_packed_file_that_would_fill_the_memory_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(records, "MOST_LINES", 1000)
    file = tmp_path / "procedures.jsonl.gz"
    file.write_bytes(gzip.compress(b"\n" * 2_000_000))
    with pytest.raises(CommandError, match="more than"):
        call_command("import_procedures", str(file))


def test_half_characters_and_nul_are_left_out(bring: Any) -> None:
    code, report = bring('{"ma_thu_tuc": "1.000014", "ten_thu_tuc": "Việc", "linh_vuc": "a\\u0000\\ud800b"}')
    assert (code, report["imported"]) == (0, 1)
    assert NationalProcedure.objects.get().sector == "a?b"


def page(client: Client, path: str, status: int = 200) -> str:
    response = client.get(path)
    assert response.status_code == status
    return response.content.decode()


def test_one_is_found_by_words_without_accents_by_code_and_by_sector(
    client: Client, bring: Any, offered: Units
) -> None:
    bring(
        record(ten_thu_tuc="Đăng ký khai tử"), record("1.000014", ten_thu_tuc="Thủ tục hải quan", linh_vuc="Hải quan")
    )
    assert "Hải quan" in page(client, "/thu-tuc/quoc-gia/")
    assert "Đăng ký khai tử" not in page(client, "/thu-tuc/quoc-gia/")
    for question in ("q=khai tu", "q=1.001766", "linh-vuc=Hộ tịch"):
        text = page(client, f"/thu-tuc/quoc-gia/?{question}")
        assert "Đăng ký khai tử" in text
        assert "Thủ tục hải quan" not in text
    assert "Thủ tục hải quan" not in page(client, "/thu-tuc/quoc-gia/?q=uan"), "a word begins so"
    assert "Thử bớt từ" in page(client, "/thu-tuc/quoc-gia/?q=xe may")
    assert "/thu-tuc/quoc-gia/?q=xe%20may" in page(client, "/thu-tuc/?q=xe may")


def test_one_page_tells_all_that_was_read_and_where_it_is_filed(client: Client, bring: Any, offered: Units) -> None:
    bring(record("1.001193", cach_thuc_thuc_hien=f"{ways.HEAD}Trực tiếp1Miễn phí", ten_thu_tuc="<b>Khai sinh</b>"))
    text = page(client, "/thu-tuc/quoc-gia/1.001193/")
    for words in (
        "Tờ khai theo mẫu",
        "1 bản chính",
        "60/2014/QH13",
        "Trích lục",
        "Bước 2: nhận.",
        "Nên xem lại trên Cổng",
    ):
        assert words in text
    assert "<b>Khai sinh</b>" not in text
    assert 'href="/thu-tuc/1.001193/"' in text
    assert "Từ khóa" not in text


def test_a_link_leads_to_the_portal_and_nowhere_else(client: Client, bring: Any) -> None:
    bring(record(detail_url="javascript:alert(1)"))
    assert "javascript:" not in page(client, "/thu-tuc/quoc-gia/1.001766/")


def test_what_was_not_brought_in_is_not_there(client: Client) -> None:
    page(client, "/thu-tuc/quoc-gia/1.001766/", 404)
    assert "Chưa có dữ liệu" in page(client, "/thu-tuc/quoc-gia/")
    assert "/thu-tuc/quoc-gia/" not in page(client, "/thu-tuc/")
