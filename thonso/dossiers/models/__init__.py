"""What the main job stores. Current state stands on `Dossier`; how it came to be stands in `Event`, which is never changed."""

from thonso.dossiers.models.assist import AssistSession, Draft
from thonso.dossiers.models.dossier import Attachment, Dossier, Event, PaperCheck, Party, Pause
from thonso.dossiers.models.fees import Charge
from thonso.dossiers.models.hamlet import HamletTask
from thonso.dossiers.models.report import Report
from thonso.dossiers.models.results import Handover, Result, ResultFor
from thonso.dossiers.models.voice import Complaint, Rating

__all__ = [
    "AssistSession",
    "Attachment",
    "Charge",
    "Complaint",
    "Dossier",
    "Draft",
    "Event",
    "HamletTask",
    "Handover",
    "PaperCheck",
    "Party",
    "Pause",
    "Rating",
    "Report",
    "Result",
    "ResultFor",
]
