"""Which part of a definition a place belongs to, and the order of the parts. Pure."""

from thonso.procedures.editor.offers import KINDS
from thonso.procedures.editor.parts import FIELD, PARTS
from thonso.procedures.editor.shapes import Part, empty_of, filled

# The order of the parts on the overview.
ORDER = ("texts", "who_may_file", "ways", "presence", "papers", "cases", "fees", "timing", "form.sections", "form.rules", "steps",
         "outcome", "decision", "legal_basis", "warnings", "verify")  # fmt: skip


def part_of(place: str) -> Part:
    """The part a place belongs to: of a list or a thing in it. Raises KeyError."""
    if place in PARTS:
        return PARTS[place]
    for part in PARTS.values():
        pattern, names = part.at.split("."), place.split(".")
        if len(names) in {len(pattern), len(pattern) + 1} and all(
            p in ("*", n) for p, n in zip(pattern, names, strict=False)
        ):
            return part
    raise KeyError(place)


def is_item(place: str) -> bool:
    part = part_of(place)
    return not part.whole and len(place.split(".")) == len(part.at.split(".")) + 1


def home_of(place: str) -> str:
    """The part on whose page a list is shown that has none of its own ("result.papers")."""
    return next((part.at for part in PARTS.values() if part.whole and place in part.below), "")


__all__ = ["FIELD", "KINDS", "ORDER", "PARTS", "Part", "empty_of", "filled", "home_of", "is_item", "part_of"]
