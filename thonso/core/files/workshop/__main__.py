"""`python -m thonso.core.files.workshop FILE OUT`: looks at FILE, writes an image anew as OUT.jpg, a preview OUT.thumb.

Prints {"media_type", "pages", …} or {"refused": reason} or {"full": true}, then {"thumb": true}.
"""

import errno
import json
import sys

from thonso.core.files.rules import HEAD_BYTES, JPEG, PDF, Unacceptable, check_size, sniff
from thonso.core.files.workshop import limits

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
SECONDS = 30


def _say(**what: object) -> None:
    sys.stdout.write(json.dumps(what) + "\n")
    sys.stdout.flush()


def main(path: str, out: str) -> None:
    with open(path, "rb") as file:
        head = file.read(HEAD_BYTES)
        size = file.seek(0, 2)
    media_type = sniff(head)
    check_size(media_type, size)
    if media_type == PDF:
        from thonso.core.files.workshop import images, pdfs

        pdf = pdfs.look(path)
        _say(media_type=PDF, pages=pdf.pages, signed=pdf.signed, width=None, height=None, legible=True)
        # From here on a failure costs the preview, not the file.
        images.write(pdfs.first_page(path, images.THUMB_EDGE), f"{out}.thumb", quality=70)
    else:
        from thonso.core.files.workshop import images

        image = images.open_upright(path, media_type)
        images.write(image, f"{out}.jpg")
        seen = {"width": image.width, "height": image.height, "legible": images.legible(image)}
        _say(media_type=JPEG, pages=None, signed=False, **seen)
        images.thumbnail(image, f"{out}.thumb")
    _say(thumb=True)


if __name__ == "__main__":
    limits.bound(SECONDS)
    try:
        main(sys.argv[1], sys.argv[2])
    except Unacceptable as refusal:
        _say(refused=refusal.reason)
    except OSError as error:
        if error.errno not in _FULL:
            raise
        _say(full=True)
