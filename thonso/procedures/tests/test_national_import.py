"""`thonso import-procedures`, and the public pages of what it brought in. Records are invented."""

import gzip
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from tests.cast import Units
from thonso.procedures.models import NationalProcedure
from thonso.procedures.national import files, legal, papers, ways
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
    assert report["rejected"][-1]["reason"] == "this code stands in the file already, on line 7"


def test_what_nobody_should_rely_on_is_flagged(bring: Any) -> None:
    _code, report = bring(
        record("1.000001", cach_thuc_thuc_hien=f"{ways.HEAD}Trực tiếp1Miễn phí"),
        record("1.000002", thanh_phan_ho_so="Bước 2. Nộp hồ sơ", ket_qua_xu_ly=""),
        record("1.000003", ten_thu_tuc="Cùng một tên"),
        record("1.000004", ten_thu_tuc="Cùng một tên"),
    )
    assert report["flagged"] == [
        {"code": "1.000001", "fields": ["time"]},
        {"code": "1.000002", "fields": ["papers", "result", "steps"]},
        {"code": "1.000003", "fields": ["name"]},
        {"code": "1.000004", "fields": ["name"]},
    ]
    assert (report["parsed"]["time"], report["parsed"]["papers"], report["parsed"]["result"]) == (4, 3, 3)


LINE = json.dumps({"ma_thu_tuc": "1.000014", "ten_thu_tuc": "Đăng ký việc"}, ensure_ascii=False)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"\x1f\x8bbroken", "damaged"),
        (PACKED[: len(PACKED) // 2], "cut off"),
        (b"", "it is empty"),
        (gzip.compress(b""), "it is empty"),
        (b"\n \n", "it is empty"),
        (LINE.encode("utf-16"), "UTF-16; save it as UTF-8"),
        (LINE.encode("utf-16-le"), "UTF-16; save it as UTF-8"),
        (LINE.encode() + b"\n" + LINE.replace("Đ", "\u00d0").encode("cp1258", "replace"), "line 2 is not UTF-8"),
        (b"PK\x03\x04\x14\x00\x06\x00", "it is an Excel, Word or zip file"),
        (b"%PDF-1.7\n", "it is a PDF file"),
        (b"<!doctype html><html>", "it is a web page"),
        (f"[{LINE}]".encode(), "one JSON array"),
        (f"[\n{LINE},\n{LINE}\n]".encode(), "one JSON array"),
        (f"{LINE}\n{LINE[:40]}".encode(), "line 2, its last, ends in the middle of a record"),
        (b'{"x": "' + b"y" * (50 << 20) + b'"}', "line 1 is longer than 1 MB"),
        (gzip.compress(b'{"x": "' + b"y" * (50 << 20) + b'"}', 1), "line 1 is longer than 1 MB"),
        (gzip.compress(b"\n" * 2_000_000), "more than 20,000 lines"),
    ],
    ids=["no gzip", "packed and cut", "empty", "empty packed", "blank", "utf-16 marked", "utf-16", "windows-1258", "excel", "pdf",
         "web page", "array", "array in lines", "cut", "50 MB", "50 MB packed", "lines without end"],
)  # fmt: skip
def test_a_file_that_cannot_be_read_says_why_and_changes_nothing(tmp_path: Path, content: bytes, says: str) -> None:
    file = tmp_path / "procedures.jsonl.gz"
    file.write_bytes(content)
    with pytest.raises(CommandError, match="cannot be read and nothing has changed") as told:
        call_command("import_procedures", str(file))
    assert says in str(told.value)
    assert not NationalProcedure.objects.exists()


def test_a_mark_in_front_and_the_line_ends_of_windows_do_no_harm(tmp_path: Path) -> None:
    file = tmp_path / "procedures.jsonl"
    file.write_bytes(b"\xef\xbb\xbf" + f"{LINE}\r\n".encode())
    call_command("import_procedures", str(file))
    assert NationalProcedure.objects.get().name == "Đăng ký việc"


def test_a_file_larger_than_the_memory_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "LARGEST", 50)
    file = tmp_path / "procedures.jsonl"
    file.write_text(f"{LINE}\n")
    with pytest.raises(CommandError, match="holds more than"):
        call_command("import_procedures", str(file))


