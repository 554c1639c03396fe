"""What an officer at the desk would accept, ask about, or send back: numbers, names, dates, phones."""

import unicodedata
from datetime import date

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from thonso.core.base.errors import Refused
from thonso.core.people import rules
from thonso.core.people.rules import Birth, Person, check_id_number, mask
from thonso.core.people.rules.id_numbers import _codes

PROVINCES = st.sampled_from(sorted(_codes().provinces))
TAILS = st.integers(0, 999_999).map("{:06d}".format)
YEARS = st.integers(1900, 2026)
SEXES = st.sampled_from(["male", "female"])


def number(province: str, sex: str, year: int, tail: str) -> str:
    return f"{province}{(year - 1900) // 100 * 2 + (sex == 'female')}{year % 100:02d}{tail}"


@given(PROVINCES, SEXES, YEARS, TAILS)
def test_a_number_made_by_the_rule_passes_for_its_own_person(province, sex, year, tail):
    made = number(province, sex, year, tail)
    assume(len(set(made)) > 1)
    assert check_id_number(made, year, sex) == ([], [])


@given(PROVINCES, SEXES, YEARS, TAILS, SEXES, YEARS)
def test_a_number_never_passes_for_another_sex_or_year(province, sex, year, tail, other_sex, other_year):
    assume((sex, year) != (other_sex, other_year))
    made = number(province, sex, year, tail)
    assume(len(set(made)) > 1)
    assert check_id_number(made, other_year, other_sex).errors


@given(st.text(max_size=30), st.none() | st.integers(1850, 2100), st.none() | SEXES | st.text(max_size=3))
def test_no_text_whatever_breaks_the_check(text, year, sex):
    check = check_id_number(text, year, sex)
    digits = rules.digits_of(text)
    if check.ok:
        assert digits.isascii()
        assert digits.isdigit()
        assert len(digits) in (9, 12)


@given(PROVINCES, SEXES, YEARS, TAILS, st.sampled_from(["{0}{1}{2}", " {0} {1} {2} ", "{0}.{1}.{2}", "{0}-{1}-{2}"]))
def test_blanks_and_dots_that_help_to_read_do_no_harm(province, sex, year, tail, shape):
    made = number(province, sex, year, tail)
    written = shape.format(made[:4], made[4:8], made[8:])
    assert rules.digits_of(written) == made
    assert check_id_number(written, year, sex) == check_id_number(made, year, sex)


@given(st.text(alphabet="0123456789", min_size=8, max_size=20))
def test_a_mask_shows_at_most_five_digits_and_keeps_the_length(text):
    hidden = mask(text)
    assert len(hidden) == len(text)
    assert sum(c.isdigit() for c in hidden) == 5


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        ("015168990023", "015•••••••23"),
        ("015 168 990 023", "015•••••••23"),
        ("063123456", "063••••56"),
        ("12345", "•••••"),
        ("", ""),
    ],
)
def test_masks_as_printed(text, hidden):
    assert mask(text) == hidden


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "empty"),
        ("01516899002", "eleven digits"),
        ("0151689900234", "thirteen digits"),
        ("01516899002O", "a letter O"),
        ("003168990023", "no such province"),
        ("000000000000", "all the same"),
        ("015399990023", "born in 2099"),
        ("٠١٥١٦٨٩٩٠٠٢٣٤", "other digits"),
    ],
)
def test_numbers_that_are_sent_back(text, why):
    check = check_id_number(text)
    assert check.errors, why
    assert all(str(sentence) for sentence in check.errors)


def test_an_old_number_and_a_birth_abroad_are_asked_about_not_refused():
    for text in ("063123456", "201168990023"):
        check = check_id_number(text)
        assert check.ok
        assert check.warnings


@pytest.mark.parametrize(
    "name",
    ["Lý Thị Mai", "H'Hen Niê", "Vừ A Dơ", "Tôn Nữ Thị Ninh", "Lý Ly-Sa", unicodedata.normalize("NFD", "Phàn Thị Lở")],
)
def test_names_that_people_have(name):
    assert rules.check_name(name) == ([], [])


