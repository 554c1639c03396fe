"""The files of a dossier as one ZIP, named as a portal takes them: number, paper, no diacritics. Pure but for the reading."""

import zipfile
from collections import Counter
from collections.abc import Iterable
from pathlib import PurePath
from tempfile import SpooledTemporaryFile
from typing import IO

from django.utils.text import slugify

from thonso.core.base.text import fold
from thonso.core.files.models import Upload
from thonso.core.files.rules import name_as_stored
from thonso.core.files.services import open_stored
from thonso.dossiers import requirements
from thonso.dossiers.models import Attachment, Dossier

IN_MEMORY = 4 * 1024 * 1024
LONGEST = 60


def packed(dossier: Dossier, attachments: Iterable[Attachment]) -> IO[bytes]:
    """The package, at its beginning, ready to be sent. Photos and PDFs are packed already: nothing is squeezed again."""
    out = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115  (whoever sends it closes it)
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as package:
        for name, upload in named(dossier, attachments):
            with open_stored(upload) as file, package.open(name, "w") as entry:
                while block := file.read(1 << 20):
                    entry.write(block)
    out.seek(0)
    return out


def named(dossier: Dossier, attachments: Iterable[Attachment]) -> list[tuple[str, Upload]]:
    """Every file that can be opened, by the paper it is for, in the order of the papers: `02-giay-chung-sinh-1.jpg`."""
    papers = {paper.key: (place, paper.name) for place, paper in enumerate(requirements.papers(dossier), start=1)}
    rows = [row for row in attachments if row.upload.state == Upload.State.READY]
    rows.sort(key=lambda row: (papers.get(row.paper_key, (99, ""))[0], row.at, row.pk))
    several = Counter(row.paper_key for row in rows)
    seen: Counter[str] = Counter()
    found = []
    for row in rows:
        place, name = papers.get(row.paper_key, (99, row.paper_key))
        seen[row.paper_key] += 1
        ending = PurePath(name_as_stored(row.upload.name, row.upload.media_type)).suffix
        count = f"-{seen[row.paper_key]}" if several[row.paper_key] > 1 else ""
        words = slugify(fold(name))[:LONGEST].rstrip("-") or "giay-to"
        found.append((f"{place:02d}-{words}{count}{ending}", row.upload))
    return found
