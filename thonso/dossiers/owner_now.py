"""What has become of the owner since a dossier was filed, by the register; the dossier stays as it was filed."""

from typing import Any

from thonso.core.people.models import Resident
from thonso.dossiers.buttons import Buttons
from thonso.dossiers.models import Dossier


def of(dossier: Dossier, buttons: Buttons) -> dict[str, Any] | None:
    """Of a dossier that was loaded whole: died, moved away, or now in another household; None when nothing changed."""
    owner, home = dossier.__dict__["owner_now"]
    if owner is None:
        return None
    if owner.status == Resident.Status.DIED:
        stop = any(one.name == "stop" for one in (*buttons.shown, *buttons.folded))
        return {"died_on": owner.left_on, "stop": stop}
    if owner.status == Resident.Status.MOVED:
        return {"moved_on": owner.left_on}
    if dossier.household_id and home is not None and home.pk != dossier.household_id:
        return {"household": home.code}
    return None
