"""What only shows when records are laid side by side: one title, or one long text, under several codes. Pure."""

from collections import defaultdict
from collections.abc import Iterable

from thonso.procedures.national.records import PAPERS, STEPS, Record

LONG = 200  # characters; shorter texts are the same for good reasons
_TEXTS = {"steps": STEPS, "papers": PAPERS}


def doubts(records: Iterable[Record]) -> dict[str, set[str]]:
    """By code: "name" where several codes have one title, "steps" or "papers" where another title has the same long text.

    Which text belongs to which code nobody can tell from the records.
    """
    found: dict[str, set[str]] = defaultdict(set)
    by_name: dict[str, list[Record]] = defaultdict(list)
    by_text: dict[tuple[str, str], list[Record]] = defaultdict(list)
    for record in records:
        by_name[record.name].append(record)
        for figure, column in _TEXTS.items():
            text = " ".join(record.source.get(column, "").split())
            if len(text) >= LONG:
                by_text[figure, text].append(record)
    for group in by_name.values():
        if len(group) > 1:
            for record in group:
                found[record.code].add("name")
    for (figure, _text), group in by_text.items():
        if len({record.name for record in group}) > 1:
            for record in group:
                found[record.code].add(figure)
    return found
