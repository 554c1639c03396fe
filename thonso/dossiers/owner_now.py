"""What has become of the owner since a dossier was filed, by the register; the dossier stays as it was filed."""

from typing import Any

from thonso.core.people.models import Resident
from thonso.dossiers import heir, requirements
from thonso.dossiers.buttons import Buttons
from thonso.dossiers.models import Dossier
from thonso.dossiers.rules.guards import NOT_FOR_HEIRS
from thonso.dossiers.rules.states import OPEN


def of(dossier: Dossier, buttons: Buttons) -> dict[str, Any] | None:
    """Of a dossier that was loaded whole: died, moved away, or now in another household; None when nothing changed. Of one
    who died, what can be done now: an heir goes on where the procedure lets a right pass, else it is stopped."""
    owner, home = dossier.__dict__["owner_now"]
    may = buttons.names
    if found := heir.of(dossier):
        lives = owner is not None and owner.status == Resident.Status.HERE
        return {"heir": found, "lives": lives, "undo": lives and "undo_heir" in may}
    if owner is None:
        return None
    if owner.status == Resident.Status.DIED:
        definition = requirements.definition(dossier)
        return {
            "died_on": owner.left_on,
            "stop": "stop" in may,
            "name_heir": "name_heir" in may,
            "heirs": definition.heir if dossier.status in OPEN else None,
            "why_no_heir": NOT_FOR_HEIRS if dossier.status in OPEN and definition.heir is None else "",
        }
    if owner.status == Resident.Status.MOVED:
        return {"moved_on": owner.left_on}
    if dossier.household_id and home is not None and home.pk != dossier.household_id:
        return {"household": home.code}
    return None
