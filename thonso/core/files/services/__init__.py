"""The only code that writes uploads: receive, check, keep, sweep, verify."""

from thonso.core.files.services.check import look_into, recheck_waiting
from thonso.core.files.services.hold import (
    NotArrived,
    attach_check,
    erase,
    hand_on,
    keep,
    let_go,
    register_holder,
    release,
    sweep,
)
from thonso.core.files.services.made import store_made
from thonso.core.files.services.receive import (
    Spooled,
    WrongOffset,
    begin,
    drop_sealed,
    finish,
    put_chunk,
    sealed_bytes,
    spooled,
    store,
    store_spooled,
)
from thonso.core.files.services.verify import Fault, open_stored, open_thumb, verify_all

__all__ = [
    "Fault",
    "NotArrived",
    "Spooled",
    "WrongOffset",
    "attach_check",
    "begin",
    "drop_sealed",
    "erase",
    "finish",
    "hand_on",
    "keep",
    "let_go",
    "look_into",
    "open_stored",
    "open_thumb",
    "put_chunk",
    "recheck_waiting",
    "register_holder",
    "release",
    "sealed_bytes",
    "spooled",
    "store",
    "store_made",
    "store_spooled",
    "sweep",
    "verify_all",
]
