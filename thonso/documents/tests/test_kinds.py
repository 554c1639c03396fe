"""The kinds of documents as the desk reads and writes them, and files of kinds that cannot be used."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from thonso.documents import kinds
from thonso.documents.kinds import Kind

DAY = date(2026, 11, 27)
FILE = settings.CATALOGUE / "documents" / "kinds.yaml"


def kind(key: str) -> Kind:
    found = kinds.of(key, DAY)
    assert found
    return found


def key(found: Kind | None) -> str | None:
    return found.key if found else None


def test_government_has_twenty_nine_kinds_and_three_of_copies() -> None:
    all_of_them = kinds.in_force("government", DAY)
    assert sum(not one.copy for one in all_of_them) == 29
    assert [one.abbreviation for one in all_of_them if one.copy] == ["SY", "TrS", "SL"]
    assert [one.key for one in all_of_them if not one.abbreviation] == ["cong-van", "thu-cong"]
    assert [one.key for one in all_of_them if not one.named] == ["cong-van"]


def test_the_party_has_its_own_kinds_with_keys_of_their_own() -> None:
    party = kinds.in_force("party", DAY)
    abbreviations = " ".join(one.abbreviation for one in party)
    assert abbreviations == "NQ QĐ QĐ KL QC TB BC KH CTr TTr CV BB ĐA PA HD CT TT"
    assert not {one.key for one in party} & {one.key for one in kinds.in_force("government", DAY)}
    assert [one.key for one in party if not one.named] == ["dang-cong-van"]


@pytest.mark.parametrize("family", ["government", "party"])
def test_an_abbreviation_is_read_as_one_kind_unless_it_is_declared_to_be_shared(family: kinds.Family) -> None:
    for one in kinds.in_force(family, DAY):
        for spelling in one.spellings:
            assert key(kinds.by_abbreviation(family, spelling, DAY)) == (one.shares or one.key)
    shared = [one.key for one in kinds.in_force(family, DAY) if one.shares]
    assert shared == (["dang-quy-dinh"] if family == "party" else [])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("QĐ", "quyet-dinh"),
        (" QĐ ", "quyet-dinh"),
        ("qd", "quyet-dinh"),
        ("QyĐ", "quy-dinh"),
        ("QYĐ", "quy-dinh"),
        ("QC", "quy-che"),
        ("QCh", "quy-che"),
        ("DAn", "du-an"),
        ("Ttr", "to-trinh"),
        ("CTR", "chuong-trinh"),
        ("CT", "chi-thi"),
        ("HD", "huong-dan"),
        ("HĐ", "hop-dong"),
        ("hđ", "hop-dong"),
        ("DA", "du-an"),
        ("ĐA", "de-an"),
        ("cd", "cong-dien"),
        ("TRS", "trich-sao"),
        ("QĐ-UBND", None),
        ("05/QĐ", None),
        ("UBND", None),
        ("KL", None),
        ("", None),
        (" ", None),
        ("\u0301", None),
    ],
)
def test_abbreviations_are_read_from_documents(text: str, expected: str | None) -> None:
    assert key(kinds.by_abbreviation("government", text, DAY)) == expected


def test_what_two_kinds_could_be_without_diacritics_is_not_guessed(monkeypatch: pytest.MonkeyPatch) -> None:
    source = whole()
    source["government"][0]["kinds"] = [
        {"key": "de-an", "name": "Đề án", "abbreviation": "ĐÁ"},
        {"key": "du-an", "name": "Dự án", "abbreviation": "ĐÀ"},
    ]
    monkeypatch.setattr(kinds, "every", lambda: kinds.parse(source))
    assert key(kinds.by_abbreviation("government", "đà", DAY)) == "du-an"
    assert kinds.by_abbreviation("government", "DA", DAY) is None


@pytest.mark.parametrize(
    ("family", "text", "expected"),
    [
        ("government", "QUYẾT ĐỊNH", "quyet-dinh"),
        ("government", "QUY ĐỊNH", "quy-dinh"),
        ("government", "KẾ HOẠCH", "ke-hoach"),
        ("government", "  Kế \u00a0hoạch\n", "ke-hoach"),
        ("government", "K Ế  H O Ạ C H", "ke-hoach"),
        ("government", "TỜTRÌNH", "to-trinh"),
        ("government", "giay uy quyen", "giay-uy-quyen"),
        ("government", "BẢN THOẢ THUẬN", "ban-thoa-thuan"),
        ("government", "Công văn", "cong-van"),
        ("government", "SAO Y", "sao-y"),
        ("government", "KẾT LUẬN", None),
        ("government", "QUYẾT ĐỊNH về việc công nhận", None),
        ("government", "", None),
        ("party", "QUY ĐỊNH", "dang-quy-dinh"),
        ("party", "KẾT LUẬN", "dang-ket-luan"),
        ("party", "HỢP ĐỒNG", None),
    ],
)
def test_titles_are_read_from_the_page(family: kinds.Family, text: str, expected: str | None) -> None:
    assert key(kinds.by_name(family, text, DAY)) == expected


@pytest.mark.parametrize("family", ["government", "party"])
def test_every_name_in_capitals_is_read_back(family: kinds.Family) -> None:
    for one in kinds.in_force(family, DAY):
        assert kinds.by_name(family, one.name.upper(), DAY) == one


@pytest.mark.parametrize(
    ("whose", "number", "organ", "unit", "expected"),
    [
        ("quyet-dinh", 5, "UBND", "", "05/QĐ-UBND"),
        ("quyet-dinh", 5, "UBND", "VP", "05/QĐ-UBND"),
        ("quy-dinh", 10, "UBND", "", "10/QyĐ-UBND"),
        ("cong-van", 12, "UBND", "VP", "12/UBND-VP"),
        ("cong-van", 9, "UBND", "", "09/UBND"),
        ("sao-y", 3, "UBND", "", "03/SY-UBND"),
        ("nghi-quyet", 120, "HĐND", "", "120/NQ-HĐND"),
        ("dang-nghi-quyet", 5, "ĐU", "", "05-NQ/ĐU"),
        ("dang-quy-dinh", 31, "ĐU", "", "31-QĐ/ĐU"),
        ("dang-cong-van", 7, "CB", "", "07-CV/CB"),
    ],
)
def test_number_lines(whose: str, number: int, organ: str, unit: str, expected: str) -> None:
    assert kinds.number_line(kind(whose), number, organ, unit) == expected


@given(
    st.sampled_from(kinds.in_force("government", DAY) + kinds.in_force("party", DAY)),
    st.integers(1, 99_999),
    st.sampled_from(["UBND", "HĐND", "ĐU", "CB"]),
)
def test_numbers_below_ten_have_a_nought_and_no_others_do(one: Kind, number: int, organ: str) -> None:
    line = kinds.number_line(one, number, organ, "VP")
    digits = line.partition("-" if one.family == "party" else "/")[0]
    assert int(digits) == number
    assert digits == (f"0{number}" if number < 10 else str(number))
    assert line.count("/") == line.count("-") == 1


@pytest.mark.parametrize("whose", ["quyet-dinh", "cong-van", "dang-nghi-quyet"])
@pytest.mark.parametrize(("number", "organ"), [(0, "UBND"), (-1, "UBND"), (5, "")])
def test_there_is_no_number_nought_and_none_without_an_organ(whose: str, number: int, organ: str) -> None:
    with pytest.raises(ValueError, match="number"):
        kinds.number_line(kind(whose), number, organ)


def test_a_cell_may_issue_no_regulations_guidance_or_directives() -> None:
    refused = {one.key for one in kinds.in_force("party", DAY) if not kinds.may_issue(one, "chi-bo")}
    assert refused == {"dang-quy-dinh", "dang-huong-dan", "dang-chi-thi", "dang-thong-tri"}


def test_who_else_may_issue_what() -> None:
    party = kinds.in_force("party", DAY)
    refused = {one.key for one in party if not kinds.may_issue(one, "dang-uy")}
    assert refused == {"dang-huong-dan", "dang-chi-thi", "dang-thong-tri"}
    refused = {one.key for one in party if not kinds.may_issue(one, "ban-thuong-vu")}
    assert refused == {"dang-quy-che", "dang-chi-thi"}
    assert all(kinds.may_issue(one, "chi-bo") for one in kinds.in_force("government", DAY))


def test_kinds_hold_from_their_day() -> None:
    assert kinds.in_force("government", date(2020, 3, 4)) == ()
    assert len(kinds.in_force("government", date(2020, 3, 5))) == 32
    assert kinds.in_force("party", date(2026, 1, 8)) == ()
    assert kinds.of("dang-nghi-quyet", date(2026, 1, 8)) is None
    assert kinds.of("dang-nghi-quyet", date(2026, 1, 9))
    assert kinds.of("khong-co", DAY) is None
    assert kinds.by_name("government", "QUYẾT ĐỊNH", date(2019, 1, 1)) is None


def test_the_newest_section_holds_and_an_ended_one_does_not(monkeypatch: pytest.MonkeyPatch) -> None:
    source = whole()
    (old,) = source["government"]
    later = {
        **old,
        "from": date(2027, 1, 1),
        "until": date(2027, 6, 30),
        "kinds": [{"key": "quyet-dinh", "name": "Quyết định", "abbreviation": "QĐi"}],
        "copies": [],
    }
    source["government"] = [{**old, "until": date(2027, 3, 31)}, later]
    monkeypatch.setattr(kinds, "every", lambda: kinds.parse(source))
    for day, count in (
        (date(2026, 12, 31), 32),
        (date(2027, 1, 1), 1),
        (date(2027, 6, 30), 1),
        (date(2027, 7, 1), 0),
    ):
        assert len(kinds.in_force("government", day)) == count


def test_each_section_says_where_it_is_from_what_is_unsure_and_when_numbers_begin_anew() -> None:
    expected: tuple[tuple[kinds.Family, str, str], ...] = (
        ("government", "30/2020/NĐ-CP", "year"),
        ("party", "399-QĐ/TW", "term"),
        ("party", "05-HD/VPTW", "term"),
    )
    for family, source, counted in expected:
        found = kinds.every()[family][0]
        assert source in found.source
        assert found.verify
        assert found.counted == counted
    assert kinds.section("party", DAY) == kinds.every()["party"][0]
    assert all(kind(unsure).verify for unsure in ("quy-che", "du-an", "thu-cong", "dang-quy-dinh"))
    assert not kind("quyet-dinh").verify


def whole() -> dict[str, Any]:
    source = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    assert isinstance(source, dict)
    return source


def spoilt(family: str, **changes: Any) -> dict[str, Any]:
    source = whole()
    source[family][0] |= changes
    return source


def with_kind(family: str = "government", **changes: Any) -> dict[str, Any]:
    source = whole()
    one = {"key": "thu", "name": "Thử", "abbreviation": "TH", **({"by": []} if family == "party" else {})} | changes
    source[family][0]["kinds"].append({name: value for name, value in one.items() if value is not None})
    return source


@pytest.mark.parametrize(
    ("source", "why"),
    [
        ([], "families"),
        ({"government": whole()["government"]}, "families"),
        ({**whole(), "doan": []}, "families"),
        ({**whole(), "party": []}, "oldest"),
        ({**whole(), "party": whole()["party"] * 2}, "oldest"),
        (spoilt("government", **{"from": "2020"}), "days"),
        (spoilt("government", until=date(2019, 1, 1)), "days"),
        (spoilt("party", counted="month"), "counted"),
        (spoilt("party", untill=date(2030, 1, 1)), "untill"),
        (spoilt("party", source=None), "words"),
        (spoilt("party", kinds=None), "None"),
        (with_kind(name=None), "name"),
        (with_kind(name="Quyết  Định"), "same name"),
        (with_kind(key="quyet-dinh"), "same key"),
        (with_kind(key="dang-quyet-dinh"), "both families"),
        (with_kind(key="Quyết định khác"), "key"),
        (with_kind(abbreviation="QĐ"), "same abbreviation"),
        (with_kind(abbreviation="QCh"), "same abbreviation"),
        (with_kind(abbreviation="QĐ", shares="nghi-quyet"), "shares"),
        (with_kind(abbreviation="QĐ-UBND"), "letters"),
        (with_kind(abbreviation=True), "words"),
        (with_kind(abbreviation=None), "symbol"),
        (with_kind(symbol=["unit", "kind"]), "symbol"),
        (with_kind(symbol="kind"), "list"),
        (with_kind(aliases="THU"), "list"),
        (with_kind(named="no"), "named"),
        (with_kind(alias=["THU"]), "alias"),
        (with_kind(by=["chi-bo"]), "Party"),
        (with_kind("party", by=["chi-doan"]), "chi-doan"),
        (with_kind("party", by=None), "by"),
        (with_kind("party", abbreviation=None, symbol=["organ", "unit"]), "Party"),
    ],
)
def test_a_broken_file_is_named_with_what_is_wrong(tmp_path: Path, source: object, why: str) -> None:
    path = tmp_path / "documents" / "hong.yaml"
    path.parent.mkdir()
    path.write_text(yaml.safe_dump(source, allow_unicode=True), encoding="utf-8")
    with pytest.raises(kinds.KindsError, match=rf"documents/hong\.yaml: .*{why}"):
        kinds.read(path)


@pytest.mark.parametrize("content", [None, b"", b"government: [", b"\xff\xfe", b"- x", b"42"])
def test_no_file_and_one_that_is_no_yaml_are_named_too(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "hong.yaml"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(kinds.KindsError, match=r"hong\.yaml: "):
        kinds.read(path)
