"""Where an hour at the counter is booked for a procedure, as a wing above knows it; without that wing nowhere."""

from collections.abc import Callable
from uuid import UUID

from thonso.procedures.definition import Definition

Booking = Callable[[UUID, str], str]
"""Commune and code of the procedure → the address, '' when the commune books no hours."""
_known: list[Booking] = []


def register(booking: Booking) -> None:
    _known[:] = [booking]


def url(commune_id: UUID, definition: Definition) -> str:
    """'' too for what is given its hour with the prepared dossier, and for what is not filed at the desk."""
    if definition.appointment_only or "desk" not in definition.channels:
        return ""
    return next((one(commune_id, definition.code) for one in _known), "")
