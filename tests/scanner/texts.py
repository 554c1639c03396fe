"""Made-up texts of cards, whole and broken in every way that is known, from one seed: each with the kind it is of."""

import random
import unicodedata
from collections.abc import Iterator

NAMES = [
    "Lý Thị Mai",
    "Sùng A Pó",
    "H'Hen Niê",
    "Y-Bion Kbuôr",
    "Mai Lan Anh",
    "Nguyễn Văn Mẫu",
    "Tẩn Thị Mẩy",
    "Giàng Thị Dở",
]
ADDRESSES = [
    "Thôn Suối Chải, Xã Bát Xát, Tỉnh Lào Cai",
    "Tổ 3, Phường Cốc Lếu (cũ), Lào Cai",
    "Xã Bát Xát",
    "Số 12/4 đường Hoàng Liên",
]
FIELDS = ("number", "old", "name", "birth", "sex", "address", "issued")
BAD_BIRTHS = [
    "",
    "30021985",
    "29021900",
    "03131985",
    "00000000",
    "03070000",
    "31121899",
    "03001985",
    "3071985",
    "abcdefgh",
    "٠٣٠٧١٩٨٥",
    "28112026",
    "01012999",
]
BAD_NUMBERS = ["", "01529900000", "0152990000011", "01529900000O", "٠١٥٢٩٩٠٠٠٠٠١", "015 299 00001"]
CONFUSIONS = ["cp1252", "latin-1", "cp437", "cp850", "cp1258"]


def numbered(dice: random.Random) -> str:
    """Twelve digits, most with the code of a province; what they say of year and sex may contradict the card."""
    place = dice.choice(["001", "010", "015", "031", "079", "003", "101", "200", "999"])
    return f"{place}{dice.randrange(10)}{dice.randrange(100):02d}{dice.randrange(10**6):06d}"


def born(dice: random.Random) -> str:
    day, month, year = dice.randrange(1, 29), dice.randrange(1, 13), dice.randrange(1900, 2026)
    mark = dice.choice(["", "", "", "/", "-", "."])
    return dice.choice(
        [
            f"{day:02d}{mark}{month:02d}{mark}{year}",
            f"{day:02d}{month:02d}{year}",
            f"00{month:02d}{year}",
            f"0000{year}",
        ]
    )


def fitting(dice: random.Random, birth: str, sex: str) -> str:
    year = int(birth[-4:])
    digit = (year - 1900) // 100 * 2 + (sex == "Nữ")
    return f"010{digit}{year % 100:02d}{dice.randrange(10**6):06d}"


def card(dice: random.Random, **given: str) -> str:
    birth, sex = born(dice), dice.choice(["Nam", "Nữ"])
    values = {
        "number": dice.choice([numbered(dice), fitting(dice, birth, sex)]),
        "old": dice.choice(["", "", "012345678", "015299000009"]),
        "name": dice.choice(NAMES),
        "birth": birth,
        "sex": sex,
        "address": dice.choice(ADDRESSES),
        "issued": f"{dice.randrange(1, 29):02d}{dice.randrange(1, 13):02d}{dice.randrange(2021, 2026)}",
    }
    return "|".join((values | given)[field] for field in FIELDS)


def texts(seed: int = 2026, each: int = 12) -> Iterator[tuple[str, str]]:
    dice = random.Random(seed)
    for _turn in range(each):
        whole = card(dice)
        yield "2021", whole
        yield (
            "2024",
            whole
            + "|"
            + "|".join(dice.choice(["", "012345678", "Lý A Sử", "Tẩn Thị Mẩy", "x" * 20]) for _ in range(4)),
        )
        yield "bars behind", whole + "|" * dice.randrange(1, 5)
        yield "no old number", card(dice, old="")
        yield "no day of issue", card(dice, issued="")
        yield "decomposed", unicodedata.normalize("NFD", whole)
        yield "around it", dice.choice(["]Q3", "\ufeff", "  ", "\0"]) + whole + dice.choice(["\r\n", "\t", "", "\0"])
        yield (
            "blanks inside",
            whole.replace(" ", dice.choice(["  ", "\u00a0", "\u2003", "\u3000", "\t", "\x1c", "\x85"])).replace(
                "|", " | "
            ),
        )
        yield "capitals", whole.upper()
        yield "repeated digits", card(dice, number=str(dice.randrange(10)) * 12)
        yield "wrong birth", card(dice, birth=dice.choice(BAD_BIRTHS))
        yield "wrong issue", card(dice, issued=dice.choice(["01011999", "01012030", "00012022", "x", "32012022"]))
        yield "wrong number", card(dice, number=dice.choice(BAD_NUMBERS))
        yield "wrong old number", card(dice, old=dice.choice(["1234567", "12345678x", "0123456789"]))
        yield "wrong sex", card(dice, sex=dice.choice(["", "X", "N?", "Nữ Nam", "nu", "NAM", "nữ"]))
        yield (
            "wrong name",
            card(dice, name=dice.choice(["", "Lý Th? Mai", "Lý \ufffd", "李 Mai", "Mai 2", "Lý\u200bMai", "Ну Mai"])),
        )
        yield (
            "wrong address",
            card(dice, address=dice.choice(["Th?n", "X\ufffd", "村", "Xã\u202eBát", "Xã Bát\u2028X", "😀 Xã"])),
        )
        yield "no diacritics", "".join(char for char in unicodedata.normalize("NFD", whole) if char.isascii())
        yield "too few", whole.rsplit("|", dice.randrange(1, 6))[0]
        yield (
            "no card",
            dice.choice(["", "|", "||||||", "https://example.test/x", "x" * 2001, "015299000001", "é" * 2000]),
        )
        at = dice.randrange(len(whole))
        yield (
            "one letter wrong",
            whole[:at] + chr(dice.choice([dice.randrange(32, 0x1EFF), dice.randrange(32, 127)])) + whole[at + 1 :],
        )
        yield "cut off", whole[: dice.randrange(1, len(whole))]
        yield "caps lock", whole.swapcase()
        yield "other bars", whole.replace("|", dice.choice("~¦\\#"))
        yield "taken for another table", whole.encode().decode(dice.choice(CONFUSIONS), "replace")


# What only a keyboard scanner does: the server puts it right, the phone refuses it.
REPAIRED = {"caps lock", "other bars", "taken for another table"}
