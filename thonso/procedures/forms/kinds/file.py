"""Photos and files of one paper: the answer holds the hashes of what was received, never the content."""

import re
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from thonso.procedures.forms.kinds.base import Context, Errors, Kind
from thonso.procedures.forms.shape import Field

_HASH = re.compile(r"^[0-9a-f]{64}$")
MEDIA = {"image": ("image/jpeg", "image/png", "image/webp", "image/heic"), "pdf": ("application/pdf",)}


class File(Kind):
    """Canonical: received SHA-256 hashes in order, without repeats. Whether one may attach them, `files` says."""

    name = "file"

    def parse(self, raw: Any, field: Field, context: Context) -> tuple[Any, Errors]:
        given = raw if isinstance(raw, list) else [raw] if raw not in (None, "", {}) else []
        given = [one for one in given if one != ""]
        if any(not isinstance(one, str) or not _HASH.fullmatch(one) for one in given):
            return None, {"": [_("This file did not arrive whole. Please send it again.")]}
        hashes = list(dict.fromkeys(given))
        if len(hashes) > field.max_files:
            return None, {"": [_("Please send at most %(count)d files for this paper.") % {"count": field.max_files}]}
        return hashes or None, {}

    def missing(self, field: Field) -> Errors:
        return {"": [_("Please take a photo or choose a file.")]}

    def text(self, value: Any, field: Field, context: Context) -> str:
        return ngettext("%(count)d file", "%(count)d files", len(value)) % {"count": len(value)}

    def schema(self, field: Field) -> dict[str, Any]:
        return {
            "type": "array",
            "minItems": 1,
            "maxItems": field.max_files,
            "uniqueItems": True,
            "items": {"type": "string", "pattern": "^[0-9a-f]{64}$"},
        }

    def view(self, field: Field, value: Any, context: Context) -> dict[str, Any]:
        kept = [one for one in value if isinstance(one, str)] if isinstance(value, list) else []
        return {
            "kept": kept,
            "accept": ",".join(media for kind in field.accept for media in MEDIA[kind]),
            # On a phone this opens the camera at once; not where a PDF may be wanted as well.
            "capture": field.capture and field.accept == ("image",),
            "many": field.max_files > 1,
        }
