"""What stands at the counter of the one-stop office."""

from thonso.counter.models.outages import Outage, Slip, SlipBatch
from thonso.counter.models.tickets import Business, Counter, Lobby, Ticket
from thonso.counter.models.visits import Visit, VisitDossier

__all__ = ["Business", "Counter", "Lobby", "Outage", "Slip", "SlipBatch", "Ticket", "Visit", "VisitDossier"]
