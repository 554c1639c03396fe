"""Which shared PC asks: known by its cookie, paired like a TV."""

from typing import Final

from django.http import HttpRequest

from thonso.core.access.shared import SharedPc, shared_of
from thonso.core.base.errors import Absent
from thonso.kiosk.models import Kiosk
from thonso.tv.device import Kind

KIOSK: Final = Kind("kiosk", Kiosk)
HOME: Final = "/may-chung/"


def shared(row: Kiosk) -> SharedPc:
    return SharedPc(
        row.pk, row.commune_id, row.hamlet_id, row.name, row.turn, HOME, "kiosk/head.html", "kiosk/bar.html"
    )


def here(request: HttpRequest) -> SharedPc:
    """The shared PC at which this is asked. Raises Absent anywhere else."""
    found = shared_of(request)
    if found is None:
        raise Absent
    return found
