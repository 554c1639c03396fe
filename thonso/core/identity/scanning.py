"""What a page gives the card scanner in the browser: its sentences, and where the pack lies that it may load on request.

The scanner works without a network once the page and the pack are there, so everything it may have to say travels along.
"""

import json
from functools import cache
from typing import Any

from django.contrib.staticfiles import finders
from django.templatetags.static import static
from django.utils.translation import gettext as _

from thonso.core.identity.rules import SENTENCES
from thonso.core.people.rules import DOUBTS

# Made by frontend/scanpack.mjs.
_PACK = "dist/scan-pack.json"


def scanner() -> dict[str, Any]:
    """`{"words": …, "pack": …}` as `openScanner` in frontend/ts/scan/scanner.ts takes it."""
    return {"words": words(), "pack": pack()}


def pack() -> dict[str, Any] | None:
    """Addresses of the worker and of the decoder, and their size (`bytes`; `gzip` is what travels). None: not built."""
    files = _files()
    if files is None:
        return None
    addresses = {part: static(f"dist/{file['name']}") for part, file in files.items()}
    return addresses | {size: sum(file[size] for file in files.values()) for size in ("bytes", "gzip")}


@cache
def _files() -> dict[str, Any] | None:
    found = finders.find(_PACK)
    if not isinstance(found, str):
        return None
    with open(found, encoding="utf-8") as file:
        files: dict[str, Any] = json.load(file)
    return files


def words() -> dict[str, Any]:
    return {
        "aim": _("Hold the square code of the card inside the frame."),
        "closer": _("Hold the phone still and come closer. Let light fall on the card."),
        "picture": _("What the camera sees"),
        "torch": _("Light"),
        "stop": _("Stop scanning"),
        "opening": _("Opening the camera …"),
        "refused": _(
            "The browser does not let this page use the camera. Allow it in the browser's settings, "
            "or take a photo of the code, or type below."
        ),
        "no_camera": _("This device has no camera that can be used. Take a photo of the code, or type below."),
        "busy": _(
            "The camera does not open: another app may be using it. Close that, or take a photo of the code, or type below."
        ),
        "offer": _(
            "This browser cannot find codes by itself. Load the scanner once (about a minute where the signal is weak), "
            "or take a photo of the code."
        ),
        "load": _("Load the scanner (0.4 MB)"),
        "loading": _("Loading the scanner …"),
        "load_failed": _(
            "The scanner did not come through. Try again where the signal is better, or take a photo of the code, or type below."
        ),
        "not_now": _("Not now"),
        "reasons": {reason: str(sentence) for reason, sentence in SENTENCES.items()},
        "doubts": {kind: str(sentence) for kind, sentence in DOUBTS.items()},
    }
