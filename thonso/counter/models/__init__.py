"""What stands at the counter of the one-stop office."""

from thonso.counter.models.bookings import Booking, BookingRule
from thonso.counter.models.outages import Outage, Slip, SlipBatch
from thonso.counter.models.tickets import Business, Counter, Lobby, Ticket
from thonso.counter.models.visits import Visit, VisitDossier

__all__ = [
    "Booking", "BookingRule", "Business", "Counter", "Lobby", "Outage", "Slip", "SlipBatch", "Ticket", "Visit",
    "VisitDossier",
]  # fmt: skip
