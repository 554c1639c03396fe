"""What is still to be looked at when an act is done, said on the next page."""

from django.utils.translation import gettext as _

from thonso.dossiers import sent_home
from thonso.dossiers.models import Dossier
from thonso.dossiers.models.dossier import PaperCheck
from thonso.dossiers.services.moves import papers_to_see


def after(name: str, dossier: Dossier) -> list[str]:
    """The sentences for this act: nothing that forbids it."""
    found = []
    if name == "check_paper":
        checks = {check.paper_key: check.verdict for check in dossier.checks.all()}
        left = [paper for paper in papers_to_see(dossier) if checks.get(paper.key) != PaperCheck.Verdict.VALID]
        if wanting := [paper.name for paper in left if paper.key in checks]:
            found.append(_("Missing or not valid: %(names)s. Ask for them.") % {"names": "; ".join(wanting)})
        if unseen := [paper.name for paper in left if paper.key not in checks]:
            found.append(_("Not looked at yet: %(names)s.") % {"names": "; ".join(unseen)})
    if name == "advance" and (said := sent_home.after_step(dossier)):
        found.append(said)
    return found
