"""A random sample of readings to check by eye: the source with the borders found in it, and what follows from it. Pure."""

import random
from collections.abc import Iterable, Iterator

from thonso.procedures.national import neighbours, places, records, sections
from thonso.procedures.national.records import Record

BORDER = " ¦{}¦ "


def draw(found: Iterable[Record], number: int, seed: int) -> list[Record]:
    """The same records for the same file, number and seed."""
    everything = sorted(found, key=lambda record: record.code)
    chosen = random.Random(seed).sample(everything, min(number, len(everything)))  # noqa: S311  (a sample, not a secret)
    return sorted(chosen, key=lambda record: record.code)


def pages(found: Iterable[Record], number: int, seed: int) -> Iterator[str]:
    """One text a record."""
    everything = list(found)
    beside, where = neighbours.doubts(everything), places.of_all(everything)
    for record in draw(everything, number, seed):
        place = where[record.code]
        doubts = sorted(record.doubts() | beside.get(record.code, set()))
        head = f"## {record.code} {record.name}\nin doubt: {', '.join(doubts) or 'nothing'}; level: "
        head += f"{record.says('cap_thuc_hien')}; place: {place.kind}{'' if place.said else ' (inferred)'}"
        parts = [head]
        for key, section in sections.SECTIONS.items():
            parts.append(f"# {key}\n{_source(record, key, section)}")
            parts += [f"  {i}. " + " | ".join(f"{name}: {row[name]}" for name in section.columns if row[name])
                      for i, row in enumerate(section.read(record), start=1)]  # fmt: skip
        yield "\n".join(parts)


def _source(record: Record, key: str, section: sections.Section) -> str:
    made = record.splits.get(key) if key in records.SPLITTERS else None
    if made and made.cells:
        return "".join(BORDER.format(cell.kind) + cell.text for cell in made.cells)
    return "(not split) " + sections.source(record, section)
