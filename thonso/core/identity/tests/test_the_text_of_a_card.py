"""The text of the code is taken apart, put right where that needs no guess, and refused where it would."""

import unicodedata
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thonso.core.identity import Card, CardUnreadable, parse_card_text
from thonso.core.identity.tests.photos import CARD_2021, CARD_2024

TODAY = date(2026, 11, 22)


def parse(text: str) -> Card:
    return parse_card_text(text, today=TODAY)


def reason(text: str) -> str:
    with pytest.raises(CardUnreadable) as caught:
        parse(text)
    assert str(caught.value.message)
    return caught.value.reason


def changed(**fields: str) -> str:
    names = ["number", "old", "name", "birth", "sex", "address", "issued"]
    parts = CARD_2021.split("|")
    for name, value in fields.items():
        parts[names.index(name)] = value
    return "|".join(parts)


def test_a_card_of_2021() -> None:
    card = parse(CARD_2021)
    assert card == Card(
        number="015299000001",
        old_number="012345678",
        full_name="Lý Thị Mai",
        birth=date(1985, 7, 3),
        birth_precision="day",
        sex="female",
        address="Thôn Suối Chải, Xã Bát Xát, Tỉnh Lào Cai",
        issued=date(2022, 1, 1),
        layout="2021",
    )


def test_a_card_of_2024_keeps_what_nobody_can_name_as_it_is() -> None:
    card = parse(CARD_2024)
    assert (card.layout, card.full_name) == ("2024", "Lý Thị Mai")
    assert card.extra == ("015185990009", "Lý A Sử", "Tẩn Thị Mẩy")


def test_most_people_have_no_old_number() -> None:
    assert parse(changed(old="")).old_number == ""


@pytest.mark.parametrize(
    ("birth", "expected", "precision"),
    [
        ("03071985", date(1985, 7, 3), "day"),
        ("00071950", date(1950, 7, 1), "month"),
        ("00001950", date(1950, 1, 1), "year"),
        ("29022000", date(2000, 2, 29), "day"),
        ("03/07/1985", date(1985, 7, 3), "day"),
    ],
)
def test_a_birth_of_which_only_a_part_is_known(birth: str, expected: date, precision: str) -> None:
    card = parse(changed(birth=birth))
    assert (card.birth, card.birth_precision) == (expected, precision)


IMPOSSIBLE = ["", "30021985", "03131985", "03070000", "03071899", "23112026", "3071985", "03001985", "abcdefgh"]


@pytest.mark.parametrize("birth", [*IMPOSSIBLE, "٠٣٠٧١٩٨٥"])
def test_an_impossible_birth_is_refused(birth: str) -> None:
    assert reason(changed(birth=birth)) == "dates"


@pytest.mark.parametrize("issued", ["01011999", "01012030", "00012022", "x"])
def test_an_impossible_day_of_issue_is_refused(issued: str) -> None:
    assert reason(changed(issued=issued)) == "dates"


@pytest.mark.parametrize("number", ["", "01529900000", "0152990000011", "01529900000O", "٠١٥٢٩٩٠٠٠٠٠١"])
def test_a_number_that_is_not_twelve_digits_is_refused(number: str) -> None:
    assert reason(changed(number=number)) == "number"
    assert reason(changed(old="1234567")) == "number"


@pytest.mark.parametrize(
    "text", ["", "|", "||||||", "https://example.test/x", "1|2|3|4|5|6", "x" * 5000, "015299000001"]
)
def test_what_is_no_card_is_refused(text: str) -> None:
    assert reason(text) in {"not_a_card", "number"}


@pytest.mark.parametrize("codec", ["cp1252", "latin-1", "cp437", "cp850"])
def test_utf8_taken_for_another_encoding_is_put_right(codec: str) -> None:
    mangled = CARD_2021.encode().decode(codec, "surrogateescape")
    if any("\ud800" <= char <= "\udfff" for char in mangled):
        # Bytes that the table leaves open come through as control characters.
        mangled = "".join(chr(ord(char) - 0xDC00) if "\udc80" <= char <= "\udcff" else char for char in mangled)
    card = parse(mangled)
    assert (card.full_name, card.repaired) == ("Lý Thị Mai", ("encoding",))


def test_mangled_twice_is_put_right_too() -> None:
    once = CARD_2021.encode().decode("latin-1")
    assert parse(once.encode().decode("latin-1")).full_name == "Lý Thị Mai"


