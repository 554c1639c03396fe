"""Official papers: `render(kind, data)` gives a PDF/A-2b, `signature_box(kind, data)` where it is to be signed.

What `data` must hold is written in `papers/kinds/`, one TypedDict a kind.
"""

from thonso.core.papers.check import BadPaperData
from thonso.core.papers.kinds import KINDS, Kind
from thonso.core.papers.rendering import Box, Boxes, CannotBeSet, render, render_with_box, signature_box

__all__ = ["KINDS", "BadPaperData", "Box", "Boxes", "CannotBeSet", "Kind", "render", "render_with_box", "signature_box"]
