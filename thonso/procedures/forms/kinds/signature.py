"""A signature drawn on the screen: evidence of consent, not a legal signature. Or a promise to sign on paper."""

import re
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from thonso.procedures.forms.kinds.base import Context, Errors, Kind, one_text
from thonso.procedures.forms.shape import Field

WIDTH, HEIGHT = 600, 200
_STROKES = re.compile(r"^\d{1,3},\d{1,3}(?:[ ;]\d{1,3},\d{1,3})*$")
_LONGEST = 20_000


class Signature(Kind):
    """Canonical: {"way": "drawn", "strokes": "x,y x,y;x,y …"} on a 600 × 200 field, or {"way": "paper"}.

    Strokes instead of a picture: a few kilobytes, no image to decode, and drawn again sharp at any size.
    """

    name = "signature"

    def parse(self, raw: Any, field: Field, context: Context) -> tuple[Any, Errors]:
        if not isinstance(raw, Mapping):
            return None, {} if raw in (None, "", [], {}) else {"": [self._again()]}
        strokes = (one_text(raw.get("strokes")) or "").strip()
        if one_text(raw.get("way")) == "paper":
            return {"way": "paper"}, {}
        if not strokes:
            return None, {}
        if len(strokes) > _LONGEST or not _STROKES.match(strokes):
            return None, {"": [self._again()]}
        points = [tuple(map(int, point.split(","))) for point in re.split("[ ;]", strokes)]
        if any(x > WIDTH or y > HEIGHT for x, y in points):
            return None, {"": [self._again()]}
        wide = max(x for x, _y in points) - min(x for x, _y in points)
        if len(points) < 8 or wide < 30:
            return None, {"": [_("This is too small to be a signature. Please sign again, larger.")]}
        return {"way": "drawn", "strokes": strokes}, {}

    def _again(self) -> str:
        return _("The signature did not arrive whole. Please sign again.")

    def missing(self, field: Field) -> Errors:
        return {"": [_("Please tick “I will sign on paper”, or sign with a finger where the page has a box for it.")]}

    def text(self, value: Any, field: Field, context: Context) -> str:
        return _("Signed on the screen") if value.get("way") == "drawn" else _("Will sign on paper")

    def schema(self, field: Field) -> dict[str, Any]:
        return {
            "type": "object",
            "additionalProperties": False,
            "required": ["way"],
            "properties": {"way": {"enum": ["drawn", "paper"]}, "strokes": {"type": "string", "maxLength": _LONGEST}},
        }

    def view(self, field: Field, value: Any, context: Context) -> dict[str, Any]:
        given = value if isinstance(value, Mapping) else {}
        strokes = one_text(given.get("strokes")) or ""
        return {"strokes": strokes, "paper": given.get("way") == "paper", "d": path_of(strokes), **size()}


def size() -> dict[str, int]:
    return {"width": WIDTH, "height": HEIGHT}


def path_of(strokes: str) -> str:
    """SVG path data of the strokes; empty when they are not well formed, so that nothing else reaches the page."""
    if not _STROKES.match(strokes):
        return ""
    return " ".join("M" + " L".join(stroke.split(" ")) for stroke in strokes.split(";"))