@pytest.mark.parametrize("name", ["Mẩy", "Lý Thị " + "Nguyễnnguyễn" * 3, "Nguyenthimaihoaphuong An"])
def test_unusual_names_are_asked_about_not_refused(name):
    check = rules.check_name(name)
    assert check.ok
    assert check.warnings


@pytest.mark.parametrize(
    "name", ["", "   ", "Lý 2", "Mai 🙂", "Lý\u202eMai", "a" * 101, "Maaaai Lý", "<b>Mai</b>", "Mai\x00"]
)
def test_what_is_no_name_is_sent_back(name):
    assert rules.check_name(name).errors


@given(st.text(max_size=120))
def test_no_text_whatever_breaks_the_name_check(text):
    rules.check_name(text)


def test_a_name_in_capitals_or_decomposed_letters_is_tidied():
    assert rules.tidy_name("LÝ THỊ MAI") == "Lý Thị Mai"
    assert rules.tidy_name("  lý   thị mai ") == "Lý Thị Mai"
    assert rules.tidy_name(unicodedata.normalize("NFD", "Lý Thị Mẩy")) == "Lý Thị Mẩy"
    assert rules.tidy_name("H'Hen Niê") == "H'Hen Niê"


@pytest.mark.parametrize(
    ("text", "birth"),
    [
        ("14/05/1968", Birth(date(1968, 5, 14))),
        ("14-5-1968", Birth(date(1968, 5, 14))),
        ("1968-05-14", Birth(date(1968, 5, 14))),
        ("14051968", Birth(date(1968, 5, 14))),
        ("05/1968", Birth(date(1968, 5, 1), "month")),
        ("1968", Birth(date(1968, 1, 1), "year")),
        ("00/00/1968", Birth(date(1968, 1, 1), "year")),
        ("__/__/1968", Birth(date(1968, 1, 1), "year")),
        ("00/05/1968", Birth(date(1968, 5, 1), "month")),
    ],
)
def test_dates_of_birth_of_every_precision(text, birth):
    assert rules.parse_birth(text) == birth


@pytest.mark.parametrize(
    "text",
    [
        "",
        "31/02/1990",
        "32/01/1990",
        "1/13/1990",
        "hôm qua",
        "68",
        "14/05/68",
        "01/01/2100",
        "01/01/1800",
        "1/2/3/1990",
    ],
)
def test_dates_that_cannot_be_are_sent_back(text):
    with pytest.raises(Refused):
        rules.parse_birth(text)


@given(st.dates(date(1900, 1, 1), date(2026, 1, 1)), st.sampled_from(["day", "month", "year"]))
def test_a_date_printed_is_read_back(day, precision):
    first = {"day": day, "month": day.replace(day=1), "year": day.replace(day=1, month=1)}[precision]
    birth = Birth(first, precision)
    assert rules.parse_birth(str(birth)) == birth


@given(st.text(max_size=20))
def test_no_text_whatever_breaks_the_date(text):
    try:
        rules.parse_birth(text)
    except Refused:
        return


@pytest.mark.parametrize("text", ["0912345678", "+84 912 345 678", "84912345678", "0912.345.678", "(0912) 345678"])
def test_phones_as_people_write_them(text):
    assert rules.parse_phone(text) == "0912345678"


@pytest.mark.parametrize("text", ["", "912345678", "0112345678", "09123456789", "không có", "0912345abc"])
def test_what_is_no_phone_is_sent_back(text):
    with pytest.raises(Refused):
        rules.parse_phone(text)


@pytest.mark.parametrize(
    ("text", "klass"),
    [("Hộ nghèo", "poor"), ("hộ cận nghèo", "near_poor"), ("CẬN NGHÈO", "near_poor"), ("Thoát nghèo", "escaped")],
)
def test_classes_as_they_stand_in_lists(text, klass):
    assert rules.parse_class(text) == klass


def test_all_fields_of_a_person_are_checked_together():
    wrong = Person("Mai 1", "female", Birth(date(1968, 5, 14)), id_number="015068990023", father_name="X9")
    assert {name for name, check in rules.check_person(wrong).items() if check.errors} == {
        "full_name",
        "id_number",
        "father_name",
    }
