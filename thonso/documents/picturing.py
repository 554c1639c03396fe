"""A page of somebody's PDF as a picture, drawn in a process of its own: `python -m thonso.documents.picturing FILE PAGE`."""

import base64
import io
import json
import sys
from pathlib import Path

EDGE = 1400  # pixels: what stands on an A4 page can be read
SECONDS = 15


def drawn(path: Path, page: int) -> bytes | None:
    """The page (from 0) as JPEG; None where there is no such page or it cannot be drawn."""
    from thonso.core.files import sandbox

    try:
        said = sandbox.run("thonso.documents.picturing", str(path), str(page), seconds=SECONDS * 2)
    except sandbox.Broke:
        return None
    found = said[0].get("jpeg")
    return base64.b64decode(found) if found else None


def _main(path: str, page: int) -> None:
    import pypdfium2

    document = pypdfium2.PdfDocument(path)
    if page >= len(document):
        return
    opened = document[page]
    scale = EDGE / max(*opened.get_size(), 1.0)
    out = io.BytesIO()
    opened.render(scale=scale, may_draw_forms=False).to_pil().convert("RGB").save(out, "JPEG", quality=72)
    sys.stdout.write(json.dumps({"jpeg": base64.b64encode(out.getvalue()).decode()}) + "\n")


if __name__ == "__main__":
    from thonso.core.files.workshop import limits

    limits.bound(SECONDS)
    _main(sys.argv[1], int(sys.argv[2]))
