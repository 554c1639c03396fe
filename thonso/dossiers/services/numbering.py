"""Official codes and numbers of papers, taken from the commune's books without gaps."""

from thonso.core.numbers.services import next_official_code
from thonso.core.units.models import CommuneProfile
from thonso.dossiers.services.moves import Act


def official_code(act: Act, profile: CommuneProfile) -> str:
    """Our own count, where the commune has been told to count itself (practice.md 1): restarts each day."""
    return next_official_code(act.work, act.dossier.commune_id, profile.authority_code)
