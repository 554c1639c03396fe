"""Who filed chose to sign on paper instead of in the box: which paper it is, and whether it is still awaited."""

from collections.abc import Mapping
from typing import Any

from thonso.dossiers import requirements
from thonso.dossiers.models import Dossier, PaperCheck
from thonso.dossiers.rules.states import OPEN
from thonso.procedures.definition import Definition, Paper


def promised(definition: Definition, answers: Mapping[str, Any]) -> Paper | None:
    """The request that these answers say will be signed on paper."""
    ways = (answers.get(one.key) for one in definition.form.fields() if one.kind == "signature")
    if not any(isinstance(way, Mapping) and way.get("way") == "paper" for way in ways):
        return None
    return next((paper for paper in definition.papers if paper.key == "request"), None)


def awaited(dossier: Dossier, answers: Mapping[str, Any]) -> Paper | None:
    """The same of a dossier, until the paper is kept with it or the dossier is over."""
    paper = promised(requirements.definition(dossier), answers)
    if paper is None or dossier.status not in OPEN:
        return None
    kept = any(one.paper_key == paper.key and one.seen == PaperCheck.Seen.KEPT for one in dossier.checks.all())
    return None if kept else paper
