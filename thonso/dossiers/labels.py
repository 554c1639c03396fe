"""What an error is about, in the words of the form: for the summary of a page, and for a phone that has to mend something."""

from collections.abc import Mapping
from typing import Any

from thonso.core.base.text import in_sentence
from thonso.procedures.definition import Definition
from thonso.procedures.forms.kinds.identity import part_labels


def labels_of(definition: Definition, errors: Mapping[str, Any], *, alone: str = "") -> dict[str, str]:
    """What each error is about: "members.1.doing" → "Người 2, đang làm gì"; "child.birth" → "Trẻ, ngày sinh". The question
    that stands `alone` on its page is its heading, and is not named again."""
    papers = {f"paper.{paper.key}": paper.name for paper in definition.papers}
    return {path: papers.get(path) or _label(definition, path, alone) for path in errors}


def _label(definition: Definition, path: str, alone: str) -> str:
    key, *rest = path.split(".")
    one = definition.form.by_key.get(key)
    if one is None:
        return ""
    names = [] if key == alone else [one.label]
    if one.fields and rest and rest[0].isdecimal():
        child = definition.form.field_at(path)
        names = [f"{one.row_name} {int(rest[0]) + 1}", child.label if child and len(rest) > 1 else ""]
        one, rest = child or one, rest[2:]
    if one.kind == "person" and rest:
        names.append(str(part_labels().get(rest[0], "")))
    first, *others = [name for name in names if name] or [""]
    return ", ".join([first[:1].upper() + first[1:], *(in_sentence(name) for name in others)])