def test_a_name_whose_mangled_form_looks_almost_right_is_put_right() -> None:
    # "Hà" becomes "HÃ" and a no-break space.
    card = parse(changed(name="Hà Nam").encode().decode("latin-1"))
    assert card.full_name == "Hà Nam"


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.encode("ascii", "ignore").decode(),
        lambda text: text.encode("ascii", "replace").decode(),
        lambda text: text.replace("ị", "\ufffd"),
        lambda text: text.encode("cp1252", "replace").decode("cp1252"),
        lambda text: "".join(c for c in unicodedata.normalize("NFD", text) if c.isascii()),
        lambda text: text.replace("Lý", "L\u00fd\u00bb"),
    ],
    ids=["dropped", "question marks", "replacement", "half lost", "bare letters", "rubbish"],
)
def test_letters_that_are_lost_are_not_guessed(change) -> None:
    assert reason(change(CARD_2021)) == "mangled"


def test_a_name_without_diacritics_is_fine_when_the_address_has_them() -> None:
    assert parse(changed(name="Mai Lan Anh")).full_name == "Mai Lan Anh"


@pytest.mark.parametrize("name", ["H'Hen Niê", "K’Brếu", "Y-Bion Kbuôr", "Sùng A Pó", "Đào", "Giàng Thị " + "Dở " * 10])
def test_names_of_all_peoples_are_names(name: str) -> None:
    assert parse(changed(name=name)).full_name == name.strip()


@pytest.mark.parametrize("address", ["Thôn Suối Chải, Xã Bát Xát", "Số 4 đường Hoàng Liên, phường Cốc Lếu"])
def test_caps_lock_is_undone(address: str) -> None:
    card = parse(changed(address=address).swapcase())
    assert (card.full_name, card.address, card.repaired) == ("Lý Thị Mai", address, ("caps_lock",))


@pytest.mark.parametrize("bar", ["~", "¦", "\\", "#"])
def test_another_keyboard_s_bar_is_understood(bar: str) -> None:
    card = parse(CARD_2021.replace("|", bar))
    assert (card.full_name, card.repaired) == ("Lý Thị Mai", ("separator",))


@pytest.mark.parametrize("text", [f"]Q3{CARD_2021}", f"{CARD_2021}\r\n", f"\ufeff{CARD_2021}|", f"  {CARD_2021}\t"])
def test_what_scanners_add_around_it_is_taken_off(text: str) -> None:
    assert parse(text).full_name == "Lý Thị Mai"


def test_decomposed_letters_are_composed() -> None:
    card = parse(unicodedata.normalize("NFD", CARD_2021))
    assert card.full_name == unicodedata.normalize("NFC", "Lý Thị Mai")
    assert card.address.startswith("Thôn Suối")


letters = "aáàảãạăắằẳẵặâấầẩẫậbcdđeéèẻẽẹêếềểễệghiíìỉĩịklmnoóòỏõọôốồổỗộơớờởỡợpqrstuúùủũụưứừửữựvxyýỳỷỹỵ"
words = st.text(letters, min_size=1, max_size=7).map(str.capitalize)
names = st.lists(words, min_size=1, max_size=6).map(" ".join)


@given(
    names,
    st.sampled_from(["Nam", "Nữ"]),
    st.dates(date(1900, 1, 1), TODAY),
    st.sampled_from([None, "latin-1", "cp1252", "cp437"]),
)
def test_a_card_is_read_right_or_refused_when_two_are_possible_and_never_read_wrong(
    name: str, sex: str, birth: date, codec: str | None
) -> None:
    text = changed(name=name, sex=sex, birth=birth.strftime("%d%m%Y"), address="Xã Bát Xát")
    if codec:
        try:
            text = text.encode().decode(codec)
        except UnicodeDecodeError:
            return
    try:
        card = parse(text)
    except CardUnreadable as refusal:
        if codec is None or refusal.reason != "mangled":
            raise
        return
    assert (card.full_name, card.birth, card.sex) == (name, birth, "male" if sex == "Nam" else "female")


@given(st.text(max_size=300) | st.binary(max_size=300).map(lambda raw: raw.decode("latin-1")))
def test_no_text_breaks_it(text: str) -> None:
    try:
        parse(text)
    except CardUnreadable:
        return


@given(st.data())
def test_a_card_with_one_wrong_character_is_still_a_card_or_refused(data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(CARD_2021) - 1))
    try:
        card = parse(CARD_2021[:at] + data.draw(st.characters()) + CARD_2021[at + 1 :])
    except CardUnreadable:
        return
    assert len(card.number) == 12
    assert card.full_name
    assert "|" not in card.full_name
