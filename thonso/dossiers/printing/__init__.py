"""The official papers of a dossier: which there are, and the data each is drawn from (`core.papers` draws them).

Papers are written in Vietnamese by law, so their words stand here and not among the translated messages.
"""

from thonso.dossiers.printing.slips import Slip, render, slips_of

__all__ = ["Slip", "render", "slips_of"]
