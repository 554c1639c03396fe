"""Names of files that say what must not come in. What stands on the pages: `core.files.rules`, `reading.scans`. Pure."""

import re
import unicodedata
from typing import Final

_MARK = re.compile(r"(?<!\w)(TỐI MẬT|TUYỆT MẬT|MẬT)(?!\w)")
_SMALL = re.compile(r"(?<!\w)(?:tối|tuyệt) mật(?!\w)|\(\s*mật\s*\)", re.IGNORECASE)
_BEFORE: Final = frozenset({"BÍ", "BẢO", "CƠ", "THÂN", "TÚI"})
_AFTER: Final = frozenset({"ONG", "KHẨU", "ĐỘ", "MÃ", "THIẾT", "MÍA", "VỤ"})


def named_secret(name: str) -> bool:
    """Whether the name of a file says MẬT, TỐI MẬT or TUYỆT MẬT; honey, passwords and density pass, as does what is about
    secrecy ("bảo vệ bí mật nhà nước"). A name without diacritics says too little: the page decides."""
    plain = " ".join(re.sub(r"[_.\-+,\[\]{}]+", " ", unicodedata.normalize("NFC", name)).split())
    if _SMALL.search(plain):
        return True
    for found in _MARK.finditer(plain):
        before, after = plain[: found.start()].split(), plain[found.end() :].split()
        if found[1] != "MẬT" or not (
            (before and before[-1].upper() in _BEFORE) or (after and after[0].upper().strip("()") in _AFTER)
        ):
            return True
    return False
