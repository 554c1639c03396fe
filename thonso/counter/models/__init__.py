"""What stands at the counter of the one-stop office."""

from thonso.counter.models.visits import Visit, VisitDossier

__all__ = ["Visit", "VisitDossier"]