def test_markup_is_kept_shown_as_text_and_flagged(client: Client, bring: Any, offered: Units) -> None:
    """HTML in values: nothing of it is obeyed, and what may have hidden a border is not to be relied on."""
    _code, report = bring(
        record(thanh_phan_ho_so=f"--{papers.HEAD}<td onclick=x>Tờ khai</td><script>x</script>1 bản chính")
    )
    assert report["flagged"] == [{"code": "1.001766", "fields": ["papers"]}]
    text = page(client, "/thu-tuc/quoc-gia/1.001766/")
    assert "<script>x</script>" not in text
    assert "&lt;td onclick=x&gt;" in text


def test_half_characters_and_nul_are_left_out(bring: Any) -> None:
    code, report = bring('{"ma_thu_tuc": "1.000014", "ten_thu_tuc": "Việc", "linh_vuc": "a\\u0000\\ud800b"}')
    assert (code, report["imported"]) == (0, 1)
    assert NationalProcedure.objects.get().sector == "a?b"


def page(client: Client, path: str, status: int = 200) -> str:
    response = client.get(path)
    assert response.status_code == status
    return response.content.decode()


def test_one_title_or_one_long_text_under_several_codes_is_flagged(bring: Any) -> None:
    long, longer = "Bước 1: nộp hồ sơ. " * 20, "Bước 2: nhận kết quả. " * 20
    _code, report = bring(
        record("1.000001", ten_thu_tuc="Một", trinh_tu_thuc_hien=long),
        record("1.000002", ten_thu_tuc="Hai", trinh_tu_thuc_hien=f" {long}"),
        record("1.000003", ten_thu_tuc="Ba", trinh_tu_thuc_hien=longer),
        record("1.000004", ten_thu_tuc="Ba", trinh_tu_thuc_hien=longer),
        record("1.000005", ten_thu_tuc="Năm"),
    )
    assert report["flagged"] == [
        {"code": "1.000001", "fields": ["steps"]},
        {"code": "1.000002", "fields": ["steps"]},
        {"code": "1.000003", "fields": ["name"]},
        {"code": "1.000004", "fields": ["name"]},
    ]


def test_the_office_is_told_or_follows_from_the_others_of_its_sector(bring: Any) -> None:
    said = {"linh_vuc": "Cư trú", "co_quan_thuc_hien": "Công an cấp Xã"}
    bring(
        *(record(f"1.00000{n}", **said) for n in (1, 2, 3)),
        record("1.000004", linh_vuc="Cư trú", co_quan_thuc_hien=NOTHING),
        record("1.000005", linh_vuc="Hộ tịch"),
        record("1.000006", linh_vuc="Thuế", cap_thuc_hien="Cấp tỉnh, Cấp xã", co_quan_thuc_hien=NOTHING),
        record("1.000007", linh_vuc="Đất đai", co_quan_thuc_hien="Văn phòng đăng ký đất đai, Ủy ban nhân dân xã"),
    )
    found = dict(NationalProcedure.objects.values_list("code", "place"))
    assert found == {f"1.00000{n}": "police" for n in (1, 2, 3, 4)} | {
        "1.000005": "commune",
        "1.000006": "unsaid",
        "1.000007": "commune",
    }
    assert not NationalProcedure.objects.get(code="1.000004").place_said


def test_a_sample_is_printed_and_nothing_is_brought_in(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "procedures.jsonl"
    file.write_text("\n".join(json.dumps(record(f"1.{n:06}"), ensure_ascii=False) for n in range(30)))
    call_command("import_procedures", str(file), "--sample", "5", "--seed", "3")
    first = capsys.readouterr().out
    call_command("import_procedures", str(file), "--sample", "5", "--seed", "3")
    assert capsys.readouterr().out == first
    assert first.count("## 1.") == 5
    assert "¦time¦ 1 Ngày" in first
    assert not NationalProcedure.objects.exists()


def test_one_page_tells_all_that_was_read_and_where_it_is_filed(client: Client, bring: Any, offered: Units) -> None:
    bring(record("1.001193", cach_thuc_thuc_hien=f"{ways.HEAD}Trực tiếp1Miễn phí", ten_thu_tuc="<b>Khai sinh</b>"))
    text = page(client, "/thu-tuc/quoc-gia/1.001193/")
    for words in (
        "Tờ khai theo mẫu",
        "1 bản chính",
        "60/2014/QH13",
        "Trích lục",
        "Bước 2: nhận.",
        "Cần xác minh",
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
    assert "/thu-tuc/quoc-gia/" not in page(client, "/thu-tuc/")
