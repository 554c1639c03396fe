"""What this wing shows beside a dossier and beside a draft."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from thonso.core.access.actors import Actor
from thonso.core.access.policy import New, can
from thonso.dossiers.beside import Link, Section
from thonso.dossiers.models import Dossier, Draft
from thonso.outreach.of_dossier import known
from thonso.outreach.services import pads, pouch

HELPED = frozenset({"assisted", "desk", "post"})


def section(actor: Actor, dossier: Dossier) -> Section | None:
    """Slips that the person holds."""
    if not can(actor, "edit", New("slip_pad", dossier.commune_id)):
        return None
    data: dict[str, Any] = {
        "slips": [one.code for one in sorted(known(dossier).slips, key=lambda one: (str(one.linked_at), one.pk))],
        "link": reverse("outreach:slip_for_dossier", args=[dossier.code]) if dossier.is_running else "",
    }
    return Section("outreach/beside.html", data)


def papers(actor: Actor, dossier: Dossier) -> Section | None:
    """Where each paper of it is that somebody holds."""
    if not can(actor, "print", dossier) or not known(dossier).papers:
        return None
    return Section("outreach/where.html", {"papers": pouch.of_dossier(dossier), "code": dossier.code})


def link(actor: Actor, draft: Draft) -> Link | None:
    """Where somebody files for another: the slip that goes home."""
    if draft.channel not in HELPED:
        return None
    there = pads.codes_of_draft(draft.pk)
    words = _("Pre-printed slip: %(codes)s") % {"codes": ", ".join(there)} if there else _("Link a pre-printed slip")
    return Link(words, reverse("outreach:slip_for_draft", args=[draft.pk]))
