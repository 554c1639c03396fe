"""The states of a dossier as the portal writes them, and whether they fit ours. Pure."""

from thonso.core.base.text import fold
from thonso.dossiers.rules.states import NATIONAL_CODE, State

# The national code of a state (vietnam.md 1.2), its official name first, then what provinces' systems write for it. Where one
# phrase lies within another, the longer stands first.
PHRASES: tuple[tuple[int, tuple[str, ...]], ...] = (
    (3, ("không được tiếp nhận", "không tiếp nhận", "từ chối tiếp nhận", "từ chối")),
    (1, ("mới đăng ký", "chờ tiếp nhận", "chưa tiếp nhận", "mới nộp")),
    (7, ("công dân yêu cầu rút hồ sơ", "yêu cầu rút", "đã rút", "rút hồ sơ")),
    (8, ("dừng xử lý", "dừng giải quyết", "đã dừng")),
    (5, ("yêu cầu bổ sung giấy tờ", "yêu cầu bổ sung", "chờ bổ sung")),
    (6, ("yêu cầu thực hiện nghĩa vụ tài chính", "nghĩa vụ tài chính", "chờ nộp phí", "chờ thanh toán")),
    (9, ("đã xử lý xong", "đã giải quyết", "đã có kết quả", "chờ trả kết quả", "chờ xác nhận trả")),
    (10, ("đã trả kết quả", "trả kết quả")),
    (4, ("đang xử lý", "đang giải quyết", "đang thụ lý", "chờ ký", "trình ký")),
    (2, ("được tiếp nhận", "đã tiếp nhận")),
)
_FOLDED = tuple((code, fold(phrase)) for code, phrases in PHRASES for phrase in phrases)
NAMES = {code: phrases[0][:1].upper() + phrases[0][1:] for code, phrases in PHRASES}

# Received and being processed follow each other at once; between the two nothing is amiss.
_ALIKE = {2: 4}


def code_of(words: str) -> int | None:
    """The national code of a state as a list writes it: "Đang xử lý", "dang xu ly (qua han)", "4". None when not known."""
    text = fold(words).strip()
    if text.isdigit():
        return int(text) if 1 <= int(text) <= 10 else None
    padded = f" {text} "
    return next((code for code, phrase in _FOLDED if f" {phrase} " in padded), None)


def fits(state: State, code: int) -> bool:
    """Whether a dossier in this state here may stand under that code there."""
    here = NATIONAL_CODE[state]
    return _ALIKE.get(here, here) == _ALIKE.get(code, code)


def states_of(code: int) -> list[str]:
    """The states here that fit a code there."""
    return [state.value for state in State if fits(state, code)]
